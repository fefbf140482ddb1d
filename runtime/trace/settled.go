package trace

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// This file shows what was settled over many cases: of how many rows, and what a cap cut.

// closedNode is the node of a named value that is made of many cases, or None.
func (b *builder) closedNode(v *ir.Named) ir.NodeID {
	if n := &b.prog.Nodes[v.Node]; n.Op == ir.Closed && b.prog.Nodes[n.Args[0]].Crosses() {
		return n.Args[0]
	}
	return ir.None
}

// rows tells of how many rows a settled value of a row is made, or how many stand in the
// order of a scan that counts for the row.
func (b *builder) rows(v *ir.Named, key value.Value) (int64, bool) {
	id := b.closedNode(v)
	if id == ir.None || b.st.Rows == nil || b.st.Assumes(v.Name) {
		return 0, false
	}
	return b.st.Rows(id, key)
}

// made lists the totals of a row that another of its values is made of.
func (b *builder) made(v *ir.Named, key value.Value) []Read {
	if b.closedNode(v) != ir.None {
		return nil
	}
	under := map[ir.NodeID]bool{}
	var walk func(id ir.NodeID)
	walk = func(id ir.NodeID) {
		if id == ir.None || under[id] || b.prog.Nodes[id].Rec != v.Rec {
			return
		}
		under[id] = true
		for _, o := range b.prog.Nodes[id].Operands() {
			walk(o)
		}
	}
	walk(v.Node)
	var out []Read
	for _, t := range b.prog.Values {
		if t.Kind != ir.TotalValue || t.Rec != v.Rec || !under[t.Node] || b.closedNode(t) == ir.None {
			continue
		}
		s, there := b.world.EvalAt(t.Node, t.Rec, key)
		if !there {
			continue
		}
		r := Read{Name: t.Name, Title: t.Title, Text: showSlot(s, t.Type), Standing: b.standing(t)}
		r.Rows, _ = b.rows(t, key)
		out = append(out, r)
	}
	return out
}

// among says over which rows a value of this row was settled, and of a cap what was
// claimed of which limit.
func (b *builder) among(st *Step, v *ir.Named, i int) {
	id := b.closedNode(v)
	if id == ir.None || st.Standing != isSettled || st.State == StateNone {
		return
	}
	n := &b.prog.Nodes[id]
	if n.Scan == nil {
		if rows, ok := b.rows(v, b.world.Key(v.Rec, i)); ok && n.Fold != nil {
			st.Among = &Among{Rows: rows}
		}
		return
	}
	by, ok := b.slot(n.Scan.By, v.Rec, i)
	if !ok || !by.OK() {
		return
	}
	target := b.prog.Records[n.Scan.Target]
	a := &Among{Row: target.Name + " " + show(by.Value, value.Type{})}
	a.Rows, _ = b.rows(v, by.Value)
	if n.Scan.Kind == ir.ScanCap {
		claim, _ := b.slot(n.Scan.Input, v.Rec, i)
		limit, _ := b.world.EvalAt(n.Scan.Limit, target.ID, by.Value)
		paid, _ := b.slot(v.Node, v.Rec, i)
		a.Claim, a.Limit = showSlot(claim, v.Type), showSlot(limit, b.prog.Nodes[n.Scan.Limit].Type)
		if claim.OK() && paid.OK() && paid.Value.Num.Cmp(claim.Value.Num) < 0 {
			a.Cut = show(value.OfNum(claim.Value.Num.Sub(paid.Value.Num)), v.Type)
		}
	}
	st.Among = a
}
