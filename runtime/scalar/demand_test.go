package scalar

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// counter is a function that counts how often it is computed.
func counter(n *int) *fn.Func {
	return &fn.Func{Name: "counter", Eval: func([]value.Value) (value.Value, diag.Code) {
		*n++
		return value.OfBool(true), ""
	}}
}

// TestOnce: a node is computed once for each row that it belongs to, for each element of
// its predicate, or once for the case, however many read it.
func TestOnce(t *testing.T) {
	b := newBuild()
	var perRow, perCase, perElement, unread int
	row := b.call(counter(&perRow), b.op(ir.Self))
	whole := b.add(ir.Node{Op: ir.Call, Rec: -1, Func: counter(&perCase)})
	b.call(counter(&unread))
	list := b.constant(value.OfList(value.OfInt(1), value.OfInt(2), value.OfInt(2)))
	loop := b.loop(ir.LoopAll, list, 0, func(elem ir.NodeID, scope int) ir.NodeID {
		c := b.add(ir.Node{Op: ir.Call, Rec: 0, Scope: scope, Func: counter(&perElement), Args: []ir.NodeID{elem}})
		return b.add(ir.Node{Op: ir.All, Rec: 0, Scope: scope, Args: []ir.NodeID{c, c, row}})
	})
	top := b.op(ir.All, row, row, whole, b.call(both, row, whole), loop, loop)
	b.p.Outputs = []*ir.Output{{Name: "o", Node: top}, {Name: "p", Node: b.op(ir.Any, top, row)}}
	key := func(s string) *slot.Row {
		return &slot.Row{Fields: []slot.Cell{{Value: value.OfText(s), Present: true}, {}}}
	}
	w := New(NewPlan(b.p, nil, ir.Standing{}), &slot.Bundle{Rows: [][]*slot.Row{{key("A"), key("B"), key("C")}}}, nil)
	for range 2 {
		if res := w.Run(); res.Outcome != slot.Decided {
			t.Fatalf("%+v", res)
		}
	}
	if perRow != 3 || perCase != 1 || perElement != 9 || unread != 0 {
		t.Errorf("computed %d times for 3 rows, %d for the case, %d for 3 rows of 3 elements, %d without a reader", perRow, perCase, perElement, unread)
	}
}

