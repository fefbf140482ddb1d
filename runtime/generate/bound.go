package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A bound is a comparison of numbers or dates that rows can be put at: exactly at it,
// one unit below and one unit above.
type bound struct {
	node    ir.NodeID
	op      string
	a, b    ir.NodeID
	rec     int      // whose rows it looks at
	moves   []move   // ways to get there, best first
	column  []int64  // the bounds are these: the values of a table column
	exact   bool     // some case has both sides equal
	planted [3]int64 // rows made so: below, at, above
}

// A move is a field that moves a comparison, and how.
type move struct {
	rec, field int
	how        how
}

// how says in which way a field moves the gap between both sides.
type how uint8

const (
	left      how = iota // it is the left side
	right                // it is the right side
	leftYear             // its year, and a number of years, is the left side
	rightYear            // … the right side
	straight             // it is a part of a side that grows in proportion
	anyhow               // it is some part of a side
)

// offsets are the places of a plant about its bound, in units of the field.
var offsets = [3]int64{-1, 0, 1}

// findBounds lists the bounds of every root record.
func (g *Generator) findBounds() {
	awaits := g.prog.Awaiting(ir.Standing{})
	wanted := g.wanted(awaits)
	for i := range g.prog.Nodes {
		n := &g.prog.Nodes[i]
		if n.Op != ir.Call || n.Rec < 0 || awaits[i] || !wanted[ir.NodeID(i)] || !slices.Contains([]string{"<", "<=", ">", ">=", "==", "!="}, n.Func.Name) {
			continue
		}
		root := g.prog.Records[n.Rec].Root
		if g.records[root] == nil || g.records[root].Run {
			continue
		}
		if k := g.prog.Nodes[n.Args[0]].Type.Kind; k != value.Number && k != value.Date && k != value.Month {
			continue
		}
		b := &bound{node: ir.NodeID(i), op: n.Func.Name, a: n.Args[0], b: n.Args[1], rec: n.Rec}
		if n.Scope > 0 {
			g.columnBound(b)
		} else {
			g.findMoves(b, root)
		}
		if len(b.moves) > 0 {
			g.bounds[root] = append(g.bounds[root], b)
		}
	}
}

// wanted are the nodes that results of single cases are made of, and what holds them
// together. What only claims speak of decides nothing.
func (g *Generator) wanted(awaits []bool) map[ir.NodeID]bool {
	out := map[ir.NodeID]bool{}
	var walk func(ids ...ir.NodeID)
	walk = func(ids ...ir.NodeID) {
		for _, id := range ids {
			if id == ir.None || out[id] || awaits[id] {
				continue
			}
			out[id] = true
			if n := &g.prog.Nodes[id]; n.Op == ir.Closed {
				walk(n.Args[len(n.Args)-1])
			} else {
				walk(n.Operands()...)
			}
		}
	}
	for _, o := range g.prog.Outputs {
		walk(o.Node)
	}
	for _, v := range g.prog.Values {
		if v.Kind == ir.PaymentValue {
			walk(v.Node, v.Applies, v.Checked)
		}
	}
	for _, v := range g.prog.Totals {
		walk(v.Node)
	}
	for _, r := range g.prog.Records {
		walk(r.Clock)
		for _, f := range r.Fields {
			walk(f.Is, f.IsHas)
		}
	}
	return out
}

// columnBound is a comparison with a column of the table that a predicate goes through.
func (g *Generator) columnBound(b *bound) {
	for _, side := range [][2]ir.NodeID{{b.a, b.b}, {b.b, b.a}} {
		t, c, ok := g.survey.paths.column(side[1])
		if !ok || g.prog.Nodes[g.prog.Nodes[side[1]].Args[0]].Op != ir.Elem {
			continue
		}
		for _, p := range g.survey.paths.of(side[0]) {
			f := g.fieldAt(p)
			if !p.plain() || !f.moves() {
				continue
			}
			for _, v := range columnValues(g.prog.Tables[t], c) {
				if c, ok := f.cell(v); ok {
					b.column = append(b.column, c.n)
				}
			}
			if len(b.column) > 0 {
				b.moves = []move{{p.rec, p.field, left}}
			}
			return
		}
	}
}

