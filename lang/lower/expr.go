package lower

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// env is where a formula is lowered: the record whose row it looks at, the names
// that only it knows, the predicates around it.
type env struct {
	rec    *check.Record // whose clock dates are read; the caller's, in a function
	table  *check.Table  // of a claim about a table's rows
	row    int           // the predicate that stands for such a row
	scope  int           // innermost predicate
	elems  []ir.NodeID
	locals []binding
	seen   map[syntax.Expr]ir.NodeID // nodes of the formula's parts, for explanations; nil inside functions

	// What has been lowered here. A value and whether it is there are asked for one
	// after the other, at every level of a formula: without this the work would
	// double with each level.
	values map[syntax.Expr]ir.NodeID
	theres map[question]ir.NodeID
	lets   map[*syntax.Let]*env
	calls  map[*syntax.Call]pair
	bodies map[int]*env
}

// question asks whether an expression has a value.
type question struct {
	e     syntax.Expr
	catch bool
}

// binding is a name that only a formula knows. of, when given, is what it was bound
// to, and where: `??` asks that again, because it catches what a look-up misses.
type binding struct {
	name string
	pair
	of syntax.Expr
	in *env
}

func (e *env) local(name string) binding {
	for i := len(e.locals) - 1; i >= 0; i-- {
		if e.locals[i].name == name {
			return e.locals[i]
		}
	}
	panic("lower: name " + name + " is bound nowhere")
}

// derive returns an environment that differs, in which nothing has been lowered yet.
func (e *env) derive() *env {
	return &env{rec: e.rec, table: e.table, row: e.row, scope: e.scope, elems: e.elems, locals: e.locals, seen: e.seen}
}

func (e *env) bind(b binding) *env {
	in := e.derive()
	in.locals = append(e.locals[:len(e.locals):len(e.locals)], b)
	return in
}

// inside returns the environment of a predicate's body.
func (e *env) inside(scope int, elem ir.NodeID) *env {
	if in := e.bodies[scope]; in != nil {
		return in
	}
	in := e.derive()
	in.scope = scope
	in.elems = append(e.elems[:len(e.elems):len(e.elems)], elem)
	keep(&e.bodies, scope, in)
	return in
}

// keep stores into a map that is made when it is needed: most environments keep
// little.
func keep[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}

func (l *lowerer) fact(e syntax.Expr) *check.Fact {
	f := l.info.Facts[e]
	if f == nil {
		panic(fmt.Sprintf("lower: no fact for %s", syntax.Print(e)))
	}
	return f
}

// expr lowers a node of a formula to the node of its value.
func (l *lowerer) expr(e syntax.Expr, v *env) ir.NodeID {
	id, ok := v.values[e]
	if !ok {
		id = l.lower(e, v)
		if f := l.info.Facts[e]; f != nil && !f.Free && f.Type.Kind == value.Number {
			id = l.b.unit(id, f.Type.Unit)
		}
		keep(&v.values, e, id)
	}
	if v.seen != nil {
		v.seen[e] = id
	}
	l.conditionSpot(e, id)
	return id
}

func (l *lowerer) lower(e syntax.Expr, v *env) ir.NodeID {
	f := l.fact(e)
	if f.Const != nil && f.Use.Kind != check.WordUse {
		if _, compound := e.(*syntax.Unary); !compound {
			if f.Const.Kind == value.Number {
				return l.b.number(f.Const.Num)
			}
			return l.b.constant(*f.Const, f.Type)
		}
	}
	switch e := e.(type) {
	case *syntax.None:
		return l.b.fail(diag.AbsentRead, "")
	case *syntax.Name:
		return l.name(e, f, v)
	case *syntax.Member:
		return l.member(e, f, v).node
	case *syntax.Call:
		return l.call(e, f, v)
	case *syntax.Elem:
		return v.elems[len(v.elems)-1]
	case *syntax.Pred:
		return l.expr(e.Body, v)
	case *syntax.Unary:
		x := l.expr(e.X, v)
		switch e.Op {
		case "not":
			return l.b.not(x)
		case "-":
			if f.Const != nil {
				return l.b.number(f.Const.Num)
			}
			return l.b.call("-x", x)
		}
		return x
	case *syntax.Binary:
		return l.binary(e, f, v)
	case *syntax.Chain:
		return l.chain(e, v)
	case *syntax.Cond:
		return l.b.choose(l.expr(e.C, v), l.expr(e.A, v), l.expr(e.B, v))
	case *syntax.Let:
		return l.expr(e.Body, l.bindLet(e, v))
	case *syntax.List:
		return l.list(e, f, v)
	}
	panic(fmt.Sprintf("lower: %T cannot be lowered", e))
}

