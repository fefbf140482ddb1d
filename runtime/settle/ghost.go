package settle

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A ghost is what a predicate over rows of other cases needs of one row: its key, the
// slots that the body reads of it and of other rows of its case. With ghosts a body is
// evaluated without the cases that they stand for.
type ghost struct {
	rec  int
	rows []ghostRow // the row itself first
}

type ghostRow struct {
	rec   int
	key   value.Value
	refs  []ghostCell // references that a predicate inside the body goes by
	slots map[ir.NodeID]slot.Slot
}

type ghostCell struct {
	field int
	cell  slot.Cell
}

// haunt says what ghosts a predicate needs.
type haunt struct {
	prog  *ir.Program
	own   []ir.NodeID         // what the body reads of the row that asks
	of    map[int][]ir.NodeID // what it reads of rows by reference, by record
	loops map[int][]int       // records that it goes through inside, with the reference
	found []ir.NodeID         // what others read of the row that a search finds
}

// newHaunt looks through the body of a predicate.
func newHaunt(p *ir.Program, u *unit) *haunt {
	h := &haunt{prog: p, of: map[int][]ir.NodeID{}, loops: map[int][]int{}}
	seen := map[ir.NodeID]bool{}
	var walk func(id ir.NodeID)
	walk = func(id ir.NodeID) {
		if seen[id] {
			return
		}
		seen[id] = true
		n := &p.Nodes[id]
		if n.Scope == 0 {
			if n.Rec >= 0 {
				h.own = append(h.own, id)
			}
			return
		}
		if n.Op == ir.At {
			h.read(n.Index, n.Target)
		}
		if l := n.Loop; l != nil {
			walk(l.Body)
			if l.Over == ir.OverRows {
				h.loops[l.Record] = append(h.loops[l.Record], l.Field)
				f := p.Records[l.Record].Fields[l.Field]
				h.read(l.Record, f.Is)
				h.read(l.Record, f.IsHas)
			}
		}
		for _, a := range n.Args {
			walk(a)
		}
	}
	walk(u.loop.Body)
	if u.loop.Kind == ir.LoopFind {
		h.found = foundReads(p, u.node)
		for _, id := range h.found {
			h.read(u.loop.Record, id)
		}
	}
	return h
}

func (h *haunt) read(rec int, id ir.NodeID) {
	if id != ir.None && !slices.Contains(h.of[rec], id) {
		h.of[rec] = append(h.of[rec], id)
	}
}

// foundReads are the nodes that are read of a row that a search has found, through
// whatever names the search has.
func foundReads(p *ir.Program, search ir.NodeID) []ir.NodeID {
	holds := map[ir.NodeID]bool{search: true}
	var out []ir.NodeID
	for i := range p.Nodes {
		n := &p.Nodes[i]
		switch n.Op {
		case ir.Closed, ir.Choose, ir.Settle, ir.Pend:
			if slices.ContainsFunc(n.Args, func(a ir.NodeID) bool { return holds[a] }) {
				holds[ir.NodeID(i)] = true
			}
		case ir.At:
			if holds[n.Target] {
				holds[ir.NodeID(i)] = true
			}
			if holds[n.Args[0]] && !slices.Contains(out, n.Target) {
				out = append(out, n.Target)
			}
		}
	}
	return out
}

// ghost makes the ghost of a row of a case. asks says that the row is one that asks.
func (h *haunt) ghost(w *scalar.World, rec, i int, asks bool) *ghost {
	out := &ghost{rec: rec}
	add := func(r, j int, own bool) {
		g := ghostRow{rec: r, key: w.Key(r, j), slots: map[ir.NodeID]slot.Slot{}}
		for _, f := range h.loops[r] {
			if h.prog.Records[r].Fields[f].Is == ir.None {
				g.refs = append(g.refs, ghostCell{f, w.Row(r, j).Fields[f]})
			}
		}
		for _, id := range h.of[r] {
			g.slots[id] = w.Eval(id, r, j)
		}
		if own {
			for _, id := range h.own {
				g.slots[id] = w.Eval(id, r, j)
			}
		}
		out.rows = append(out.rows, g)
	}
	add(rec, i, asks)
	root := h.prog.Records[rec].Root
	for _, r := range h.prog.Records {
		if r.Root != root || h.of[r.ID] == nil && h.loops[r.ID] == nil {
			continue
		}
		for j := range w.Rows(r.ID) {
			if r.ID != rec || j != i && h.loops[rec] != nil {
				add(r.ID, j, false)
			}
		}
	}
	return out
}

func (g *ghost) encode(e *encoder) {
	e.uint(uint64(g.rec))
	e.uint(uint64(len(g.rows)))
	for _, r := range g.rows {
		e.uint(uint64(r.rec))
		e.value(r.key)
		e.uint(uint64(len(r.refs)))
		for _, c := range r.refs {
			e.uint(uint64(c.field))
			e.slot(presence(c.cell))
		}
		e.uint(uint64(len(r.slots)))
		for _, id := range sortedNodes(r.slots) {
			e.uint(uint64(id))
			e.slot(r.slots[id])
		}
	}
}

// presence writes a cell as a slot: one without a value lacks itself.
func presence(c slot.Cell) slot.Slot {
	if !c.Present {
		return slot.Lacking()
	}
	return slot.Of(c.Value)
}

func sortedNodes(m map[ir.NodeID]slot.Slot) []ir.NodeID {
	out := make([]ir.NodeID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func readGhost(d *decoder) *ghost {
	g := &ghost{rec: int(d.uint())}
	for n := d.uint(); n > 0 && !d.bad; n-- {
		r := ghostRow{rec: int(d.uint()), key: d.value(), slots: map[ir.NodeID]slot.Slot{}}
		for k := d.uint(); k > 0 && !d.bad; k-- {
			c := ghostCell{field: int(d.uint())}
			s := d.slot()
			c.cell = slot.Cell{Value: s.Value, Present: s.OK()}
			r.refs = append(r.refs, c)
		}
		for k := d.uint(); k > 0 && !d.bad; k-- {
			id := ir.NodeID(d.uint())
			r.slots[id] = d.slot()
		}
		g.rows = append(g.rows, r)
	}
	return g
}

// world makes a case of a ghost, in which its row is the first of its record.
func (g *ghost) world(p *ir.Program, plan *scalar.Plan, refs slot.References, closed slot.Closed) *scalar.World {
	b := &slot.Bundle{Root: p.Records[g.rec].Root, Rows: make([][]*slot.Row, len(p.Records))}
	for _, r := range g.rows {
		row := slot.KeyRow(p.Records[r.rec], r.key)
		for _, c := range r.refs {
			row.Fields[c.field] = c.cell
		}
		b.Rows[r.rec] = append(b.Rows[r.rec], &row)
	}
	w := scalar.New(plan, b, refs)
	w.Close(closed)
	at := map[int]int{}
	for _, r := range g.rows {
		w.Preset(r.rec, at[r.rec], r.slots)
		at[r.rec]++
	}
	return w
}
