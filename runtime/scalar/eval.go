package scalar

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// eval returns the slot of a node, computed once for each row or element. f is any
// frame at or inside the one that the node belongs to.
func (w *World) eval(id ir.NodeID, f *frame) slot.Slot {
	n := &w.prog.Nodes[id]
	own := w.frameOf(n, f)
	if own.state[n.Slot] == set {
		return own.slots[n.Slot]
	}
	if own.state[n.Slot] == running {
		panic("scalar: a node depends on itself")
	}
	own.state[n.Slot] = running
	s := w.compute(id, n, own)
	if s.State == slot.Faulty && s.Fault.Rec < 0 && own.row != nil { // of a node without a row: the row that needs it
		s.Fault.Rec, s.Fault.Row = own.row.Rec, own.row.place
	}
	own.slots[n.Slot], own.state[n.Slot] = s, set
	if w.watch != nil {
		w.watch.Slot(id, s, own.elem)
	}
	return s
}

func (w *World) frameOf(n *ir.Node, f *frame) *frame {
	if n.Scope == 0 && n.Rec < 0 {
		return w.globals
	}
	for f.scope != n.Scope && f.up != nil {
		f = f.up
	}
	return f
}

// fault makes the fault of a node for the row at hand.
func fault(id ir.NodeID, code diag.Code, text string, f *frame) slot.Slot {
	out := slot.Fault{Code: code, Node: id, Text: text, Rec: -1}
	if f.row != nil {
		out.Rec, out.Row = f.row.Rec, f.row.place
	}
	return slot.Fail(out)
}

func (w *World) compute(id ir.NodeID, n *ir.Node, f *frame) slot.Slot {
	if n.Crosses() {
		return fault(id, diag.RecordMissing, n.Text, f) // not a root here: see Plan
	}
	switch n.Op {
	case ir.Const:
		return slot.Of(n.Value)
	case ir.Fail:
		return fault(id, n.Code, n.Text, f)
	case ir.Review:
		return slot.ForReview(n.Text)
	case ir.Missing:
		return slot.Lacking(slot.WhyPrefix + n.Text)
	case ir.Self:
		return slot.Of(f.row.key)
	case ir.Input:
		return w.input(id, n, f)
	case ir.Has:
		return slot.Truth(f.row.Fields[n.Index].Present)
	case ir.Elem:
		return slot.Of(f.elem)
	case ir.Choose:
		return w.choose(id, n, f)
	case ir.All, ir.Any:
		s, join := slot.Truth(true), slot.And
		if n.Op == ir.Any {
			s, join = slot.Truth(false), slot.Or
		}
		for _, a := range n.Args {
			s = join(s, w.eval(a, f))
		}
		return s
	case ir.Known:
		s := w.eval(n.Args[0], f)
		if s.State > slot.Undetermined {
			return s
		}
		return slot.Truth(s.OK())
	case ir.Settle:
		return slot.Settle(w.eval(n.Args[0], f))
	case ir.Pend:
		if s := w.eval(n.Args[0], f); s.State != slot.Undetermined {
			return s
		}
		return w.eval(n.Args[1], f)
	case ir.Status:
		return w.status(n, f)
	case ir.Each:
		return w.each(id, n, f)
	case ir.Fold, ir.FoldHas:
		return w.fold(id, n, f)
	case ir.Closed:
		return w.closed(n, f)
	}
	return w.strict(id, n, f)
}

// input reads a field. One that was not reported is undetermined and names itself.
func (w *World) input(id ir.NodeID, n *ir.Node, f *frame) slot.Slot {
	c := f.row.Fields[n.Index]
	switch {
	case c.Present:
		return slot.Of(c.Value)
	case w.prog.Records[n.Rec].Fields[n.Index].Spec.Unknown:
		return slot.Lacking(n.Text)
	}
	return fault(id, diag.AbsentRead, "", f)
}

// choose evaluates conditions in order until one holds; no other result runs. A
// condition that is not a value is the result.
func (w *World) choose(id ir.NodeID, n *ir.Node, f *frame) slot.Slot {
	last, i := len(n.Args)-1, 0
	for ; i < last; i += 2 {
		c := w.eval(n.Args[i], f)
		if !c.OK() {
			return c
		}
		if c.Value.True() {
			break
		}
	}
	if w.watch != nil {
		w.watch.Arm(id, i/2)
	}
	return w.eval(n.Args[min(i+1, last)], f)
}

// operands evaluates every operand and combines their states.
func (w *World) operands(n *ir.Node, f *frame) ([]value.Value, slot.Slot) {
	args, state := make([]value.Value, len(n.Args)), slot.Slot{}
	for i, a := range n.Args {
		s := w.eval(a, f)
		args[i], state = s.Value, slot.Strict(state, s)
	}
	return args, state
}

