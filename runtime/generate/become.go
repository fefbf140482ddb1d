package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// equal makes one side be what the other one is, or something else.
func (st *steerer) equal(r *row, n *ir.Node, want bool) {
	for i := range 2 {
		v, ok := st.g.survey.paths.constant(n.Args[1-i])
		if !ok {
			continue
		}
		list := []value.Value{v}
		if v.Kind == value.List {
			list = v.List
		}
		if want && len(list) > 0 {
			st.be(r, n.Args[i], pick(st.s, list))
		} else if !want {
			st.other(r, n.Args[i], list)
		}
		return
	}
	if !want {
		return
	}
	for i := range 2 { // what one side is now, the other one becomes
		if v, ok := st.now(r, n.Args[1-i]); ok {
			if v.Kind == value.List {
				if len(v.List) == 0 {
					continue
				}
				v = pick(st.s, v.List)
			}
			st.be(r, n.Args[i], v)
			return
		}
	}
}

// now is what a path leads to at the moment.
func (st *steerer) now(r *row, id ir.NodeID) (value.Value, bool) {
	for _, p := range st.g.survey.paths.of(id) {
		if v, ok := st.g.follow(p, r); ok {
			return v, true
		}
	}
	return value.Value{}, false
}

// be makes a node be a value: the field that it comes from, or the table row that has it.
func (st *steerer) be(r *row, id ir.NodeID, v value.Value) {
	n := &st.g.prog.Nodes[id]
	switch n.Op {
	case ir.Choose:
		fits := func(id ir.NodeID) bool {
			c, ok := st.g.survey.paths.constant(id)
			return ok && value.Equal(c, v) || !ok && st.maybe(id, true)
		}
		st.choose(r, n, fits, func(id ir.NodeID) { st.be(r, id, v) })
		return
	case ir.Closed, ir.Settle:
		st.be(r, n.Args[len(n.Args)-1], v)
		return
	case ir.At:
		if up := r.at(st.g.prog.Nodes[n.Target].Rec); up != nil {
			st.be(up, n.Target, v)
			return
		}
	}
	for _, p := range st.g.survey.paths.of(id) {
		in := r.at(p.rec)
		if in == nil || st.fixed[in][p.field] {
			continue
		}
		cells, days := slices.Clone(in.cells), map[*field]span{}
		cells[p.field] = datum{}
		if !st.g.set(in, cells, days, p, v, st.s) {
			continue
		}
		for f, d := range days {
			cells[f.Index] = datum{has: true, n: st.s.between(d.from, d.until-1)}
		}
		st.set(in, p.field, cells[p.field])
		return
	}
}

// other makes a field be none of some values.
func (st *steerer) other(r *row, id ir.NodeID, not []value.Value) {
	for _, p := range st.g.survey.paths.of(id) {
		in := r.at(p.rec)
		if in == nil || in.of.fields[p.field] == nil {
			continue
		}
		f := in.of.fields[p.field]
		one := newRow(in.of, in.up)
		copy(one.cells, in.cells)
		for range 20 {
			one.cells[p.field] = datum{}
			st.g.refill(one, f, 0, st.s, true)
			if v, ok := st.g.follow(p, one); ok && !slices.ContainsFunc(not, func(n value.Value) bool { return same(n, v) }) {
				st.set(in, p.field, one.cells[p.field])
				return
			}
		}
	}
}

// compare moves a number or date to the side of its bound that is wanted: next to it, or
// well beyond.
func (st *steerer) compare(r *row, id ir.NodeID, n *ir.Node, want bool) {
	b := &bound{node: id, op: n.Func.Name, a: n.Args[0], b: n.Args[1], rec: n.Rec}
	if n.Scope > 0 || n.Rec != r.of.ID {
		return
	}
	st.g.findMoves(b, st.root.of.ID)
	b.moves = slices.DeleteFunc(b.moves, func(m move) bool { return m.how == anyhow })
	if len(b.moves) > 3 {
		b.moves = b.moves[:3]
	}
	t := &try{g: st.g, root: st.root, b: b, i: st.root.placeIn(r)}
	for _, m := range b.moves {
		for _, in := range t.rows(m) {
			if st.fixed[in][m.field] {
				continue
			}
			before := in.cells[m.field]
			if t.aside(in, m, want, st.s) {
				d := in.cells[m.field]
				in.cells[m.field] = before
				st.set(in, m.field, d)
				return
			}
			in.cells[m.field] = before
		}
	}
}
