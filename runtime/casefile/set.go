package casefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Set is the files of one run: the rows of root records as cases, with the rows
// that belong to them.
type Set struct {
	prog  *ir.Program
	Notes []Note
	roots map[int][]readRow            // by root record
	owned map[int]map[string][]readRow // by record and owner's key
	loose map[int][]readRow            // rows whose owner cannot be read, by record
	index map[int]map[string]int       // rows of root records by key, for References
	twice map[int]map[string]int
	given map[int]bool // records whose rows were given, be there none
	heads map[headOf][]string
}

// headOf names the header of one record's file.
type headOf struct {
	rec  int
	file string
}

// check refuses a file that the caller has described wrongly: what it means must not be
// guessed.
func (f File) check(p *ir.Program) error {
	problem := ""
	switch {
	case f.Record == nil || !slices.Contains(p.Records, f.Record):
		problem = "its record is not one of this ruleset"
	case f.Format != CSV && f.Format != JSONLines:
		problem = fmt.Sprintf("the format %q is not known", f.Format)
	case !slices.Contains([]cell.Encoding{cell.Auto, cell.UTF8, cell.UTF8BOM, cell.GB18030}, f.Encoding):
		problem = fmt.Sprintf("the encoding %q is not known", f.Encoding)
	default:
		return nil
	}
	return &Error{File: f.Name, Code: Misdescribed, Detail: problem}
}

// Open reads and checks the files of a run.
func Open(p *ir.Program, files []File) (*Set, error) {
	s := &Set{
		prog: p, roots: map[int][]readRow{}, owned: map[int]map[string][]readRow{}, loose: map[int][]readRow{},
		index: map[int]map[string]int{}, twice: map[int]map[string]int{},
		given: map[int]bool{}, heads: map[headOf][]string{},
	}
	for _, f := range files {
		if err := f.check(p); err != nil {
			return nil, err
		}
		rows, heads, note, err := rowsOf(p, f)
		if err != nil {
			return nil, err
		}
		s.Notes = append(s.Notes, note)
		s.heads[headOf{f.Record.ID, f.Name}] = heads
		s.take(f.Record, rows)
	}
	return s, nil
}

// whole reports whether every one of these fields has a value.
func whole(row *slot.Row, fields []int) bool {
	return !slices.ContainsFunc(fields, func(i int) bool { return !row.Fields[i].Present })
}

// columns names fields as the row's file does.
func (s *Set) columns(r *ir.Record, row *slot.Row, fields ...int) string {
	heads := s.heads[headOf{r.ID, row.File}]
	names := make([]string, len(fields))
	for i, k := range fields {
		names[i] = r.Fields[k].Name
		if k < len(heads) && heads[k] != "" {
			names[i] = heads[k]
		}
	}
	return strings.Join(names, ",")
}

func (s *Set) take(r *ir.Record, rows []readRow) {
	s.given[r.ID] = true
	if r.Owner >= 0 {
		s.takeOwned(r, rows)
		return
	}
	if s.index[r.ID] == nil {
		s.index[r.ID], s.twice[r.ID] = map[string]int{}, map[string]int{}
	}
	for _, rr := range rows {
		if whole(rr.row, r.Key) {
			k := value.Key(rr.row.Key(r.Key))
			s.twice[r.ID][k]++
			s.index[r.ID][k] = len(s.roots[r.ID])
		}
		s.roots[r.ID] = append(s.roots[r.ID], rr)
	}
}

func (s *Set) takeOwned(r *ir.Record, rows []readRow) {
	if s.owned[r.ID] == nil {
		s.owned[r.ID] = map[string][]readRow{}
	}
	for _, rr := range rows {
		if !rr.row.Fields[r.OwnerBy].Present {
			s.loose[r.ID] = append(s.loose[r.ID], rr)
			continue
		}
		k := value.Key(rr.row.Fields[r.OwnerBy].Value)
		s.owned[r.ID][k] = append(s.owned[r.ID][k], rr)
	}
}

// Find implements slot.References: the row of a root record by its key, with the rows
// that belong to it. A case that is refused is not there for others either.
func (s *Set) Find(rec int, key value.Value) *slot.Bundle {
	i, ok := s.index[rec][value.Key(key)]
	if !ok {
		return nil
	}
	if c := s.Case(s.prog.Records[rec], i); len(c.Faults) == 0 {
		return c.Bundle
	}
	return nil
}

// Given implements slot.References.
func (s *Set) Given(rec int) bool { return s.given[rec] }

// AddRow adds a row that comes from no file, such as the run's inputs, with the map that
// its own rows nest in, or nil. It returns false if there is a row of that key already.
func (s *Set) AddRow(r *ir.Record, row *slot.Row, nested map[string]any) bool {
	s.take(r, []readRow{{row: row, nested: nested}})
	return s.twice[r.ID][value.Key(row.Key(r.Key))] == 1
}

