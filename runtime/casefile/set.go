package casefile

import (
	"cmp"
	"slices"
	"strings"

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
	roots map[int][]readRow             // by root record
	owned map[int]map[string]*belonging // by record and owner's key
	loose map[int][]readRow             // rows whose owner cannot be read, by record
	index map[int]map[string]*slot.Row  // rows of root records by key, for References
	twice map[int]map[string]int
	given map[int]bool // records whose rows were given, be there none
	gone  map[int]bool // root records whose cases were gone through
	heads map[headOf][]string
}

// A belonging is the rows of one record that name the same owner.
type belonging struct {
	rows    []readRow
	claimed bool // a row of the owner was there
}

// headOf names the header of one record's file.
type headOf struct {
	rec  int
	file string
}

// Open reads and checks the files of a run.
func Open(p *ir.Program, files []File) (*Set, error) {
	s := &Set{
		prog: p, roots: map[int][]readRow{}, owned: map[int]map[string]*belonging{}, loose: map[int][]readRow{},
		index: map[int]map[string]*slot.Row{}, twice: map[int]map[string]int{},
		given: map[int]bool{}, gone: map[int]bool{}, heads: map[headOf][]string{},
	}
	for _, f := range files {
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
	s.roots[r.ID] = append(s.roots[r.ID], rows...)
	if s.index[r.ID] == nil {
		s.index[r.ID], s.twice[r.ID] = map[string]*slot.Row{}, map[string]int{}
	}
	for _, rr := range rows {
		if !whole(rr.row, r.Key) {
			continue
		}
		k := value.Key(rr.row.Key(r.Key))
		s.twice[r.ID][k]++
		if len(rr.faults) == 0 {
			s.index[r.ID][k] = rr.row
		}
	}
}

func (s *Set) takeOwned(r *ir.Record, rows []readRow) {
	if s.owned[r.ID] == nil {
		s.owned[r.ID] = map[string]*belonging{}
	}
	for _, rr := range rows {
		if !rr.row.Fields[r.OwnerBy].Present {
			s.loose[r.ID] = append(s.loose[r.ID], rr)
			continue
		}
		k := value.Key(rr.row.Fields[r.OwnerBy].Value)
		if s.owned[r.ID][k] == nil {
			s.owned[r.ID][k] = &belonging{}
		}
		s.owned[r.ID][k].rows = append(s.owned[r.ID][k].rows, rr)
	}
}

// Find implements scalar.References: the row of a root record by its key.
func (s *Set) Find(rec int, key value.Value) *slot.Row {
	k := value.Key(key)
	if s.twice[rec][k] > 1 {
		return nil
	}
	return s.index[rec][k]
}

// Given implements scalar.References.
func (s *Set) Given(rec int) bool { return s.given[rec] }

// AddRow adds a row that comes from no file, such as the run's inputs.
func (s *Set) AddRow(r *ir.Record, row *slot.Row) {
	s.take(r, []readRow{{row: row}})
}

// A Case is one case as read: its rows, or what is wrong with them.
type Case struct {
	Bundle *slot.Bundle
	Faults []Fault // not empty: the case is refused before evaluation
}

// Cases gives the cases of a root record in the order of the file.
func (s *Set) Cases(root *ir.Record, yield func(Case) error) error {
	s.gone[root.ID] = true
	for _, rr := range s.roots[root.ID] {
		c := Case{Bundle: &slot.Bundle{Root: root.ID, Rows: make([][]*slot.Row, len(s.prog.Records))}}
		c.Faults = append(c.Faults, rr.faults...)
		key := rr.row.Key(root.Key)
		if s.twice[root.ID][value.Key(key)] > 1 && whole(rr.row, root.Key) {
			c.Faults = append(c.Faults, Fault{Record: root.Name, File: rr.row.File, Line: rr.row.Line, Column: s.columns(root, rr.row, root.Key...), Code: diag.RowTwice})
		}
		c.Bundle.Rows[root.ID] = []*slot.Row{rr.row}
		s.gather(root, rr, &c)
		c.Faults = append(c.Faults, integrity(s.prog, c.Bundle, s.columns)...)
		if err := yield(c); err != nil {
			return err
		}
	}
	return nil
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
		b := s.owned[r.ID][value.Key(of.row.Key(owner.Key))]
		if b == nil {
			continue
		}
		b.claimed = true
		for _, rr := range b.rows {
			c.Bundle.Rows[r.ID] = append(c.Bundle.Rows[r.ID], rr.row)
			c.Faults = append(c.Faults, rr.faults...)
			s.gather(r, rr, c)
		}
	}
	if of.nested != nil {
		c.Faults = append(c.Faults, nestRows(s.prog, owner, of.nested, of.row, c.Bundle, of.row.File, of.row.Line)...)
	}
}

// Orphans are what is wrong with the rows that ended in no case: those whose owner is
// not in the files or cannot be read, and those of records that other rows refer to and
// that are no cases of this run. Call it after Cases.
func (s *Set) Orphans() []Fault {
	var out []Fault
	for _, r := range s.prog.Records {
		if len(s.roots[r.ID]) > 0 && !s.gone[r.ID] {
			// The callback gives no error, so there is none.
			_ = s.Cases(r, func(c Case) error {
				out = append(out, c.Faults...)
				return nil
			})
			s.gone[r.ID] = false
		}
	}
	for _, r := range s.prog.Records {
		lost := slices.Clone(s.loose[r.ID])
		for _, b := range s.owned[r.ID] {
			if !b.claimed {
				lost = append(lost, b.rows...)
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
		return cmp.Or(strings.Compare(a.Record, b.Record), strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	return out
}
