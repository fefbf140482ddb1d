package lower

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

func (l *lowerer) call(e *syntax.Call, f *check.Fact, v *env) ir.NodeID {
	switch f.Use.Kind {
	case check.FuncUse:
		return l.b.call(f.Use.Func.Name, l.exprs(e.Args, v)...)
	case check.FunctionUse:
		return l.inline(e, f.Use.Function, v).node
	case check.RowUse:
		key, day := l.keyAndDay(e, f, v)
		t := f.Use.Table
		return l.rowRef(ir.Find, l.tabID[t], f.Type, key, t.Dated(), day, false)
	case check.ParamUse:
		key, day := l.keyAndDay(e, f, v)
		return l.param(f.Use.Param, key, day)
	case check.SpecialUse:
		return l.special(e, f, v)
	}
	panic("lower: call of " + e.Name + " stands for nothing")
}

// keyAndDay lowers the arguments of a look-up; with `.at` the first is the date.
func (l *lowerer) keyAndDay(e *syntax.Call, f *check.Fact, v *env) ([]ir.NodeID, ir.NodeID) {
	args := l.exprs(e.Args, v)
	if f.Use.At {
		return args[1:], args[0]
	}
	return args, l.day(v)
}

// inline expands a function of the ruleset at its call.
func (l *lowerer) inline(e *syntax.Call, f *check.Function, v *env) pair {
	p, ok := v.calls[e]
	if !ok {
		p = l.expand(e, f, v)
		keep(&v.calls, e, p)
	}
	return p
}

func (l *lowerer) expand(e *syntax.Call, f *check.Function, v *env) pair {
	if l.inlined++; l.inlined > MaxNodes { // nodes are shared, so they alone would not tell
		panic(tooLarge{})
	}
	in := &env{rec: v.rec, scope: v.scope}
	for i, a := range e.Args {
		p := pair{node: l.b.unit(l.expr(a, v), f.Args[i].Spec.Type.Unit), has: ir.None}
		if f.Args[i].Spec.Optional && l.fact(a).Optional {
			p.has = l.present(a, v, false)
		}
		in.locals = append(in.locals, binding{name: f.Args[i].Name, pair: p})
	}
	if f.Bands != nil {
		x := in.locals[0].node
		out := pair{l.bands(f.Name, f.Bands, x, in, nil), ir.None}
		if l.bandsOptional(f.Bands) {
			out.has = l.bandsThere(f.Bands, x, in)
		}
		return out
	}
	out := pair{node: l.expr(f.Body.Expr, in), has: ir.None}
	if l.fact(f.Body.Expr).Optional {
		out.has = l.present(f.Body.Expr, in, false)
	}
	return out
}

func (l *lowerer) special(e *syntax.Call, f *check.Fact, v *env) ir.NodeID {
	reason := func() string { return e.Args[0].(*syntax.Str).Value }
	switch f.Use.Word {
	case "has":
		return l.present(e.Args[0], v, false)
	case "known":
		return l.b.op(ir.Known, value.BoolType, l.expr(e.Args[0], v))
	case "refuse":
		return l.b.fail(diag.Refused, reason())
	case "review":
		return l.b.add(ir.Node{Op: ir.Review, Rec: -1, Text: reason()}, false, 0)
	case "unknown":
		return l.b.add(ir.Node{Op: ir.Missing, Rec: -1, Text: reason()}, false, 0)
	case "status":
		return l.status(e, f, v)
	case "divide":
		a, b, d := l.expr(e.Args[0], v), l.expr(e.Args[1], v), l.expr(e.Args[2], v)
		return l.b.choose(l.b.call("==", b, l.b.number(value.Int(0))), d, l.b.call("/", a, b))
	}
	return l.loopOf(e, loopKinds[f.Use.Word], v)
}

// status is a node of the criteria's own record, read through the path.
func (l *lowerer) status(e *syntax.Call, f *check.Fact, v *env) ir.NodeID {
	n := l.value(f.Use.Value)
	own := l.b.op(ir.Status, f.Type, n.applies, n.node)
	m, ok := e.Args[0].(*syntax.Member)
	if !ok || f.Use.Value.Record == nil {
		return own
	}
	return l.at(l.expr(m.X, v), f.Use.Value.Record, own)
}

var loopKinds = map[string]ir.LoopKind{
	"any": ir.LoopAny, "all": ir.LoopAll, "count": ir.LoopCount, "sum": ir.LoopSum, "find": ir.LoopFind,
}

// loopOf lowers any, all, count, sum and find.
func (l *lowerer) loopOf(e *syntax.Call, kind ir.LoopKind, v *env) ir.NodeID {
	lp := &ir.Loop{Kind: kind, Table: -1, Record: -1, Field: -1}
	args, elem := l.source(e.Args[0], lp, v)
	lp.Scope = l.scopeOf(e, v)
	body := v.inside(lp.Scope, l.elem(lp.Scope, elem))
	lp.Body = l.b.truth(true)
	if len(e.Args) == 2 {
		lp.Body = l.expr(e.Args[1], body)
	}
	t := value.BoolType
	switch kind {
	case ir.LoopCount:
		t = value.Count()
	case ir.LoopFind:
		t = elem
	case ir.LoopSum: // in a function the decimals are those of this call
		t = l.b.nodes[lp.Body].Type.Rows(l.fact(e).Type.Mag - l.fact(e.Args[1]).Type.Mag)
	}
	id := l.b.add(ir.Node{Op: ir.Each, Rec: -1, Args: args, Loop: lp, Type: t}, false, lp.Scope)
	if lp.Cross && l.b.nodes[id].Scope > 0 {
		l.report(diag.LookInside, e.Span())
	}
	return id
}

// source fills in what a loop goes through, and returns its operands and the type
// of an element.
func (l *lowerer) source(e syntax.Expr, lp *ir.Loop, v *env) ([]ir.NodeID, value.Type) {
	f := l.fact(e)
	switch f.Use.Kind {
	case check.TableUse:
		lp.Over, lp.Table = ir.OverTable, l.tabID[f.Use.Table]
		if f.Use.Table.Dated() {
			return []ir.NodeID{l.day(v)}, value.RefType(f.Type.Name)
		}
		return nil, value.RefType(f.Type.Name)
	case check.BackUse:
		m := e.(*syntax.Member)
		lp.Over, lp.Record, lp.Field = ir.OverRows, l.recID[f.Use.Record], f.Use.Field.Index
		owner := l.byName[f.Use.Field.Spec.Type.Name]
		lp.Cross = f.Use.Record.Across(owner)
		return []ir.NodeID{l.expr(m.X, v)}, value.RefType(f.Type.Name)
	}
	lp.Over = ir.OverList
	list := l.expr(e, v)
	return []ir.NodeID{list}, *l.b.nodes[list].Type.Elem
}

// scopeOf numbers a predicate: the same predicate lowered twice in the same place is
// one predicate.
func (l *lowerer) scopeOf(e syntax.Expr, v *env) int {
	key := fmt.Sprintf("%p|%v", e, v.elems)
	for _, b := range v.locals {
		key += fmt.Sprintf("|%s=%v", b.name, b.pair)
	}
	if s, ok := l.scopes[key]; ok {
		return s
	}
	s := l.b.newScope(v.scope)
	l.scopes[key] = s
	return s
}