// A Case is one case as read: its rows, or what is wrong with them.
type Case struct {
	Bundle *slot.Bundle
	Faults []Fault // not empty: the case is refused before evaluation
}

// Count returns how many cases of a root record there are.
func (s *Set) Count(root *ir.Record) int { return len(s.roots[root.ID]) }

// Case gives the i-th case of a root record, in the order of the file.
func (s *Set) Case(root *ir.Record, i int) Case {
	rr := s.roots[root.ID][i]
	c := Case{Bundle: &slot.Bundle{Root: root.ID, Rows: make([][]*slot.Row, len(s.prog.Records))}}
	c.Faults = append(c.Faults, rr.faults...)
	if whole(rr.row, root.Key) && s.twice[root.ID][value.Key(rr.row.Key(root.Key))] > 1 {
		c.Faults = append(c.Faults, Fault{Record: root.Name, File: rr.row.File, Line: rr.row.Line, Column: s.columns(root, rr.row, root.Key...), Code: diag.RowTwice})
	}
	c.Bundle.Rows[root.ID] = []*slot.Row{rr.row}
	s.gather(root, rr, &c)
	c.Faults = append(c.Faults, integrity(s.prog, c.Bundle, s.columns)...)
	return c
}

// gather adds the rows that belong to a row, and those that belong to them: from the
// files of their records, and nested in the row. It leaves them in the set: a set may
// be gone through more than once.
func (s *Set) gather(owner *ir.Record, of readRow, c *Case) {
	for _, r := range s.prog.Records {
		if r.Owner != owner.ID || r.Derived && !s.given[r.ID] {
			continue
		}
		if c.Bundle.Rows[r.ID] == nil {
			c.Bundle.Rows[r.ID] = []*slot.Row{} // given, though there may be none
		}
		if !whole(of.row, owner.Key) {
			continue
		}
		for _, rr := range s.owned[r.ID][value.Key(of.row.Key(owner.Key))] {
			c.Bundle.Rows[r.ID] = append(c.Bundle.Rows[r.ID], rr.row)
			c.Faults = append(c.Faults, rr.faults...)
			s.gather(r, rr, c)
		}
	}
	if of.nested != nil {
		c.Faults = append(c.Faults, nestRows(s.prog, owner, of.nested, of.row, c.Bundle, of.row.File, of.row.Line)...)
	}
}

// Orphans are what is wrong with the rows that end in no case: those whose owner is not
// in the files or cannot be read, and those of root records that other rows refer to and
// that are not among cases, the records whose cases the caller evaluates.
func (s *Set) Orphans(cases []string) []Fault {
	var out []Fault
	for _, r := range s.prog.Records {
		for i := range s.Count(r) {
			if !slices.Contains(cases, r.Name) {
				out = append(out, s.Case(r, i).Faults...)
			}
		}
	}
	belong := make([]map[string]bool, len(s.prog.Records)) // keys of the rows that do
	for _, r := range s.prog.Records {                     // owners come first
		belong[r.ID] = map[string]bool{}
		for k := range s.twice[r.ID] {
			belong[r.ID][k] = true
		}
		lost := slices.Clone(s.loose[r.ID])
		for owner, rows := range s.owned[r.ID] {
			if !belong[r.Owner][owner] {
				lost = append(lost, rows...)
				continue
			}
			for _, rr := range rows {
				if whole(rr.row, r.Key) {
					belong[r.ID][value.Key(rr.row.Key(r.Key))] = true
				}
			}
		}
		for _, rr := range lost {
			if len(rr.faults) == 0 {
				rr.faults = []Fault{{Record: r.Name, File: rr.row.File, Line: rr.row.Line, Column: s.columns(r, rr.row, r.OwnerBy), Code: diag.RowOrphan}}
			}
			out = append(out, rr.faults...)
		}
	}
	slices.SortStableFunc(out, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.Record, b.Record), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return out
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
	if r.Owner < 0 {
		return false
	}
	owner := s.prog.Records[r.Owner]
	name := NestName(r)
	has := func(rr readRow) bool { _, ok := rr.nested[name]; return ok }
	return slices.ContainsFunc(s.roots[owner.ID], has) || s.nests(owner)
}

// used reports whether some rule reads rows of a record.
func used(p *ir.Program, r *ir.Record) bool {
	return slices.ContainsFunc(r.Fields, func(f *ir.Field) bool { return f.Read }) ||
		slices.ContainsFunc(p.Nodes, func(n ir.Node) bool {
			return n.Fold != nil && n.Fold.Child == r.ID || n.Loop != nil && n.Loop.Over == ir.OverRows && n.Loop.Record == r.ID
		})
}
