package trace

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// newRow names a row and what was read of it.
func (b *builder) newRow(r *ir.Record, i int) Row {
	in := b.world.Row(r.ID, i)
	return Row{
		Record: r.Name, Title: r.Title, Key: show(b.world.Key(r.ID, i), value.Type{}),
		Place: Place(in.File, in.Line), Inputs: b.inputs(r, i),
	}
}

// Place names a line of a file, or nothing for what came from no file.
func Place(file string, line int) string {
	if file == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// row explains one row: what it read, its outputs, and the values on the way.
func (b *builder) row(r *ir.Record, i int) Row {
	out := b.newRow(r, i)
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
	st := Step{Kind: "output", Name: o.Name, Title: o.Column, typ: o.Type, Cites: b.cites(o.Source), Assumption: o.Source.Assumption}
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
	node := o.Node
	if b.owned[node] {
		node = ir.None // it only names a value, which has a step of its own
	}
	b.fillStep(&st, s, o.Type, o.Formula, node, o.Rec, i)
	return st
}
