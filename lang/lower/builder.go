package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// MaxNodes bounds the nodes of a program: functions are expanded at their calls.
const MaxNodes = 1_000_000

// builder makes nodes; equal nodes are made once.
type builder struct {
	lib    *fn.Library
	nodes  []ir.Node
	free   []bool  // a number made of literals only
	lacks  []bool  // may be undetermined
	scopes [][]int // predicates that a node depends on
	known  map[string]ir.NodeID
	parent []int // of each predicate

	unreported func(input *ir.Node) bool
}

func newBuilder(lib *fn.Library, unreported func(input *ir.Node) bool) *builder {
	return &builder{lib: lib, known: map[string]ir.NodeID{}, parent: []int{0}, unreported: unreported}
}

// tooLarge is thrown when a program passes MaxNodes; Lower turns it into a
// diagnostic.
type tooLarge struct{}

// add returns the node, made anew or found. own is a predicate whose element the
// node itself supplies to its body.
func (b *builder) add(n ir.Node, free bool, own int) ir.NodeID {
	rec, scopes := n.Rec, []int(nil)
	for _, a := range n.Args {
		if r := b.nodes[a].Rec; r >= 0 {
			rec = r
		}
		scopes = mergeScopes(scopes, b.scopes[a], 0)
	}
	if n.Loop != nil {
		scopes = mergeScopes(scopes, b.scopes[n.Loop.Body], own)
		if r := b.nodes[n.Loop.Body].Rec; r >= 0 {
			rec = r
		}
	}
	if n.Op == ir.Elem {
		scopes = []int{n.Index}
	}
	n.Rec = rec
	for _, s := range scopes {
		n.Scope = max(n.Scope, s) // inner predicates have larger numbers
	}
	n.Stratum = b.stratum(&n)
	key := nodeKey(&n, func(id ir.NodeID) ir.NodeID { return id })
	if n.Op == ir.Const { // a literal takes the unit of its surroundings, a parameter has its own
		key += fmt.Sprintf("|%t", free)
	}
	if id, ok := b.known[key]; ok {
		return id
	}
	if len(b.nodes) >= MaxNodes {
		panic(tooLarge{})
	}
	id := ir.NodeID(len(b.nodes))
	b.nodes = append(b.nodes, n)
	b.free = append(b.free, free)
	b.lacks = append(b.lacks, b.mayLack(&n))
	b.scopes = append(b.scopes, scopes)
	b.known[key] = id
	return id
}

// mayLack reports whether a node may be undetermined.
func (b *builder) mayLack(n *ir.Node) bool {
	switch n.Op {
	case ir.Missing:
		return true
	case ir.Known, ir.Settle, ir.Status:
		return false
	case ir.Pend:
		return b.lacks[n.Args[1]]
	case ir.Input:
		return b.unreported(n)
	}
	return slices.ContainsFunc(n.Operands(), func(id ir.NodeID) bool { return b.lacks[id] })
}

func mergeScopes(a, c []int, own int) []int {
	for _, s := range c {
		if s != own && !slices.Contains(a, s) {
			a = append(a[:len(a):len(a)], s)
		}
	}
	return a
}

func (b *builder) stratum(n *ir.Node) int {
	top := 0
	for _, o := range n.Operands() {
		top = max(top, b.nodes[o].Stratum)
	}
	if n.Crosses() {
		top++
	}
	return top
}

// nodeKey is equal for equal nodes; to says which node an operand is.
func nodeKey(n *ir.Node, to func(ir.NodeID) ir.NodeID) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d|%d|%d|%d|%d|%t|%s|%q", n.Op, n.Rec, n.Scope, n.Index, n.Column, n.ByRef, n.Code, n.Text)
	for _, a := range n.Args {
		fmt.Fprintf(&s, ",%d", to(a))
	}
	switch n.Op {
	case ir.Const:
		fmt.Fprintf(&s, "|%d|%x|%s|%d|%s", n.Value.Kind, value.AppendKey(nil, n.Value), n.Type.Unit, n.Type.Dec, n.Type.Name)
	case ir.Choose: // one result alone is there for its unit
		fmt.Fprintf(&s, "|%s", n.Type.Unit)
	case ir.At:
		fmt.Fprintf(&s, "|%d", to(n.Target))
	}
	if n.Func != nil {
		s.WriteString("|" + n.Func.Name)
	}
	if n.Loop != nil {
		fmt.Fprintf(&s, "|%+v", *n.Loop)
	}
	if f := n.Fold; f != nil {
		fmt.Fprintf(&s, "|%d|%d|%d|%d|%d|%d|%s|%v|%v|%d|%v|%d|%v", f.Child, f.Target, to(f.By), to(f.Where), to(f.Input), to(f.Weight), f.Agg.Name, f.Params.At, f.Params.Interpolated, f.Params.Digits, f.Params.Mode, f.Round, f.Exclude)
	}
	if n.Scan != nil {
		fmt.Fprintf(&s, "|%p", n.Scan)
	}
	return s.String()
}

