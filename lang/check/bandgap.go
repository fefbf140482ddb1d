package check

import (
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// A line is the values that bands look at, as points on a line: numbers with fixed
// decimals and dates have a next point, other numbers have none.
type line struct {
	step bool
	dec  int
	date bool
}

func lineOf(t value.Type) (line, bool) {
	switch {
	case t.Kind == value.Date:
		return line{step: true, date: true}, true
	case t.Kind == value.Number:
		return line{step: t.Dec != value.Rat, dec: max(t.Dec, 0)}, true
	}
	return line{}, false
}

// An interval is one band. A missing end is open to that side.
type interval struct{ lo, hi *cell.Bound }

// gapProblem is what is wrong with the bands, from one end to another.
type gapProblem struct {
	code   diag.Code
	row    int
	lo, hi *cell.Bound
}

// bandGaps finds gaps, overlaps and bands that nothing reaches, where bounds are
// literals. Bands stand in order, from either side.
func (s *scope) bandGaps(b *Bands, x *Fact) {
	b.Downward = len(b.Rows) > 1 && b.Rows[0].Hi == nil && b.Rows[0].Lo != nil
	l, ok := lineOf(x.Type)
	if !ok || len(b.Rows) == 0 {
		return
	}
	rows := make([]interval, len(b.Rows))
	for i, r := range b.Rows {
		lo, ok1 := s.literalBound(r.Lo, r.LoOpen)
		hi, ok2 := s.literalBound(r.Hi, r.HiOpen)
		if !ok1 || !ok2 {
			return
		}
		rows[i] = l.closed(interval{lo, hi})
	}
	domain := l.closed(interval{x.lo, x.hi})
	p := l.sweep(rows, domain)
	if p == nil {
		return
	}
	q := l.sweep(mirrored(rows), mirror(domain))
	if q == nil {
		b.Downward = true
		return
	}
	if b.Downward {
		p = &gapProblem{q.code, q.row, negBound(q.hi), negBound(q.lo)}
	}
	s.report(p.code, b.Rows[p.row].Span, l.between(p.lo, p.hi))
}

func (s *scope) literalBound(f *syntax.Formula, open bool) (*cell.Bound, bool) {
	if f == nil {
		return nil, true
	}
	if c, ok := f.Expr.(*syntax.Call); ok && c.Recv == nil && c.Name == "date" && len(c.Args) == 1 {
		if t, ok := c.Args[0].(*syntax.Str); ok {
			d, ok := value.ParseDate(t.Value)
			return &cell.Bound{Num: value.Int(d.Int), Open: open}, ok
		}
	}
	fact := s.factOf(f.Expr)
	if fact.Const == nil || fact.Const.Kind != value.Number {
		return nil, false
	}
	return &cell.Bound{Num: fact.Const.Num, Open: open}, true
}

// closed moves the ends of an interval onto its first and last point, if points
// have neighbours.
func (l line) closed(v interval) interval {
	if !l.step {
		return v
	}
	scale := value.Pow10(l.dec)
	move := func(b *cell.Bound, mode value.Mode, away int64) *cell.Bound {
		if b == nil {
			return nil
		}
		n := b.Num.Mul(scale)
		whole := n.Round(0, mode)
		if b.Open && whole.Equal(n) {
			whole = whole.Add(value.Int(away))
		}
		return &cell.Bound{Num: whole}
	}
	return interval{move(v.lo, value.Ceiling, 1), move(v.hi, value.Floor, -1)}
}

func mirror(v interval) interval { return interval{negBound(v.hi), negBound(v.lo)} }

func mirrored(rows []interval) []interval {
	out := make([]interval, len(rows))
	for i, r := range rows {
		out[i] = mirror(r)
	}
	return out
}

// lower compares two points as beginnings: what begins at a point comes before what
// begins right behind it.
func lower(a, b *cell.Bound) int {
	if c := a.Num.Cmp(b.Num); c != 0 || a.Open == b.Open {
		return c
	}
	if b.Open {
		return -1
	}
	return 1
}

// behind is where what follows an end begins.
func (l line) behind(hi *cell.Bound) *cell.Bound {
	if l.step {
		return &cell.Bound{Num: hi.Num.Add(value.Int(1))}
	}
	return &cell.Bound{Num: hi.Num, Open: !hi.Open}
}

// ends reports whether an end lies before a beginning.
func ends(hi, begin *cell.Bound) bool {
	c := hi.Num.Cmp(begin.Num)
	return c < 0 || c == 0 && (hi.Open || begin.Open)
}

// sweep goes through the bands from small to large.
func (l line) sweep(rows []interval, domain interval) *gapProblem {
	need := domain.lo // where the next band must begin; nil: at minus infinity
	all := false      // nothing is left
	for i, r := range rows {
		switch {
		case all, r.lo != nil && r.hi != nil && ends(r.hi, r.lo):
			return &gapProblem{diag.BandsOverlap, i, r.lo, r.hi}
		case r.lo == nil:
		case need == nil:
			return &gapProblem{diag.BandsGap, i, nil, l.before(r.lo)}
		case lower(r.lo, need) > 0:
			return &gapProblem{diag.BandsGap, i, need, l.before(r.lo)}
		case lower(r.lo, need) < 0 && i > 0:
			return &gapProblem{diag.BandsOverlap, i, r.lo, l.before(need)}
		}
		if r.hi == nil {
			all = true
			continue
		}
		next := l.behind(r.hi)
		switch {
		case need == nil || lower(next, need) > 0:
			need = next
		case i > 0:
			return &gapProblem{diag.BandsOverlap, i, r.lo, r.hi}
		}
	}
	if !all && (domain.hi == nil || !ends(domain.hi, need)) {
		return &gapProblem{diag.BandsGap, len(rows) - 1, need, domain.hi}
	}
	return nil
}

// before is the end of what comes before a beginning.
func (l line) before(lo *cell.Bound) *cell.Bound {
	if l.step {
		return &cell.Bound{Num: lo.Num.Add(value.Int(-1))}
	}
	return &cell.Bound{Num: lo.Num, Open: !lo.Open}
}

// between says from where to where, as the rules write values.
func (l line) between(lo, hi *cell.Bound) diag.Text {
	point := func(b *cell.Bound) string {
		if l.date {
			n, _ := b.Num.Int64()
			return value.OfDays(n).Text(value.DateType)
		}
		if l.step {
			return b.Num.Mul(value.Pow10(-l.dec)).String()
		}
		return b.Num.String()
	}
	from := diag.Text{}
	if lo != nil {
		from = diag.Text{Zh: "不小于 " + point(lo), En: "from " + point(lo)}
		if lo.Open {
			from = diag.Text{Zh: "大于 " + point(lo), En: "above " + point(lo)}
		}
	}
	to := diag.Text{}
	if hi != nil {
		to = diag.Text{Zh: "不大于 " + point(hi), En: "up to " + point(hi)}
		if hi.Open {
			to = diag.Text{Zh: "小于 " + point(hi), En: "below " + point(hi)}
		}
	}
	switch {
	case lo != nil && hi != nil && lo.Num.Equal(hi.Num):
		return diag.Text{Zh: "等于 " + point(lo) + " 的值", En: "exactly " + point(lo)}
	case lo != nil && hi != nil:
		return diag.Text{Zh: from.Zh + "、" + to.Zh + " 的值", En: "values " + from.En + " " + to.En}
	case lo == nil && hi == nil:
		return diag.Text{Zh: "其余的值", En: "any other value"}
	}
	return diag.Text{Zh: from.Zh + to.Zh + " 的值", En: "values " + from.En + to.En}
}
