package generate

import (
	"github.com/drgrule/drgrule/lang/value"
)

var newYear2024 = value.OfDate(2024, 1, 1).Int

// stay is how the dates of one stay in hospital lie, in days after the discharge.
type stay struct{ admitted, settled int64 }

func (s *source) stay() stay {
	days := 1 + 6*s.logNormal()/10000
	switch x := s.below(1000); {
	case x < 20:
		days = 0
	case x < 26:
		days = s.between(60, 180)
	}
	lag := int64(0)
	if s.percent(30) {
		lag = s.between(1, 10)
	}
	return stay{-days, lag}
}

// hangs reports whether a date is one of a stay: it is drawn with the others.
func (f *field) hangs() bool {
	return f.role == admitted || f.role == discharged || f.role == settled || f == f.in.anchor
}

func (st stay) of(f *field) (int64, bool) {
	switch f.role {
	case admitted:
		return st.admitted, true
	case discharged:
		return 0, true
	case settled:
		return st.settled, true
	}
	return 0, false
}

// anchor draws the day of a row, and the dates that hang on it. A date or year that is
// given already says which day it is.
func (g *Generator) anchor(r *row, s *source) {
	st := s.stay()
	a := r.of.anchor
	switch {
	case a == nil && r.up != nil:
		r.anchor = r.up.anchor
	case a == nil || a.seg.empty():
		r.anchor = g.ownDay(r, s)
	default:
		r.anchor = a.seg.draw(s)
	}
	if a != nil {
		off, _ := st.of(a)
		r.anchor -= off
	}
	given := false
	for _, f := range r.of.order {
		off, tied := st.of(f)
		if !tied && f != a || given {
			continue
		}
		if c := r.cells[f.Index]; c.has {
			r.anchor, given = c.n-off, true
		} else if in, ok := g.aimed[f]; ok {
			r.anchor = f.seg.inside(s, in) - off
		}
	}
	r.anchor = clamp(r.anchor, firstDay, lastDay)
	for _, f := range r.of.order {
		off, tied := st.of(f)
		if (tied || f == a) && !r.cells[f.Index].has && s.percent(f.present) {
			r.cells[f.Index] = datum{has: true, n: r.anchor + off}
		}
	}
	clear(g.aimed)
}

// inside draws a day of a range, as the rules look at it.
func (g segments) inside(s *source, in span) int64 {
	if !g.empty() {
		if d, ok := g.within(s, in); ok {
			return d
		}
	}
	return s.between(in.from, in.until-1)
}

// ownDay is the day of a row whose dates no rule looks at: a quarter after the year that
// its key names, or some day of two years.
func (g *Generator) ownDay(r *row, s *source) int64 {
	for _, k := range r.of.Key {
		f := r.of.fields[k]
		if c := r.cells[k]; f != nil && f.Spec.Type.Kind == value.Number && f.dec == 0 && c.has && c.n > value.MinYear && c.n < value.MaxYear {
			return value.OfDate(int(c.n)+1, 3, 31).Int
		}
	}
	if r.up != nil {
		return r.up.anchor + s.between(0, 60)
	}
	return newYear2024 + s.below(2*year)
}

// date draws a date that does not hang on the others: where its own rules look, or
// within some years before the row's day, for a thing has most often happened before
// somebody asks about it.
func (g *Generator) date(f *field, r *row, s *source) int64 {
	if in, ok := g.aimed[f]; ok {
		delete(g.aimed, f)
		return f.seg.inside(s, in)
	}
	switch {
	case f.Spec.Type.Kind == value.Month:
		if f.seg.empty() {
			return value.OfMonth(r.anchor - s.below(year)).Int
		}
		return clamp(f.seg.draw(s), value.OfMonth(firstDay).Int, value.OfMonth(lastDay).Int)
	case f.role == born:
		return value.OfDate(1930, 1, 1).Int + s.below(19*year)
	case !f.seg.empty() && s.percent(80):
		return clamp(f.seg.draw(s), firstDay, lastDay)
	case s.percent(5):
		return r.anchor + s.below(200)
	case s.percent(10):
		return r.anchor
	case s.percent(10):
		return clamp(r.anchor-s.below(15*year), firstDay, lastDay)
	}
	return clamp(r.anchor-s.below(4*year), firstDay, lastDay)
}
