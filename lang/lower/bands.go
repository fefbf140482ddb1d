package lower

import (
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// bands lowers bands and decision rows. x is what the bands look at; None for
// decision rows alone. out, when given, collects the rows for explanations.
func (l *lowerer) bands(name string, b *check.Bands, x ir.NodeID, e *env, out *ir.Version) ir.NodeID {
	rows := make([]ir.BandRow, len(b.Rows))
	for i, r := range b.Rows {
		rows[i].Part, rows[i].Term = ir.None, ir.None
		rows[i].When = l.bandCondition(r, x, e)
		rows[i].Text = bandText(r)
		if out != nil {
			rows[i].Node, rows[i].Result = l.formula(r.Result, e)
		} else {
			rows[i].Node = l.expr(r.Result.Expr, e)
		}
	}
	if out != nil {
		out.Rows, out.Hit = rows, "first"
		switch {
		case b.Marginal:
			out.Hit = "marginal"
		case b.Decision:
			out.Hit = b.Hit
		}
	}
	switch {
	case b.Marginal:
		return l.marginal(name, b, rows, x, e)
	case b.Decision && b.Hit != "first":
		return l.decision(name, b, rows)
	}
	return l.inOrder(name, b, rows)
}

// inOrder takes the first row that holds.
func (l *lowerer) inOrder(name string, b *check.Bands, rows []ir.BandRow) ir.NodeID {
	var args []ir.NodeID
	end := l.b.fail(diag.BandGap, name)
	for i, r := range rows {
		if l.b.isTrue(r.When) {
			rows, end = rows[:i+1], r.Node
			break
		}
		args = append(args, r.When, r.Node)
	}
	id := l.b.choose(append(args, end)...)
	for i := range rows {
		l.armSpot(b.Rows[i], id, i)
	}
	return id
}

// bandsOptional reports whether any part of bands may be none.
func (l *lowerer) bandsOptional(b *check.Bands) bool {
	for _, r := range b.Rows {
		for _, f := range []*syntax.Formula{r.Lo, r.Hi, r.When, r.Result} {
			if f != nil && l.fact(f.Expr).Optional {
				return true
			}
		}
	}
	return false
}

// bandsThere is whether bands have a value: whether what is looked at is there, and
// the result of the row that holds. Where several rows may hold, each that does must
// have a result.
func (l *lowerer) bandsThere(b *check.Bands, x ir.NodeID, e *env) ir.NodeID {
	inOrder := !b.Marginal && (!b.Decision || b.Hit == "first")
	there, whens := l.b.truth(true), []ir.NodeID(nil)
	if b.Of != nil {
		whens = append(whens, l.present(b.Of.Expr, e, false))
	}
	for i := len(b.Rows) - 1; i >= 0; i-- {
		r := b.Rows[i]
		when := l.conditionThere(r, e)
		result := l.there(r.Result.Expr, e, false)
		if inOrder {
			there = l.b.choose(when, l.b.choose(l.bandCondition(r, x, e), result, there), l.b.truth(false))
			continue
		}
		whens = append(whens, when)
		there = l.b.all(l.b.choose(l.bandCondition(r, x, e), result, l.b.truth(true)), there)
	}
	return l.b.choose(l.b.all(whens...), there, l.b.truth(false))
}

func (l *lowerer) conditionThere(r *check.BandRow, e *env) ir.NodeID {
	var ids []ir.NodeID
	for _, f := range []*syntax.Formula{r.Lo, r.Hi, r.When} {
		if f != nil {
			ids = append(ids, l.there(f.Expr, e, false))
		}
	}
	return l.b.all(ids...)
}

func (l *lowerer) bandCondition(r *check.BandRow, x ir.NodeID, e *env) ir.NodeID {
	if r.When != nil {
		return l.expr(r.When.Expr, e)
	}
	var ids []ir.NodeID
	if r.Lo != nil {
		op := "<="
		if r.LoOpen {
			op = "<"
		}
		ids = append(ids, l.b.call(op, l.expr(r.Lo.Expr, e), x))
	}
	if r.Hi != nil {
		op := "<="
		if r.HiOpen {
			op = "<"
		}
		ids = append(ids, l.b.call(op, x, l.expr(r.Hi.Expr, e)))
	}
	return l.b.all(ids...)
}

// bandText shows a row's bounds or condition.
func bandText(r *check.BandRow) string {
	if r.When != nil {
		return tidy(r.When.Text)
	}
	text := ""
	if r.Lo != nil {
		text = ">= " + tidy(r.Lo.Text)
		if r.LoOpen {
			text = "> " + tidy(r.Lo.Text)
		}
	}
	if r.Hi != nil {
		if text != "" {
			text += ", "
		}
		if r.HiOpen {
			text += "< " + tidy(r.Hi.Text)
		} else {
			text += "<= " + tidy(r.Hi.Text)
		}
	}
	return text
}

// decision lowers rows with conditions under a hit policy. A last row without
// condition holds when no other does.
func (l *lowerer) decision(name string, b *check.Bands, rows []ir.BandRow) ir.NodeID {
	other := l.b.fail(diag.BandGap, name)
	if last := rows[len(rows)-1]; b.Rows[len(rows)-1].When == nil {
		other = last.Node
		rows = rows[:len(rows)-1]
	}
	var whens []ir.NodeID
	for _, r := range rows {
		whens = append(whens, r.When)
	}
	if len(rows) == 0 {
		return other
	}
	var hit ir.NodeID
	switch b.Hit {
	case "sum":
		hit = l.sumOf(rows)
	case "highest":
		hit = l.highest(name, rows)
	case "all":
		hit = l.agreeing(name, rows)
	default:
		hit = l.unique(name, rows)
	}
	return l.b.choose(l.b.any(whens...), hit, other)
}

// sumOf adds the results of the rows that hold.
func (l *lowerer) sumOf(rows []ir.BandRow) ir.NodeID {
	sum := ir.None
	for _, r := range rows {
		term := l.b.choose(r.When, r.Node, l.zero())
		if sum == ir.None {
			sum = term
		} else {
			sum = l.b.call("+", sum, term)
		}
	}
	return sum
}

// highest takes the largest result of the rows that hold, from the last row back:
// a row that does not hold leaves what the rows behind it give.
func (l *lowerer) highest(name string, rows []ir.BandRow) ir.NodeID {
	best := l.b.fail(diag.BandGap, name)
	held := l.b.truth(false)
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		both := r.Node
		if i < len(rows)-1 {
			both = l.b.choose(held, l.b.call("max", r.Node, best), r.Node)
		}
		best = l.b.choose(r.When, both, best)
		held = l.b.any(r.When, held)
	}
	return best
}

