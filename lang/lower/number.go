package lower

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
)

// number gives the nodes their canonical numbers: depth first from the roots, which
// stand in the order of their names, operands as written, arms included. Nodes that
// only unused values need come last, and the rest is dropped. It also gives every
// node its slot.
func (l *lowerer) number() {
	n := &numberer{b: l.b, to: make([]ir.NodeID, len(l.b.nodes)), known: map[string]ir.NodeID{}}
	for i := range n.to {
		n.to[i] = ir.None
	}
	l.roots(n.visit)
	for _, v := range l.prog.Values {
		l.eachNamed(v, func(id *ir.NodeID) { n.visit(*id) })
		for _, id := range []ir.NodeID{v.Node, v.Has, v.Applies, v.Checked} {
			n.visit(id) // examples may ask for a value that no root reads
		}
	}
	for _, p := range l.prog.Properties {
		n.visit(p.Node)
		visitFormula(p.Formula, func(id *ir.NodeID) { n.visit(*id) })
	}
	for _, o := range l.prog.Outputs {
		visitFormula(o.Formula, func(id *ir.NodeID) { n.visit(*id) })
	}
	l.prog.Nodes = make([]ir.Node, len(n.order))
	specs := map[any]bool{}
	for i, old := range n.order {
		node := l.b.nodes[old]
		n.renumber(&node, specs)
		l.prog.Nodes[i] = node
	}
	to := func(id *ir.NodeID) {
		if *id != ir.None {
			*id = n.to[*id]
		}
	}
	for _, v := range l.prog.Values {
		l.eachNamed(v, to)
		to(&v.Node)
		to(&v.Has)
		to(&v.Applies)
		to(&v.Checked)
	}
	for _, o := range l.prog.Outputs {
		to(&o.Node)
		visitFormula(o.Formula, to)
	}
	for _, p := range l.prog.Properties {
		to(&p.Node)
		visitFormula(p.Formula, to)
	}
	for _, r := range l.prog.Records {
		to(&r.Clock)
		for _, f := range r.Fields {
			to(&f.Is)
			to(&f.IsHas)
		}
	}
	l.prog.Spots = sortedSpots(l.spots, n.to)
	l.slots()
	l.tags()
}

// roots visits what is always demanded: outputs, payments, the inputs of totals,
// then clocks and computed references.
func (l *lowerer) roots(visit func(ir.NodeID)) {
	for _, o := range l.prog.Outputs {
		visit(o.Node)
	}
	for _, v := range l.prog.Values {
		switch v.Kind {
		case ir.PaymentValue:
			visit(v.Applies)
			visit(v.Checked)
			visit(v.Node)
		case ir.TotalValue, ir.RankValue, ir.CapValue:
			visit(v.Node)
			visit(v.Has)
		}
	}
	for _, r := range slices.SortedFunc(slices.Values(l.prog.Records), func(a, b *ir.Record) int { return strings.Compare(a.Name, b.Name) }) {
		visit(r.Clock)
		for _, f := range slices.SortedFunc(slices.Values(r.Fields), func(a, b *ir.Field) int { return strings.Compare(a.Name, b.Name) }) {
			visit(f.Is)
			visit(f.IsHas)
		}
	}
}

type numberer struct {
	b     *builder
	to    []ir.NodeID
	order []ir.NodeID
	known map[string]ir.NodeID // a literal and a parameter of one value are one node in the end
}

func (n *numberer) now(id ir.NodeID) ir.NodeID {
	if id == ir.None {
		return id
	}
	return n.to[id]
}

func (n *numberer) visit(id ir.NodeID) {
	if id == ir.None || n.to[id] != ir.None {
		return
	}
	node := &n.b.nodes[id]
	for _, o := range node.Operands() {
		n.visit(o)
	}
	if n.to[id] != ir.None {
		return
	}
	if node.Loop == nil && node.Scan == nil {
		key := nodeKey(node, n.now)
		if same, ok := n.known[key]; ok {
			n.to[id] = same
			return
		}
		n.known[key] = ir.NodeID(len(n.order))
	}
	n.to[id] = ir.NodeID(len(n.order))
	n.order = append(n.order, id)
}

