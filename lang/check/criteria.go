package check

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

func (c *checker) readCriteria(b *syntax.Block) *Criteria {
	out := &Criteria{Applies: formulaOf(b, "applies")}
	names := map[string]*syntax.Block{}
	for _, in := range b.Blocks {
		if first := names[in.Name]; first != nil {
			c.report(diag.NameTaken, in.NameSpan, in.Name).Label(first.NameSpan, "先在这里定义", "first defined here")
			continue
		}
		names[in.Name] = in
		out.List = append(out.List, &Criterion{
			Name: in.Name, Title: textOf(in.Attr("title")), Require: formulaOf(in, "require"), Waive: formulaOf(in, "waive"),
			Source: c.provenance(in, ""), Span: in.NameSpan,
		})
	}
	if b.Attr("each") == nil {
		if len(out.List) == 0 || b.Attr("as") != nil || b.Attr("where") != nil || b.Attr("need") != nil || b.Attr("require") != nil || b.Attr("waive") != nil {
			c.shape(b, diag.CriteriaShape, b.NameSpan, diag.Text{Zh: "没有 criterion 块，也没有 each", En: "neither `criterion` blocks nor `each`"})
		}
		return out
	}
	e := &Each{Rows: formulaOf(b, "each"), As: textOf(b.Attr("as")), Where: formulaOf(b, "where"), Require: formulaOf(b, "require"), Waive: formulaOf(b, "waive")}
	if a := b.Attr("need"); a != nil {
		e.Need = c.wholeNumber(a, 1, 1_000_000)
	}
	if e.As == "" || e.Require == nil || len(out.List) > 0 {
		c.shape(b, diag.CriteriaShape, b.NameSpan, diag.Text{Zh: "each 要有 as 和 require，不能有 criterion 块", En: "`each` needs `as` and `require`, and excludes `criterion` blocks"})
	} else if code := c.nameProblem(e.As); code != "" || c.objects[e.As] != nil {
		if code == "" {
			code = diag.NameTaken
		}
		c.report(code, b.Attr("as").Value.Span(), e.As)
	}
	out.Each = e
	return out
}

// truth checks a formula that must be a truth value and have one.
func (s *scope) truth(f *syntax.Formula, what string, guards []string) *Fact {
	if f == nil {
		return &Fact{Type: value.BoolType}
	}
	saved := s.formula
	s.formula = f
	defer func() { s.formula = saved }()
	x := s.with(guards, f.Expr)
	if x.bad {
		return x
	}
	if x.Type.Kind != value.Bool && x.Type.Kind != value.Never {
		s.report(diag.TypeMismatch, f.Expr.Span(), what, value.BoolType, x.Type)
		return badFact
	}
	s.mustHave(x)
	if len(x.absent) > 0 {
		return badFact
	}
	return x
}

// criteria types a `criteria` block: a truth. When it is true, `applies` is, and
// every criterion is.
func (s *scope) criteria(cr *Criteria) *Fact {
	applies := s.truth(cr.Applies, "applies", nil)
	out := &Fact{Type: value.BoolType, yes: applies.yes}
	parts := []*Fact{applies}
	for _, x := range cr.List {
		if x.Require == nil {
			return badFact
		}
		req := s.truth(x.Require, "require", applies.yes)
		waive := s.truth(x.Waive, "waive", applies.yes)
		parts = append(parts, req, waive)
		if x.Waive == nil {
			out.yes = union(out.yes, req.yes)
		} else {
			out.yes = union(out.yes, intersect(req.yes, waive.yes))
		}
	}
	if cr.Each != nil {
		parts = append(parts, s.each(cr.Each, applies.yes))
	}
	return strict(out, parts...)
}

