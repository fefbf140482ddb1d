package ir

import "slices"

// Roots are what is demanded of the rows of one record.
type Roots struct {
	Nodes   []NodeID // outputs and payments
	Applies []NodeID // whether payments apply
	Gives   []Given  // what its rows give to values over rows
	Pays    bool     // of a root record: its rows, or rows that belong to them, have payments
	Waits   bool     // of a root record: one of those payments awaits other cases
}

// Given is what the rows of a record give to a value over rows. Scan is nil unless the
// rows stand in an order.
type Given struct {
	*FoldSpec
	Scan *ScanSpec
}

// Roots lists what is demanded of each record's rows: outputs, payments, and what rows
// give to totals. What awaits many cases is left out; what rows give to a value over
// many cases counts from the round on in which it is measured.
func (p *Program) Roots(awaits []bool, st Standing) []Roots {
	out := make([]Roots, len(p.Records))
	for _, o := range p.Outputs {
		if !awaits[o.Node] {
			out[o.Rec].Nodes = append(out[o.Rec].Nodes, o.Node)
		}
	}
	for _, v := range p.Values {
		if v.Kind != PaymentValue {
			continue
		}
		r, root := &out[v.Rec], &out[p.Records[v.Rec].Root]
		root.Pays = true
		if awaits[v.Node] {
			root.Waits = true
			continue
		}
		r.Nodes = append(r.Nodes, v.Checked, v.Node)
		r.Applies = append(r.Applies, v.Applies)
	}
	for _, t := range p.Totals {
		if !awaits[t.Node] {
			out[t.Fold.Child].Gives = append(out[t.Fold.Child].Gives, Given{FoldSpec: t.Fold})
		}
	}
	if st.Settled {
		for _, n := range p.crossing(st.Needed) {
			if f := n.Gives(); f != nil && !slices.ContainsFunc(n.Operands(), func(o NodeID) bool { return awaits[o] }) {
				out[f.Child].Gives = append(out[f.Child].Gives, Given{f, n.Scan})
			}
		}
	}
	return out
}

// crossing lists the nodes that are needed and made of many cases, in the order of their
// numbers; of those that say of another whether it has a value, only the other.
func (p *Program) crossing(needed []bool) []*Node {
	var out []*Node
	seen := map[*FoldSpec]bool{}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if f := n.Gives(); n.Crosses() && (needed == nil || needed[i]) && (f == nil || !seen[f]) {
			out = append(out, n)
			seen[f] = true
		}
	}
	return out
}

// Demanded tells of every node whether a root reads it once many cases are closed:
// outputs, payments, totals, ranks and caps are roots. What an assumed value hides is
// not read.
func (p *Program) Demanded(st Standing) []bool {
	out := make([]bool, len(p.Nodes))
	var walk func(id NodeID)
	walk = func(id NodeID) {
		if id == None || out[id] {
			return
		}
		out[id] = true
		switch n := &p.Nodes[id]; {
		case n.Op == Closed && st.Assumes(n.Text):
		case n.Op == Closed:
			walk(n.Args[0])
		default:
			for _, o := range n.Operands() {
				walk(o)
			}
		}
	}
	for _, o := range p.Outputs {
		walk(o.Node)
	}
	for _, v := range p.Values {
		switch v.Kind {
		case PaymentValue:
			walk(v.Applies)
			walk(v.Checked)
			walk(v.Node)
		case TotalValue, RankValue, CapValue:
			walk(v.Node)
			walk(v.Has)
		}
	}
	return out
}
