package runfile

import (
	"errors"
	"io"
	"slices"

	"github.com/drgrule/drgrule/runtime/disk"
)

// runs are sorted files, from the oldest to the youngest: that records which agree come
// as they were added depends on it.
type runs struct {
	schema *Schema
	room   Room
	block  int // bytes of a block
	fanIn  int // how many are merged at once
	all    []*run
	open   *Writer // writes the last of them, as long as records come in order
	last   []byte  // the last record written
}

// run is one sorted file that no name leads to.
type run struct {
	f     disk.File
	level int // how often its records have been merged
}

func newRuns(s *Schema, room Room) runs {
	block := int(min(max(room.Memory/32, 512), blockSize))
	return runs{schema: s, room: room, block: block, fanIn: int(min(max(room.Memory/2/int64(block), 2), 64))}
}

func (r *runs) any() bool { return len(r.all) > 0 }

// begin prepares for records of which this is the first: they go on behind the last run
// if they follow in order.
func (r *runs) begin(first []byte) error {
	if r.open != nil && r.schema.compare(r.last, first) <= 0 {
		return nil
	}
	if err := r.end(); err != nil {
		return err
	}
	if err := r.collapse(); err != nil {
		return err
	}
	_, err := r.create(0)
	return err
}

// create starts a run behind all others.
func (r *runs) create(level int) (*run, error) {
	f, err := r.room.Disk.Scratch(r.room.Dir)
	if err != nil {
		return nil, err
	}
	out := &run{f, level}
	r.all = append(r.all, out)
	r.open, err = newWriter(f, r.schema, r.block)
	return out, err
}

func (r *runs) add(record []byte) error {
	r.last = append(r.last[:0], record...)
	return r.open.add(record)
}

// end finishes the run that is being written.
func (r *runs) end() error {
	if r.open == nil {
		return nil
	}
	w := r.open
	r.open = nil
	return w.end()
}

// collapse merges runs of one level as soon as there are as many as are merged at once,
// so that there are never many files.
func (r *runs) collapse() error {
	for {
		n := len(r.all)
		if n < r.fanIn || r.all[n-r.fanIn].level != r.all[n-1].level {
			return nil
		}
		if err := r.merge(n - r.fanIn); err != nil {
			return err
		}
	}
}

// merge makes one run of all from the i-th on.
func (r *runs) merge(i int) error {
	old := slices.Clone(r.all[i:])
	it, err := mergeRuns(r.schema, old)
	if err != nil {
		return err
	}
	if _, err := r.create(old[0].level + 1); err != nil {
		return err
	}
	for n := 1; ; n++ {
		record, err := it.next()
		if err == io.EOF {
			break
		}
		if err == nil && n%4096 == 0 && r.room.Stop != nil {
			err = r.room.Stop()
		}
		if err != nil {
			return err
		}
		if err := r.open.add(record); err != nil {
			return err
		}
	}
	if err := r.end(); err != nil {
		return err
	}
	r.all = append(r.all[:i], r.all[len(r.all)-1])
	return closeRuns(old)
}

// finish ends the writing, with no more runs than are merged at once.
func (r *runs) finish() error {
	if err := r.end(); err != nil {
		return err
	}
	for len(r.all) > r.fanIn {
		if err := r.merge(len(r.all) - min(r.fanIn, len(r.all)-r.fanIn+1)); err != nil {
			return err
		}
	}
	return nil
}

func (r *runs) close() error {
	all := r.all
	r.all, r.open = nil, nil
	return closeRuns(all)
}

func closeRuns(all []*run) error {
	var errs []error
	for _, r := range all {
		errs = append(errs, r.f.Close())
	}
	return errors.Join(errs...)
}
