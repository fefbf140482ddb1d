package ir

import "fmt"

// Verify checks the invariants of a program. A program that fails is a defect of
// the compiler, never of the rules.
func (p *Program) Verify() error {
	for i := range p.Nodes {
		if err := p.verifyNode(NodeID(i)); err != nil {
			return fmt.Errorf("node %d (%s): %w", i, p.Nodes[i].Op, err)
		}
	}
	for _, o := range p.Outputs {
		if n := p.Nodes[o.Node]; n.Rec != o.Rec && n.Rec != -1 || n.Scope != 0 {
			return fmt.Errorf("output %s stands in the wrong record or in a predicate", o.Name)
		}
	}
	return nil
}

func (p *Program) verifyNode(id NodeID) error {
	n := &p.Nodes[id]
	for _, d := range n.Operands() {
		if d < 0 || d >= id {
			return fmt.Errorf("operand %d does not come before it", d)
		}
	}
	for _, a := range n.Args {
		if r := p.Nodes[a].Rec; r != -1 && r != n.Rec && n.Scope == 0 {
			return fmt.Errorf("operand %d belongs to another record", a)
		}
	}
	switch n.Op {
	case Choose:
		if len(n.Args)%2 == 0 {
			return fmt.Errorf("%d operands", len(n.Args))
		}
	case Call:
		if n.Func == nil || len(n.Args) < n.Func.Min {
			return fmt.Errorf("no function, or too few operands")
		}
	case At:
		if p.Nodes[n.Target].Rec < 0 {
			return fmt.Errorf("target belongs to no record")
		}
	case Each:
		if n.Loop == nil || p.Scopes[n.Loop.Scope].Slots == 0 && n.Loop.Body != None && p.Nodes[n.Loop.Body].Scope == n.Loop.Scope {
			return fmt.Errorf("loop without a scope")
		}
	case Fold, FoldHas:
		if n.Fold == nil || n.Rec != n.Fold.Target {
			return fmt.Errorf("fold of another record")
		}
	}
	return nil
}

// Operands lists every node that a node depends on, operands first, in a fixed
// order.
func (n *Node) Operands() []NodeID {
	out := append([]NodeID(nil), n.Args...)
	add := func(ids ...NodeID) {
		for _, id := range ids {
			if id != None {
				out = append(out, id)
			}
		}
	}
	if n.Op == At {
		add(n.Target)
	}
	if l := n.Loop; l != nil {
		add(l.Body)
	}
	if f := n.Gives(); f != nil {
		add(f.By, f.Where, f.Input, f.Weight)
	}
	if s := n.Scan; s != nil {
		add(s.Limit)
		for _, k := range append(append([]Key(nil), s.Order...), s.Ties...) {
			add(k.Node)
		}
	}
	return out
}
