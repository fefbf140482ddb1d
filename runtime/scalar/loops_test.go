package scalar

import (
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// TestLoops: every kind of loop over two elements whose bodies are in every state.
func TestLoops(t *testing.T) {
	const T, F, U, R, X = 0, 1, 2, 3, 4
	num := func(n int64) slot.Slot { return slot.Of(value.OfInt(n)) }
	for i, x := range truths {
		for j, y := range truths {
			for kind := ir.LoopAny; kind <= ir.LoopNeed; kind++ {
				if kind == ir.LoopSum {
					continue // of numbers: TestSum
				}
				b := newBuild()
				first := &fn.Func{Name: "first", Eval: func(a []value.Value) (value.Value, diag.Code) {
					return value.OfBool(a[0].Str == "1"), ""
				}}
				list := b.constant(value.OfList(value.OfText("1"), value.OfText("2")))
				var a, c ir.NodeID
				id := b.loop(kind, list, 2, func(elem ir.NodeID, scope int) ir.NodeID {
					a, c = x.make(b), y.make(b)
					is := b.add(ir.Node{Op: ir.Call, Rec: 0, Scope: scope, Func: first, Args: []ir.NodeID{elem}})
					return b.add(ir.Node{Op: ir.Choose, Rec: 0, Scope: scope, Args: []ir.NodeID{is, a, c}})
				})
				xs, ys := x.is(a), y.is(c)
				both := [5][5]slot.Slot{}
				for p := range truths {
					for q := range truths {
						both[p][q] = ys
						if p > q {
							both[p][q] = xs
						}
					}
				}
				strongest := both[i][j]
				if i == j && i == X {
					strongest = xs // the lower node
				}
				held := map[int]int64{T: 1}[i] + map[int]int64{T: 1}[j]
				var want slot.Slot
				switch kind {
				case ir.LoopAny:
					want = strongest
					if held > 0 {
						want = slot.Truth(true)
					}
				case ir.LoopAll, ir.LoopNeed: // both of two
					want = strongest
					if i == F || j == F {
						want = slot.Truth(false)
					}
				case ir.LoopCount:
					want = num(held)
					if i >= U || j >= U {
						want = strongest
					}
				case ir.LoopFind:
					switch {
					case i >= U:
						want = xs
					case i == T:
						want = slot.Of(value.OfText("1"))
					case j >= U:
						want = ys
					case j == T:
						want = slot.Of(value.OfText("2"))
					default:
						want = slot.Fail(slot.Fault{Code: diag.AbsentRead, Node: id, Rec: 0})
					}
				case ir.LoopFindHas:
					want = xs
					if i == F {
						want = ys
					}
				}
				if got := b.eval(id); !same(got, want) {
					t.Errorf("%s over %s, %s = %+v, want %+v", kind, x.name, y.name, got, want)
				}
			}
		}
	}
}

// TestLoopOverWhatIsNoValue: a list that is not a value is the result; over nothing, each
// kind has its neutral answer.
func TestLoopOverWhatIsNoValue(t *testing.T) {
	neutral := map[ir.LoopKind]slot.Slot{
		ir.LoopAny: slot.Truth(false), ir.LoopAll: slot.Truth(true), ir.LoopCount: slot.Of(value.OfInt(0)), ir.LoopSum: slot.Of(value.OfInt(0)),
		ir.LoopFindHas: slot.Truth(false), ir.LoopNeed: slot.Truth(false),
	}
	for kind := ir.LoopAny; kind <= ir.LoopNeed; kind++ {
		body := func(b *build) func(ir.NodeID, int) ir.NodeID {
			return func(_ ir.NodeID, scope int) ir.NodeID {
				return b.add(ir.Node{Op: ir.Fail, Rec: 0, Scope: scope, Code: diag.Refused})
			}
		}
		for _, x := range truths[2:] {
			b := newBuild()
			list := x.make(b)
			if got := b.eval(b.loop(kind, list, 1, body(b))); !same(got, x.is(list)) {
				t.Errorf("%s over %s = %+v", kind, x.name, got)
			}
		}
		b := newBuild()
		id := b.loop(kind, b.constant(value.OfList()), 1, body(b))
		want, ok := neutral[kind]
		if !ok {
			want = slot.Fail(slot.Fault{Code: diag.AbsentRead, Node: id, Rec: 0})
		}
		if got := b.eval(id); !same(got, want) {
			t.Errorf("%s over nothing = %+v, want %+v", kind, got, want)
		}
	}
}
