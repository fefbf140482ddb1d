package scalar

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// build makes programs node by node: what is tested here is the interpreter alone.
type build struct{ p *ir.Program }

// newBuild has a record "case" with the key id and a number n that may be unreported.
func newBuild() *build {
	return &build{&ir.Program{
		Name: "t",
		Records: []*ir.Record{{
			Name: "case", Key: []int{0}, Owner: -1, OwnerBy: -1,
			Fields: []*ir.Field{{Name: "id", RefTo: -1, Table: -1, Is: ir.None, IsHas: ir.None}, {Name: "n", Index: 1, RefTo: -1, Table: -1, Is: ir.None, IsHas: ir.None}},
		}},
		Scopes: []ir.Scope{{}},
	}}
}

// add gives a node its slot: of a predicate, of a row, or of the program.
func (b *build) add(n ir.Node) ir.NodeID {
	switch {
	case n.Scope > 0:
		n.Slot = b.p.Scopes[n.Scope].Slots
		b.p.Scopes[n.Scope].Slots++
	case n.Rec >= 0:
		n.Slot = b.p.Records[n.Rec].Slots
		b.p.Records[n.Rec].Slots++
	default:
		n.Slot = b.p.Globals
		b.p.Globals++
	}
	b.p.Nodes = append(b.p.Nodes, n)
	return ir.NodeID(len(b.p.Nodes) - 1)
}

func (b *build) op(op ir.Op, args ...ir.NodeID) ir.NodeID {
	return b.add(ir.Node{Op: op, Rec: 0, Args: args})
}

func (b *build) constant(v value.Value) ir.NodeID {
	return b.add(ir.Node{Op: ir.Const, Rec: -1, Value: v})
}

func (b *build) call(f *fn.Func, args ...ir.NodeID) ir.NodeID {
	return b.add(ir.Node{Op: ir.Call, Rec: 0, Func: f, Args: args})
}

// loop goes through the elements of a list; body gets the element's node and gives the
// body's. need is for LoopNeed.
func (b *build) loop(kind ir.LoopKind, list ir.NodeID, need int, body func(elem ir.NodeID, scope int) ir.NodeID) ir.NodeID {
	scope := len(b.p.Scopes)
	b.p.Scopes = append(b.p.Scopes, ir.Scope{})
	elem := b.add(ir.Node{Op: ir.Elem, Rec: 0, Scope: scope, Index: scope})
	lp := &ir.Loop{Kind: kind, Over: ir.OverList, Scope: scope, Need: need, Body: body(elem, scope)}
	return b.add(ir.Node{Op: ir.Each, Rec: 0, Args: []ir.NodeID{list}, Loop: lp})
}

// world has one case.
func (b *build) world(assumed map[string]value.Value) *World {
	row := &slot.Row{Fields: []slot.Cell{{Value: value.OfText("A"), Present: true}, {Value: value.OfInt(7), Present: true}}}
	return New(NewPlan(b.p, assumed, ir.Standing{}), &slot.Bundle{Rows: [][]*slot.Row{{row}}}, nil)
}

// eval evaluates a node for the one row, nothing being assumed.
func (b *build) eval(id ir.NodeID) slot.Slot { return b.world(nil).Eval(id, 0, 0) }

// operand is one state that a slot can be in, with the node that makes it.
type operand struct {
	name string
	make func(b *build) ir.NodeID
	is   func(id ir.NodeID) slot.Slot // what it evaluates to
}

func fixed(s slot.Slot) func(ir.NodeID) slot.Slot {
	return func(ir.NodeID) slot.Slot { return s }
}

// truths are the five things that the slot of a truth can hold.
var truths = []operand{
	{"true", func(b *build) ir.NodeID { return b.constant(value.OfBool(true)) }, fixed(slot.Truth(true))},
	{"false", func(b *build) ir.NodeID { return b.constant(value.OfBool(false)) }, fixed(slot.Truth(false))},
	{"undetermined", func(b *build) ir.NodeID { return b.add(ir.Node{Op: ir.Missing, Rec: -1, Text: "u"}) }, fixed(slot.Lacking("why:u"))},
	{"review", func(b *build) ir.NodeID { return b.add(ir.Node{Op: ir.Review, Rec: -1, Text: "r"}) }, fixed(slot.ForReview("r"))},
	{"fault", func(b *build) ir.NodeID {
		return b.add(ir.Node{Op: ir.Fail, Rec: -1, Code: diag.Refused, Text: "f"})
	}, func(id ir.NodeID) slot.Slot {
		return slot.Fail(slot.Fault{Code: diag.Refused, Node: id, Text: "f", Rec: 0}) // of the row that needs it
	}},
}

// both is a strict operator: whether both operands are true.
var both = &fn.Func{Name: "both", Eval: func(a []value.Value) (value.Value, diag.Code) {
	return value.OfBool(a[0].True() && a[1].True()), ""
}}

// failing is an operator that has no result on values.
var failing = &fn.Func{Name: "failing", Eval: func([]value.Value) (value.Value, diag.Code) {
	return value.Value{}, diag.DivisionByZero
}}
