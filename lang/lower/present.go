package lower

import (
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// present lowers "e has a value" to a truth. With catch, under `??`, a look-up that
// finds nothing and a value that is unreported count as absent too; without it they
// refuse the case or make it undetermined, as everywhere else.
func (l *lowerer) present(e syntax.Expr, v *env, catch bool) ir.NodeID {
	p := l.there(e, v, catch)
	if !catch || !l.fact(e).MayBeUnknown() {
		return p
	}
	present := l.b.choose(p, l.b.op(ir.Known, value.BoolType, l.expr(e, v)), l.b.truth(false))
	if l.b.lacks[p] { // whether there is a value may itself be unreported
		return l.b.choose(l.b.op(ir.Known, value.BoolType, p), present, l.b.truth(false))
	}
	return present
}

func (l *lowerer) there(e syntax.Expr, v *env, catch bool) ir.NodeID {
	id, ok := v.theres[question{e, catch}]
	if !ok {
		id = l.whether(e, v, catch)
		keep(&v.theres, question{e, catch}, id)
	}
	return id
}

func (l *lowerer) whether(e syntax.Expr, v *env, catch bool) ir.NodeID {
	f := l.fact(e)
	if !f.Optional && !(catch && f.Misses()) {
		return l.b.truth(true)
	}
	switch e := e.(type) {
	case *syntax.None:
		return l.b.truth(false)
	case *syntax.Name:
		return l.nameThere(e, f, v, catch)
	case *syntax.Member:
		return l.memberThere(e, f, v, catch)
	case *syntax.Call:
		return l.callThere(e, f, v, catch)
	case *syntax.Cond:
		arms := l.b.choose(l.expr(e.C, v), l.there(e.A, v, catch), l.there(e.B, v, catch))
		return l.b.choose(l.there(e.C, v, catch), arms, l.b.truth(false))
	case *syntax.Let:
		return l.there(e.Body, l.bindLet(e, v), catch)
	case *syntax.Binary:
		switch e.Op {
		case "??":
			return l.b.choose(l.present(e.X, v, true), l.b.truth(true), l.there(e.Y, v, catch))
		case "in":
			return l.allThere(sought(e), v, catch)
		case "and", "or":
			return l.logicThere(e, v, catch)
		}
	}
	return l.allThere(syntax.Children(e), v, catch)
}

func (l *lowerer) allThere(es []syntax.Expr, v *env, catch bool) ir.NodeID {
	var ids []ir.NodeID
	for _, x := range es {
		if n, ok := x.(*syntax.Name); ok && l.fact(n).Use.Kind == check.WordUse {
			continue
		}
		ids = append(ids, l.there(x, v, catch))
	}
	return l.b.all(ids...)
}

// logicThere: and, or have a value where every operand has, and where one decides alone. So
// what an operand guards need not be there where the guard fails: has(x) and x.note == 'a'
// is false without x.
func (l *lowerer) logicThere(e *syntax.Binary, v *env, catch bool) ir.NodeID {
	parts := operandsOf(e, e.Op, nil)
	whole := l.allThere(parts, v, catch)
	if l.b.isTrue(whole) {
		return whole
	}
	ways := []ir.NodeID{whole}
	for _, x := range parts {
		decides := l.expr(x, v)
		if e.Op == "and" {
			decides = l.b.not(decides)
		}
		ways = append(ways, l.b.all(l.there(x, v, catch), decides))
	}
	return l.b.any(ways...)
}

// sought are the parts of x in y that are values: the parts of a key and the ends of a
// range are, the list and the range around them are not.
func sought(e *syntax.Binary) []syntax.Expr {
	out := []syntax.Expr{e.X}
	if list, ok := e.X.(*syntax.List); ok {
		out = list.Items
	}
	if r, ok := e.Y.(*syntax.Range); ok {
		return append(out[:len(out):len(out)], r.Lo, r.Hi)
	}
	return append(out[:len(out):len(out)], e.Y)
}

func orTrue(l *lowerer, id ir.NodeID) ir.NodeID {
	if id == ir.None {
		return l.b.truth(true)
	}
	return id
}

func (l *lowerer) nameThere(e *syntax.Name, f *check.Fact, v *env, catch bool) ir.NodeID {
	switch f.Use.Kind {
	case check.LocalUse:
		b := v.local(e.Name)
		if catch && b.of != nil {
			return l.there(b.of, b.in, true)
		}
		return orTrue(l, b.has)
	case check.ValueUse:
		return orTrue(l, l.ownValue(f.Use.Value).has)
	case check.ParamUse:
		return l.paramThere(f.Use.Param, nil, l.day(v), catch)
	}
	return l.b.truth(true)
}

func (l *lowerer) paramThere(p *check.Param, key []ir.NodeID, day ir.NodeID, catch bool) ir.NodeID {
	if !catch || len(p.Keys) == 0 && !p.Dated() {
		return l.b.truth(true)
	}
	return l.rowRef(ir.Hit, l.parID[p], value.BoolType, key, p.Dated(), day, false)
}

func (l *lowerer) memberThere(e *syntax.Member, f *check.Fact, v *env, catch bool) ir.NodeID {
	switch f.Use.Kind {
	case check.ParamUse:
		return l.paramThere(f.Use.Param, nil, l.day(v), catch)
	case check.BackUse: // the rows of a row that is there
		return l.there(e.X, v, catch)
	}
	if f.Use.Kind == check.BackUse {
		return l.there(e.X, v, catch) // rows are there, be there none
	}
	own := orTrue(l, l.member(e, f, v).has)
	if t := f.Use.Table; catch && f.Use.Kind == check.ColumnUse && t.Dated() && !l.fact(e.X).Row && v.table != t {
		// The row that a stored reference names may not be in force at this date.
		hit := l.rowRef(ir.Hit, l.tabID[t], value.BoolType, []ir.NodeID{l.expr(e.X, v)}, true, l.day(v), true)
		own = l.b.choose(hit, own, l.b.truth(false))
	}
	return l.b.choose(l.there(e.X, v, catch), own, l.b.truth(false))
}

func (l *lowerer) callThere(e *syntax.Call, f *check.Fact, v *env, catch bool) ir.NodeID {
	switch f.Use.Kind {
	case check.RowUse, check.ParamUse:
		own := l.b.truth(true)
		if catch {
			key, day := l.keyAndDay(e, f, v)
			if t := f.Use.Table; f.Use.Kind == check.RowUse {
				own = l.rowRef(ir.Hit, l.tabID[t], value.BoolType, key, t.Dated(), day, false)
			} else {
				own = l.paramThere(f.Use.Param, key, day, true)
			}
		}
		return l.b.choose(l.allThere(e.Args, v, catch), own, l.b.truth(false))
	case check.FunctionUse:
		var args []syntax.Expr
		for i, a := range e.Args {
			if !f.Use.Function.Args[i].Spec.Optional {
				args = append(args, a)
			}
		}
		own := orTrue(l, l.inline(e, f.Use.Function, v).has)
		return l.b.choose(l.allThere(args, v, catch), own, l.b.truth(false))
	case check.SpecialUse:
		switch f.Use.Word {
		case "find":
			found := l.loopOf(e, ir.LoopFindHas, v)
			return l.b.choose(l.there(e.Args[0], v, catch), found, l.b.truth(false))
		case "any", "all", "count", "sum":
			return l.there(e.Args[0], v, catch)
		case "status":
			if m, ok := e.Args[0].(*syntax.Member); ok {
				return l.there(m.X, v, catch)
			}
			return l.b.truth(true)
		}
	}
	return l.allThere(e.Args, v, catch)
}