// strict needs every operand, and computes only on values.
func (w *World) strict(id ir.NodeID, n *ir.Node, f *frame) slot.Slot {
	args, state := w.operands(n, f)
	if !state.OK() {
		return state
	}
	switch n.Op {
	case ir.Call:
		v, code := n.Func.Eval(args)
		if code != "" {
			return fault(id, code, n.Func.Name, f)
		}
		return slot.Of(v)
	case ir.List:
		return slot.Of(value.OfList(args...))
	case ir.Make:
		return slot.Of(value.OfRef(args...))
	case ir.At:
		if t := &w.prog.Nodes[n.Target]; t.Op == ir.Closed {
			if v, ok := w.plan.assumed[t.Text]; ok {
				return slot.Of(v) // assumed for whatever row
			}
		}
		r := w.find(n.Index, args[0])
		if r == nil {
			return fault(id, diag.RecordMissing, w.prog.Records[n.Index].Name, f)
		}
		return r.world.eval(n.Target, r.frame)
	}
	return w.look(id, n, args, f)
}

// look reads a table: Find, Hit, Cell, CellHas.
func (w *World) look(id ir.NodeID, n *ir.Node, args []value.Value, f *frame) slot.Slot {
	t := w.prog.Tables[n.Index]
	r, dated := t.Row(n, args)
	if w.watch != nil && r >= 0 {
		w.watch.Row(n, args, r)
	}
	if n.Op == ir.Hit {
		return slot.Truth(r >= 0)
	}
	if r < 0 {
		code := diag.RowMissing
		if dated {
			code = diag.OutsideDates
		}
		return fault(id, code, t.Name, f)
	}
	switch n.Op {
	case ir.Find:
		return slot.Of(t.RowRef(r))
	case ir.CellHas:
		return slot.Truth(t.Rows[r].Present[n.Column])
	}
	if !t.Rows[r].Present[n.Column] {
		return fault(id, diag.AbsentRead, t.Name, f)
	}
	return slot.Of(t.Rows[r].Cells[n.Column])
}

// status tells the four ends of criteria apart. It is total over what is
// undetermined.
func (w *World) status(n *ir.Node, f *frame) slot.Slot {
	for i, other := range []string{"not_applicable", "not_met"} {
		s := w.eval(n.Args[i], f)
		switch {
		case s.State == slot.Undetermined:
			return slot.Of(value.OfEnum("undetermined"))
		case !s.OK():
			return s
		case s.Is(false):
			return slot.Of(value.OfEnum(other))
		}
	}
	return slot.Of(value.OfEnum("met"))
}

// closed is a value that needs many cases: as assumed, else provisional, else made of
// others that are.
func (w *World) closed(n *ir.Node, f *frame) slot.Slot {
	if v, ok := w.plan.assumed[n.Text]; ok {
		return slot.Of(v)
	}
	return w.eval(n.Args[len(n.Args)-1], f)
}

// elements are what a loop goes through, in the order of their keys.
func (w *World) elements(id ir.NodeID, n *ir.Node, f *frame) ([]value.Value, slot.Slot) {
	args, state := w.operands(n, f)
	if !state.OK() {
		return nil, state
	}
	lp := n.Loop
	switch lp.Over {
	case ir.OverList:
		return args[0].List, state
	case ir.OverTable:
		t := w.prog.Tables[lp.Table]
		var out []value.Value
		for i := range t.Rows {
			if !t.Dated || t.InForce(i, args[0].Int) {
				out = append(out, t.RowRef(i))
			}
		}
		return out, state
	}
	field := w.prog.Records[lp.Record].Fields[lp.Field]
	if w.prog.Records[lp.Record].Root != w.root { // rows of another root's row
		up := w.find(field.RefTo, args[0])
		if up == nil {
			return nil, fault(id, diag.RecordMissing, w.prog.Records[field.RefTo].Name, f)
		}
		w = up.world
	}
	rows, missing := w.rowsOf(lp.Record)
	if !missing.OK() {
		return nil, missing
	}
	var out []value.Value
	for _, r := range rows {
		ref, has := w.reference(field, r)
		if !ref.OK() {
			return nil, ref
		}
		if !has {
			continue
		}
		if s := w.there(field.RefTo, ref.Value, r.frame); !s.OK() {
			return nil, s
		}
		if value.Equal(ref.Value, args[0]) {
			out = append(out, r.key)
		}
	}
	slices.SortFunc(out, value.Compare)
	return out, state
}

// there is a fault if a row of the case names a row of the case that is not there:
// what it carries must not drop out of every total in silence.
func (w *World) there(rec int, ref value.Value, f *frame) slot.Slot {
	if w.prog.Records[rec].Root != w.root || w.find(rec, ref) != nil {
		return slot.Slot{}
	}
	return fault(ir.None, diag.RecordMissing, w.prog.Records[rec].Name, f)
}

