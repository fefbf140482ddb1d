package casefile

import (
	"io"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Set is the files of one run, held in memory: the rows of root records as cases,
// with the rows that belong to them.
type Set struct {
	Notes      []Note
	Duplicates Duplicates // set before rows are asked for
	prog       *ir.Program
	roots      map[int][]readRow       // by root record
	owned      ownedRows               // rows that belong to others
	loose      map[int][]readRow       // rows whose owner cannot be read, by record
	index      map[int]map[string]same // rows of root records by key
	given      map[int]bool            // records whose rows were given, be there none
	nested     map[int]bool            // records of which rows were given inside a root's
	heads      map[headOf][]string
}

// same are the rows of a root record with one key.
type same struct{ first, last, count int }

// headOf names the header of one record's file.
type headOf struct {
	rec  int
	file string
}

// Open reads and checks the files of a run.
func Open(p *ir.Program, files []File) (*Set, error) {
	s := newSet(p)
	for _, f := range files {
		if err := f.check(p); err != nil {
			return nil, err
		}
		if err := s.readAll(f); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func newSet(p *ir.Program) *Set {
	return &Set{
		prog: p, roots: map[int][]readRow{}, owned: ownedRows{}, loose: map[int][]readRow{},
		index: map[int]map[string]same{}, given: map[int]bool{}, nested: map[int]bool{}, heads: map[headOf][]string{},
	}
}

// readAll takes every row of a file.
func (s *Set) readAll(f File) error {
	r, err := read(s.prog, f)
	if err != nil {
		return err
	}
	defer r.close()
	s.heads[headOf{f.Record.ID, f.Name}] = r.heads
	var rows []readRow
	for {
		row, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	s.Notes = append(s.Notes, r.note)
	s.take(f.Record, rows)
	return nil
}

func (s *Set) take(r *ir.Record, rows []readRow) {
	s.given[r.ID] = true
	for _, rr := range rows {
		switch {
		case r.Owner < 0:
			s.takeRoot(r, rr)
		case rr.row.Fields[r.OwnerBy].Present:
			s.owned.add(r, rr)
		default:
			s.loose[r.ID] = append(s.loose[r.ID], rr)
		}
	}
}

func (s *Set) takeRoot(r *ir.Record, rr readRow) {
	s.sawNested(r, rr)
	i := len(s.roots[r.ID])
	s.roots[r.ID] = append(s.roots[r.ID], rr)
	if s.index[r.ID] == nil {
		s.index[r.ID] = map[string]same{}
	}
	if whole(rr.row, r.Key) {
		k := value.Key(rr.row.Key(r.Key))
		at := s.index[r.ID][k]
		if at.count == 0 {
			at.first = i
		}
		at.last = i
		at.count++
		s.index[r.ID][k] = at
	}
}

// sawNested notes of which records there are rows inside a root's row.
func (s *Set) sawNested(r *ir.Record, rr readRow) {
	if rr.nested == nil {
		return
	}
	for _, c := range children(s.prog, r) {
		if _, ok := rr.nested[c.name]; ok {
			s.nested[c.rec.ID] = true
		}
	}
}

// Find implements scalar.References: the row of a root record by its key, with the rows
// that belong to it. A case that is refused is not there for others either.
func (s *Set) Find(rec int, key value.Value) *slot.Bundle {
	at, ok := s.index[rec][value.Key(key)]
	if !ok || at.count > 1 && s.Duplicates == AllDuplicates { // which of them is not known
		return nil
	}
	if c := s.Case(s.prog.Records[rec], s.Duplicates.kept(at)); len(c.Faults) == 0 {
		return c.Bundle
	}
	return nil
}

// Given implements scalar.References.
func (s *Set) Given(rec int) bool { return s.given[rec] }

// AddRow adds a row that comes from no file, such as the run's inputs, with the map that
// its own rows nest in, or nil. It returns false if there is a row of that key already.
func (s *Set) AddRow(r *ir.Record, row *slot.Row, nested map[string]any) bool {
	s.take(r, []readRow{{row: row, nested: nested}})
	return s.index[r.ID][value.Key(row.Key(r.Key))].count == 1
}

// Count returns how many cases of a root record there are.
func (s *Set) Count(root *ir.Record) int { return len(s.roots[root.ID]) }

// Case gives the i-th case of a root record, in the order of the file.
func (s *Set) Case(root *ir.Record, i int) Case {
	rr := s.roots[root.ID][i]
	at := once
	if whole(rr.row, root.Key) {
		at = s.Duplicates.place(s.index[root.ID][value.Key(rr.row.Key(root.Key))], i)
	}
	c := s.join(root, rr, at, s.owned)
	c.Ordinal = uint64(i)
	return c
}

// Missing lists the records that rules go through for the cases of this set and of which
// nothing was given: no file, and no rows nested in others. They would be taken for
// having no rows.
func (s *Set) Missing() []*ir.Record {
	var out []*ir.Record
	there := func(r *ir.Record) bool { return r.Derived || r.Run || s.given[r.ID] || s.nests(r) }
	for _, r := range s.prog.Records {
		needed := r.Owner >= 0 && s.given[r.Root] && used(s.prog, r)
		for _, from := range s.prog.Records {
			needed = needed || s.given[from.ID] && slices.ContainsFunc(from.Fields, func(f *ir.Field) bool { return f.Read && f.RefTo == r.ID })
		}
		if needed && !there(r) {
			out = append(out, r)
		}
	}
	return out
}

// nests reports whether any row read has rows of the record nested in it, or one of its
// owners does: whoever nests rows at all has said what there is.
func (s *Set) nests(r *ir.Record) bool {
	return r.Owner >= 0 && (s.nested[r.ID] || s.nests(s.prog.Records[r.Owner]))
}

// used reports whether some rule reads rows of a record.
func used(p *ir.Program, r *ir.Record) bool {
	return slices.ContainsFunc(r.Fields, func(f *ir.Field) bool { return f.Read }) ||
		slices.ContainsFunc(p.Nodes, func(n ir.Node) bool {
			return n.Fold != nil && n.Fold.Child == r.ID || n.Loop != nil && n.Loop.Over == ir.OverRows && n.Loop.Record == r.ID
		})
}
