package casefile

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Case is one case as read: its rows, or what is wrong with them.
type Case struct {
	Bundle  *slot.Bundle
	Faults  []Fault // not empty: the case is refused before evaluation
	Ordinal uint64  // its place among the cases of its record, over all files
}

// ownedRows are rows that belong to others, by record and owner's key.
type ownedRows map[int]map[string][]readRow

func (o ownedRows) add(r *ir.Record, rr readRow) {
	if o[r.ID] == nil {
		o[r.ID] = map[string][]readRow{}
	}
	k := value.Key(rr.row.Fields[r.OwnerBy].Value)
	o[r.ID][k] = append(o[r.ID][k], rr)
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

// join makes a case of the row of a root record and the rows that belong to it.
func (s *Set) join(root *ir.Record, rr readRow, at place, owned ownedRows) Case {
	c := Case{Bundle: &slot.Bundle{Root: root.ID, Rows: make([][]*slot.Row, len(s.prog.Records))}}
	c.Faults = append(c.Faults, rr.faults...)
	if at.refused {
		c.Faults = append(c.Faults, Fault{Record: root.Name, File: rr.row.File, Line: rr.row.Line, Column: s.columns(root, rr.row, root.Key...), Code: diag.RowTwice})
	}
	if !at.carries {
		owned = nil
	}
	c.Bundle.Rows[root.ID] = []*slot.Row{rr.row}
	s.gather(root, rr, owned, &c)
	c.Faults = append(c.Faults, integrity(s.prog, c.Bundle, s.columns)...)
	return c
}

// gather adds the rows that belong to a row, and those that belong to them: from the
// files of their records, and nested in the row. It leaves them where they are: a set
// may be gone through more than once.
func (s *Set) gather(owner *ir.Record, of readRow, owned ownedRows, c *Case) {
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
		rows := owned[r.ID][value.Key(of.row.Key(owner.Key))]
		if len(rows) > r.MaxRows { // the first beyond it refuses the case: no other is looked at
			rows = rows[:r.MaxRows+1]
		}
		for _, rr := range rows {
			c.Bundle.Rows[r.ID] = append(c.Bundle.Rows[r.ID], rr.row)
			c.Faults = append(c.Faults, rr.faults...)
			s.gather(r, rr, owned, c)
		}
	}
	if of.nested != nil {
		c.Faults = append(c.Faults, nestRows(s.prog, owner, of.nested, of.row, c.Bundle, of.row.File, of.row.Line)...)
	}
}
