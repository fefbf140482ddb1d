package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// call types name(args…), table(key…), param(key…), module.name(args…) and
// x.at(date, key…).
func (s *scope) call(e *syntax.Call) *Fact {
	if e.Recv != nil {
		return s.methodCall(e)
	}
	if special := specials[e.Name]; special != nil {
		return special(s, e)
	}
	if o := s.lookup(e.Name); o != nil {
		return s.callObject(o, e)
	}
	if f := s.c.lib.Func(e.Name); f != nil {
		return s.libraryCall(f, e)
	}
	for _, a := range e.Args {
		s.quietly(a)
	}
	d := s.report(diag.UnknownFunction, e.NameSpan, e.Name)
	if t, ok := foreign[strings.ToLower(e.Name)]; ok {
		d.Note(t.Zh, t.En)
		return badFact
	}
	if s.c.suggests(len(s.c.objects)) {
		var known []string
		for n, o := range s.c.objects {
			if o.table != nil || o.param != nil || o.function != nil {
				known = append(known, n)
			}
		}
		d.Suggest(e.Name, append(append(known, s.c.lib.Names()...), SpecialNames()...))
	}
	return badFact
}

// quietly checks a node only for what it reads: its own mistakes are reported, its
// type is of no use.
func (s *scope) quietly(e syntax.Expr) {
	if _, ok := e.(*syntax.Pred); !ok {
		s.valueOrRows(e)
	}
}

func (s *scope) callObject(o *object, e *syntax.Call) *Fact {
	o.used = true
	switch {
	case o.table != nil:
		s.dated(o.table.Dated(), o.name, e.NameSpan)
		return s.rowByKey(o.table, e, e.Args, false)
	case o.param != nil:
		return s.paramByKey(o.param, e, e.Args, nil)
	case o.function != nil:
		return s.functionCall(o.function, e)
	case o.record == nil && o.value == nil:
		return badFact
	}
	s.report(diag.UnknownFunction, e.NameSpan, e.Name).Notef("`%s` 是%s", "`%s` is %s", e.Name, o.kind())
	return badFact
}

func (s *scope) rowByKey(t *Table, e *syntax.Call, parts []syntax.Expr, at bool) *Fact {
	facts, ok := s.keyArgs(t.keySpec(at), parts, e.Span())
	if !ok || !s.literalRow(t, parts, facts) {
		return badFact
	}
	out := strict(&Fact{Type: value.RefType(t.Name), Use: Use{Kind: RowUse, Table: t, At: at}}, facts...)
	out.misses, out.Row = true, true
	return out
}

func (s *scope) paramByKey(p *Param, e *syntax.Call, parts []syntax.Expr, date *Fact) *Fact {
	out := s.paramValue(p, e.NameSpan, date)
	if out.bad {
		return badFact
	}
	facts, ok := s.keyArgs(p.keySpec(date != nil), parts, e.Span())
	if !ok {
		return badFact
	}
	return strict(out, facts...)
}

// methodCall: module.function(…), or param.at(date, …) and table.at(date, …).
func (s *scope) methodCall(e *syntax.Call) *Fact {
	n, ok := e.Recv.(*syntax.Name)
	if ok && s.findLocal(n.Name) == nil && s.lookup(n.Name) == nil && s.c.isModule(n.Name) {
		if o := s.c.objects[n.Name+"."+e.Name]; o != nil {
			return s.callObject(o, e)
		}
		s.report(diag.UnknownFunction, e.NameSpan, n.Name+"."+e.Name)
		return badFact
	}
	if e.Name != "at" {
		if !s.expr(e.Recv).bad {
			s.report(diag.UnknownFunction, e.NameSpan, e.Name)
		}
		return badFact
	}
	var o *object
	if ok && s.findLocal(n.Name) == nil {
		o = s.lookup(n.Name)
	}
	if o != nil {
		o.used = true
	}
	if o == nil || o.param == nil && o.table == nil || len(e.Args) == 0 {
		s.report(diag.AtNothing, e.NameSpan)
		return badFact
	}
	date := s.expr(e.Args[0])
	if date.bad {
		return badFact
	}
	if date.Type.Kind != value.Date {
		s.report(diag.TypeMismatch, e.Args[0].Span(), "at", value.DateType, date.Type)
		return badFact
	}
	var out *Fact
	if o.param != nil {
		out = s.paramByKey(o.param, e, e.Args[1:], date)
	} else {
		out = s.rowByKey(o.table, e, e.Args[1:], true)
	}
	if out.bad {
		return badFact
	}
	return strict(out, date)
}

