package generate

import (
	"github.com/drgrule/drgrule/lang/value"
)

// This file puts a case at a bound: it moves one field until both sides of a comparison
// are equal. The sides are what the reference interpreter says that they are, so a bound
// may be a constant, a cell of a table times a factor, or a total over lines.

// A try is a case, a bound, and the row of the case that it looks at.
type try struct {
	g    *Generator
	root *row
	b    *bound
	i    int
	// the field that is moved
	row   *row
	field *field
}

// gap is by how much the left side exceeds the right one when the field has a value.
func (t *try) gap(x int64) (value.Num, bool) {
	if !t.field.holds(x) {
		return value.Num{}, false
	}
	t.row.cells[t.field.Index].n = x
	w := t.g.world(t.root)
	if w.Rows(t.b.rec) <= t.i {
		return value.Num{}, false
	}
	a, b := w.Eval(t.b.a, t.b.rec, t.i), w.Eval(t.b.b, t.b.rec, t.i)
	if !a.OK() || !b.OK() {
		return value.Num{}, false
	}
	if a.Value.Kind == value.Number {
		return a.Value.Num.Sub(b.Value.Num), true
	}
	return value.Int(a.Value.Int - b.Value.Int), true
}

// plant puts a case at a place about a bound, by the first of the moves that gets there,
// and tells which. The place is exact if both sides can be equal at all: 64 % of a total
// is not always a whole number of fen.
func (g *Generator) plant(root *row, b *bound, offset int64, s *source) (by int, exact, ok bool) {
	if b.column != nil {
		return 0, true, g.plantColumn(root, b, offset, s)
	}
	n := g.world(root).Rows(b.rec)
	if n == 0 {
		return 0, false, false
	}
	t := &try{g: g, root: root, b: b, i: s.index(n)}
	for by, m := range b.moves {
		for _, r := range t.rows(m) {
			t.row, t.field = r, r.of.fields[m.field]
			c := &r.cells[m.field]
			before := *c
			if !c.has {
				*c = datum{has: true, n: t.field.lo}
				if t.field.Spec.Type.Kind != value.Number {
					c.n = r.anchor
				}
			}
			at, exact, ok := t.reach(m, c.n)
			if at += offset; ok && t.field.holds(at) {
				c.n = at
				return by, exact, true
			}
			*c = before
		}
	}
	return 0, false, false
}

// rows lists the rows of the case whose field may move the bound: the one that the
// bound looks at, or those that it may look through.
func (t *try) rows(m move) []*row {
	var all []*row
	t.root.each(func(r *row) {
		if r.of.ID == m.rec {
			all = append(all, r)
		}
	})
	if m.rec == t.b.rec && t.i < len(all) {
		return all[t.i : t.i+1]
	}
	return all[:min(len(all), 6)]
}

func (g *Generator) plantColumn(root *row, b *bound, offset int64, s *source) bool {
	at, m := pick(s, b.column)+offset, b.moves[0]
	done := false
	root.each(func(r *row) {
		if r.of.ID == m.rec && r.of.fields[m.field].holds(at) {
			r.cells[m.field] = datum{has: true, n: at}
			done = true
		}
	})
	return done
}

// holds reports whether a number or day is one that the gate lets in.
func (f *field) holds(n int64) bool {
	switch f.Spec.Type.Kind {
	case value.Number:
		return f.lo <= n && n <= f.hi
	case value.Month:
		return value.OfMonth(firstDay).Int <= n && n <= value.OfMonth(lastDay).Int
	}
	return firstDay <= n && n <= lastDay
}

// reach finds the value of the field at which the comparison turns.
func (t *try) reach(m move, x0 int64) (at int64, exact, ok bool) {
	d0, ok := t.gap(x0)
	if !ok {
		return 0, false, false
	}
	switch m.how {
	case left, right:
		units := d0
		if t.field.Spec.Type.Kind == value.Number {
			units = d0.Mul(value.Pow10(t.field.dec))
		}
		if m.how == left {
			units = units.Neg()
		}
		n, fits := value.Int(x0).Add(units).Round(0, value.Floor).Int64()
		if !fits {
			return 0, false, false
		}
		d, ok := t.gap(n)
		return n, ok && d.Sign() == 0, ok
	case leftYear, rightYear:
		return t.year(m.how == leftYear, x0, d0)
	case straight:
		return t.line(x0, d0)
	}
	return t.turn(x0, d0)
}