// constant is a value of a known type.
func (b *builder) constant(v value.Value, t value.Type) ir.NodeID {
	return b.add(ir.Node{Op: ir.Const, Rec: -1, Value: v, Type: t}, false, 0)
}

// number is a number that is written out: it takes the unit of its surroundings.
func (b *builder) number(n value.Num) ir.NodeID {
	return b.add(ir.Node{Op: ir.Const, Rec: -1, Value: value.OfNum(n), Type: value.LiteralType(n)}, true, 0)
}

// unit gives a number that is made of literals alone the unit that its place asks for,
// and that it keeps from there on.
func (b *builder) unit(id ir.NodeID, u value.Unit) ir.NodeID {
	if !b.free[id] || u == value.One {
		return id
	}
	n := &b.nodes[id]
	t := n.Type
	t.Unit = u
	if n.Op == ir.Const {
		return b.constant(n.Value, t)
	}
	return b.op(ir.Choose, t, id)
}

// arg is what is known of a node as an argument.
func (b *builder) arg(id ir.NodeID) fn.Arg {
	n := &b.nodes[id]
	out := fn.Arg{Type: n.Type, Free: b.free[id]}
	if n.Op == ir.Const {
		out.Const = &n.Value
	}
	return out
}

func (b *builder) truth(t bool) ir.NodeID { return b.constant(value.OfBool(t), value.BoolType) }

// isTrue reports whether a node is the constant true.
func (b *builder) isTrue(id ir.NodeID) bool {
	n := &b.nodes[id]
	return n.Op == ir.Const && n.Value.Kind == value.Bool && n.Value.True()
}

func (b *builder) fail(code diag.Code, text string) ir.NodeID {
	return b.add(ir.Node{Op: ir.Fail, Rec: -1, Code: code, Text: text}, false, 0)
}

// call makes a call of a library function; its type is what the function says.
func (b *builder) call(name string, args ...ir.NodeID) ir.NodeID {
	f := b.lib.Func(name)
	types := make([]fn.Arg, len(args))
	for i, a := range args {
		types[i] = b.arg(a)
	}
	res, problem := f.Type(types)
	if problem != nil {
		panic(fmt.Sprintf("lower: %s does not type: %s", name, problem.Code))
	}
	return b.add(ir.Node{Op: ir.Call, Rec: -1, Args: args, Func: f, Type: res.Type}, res.Free, 0)
}

// all and any drop constants that decide nothing.
func (b *builder) all(ids ...ir.NodeID) ir.NodeID {
	var kept []ir.NodeID
	for _, id := range ids {
		if !b.isTrue(id) && !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	switch len(kept) {
	case 0:
		return b.truth(true)
	case 1:
		return kept[0]
	}
	return b.add(ir.Node{Op: ir.All, Rec: -1, Args: kept, Type: value.BoolType}, false, 0)
}

func (b *builder) any(ids ...ir.NodeID) ir.NodeID {
	if len(ids) == 1 {
		return ids[0]
	}
	return b.add(ir.Node{Op: ir.Any, Rec: -1, Args: ids, Type: value.BoolType}, false, 0)
}

func (b *builder) not(id ir.NodeID) ir.NodeID { return b.call("not", id) }

// choose makes condition, result, …, other. Its type holds every result.
func (b *builder) choose(args ...ir.NodeID) ir.NodeID {
	if len(args) == 1 {
		return args[0]
	}
	if b.isTrue(args[0]) {
		return args[1]
	}
	var t fn.Arg
	for i, a := range args {
		if i%2 == 0 && i < len(args)-1 {
			continue
		}
		arm := b.arg(a)
		u, free, ok := fn.Union(t, arm)
		if !ok {
			panic("lower: arms of different types: " + t.Type.String() + " and " + arm.Type.String())
		}
		t = fn.Arg{Type: u, Free: free}
	}
	return b.add(ir.Node{Op: ir.Choose, Rec: -1, Args: args, Type: t.Type}, t.Free, 0)
}

func (b *builder) op(op ir.Op, t value.Type, args ...ir.NodeID) ir.NodeID {
	return b.add(ir.Node{Op: op, Rec: -1, Args: args, Type: t}, false, 0)
}

// newScope opens a predicate inside another.
func (b *builder) newScope(parent int) int {
	b.parent = append(b.parent, parent)
	return len(b.parent) - 1
}
