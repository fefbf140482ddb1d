package check

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// Special forms are calls that are not functions of their arguments' values: they
// look at whether a value is there, end a case, choose, or go through rows.
var specials map[string]func(*scope, *syntax.Call) *Fact

func init() {
	specials = map[string]func(*scope, *syntax.Call) *Fact{
		"has": (*scope).has, "known": (*scope).isKnown, "status": (*scope).status,
		"refuse": (*scope).ending, "review": (*scope).ending, "unknown": (*scope).ending,
		"divide": (*scope).divide,
		"any":    (*scope).collection, "all": (*scope).collection, "count": (*scope).collection,
		"sum": (*scope).collection, "find": (*scope).collection,
	}
}

func isSpecial(name string) bool { return specials[name] != nil || name == "any" || name == "find" }

// SpecialNames lists the special forms, sorted.
func SpecialNames() []string {
	return []string{"all", "any", "count", "divide", "find", "has", "known", "refuse", "review", "status", "sum", "unknown"}
}

func special(t value.Type, word string) *Fact {
	return &Fact{Type: t, Use: Use{Kind: SpecialUse, Word: word}}
}

// arity checks the number of arguments of a special form.
func (s *scope) arity(e *syntax.Call, n int, usage string) bool {
	if len(e.Args) == n {
		return true
	}
	for _, a := range e.Args {
		s.quietly(a)
	}
	s.report(diag.ArgumentCount, e.NameSpan, e.Name, len(e.Args), usage).Within(e.Span())
	return false
}

// has tests whether a value is there.
func (s *scope) has(e *syntax.Call) *Fact {
	if !s.arity(e, 1, "has(x)") {
		return badFact
	}
	x := s.valueOrRows(e.Args[0])
	switch text := shorten(syntax.Print(e.Args[0])); {
	case x.bad:
		return badFact
	case len(x.absent) > 0:
	case len(x.unknown) > 0:
		s.report(diag.HasUnreported, e.Span(), text)
		return badFact
	default:
		s.report(diag.HasNothing, e.Span(), text)
		return badFact
	}
	out := special(value.BoolType, "has")
	out.unknown = x.unknown // whether there is a value may itself be unreported
	out.yes = s.prefixes(e.Args[0])
	return out
}

// prefixes are what has a value where an expression has one: a.b only if a.
func (s *scope) prefixes(e syntax.Expr) (keys []string) {
	for {
		keys = append(keys, s.key(e))
		m, ok := e.(*syntax.Member)
		if !ok {
			return keys
		}
		e = m.X
	}
}

// isKnown tests whether what may be unreported was reported.
func (s *scope) isKnown(e *syntax.Call) *Fact {
	if !s.arity(e, 1, "known(x)") {
		return badFact
	}
	x := s.expr(e.Args[0])
	if x.bad {
		return badFact
	}
	if len(x.unknown) == 0 {
		s.report(diag.KnownNothing, e.Span(), shorten(syntax.Print(e.Args[0])))
		return badFact
	}
	out := special(value.BoolType, "known")
	out.absent = x.absent
	for _, u := range x.unknown {
		out.yes = append(out.yes, "known:"+u)
	}
	return out
}

// StatusMembers are the results of status(criteria).
var StatusMembers = []string{"not_applicable", "met", "not_met", "undetermined"}

func (s *scope) status(e *syntax.Call) *Fact {
	if !s.arity(e, 1, "status(criteria)") {
		return badFact
	}
	x := s.expr(e.Args[0])
	if x.bad {
		return badFact
	}
	if x.Use.Kind != ValueUse || x.Use.Value.Kind != CriteriaValue {
		s.report(diag.StatusArgument, e.Args[0].Span())
		return badFact
	}
	out := special(value.EnumType(StatusMembers...), "status")
	out.absent, out.Use.Value = x.absent, x.Use.Value
	return out
}

// ending types refuse('why'), review('why') and unknown('why'), which are of any
// type.
func (s *scope) ending(e *syntax.Call) *Fact {
	if !s.arity(e, 1, e.Name+"('…')") {
		return badFact
	}
	x := s.expr(e.Args[0])
	if x.bad {
		return badFact
	}
	if text, ok := e.Args[0].(*syntax.Str); !ok || strings.TrimSpace(text.Value) == "" {
		s.report(diag.FixedText, e.Args[0].Span(), e.Name)
		return badFact
	}
	out := special(value.NeverType, e.Name)
	if e.Name == "unknown" {
		out.unknown = []string{s.key(e)}
	}
	return out
}

