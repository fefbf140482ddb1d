package generate

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/value"
)

// fill draws what a row does not have yet. rich makes rows in which more is there and
// more holds than in most: those in which a bound is planted.
func (g *Generator) fill(r *row, place int64, s *source, rich bool) {
	g.returns(r, place, s)
	g.aim(r, s)
	dated := false
	for _, f := range r.of.order {
		if r.cells[f.Index].has {
			continue
		}
		k := f.Spec.Type.Kind
		if (k == value.Date || k == value.Number) && !dated {
			g.anchor(r, s)
			dated = true
		}
		if !r.cells[f.Index].has && !f.hangs() && s.percent(presence(f, rich)) {
			g.refill(r, f, place, s, rich)
		}
	}
}

// refill draws a field.
func (g *Generator) refill(r *row, f *field, place int64, s *source, rich bool) {
	switch f.Spec.Type.Kind {
	case value.Number:
		n := g.number(f, r, s)
		if one := f.one(); rich && f != r.of.amount {
			n -= n % one // shares of a whole number are exact more often
		}
		r.cells[f.Index] = datum{has: true, n: clamp(n, f.lo, f.hi)}
	case value.Date, value.Month:
		r.cells[f.Index] = datum{has: true, n: g.date(f, r, s)}
	case value.Bool:
		r.cells[f.Index] = truth(s.percent(75))
		if rich {
			r.cells[f.Index] = truth(s.percent(92))
		}
	default:
		if v, ok := g.word(f, r, place, s, rich); ok {
			r.cells[f.Index] = datum{has: true, v: v}
		}
	}
}

func presence(f *field, rich bool) int64 {
	if rich {
		return max(f.present, 80)
	}
	return f.present
}

func truth(b bool) datum {
	if b {
		return datum{has: true, n: 1}
	}
	return datum{has: true}
}

func clamp(n, lo, hi int64) int64 { return max(lo, min(hi, n)) }

// word draws a text, code, member, reference or list.
func (g *Generator) word(f *field, r *row, place int64, s *source, rich bool) (value.Value, bool) {
	switch f.Spec.Type.Kind {
	case value.List:
		out := value.Value{Kind: value.List}
		n := int64(1) + s.below(8)
		if s.percent(3) {
			n = s.between(9, 40)
		}
		for range n {
			if v, ok := g.element(f, s); ok {
				out.List = append(out.List, v)
			}
		}
		return out, len(out.List) > 0
	case value.Ref:
		if f.Table < 0 {
			return g.reference(f, r, s)
		}
	}
	if f.role == person {
		return value.OfText(g.personID(place)), true
	}
	if f.on.names && f.Spec.Type.Kind == value.Text {
		return value.OfText(fmt.Sprintf("TEST-%s-%03d", f.Name, s.below(200))), true
	}
	mostly := f.mostly
	if rich {
		mostly = max(mostly, 70)
	}
	return g.wordOf(f, s, mostly)
}

// element draws an element of a list.
func (g *Generator) element(f *field, s *source) (value.Value, bool) {
	switch f.spec.Type.Kind {
	case value.Bool:
		return value.OfBool(s.percent(50)), true
	case value.Number:
		return value.OfInt(clamp(s.below(100), f.lo, f.hi)), true
	case value.Date:
		return value.OfDays(value.OfDate(2024, 1, 1).Int + s.below(2*year)), true
	case value.Month:
		return value.OfMonth(value.OfDate(2024, 1, 1).Int + s.below(2*year)), true
	}
	return g.wordOf(f, s, max(f.mostly, 60))
}

// wordOf draws from what the rules ask for, and else something that they do not.
func (g *Generator) wordOf(f *field, s *source, mostly int64) (value.Value, bool) {
	k := f.spec.Type.Kind
	if len(f.from) > 0 && (k == value.Enum || k == value.Ref || s.percent(mostly)) {
		v := f.from[f.w.draw(s)]
		if f.tail {
			v = value.OfCode(g.whole(f, v.Str, s))
		}
		return v, true
	}
	switch {
	case k == value.Code && f.codes != nil:
		return value.OfCode(f.codes.text(s.below)), true
	case k == value.Code:
		return value.OfCode(fmt.Sprintf("TEST%06d", s.below(1_000_000))), true
	case k == value.Text:
		return value.OfText(fmt.Sprintf("TEST-%s-%d", f.Name, s.below(1000))), true
	}
	return value.Value{}, false
}

// whole completes the beginning of a code: a table that matches by beginnings is asked
// about whole codes.
func (g *Generator) whole(f *field, code string, s *source) string {
	if s.percent(20) {
		return code
	}
	longer := fmt.Sprintf("%s%06d", code, s.below(1_000_000))
	if v, _, problem := f.spec.Parse(longer); problem == "" {
		return v.Str
	}
	return code
}

// reference draws a row of another record with a file.
func (g *Generator) reference(f *field, r *row, s *source) (value.Value, bool) {
	to := g.records[f.RefTo]
	if to == nil {
		return value.Value{}, false
	}
	if to.up == nil {
		n := g.count(to)
		if n <= 0 {
			return value.Value{}, false
		}
		k := s.below(n)
		return g.keyOf(to, s.below(k+1)), true // the first rows are named most often
	}
	root := r
	for root.up != nil {
		root = root.up
	}
	var there []*row
	root.each(func(o *row) {
		if o.of == to {
			there = append(there, o)
		}
	})
	if len(there) == 0 {
		return value.Value{}, false
	}
	return pick(s, there).ref(), true
}

// each visits a row and all rows that belong to it.
func (r *row) each(visit func(*row)) {
	visit(r)
	for _, list := range r.kids {
		for _, k := range list {
			k.each(visit)
		}
	}
}

// returning is how many cases back the last stay of a person lies who comes again.
const returning = 40

// personID is the id of the person of a case who has not been there before.
func (g *Generator) personID(place int64) string {
	return fmt.Sprintf("TEST-P%0*d", g.width, place+1)
}
