package generate

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A steerer changes the fields of a case so that a condition comes out as wanted. It goes
// down the form of the condition and settles its parts one by one; where several ways
// lead there, chance takes one. Whether it has got there, the interpreter tells.
type steerer struct {
	g     *Generator
	root  *row
	s     *source
	fixed map[*row]map[int]bool // fields that are settled
	later []func()              // comparisons of numbers: when tables and dates are settled
	depth int
}

// steer makes a case whose condition, looked at in its row, comes out as wanted.
func (g *Generator) steer(root, r *row, id ir.NodeID, want bool, s *source) {
	st := &steerer{g: g, root: root, s: s, fixed: map[*row]map[int]bool{}}
	st.make(r, id, want)
	for _, f := range st.later {
		f()
	}
}

// set gives a field a value, or takes it away, unless it is settled already.
func (st *steerer) set(r *row, field int, d datum) {
	f := r.of.fields[field]
	if f == nil || f.key || st.fixed[r][field] || !d.has && !f.Spec.Optional && !f.Spec.Unknown {
		return
	}
	if st.fixed[r] == nil {
		st.fixed[r] = map[int]bool{}
	}
	st.fixed[r][field] = true
	r.cells[field] = d
}

// make settles a truth.
func (st *steerer) make(r *row, id ir.NodeID, want bool) {
	if st.depth++; st.depth > 300 {
		return
	}
	n := &st.g.prog.Nodes[id]
	switch n.Op {
	case ir.Settle:
		st.make(r, n.Args[0], want)
	case ir.Closed:
		st.make(r, n.Args[len(n.Args)-1], want)
	case ir.At:
		if up := r.at(st.g.prog.Nodes[n.Target].Rec); up != nil {
			st.make(up, n.Target, want)
		}
	case ir.All, ir.Any:
		if (n.Op == ir.All) == want {
			for _, a := range n.Args {
				st.make(r, a, want)
			}
			return
		}
		st.make(r, pick(st.s, n.Args), want)
	case ir.Has:
		st.has(r, n, want)
	case ir.Input:
		if in := r.at(n.Rec); in != nil {
			st.set(in, n.Index, truth(want))
		}
	case ir.Choose:
		st.choose(r, n, func(id ir.NodeID) bool { return st.maybe(id, want) }, func(id ir.NodeID) { st.make(r, id, want) })
	case ir.Hit:
		st.hit(r, n, want)
	case ir.Each:
		st.each(r, n, want)
	case ir.Call:
		st.call(r, id, n, want)
	}
}

// maybe reports whether a truth can come out as wanted, as far as its form says.
func (st *steerer) maybe(id ir.NodeID, want bool) bool {
	n := &st.g.prog.Nodes[id]
	switch n.Op {
	case ir.Const:
		return n.Value.True() == want
	case ir.Fail, ir.Review, ir.Missing:
		return false
	}
	return true
}

// choose takes a result that fits: its condition is made to hold, and those before it to
// fail.
func (st *steerer) choose(r *row, n *ir.Node, fits func(ir.NodeID) bool, settle func(ir.NodeID)) {
	last := len(n.Args) - 1
	var arms []int
	for i := 1; i < last; i += 2 {
		if fits(n.Args[i]) {
			arms = append(arms, i)
		}
	}
	if fits(n.Args[last]) {
		arms = append(arms, last+1)
	}
	if len(arms) == 0 {
		return
	}
	arm := pick(st.s, arms)
	for i := 0; i < min(arm-1, last); i += 2 {
		st.make(r, n.Args[i], false)
	}
	if arm < last {
		st.make(r, n.Args[arm-1], true)
	}
	settle(n.Args[min(arm, last)])
}

func (st *steerer) has(r *row, n *ir.Node, want bool) {
	in := r.at(n.Rec)
	if in == nil || in.of.fields[n.Index] == nil {
		return
	}
	f := in.of.fields[n.Index]
	switch {
	case !want:
		st.set(in, n.Index, datum{})
	case !in.cells[n.Index].has:
		one := newRow(in.of, in.up)
		copy(one.cells, in.cells)
		one.anchor = in.anchor
		for range 40 {
			if st.g.refill(one, f, 0, st.s, true); one.cells[n.Index].has {
				st.set(in, n.Index, one.cells[n.Index])
				return
			}
		}
	}
}

// hit makes a look-up find a row, or leaves it to chance to find none.
func (st *steerer) hit(r *row, n *ir.Node, want bool) {
	t := st.g.prog.Tables[n.Index]
	if !want || len(t.Rows) == 0 {
		return
	}
	keys := n.Args
	if t.Dated {
		keys = keys[:len(keys)-1]
	}
	row := &t.Rows[st.s.index(len(t.Rows))]
	for i, a := range keys {
		v := value.OfRef(row.Cells[t.Key[0]])
		if !n.ByRef {
			v = row.Cells[t.Key[i]]
		}
		st.be(r, a, v)
	}
	if in := bounded([]span{{row.From, row.Until}}); t.Dated && len(in) == 1 {
		st.be(r, n.Args[len(n.Args)-1], value.OfDays(st.s.between(in[0].from, in[0].until-1)))
	}
}

// each makes a predicate hold for some row of a case, or leaves no row for it.
func (st *steerer) each(r *row, n *ir.Node, want bool) {
	lp := n.Loop
	if lp.Over == ir.OverTable {
		st.overTable(r, lp, want)
		return
	}
	if lp.Over != ir.OverRows || lp.Cross {
		return
	}
	for i, kid := range r.of.kids {
		if kid.ID != lp.Record {
			continue
		}
		if !want && lp.Kind == ir.LoopAny {
			r.kids[i] = nil
			return
		}
		if len(r.kids[i]) == 0 {
			st.g.add(r, i, st.s, true)
		}
		for _, k := range r.kids[i] {
			st.make(k, lp.Body, want)
		}
	}
}

// overTable puts the fields that a predicate compares with columns where some row of the
// table has them.
func (st *steerer) overTable(r *row, lp *ir.Loop, want bool) {
	t := st.g.prog.Tables[lp.Table]
	if !want || len(t.Rows) == 0 {
		return
	}
	row := &t.Rows[st.s.index(len(t.Rows))]
	var walk func(id ir.NodeID)
	walk = func(id ir.NodeID) {
		n := &st.g.prog.Nodes[id]
		switch {
		case n.Op == ir.All:
			for _, a := range n.Args {
				walk(a)
			}
		case n.Op == ir.Call && len(n.Args) == 2:
			for i := range 2 {
				if c := &st.g.prog.Nodes[n.Args[i]]; c.Op == ir.Cell && c.Index == t.ID && row.Present[c.Column] {
					st.be(r, n.Args[1-i], row.Cells[c.Column])
				}
			}
		}
	}
	walk(lp.Body)
}

func (st *steerer) call(r *row, id ir.NodeID, n *ir.Node, want bool) {
	switch n.Func.Name {
	case "not":
		st.make(r, n.Args[0], !want)
	case "==", "!=", "in":
		st.equal(r, n, want == (n.Func.Name != "!="))
	case "<", "<=", ">", ">=":
		st.later = append(st.later, func() { st.compare(r, id, n, want) })
	}
}