// TestAwaited: what needs many cases is not evaluated; an assumed value goes before a
// provisional one, and with either the output is there.
func TestAwaited(t *testing.T) {
	for _, c := range []struct {
		name                string
		provisional, assume bool
		want                slot.Outcome
		value               string // of the output; empty: it awaits
	}{
		{"neither", false, false, slot.Awaiting, ""},
		{"provisional", true, false, slot.Paid, "true"},
		{"assumed", false, true, slot.Paid, "assumed"},
		{"both", true, true, slot.Paid, "assumed"},
	} {
		b := newBuild()
		computed := 0
		scan := b.add(ir.Node{Op: ir.Scan, Rec: 0, Scan: &ir.ScanSpec{}})
		args := []ir.NodeID{scan}
		if c.provisional {
			args = append(args, b.call(counter(new(int))))
		}
		closed := b.add(ir.Node{Op: ir.Closed, Rec: 0, Text: "v", Args: args})
		yes := b.constant(value.OfBool(true))
		reader := b.call(counter(&computed), closed)
		b.p.Outputs = []*ir.Output{{Name: "o", Node: closed}}
		b.p.Values = []*ir.Named{{Name: "pay", Kind: ir.PaymentValue, Node: reader, Checked: reader, Applies: yes, Has: ir.None}}
		var assumed map[string]value.Value
		if c.assume {
			assumed = map[string]value.Value{"v": value.OfText("assumed")}
		}
		w := b.world(assumed)
		if res := w.Run(); res.Outcome != c.want {
			t.Errorf("%s: %+v, want %s", c.name, res, c.want)
		}
		if w.Awaits(closed) != (c.value == "") || (computed > 0) != (c.value != "") {
			t.Errorf("%s: awaits %v, its reader computed %d times", c.name, w.Awaits(closed), computed)
		}
		if s, ok := w.Peek(closed, 0, 0); ok && s.Value.Text(value.Type{}) != c.value {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

// TestOutcome: refused before review before paid before awaiting before not applicable;
// what no root demands has no say.
func TestOutcome(t *testing.T) {
	text := func(b *build, op ir.Op) ir.NodeID {
		return b.add(ir.Node{Op: op, Rec: 0, Text: "why", Code: diag.Refused})
	}
	for code := range 16 {
		b := newBuild()
		yes, no := b.constant(value.OfBool(true)), b.constant(value.OfBool(false))
		want := slot.Result{Outcome: slot.NotApplicable}
		b.p.Values = []*ir.Named{{Name: "p", Kind: ir.PaymentValue, Node: no, Checked: no, Applies: no, Has: ir.None}}
		if code&1 > 0 {
			want.Outcome = slot.Paid
			b.p.Values = append(b.p.Values, &ir.Named{Name: "q", Kind: ir.PaymentValue, Node: no, Checked: no, Applies: yes, Has: ir.None})
		}
		if code&2 > 0 {
			want = slot.Result{Outcome: slot.NeedsReview, Reasons: []string{"why"}}
			b.p.Outputs = append(b.p.Outputs, &ir.Output{Name: "r", Node: text(b, ir.Missing)}) // undetermined settles
		}
		if code&4 > 0 {
			want = slot.Result{Outcome: slot.NeedsReview, Reasons: []string{"why"}}
			b.p.Outputs = append(b.p.Outputs, &ir.Output{Name: "s", Node: text(b, ir.Review)})
		}
		if code&8 > 0 {
			f := text(b, ir.Fail)
			want = slot.Result{Outcome: slot.Refused, Fault: &slot.Fault{Code: diag.Refused, Node: f, Text: "why"}}
			b.p.Outputs = append(b.p.Outputs, &ir.Output{Name: "t", Node: f})
		}
		unread := text(b, ir.Fail)
		b.p.Values = append(b.p.Values, &ir.Named{Name: "unread", Kind: ir.LetValue, Node: unread, Has: ir.None, Applies: ir.None, Checked: ir.None})
		if diff := cmp.Diff(want, b.world(nil).Run()); diff != "" {
			t.Errorf("%04b (-want +got)\n%s", code, diff)
		}
	}
	b := newBuild()
	if got := b.world(nil).Run().Outcome; got != slot.Decided {
		t.Errorf("without payments: %s", got)
	}
}

// TestSameWhateverTheOrder: roots come in the order of their names, which says nothing
// about which fault is reported or which reasons are given.
func TestSameWhateverTheOrder(t *testing.T) {
	b := newBuild()
	for i := range 6 {
		op := []ir.Op{ir.Review, ir.Fail, ir.Missing}[i%3]
		id := b.add(ir.Node{Op: op, Rec: 0, Code: diag.Refused, Text: fmt.Sprint(i)})
		b.p.Outputs = append(b.p.Outputs, &ir.Output{Name: fmt.Sprint(i), Node: b.call(both, id, id)})
	}
	first := b.world(nil).Run()
	if first.Outcome != slot.Refused || first.Fault.Text != "1" {
		t.Fatalf("%+v", first)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		r.Shuffle(len(b.p.Outputs), func(i, j int) {
			b.p.Outputs[i], b.p.Outputs[j] = b.p.Outputs[j], b.p.Outputs[i]
		})
		if diff := cmp.Diff(first, b.world(nil).Run()); diff != "" {
			t.Fatalf("(-first +again)\n%s", diff)
		}
	}
}

// TestFaultNamesItsRow: a refusal belongs to no row, and is reported for the first row
// that needs it.
func TestFaultNamesItsRow(t *testing.T) {
	b := newBuild()
	refuse := b.add(ir.Node{Op: ir.Fail, Rec: -1, Code: diag.Refused, Text: "why"})
	list := b.constant(value.OfList(value.OfInt(1)))
	inside := b.loop(ir.LoopAll, list, 0, func(ir.NodeID, int) ir.NodeID { return refuse })
	b.p.Outputs = []*ir.Output{{Name: "o", Node: b.op(ir.Choose, b.add(ir.Node{Op: ir.Has, Rec: 0, Index: 1}), list, inside)}}
	row := func(n bool) *slot.Row {
		return &slot.Row{Fields: []slot.Cell{{Value: value.OfText("A"), Present: true}, {Present: n}}}
	}
	w := New(NewPlan(b.p, nil, ir.Standing{}), &slot.Bundle{Rows: [][]*slot.Row{{row(true), row(true), row(false), row(false)}}}, nil)
	want := slot.Result{Outcome: slot.Refused, Fault: &slot.Fault{Code: diag.Refused, Node: refuse, Text: "why", Rec: 0, Row: 2}}
	if diff := cmp.Diff(want, w.Run()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestDeepChain: the longest row of values that the checker lets pass, each as deep as a
// formula may be, fits the stack.
func TestDeepChain(t *testing.T) {
	b := newBuild()
	id := b.constant(value.OfBool(true))
	for range check.MaxDepth * syntax.MaxFormulaNesting.Max {
		id = b.call(both, id, id)
	}
	if got := b.eval(id); !got.Is(true) {
		t.Errorf("%+v", got)
	}
}
