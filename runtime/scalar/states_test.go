package scalar

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// same compares what slots mean: the value only where there is one.
func same(a, b slot.Slot) bool {
	if a.State != b.State {
		return false
	}
	switch a.State {
	case slot.Determined:
		return a.Value.Kind == b.Value.Kind && value.Equal(a.Value, b.Value)
	case slot.Faulty:
		return a.Fault == b.Fault
	}
	return cmp.Equal(a.Reasons, b.Reasons)
}

// TestOneOperand: what each operation of one operand gives for every state of it.
func TestOneOperand(t *testing.T) {
	yes, no := slot.Truth(true), slot.Truth(false)
	for _, c := range []struct {
		op   ir.Op
		want [5]*slot.Slot // for true, false, undetermined, review, fault; nil: as it is
	}{
		{ir.All, [5]*slot.Slot{}},
		{ir.Any, [5]*slot.Slot{}},
		{ir.Known, [5]*slot.Slot{&yes, &yes, &no, nil, nil}},
		{ir.Settle, [5]*slot.Slot{nil, nil, {State: slot.InReview, Reasons: []string{"u"}}, nil, nil}},
		{ir.Closed, [5]*slot.Slot{}},
		{ir.List, [5]*slot.Slot{
			{Value: value.OfList(value.OfBool(true))}, {Value: value.OfList(value.OfBool(false))}, nil, nil, nil,
		}},
		{ir.Make, [5]*slot.Slot{
			{Value: value.OfRef(value.OfBool(true))}, {Value: value.OfRef(value.OfBool(false))}, nil, nil, nil,
		}},
	} {
		for i, x := range truths {
			b := newBuild()
			arg := x.make(b)
			id := b.op(c.op, arg)
			want := x.is(arg)
			if c.want[i] != nil {
				want = *c.want[i]
			}
			if got := b.eval(id); !same(got, want) {
				t.Errorf("%s(%s) = %+v, want %+v", c.op, x.name, got, want)
			}
		}
	}
}

// TestTwoOperands: for every pair of states. The expected state is written out here, not
// taken from the table that the interpreter uses.
func TestTwoOperands(t *testing.T) {
	const T, F, U, R, X = 0, 1, 2, 3, 4
	table := map[string][5][5]int{
		"all":    {{T, F, U, R, X}, {F, F, F, F, F}, {U, F, U, R, X}, {R, F, R, R, X}, {X, F, X, X, X}},
		"any":    {{T, T, T, T, T}, {T, F, U, R, X}, {T, U, U, R, X}, {T, R, R, R, X}, {T, X, X, X, X}},
		"strict": {{T, F, U, R, X}, {F, F, U, R, X}, {U, U, U, R, X}, {R, R, R, R, X}, {X, X, X, X, X}},
		"pend":   {{T, T, T, T, T}, {F, F, F, F, F}, {T, F, U, R, X}, {R, R, R, R, R}, {X, X, X, X, X}},
	}
	for name, want := range table {
		for i, x := range truths {
			for j, y := range truths {
				b := newBuild()
				a, c := x.make(b), y.make(b)
				var id ir.NodeID
				switch name {
				case "all":
					id = b.op(ir.All, a, c)
				case "any":
					id = b.op(ir.Any, a, c)
				case "strict":
					id = b.call(both, a, c)
				case "pend":
					id = b.op(ir.Pend, a, c)
				}
				k := want[i][j]
				expect := truths[k].is(a)
				if k != i { // the second operand's, or what both come to
					expect = truths[k].is(c)
				}
				if got := b.eval(id); !same(got, expect) {
					t.Errorf("%s(%s, %s) = %+v, want %+v", name, x.name, y.name, got, expect)
				}
			}
		}
	}
}

// TestStatus: criteria that do not apply, are met, not met, cannot be told; review and
// faults go through.
func TestStatus(t *testing.T) {
	for i, applies := range truths {
		for j, truth := range truths {
			b := newBuild()
			a, c := applies.make(b), truth.make(b)
			got := b.eval(b.op(ir.Status, a, c))
			var want slot.Slot
			switch {
			case i >= 3:
				want = applies.is(a)
			case i > 0:
				want = slot.Of(value.OfEnum([]string{"", "not_applicable", "undetermined"}[i]))
			case j >= 3:
				want = truth.is(c)
			default:
				want = slot.Of(value.OfEnum([]string{"met", "not_met", "undetermined"}[j]))
			}
			if !same(got, want) {
				t.Errorf("status(%s, %s) = %+v, want %+v", applies.name, truth.name, got, want)
			}
		}
	}
}

