package check

import (
	"strings"

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
			if isBad(it) {
				continue
			}
			c.report(diag.BandsShape, it.Span(), diag.Text{Zh: "每行是一个 { … }", En: "a row is an object { … }"})
			continue
		}
		out.Rows = append(out.Rows, c.bandRow(obj))
	}
	c.bandRows[b] = out.Rows
	if !faulty(rows.Value) {
		c.bandsShape(b, out, rows)
	}
	return out
}

// bandsShape: rows have either bounds or conditions, and only the last may be bare.
func (c *checker) bandsShape(b *syntax.Block, out *Bands, rows *syntax.Attr) {
	wrong := func(at diag.Span, zh, en string) {
		c.report(diag.BandsShape, at, diag.Text{Zh: zh, En: en})
	}
	if len(out.Rows) == 0 {
		wrong(rows.Value.Span(), "一行也没有", "it has no row")
		return
	}
	for _, r := range out.Rows {
		out.Decision = out.Decision || r.When != nil
	}
	for i, r := range out.Rows {
		switch {
		case r.When != nil && (r.Lo != nil || r.Hi != nil):
			wrong(r.Span, "一行里既有 when 又有界限", "a row has both `when` and bounds")
			return
		case out.Decision && (r.Lo != nil || r.Hi != nil):
			wrong(r.Span, "别的行用 when，这一行用界限", "other rows have `when`, this one has bounds")
			return
		case out.Decision && r.When == nil && i < len(out.Rows)-1:
			c.report(diag.BandsOverlap, out.Rows[i+1].Span, diag.Text{Zh: "前一行不带条件，已包含其余一切", En: "the row before has no condition and takes everything"})
			return
		}
	}
	switch of, hit := b.Attr("of"), b.Attr("hit"); {
	case out.Decision && of != nil:
		wrong(of.NameSpan, "各行用 when，用不到 `of`", "rows with `when` do not look at `of`")
	case !out.Decision && hit != nil:
		wrong(hit.NameSpan, "`hit` 只用于 when", "`hit` is for rows with `when`")
	case out.Decision && out.Marginal:
		wrong(b.Attr("mode").NameSpan, "`mode = marginal` 只用于界限", "`mode = marginal` is for rows with bounds")
	}
}

func (c *checker) bandRow(obj *syntax.ObjectLit) *BandRow {
	r := &BandRow{Span: obj.Span()}
	unknown := false
	for _, p := range obj.Pairs {
		switch p.Key {
		case "below", "up_to":
			r.Hi, r.HiOpen = c.formulaOrLiteral(p.Value, r.Hi), p.Key == "below"
		case "at_least", "above":
			r.Lo, r.LoOpen = c.formulaOrLiteral(p.Value, r.Lo), p.Key == "above"
		case "when":
			r.When = c.quoted(p)
		case "value":
			if !plain(p.Value) {
				c.report(diag.AttributeKind, p.Value.Span(), p.Key, diag.Text{Zh: "一个数、文本或是非值", En: "a number, a text or a truth value"})
				r.Result, unknown = syntax.BadFormula(p.Value.Span()), true
				continue
			}
			f, ds := syntax.LiteralFormula(p.Value)
			c.diags = append(c.diags, ds...)
			r.Result = f
		case "is":
			r.Result = c.quoted(p)
		default:
			c.report(diag.UnknownAttribute, p.KeySpan, p.Key, diag.Text{Zh: "`bands` 的一行", En: "a row of `bands`"}, strings.Join(bandKeys, ", ")).Suggest(p.Key, bandKeys)
			unknown = true
		}
	}
	if unknown || obj.Faulty {
		return r
	}
	if r.Result == nil || obj.Get("value") != nil && obj.Get("is") != nil {
		c.report(diag.BandsShape, obj.Span(), diag.Text{Zh: "每行要有 value 或 is，只有一个", En: "a row has either `value` or `is`"})
		r.Result = nil
	}
	return r
}

// plain reports whether a literal is one value.
func plain(l syntax.Lit) bool {
	switch l.(type) {
	case *syntax.StrLit, *syntax.NumLit, *syntax.BoolLit, *syntax.BadLit:
		return true
	}
	return false
}

func (c *checker) quoted(p syntax.Pair) *syntax.Formula {
	s, ok := p.Value.(*syntax.StrLit)
	if !ok {
		if !isBad(p.Value) {
			c.report(diag.AttributeKind, p.Value.Span(), p.Key, diag.Text{Zh: "一个带引号的公式", En: "a quoted formula"})
		}
		return syntax.BadFormula(p.Value.Span())
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
	if !plain(l) {
		c.report(diag.AttributeKind, l.Span(), "bands", diag.Text{Zh: "界限是一个数，或带引号的公式", En: "a bound is a number or a quoted formula"})
		return syntax.BadFormula(l.Span())
	}
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
	var none []string // what is known where none of the rows so far holds
	for _, r := range b.Rows {
		var before []string
		if b.Decision && (b.Hit == "first" || r.When == nil) {
			before = none
		}
		res, no, ok := s.bandResult(r, of, x, before, &parts)
		if !ok {
			return badFact
		}
		none = append(none, no...)
		exprs, facts = append(exprs, r.Result.Expr), append(facts, s.c.declaredUnit(blk, r.Result.Expr, res))
	}
	out, ok := s.unify(blk.NameSpan, exprs, facts)
	if !ok {
		return badFact
	}
	out.sign = eitherSign(facts...)
	if b.Hit == "sum" && b.Decision || b.Marginal {
		out = s.added(b, blk, x, out)
	} else if b.Hit == "highest" && out.Type.Kind != value.Number && out.Type.Kind != value.Date {
		s.report(diag.TypeMismatch, blk.NameSpan, "highest", diag.Text{Zh: "数", En: "a number"}, out.Type)
		return badFact
	}
	if out.bad {
		return badFact
	}
	if !b.Decision {
		s.bandGaps(b, x)
	}
	free := out.Free
	out = strict(out, append(parts, facts...)...)
	if !out.bad {
		out.Free = free
	}
	return out
}

// bandResult types the bounds or condition of a row, and its result, where before is
// known of the rows before it. It also tells what is known where the condition fails.
func (s *scope) bandResult(r *BandRow, of syntax.Expr, x *Fact, before []string, parts *[]*Fact) (res *Fact, no []string, ok bool) {
	if r.Result == nil {
		return nil, nil, false
	}
	if of == nil {
		of = &syntax.Name{Name: "x"} // a function's argument has no name of its own
	}
	for _, bound := range []*syntax.Formula{r.Lo, r.Hi} {
		if bound == nil {
			continue
		}
		s.formula = bound
		f := s.expr(bound.Expr)
		if f.bad || s.apply(s.c.lib.Func("<"), bound.Expr, bound.Expr.Span(), []syntax.Expr{of, bound.Expr}, []*Fact{x, f}).bad {
			return nil, nil, false
		}
		*parts = append(*parts, f)
	}
	guards := before
	if r.When != nil {
		s.formula = r.When
		f := s.with(before, r.When.Expr)
		if f.bad {
			return nil, nil, false
		}
		if f.Type.Kind != value.Bool {
			s.report(diag.TypeMismatch, r.When.Expr.Span(), "when", value.BoolType, f.Type)
			return nil, nil, false
		}
		guards, no = union(before, f.yes), f.no
		*parts = append(*parts, f)
	}
	s.formula = r.Result
	res = s.with(guards, r.Result.Expr)
	return res, no, !res.bad
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