func (l *lowerer) list(e *syntax.List, f *check.Fact, v *env) ir.NodeID {
	var ids []ir.NodeID
	var elem fn.Arg
	number := f.Type.Elem.Kind == value.Number
	for _, it := range e.Items {
		id := l.expr(it, v)
		ids = append(ids, id)
		if number {
			t, free, _ := fn.Union(elem, l.b.arg(id))
			elem = fn.Arg{Type: t, Free: free}
		}
	}
	t := f.Type
	if number { // in a function the decimals are those of this call
		t = value.ListType(elem.Type)
	}
	return l.b.add(ir.Node{Op: ir.List, Rec: -1, Args: ids, Type: t}, elem.Free, 0)
}

// bindLet binds a let's name to its value and to whether it has one.
func (l *lowerer) bindLet(e *syntax.Let, v *env) *env {
	if in := v.lets[e]; in != nil {
		return in
	}
	p := pair{node: l.expr(e.Value, v), has: ir.None}
	if l.fact(e.Value).Optional {
		p.has = l.present(e.Value, v, false)
	}
	in := v.bind(binding{e.Name, p, e.Value, v})
	keep(&v.lets, e, in)
	return in
}

func (l *lowerer) name(e *syntax.Name, f *check.Fact, v *env) ir.NodeID {
	switch f.Use.Kind {
	case check.LocalUse:
		return v.local(e.Name).node
	case check.SelfUse:
		return l.self(f, v)
	case check.ValueUse:
		return l.ownValue(f.Use.Value).node
	case check.ParamUse:
		return l.param(f.Use.Param, nil, l.day(v))
	case check.WordUse:
		return l.b.constant(*f.Const, f.Type)
	}
	panic("lower: name " + e.Name + " stands for nothing")
}

// self is the row itself. The record of run inputs has one row, the same for all.
func (l *lowerer) self(f *check.Fact, v *env) ir.NodeID {
	switch {
	case f.Use.Table != nil:
		return l.elem(v.row, f.Type)
	case f.Use.Record.IsRun():
		return l.b.constant(value.OfRef(), f.Type)
	}
	return l.b.add(ir.Node{Op: ir.Self, Rec: l.recID[f.Use.Record], Type: f.Type}, false, 0)
}

func (l *lowerer) elem(scope int, t value.Type) ir.NodeID {
	return l.b.add(ir.Node{Op: ir.Elem, Rec: -1, Index: scope, Type: t}, false, 0)
}

// ownValue is a named value of the row itself. One that belongs to the run is read
// from its single row.
func (l *lowerer) ownValue(val *check.Value) pair {
	n := l.value(val)
	if val.Record != nil && val.Record.IsRun() {
		ref := l.b.constant(value.OfRef(), value.RefType(val.Record.Name))
		return l.through(ref, val.Record, n.pair)
	}
	return n.pair
}

func (l *lowerer) through(ref ir.NodeID, r *check.Record, p pair) pair {
	out := pair{node: l.at(ref, r, p.node), has: ir.None}
	if p.has != ir.None {
		out.has = l.at(ref, r, p.has)
	}
	return out
}

// day is the date that selects versions here, or None where nothing is dated.
func (l *lowerer) day(v *env) ir.NodeID { return l.clock(v.rec) }

// member lowers X.name; has is whether the part named by the point has a value,
// given that X has one.
func (l *lowerer) member(e *syntax.Member, f *check.Fact, v *env) pair {
	switch f.Use.Kind {
	case check.ParamUse: // module.param
		return pair{l.param(f.Use.Param, nil, l.day(v)), ir.None}
	case check.ColumnUse:
		return l.column(l.expr(e.X, v), f, v, l.fact(e.X).Row)
	case check.FieldUse:
		return l.through(l.expr(e.X, v), f.Use.Record, l.field(f.Use.Record, f.Use.Field))
	case check.ValueUse:
		val := f.Use.Value
		if val.Record == nil {
			return l.value(val).pair
		}
		return l.through(l.expr(e.X, v), val.Record, l.value(val).pair)
	}
	panic("lower: member " + e.Name + " stands for nothing")
}