// TestChoose: a condition that is not a value is the result, and only the arm that is
// taken is evaluated, whatever stands in the others.
func TestChoose(t *testing.T) {
	for i, first := range truths {
		for j, second := range truths {
			b := newBuild()
			c1, c2 := first.make(b), second.make(b)
			arms := []ir.NodeID{
				b.add(ir.Node{Op: ir.Fail, Rec: 0, Code: diag.Refused, Text: "1"}),
				b.add(ir.Node{Op: ir.Fail, Rec: 0, Code: diag.Refused, Text: "2"}),
				b.add(ir.Node{Op: ir.Fail, Rec: 0, Code: diag.Refused, Text: "other"}),
			}
			id := b.op(ir.Choose, c1, arms[0], c2, arms[1], arms[2])
			w := b.world(nil)
			got := w.Eval(id, 0, 0)
			taken := -1
			switch {
			case i >= 2:
				if !same(got, first.is(c1)) {
					t.Errorf("%s, %s: %+v", first.name, second.name, got)
				}
			case i == 0:
				taken = 0
			case j >= 2:
				if !same(got, second.is(c2)) {
					t.Errorf("%s, %s: %+v", first.name, second.name, got)
				}
			default:
				taken = 1 + j
			}
			for k, arm := range arms {
				if _, ran := w.Peek(arm, 0, 0); ran != (k == taken) {
					t.Errorf("%s, %s: arm %d evaluated: %v", first.name, second.name, k, ran)
				}
			}
			if _, ran := w.Peek(c2, 0, 0); ran != (i == 1) {
				t.Errorf("%s: the second condition was evaluated: %v", first.name, ran)
			}
		}
	}
}

// TestInput: a field that has a value, that was not reported, that has none.
func TestInput(t *testing.T) {
	for _, c := range []struct {
		present, unknown bool
		want             slot.Slot
	}{
		{true, false, slot.Of(value.OfInt(7))},
		{true, true, slot.Of(value.OfInt(7))},
		{false, true, slot.Lacking("case.n")},
		{false, false, slot.Fail(slot.Fault{Code: diag.AbsentRead, Node: 0, Rec: 0})},
	} {
		b := newBuild()
		b.p.Records[0].Fields[1].Spec.Unknown = c.unknown
		id := b.add(ir.Node{Op: ir.Input, Rec: 0, Index: 1, Text: "case.n"})
		has := b.add(ir.Node{Op: ir.Has, Rec: 0, Index: 1})
		w := b.world(nil)
		w.rows[0][0].Fields[1].Present = c.present
		if got := w.Eval(id, 0, 0); !same(got, c.want) {
			t.Errorf("%+v: %+v, want %+v", c, got, c.want)
		}
		if got := w.Eval(has, 0, 0); !got.Is(c.present) {
			t.Errorf("%+v: has = %+v", c, got)
		}
	}
}

// TestFaultOfAFunction: names the node and the row, and is weaker than nothing.
func TestFaultOfAFunction(t *testing.T) {
	b := newBuild()
	id := b.call(failing)
	got := b.eval(id)
	if want := slot.Fail(slot.Fault{Code: diag.DivisionByZero, Node: id, Text: "failing", Rec: 0}); !same(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, x := range truths[2:] { // operands that are no values never reach it
		b := newBuild()
		arg := x.make(b)
		if got := b.eval(b.call(failing, arg)); !same(got, x.is(arg)) {
			t.Errorf("failing(%s) = %+v", x.name, got)
		}
	}
}

// TestOrder: combined in whatever order and grouping, the same comes out.
func TestOrder(t *testing.T) {
	for code := range 5 * 5 * 5 {
		xs := []operand{truths[code%5], truths[code/5%5], truths[code/25]}
		for _, op := range []ir.Op{ir.All, ir.Any} {
			var first slot.Slot
			for n, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
				b := newBuild()
				ids := []ir.NodeID{xs[0].make(b), xs[1].make(b), xs[2].make(b)}
				flat := b.op(op, ids[order[0]], ids[order[1]], ids[order[2]])
				nested := b.op(op, ids[order[0]], b.op(op, ids[order[1]], ids[order[2]]))
				w := b.world(nil)
				got := w.Eval(flat, 0, 0)
				if n == 0 {
					first = got
				}
				if !same(got, first) || !same(w.Eval(nested, 0, 0), first) {
					t.Errorf("%s of %s: %+v, not %+v", op, fmt.Sprint(xs[0].name, xs[1].name, xs[2].name), got, first)
				}
			}
		}
	}
}
