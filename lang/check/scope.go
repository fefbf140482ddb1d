package check

import (
	"slices"
	"strconv"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// scope is where a formula stands: its own grain, the names that only it knows, and
// what is known to hold here.
type scope struct {
	c       *checker
	rec     *Record   // own grain; nil in functions and in constants
	table   *Table    // own grain when the rows are a table's
	fn      *Function // in the body of a function
	prefix  string    // of the module that the formula stands in
	formula *syntax.Formula
	locals  []*local
	elems   []value.Type // of the predicates around
	known   []string     // guards that hold here
	deps    []dependency // named values read
	needs   needs        // what else is read
	group   diag.Span    // rows across cases are read here
}

type local struct {
	name string
	fact *Fact
	id   int // tells locals of one name apart
}

// bind adds a local name. What is known of another local of that name is not known
// of this one.
func (s *scope) bind(name string, f *Fact) *local {
	s.c.locals++
	l := &local{name, f, s.c.locals}
	s.locals = append(s.locals, l)
	return l
}

func (l *local) key() string { return l.name + "@" + strconv.Itoa(l.id) }

func (s *scope) report(code diag.Code, at diag.Span, args ...any) *diag.Diagnostic {
	d := s.c.report(code, at, args...)
	if s.formula != nil {
		d.Within(s.formula.Span)
	}
	return d
}

var badFact = &Fact{bad: true}

// expr checks one node that must be a value, and keeps what it finds.
func (s *scope) expr(e syntax.Expr) *Fact {
	f := s.valueOrRows(e)
	if !s.aValue(e, f) {
		return s.keep(e, badFact)
	}
	return f
}

// valueOrRows checks one node where rows may stand as well.
func (s *scope) valueOrRows(e syntax.Expr) *Fact {
	f := s.infer(e)
	if !f.bad && f.Type.TooWide() {
		s.report(diag.NumberTooWide, e.Span(), value.MaxBits)
		f = badFact
	}
	return s.keep(e, f)
}

// keep stores the fact of a node. When a function's body is looked at again for the
// types of one call, the facts of its declaration stay.
func (s *scope) keep(e syntax.Expr, f *Fact) *Fact {
	if f != badFact {
		f.Optional = len(f.absent) > 0
		if f.Type.Kind == value.Bool {
			f.yes = append(slices.Clip(f.yes), "true:"+s.key(e))
		}
	}
	s.c.keep(e, f)
	return f
}

func (c *checker) keep(e syntax.Expr, f *Fact) {
	if _, seen := c.info.Facts[e]; !seen || c.quiet == 0 {
		c.info.Facts[e] = f
	}
}

func (s *scope) infer(e syntax.Expr) *Fact {
	switch e := e.(type) {
	case *syntax.Num:
		return s.number(e)
	case *syntax.Str:
		v := value.OfText(e.Value)
		return &Fact{Type: value.TextType, Const: &v}
	case *syntax.Bool:
		v := value.OfBool(e.Value)
		return &Fact{Type: value.BoolType, Const: &v}
	case *syntax.None:
		return &Fact{absent: []absence{{what: "none", span: e.Span()}}}
	case *syntax.Name:
		return s.name(e)
	case *syntax.Member:
		return s.member(e)
	case *syntax.Call:
		return s.call(e)
	case *syntax.Elem:
		if len(s.elems) == 0 {
			s.report(diag.ElementPlace, e.Span())
			return badFact
		}
		return &Fact{Type: s.elems[len(s.elems)-1]}
	case *syntax.Unary:
		return s.unary(e)
	case *syntax.Binary:
		return s.binary(e)
	case *syntax.Chain:
		return s.chain(e)
	case *syntax.Cond:
		return s.cond(e)
	case *syntax.Let:
		return s.let(e)
	case *syntax.List:
		return s.list(e)
	case *syntax.Range:
		s.report(diag.RangePlace, e.Span())
		return badFact
	}
	return badFact // Bad, and what only stands inside a call
}

func (s *scope) number(e *syntax.Num) *Fact {
	n, ok := value.ParseNum(e.Text)
	if !ok {
		s.report(diag.NumberTooLong, e.Span(), e.Text)
		return badFact
	}
	v := value.OfNum(n)
	b := &cell.Bound{Num: n}
	return &Fact{Type: value.LiteralType(n), Free: true, Const: &v, sign: signOf(b, b), lo: b, hi: b}
}

// in returns a scope in which more guards hold.
func (s *scope) in(guards []string) *scope {
	t := *s
	t.known = append(slices.Clip(s.known), guards...)
	t.deps, t.needs = nil, needs{}
	return &t
}

// out takes over what an inner scope has read.
func (s *scope) out(t *scope) {
	s.deps = append(s.deps, t.deps...)
	s.needs.add(t.needs)
	if s.group.IsZero() {
		s.group = t.group
	}
}

// with checks a node where more guards hold.
func (s *scope) with(guards []string, e syntax.Expr) *Fact {
	t := s.in(guards)
	f := t.expr(e)
	s.out(t)
	return f
}

// strict combines the facts of operands that are all needed.
func strict(out *Fact, parts ...*Fact) *Fact {
	for _, p := range parts {
		if p.bad {
			return badFact
		}
		out.absent = append(out.absent, p.absent...)
		out.unknown = union(out.unknown, p.unknown)
		out.misses = out.misses || p.misses
		out.folded = out.folded || p.folded
	}
	return out
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func intersect(a, b []string) []string {
	if slices.Equal(a, b) { // mostly: and a value that reads a thousand others has long lists
		return a
	}
	var out []string
	for _, s := range a {
		if slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}

// narrow takes out of a fact what the guards that hold here exclude.
func (s *scope) narrow(f *Fact) *Fact {
	var absent []absence
	for _, a := range f.absent {
		if !slices.ContainsFunc(a.guards, func(g string) bool { return slices.Contains(s.known, g) }) {
			absent = append(absent, a)
		}
	}
	f.absent = absent
	var unknown []string
	for _, u := range f.unknown {
		if !slices.Contains(s.known, "known:"+u) {
			unknown = append(unknown, u)
		}
	}
	f.unknown = unknown
	return f
}

// mustHave reports a value that may be none where a root reads it.
func (s *scope) mustHave(f *Fact) {
	if f.bad || len(f.absent) == 0 {
		return
	}
	a := f.absent[0]
	d := s.report(diag.AbsentHere, a.span, a.what)
	if !a.inner.IsZero() && a.inner != a.span {
		d.Label(a.inner, "没有值的原因在这里", "this is why it may have none")
	}
}

// key names an expression for narrowing. Elements of predicates belong to the
// predicate that they stand in, local names to where they are bound.
func (s *scope) key(e syntax.Expr) string {
	elem, locals := false, ""
	syntax.Walk(e, func(x syntax.Expr) bool {
		switch x := x.(type) {
		case *syntax.Elem:
			elem = true
		case *syntax.Name:
			if l := s.findLocal(x.Name); l != nil {
				locals += "@" + strconv.Itoa(l.id)
			}
		}
		return true
	})
	text := syntax.Print(e) + locals
	if elem {
		return string(rune('0'+len(s.elems))) + "#" + text
	}
	return text
}

// apply types a call of a library function.
func (s *scope) apply(f *fn.Func, at syntax.Expr, opSpan diag.Span, exprs []syntax.Expr, facts []*Fact) *Fact {
	out := strict(&Fact{}, facts...)
	if out.bad {
		return badFact
	}
	args := make([]fn.Arg, len(facts))
	for i, a := range facts {
		args[i] = fn.Arg{Type: a.Type, Free: a.Free, Const: a.Const}
	}
	res, p := f.Type(args)
	if p != nil {
		s.typeProblem(p, at, opSpan, exprs, facts)
		return badFact
	}
	out.Type, out.Free = res.Type, res.Free
	return out
}

// typeProblem reports why a call does not type: at the argument at fault, with what
// every operand is.
func (s *scope) typeProblem(p *fn.Problem, at syntax.Expr, opSpan diag.Span, exprs []syntax.Expr, facts []*Fact) {
	span := opSpan
	if p.Arg >= 0 && p.Arg < len(exprs) {
		span = exprs[p.Arg].Span()
	}
	args := slices.Clone(p.Args)
	if b, ok := at.(*syntax.Binary); ok && b.Op == "in" && p.Code == diag.NotComparable {
		args[0] = "in"
	}
	d := s.report(p.Code, span, args...)
	d.Within(at.Span())
	if p.Arg < 0 {
		for i, e := range exprs {
			if i == 0 || exprs[i-1] != e {
				d.Notef("`%s` 是%s", "`%s` is %s", shorten(syntax.Print(e)), facts[i].Type)
			}
		}
	}
	if p.Code == diag.NotComparable {
		for i := range facts {
			if t, text := exprs[i].(*syntax.Str); text && facts[len(facts)-1-i].Type.Kind == value.Date {
				d.Notef("日期写作 `date('%s')`", "a date is `date('%s')`", t.Value)
			}
		}
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:57]) + "…"
	}
	return s
}

// aValue reports rows where one value must stand: what goes through rows names them
// itself, so nothing else can carry them.
func (s *scope) aValue(e syntax.Expr, f *Fact) bool {
	if f.bad || f.Type.Kind != value.Rows {
		return true
	}
	text := shorten(syntax.Print(e))
	s.report(diag.NotAValue, e.Span(), text, f.Type,
		diag.Text{Zh: "写出怎样逐行看，如 `count(" + text + ", …)`", En: "say what to make of them, such as `count(" + text + ", …)`"})
	return false
}

// unify finds the one type of several results: branches, bands, versions, `??`.
func (s *scope) unify(at diag.Span, exprs []syntax.Expr, facts []*Fact) (*Fact, bool) {
	out := &Fact{Free: true}
	var from syntax.Expr // the first of them, where it is written
	var fromFact *Fact
	first := true
	for i, f := range facts {
		if f.bad {
			return badFact, false
		}
		if f.Type.Kind == value.Never {
			continue
		}
		if first {
			out.Type, out.Free, from, fromFact, first = f.Type, f.Free, exprs[i], f, false
			continue
		}
		if from != nil && exprs[i] != nil {
			if g := s.coerce(exprs[i], f, out.Type); g != nil {
				f = g
			} else if g := s.coerce(from, fromFact, f.Type); g != nil {
				out.Type = g.Type
			}
		}
		t, free, ok := fn.Union(fn.Arg{Type: out.Type, Free: out.Free}, fn.Arg{Type: f.Type, Free: f.Free})
		if !ok {
			d := s.report(diag.ArmsDiffer, at, out.Type, f.Type)
			if exprs[i] != nil {
				d.Label(exprs[i].Span(), "这里不同", "this one differs")
			}
			return badFact, false
		}
		out.Type, out.Free = t, free
	}
	if first {
		out.Free = false
	}
	return out, true
}
