package trace

import (
	"fmt"
	"maps"
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

	st ir.Standing // of values over many cases
}

// Build explains a case that has run. st says what stands for its values over many cases.
func Build(p *ir.Program, w *scalar.World, root int, res slot.Result, st ir.Standing) *Trace {
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
func WhyNot(p *ir.Program, w *scalar.World, root int, res slot.Result, st ir.Standing, payment string) (*Trace, bool) {
	v := p.Value(payment)
	if v == nil || v.Kind != ir.PaymentValue {
		return nil, false
	}
	b := newBuilder(p, w, root, res, st)
	b.force = true
	r := p.Records[v.Rec]
	for i := range w.Rows(v.Rec) {
		row := Row{Record: r.Name, Title: r.Title, Key: show(w.Key(r.ID, i), value.Type{})}
		b.steps(&row, r, i, []*ir.Named{v})
		b.out.Rows = append(b.out.Rows, row)
	}
	b.finish()
	return b.out, true
}

func newBuilder(p *ir.Program, w *scalar.World, root int, res slot.Result, st ir.Standing) *builder {
	b := &builder{prog: p, world: w, root: root, st: st, owned: map[ir.NodeID]bool{}}
	b.out = &Trace{
		FormatVersion: FormatVersion, Ruleset: p.Name, Title: p.Title, Hash: p.Hash,
		Record: p.Records[root].Name, Key: show(w.Key(root, 0), value.Type{}), Outcome: string(res.Outcome), Reasons: res.Reasons,
		Rows: []Row{},
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
		for _, tag := range p.Tags(o.Node, st) {
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
		out.Record, out.Key = b.prog.Records[f.Rec].Name, show(b.world.Key(f.Rec, f.Row), value.Type{})
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

// row explains one row: what it read, its outputs, and the values on the way.
func (b *builder) row(r *ir.Record, i int) Row {
	out := Row{Record: r.Name, Title: r.Title, Key: show(b.world.Key(r.ID, i), value.Type{})}
	out.Inputs = b.inputs(r, i)
	for _, o := range b.prog.Outputs {
		if o.Rec == r.ID {
			out.Steps = append(out.Steps, b.output(o, i))
		}
	}
	var reached []*ir.Named
	for _, v := range b.prog.Values {
		if v.Rec == r.ID && b.wasReached(v, i) {
			reached = append(reached, v)
		}
	}
	b.steps(&out, r, i, reached)
	return out
}

func (b *builder) wasReached(v *ir.Named, i int) bool {
	_, ok := b.slot(v.Node, v.Rec, i)
	return ok
}

// steps adds the values in the order in which a reader meets them: payments first,
// each followed by what it rests on.
func (b *builder) steps(out *Row, r *ir.Record, i int, vs []*ir.Named) {
	done := map[*ir.Named]bool{}
	wanted := map[*ir.Named]bool{}
	for _, v := range vs {
		wanted[v] = true
	}
	var add func(v *ir.Named)
	add = func(v *ir.Named) {
		if done[v] {
			return
		}
		done[v] = true
		out.Steps = append(out.Steps, b.value(v, i))
		for _, u := range b.uses(v) {
			if u.Rec == v.Rec && (wanted[u] || b.force) {
				add(u)
			}
		}
	}
	slices.SortStableFunc(vs, func(x, y *ir.Named) int { return rank(x) - rank(y) })
	for _, v := range vs {
		add(v)
	}
}

func rank(v *ir.Named) int {
	switch v.Kind {
	case ir.PaymentValue:
		return 0
	case ir.CriteriaValue, ir.ScorecardValue:
		return 1
	}
	return 2
}

// uses lists the named values that a value reads directly, in the order read.
func (b *builder) uses(v *ir.Named) []*ir.Named {
	var out []*ir.Named
	add := func(id ir.NodeID) {
		for _, u := range b.prog.Values {
			if u != v && !slices.Contains(out, u) && id != ir.None && (u.Node == id || u.Has == id || u.Applies == id) {
				out = append(out, u)
			}
		}
	}
	var walk func(id ir.NodeID, seen map[ir.NodeID]bool, top bool)
	walk = func(id ir.NodeID, seen map[ir.NodeID]bool, top bool) {
		if id == ir.None || seen[id] {
			return
		}
		seen[id] = true
		if !top && b.owned[id] {
			add(id)
			return
		}
		for _, o := range b.prog.Nodes[id].Operands() {
			walk(o, seen, false)
		}
	}
	for _, ver := range v.Versions {
		walk(ver.Node, map[ir.NodeID]bool{}, !b.isOther(ver.Node, v))
		if p := ver.Payment; p != nil {
			walk(p.When, map[ir.NodeID]bool{}, false)
		}
	}
	return out
}

// isOther reports whether a node is the node of another named value: a let that only
// names it.
func (b *builder) isOther(id ir.NodeID, v *ir.Named) bool {
	return slices.ContainsFunc(b.prog.Values, func(u *ir.Named) bool { return u != v && u.Node == id })
}

// inputs lists the fields of a row that were read.
func (b *builder) inputs(r *ir.Record, i int) []Input {
	var out []Input
	row := b.world.Row(r.ID, i)
	for _, f := range r.Fields {
		if f.Is != ir.None || !f.Read || !b.wasRead(r, f, i) {
			continue
		}
		in := Input{Field: f.Name, Title: f.Title}
		if f.Title == "" && f.Heading() != f.Name {
			in.Title = f.Heading()
		}
		switch c := row.Fields[f.Index]; {
		case c.Present && c.Value.Kind == value.Number && slices.Contains(r.Key, f.Index):
			in.Text = c.Value.Text(f.Spec.Type)
		case c.Present:
			in.Text, in.Word = show(c.Value, f.Spec.Type), spelling(c.Value, f)
		case f.Spec.Unknown:
			in.State = "unreported"
		default:
			in.State = "none"
		}
		out = append(out, in)
	}
	return out
}

// spelling is how files in Chinese write a member of an enum, or a truth.
func spelling(v value.Value, f *ir.Field) string {
	if v.Kind == value.Bool {
		return map[bool]string{true: "是", false: "否"}[v.True()]
	}
	text := v.Text(f.Spec.Type)
	for _, alias := range slices.Sorted(maps.Keys(f.Spec.Aliases)) {
		if f.Spec.Aliases[alias] == text && !isASCII(alias) {
			return alias
		}
	}
	return ""
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 })
}

// wasRead reports whether an evaluated node read the field. Keys are always shown.
func (b *builder) wasRead(r *ir.Record, f *ir.Field, i int) bool {
	if slices.Contains(r.Key, f.Index) {
		return true
	}
	for id := range b.prog.Nodes {
		n := &b.prog.Nodes[id]
		if (n.Op == ir.Input || n.Op == ir.Has) && n.Rec == r.ID && n.Index == f.Index {
			if _, ok := b.world.Peek(ir.NodeID(id), r.ID, i); ok {
				return true
			}
		}
	}
	return false
}

func (b *builder) output(o *ir.Output, i int) Step {
	st := Step{Kind: "output", Name: o.Name, Title: o.Column, unit: o.Type.Unit, Cites: b.cites(o.Source), Assumption: o.Source.Assumption}
	if o.Title != "" {
		st.Title = o.Title
	}
	if b.world.Awaits(o.Node) {
		st.State, st.Reasons = StateAwaiting, o.AwaitsWhat
		return st
	}
	s, ok := b.slot(o.Node, o.Rec, i)
	if !ok {
		st.State = StateRefused
		return st
	}
	b.fillStep(&st, s, o.Type, o.Formula, o.Node, o.Rec, i)
	return st
}

// fillStep adds state, value, formula, roundings and look-ups.
func (b *builder) fillStep(st *Step, s slot.Slot, t value.Type, f *ir.Formula, node ir.NodeID, rec, i int) {
	st.State, st.unit = state(s), t.Unit
	if t.Kind == value.Number {
		st.Unit = t.Unit.String()
	}
	st.Reasons = s.Reasons
	if s.OK() {
		st.Text = show(s.Value, t)
	}
	st.Formula, st.Filled = b.formula(f, rec, i)
	st.Roundings = b.roundings(f, rec, i)
	st.Lookups, st.Reads = b.lookups(node, rec, i), b.reads(node, rec, i)
	if f := s.Fault; s.State == slot.Faulty {
		st.Reasons = []string{string(f.Code) + " " + f.Text}
	}
}

// The standings of a value over many cases.
const (
	standsIn  = "provisional"
	isAssumed = "assumed"
	isSettled = "settled"
)

// standing says what stands for a value over many cases: nothing if it is made of
// them, or needs none.
func (b *builder) standing(v *ir.Named) string {
	switch {
	case v.Stratum > 0 && b.st.Assumes(v.Name):
		return isAssumed
	case b.st.Settled && v.Crosses && b.prog.Nodes[v.Node].Op == ir.Closed:
		return isSettled
	case v.StandIn != nil && !b.st.Settled:
		return standsIn
	}
	return ""
}

// reads lists the values over many cases that a step reads from rows outside of the
// case.
func (b *builder) reads(node ir.NodeID, rec, i int) []Read {
	var out []Read
	b.region(node, func(id ir.NodeID) {
		n := &b.prog.Nodes[id]
		if n.Op != ir.At {
			return
		}
		for _, v := range b.prog.Values {
			if v.Node != n.Target || v.Stratum == 0 || b.prog.Records[v.Rec].Root == b.root {
				continue
			}
			s, ok := b.slot(id, rec, i)
			row, ok2 := b.slot(n.Args[0], rec, i)
			if !ok || !ok2 {
				continue
			}
			r := Read{Name: v.Name, Title: v.Title, Text: showSlot(s, v.Type), Standing: b.standing(v)}
			r.Row = b.prog.Records[v.Rec].Name + " " + show(row.Value, value.Type{})
			if r.Standing == standsIn {
				r.Formula = tidy(v.StandIn.Text)
			}
			out = append(out, r)
		}
	})
	return out
}

// lookups lists the table rows that a step read.
func (b *builder) lookups(node ir.NodeID, rec, i int) []Lookup {
	var out []Lookup
	b.region(node, func(id ir.NodeID) {
		n := &b.prog.Nodes[id]
		if n.Op != ir.Cell {
			return
		}
		s, ok := b.slot(id, rec, i)
		ref, ok2 := b.slot(n.Args[0], rec, i)
		if !ok || !ok2 || !s.OK() || !ref.OK() {
			return
		}
		t := b.prog.Tables[n.Index]
		l := Lookup{
			Table: t.Name, Key: show(ref.Value, value.Type{}), Column: t.Columns[n.Column].Name,
			Text: show(s.Value, n.Type), Sample: t.Sample, Param: t.Param,
		}
		day := int64(0)
		if len(n.Args) > 1 {
			d, _ := b.slot(n.Args[1], rec, i)
			day = d.Value.Int
		}
		if r, _ := t.Lookup(ref.Value.List, day, true); r >= 0 {
			l.Place = fmt.Sprintf("%s:%d", t.Rows[r].File, t.Rows[r].Line)
		}
		if t.Sample && !slices.Contains(b.out.Samples, t.Name) {
			b.out.Samples = append(b.out.Samples, t.Name)
		}
		b.cite(t.Source, t.Name)
		out = append(out, l)
	})
	return out
}

// cites turns a rule's sources into those of a trace, and collects them.
func (b *builder) cites(s ir.Source) []Cite {
	var out []Cite
	for _, c := range s.Cites {
		out = append(out, Cite{Source: c.Source, Number: c.Number, Title: c.Title, Clause: c.Clause, ClauseTitle: c.ClauseTitle, Grade: c.Grade})
	}
	for _, c := range out {
		if !slices.Contains(b.out.Sources, c) {
			b.out.Sources = append(b.out.Sources, c)
		}
	}
	return out
}

// cite collects sources and the assumption of something that took part.
func (b *builder) cite(s ir.Source, where string) {
	b.cites(s)
	if a := (Assumption{Where: where, Text: s.Assumption}); s.Assumption != "" && !slices.Contains(b.out.Assumptions, a) {
		b.out.Assumptions = append(b.out.Assumptions, a)
	}
}

// finish collects what the steps name.
func (b *builder) finish() {
	for _, r := range b.out.Rows {
		for _, s := range r.Steps {
			if a := (Assumption{Where: s.Name, Text: s.Assumption}); s.Assumption != "" && !slices.Contains(b.out.Assumptions, a) {
				b.out.Assumptions = append(b.out.Assumptions, a)
			}
		}
	}
}