// reference reads a reference field of a row.
func (w *World) reference(field *ir.Field, r *row) (ref slot.Slot, has bool) {
	if field.Is == ir.None {
		c := r.Fields[field.Index]
		return slot.Of(c.Value), c.Present
	}
	if field.IsHas != ir.None {
		s := w.eval(field.IsHas, r.frame)
		if !s.OK() || s.Is(false) {
			return s, false
		}
	}
	return w.eval(field.Is, r.frame), true
}

func (w *World) inside(n *ir.Node, f *frame, elem value.Value) *frame {
	in := newFrame(f.row, f, n.Loop.Scope, w.prog.Scopes[n.Loop.Scope].Slots)
	in.elem = elem
	return in
}

// each goes through the elements of a loop. any, all and need know three answers;
// count and sum need every element; find takes the first for which the body holds,
// and stops at one that is not a value.
func (w *World) each(id ir.NodeID, n *ir.Node, f *frame) slot.Slot {
	elems, state := w.elements(id, n, f)
	if !state.OK() {
		return state
	}
	lp := n.Loop
	var bodies []slot.Slot
	for _, e := range elems {
		b := w.eval(lp.Body, w.inside(n, f, e))
		if lp.Kind == ir.LoopFind || lp.Kind == ir.LoopFindHas {
			switch {
			case !b.OK():
				return b
			case b.Is(true) && lp.Kind == ir.LoopFindHas:
				return b
			case b.Is(true):
				return slot.Of(e)
			}
		}
		bodies = append(bodies, b)
	}
	switch lp.Kind {
	case ir.LoopFind:
		return fault(id, diag.AbsentRead, "", f)
	case ir.LoopFindHas:
		return slot.Truth(false)
	case ir.LoopNeed:
		return slot.AtLeast(lp.Need, bodies)
	}
	return reduce(lp.Kind, bodies)
}

// reduce makes one slot of the bodies of any, all, count or sum.
func reduce(kind ir.LoopKind, bodies []slot.Slot) slot.Slot {
	out := slot.Truth(kind == ir.LoopAll)
	state := slot.Slot{}
	var sum value.Num
	for _, b := range bodies {
		switch kind {
		case ir.LoopAny:
			out = slot.Or(out, b)
		case ir.LoopAll:
			out = slot.And(out, b)
		default:
			state = slot.Strict(state, b)
			if kind == ir.LoopCount && b.Is(true) {
				sum = sum.Add(value.Int(1))
			} else if kind == ir.LoopSum {
				sum = sum.Add(b.Value.Num)
			}
		}
	}
	switch {
	case kind == ir.LoopAny || kind == ir.LoopAll:
		return out
	case !state.OK():
		return state
	}
	return slot.Of(value.OfNum(sum))
}

// fold is a total: over the rows that refer to this row and for which `where` holds.
func (w *World) fold(id ir.NodeID, n *ir.Node, f *frame) slot.Slot {
	spec := n.Fold
	rows, state := w.rowsOf(spec.Child)
	var inputs []fn.Input
	for _, r := range rows {
		in, s, counts := w.contribution(spec, r, &f.row.key)
		if s.State == slot.InReview && spec.Exclude {
			continue
		}
		state = slot.Strict(state, s)
		if counts && s.OK() {
			inputs = append(inputs, in)
		}
	}
	if !state.OK() {
		return state
	}
	v, ok := spec.Agg.Eval(inputs, spec.Params)
	if n.Op == ir.FoldHas {
		return slot.Truth(ok)
	}
	if !ok {
		return fault(id, diag.AbsentRead, spec.Agg.Name, f)
	}
	if spec.Round >= 0 {
		v = value.OfNum(v.Num.Round(spec.Round, value.HalfUp))
	}
	return slot.Of(v)
}

// contribution is what one row gives to the total of a target (nil: of whatever row
// it refers to): nothing if `where` fails.
func (w *World) contribution(spec *ir.FoldSpec, r *row, target *value.Value) (in fn.Input, state slot.Slot, counts bool) {
	if spec.Where != ir.None {
		if s := w.eval(spec.Where, r.frame); !s.OK() || s.Is(false) {
			return in, s, false
		}
	}
	by := w.eval(spec.By, r.frame)
	if by.OK() {
		by = slot.Strict(by, w.there(spec.Target, by.Value, r.frame))
	}
	if !by.OK() || target != nil && !value.Equal(by.Value, *target) {
		return in, by, false
	}
	s := w.eval(spec.Input, r.frame)
	in.Value = s.Value
	if spec.Weight != ir.None {
		weight := w.eval(spec.Weight, r.frame)
		s, in.Weight = slot.Strict(s, weight), weight.Value
	}
	return in, s, true
}
