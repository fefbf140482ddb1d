package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

func (s *scope) unary(e *syntax.Unary) *Fact {
	x := s.expr(e.X)
	switch e.Op {
	case "+":
		out := s.apply(s.c.lib.Func("-x"), e, e.OpSpan, []syntax.Expr{e.X}, []*Fact{x})
		if !out.bad {
			out.sign, out.lo, out.hi = x.sign, x.lo, x.hi
		}
		return out
	case "-":
		out := s.apply(s.c.lib.Func("-x"), e, e.OpSpan, []syntax.Expr{e.X}, []*Fact{x})
		if out.bad {
			return out
		}
		out.sign = x.sign.negated()
		if x.Const != nil {
			v := value.OfNum(x.Const.Num.Neg())
			out.Const = &v
			b := &cell.Bound{Num: v.Num}
			out.lo, out.hi, out.sign = b, b, signOf(b, b)
		}
		return out
	}
	out := s.apply(s.c.lib.Func("not"), e, e.OpSpan, []syntax.Expr{e.X}, []*Fact{x})
	if !out.bad {
		out.yes, out.no = x.no, x.yes
	}
	return out
}

func (s *scope) binary(e *syntax.Binary) *Fact {
	switch e.Op {
	case "and", "or":
		return s.logic(e)
	case "??":
		return s.coalesce(e)
	case "in":
		return s.membership(e)
	}
	x, y := s.expr(e.X), s.expr(e.Y)
	if x.bad || y.bad {
		return badFact
	}
	exprs := []syntax.Expr{e.X, e.Y}
	if isComparison(e.Op) {
		x, y = s.alike(e.X, x, e.Y, y)
		if x.bad || y.bad {
			return badFact
		}
		out := s.apply(s.c.lib.Func(e.Op), e, e.OpSpan, exprs, []*Fact{x, y})
		if !out.bad {
			out.yes, out.no = s.zeroFacts(e.Op, e.X, x, e.Y, y)
		}
		return out
	}
	if e.Op == "/" && !s.divisor(e, y) {
		return badFact
	}
	out := s.apply(s.c.lib.Func(e.Op), e, e.OpSpan, exprs, []*Fact{x, y})
	if !out.bad {
		arithmeticSign(e.Op, x, y, out)
		if e.Op == "/" {
			quotientSize(x, y, out)
		}
	}
	return out
}

func isComparison(op string) bool {
	return op == "==" || op == "!=" || op == "<" || op == "<=" || op == ">" || op == ">="
}

// alike lets a literal text take the type of what it is compared with.
func (s *scope) alike(xe syntax.Expr, x *Fact, ye syntax.Expr, y *Fact) (*Fact, *Fact) {
	if g := s.coerce(ye, y, x.Type); g != nil {
		return x, g
	}
	if g := s.coerce(xe, x, y.Type); g != nil {
		return g, y
	}
	return x, y
}

// divisor checks that a division cannot divide by zero.
func (s *scope) divisor(e *syntax.Binary, y *Fact) bool {
	if y.Type.Kind != value.Number {
		return true // another diagnostic's business
	}
	if y.Const != nil && y.Const.Num.Sign() == 0 {
		s.report(diag.DivisorZero, e.Y.Span())
		return false
	}
	if !s.nonZero(e.Y, y) {
		s.report(diag.DivisorMayBeZero, e.Y.Span(), shorten(syntax.Print(e.Y)))
		return false
	}
	return true
}