// divide types divide(a, b, d): d where b is 0.
func (s *scope) divide(e *syntax.Call) *Fact {
	if !s.arity(e, 3, "divide(a, b, d)") {
		return badFact
	}
	a, b := s.expr(e.Args[0]), s.expr(e.Args[1])
	d := s.expr(e.Args[2])
	if a.bad || b.bad || d.bad {
		return badFact
	}
	if b.Const != nil && b.Const.Kind == value.Number && b.Const.Num.Sign() == 0 {
		s.report(diag.DivisorZero, e.Args[1].Span())
		return badFact
	}
	q := s.apply(s.c.lib.Func("/"), e, e.NameSpan, e.Args[:2], []*Fact{a, b})
	if q.bad {
		return badFact
	}
	out, ok := s.unify(e.Span(), []syntax.Expr{nil, e.Args[2]}, []*Fact{q, d})
	if !ok {
		return badFact
	}
	out.Use = Use{Kind: SpecialUse, Word: "divide"}
	return strict(out, a, b, d)
}

// collection types any, all, count, sum and find over the rows of a table, the rows
// that refer to a row, or a list.
func (s *scope) collection(e *syntax.Call) *Fact {
	if len(e.Args) == 0 || len(e.Args) > 2 || len(e.Args) == 1 && e.Name != "count" {
		return s.wrongArity(e)
	}
	x := s.valueOrRows(e.Args[0])
	if x.bad {
		return badFact
	}
	elem, ok := s.elementOf(e, x)
	if !ok {
		return badFact
	}
	inner := s.in(nil)
	inner.elems = append(slices.Clip(s.elems), elem)
	body := &Fact{Type: value.BoolType}
	if len(e.Args) == 2 {
		body = inner.predicate(e.Args[1])
		s.out(inner)
	}
	if body.bad {
		return badFact
	}
	inner.mustHave(body)
	if len(body.absent) > 0 {
		return badFact
	}
	out := strict(special(value.BoolType, e.Name), x, &Fact{unknown: body.unknown})
	out.misses = false
	return s.collected(e, out, elem, body)
}

func (s *scope) wrongArity(e *syntax.Call) *Fact {
	usage := e.Name + "(rows, .field > 0)"
	for _, a := range e.Args {
		s.quietly(a)
	}
	s.report(diag.ArgumentCount, e.NameSpan, e.Name, len(e.Args), usage).Within(e.Span())
	return badFact
}

// elementOf returns what a collection is made of.
func (s *scope) elementOf(e *syntax.Call, x *Fact) (value.Type, bool) {
	switch x.Type.Kind {
	case value.Rows:
		if t := x.Use.Table; t != nil {
			s.dated(t.Dated(), t.Name, e.Args[0].Span())
		}
		return value.RefType(x.Type.Name), true
	case value.List:
		return *x.Type.Elem, true
	}
	s.report(diag.PredicateArgument, e.Args[0].Span(), e.Name, x.Type)
	return value.Type{}, false
}

func (s *scope) predicate(e syntax.Expr) *Fact {
	if p, ok := e.(*syntax.Pred); ok {
		return s.keep(p, s.expr(p.Body))
	}
	return s.expr(e)
}

// rowBits is how many bits a sum over what a loop goes through may grow by.
func (c *checker) rowBits(e syntax.Expr) int {
	if u := c.info.Facts[e].Use; u.Kind == BackUse && u.Field.Spec.Type.Kind == value.Ref && u.Record.Across(c.objects[u.Field.Spec.Type.Name].record) {
		return poolBits
	}
	return bits.Len64(uint64((&coster{c: c}).elements(e)))
}

func (s *scope) collected(e *syntax.Call, out *Fact, elem value.Type, body *Fact) *Fact {
	if e.Name != "sum" && body.Type.Kind != value.Bool && body.Type.Kind != value.Never {
		s.report(diag.TypeMismatch, e.Args[1].Span(), e.Name, value.BoolType, body.Type)
		return badFact
	}
	switch e.Name {
	case "count":
		out.Type, out.sign, out.folded = value.Count(), nonNegative, true
	case "find":
		out.Type = elem
		out.absent = append(slices.Clip(out.absent), absence{guards: []string{s.key(e)}, what: syntax.Print(e), span: e.Span()})
	case "sum":
		if body.Type.Kind != value.Number {
			s.report(diag.TypeMismatch, e.Args[1].Span(), "sum", diag.Text{Zh: "数", En: "a number"}, body.Type)
			return badFact
		}
		if body.Type.Dec == value.Rat {
			s.report(diag.Unrounded, e.Args[1].Span(), diag.Text{Zh: "这个值", En: "this value"}, diag.Text{Zh: "相加", En: "summed"})
			return badFact
		}
		out.Type, out.folded = body.Type.Rows(s.c.rowBits(e.Args[0])), true
	}
	return s.narrow(out)
}
