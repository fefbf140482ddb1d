package casefile

import (
	"context"
	"io"
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/runfile"
)

// lostRows are what is wrong with rows that no case has, by record, file and line.
type lostRows struct {
	sorter *runfile.Sorter
	sorted *runfile.Sorted
	n      uint64
}

var lostSchema = runfile.Schema{Name: "lost", Key: 3, Columns: []runfile.Column{
	{Name: "record", Kind: value.Text}, {Name: "file", Kind: value.Text}, {Name: "line", Kind: value.Number},
	{Name: "column", Kind: value.Text}, {Name: "code", Kind: value.Text}, {Name: "detail", Kind: value.Text},
}}

func newLostRows(room runfile.Room) *lostRows {
	return &lostRows{sorter: runfile.NewSorter(&lostSchema, room)}
}

func (l *lostRows) add(faults []Fault) error {
	for _, f := range faults {
		l.n++
		err := l.sorter.Add(runfile.Record{Ordinal: l.n, Values: []value.Value{
			value.OfText(f.Record), value.OfText(f.File), value.OfInt(int64(f.Line)),
			value.OfText(f.Column), value.OfText(string(f.Code)), value.OfText(f.Detail),
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *lostRows) finish() (err error) {
	if l.sorted == nil {
		l.sorted, err = l.sorter.Finish()
	}
	return err
}

// each gives the faults in order.
func (l *lostRows) each(ctx context.Context, yield func(Fault) error) error {
	it, err := l.sorted.Iterate()
	if err != nil {
		return err
	}
	for {
		rec, err := it.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		v := rec.Values
		line, _ := v[2].Num.Int64()
		if err := yield(Fault{Record: v[0].Str, File: v[1].Str, Line: int(line), Column: v[3].Str, Code: diag.Code(v[4].Str), Detail: v[5].Str}); err != nil {
			return err
		}
	}
}

func (l *lostRows) close() error { return closeSorter(l.sorter, l.sorted) }

// Orphans gives what is wrong with the rows that end in no case: those whose owner is
// not in the files or cannot be read, and those of root records that are not among
// cases, the records whose cases the caller evaluates. They come by record, file and
// line.
func (s *Stream) Orphans(ctx context.Context, cases []string, yield func(Fault) error) (err error) {
	if err := s.loseDeep(ctx); err != nil {
		return err
	}
	room := s.room(8)
	room.Stop = ctx.Err
	all := newLostRows(room)
	defer func() { err = both(err, all.close()) }()
	add := func(f Fault) error { return all.add([]Fault{f}) }
	if err := s.lost.each(ctx, add); err != nil {
		return err
	}
	if err := all.add(s.set.Orphans(cases)); err != nil {
		return err
	}
	for _, t := range s.trees {
		if !slices.Contains(cases, t.root.Name) {
			if err := t.faults(ctx, all.add); err != nil {
				return err
			}
		}
	}
	if err := all.finish(); err != nil {
		return err
	}
	return all.each(ctx, yield)
}

// faults gives what is wrong with the cases of a tree.
func (t *tree) faults(ctx context.Context, yield func([]Fault) error) error {
	return t.families(ctx, func(f family) error { return yield(f.c.Faults) })
}

// families goes through the cases of a tree.
func (t *tree) families(ctx context.Context, yield func(family) error) error {
	w, err := t.walk()
	if err != nil {
		return err
	}
	for {
		f, err := w.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = yield(f)
		}
		if err != nil {
			return err
		}
	}
}

// loseDeep finds, once, the rows that name a case, but through a row that it does not
// have. Only rows that belong to others which are no cases themselves can.
func (s *Stream) loseDeep(ctx context.Context) error {
	if s.lost.sorted != nil {
		return nil
	}
	for _, t := range s.trees {
		if !t.deep() {
			continue
		}
		err := t.families(ctx, func(f family) error {
			if f.copy {
				return nil
			}
			var lost []Fault
			here := func(*ir.Record, string) bool { return true }
			s.set.unreached(f.owned, here, func(r *ir.Record, rr readRow) { lost = append(lost, s.set.lost(r, rr)...) })
			return s.lost.add(lost)
		})
		if err != nil {
			return err
		}
	}
	return s.lost.finish()
}

func (t *tree) deep() bool {
	return slices.ContainsFunc(t.lanes, func(l *lane) bool { return l.rec.Owner != t.root.ID })
}