// logic types and and or: the right side is read where the left side holds, or
// does not.
func (s *scope) logic(e *syntax.Binary) *Fact {
	x := s.expr(e.X)
	guards := x.yes
	if e.Op == "or" {
		guards = x.no
	}
	y := s.with(guards, e.Y)
	if x.bad || y.bad { // what the good side tests is tested all the same
		if e.Op == "and" {
			return &Fact{bad: true, yes: union(x.yes, y.yes)}
		}
		return &Fact{bad: true, no: union(x.no, y.no)}
	}
	for i, f := range []*Fact{x, y} {
		if f.Type.Kind != value.Bool && f.Type.Kind != value.Never {
			side := []syntax.Expr{e.X, e.Y}[i]
			s.report(diag.TypeMismatch, side.Span(), e.Op, value.BoolType, f.Type)
			return badFact
		}
	}
	out := strict(&Fact{Type: value.BoolType}, x, y)
	if e.Op == "and" {
		out.yes, out.no = union(x.yes, y.yes), intersect(x.no, y.no)
	} else {
		out.yes, out.no = intersect(x.yes, y.yes), union(x.no, y.no)
	}
	return out
}

func (s *scope) chain(e *syntax.Chain) *Fact {
	facts := make([]*Fact, len(e.X))
	for i, x := range e.X {
		facts[i] = s.expr(x)
	}
	out := strict(&Fact{Type: value.BoolType}, facts...)
	if out.bad {
		return badFact
	}
	for i, op := range e.Ops {
		pair := []*Fact{facts[i], facts[i+1]}
		if s.apply(s.c.lib.Func(op), e, e.OpSpans[i], e.X[i:i+2], pair).bad {
			return badFact
		}
		yes, _ := s.zeroFacts(op, e.X[i], pair[0], e.X[i+1], pair[1])
		out.yes = union(out.yes, yes)
	}
	return out
}

// coalesce types x ?? y: y stands in for what x lacks.
func (s *scope) coalesce(e *syntax.Binary) *Fact {
	x, y := s.expr(e.X), s.expr(e.Y)
	if x.bad || y.bad {
		return badFact
	}
	if len(x.absent) == 0 && len(x.unknown) == 0 && !x.misses {
		s.report(diag.CoalesceNothing, e.X.Span(), shorten(syntax.Print(e.X)))
		return badFact
	}
	out, ok := s.unify(e.Span(), []syntax.Expr{e.X, e.Y}, []*Fact{x, y})
	if !ok {
		return badFact
	}
	out.absent, out.unknown, out.misses = y.absent, y.unknown, y.misses
	out.folded = x.folded || y.folded
	out.sign = eitherSign(x, y)
	if out.Type.Kind == value.Bool && y.Const != nil {
		if y.Const.True() {
			out.no = append(s.prefixes(e.X), x.no...)
		} else {
			out.yes = append(s.prefixes(e.X), x.yes...)
		}
	}
	return out
}

// membership types x in list, x in lo..hi, key in table.
func (s *scope) membership(e *syntax.Binary) *Fact {
	if r, ok := e.Y.(*syntax.Range); ok {
		return s.inRange(e, r)
	}
	y := s.valueOrRows(e.Y)
	if y.bad {
		s.expr(e.X)
		return badFact
	}
	if y.Use.Kind == TableUse {
		return s.inTable(e, y.Use.Table)
	}
	x := s.expr(e.X)
	if x.bad {
		return badFact
	}
	if y.Type.Kind == value.List {
		if g := s.coerce(e.Y, y, value.ListType(x.Type)); g != nil {
			y = g
		} else if g := s.coerce(e.X, x, *y.Type.Elem); g != nil {
			x = g
		}
	}
	return s.apply(s.c.lib.Func("in"), e, e.OpSpan, []syntax.Expr{e.X, e.Y}, []*Fact{x, y})
}

func (s *scope) inRange(e *syntax.Binary, r *syntax.Range) *Fact {
	x, lo, hi := s.expr(e.X), s.expr(r.Lo), s.expr(r.Hi)
	if x.bad || lo.bad || hi.bad {
		return badFact
	}
	s.keep(r, &Fact{Type: lo.Type})
	whole := diag.Text{Zh: "整数", En: "whole numbers"}
	for i, f := range []*Fact{x, lo, hi} {
		if f.Type.Kind != value.Number || f.Type.Dec != 0 {
			s.report(diag.TypeMismatch, []syntax.Expr{e.X, r.Lo, r.Hi}[i].Span(), "in a..b", whole, f.Type)
			return badFact
		}
	}
	if s.apply(s.c.lib.Func("<="), e, e.OpSpan, []syntax.Expr{r.Lo, e.X}, []*Fact{lo, x}).bad ||
		s.apply(s.c.lib.Func("<="), e, e.OpSpan, []syntax.Expr{e.X, r.Hi}, []*Fact{x, hi}).bad {
		return badFact
	}
	out := strict(&Fact{Type: value.BoolType}, x, lo, hi)
	out.Use = Use{Kind: SpecialUse, Word: "in", Range: true}
	return out
}