// each types a condition for every row of a table or of related rows.
func (s *scope) each(e *Each, guards []string) *Fact {
	if e.Require == nil || e.As == "" {
		return badFact
	}
	inside := s.in(guards)
	rows := inside.valueOrRows(e.Rows.Expr)
	s.out(inside)
	if rows.bad {
		return badFact
	}
	s.mustHave(rows)
	elem := value.Type{}
	switch rows.Type.Kind {
	case value.Rows:
		if t := rows.Use.Table; t != nil {
			s.dated(t.Dated(), t.Name, e.Rows.Expr.Span())
		}
		elem = value.RefType(rows.Type.Name)
	case value.List:
		elem = *rows.Type.Elem
	default:
		s.report(diag.PredicateArgument, e.Rows.Expr.Span(), "each", rows.Type)
		return badFact
	}
	s.bind(e.As, &Fact{Type: elem})
	defer func() { s.locals = s.locals[:len(s.locals)-1] }()
	where := s.truth(e.Where, "where", guards)
	inner := union(guards, where.yes)
	return strict(&Fact{Type: value.BoolType}, where, s.truth(e.Require, "require", inner), s.truth(e.Waive, "waive", inner))
}

func (c *checker) readScorecard(b *syntax.Block) *Scorecard {
	out := &Scorecard{}
	var sum value.Num
	complete := true
	names := map[string]bool{}
	for _, in := range b.Blocks {
		complete = complete && in.Attr("max") != nil && !names[in.Name]
		if names[in.Name] {
			c.report(diag.NameTaken, in.NameSpan, in.Name)
			continue
		}
		names[in.Name] = true
		d := &Dimension{Name: in.Name, Title: textOf(in.Attr("title")), Is: formulaOf(in, "is"), Source: c.provenance(in, "")}
		if a := in.Attr("max"); a != nil {
			d.Max, _ = value.ParseNum(a.Value.(*syntax.NumLit).Text)
		}
		sum = sum.Add(d.Max)
		out.Dimensions = append(out.Dimensions, d)
	}
	if len(out.Dimensions) == 0 {
		c.shape(b, diag.InnerBlocksMissing, b.NameSpan, b.Kind, b.Name, "dimension")
	}
	if a := b.Attr("maximum"); a != nil && complete && len(out.Dimensions) > 0 {
		want, _ := value.ParseNum(a.Value.(*syntax.NumLit).Text)
		if !want.Equal(sum) {
			c.report(diag.ScoreMaximum, a.Value.Span(), sum.String(), want.String())
		}
	}
	return out
}

// scorecard types a `scorecard` block: the sum of its dimensions.
func (s *scope) scorecard(ver *Version) *Fact {
	var out *Fact
	var first *Dimension // the one that gives the unit
	for _, d := range ver.Scorecard.Dimensions {
		if d.Is == nil {
			return badFact
		}
		s.formula = d.Is
		f := s.expr(d.Is.Expr)
		if !f.bad {
			s.mustHave(f)
		}
		f = s.c.declaredUnit(ver.Block, d.Is.Expr, f)
		if f.bad || len(f.absent) > 0 {
			return badFact
		}
		if f.Type.Kind != value.Number {
			s.report(diag.TypeMismatch, d.Is.Expr.Span(), d.Name, diag.Text{Zh: "数", En: "a number"}, f.Type)
			return badFact
		}
		if out == nil {
			out, first = &Fact{Type: f.Type, Free: f.Free, unknown: f.unknown, sign: nonNegative}, d
			continue
		}
		if out.Type.Unit != f.Type.Unit && !f.Free && !out.Free {
			s.report(diag.UnitMismatch, d.Is.Expr.Span(), "+", out.Type.Unit, f.Type.Unit).
				Label(first.Is.Expr.Span(), "各项相加，这一项的单位在先", "the dimensions are added, and this one's unit comes first")
			return badFact
		}
		a, b := *out, *f
		switch { // a dimension of literals alone takes the unit of the others
		case out.Free && !f.Free:
			a.Type.Unit, first = f.Type.Unit, d
		case f.Free && !out.Free:
			b.Type.Unit = out.Type.Unit
		}
		out = strict(&Fact{Type: value.SumType(a.Type, b.Type), Free: a.Free && b.Free, sign: nonNegative}, out, f)
	}
	if out != nil {
		out.Free = false
	}
	return out
}