// year is the first or last day of the year in which both sides are equal: the day next
// to which the comparison turns.
func (t *try) year(left bool, x0 int64, d0 value.Num) (at int64, exact, ok bool) {
	d, whole := d0.Int64()
	if !whole {
		return 0, false, false
	}
	if left {
		d = -d
	}
	y, _, _ := value.Civil(x0)
	in := yearSpan(int64(y) + d)
	if in == (span{}) {
		return 0, false, false
	}
	at = in.from
	if strict := t.b.op == "<=" || t.b.op == ">"; strict == left {
		at = in.until - 1
	}
	d1, ok := t.gap(at)
	return at, true, ok && d1.Sign() == 0
}

// line solves what grows in proportion: the line through two points ends where both sides
// are equal, or between two neighbours.
func (t *try) line(x0 int64, d0 value.Num) (at int64, exact, ok bool) {
	step := max(x0/3, 100)
	d1, ok := t.gap(x0 + step)
	if !ok {
		step = -max(1, x0/2)
		if d1, ok = t.gap(x0 + step); !ok {
			return 0, false, false
		}
	}
	slope := d1.Sub(d0)
	if slope.Sign() == 0 {
		return 0, false, false
	}
	at, ok = value.Int(x0).Sub(d0.Mul(value.Int(step)).Quo(slope)).Round(0, value.Floor).Int64()
	if !ok {
		return 0, false, false
	}
	d, ok := t.gap(at)
	if !ok || d.Sign() == 0 {
		return at, ok, ok
	}
	above, ok := t.gap(at + 1)
	return at, false, ok && above.Sign() != d.Sign()
}

// turn finds where the comparison turns from true to false, by doubling steps and then by
// halves.
func (t *try) turn(x0 int64, d0 value.Num) (at int64, exact, ok bool) {
	upper := func(d value.Num) bool { // on the greater side
		if t.b.op == "<=" || t.b.op == ">" {
			return d.Sign() > 0
		}
		return d.Sign() >= 0
	}
	for _, way := range []int64{1, -1} {
		near := x0
		for step := int64(1); step < 1<<40; step *= 4 {
			d, ok := t.gap(x0 + way*step)
			if !ok {
				break
			}
			if upper(d) == upper(d0) {
				near = x0 + way*step
				continue
			}
			far := x0 + way*step
			for far-near > 1 || near-far > 1 {
				m := near + (far-near)/2
				d, ok := t.gap(m)
				if !ok {
					return 0, false, false
				}
				if upper(d) == upper(d0) {
					near = m
				} else {
					far = m
				}
			}
			return t.closest(near, far)
		}
	}
	return 0, false, false
}

// closest is the one of two neighbours at which both sides are equal, or the lower one.
func (t *try) closest(x, y int64) (at int64, exact, ok bool) {
	for _, at := range []int64{x, y} {
		if d, ok := t.gap(at); ok && d.Sign() == 0 {
			return at, true, true
		}
	}
	return min(x, y), false, true
}

// aside puts the field on the side of the bound where the comparison comes out as wanted.
func (t *try) aside(r *row, m move, want bool, s *source) bool {
	t.row, t.field = r, r.of.fields[m.field]
	c := &r.cells[m.field]
	if !c.has {
		*c = datum{has: true, n: t.field.lo}
		if t.field.Spec.Type.Kind != value.Number || t.field.lo < 0 {
			c.n = max(0, r.anchor)
		}
	}
	holds := func() bool {
		w := t.g.world(t.root)
		return w.Rows(t.b.rec) > t.i && w.Eval(t.b.node, t.b.rec, t.i).Is(want)
	}
	if holds() {
		return true
	}
	at, _, ok := t.reach(m, c.n)
	if !ok {
		return false
	}
	far := 1 + max(at, -at)/3
	for _, off := range []int64{s.between(1, far), -s.between(1, far), 0, 1, -1} {
		if t.field.holds(at + off) {
			if c.n = at + off; holds() {
				return true
			}
		}
	}
	return false
}
