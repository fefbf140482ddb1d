package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A rare outcome is a condition that ordinary rows hardly ever make hold, or fail.
type rare struct {
	node ir.NodeID
	rec  int
	want bool
}

// ordinary is how many rows are evaluated to find what is rare.
const ordinary = 200

// outcomes notes what conditions come to. It is a scalar.Watcher.
type outcomes map[ir.NodeID][2]int

// Slot implements scalar.Watcher.
func (o outcomes) Slot(node ir.NodeID, s slot.Slot, _ value.Value) {
	if s.OK() && s.Value.Kind == value.Bool {
		n := o[node]
		n[s.Value.Int]++
		o[node] = n
	}
}

// Arm implements scalar.Watcher.
func (outcomes) Arm(ir.NodeID, int) {}

// Row implements scalar.Watcher.
func (outcomes) Row(*ir.Node, []value.Value, int) {}

// findRare evaluates ordinary rows of each root, and keeps the outcomes of conditions that
// few of them have and that some case can be steered to.
func (g *Generator) findRare() {
	awaits := g.prog.Awaiting(ir.Standing{})
	wanted := g.wanted(awaits)
	for _, rec := range g.roots() {
		seen := outcomes{}
		n := min(ordinary, g.capacity(rec))
		for i := range n {
			w := g.world(g.build(rec, nil, i, 1<<21, i%2 == 0))
			w.Watch(seen)
			w.Run()
		}
		for i := range g.prog.Spots {
			s := &g.prog.Spots[i]
			if !s.Condition() {
				continue
			}
			for _, sn := range s.Nodes {
				at := g.prog.Nodes[sn.Node].Rec
				if at < 0 || g.prog.Records[at].Root != rec.ID || g.records[at] == nil || g.prog.Nodes[sn.Node].Scope > 0 || !wanted[sn.Node] || awaits[sn.Node] {
					continue
				}
				for k, want := range []bool{false, true} {
					if r := (rare{sn.Node, at, want}); seen[sn.Node][k] < int(n)/50 && !slices.Contains(g.rares[rec.ID], r) && g.reaches(rec, r) {
						g.rares[rec.ID] = append(g.rares[rec.ID], r)
					}
				}
			}
		}
	}
}

// reaches reports whether steering gets some case to a rare outcome.
func (g *Generator) reaches(rec *record, want rare) bool {
	for i := range uint64(2 * attempts) {
		s := stream(g.seed, 8, uint64(want.node), i)
		r := g.build(rec, nil, int64(i)%g.capacity(rec), uint64(want.node)<<8|i, true)
		if g.steered(r, want, &s) {
			return true
		}
	}
	return false
}

// steered steers a case to an outcome, and asks the interpreter whether it is there.
func (g *Generator) steered(root *row, want rare, s *source) bool {
	var there []*row
	root.each(func(r *row) {
		if r.of.ID == want.rec {
			there = append(there, r)
		}
	})
	if len(there) == 0 {
		return false
	}
	g.steer(root, pick(s, there), want.node, want.want, s)
	seen := outcomes{}
	w := g.world(root)
	w.Watch(seen)
	w.Run()
	k := 0
	if want.want {
		k = 1
	}
	return seen[want.node][k] > 0
}