// column reads a column of the row that a reference names: the very row that was
// found, or the one in force at the row's date.
func (l *lowerer) column(ref ir.NodeID, f *check.Fact, v *env, found bool) pair {
	t := f.Use.Table
	args := []ir.NodeID{ref}
	if t.Dated() && v.table != t && !found {
		args = append(args, l.day(v))
	}
	n := ir.Node{Op: ir.Cell, Rec: -1, Args: args, ByRef: true, Index: l.tabID[t], Column: f.Use.Field.Index, Type: f.Use.Field.Spec.Type}
	p := pair{node: l.b.add(n, false, 0), has: ir.None}
	if f.Use.Field.Optional() {
		n.Op, n.Type = ir.CellHas, value.BoolType
		p.has = l.b.add(n, false, 0)
	}
	return p
}

// param looks a parameter up: by key, and by date where it has versions.
func (l *lowerer) param(p *check.Param, key []ir.NodeID, day ir.NodeID) ir.NodeID {
	if len(p.Keys) == 0 && !p.Dated() {
		return l.b.constant(p.Rows[0].Cells[0], p.Spec.Type)
	}
	id := l.parID[p]
	ref := l.rowRef(ir.Find, id, value.RefType(p.Name), key, p.Dated(), day, false)
	args := []ir.NodeID{ref}
	if p.Dated() {
		args = append(args, day)
	}
	return l.b.add(ir.Node{Op: ir.Cell, Rec: -1, Args: args, ByRef: true, Index: id, Column: len(p.Keys), Type: p.Spec.Type}, false, 0)
}

// rowRef makes a Find or Hit, by key or by a reference to the row.
func (l *lowerer) rowRef(op ir.Op, table int, t value.Type, key []ir.NodeID, dated bool, day ir.NodeID, byRef bool) ir.NodeID {
	args := key[:len(key):len(key)]
	if dated {
		args = append(args, day)
	}
	if op == ir.Hit {
		t = value.BoolType
	}
	return l.b.add(ir.Node{Op: op, Rec: -1, Args: args, Index: table, ByRef: byRef, Type: t}, false, 0)
}

func (l *lowerer) binary(e *syntax.Binary, f *check.Fact, v *env) ir.NodeID {
	switch e.Op {
	case "and", "or":
		ids := l.exprs(operandsOf(e, e.Op, nil), v)
		if e.Op == "and" {
			return l.b.add(ir.Node{Op: ir.All, Rec: -1, Args: ids, Type: value.BoolType}, false, 0)
		}
		return l.b.any(ids...)
	case "??":
		return l.b.choose(l.present(e.X, v, true), l.expr(e.X, v), l.expr(e.Y, v))
	case "in":
		return l.membership(e, f, v)
	}
	return l.b.call(e.Op, l.expr(e.X, v), l.expr(e.Y, v))
}

// operandsOf flattens a chain of and, or of or: their order does not matter.
func operandsOf(e syntax.Expr, op string, out []syntax.Expr) []syntax.Expr {
	if b, ok := e.(*syntax.Binary); ok && b.Op == op {
		return operandsOf(b.Y, op, operandsOf(b.X, op, out))
	}
	return append(out, e)
}

func (l *lowerer) chain(e *syntax.Chain, v *env) ir.NodeID {
	xs := make([]ir.NodeID, len(e.X))
	for i, x := range e.X {
		xs[i] = l.expr(x, v)
	}
	var links []ir.NodeID
	for i, op := range e.Ops {
		links = append(links, l.b.call(op, xs[i], xs[i+1]))
	}
	return l.b.all(links...)
}

func (l *lowerer) membership(e *syntax.Binary, f *check.Fact, v *env) ir.NodeID {
	switch {
	case f.Use.Range:
		r := e.Y.(*syntax.Range)
		x := l.expr(e.X, v)
		return l.b.all(l.b.call("<=", l.expr(r.Lo, v), x), l.b.call("<=", x, l.expr(r.Hi, v)))
	case f.Use.InTable:
		t := f.Use.Table
		parts := []syntax.Expr{e.X}
		if list, ok := e.X.(*syntax.List); ok && len(t.Key) > 1 {
			parts = list.Items
		}
		return l.rowRef(ir.Hit, l.tabID[t], value.BoolType, l.exprs(parts, v), t.Dated(), l.day(v), f.Use.ByRef)
	}
	return l.b.call("in", l.expr(e.X, v), l.expr(e.Y, v))
}

func (l *lowerer) exprs(es []syntax.Expr, v *env) []ir.NodeID {
	out := make([]ir.NodeID, len(es))
	for i, e := range es {
		out[i] = l.expr(e, v)
	}
	return out
}
