package check

import (
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

var bandKeys = []string{"below", "up_to", "at_least", "above", "when", "value", "is"}

// BandAttributes lists what a row of bands may hold.
func BandAttributes() []string { return bandKeys }

// readBands takes the rows of a `bands` block.
func (c *checker) readBands(b *syntax.Block) *Bands {
	out := &Bands{Hit: "unique", Marginal: textOf(b.Attr("mode")) == "marginal"}
	if h := textOf(b.Attr("hit")); h != "" {
		out.Hit = h
	}
	rows := b.Attr("rows")
	if rows == nil {
		return out
	}
	for _, it := range rows.Value.(*syntax.ListLit).Items {
		obj, ok := it.(*syntax.ObjectLit)
		if !ok {
			c.report(diag.BandsShape, it.Span(), diag.Text{Zh: "每行是一个 { … }", En: "a row is an object { … }"})
			continue
		}
		out.Rows = append(out.Rows, c.bandRow(obj))
	}
	for i, r := range out.Rows {
		if r.When != nil {
			out.Decision = true
		}
		if r.When == nil && r.Lo == nil && r.Hi == nil && i < len(out.Rows)-1 {
			c.report(diag.BandsOverlap, out.Rows[i+1].Span, diag.Text{Zh: "前一行不带界限，已包含其余一切", En: "the row before has no bounds and takes everything"})
			return out
		}
	}
	mixed := false
	for _, r := range out.Rows {
		mixed = mixed || out.Decision && (r.Lo != nil || r.Hi != nil)
	}
	if len(out.Rows) == 0 || mixed || b.Attr("hit") != nil && !out.Decision || out.Marginal && out.Decision {
		c.report(diag.BandsShape, rows.Value.Span(), diag.Text{Zh: "各行要么都有界限，要么都有 when；hit 只用于 when", En: "rows have either bounds or `when`; `hit` is for `when`"})
	}
	return out
}

func (c *checker) bandRow(obj *syntax.ObjectLit) *BandRow {
	r := &BandRow{Span: obj.Span()}
	for _, p := range obj.Pairs {
		switch p.Key {
		case "below", "up_to":
			r.Hi, r.HiOpen = c.formulaOrLiteral(p.Value, r.Hi), p.Key == "below"
		case "at_least", "above":
			r.Lo, r.LoOpen = c.formulaOrLiteral(p.Value, r.Lo), p.Key == "above"
		case "when":
			r.When = c.quoted(p)
		case "value":
			f, ds := syntax.LiteralFormula(p.Value)
			c.diags = append(c.diags, ds...)
			r.Result = f
		case "is":
			r.Result = c.quoted(p)
		default:
			c.report(diag.UnknownAttribute, p.KeySpan, p.Key, "bands", "below, up_to, at_least, above, when, value, is").Suggest(p.Key, bandKeys)
		}
	}
	if r.Result == nil || obj.Get("value") != nil && obj.Get("is") != nil {
		c.report(diag.BandsShape, obj.Span(), diag.Text{Zh: "每行要有 value 或 is，只有一个", En: "a row has either `value` or `is`"})
		r.Result = nil
	}
	return r
}

func (c *checker) quoted(p syntax.Pair) *syntax.Formula {
	s, ok := p.Value.(*syntax.StrLit)
	if !ok {
		c.report(diag.AttributeKind, p.Value.Span(), p.Key, diag.Text{Zh: "一个带引号的公式", En: "a quoted formula"})
		return nil
	}
	f, ds := syntax.ParseFormula(s)
	c.diags = append(c.diags, ds...)
	return f
}

// formulaOrLiteral reads a bound: a number as it stands, or a quoted formula.
func (c *checker) formulaOrLiteral(l syntax.Lit, twice *syntax.Formula) *syntax.Formula {
	if twice != nil {
		c.report(diag.BandsShape, l.Span(), diag.Text{Zh: "同一侧有两个界限", En: "two bounds on one side"})
	}
	var f *syntax.Formula
	var ds diag.List
	if s, ok := l.(*syntax.StrLit); ok {
		f, ds = syntax.ParseFormula(s)
	} else {
		f, ds = syntax.LiteralFormula(l)
	}
	c.diags = append(c.diags, ds...)
	return f
}

// bands types a `bands` block. of is the value that is looked at; nil for a
// function (its argument) and for decision rows.
func (s *scope) bands(b *Bands, blk *syntax.Block, of syntax.Expr) *Fact {
	var x *Fact
	switch {
	case of != nil:
		x = s.expr(of)
	case b.Arg != nil:
		x = s.locals[len(s.locals)-1].fact
	default:
		x = &Fact{Type: value.BoolType}
	}
	if x.bad {
		return badFact
	}
	var exprs []syntax.Expr
	var facts []*Fact
	parts := []*Fact{x}
	for _, r := range b.Rows {
		res, ok := s.bandResult(r, x, &parts)
		if !ok {
			return badFact
		}
		exprs, facts = append(exprs, r.Result.Expr), append(facts, s.c.declaredUnit(blk, r.Result.Expr, res))
	}
	out, ok := s.unify(blk.NameSpan, exprs, facts)
	if !ok {
		return badFact
	}
	if len(facts) > 0 {
		out.sign = facts[0].sign
	}
	for _, f := range facts {
		out.sign = out.sign.join(f.sign)
	}
	if b.Hit == "sum" && b.Decision || b.Marginal {
		out = s.added(b, blk, x, out)
	} else if b.Hit == "highest" && out.Type.Kind != value.Number && out.Type.Kind != value.Date {
		s.report(diag.TypeMismatch, blk.NameSpan, "highest", diag.Text{Zh: "数", En: "a number"}, out.Type)
		return badFact
	}
	if out.bad {
		return badFact
	}
	if !b.Decision && s.c.quiet == 0 {
		s.bandGaps(b, x)
	}
	free := out.Free
	out = strict(out, append(parts, facts...)...)
	if !out.bad {
		out.Free = free
	}
	return out
}

// bandResult types the bounds or condition of a row, and its result.
func (s *scope) bandResult(r *BandRow, x *Fact, parts *[]*Fact) (*Fact, bool) {
	if r.Result == nil {
		return nil, false
	}
	for _, bound := range []*syntax.Formula{r.Lo, r.Hi} {
		if bound == nil {
			continue
		}
		f := s.expr(bound.Expr)
		if f.bad || s.apply(s.c.lib.Func("<"), bound.Expr, bound.Expr.Span(), []syntax.Expr{bound.Expr, bound.Expr}, []*Fact{x, f}).bad {
			return nil, false
		}
		*parts = append(*parts, f)
	}
	var guards []string
	if r.When != nil {
		f := s.expr(r.When.Expr)
		if f.bad {
			return nil, false
		}
		if f.Type.Kind != value.Bool {
			s.report(diag.TypeMismatch, r.When.Expr.Span(), "when", value.BoolType, f.Type)
			return nil, false
		}
		guards = f.yes
		*parts = append(*parts, f)
	}
	res := s.with(guards, r.Result.Expr)
	return res, !res.bad
}

// added types bands whose rows add up: marginal rates, and hit = sum.
func (s *scope) added(b *Bands, blk *syntax.Block, x, rate *Fact) *Fact {
	if rate.Type.Kind != value.Number || b.Marginal && x.Type.Kind != value.Number {
		s.report(diag.TypeMismatch, blk.NameSpan, "bands", diag.Text{Zh: "数", En: "a number"}, rate.Type)
		return badFact
	}
	t := rate.Type
	if b.Marginal {
		bound := x.Type
		for _, r := range b.Rows {
			for _, f := range []*syntax.Formula{r.Lo, r.Hi} {
				if f != nil {
					bound = value.UnionType(bound, s.factOf(f.Expr).Type)
				}
			}
		}
		t = value.ProductType(value.SumType(bound, bound), rate.Type)
	}
	sum := t
	for range b.Rows {
		sum = value.SumType(sum, t)
	}
	return &Fact{Type: sum, sign: anySign}
}

// bandGaps finds gaps and overlaps where bounds are literals.
func (s *scope) bandGaps(b *Bands, x *Fact) {
	var edge *cell.Bound // where the rows so far end; nil: at minus infinity
	first := true
	descending := len(b.Rows) > 0 && b.Rows[0].Hi == nil && b.Rows[0].Lo != nil
	for _, r := range b.Rows {
		lo, hi, ok := s.literalBounds(r)
		if !ok {
			return
		}
		if descending {
			lo, hi = negBound(hi), negBound(lo)
		}
		switch {
		case lo == nil || first && s.coversBelow(lo, x, descending):
		case first && edge == nil:
			s.report(diag.BandsGap, r.Span, side(lo, descending, true))
			return
		case lo.Num.Cmp(edge.Num) > 0 || lo.Num.Equal(edge.Num) && lo.Open && edge.Open:
			s.report(diag.BandsGap, r.Span, between(edge, lo, descending))
			return
		case lo.Num.Cmp(edge.Num) < 0 || lo.Num.Equal(edge.Num) && !lo.Open && !edge.Open:
			s.report(diag.BandsOverlap, r.Span, between(lo, edge, descending))
			return
		}
		if hi == nil {
			return
		}
		if !first && edge != nil && (hi.Num.Cmp(edge.Num) < 0 || hi.Num.Equal(edge.Num) && (hi.Open || !edge.Open)) {
			s.report(diag.BandsOverlap, r.Span, between(hi, edge, descending))
			return
		}
		edge, first = hi, false
	}
	if edge != nil && !s.coversAbove(edge, x, descending) {
		s.report(diag.BandsGap, b.Rows[len(b.Rows)-1].Span, side(edge, descending, false))
	}
}

func (s *scope) literalBounds(r *BandRow) (lo, hi *cell.Bound, ok bool) {
	get := func(f *syntax.Formula, open bool) (*cell.Bound, bool) {
		if f == nil {
			return nil, true
		}
		fact := s.factOf(f.Expr)
		if fact.Const == nil || fact.Const.Kind != value.Number {
			return nil, false
		}
		return &cell.Bound{Num: fact.Const.Num, Open: open}, true
	}
	lo, ok1 := get(r.Lo, r.LoOpen)
	hi, ok2 := get(r.Hi, r.HiOpen)
	return lo, hi, ok1 && ok2
}

// coversBelow: nothing lies below the first band, as declared bounds show.
func (s *scope) coversBelow(lo *cell.Bound, x *Fact, descending bool) bool {
	have := x.lo
	if descending {
		have = negBound(x.hi)
	}
	return have != nil && (have.Num.Cmp(lo.Num) > 0 || have.Num.Equal(lo.Num) && (have.Open || !lo.Open))
}

func (s *scope) coversAbove(hi *cell.Bound, x *Fact, descending bool) bool {
	have := x.hi
	if descending {
		have = negBound(x.lo)
	}
	return have != nil && (have.Num.Cmp(hi.Num) < 0 || have.Num.Equal(hi.Num) && (have.Open || !hi.Open))
}

func side(b *cell.Bound, descending, below bool) diag.Text {
	if descending {
		b, below = negBound(b), !below
	}
	if below {
		return diag.Text{Zh: b.Num.String() + " 以下", En: "values below " + b.Num.String()}
	}
	return diag.Text{Zh: b.Num.String() + " 以上", En: "values above " + b.Num.String()}
}

func between(a, b *cell.Bound, descending bool) diag.Text {
	if descending {
		a, b = negBound(b), negBound(a)
	}
	if a.Num.Equal(b.Num) {
		return diag.Text{Zh: "恰好 " + a.Num.String(), En: "exactly " + a.Num.String()}
	}
	return diag.Text{Zh: a.Num.String() + " 与 " + b.Num.String() + " 之间", En: "values between " + a.Num.String() + " and " + b.Num.String()}
}