func (s *scope) inTable(e *syntax.Binary, t *Table) *Fact {
	s.dated(t.Dated(), t.Name, e.Y.Span())
	parts := []syntax.Expr{e.X}
	if l, ok := e.X.(*syntax.List); ok {
		parts = l.Items
		s.keep(l, &Fact{Type: value.ListType(value.NeverType)})
	}
	out := &Fact{Type: value.BoolType}
	use := Use{Kind: SpecialUse, Word: "in", Table: t, InTable: true}
	if _, text := e.X.(*syntax.Str); len(parts) == 1 && !text {
		if x := s.expr(e.X); x.bad || x.Type.Kind == value.Ref && x.Type.Name == t.Name {
			use.ByRef = true
			out = strict(out, x)
		}
	}
	if !use.ByRef {
		k := t.keySpec(false)
		switch names := fieldNames(k.parts); len(names) {
		case 0:
		case 1:
			k.usage = names[0] + " in " + t.Name
		default:
			k.usage = "[" + strings.Join(names, ", ") + "] in " + t.Name
		}
		facts, ok := s.keyArgs(k, parts, e.X.Span())
		if !ok || !s.literalRow(t, parts, facts) {
			return badFact
		}
		out = strict(out, facts...)
	}
	if out.bad {
		return badFact
	}
	out.misses, out.Use = false, use
	return out
}

func (s *scope) cond(e *syntax.Cond) *Fact {
	c := s.expr(e.C)
	if !c.bad && c.Type.Kind != value.Bool && c.Type.Kind != value.Never {
		s.report(diag.TypeMismatch, e.C.Span(), "?:", value.BoolType, c.Type)
		c = badFact
	}
	a, b := s.with(c.yes, e.A), s.with(c.no, e.B)
	if c.bad {
		return badFact
	}
	out, ok := s.unify(e.Span(), []syntax.Expr{e.A, e.B}, []*Fact{a, b})
	if !ok {
		return badFact
	}
	free := out.Free
	strict(out, c, a, b)
	out.Free = free
	out.sign = eitherSign(a, b)
	if out.Type.Kind == value.Bool {
		out.yes = intersect(union(c.yes, a.yes), union(c.no, b.yes))
		out.no = intersect(union(c.yes, a.no), union(c.no, b.no))
	}
	return out
}

func (s *scope) let(e *syntax.Let) *Fact {
	v := s.expr(e.Value)
	if code := s.c.nameProblem(e.Name); code != "" {
		s.report(code, e.NameSpan, e.Name)
	} else if s.findLocal(e.Name) != nil || s.lookup(e.Name) != nil {
		s.report(diag.NameTaken, e.NameSpan, e.Name)
	}
	bound := *v
	l := s.bind(e.Name, &bound)
	bound.absent = slices.Clone(v.absent)
	for i := range bound.absent {
		bound.absent[i].guards = append(slices.Clone(bound.absent[i].guards), l.key())
	}
	out := s.expr(e.Body)
	s.locals = s.locals[:len(s.locals)-1]
	if v.bad {
		return badFact
	}
	return out
}

func (s *scope) list(e *syntax.List) *Fact {
	facts := make([]*Fact, len(e.Items))
	for i, it := range e.Items {
		facts[i] = s.expr(it)
	}
	elem, ok := s.unify(e.Span(), e.Items, facts)
	if !ok {
		return badFact
	}
	out := strict(&Fact{Type: value.ListType(elem.Type), Free: elem.Free}, facts...)
	return out
}