// libraryCall types a call of a function of the library.
func (s *scope) libraryCall(f *fn.Func, e *syntax.Call) *Fact {
	facts := make([]*Fact, len(e.Args))
	bad := false
	for i, a := range e.Args {
		if words := f.Words[i]; words != nil {
			facts[i] = s.word(e, a, words)
		} else {
			facts[i] = s.expr(a)
		}
		bad = bad || facts[i].bad
	}
	if len(e.Args) < f.Min || f.Max >= 0 && len(e.Args) > f.Max {
		s.report(diag.ArgumentCount, e.NameSpan, f.Name, len(e.Args), f.Usage).Within(e.Span())
		return badFact
	}
	if bad {
		return badFact
	}
	out := s.apply(f, e, e.NameSpan, e.Args, facts)
	if out.bad {
		return badFact
	}
	out.Use = Use{Kind: FuncUse, Func: f}
	functionSign(f.Name, facts, out)
	if f.Name == "round" && facts[0].Type.Dec != value.Rat && facts[0].Type.Dec <= out.Type.Dec && !facts[0].Free && s.fn == nil {
		if n, ok := facts[1].Const.Num.Int64(); ok && n >= 0 {
			s.report(diag.RoundsNothing, e.Span(), facts[0].Type.Dec)
		}
	}
	return out
}

// word types an argument that is a bare word, such as a rounding mode.
func (s *scope) word(e *syntax.Call, a syntax.Expr, words []string) *Fact {
	n, ok := a.(*syntax.Name)
	if !ok || !slices.Contains(words, n.Name) {
		d := s.report(diag.WordArgument, a.Span(), e.Name, strings.Join(words, ", "))
		if ok {
			d.Suggest(n.Name, words)
		}
		return badFact
	}
	v := value.OfEnum(n.Name)
	return s.keep(a, &Fact{Type: value.EnumType(words...), Const: &v, Use: Use{Kind: WordUse, Word: n.Name}})
}

// functionCall types a call of the ruleset's own function: the arguments must fit
// their declaration; decimals and signs of the result are those of this call.
func (s *scope) functionCall(f *Function, e *syntax.Call) *Fact {
	s.c.inferFunction(f, e.NameSpan)
	facts := make([]*Fact, len(e.Args))
	bad := false
	for i, a := range e.Args {
		facts[i] = s.expr(a)
		bad = bad || facts[i].bad
	}
	if f.unsound || f.state != done {
		return badFact
	}
	if len(e.Args) != len(f.Args) {
		s.report(diag.ArgumentCount, e.NameSpan, f.Name, len(e.Args), f.Name+"("+strings.Join(fieldNames(f.Args), ", ")+")").Within(e.Span())
		return badFact
	}
	if bad {
		return badFact
	}
	var outer Fact
	for i, a := range e.Args {
		g := s.assign(f.Args[i].Spec, facts[i], a, f.Name)
		if g.bad {
			return badFact
		}
		facts[i] = g
		if !f.Args[i].Spec.Optional {
			outer.absent = append(outer.absent, g.absent...)
		}
		if !f.Args[i].Spec.Unknown {
			outer.unknown = union(outer.unknown, g.unknown)
		}
	}
	s.dated(f.clock != "", f.clock, e.NameSpan)
	s.deps = append(s.deps, f.depsAt(e.NameSpan)...)
	s.needs.add(f.needs)
	body, wrong := s.c.functionResult(f, facts)
	if wrong != nil {
		s.report(diag.CallFails, e.NameSpan, f.Name, wrong.Text()).Within(e.Span()).
			Label(wrong.Span, "函数里的这一处", "this place in the function")
	}
	if body.bad {
		return badFact
	}
	out := *body
	out.Use = Use{Kind: FunctionUse, Function: f}
	out.Const, out.yes, out.no, out.misses = nil, nil, nil, false
	out.absent = nil
	if len(body.absent) > 0 {
		out.absent = []absence{{guards: []string{s.key(e)}, what: syntax.Print(e), span: e.Span(), inner: body.absent[0].span}}
	}
	if out.unknown = nil; len(body.unknown) > 0 { // what the body itself calls unknown
		out.unknown = []string{s.key(e)}
	}
	return s.narrow(strict(&out, &outer))
}