// unique refuses when a second row holds.
func (l *lowerer) unique(name string, rows []ir.BandRow) ir.NodeID {
	twice := l.b.fail(diag.Ambiguous, name)
	nodes := make([]ir.NodeID, len(rows))
	later := ir.None // whether a row behind holds: any row's is the next one's and one more
	for i := len(rows) - 1; i >= 0; i-- {
		nodes[i] = rows[i].Node
		if later == ir.None {
			later = rows[i].When
			continue
		}
		nodes[i] = l.b.choose(later, twice, rows[i].Node)
		later = l.b.any(rows[i].When, later)
	}
	var args []ir.NodeID
	for i, r := range rows {
		args = append(args, r.When, nodes[i])
	}
	return l.b.choose(append(args, l.b.fail(diag.BandGap, name))...)
}

// agreeing takes the first result, and refuses when another row that holds gives a
// different one.
func (l *lowerer) agreeing(name string, rows []ir.BandRow) ir.NodeID {
	twice := l.b.fail(diag.Ambiguous, name)
	var args []ir.NodeID
	for i, r := range rows {
		var differ []ir.NodeID
		for _, s := range rows[i+1:] {
			differ = append(differ, l.b.choose(s.When, l.b.call("!=", r.Node, s.Node), l.b.truth(false)))
		}
		node := r.Node
		if len(differ) > 0 {
			node = l.b.choose(l.b.any(differ...), twice, node)
		}
		args = append(args, r.When, node)
	}
	return l.b.choose(append(args, l.b.fail(diag.BandGap, name))...)
}

// marginal adds, for every band, its rate times the part of x that lies in it. The
// lowest band begins at 0 unless it says where; an end that is not given is where the
// neighbouring band lies.
func (l *lowerer) marginal(name string, b *check.Bands, rows []ir.BandRow, x ir.NodeID, e *env) ir.NodeID {
	order := make([]int, len(b.Rows))
	for i := range order {
		order[i] = i
		if b.Downward {
			order[i] = len(b.Rows) - 1 - i
		}
	}
	sum := ir.None
	low := l.b.number(value.Int(0))
	for i, k := range order {
		r := b.Rows[k]
		if r.Lo != nil {
			low = l.expr(r.Lo.Expr, e)
		}
		hi := r.Hi
		if hi == nil && i+1 < len(order) {
			hi = b.Rows[order[i+1]].Lo
		}
		top := x
		if hi != nil {
			top = l.b.call("min", x, l.expr(hi.Expr, e))
		}
		part := l.b.call("max", l.b.number(value.Int(0)), l.b.call("-", top, low))
		term := l.b.call("*", part, rows[k].Node)
		rows[k].Part, rows[k].Term = part, term
		if sum == ir.None {
			sum = term
		} else {
			sum = l.b.call("+", sum, term)
		}
		if hi != nil {
			low = l.expr(hi.Expr, e)
		}
	}
	lowest, highest := b.Rows[order[0]], b.Rows[order[len(order)-1]]
	return l.b.choose(append(l.outside(lowest, highest, x, e, name), sum)...)
}

// outside refuses what lies below the lowest band or above the highest, as bands whose
// rows do not add up do. A lowest band without an end begins at 0.
func (l *lowerer) outside(lowest, highest *check.BandRow, x ir.NodeID, e *env, name string) []ir.NodeID {
	var out []ir.NodeID
	if lowest.Lo == nil {
		out = append(out, l.b.call("<", x, l.b.number(value.Int(0))), l.b.fail(diag.BandGap, name))
	}
	for _, end := range []*check.BandRow{{Lo: lowest.Lo, LoOpen: lowest.LoOpen}, {Hi: highest.Hi, HiOpen: highest.HiOpen}} {
		if end.Lo != nil || end.Hi != nil {
			out = append(out, l.b.not(l.bandCondition(end, x, e)), l.b.fail(diag.BandGap, name))
		}
	}
	return out
}
