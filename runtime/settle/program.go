package settle

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
)

// A unit is one value that is made of many cases: a total, a rank, a running total, a
// cap, or a look at other cases.
type unit struct {
	id      int
	name    string
	kind    string // total, rank, running, cap, predicate
	node    ir.NodeID
	has     ir.NodeID // whether it has a value, or None
	stratum int
	given   ir.Given // what rows give to it; none for a predicate
	loop    *ir.Loop
	rec     int // record whose rows have it
}

// child is the record whose rows it is made of.
func (u *unit) child() int {
	if u.loop != nil {
		return u.loop.Record
	}
	return u.given.Child
}

// units lists the values over many cases that a run needs, by stratum and node: totals,
// ranks and caps, which are roots of the language, and the looks at other cases that
// some root reads. What an assumed value hides is not needed.
func units(p *ir.Program, needed []bool) []*unit {
	specs := map[*ir.FoldSpec]*unit{}
	var out []*unit
	for i := range p.Nodes {
		id, n := ir.NodeID(i), &p.Nodes[i]
		if !needed[id] || !n.Crosses() || n.Scope > 0 {
			continue // the checker lets none stand inside another predicate
		}
		given := n.Gives()
		if u := specs[given]; given != nil && u != nil {
			u.pair(n.Op, id)
			continue
		}
		u := &unit{node: ir.None, has: ir.None, stratum: n.Stratum, loop: n.Loop, rec: n.Rec, kind: "predicate"}
		if given != nil {
			u.given, u.kind = ir.Given{FoldSpec: given, Scan: n.Scan}, "total"
			specs[given] = u
		}
		if n.Scan != nil {
			u.kind = [...]string{ir.ScanRank: "rank", ir.ScanRunning: "running", ir.ScanCap: "cap"}[n.Scan.Kind]
		}
		u.pair(n.Op, id)
		out = append(out, u)
	}
	slices.SortStableFunc(out, func(a, b *unit) int { return a.stratum - b.stratum })
	for i, u := range out {
		u.id = i
	}
	naming(p, out)
	return out
}

// pair takes the node of the value, or the one that says whether there is one.
func (u *unit) pair(op ir.Op, id ir.NodeID) {
	if op == ir.FoldHas || op == ir.ScanHas {
		u.has = id
	} else {
		u.node = id
	}
}

// naming gives units the name of the value that they are, or of the first that they
// stand in without another one between.
func naming(p *ir.Program, list []*unit) {
	own := map[ir.NodeID]bool{}
	for _, v := range p.Values {
		for _, id := range []ir.NodeID{v.Node, v.Has, v.Applies, v.Checked} {
			own[id] = true
		}
		for _, id := range []ir.NodeID{v.Node, v.Has} {
			for _, u := range list {
				if id != ir.None && p.Nodes[id].Op == ir.Closed && p.Nodes[id].Args[0] == u.node {
					u.name = v.Name
				}
			}
		}
	}
	named := func(name string, from ir.NodeID) {
		seen := map[ir.NodeID]bool{}
		var walk func(id ir.NodeID)
		walk = func(id ir.NodeID) {
			if id == ir.None || seen[id] || own[id] && id != from {
				return
			}
			seen[id] = true
			for _, u := range list {
				if u.node == id && u.name == "" {
					u.name = name
				}
			}
			for _, o := range p.Nodes[id].Operands() {
				walk(o)
			}
		}
		walk(from)
	}
	for _, v := range p.Values {
		for _, id := range []ir.NodeID{v.Node, v.Has, v.Applies} {
			named(v.Name, id)
		}
	}
	for _, o := range p.Outputs {
		named(o.Name, o.Node)
	}
}

// kept are the nodes of single rows that other cases read: their marks must be at hand
// by key. A row is read from elsewhere through a reference to a row of another root.
func kept(p *ir.Program) map[ir.NodeID]bool {
	out := map[ir.NodeID]bool{}
	seen := map[ir.NodeID]bool{}
	var walk func(id ir.NodeID)
	walk = func(id ir.NodeID) {
		if id == ir.None || seen[id] {
			return
		}
		seen[id] = true
		n := &p.Nodes[id]
		if n.Scan != nil || n.Loop != nil && n.Loop.Cross {
			out[id] = true
		}
		for _, o := range n.Operands() {
			walk(o)
		}
	}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if n.Op == ir.At && (n.Rec < 0 || p.Records[n.Rec].Root != p.Records[n.Index].Root) {
			walk(n.Target)
		}
	}
	return out
}
