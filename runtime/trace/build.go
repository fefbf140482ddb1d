package trace

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// builder turns the slots of a world into a Trace.
type builder struct {
	prog  *ir.Program
	world *scalar.World
	root  int
	force bool // evaluate what the case did not reach: for --why-not
	out   *Trace
	owned map[ir.NodeID]bool // nodes of named values: where a step ends

	st Standing // of values over many cases
}

// Standing says what stands for values over many cases, and of those that are settled
// where they come from.
type Standing struct {
	ir.Standing
	Certificate string                                                      // hash of the settlement's certificate, if it has one
	Rows        func(node ir.NodeID, key value.Value) (rows int64, ok bool) // of how many rows a total is made
}

// Build explains a case that has run. st says what stands for its values over many cases.
func Build(p *ir.Program, w *scalar.World, root int, res slot.Result, st Standing) *Trace {
	b := newBuilder(p, w, root, res, st)
	for _, r := range p.Records {
		if r.Root != root {
			continue
		}
		for i := range w.Rows(r.ID) {
			if row := b.row(r, i); len(row.Steps) > 0 || len(row.Inputs) > 0 {
				b.out.Rows = append(b.out.Rows, row)
			}
		}
	}
	b.finish()
	return b.out
}

// WhyNot explains one payment of a case, whether or not the case reached it.
func WhyNot(p *ir.Program, w *scalar.World, root int, res slot.Result, st Standing, payment string) (*Trace, bool) {
	v := p.Value(payment)
	if v == nil || v.Kind != ir.PaymentValue {
		return nil, false
	}
	b := newBuilder(p, w, root, res, st)
	b.force = true
	r := p.Records[v.Rec]
	for i := range w.Rows(v.Rec) {
		row := b.newRow(r, i)
		b.steps(&row, r, i, []*ir.Named{v})
		row.Inputs = b.inputs(r, i)
		b.out.Rows = append(b.out.Rows, row)
	}
	b.finish()
	return b.out, true
}

func newBuilder(p *ir.Program, w *scalar.World, root int, res slot.Result, st Standing) *builder {
	b := &builder{prog: p, world: w, root: root, st: st, owned: map[ir.NodeID]bool{}}
	b.out = &Trace{
		FormatVersion: FormatVersion, Ruleset: p.Name, Title: p.Title, Hash: p.Hash,
		Record: p.Records[root].Name, RecordTitle: p.Records[root].Title, Key: show(w.Key(root, 0), value.Type{}), Outcome: string(res.Outcome), Reasons: res.Reasons,
		Rows: []Row{}, Certificate: st.Certificate,
	}
	for _, v := range p.Values {
		for _, id := range []ir.NodeID{v.Node, v.Has, v.Applies, v.Checked} {
			if id != ir.None && p.Nodes[id].Op != ir.Const {
				b.owned[id] = true
			}
		}
	}
	if f := res.Fault; f != nil {
		b.out.Refusal = b.refusal(f)
	}
	for _, o := range p.Outputs {
		if p.Records[o.Rec].Root != root {
			continue
		}
		if w.Awaits(o.Node) {
			b.out.Awaiting = append(b.out.Awaiting, o.Name)
		}
		for _, tag := range p.Tags(o.Node, st.Standing) {
			kind, name, _ := strings.Cut(tag, ":")
			switch {
			case kind == standsIn && !slices.Contains(b.out.Provisional, name):
				b.out.Provisional = append(b.out.Provisional, name)
			case kind == isAssumed && !slices.Contains(b.out.Assumed, name):
				b.out.Assumed = append(b.out.Assumed, name)
			}
		}
	}
	return b
}

// slot looks at a node for a row: as the case left it, or evaluated when asked why
// not.
func (b *builder) slot(id ir.NodeID, rec, row int) (slot.Slot, bool) {
	n := &b.prog.Nodes[id]
	if n.Scope > 0 {
		return slot.Slot{}, false
	}
	if n.Op == ir.Const {
		return slot.Of(n.Value), true
	}
	if n.Rec < 0 {
		rec = -1
	}
	if b.force {
		return b.world.Eval(id, rec, row), true
	}
	return b.world.Peek(id, rec, row)
}

// refusal names the place of a fault: the row, and the named values that reach it.
func (b *builder) refusal(f *slot.Fault) *Refusal {
	out := &Refusal{Code: f.Code, Text: f.Text}
	if f.Rec >= 0 && b.prog.Records[f.Rec].Root == b.root && f.Row < b.world.Rows(f.Rec) {
		r, row := b.prog.Records[f.Rec], b.world.Row(f.Rec, f.Row)
		out.Record, out.Title, out.Key, out.Place = r.Name, r.Title, show(b.world.Key(f.Rec, f.Row), value.Type{}), Place(row.File, row.Line)
	}
	for _, v := range b.prog.Values {
		for _, ver := range v.Versions {
			if b.reaches(ver.Node, f.Node) {
				out.Where = append(out.Where, v.Name)
				break
			}
		}
	}
	for _, o := range b.prog.Outputs {
		if b.reaches(o.Node, f.Node) {
			out.Where = append(out.Where, o.Name)
		}
	}
	return out
}

// reaches reports whether a node is computed from another without passing through a
// named value.
func (b *builder) reaches(from, to ir.NodeID) bool {
	found := false
	b.region(from, func(id ir.NodeID) { found = found || id == to })
	return found
}

// region visits the nodes of one step: down to inputs, tables, and other named
// values, which have steps of their own.
func (b *builder) region(from ir.NodeID, visit func(ir.NodeID)) {
	seen := map[ir.NodeID]bool{}
	var walk func(id ir.NodeID, top bool)
	walk = func(id ir.NodeID, top bool) {
		if id == ir.None || seen[id] || !top && b.owned[id] {
			return
		}
		seen[id] = true
		visit(id)
		n := &b.prog.Nodes[id]
		for _, o := range n.Operands() {
			if n.Op == ir.At && o == n.Target && b.owned[o] {
				continue
			}
			walk(o, false)
		}
	}
	walk(from, true)
}

// fillStep adds state, value, formula, roundings and look-ups.
func (b *builder) fillStep(st *Step, s slot.Slot, t value.Type, f *ir.Formula, node ir.NodeID, rec, i int) {
	st.State, st.typ = state(s), t
	if t.Kind == value.Number {
		st.Unit = t.Unit.String()
	}
	st.Reasons = s.Reasons
	if s.OK() {
		st.Text = show(s.Value, t)
	}
	var read []string
	st.Formula, st.Filled, read = b.fillFormula(f, rec, i)
	st.Roundings = b.roundings(f, rec, i)
	st.Lookups, st.Reads = b.lookups(node, read, rec, i), b.reads(node, rec, i)
	if f := s.Fault; s.State == slot.Faulty {
		st.Reasons = []string{string(f.Code) + " " + f.Text}
	}
}

// finish collects what the steps name.
func (b *builder) finish() {
	for _, r := range b.out.Rows {
		for _, s := range r.Steps {
			if s.Applies != "" && s.Applies != "applies" && s.Applies != StateReview {
				continue // it did not take part
			}
			if a := (Assumption{Where: s.Name, Text: s.Assumption}); s.Assumption != "" && !slices.Contains(b.out.Assumptions, a) {
				b.out.Assumptions = append(b.out.Assumptions, a)
			}
		}
	}
}
