package casefile

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/disk"
	"github.com/drgrule/drgrule/runtime/runfile"
)

// Options are how the files of a run are gone through. The zero value keeps everything
// in memory and refuses duplicates.
type Options struct {
	Memory     int64      // bytes for rows, about; 0 for as many as they need
	Disk       disk.Layer // what does not fit is written there
	Dir        string     // in this directory
	Duplicates Duplicates
	Held       []string // root records that rows are added to beside those of files
}

// A Stream is the files of one run, gone through case by case: what it holds in memory
// does not grow with the number of cases. Only records that cases of others refer to,
// such as pools, are held whole.
//
// Files are read once. The rows that belong to cases need not stand in their order: as
// long as they do, they are taken as they come; the rest is sorted by key.
type Stream struct {
	prog  *ir.Program
	set   *Set // the records that are held, and what is known of all files
	files []File
	notes []Note
	opt   Options
	trees map[int]*tree // the records that are not held, by root
	lost  *lostRows
	stop  func() error // what the context of the opening says
}

// OpenStream reads and checks the files of a run.
func OpenStream(ctx context.Context, p *ir.Program, files []File, opt Options) (_ *Stream, err error) {
	s := &Stream{prog: p, set: newSet(p), files: files, notes: make([]Note, len(files)), opt: opt, trees: map[int]*tree{}}
	s.set.Duplicates = opt.Duplicates
	s.stop = ctx.Err
	s.lost = newLostRows(s.room(16))
	defer func() {
		if err != nil {
			err = both(err, s.Close())
		}
		if err != nil && ctx.Err() != nil { // whatever else went wrong on the way out
			err = ctx.Err()
		}
	}()
	for _, f := range files {
		if err := f.check(p); err != nil {
			return nil, err
		}
		s.set.given[f.Record.ID] = true
	}
	in, err := s.openAll()
	defer func() {
		for _, r := range in {
			err = both(err, r.shut())
		}
	}()
	if err != nil {
		return nil, err
	}
	for _, root := range s.roots() {
		if s.held(root) {
			err = s.hold(root, in)
		} else {
			err = s.read(root, in)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// roots are the root records that rows are given of, or of what belongs to them.
func (s *Stream) roots() (out []*ir.Record) {
	for _, r := range s.prog.Records {
		if r.Owner < 0 && slices.ContainsFunc(s.files, func(f File) bool { return f.Record.Root == r.ID }) {
			out = append(out, r)
		}
	}
	return out
}

// held reports whether rows of a root record are needed in no order: other records refer
// to them, or rows come from elsewhere.
func (s *Stream) held(root *ir.Record) bool {
	if slices.Contains(s.opt.Held, root.Name) {
		return true
	}
	for _, r := range s.prog.Records {
		for _, f := range r.Fields {
			if f.RefTo >= 0 && r.Root != root.ID && s.prog.Records[f.RefTo].Root == root.ID {
				return true
			}
		}
	}
	return false
}

// pause asks, for every so many rows, whether the run is stopped.
func (s *Stream) pause(row int) error {
	if row%1024 != 0 {
		return nil
	}
	return s.stop()
}

// room is a share of the memory.
func (s *Stream) room(parts int64) runfile.Room {
	out := runfile.Room{Disk: s.opt.Disk, Dir: s.opt.Dir, Stop: s.stop}
	if s.opt.Memory > 0 {
		out.Memory = max(s.opt.Memory/parts, 1)
	}
	return out
}

// hold reads a record that is held, and those that belong to it.
func (s *Stream) hold(root *ir.Record, in []*input) error {
	for _, r := range in {
		if r.file.Record.Root != root.ID {
			continue
		}
		var rows []readRow
		for {
			rr, err := r.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			rows = append(rows, rr)
		}
		s.set.take(r.file.Record, rows)
	}
	return nil
}

// read reads a record that is not held, and those that belong to it.
func (s *Stream) read(root *ir.Record, in []*input) error {
	t := newTree(s, root, in, int64(len(s.roots())))
	s.trees[root.ID] = t
	if err := t.fill(newFeed(in, root.ID)); err != nil {
		return err
	}
	return t.join()
}

// Set returns the records that are held: what rules refer to.
func (s *Stream) Set() *Set { return s.set }

// Notes tells what the reader decided about each file.
func (s *Stream) Notes() []Note { return s.notes }

// Missing lists the records that rules go through and of which nothing was given.
func (s *Stream) Missing() []*ir.Record { return s.set.Missing() }

// Count returns how many cases of a root record there are.
func (s *Stream) Count(root *ir.Record) int {
	if t := s.trees[root.ID]; t != nil {
		return int(t.read.Rows)
	}
	return s.set.Count(root)
}

// Read is the tally of the cases of a root record as their rows were read.
func (s *Stream) Read(root *ir.Record) Tally {
	if t := s.trees[root.ID]; t != nil {
		return t.read
	}
	var out Tally
	for i, rr := range s.set.roots[root.ID] {
		out.Add(uint64(i), KeyTexts(root, rr.row.Key(root.Key))...)
	}
	return out
}

// KeyTexts shows the parts of a key as result files do. A part that could not be read is
// empty.
func KeyTexts(r *ir.Record, key value.Value) []string {
	out := make([]string, len(key.List))
	for i, v := range key.List {
		out[i] = v.Text(r.Fields[r.Key[i]].Spec.Type)
	}
	return out
}

// Close gives up what was written to disk.
func (s *Stream) Close() error {
	errs := []error{s.lost.close()}
	for _, t := range s.trees {
		errs = append(errs, t.close())
	}
	return errors.Join(errs...)
}
