package slot

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A Row is one row of a record as it was read and checked: every field that the
// ruleset reads has a value, has none, or was not reported.
type Row struct {
	Rec    int
	Fields []Cell // by field; a computed reference has none here
	File   string // where it came from
	Line   int    // in that file, from 1; 0 when it did not come from a file
}

// A Cell is a field of a row.
type Cell struct {
	Value   value.Value
	Present bool // false: none, or not reported, as the field's declaration says
}

// Key returns the reference to a row, by the fields of its key.
func (r *Row) Key(fields []int) value.Value {
	parts := make([]value.Value, len(fields))
	for i, f := range fields {
		parts[i] = r.Fields[f].Value
	}
	return value.OfRef(parts...)
}

// A Bundle is one case: a row of a root record, and all rows that belong to it.
type Bundle struct {
	Root int
	Rows [][]*Row // by record; Rows[Root] has one row
}

// KeyRow is a row that consists of its key.
func KeyRow(r *ir.Record, key value.Value) Row {
	out := Row{Rec: r.ID, Fields: make([]Cell, len(r.Fields))}
	for i, f := range r.Key {
		out.Fields[f] = Cell{Value: key.List[i], Present: true}
	}
	return out
}
