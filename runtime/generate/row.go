package generate

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A datum is a cell of a row in the making.
type datum struct {
	has bool
	n   int64       // numbers: units of the last decimal; dates: days; months; truths
	v   value.Value // of every other type
}

// A row is a row in the making, with the rows that belong to it.
type row struct {
	of     *record
	cells  []datum // by field of the record
	up     *row
	kids   [][]*row // by place in of.kids
	anchor int64    // the day that its dates lie about
	damage *damage  // how it is malformed, or nil

	bound   *bound // that it is planted at, and where about it
	atBound int
}

func newRow(rec *record, up *row) *row {
	return &row{of: rec, cells: make([]datum, len(rec.Fields)), up: up, kids: make([][]*row, len(rec.kids))}
}

// at returns the row of a record that this row is, or belongs to.
func (r *row) at(rec int) *row {
	for r != nil && r.of.ID != rec {
		r = r.up
	}
	return r
}

// value is the value of a cell, as engines see it.
func (f *field) value(c datum) value.Value {
	switch f.Spec.Type.Kind {
	case value.Number:
		return value.OfNum(f.num(c.n))
	case value.Bool:
		return value.OfBool(c.n != 0)
	case value.Date:
		return value.OfDays(c.n)
	case value.Month:
		return value.Value{Kind: value.Month, Int: c.n}
	}
	return c.v
}

var tens = [...]int64{1, 10, 100, 1000, 10000, 100000, 1000000}

func (f *field) num(n int64) value.Num {
	if f.dec < len(tens) {
		return value.Frac(n, tens[f.dec])
	}
	return value.Int(n).Quo(value.Pow10(f.dec))
}

// cell makes a cell of a value, if a cell of the field can hold it.
func (f *field) cell(v value.Value) (datum, bool) {
	switch f.Spec.Type.Kind {
	case value.Number:
		n, ok := v.Num.Mul(value.Pow10(f.dec)).Int64()
		return datum{has: true, n: n}, ok && v.Kind == value.Number && n >= f.lo && n <= f.hi
	case value.Bool, value.Date, value.Month:
		return datum{has: true, n: v.Int}, v.Kind == f.Spec.Type.Kind
	}
	return datum{has: true, v: v}, v.Kind == f.Spec.Type.Kind
}

// bundle is the case of a root's row, as engines see it.
func (g *Generator) bundle(r *row) *slot.Bundle {
	b := &slot.Bundle{Root: r.of.ID, Rows: make([][]*slot.Row, len(g.prog.Records))}
	g.collect(r, b)
	return b
}

func (g *Generator) collect(r *row, b *slot.Bundle) {
	out := &slot.Row{Rec: r.of.ID, Fields: make([]slot.Cell, len(r.cells))}
	for i, f := range r.of.fields {
		if f != nil && r.cells[i].has {
			out.Fields[i] = slot.Cell{Value: f.value(r.cells[i]), Present: true}
		}
	}
	b.Rows[r.of.ID] = append(b.Rows[r.of.ID], out)
	for i, kid := range r.of.kids {
		if b.Rows[kid.ID] == nil {
			b.Rows[kid.ID] = []*slot.Row{}
		}
		for _, k := range r.kids[i] {
			g.collect(k, b)
		}
	}
}

// ref is the reference to a row by its key.
func (r *row) ref() value.Value {
	parts := make([]value.Value, len(r.of.Key))
	for i, k := range r.of.Key {
		parts[i] = r.of.fields[k].value(r.cells[k])
	}
	return value.OfRef(parts...)
}

// follow computes what a path leads to from a row.
func (g *Generator) follow(p path, r *row) (value.Value, bool) {
	in := r.at(p.rec)
	if in == nil || in.of.fields[p.field] == nil || !in.cells[p.field].has {
		return value.Value{}, false
	}
	v := in.of.fields[p.field].value(in.cells[p.field])
	for _, s := range p.steps {
		switch s.kind {
		case yearOf:
			y, _, _ := value.Civil(v.Int)
			v = value.OfInt(int64(y))
		case plus:
			if v.Kind == value.Number {
				v = value.OfNum(v.Num.Add(value.Int(s.add)))
			} else {
				v.Int += s.add
			}
		case cellOf:
			c, ok := g.cellAt(s.table, s.column, []value.Value{v})
			if !ok {
				return value.Value{}, false
			}
			v = c
		}
	}
	return v, true
}

// cellAt reads a table at a key, whatever the date.
func (g *Generator) cellAt(table, column int, key []value.Value) (value.Value, bool) {
	if len(key) == 1 && key[0].Kind == value.Ref {
		key = key[0].List
	}
	t := g.prog.Tables[table]
	i := g.rowAt(t, key)
	if i < 0 || !t.Rows[i].Present[column] {
		return value.Value{}, false
	}
	return t.Rows[i].Cells[column], true
}

// rowAt finds the first row with a key: of rows that differ by date alone, any will do.
func (g *Generator) rowAt(t *ir.Table, key []value.Value) int {
	if !t.Dated {
		i, _ := t.Lookup(key, 0, false)
		return i
	}
	for _, day := range g.days[t.ID] {
		if i, _ := t.Lookup(key, day, false); i >= 0 {
			return i
		}
	}
	return -1
}

// lookUp computes a lookup from a row.
func (g *Generator) lookUp(l lookup, r *row) (value.Value, bool) {
	if l.keys == nil {
		return g.follow(l.direct, r)
	}
	key := make([]value.Value, 0, 4)
	for _, ps := range l.keys {
		n := len(key)
		for _, p := range ps {
			if v, ok := g.follow(p, r); ok {
				key = append(key, v)
				break
			}
		}
		if len(key) == n {
			return value.Value{}, false
		}
	}
	return g.cellAt(l.table, l.column, key)
}
