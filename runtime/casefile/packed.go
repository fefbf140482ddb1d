package casefile

import (
	"errors"
	"io"

	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/runfile"
)

// packed are rows of one record on their way through a sorter.
type packed struct {
	*packer
	sorter *runfile.Sorter
	sorted *runfile.Sorted
}

func newPacked(p *packer, room runfile.Room) *packed {
	return &packed{packer: p, sorter: runfile.NewSorter(p.schema, room)}
}

// add adds a row.
func (p *packed) add(by value.Value, ordinal uint64, file int, rr readRow) error {
	rec, err := p.pack(by, ordinal, file, rr)
	if err != nil {
		return err
	}
	return p.sorter.Add(rec)
}

// move adds a row that is packed for another sorter.
func (p *packed) move(by value.Value, rec runfile.Record) error {
	rec.Values[packedBy] = by
	return p.sorter.Add(rec)
}

// finish ends the adding.
func (p *packed) finish() (err error) {
	p.sorted, err = p.sorter.Finish()
	return err
}

func (p *packed) close() error { return closeSorter(p.sorter, p.sorted) }

// closeSorter closes a sorter, and what has come of it if it is finished.
func closeSorter(sorter *runfile.Sorter, sorted *runfile.Sorted) error {
	if sorted == nil {
		return sorter.Close()
	}
	return both(sorter.Close(), sorted.Close())
}

// both is the error of two calls of which the first counts more. One error alone stays
// what it is.
func both(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return errors.Join(first, second)
}

// A cursor stands at one of the records of a sorter.
type cursor struct {
	it   *runfile.Iterator
	rec  runfile.Record
	done bool
}

// begin stands at the first record.
func begin(s *runfile.Sorted) (*cursor, error) {
	it, err := s.Iterate()
	if err != nil {
		return nil, err
	}
	c := &cursor{it: it}
	return c, c.next()
}

func (c *cursor) next() (err error) {
	c.rec, err = c.it.Next()
	if err == io.EOF {
		c.done, err = true, nil
	}
	return err
}

// number is the number that the record is sorted by.
func (c *cursor) number() uint64 {
	n, _ := c.rec.Values[packedBy].Num.Int64()
	return uint64(n)
}

// at reports whether the cursor stands at a record that is sorted by a number n.
func (c *cursor) at(n uint64) bool { return !c.done && c.number() == n }
