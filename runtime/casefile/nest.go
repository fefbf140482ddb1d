package casefile

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A child is a record whose rows nest in those of its owner under a name.
type child struct {
	name string
	rec  *ir.Record
}

func children(p *ir.Program, r *ir.Record) []child {
	var out []child
	for _, c := range p.Records {
		if c.Owner == r.ID {
			out = append(out, child{NestName(c), c})
		}
	}
	return out
}

// NestName is the name under which a record's rows nest in those of its owner: the
// `back` name, or the record's own.
func NestName(r *ir.Record) string {
	if b := r.Fields[r.OwnerBy].Back; b != "" {
		return b
	}
	return r.Name
}

// Nested checks a map with the rows that nest in it, and makes a case of them.
func Nested(p *ir.Program, root *ir.Record, m map[string]any, file string, line int) (*slot.Bundle, []Fault) {
	b := &slot.Bundle{Root: root.ID, Rows: make([][]*slot.Row, len(p.Records))}
	faults := nest(p, root, m, nil, b, file, line)
	return b, append(faults, integrity(p, b, new(Set).columns)...)
}

func nest(p *ir.Program, r *ir.Record, m map[string]any, owner *slot.Row, b *slot.Bundle, file string, line int) []Fault {
	row, faults := NewGate(p, r).Map(withOwner(p, r, m, owner), file, line)
	if owner != nil && !whole(owner, p.Records[r.Owner].Key) {
		// What is wrong with the owner's key has been told.
		faults = slices.DeleteFunc(faults, func(f Fault) bool {
			return f.Column == r.Fields[r.OwnerBy].Name && f.Code == diag.CellEmpty
		})
	}
	if k := r.OwnerBy; owner != nil && row.Fields[k].Present && value.Key(row.Fields[k].Value) != value.Key(owner.Key(p.Records[r.Owner].Key)) {
		faults = append(faults, Fault{Record: r.Name, File: file, Line: line, Column: r.Fields[k].Name, Code: diag.OwnerDiffers})
	}
	b.Rows[r.ID] = append(b.Rows[r.ID], row)
	return append(faults, nestRows(p, r, m, row, b, file, line)...)
}

// nestRows checks the rows that nest in a row.
func nestRows(p *ir.Program, r *ir.Record, m map[string]any, row *slot.Row, b *slot.Bundle, file string, line int) []Fault {
	var faults []Fault
	for _, c := range children(p, r) {
		if _, given := m[c.name]; !given && c.rec.Derived {
			continue
		}
		rows, ok := childRows(m[c.name])
		if !ok {
			faults = append(faults, Fault{Record: r.Name, File: file, Line: line, Column: c.name, Code: diag.CellKind})
			continue
		}
		if b.Rows[c.rec.ID] == nil {
			b.Rows[c.rec.ID] = []*slot.Row{}
		}
		for _, cm := range rows {
			faults = append(faults, nest(p, c.rec, cm, row, b, file, line)...)
		}
	}
	return faults
}

// withOwner adds the reference to the owner, which nested rows need not repeat.
func withOwner(p *ir.Program, r *ir.Record, m map[string]any, owner *slot.Row) map[string]any {
	if owner == nil || r.OwnerBy < 0 {
		return m
	}
	f := r.Fields[r.OwnerBy]
	if _, given := m[f.Name]; given {
		return m
	}
	key := owner.Key(p.Records[r.Owner].Key)
	if len(key.List) != 1 {
		return m
	}
	out := make(map[string]any, len(m)+1)
	for k, v := range m {
		out[k] = v
	}
	var t value.Type
	if f.Spec.Key != nil {
		t = f.Spec.Key.Type
	}
	out[f.Name] = key.List[0].Text(t)
	return out
}

func childRows(x any) ([]map[string]any, bool) {
	switch x := x.(type) {
	case nil:
		return nil, true
	case []map[string]any:
		return x, true
	case []any:
		out := make([]map[string]any, len(x))
		for i, e := range x {
			m, ok := e.(map[string]any)
			if !ok {
				return nil, false
			}
			out[i] = m
		}
		return out, true
	}
	return nil, false
}

// integrity checks the rows of a case against each other: keys are unique, and no
// more rows belong to a row than its record allows.
func integrity(p *ir.Program, b *slot.Bundle, columns func(r *ir.Record, row *slot.Row, fields ...int) string) []Fault {
	var faults []Fault
	for _, r := range p.Records {
		if r.Root != b.Root {
			continue
		}
		seen := map[string]bool{}
		owned := map[string]int{}
		for _, row := range b.Rows[r.ID] {
			if len(r.Key) > 0 && whole(row, r.Key) {
				k := value.Key(row.Key(r.Key))
				if seen[k] {
					faults = append(faults, Fault{Record: r.Name, File: row.File, Line: row.Line, Column: columns(r, row, r.Key...), Code: diag.RowTwice})
				}
				seen[k] = true
			}
			if r.OwnerBy >= 0 && row.Fields[r.OwnerBy].Present {
				o := value.Key(row.Fields[r.OwnerBy].Value)
				if owned[o]++; owned[o] == r.MaxRows+1 {
					faults = append(faults, Fault{Record: r.Name, File: row.File, Line: row.Line, Code: diag.RowsTooMany})
				}
			}
		}
	}
	return faults
}