// renumber rewrites the operands of a node. Specifications are shared between
// nodes; each is rewritten once.
func (n *numberer) renumber(node *ir.Node, specs map[any]bool) {
	to := func(id *ir.NodeID) {
		if *id != ir.None {
			*id = n.to[*id]
		}
	}
	node.Args = slices.Clone(node.Args)
	for i := range node.Args {
		to(&node.Args[i])
	}
	if node.Op == ir.At {
		to(&node.Target)
	}
	if lp := node.Loop; lp != nil && !specs[lp] {
		specs[lp] = true
		to(&lp.Body)
	}
	if f := node.Fold; f != nil && !specs[f] {
		specs[f] = true
		to(&f.By)
		to(&f.Where)
		to(&f.Input)
		to(&f.Weight)
	}
	if s := node.Scan; s != nil && !specs[s] {
		specs[s] = true
		to(&s.By)
		to(&s.Where)
		to(&s.Input)
		to(&s.Weight)
		to(&s.Limit)
		for i := range s.Order {
			to(&s.Order[i].Node)
		}
		for i := range s.Ties {
			to(&s.Ties[i].Node)
		}
	}
}

// eachNamed visits the nodes that explanations of a named value need.
func (l *lowerer) eachNamed(v *ir.Named, visit func(*ir.NodeID)) {
	visitFormula(v.StandIn, visit)
	if f := v.FoldInfo; f != nil {
		visitFormula(f.By, visit)
		visitFormula(f.Where, visit)
		visitFormula(f.Input, visit)
	}
	for i := range v.Versions {
		ver := &v.Versions[i]
		visit(&ver.InForce)
		visit(&ver.Node)
		visitFormula(ver.Formula, visit)
		for j := range ver.Rows {
			visit(&ver.Rows[j].When)
			visit(&ver.Rows[j].Node)
			visit(&ver.Rows[j].Part)
			visit(&ver.Rows[j].Term)
			visitFormula(ver.Rows[j].Result, visit)
		}
		for j := range ver.Dimensions {
			visit(&ver.Dimensions[j].Node)
			visitFormula(ver.Dimensions[j].Formula, visit)
		}
		if c := ver.Criteria; c != nil {
			visit(&c.Applies)
			visitFormula(c.AppliesText, visit)
			for j := range c.List {
				x := &c.List[j]
				visit(&x.Node)
				visit(&x.Require)
				visit(&x.Waive)
				visitFormula(x.RequireText, visit)
				visitFormula(x.WaiveText, visit)
			}
		}
		if p := ver.Payment; p != nil {
			visit(&p.Applies)
			visit(&p.When)
			visit(&p.Pays)
			visitFormula(p.WhenText, visit)
			visitFormula(p.Pending, visit)
			for j := range p.Replacers {
				visit(&p.Replacers[j].Applies)
			}
		}
	}
}

func visitFormula(f *ir.Formula, visit func(*ir.NodeID)) {
	if f != nil {
		visitPart(&f.Root, visit)
	}
}

func visitPart(p *ir.Part, visit func(*ir.NodeID)) {
	visit(&p.Node)
	visit(&p.Has)
	for i := range p.Parts {
		visitPart(&p.Parts[i], visit)
	}
}

// slots numbers the nodes within their record, their predicate, or the globals.
func (l *lowerer) slots() {
	p := l.prog
	p.Scopes = make([]ir.Scope, len(l.b.parent))
	for i, parent := range l.b.parent {
		p.Scopes[i].Parent = parent
	}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		switch {
		case n.Scope > 0:
			n.Slot = p.Scopes[n.Scope].Slots
			p.Scopes[n.Scope].Slots++
		case n.Rec >= 0:
			n.Slot = p.Records[n.Rec].Slots
			p.Records[n.Rec].Slots++
		default:
			n.Slot = p.Globals
			p.Globals++
		}
	}
}

// tags marks each output and payment with what its numbers rest on, and what they
// wait for.
func (l *lowerer) tags() {
	none := func(string) bool { return false }
	for _, o := range l.prog.Outputs {
		o.Tags, o.AwaitsWhat = l.prog.Tags(o.Node, none), l.prog.AwaitsWhat(o.Node)
	}
	for _, v := range l.prog.Values {
		if v.Kind == ir.PaymentValue {
			v.Tags, v.AwaitsWhat = l.prog.Tags(v.Node, none), l.prog.AwaitsWhat(v.Node)
		}
	}
}
