package casefile

import (
	"fmt"
	"io"

	"github.com/drgrule/drgrule/lang/ir"
)

// Cases goes through the cases of a root record in the order of its files.
type Cases struct {
	s    *Stream
	root *ir.Record
	next func() (Case, error)
}

// Cases starts with the first case of a root record. Several can be gone through side by
// side.
func (s *Stream) Cases(root *ir.Record) (*Cases, error) {
	c := &Cases{s: s, root: root}
	if t := s.trees[root.ID]; t != nil {
		w, err := t.walk()
		c.next = func() (Case, error) { f, err := w.next(); return f.c, err }
		return c, err
	}
	i := -1
	c.next = func() (Case, error) {
		if i++; i >= s.set.Count(root) {
			return Case{}, io.EOF
		}
		return s.set.Case(root, i), nil
	}
	return c, nil
}

// Next gives the next case, or io.EOF behind the last. The error is *Unaccounted if the
// rows of the cases are not those that were read.
func (c *Cases) Next() (Case, error) { return c.next() }

// Unaccounted is the error of rows that were read and are in no case and in no list of
// what was refused, or in two: a defect of this module.
type Unaccounted struct {
	Record      string
	Read, Given Tally
}

// Error returns the message in English.
func (e *Unaccounted) Error() string {
	return fmt.Sprintf("%s: %d rows were read and %d came out, or not the same", e.Record, e.Read.Rows, e.Given.Rows)
}

// A walk goes through the cases of a tree.
type walk struct {
	t     *tree
	cases *cursor
	marks *cursor
	lanes []laneWalk
	given Tally // cases
	below Tally // rows that belong to them
}

// laneWalk goes through the rows of one lane.
type laneWalk struct {
	*lane
	met, joined *cursor
}

// family is a case with all rows that name it.
type family struct {
	c     Case
	owned ownedRows
	copy  bool // of the rows of another case with the same key
}

func (t *tree) walk() (w *walk, err error) {
	w = &walk{t: t, lanes: make([]laneWalk, len(t.lanes))}
	if w.cases, err = begin(t.cases.sorted); err != nil {
		return nil, err
	}
	if w.marks, err = begin(t.marks); err != nil {
		return nil, err
	}
	for i, l := range t.lanes {
		w.lanes[i].lane = l
		if w.lanes[i].met, err = begin(l.met.sorted); err != nil {
			return nil, err
		}
		if w.lanes[i].joined, err = begin(l.joined.sorted); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *walk) next() (family, error) {
	if w.cases.done {
		return family{}, w.account()
	}
	ordinal := w.cases.rec.Ordinal
	rr, err := w.t.cases.unpack(w.cases.rec)
	if err != nil {
		return family{}, err
	}
	if err := w.cases.next(); err != nil {
		return family{}, err
	}
	at, several, kept := once, false, true
	if !w.marks.done && w.marks.rec.Ordinal == ordinal {
		several, kept = true, w.marks.rec.Values[0].True()
		at = w.t.s.opt.Duplicates.among(kept)
		if err := w.marks.next(); err != nil {
			return family{}, err
		}
	}
	key := rr.row.Key(w.t.root.Key)
	w.given.Add(ordinal, KeyTexts(w.t.root, key)...)
	out := family{owned: ownedRows{}, copy: !kept}
	for i := range w.lanes {
		l := &w.lanes[i]
		n := 0
		err := l.rows(ordinal, !several || w.t.keeps(kept), func(rr readRow, row uint64) {
			// No case is joined from more rows than it may have, so no more are held.
			if n++; n <= l.rec.MaxRows+1 || l.rec.Owner != w.t.root.ID {
				out.owned.add(l.rec, rr)
			}
			if !out.copy {
				w.below.addBytes(row, w.t.keyBytes(key))
			}
		})
		if err != nil {
			return family{}, err
		}
	}
	out.c = w.t.s.set.join(w.t.root, rr, at, out.owned)
	out.c.Ordinal = ordinal
	return out, nil
}

// rows gives the rows of a case in the order of their file: those that have met it,
// unless others have its key too, and those that were joined to it.
func (l *laneWalk) rows(ordinal uint64, met bool, yield func(readRow, uint64)) error {
	for {
		from, p := l.met, l.lane.met
		if !l.met.at(ordinal) || l.joined.at(ordinal) && l.joined.rec.Ordinal < l.met.rec.Ordinal {
			from, p = l.joined, l.lane.joined
		}
		if !from.at(ordinal) {
			return nil
		}
		if met || from == l.joined {
			rr, err := p.unpack(from.rec)
			if err != nil {
				return err
			}
			yield(rr, from.rec.Ordinal)
		}
		if err := from.next(); err != nil {
			return err
		}
	}
}

// account holds what was given against what was read.
func (w *walk) account() error {
	if w.given != w.t.read {
		return &Unaccounted{w.t.root.Name, w.t.read, w.given}
	}
	if given := w.below.plus(w.t.lost); given != w.t.below {
		return &Unaccounted{w.t.root.Name, w.t.below, given}
	}
	return io.EOF
}

// column is the place of a field among those that are packed.
func (p *packer) column(field int) int {
	for i, f := range p.fields {
		if f == field {
			return i
		}
	}
	panic("casefile: a field that is not packed")
}
