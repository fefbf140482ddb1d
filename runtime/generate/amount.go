package generate

import (
	"github.com/drgrule/drgrule/lang/value"
)

// number draws a number: about the size that the rules hold it against, between the
// constants that they know, or as numbers of its unit are.
func (g *Generator) number(f *field, r *row, s *source) int64 {
	one := f.one()
	switch f.role {
	case bedDays:
		if n, ok := r.daysOfStay(); ok {
			return n * one
		}
	case birthWeight:
		return s.between(500, 4500) * one
	}
	if len(f.from) > 0 && s.percent(f.mostly) {
		c, _ := f.cell(f.from[f.w.draw(s)])
		return c.n
	}
	if n, part, ok := g.scale(f, r); ok {
		if part && s.percent(5) {
			return 0
		}
		return scaled(n, s.logNormal())
	}
	// A constant says where a rule looks; amounts of money lie where amounts lie, too.
	if !f.seg.empty() && (f.Spec.Type.Unit != value.Money || s.percent(40)) {
		return f.seg.draw(s)
	}
	if f.on.years {
		y, _, _ := value.Civil(r.anchor)
		return int64(y) * one
	}
	switch unit := f.Spec.Type.Unit; {
	case unit == value.Money:
		return scaled(max(12_000*one, f.bounded()/10_000), s.logNormal())
	case unit == value.Days:
		return scaled(8*one, s.logNormal()) + one
	case unit == value.One && f.dec == 0:
		if s.percent(50) {
			return s.below(20)
		}
		return s.below(2000)
	case f.hi < 20*one:
		return s.between(max(f.lo, min(0, f.hi)), f.hi)
	case unit == value.One:
		return s.below(2 * one)
	}
	return scaled(100*one, s.logNormal())
}

// bounded is the upper bound that the field declares, or 0: the budget of a city is larger
// than the cost of a case.
func (f *field) bounded() int64 {
	if f.spec.Hi == nil {
		return 0
	}
	return f.hi
}

// one is the number 1 in units of the field.
func (f *field) one() int64 {
	one := int64(1)
	for range f.dec {
		one *= 10
	}
	return one
}

// scaled multiplies by ten-thousandths; what is far too large is left as it is.
func scaled(n, by int64) int64 {
	if n > 1<<45 || n < -1<<45 {
		return n
	}
	return n * by / 10000
}

// daysOfStay are the days between the dates of a stay.
func (r *row) daysOfStay() (int64, bool) {
	var in, out datum
	for _, f := range r.of.order {
		switch f.role {
		case admitted:
			in = r.cells[f.Index]
		case discharged:
			out = r.cells[f.Index]
		}
	}
	return max(0, out.n-in.n), in.has && out.has
}

// scale finds the size that a number is held against, in its units, and whether that is
// another field: what is a part of it may be nothing.
func (g *Generator) scale(f *field, r *row) (n int64, part, ok bool) {
	for _, l := range f.on.scales {
		if l.keys == nil && l.direct.rec == r.of.ID && (l.direct.field >= f.Index || !l.direct.plain()) {
			continue // what is drawn later cannot be its measure
		}
		if v, ok := g.lookUp(l, r); ok && v.Kind == value.Number && v.Num.Sign() > 0 {
			n, ok := unitsOf(v.Num, f.dec)
			return n, l.keys == nil, ok
		}
	}
	return 0, false, false
}

// lines makes the amounts of the lines of a row add up to its total. Now and then a line
// is taken back by another one.
func (g *Generator) lines(r *row, s *source) {
	if r.of.total == nil {
		return
	}
	for i, kid := range r.of.kids {
		f := kid.amount
		rows := r.kids[i]
		if f == nil || len(rows) == 0 || !r.cells[r.of.total.Index].has {
			continue
		}
		left := r.cells[r.of.total.Index].n
		weight, sum := make([]int64, len(rows)), int64(0)
		for j := range rows {
			weight[j] = s.logNormal()
			if s.percent(15) {
				weight[j] *= 6
			}
			sum += weight[j]
		}
		for j, k := range rows {
			n := left
			if j < len(rows)-1 {
				n = left / sum * weight[j]
				n += left % sum * weight[j] / sum
				left, sum = left-n, sum-weight[j]
			}
			k.cells[f.Index] = datum{has: true, n: clamp(n, f.lo, f.hi)}
		}
		if f.lo < 0 && len(rows) > 2 && s.percent(12) {
			refund(kid, f, rows, s)
		}
	}
}

// refund makes the last line take back a part of another one, which it is like in
// everything but its key; that line grows by as much, so that the sum stays.
func refund(kid *record, f *field, rows []*row, s *source) {
	last, of := rows[len(rows)-1], rows[s.index(len(rows)-1)]
	back := of.cells[f.Index].n * s.between(20, 100) / 100
	if back <= 0 {
		return
	}
	of.cells[f.Index].n += back + last.cells[f.Index].n
	for _, o := range kid.order {
		if !o.key {
			last.cells[o.Index] = of.cells[o.Index]
		}
	}
	last.cells[f.Index] = datum{has: true, n: -back}
}
