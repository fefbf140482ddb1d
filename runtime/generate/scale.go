package generate

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A lookup is a number that the size of a field is held against: a cell of the table
// row that some paths select, or a field of the row or of its owner.
type lookup struct {
	direct path // keys == nil: the number itself
	table  int
	column int
	keys   [][]path
}

// sized notes that the field behind a is compared with what b is made of: the mean of
// its group, most often. Numbers of one unit have one size.
func (s *survey) sized(a, b ir.NodeID) {
	x, y := &s.prog.Nodes[a], &s.prog.Nodes[b]
	if x.Type.Kind != value.Number || y.Type.Kind != value.Number || x.Type.Unit != y.Type.Unit || x.Type.Unit == value.One {
		return
	}
	for _, p := range s.paths.of(a) {
		if !p.plain() || s.field(p).Spec.Type.Kind != value.Number {
			continue
		}
		seen := map[ir.NodeID]bool{}
		s.sizes(b, x.Type.Unit, p, seen)
	}
}

// sizes collects the cells and fields of a unit that a node is made of.
func (s *survey) sizes(id ir.NodeID, unit value.Unit, of path, seen map[ir.NodeID]bool) {
	if id == ir.None || seen[id] || len(seen) > 200 {
		return
	}
	seen[id] = true
	n := &s.prog.Nodes[id]
	if n.Type.Kind == value.Number && n.Type.Unit == unit {
		switch n.Op {
		case ir.Cell:
			if l, ok := s.cellOf(n); ok {
				s.addScale(of, l)
			}
		case ir.Input:
			for _, p := range s.paths.of(id) {
				s.addScale(of, lookup{direct: p})
			}
		}
	}
	switch n.Op {
	case ir.At:
		s.sizes(n.Target, unit, of, seen)
	case ir.Choose:
		for i := 1; i < len(n.Args); i += 2 {
			s.sizes(n.Args[i], unit, of, seen)
		}
		s.sizes(n.Args[len(n.Args)-1], unit, of, seen)
	case ir.Closed:
		s.sizes(n.Args[len(n.Args)-1], unit, of, seen)
	case ir.Call, ir.Settle:
		for _, a := range n.Args {
			s.sizes(a, unit, of, seen)
		}
	}
}

// cellOf expresses the cell that a node reads by paths: its key, or the row that some
// look-up finds.
func (s *survey) cellOf(n *ir.Node) (lookup, bool) {
	l := lookup{table: n.Index, column: n.Column}
	if !n.ByRef {
		return l, s.keysOf(&l, n)
	}
	var find func(id ir.NodeID) bool
	find = func(id ir.NodeID) bool {
		switch m := &s.prog.Nodes[id]; m.Op {
		case ir.Find:
			return s.keysOf(&l, m)
		case ir.Choose:
			for i := 1; i < len(m.Args); i += 2 {
				if find(m.Args[i]) {
					return true
				}
			}
			return find(m.Args[len(m.Args)-1])
		case ir.At:
			return find(m.Target)
		case ir.Closed, ir.Settle:
			return find(m.Args[len(m.Args)-1])
		}
		return false
	}
	if find(n.Args[0]) {
		return l, true
	}
	if ps := s.paths.of(n.Args[0]); len(ps) > 0 && len(s.prog.Tables[n.Index].Key) == 1 {
		l.keys = [][]path{ps}
		return l, true
	}
	return l, false
}

func (s *survey) keysOf(l *lookup, n *ir.Node) bool {
	keys := n.Args[:len(s.prog.Tables[l.table].Key)]
	l.keys = nil
	for _, a := range keys {
		ps := s.paths.of(a)
		if len(ps) == 0 {
			return false
		}
		l.keys = append(l.keys, ps)
	}
	return true
}

// addScale keeps the scales of a field, those with the longest key first: the mean of a
// group in a year says more than the mean of all.
func (s *survey) addScale(of path, l lookup) {
	if l.keys == nil && l.direct.equal(of) {
		return
	}
	in := s.at(of)
	for i, have := range in.scales {
		if have.same(l) {
			return
		}
		if len(l.keys) > len(have.keys) {
			in.scales = append(in.scales[:i:i], append([]lookup{l}, in.scales[i:]...)...)
			return
		}
	}
	in.scales = append(in.scales, l)
}

func (l lookup) same(m lookup) bool {
	if l.keys == nil || m.keys == nil {
		return l.keys == nil && m.keys == nil && l.direct.equal(m.direct)
	}
	return l.table == m.table && l.column == m.column
}