func (f *Function) depsAt(at diag.Span) []dependency {
	out := make([]dependency, len(f.deps))
	for i, v := range f.deps {
		out[i] = dependency{v, at}
	}
	return out
}

// inferFunction checks a function's body once, with its arguments as declared.
func (c *checker) inferFunction(f *Function, at diag.Span) {
	switch f.state {
	case done:
		c.reads(f.depth)
		return
	case working:
		i := slices.Index(c.calls, f.Name)
		path := append(slices.Clone(c.calls[max(i, 0):]), f.Name)
		c.report(diag.RecursiveFunction, at, f.Name, strings.Join(path, " → "))
		return
	}
	f.state = working
	leave, ok := c.enter(at)
	if !ok {
		f.state, f.unsound = done, true
		return
	}
	defer func() {
		if f.depth = leave(); f.depth > MaxDepth {
			c.tooDeep(at)
			f.unsound = true
		}
	}()
	c.calls = append(c.calls, f.Name)
	defer func() { c.calls = c.calls[:len(c.calls)-1] }()
	saved := c.quiet
	c.quiet = 0
	args := make([]*Fact, len(f.Args))
	for i, a := range f.Args {
		args[i] = &Fact{Type: a.Spec.Type}
		args[i].bounded(a.Spec)
	}
	f.results = map[string]*bodyFact{}
	if f.unsound {
		f.state = done
		return
	}
	body := badFact
	f.unsound = !c.sound(func() { body = c.functionBody(f, args) }) || f.unsound
	f.results[resultKey(args)] = &bodyFact{fact: body}
	c.quiet = saved
	f.state = done
}

// functionResult is the fact of a function's body for the arguments of one call, and
// what is wrong in the body for just these arguments.
func (c *checker) functionResult(f *Function, args []*Fact) (*Fact, *diag.Diagnostic) {
	key := resultKey(args)
	r := f.results[key]
	if r == nil {
		outer := c.hidden
		c.hidden = nil
		c.quiet++
		r = &bodyFact{fact: c.functionBody(f, args)}
		c.quiet--
		for _, d := range c.hidden {
			if r.wrong == nil && d.Code.Info().Severity == diag.Error {
				r.wrong, r.fact = d, badFact
			}
		}
		c.hidden = outer
		f.results[key] = r
	}
	return r.fact, r.wrong
}

func resultKey(args []*Fact) string {
	var b strings.Builder
	for _, a := range args {
		fmt.Fprintf(&b, "%v/%d/%d/%d/%d/%d/%v/%t/%s/%s;", a.Type.Kind, a.Type.Dec, a.Type.Mag, a.Type.Bits, a.Type.DenBits, a.sign, a.Type.Unit, a.folded, boundKey(a.lo), boundKey(a.hi))
	}
	return b.String()
}

func boundKey(b *cell.Bound) string {
	if b == nil {
		return ""
	}
	return fmt.Sprint(b.Num.String(), b.Open)
}

func (c *checker) functionBody(f *Function, args []*Fact) *Fact {
	s := &scope{c: c, fn: f, prefix: f.prefix, formula: f.Body}
	for i, a := range f.Args {
		bound := &Fact{Type: args[i].Type, sign: args[i].sign, folded: args[i].folded, lo: args[i].lo, hi: args[i].hi}
		if a.Spec.Type.Kind == value.Never {
			bound = badFact
		}
		l := s.bind(a.Name, bound)
		if a.Spec.Optional {
			bound.absent = []absence{{guards: []string{l.key()}, what: a.Name}}
		}
		if a.Spec.Unknown {
			bound.unknown = []string{l.key()}
		}
	}
	var out *Fact
	if f.Bands != nil {
		out = s.bands(f.Bands, f.Block, syntax.Expr(nil))
	} else {
		out = s.expr(f.Body.Expr)
	}
	if c.quiet == 0 {
		for _, d := range s.deps {
			f.deps = append(f.deps, d.value)
		}
		f.needs.add(s.needs)
		if !out.bad && out.Type.Kind == value.Never {
			s.report(diag.NoType, f.Block.NameSpan, f.Name)
			return badFact
		}
	}
	return out
}