func (g *Generator) fieldAt(p path) *field {
	if g.records[p.rec] == nil {
		return nil
	}
	return g.records[p.rec].fields[p.field]
}

// moves reports whether a field can be put at a bound: it is no key, and has an order.
func (f *field) moves() bool {
	if f == nil || f.key {
		return false
	}
	k := f.Spec.Type.Kind
	return k == value.Number || k == value.Date || k == value.Month
}

// findMoves finds the fields of the root's case that move a comparison: what stands on
// one side first, then numbers, then dates.
func (g *Generator) findMoves(b *bound, root int) {
	fields := [2][][2]int{g.inputs(b.a, root), g.inputs(b.b, root)}
	for i, side := range []ir.NodeID{b.a, b.b} {
		ps := g.survey.paths.of(side)
		if len(ps) != 1 || !g.fieldAt(ps[0]).moves() || slices.Contains(fields[1-i], [2]int{ps[0].rec, ps[0].field}) {
			continue
		}
		if _, years := ps[0].years(); years {
			b.moves = append(b.moves, move{ps[0].rec, ps[0].field, leftYear + how(i)})
		} else if ps[0].plain() {
			b.moves = append(b.moves, move{ps[0].rec, ps[0].field, left + how(i)})
		}
	}
	for _, way := range []how{straight, anyhow} {
		for _, kind := range []value.Kind{value.Number, value.Date, value.Month} {
			for _, v := range slices.Concat(fields[0], fields[1]) {
				m := move{v[0], v[1], way}
				if g.records[v[0]].fields[v[1]].Spec.Type.Kind == kind && (way == anyhow || kind == value.Number) && !slices.Contains(b.moves, m) {
					b.moves = append(b.moves, m)
				}
			}
		}
	}
}

// inputs lists the fields of a root's case that a node depends on and that move.
func (g *Generator) inputs(id ir.NodeID, root int) [][2]int {
	var out [][2]int
	add := func(p path) {
		if v := [2]int{p.rec, p.field}; g.prog.Records[p.rec].Root == root && g.fieldAt(p).moves() && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	seen := map[ir.NodeID]bool{}
	var walk func(id ir.NodeID)
	walk = func(id ir.NodeID) {
		if id == ir.None || seen[id] {
			return
		}
		seen[id] = true
		n := &g.prog.Nodes[id]
		switch n.Op {
		case ir.Input:
			add(path{rec: n.Rec, field: n.Index})
			if g.prog.Records[n.Rec].Derived { // its key comes from the rows that name it
				for _, p := range g.survey.paths.of(id) {
					add(p)
				}
			}
		case ir.Closed:
			walk(n.Args[len(n.Args)-1])
			return
		}
		for _, o := range n.Operands() {
			walk(o)
		}
	}
	walk(id)
	return out
}

// spotOf finds where a node stands in the rules: by itself, or as a part of a chain.
func (g *Generator) spotOf(id ir.NodeID) (text string, at diag.Span) {
	find := func(id ir.NodeID) *ir.Spot {
		for i := range g.prog.Spots {
			s := &g.prog.Spots[i]
			if slices.ContainsFunc(s.Nodes, func(n ir.SpotNode) bool { return n.Node == id && n.Arm < 0 }) {
				return s
			}
		}
		return nil
	}
	s := find(id)
	for i := range g.prog.Nodes {
		if n := &g.prog.Nodes[i]; s == nil && n.Op == ir.All && slices.Contains(n.Args, id) {
			s = find(ir.NodeID(i))
		}
	}
	if s == nil {
		return "", diag.Span{}
	}
	return s.Text, s.Span
}
