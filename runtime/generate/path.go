package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A path says how a value comes from one field of a row, or of a row that it belongs
// to: the field itself, its year, a cell of the table row that it names.
type path struct {
	rec, field int
	steps      []step
}

type stepKind uint8

const (
	yearOf stepKind = iota // the year of a date
	plus                   // a whole number more
	cellOf                 // a column of the table row with that key
)

type step struct {
	kind          stepKind
	table, column int
	add           int64
}

func (p path) plain() bool { return len(p.steps) == 0 }

func (p path) with(s step) path {
	return path{p.rec, p.field, append(slices.Clone(p.steps), s)}
}

func (p path) equal(q path) bool {
	return p.rec == q.rec && p.field == q.field && slices.Equal(p.steps, q.steps)
}

// paths finds where values of nodes come from. It looks at the form of the rules
// alone, and knows no more of what they mean than which nodes hand values on.
type paths struct {
	prog  *ir.Program
	known map[ir.NodeID][]path
	makes map[int][]*ir.Node // by record: the nodes that name its rows
}

func newPaths(p *ir.Program) *paths {
	out := &paths{prog: p, known: map[ir.NodeID][]path{}, makes: map[int][]*ir.Node{}}
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.Op == ir.Make && n.Index >= 0 { // a row of a table is no row of a file
			out.makes[n.Index] = append(out.makes[n.Index], n)
		}
	}
	return out
}

// of lists the paths of a node; a choice has those of all its results.
func (ps *paths) of(id ir.NodeID) []path {
	if found, ok := ps.known[id]; ok {
		return found
	}
	ps.known[id] = nil // a record whose key comes from itself ends here
	var out []path
	n := &ps.prog.Nodes[id]
	switch n.Op {
	case ir.Input:
		out = ps.input(n)
	case ir.At:
		out = ps.of(n.Target)
	case ir.Settle:
		out = ps.of(n.Args[0])
	case ir.Closed:
		out = ps.of(n.Args[len(n.Args)-1])
	case ir.Choose:
		for i := 1; i < len(n.Args); i += 2 {
			out = append(out, ps.of(n.Args[i])...)
		}
		out = append(out, ps.of(n.Args[len(n.Args)-1])...)
	case ir.Find:
		if t := ps.prog.Tables[n.Index]; len(t.Key) == 1 {
			out = ps.of(n.Args[0])
		}
	case ir.Cell:
		if t := ps.prog.Tables[n.Index]; n.ByRef || len(t.Key) == 1 {
			for _, p := range ps.of(n.Args[0]) {
				out = append(out, p.with(step{kind: cellOf, table: n.Index, column: n.Column}))
			}
		}
	case ir.Call:
		out = ps.call(n)
	}
	out = distinct(out)
	ps.known[id] = out
	return out
}

// input follows the key of a derived record to the rows that name it.
func (ps *paths) input(n *ir.Node) []path {
	r := ps.prog.Records[n.Rec]
	k := slices.Index(r.Key, n.Index)
	if !r.Derived || k < 0 {
		return []path{{rec: n.Rec, field: n.Index}}
	}
	var out []path
	for _, m := range ps.makes[r.ID] {
		out = append(out, ps.of(m.Args[k])...)
	}
	return out
}

func (ps *paths) call(n *ir.Node) []path {
	switch n.Func.Name {
	case "year":
		return ps.each(n.Args[0], step{kind: yearOf})
	case "+", "-":
		c, ok := ps.constant(n.Args[1])
		if !ok || c.Kind != value.Number {
			return nil
		}
		add, ok := c.Num.Int64()
		if !ok {
			return nil
		}
		if n.Func.Name == "-" {
			add = -add
		}
		return ps.each(n.Args[0], step{kind: plus, add: add})
	}
	return nil
}

func (ps *paths) each(id ir.NodeID, s step) []path {
	var out []path
	for _, p := range ps.of(id) {
		out = append(out, p.with(s))
	}
	return out
}

func distinct(list []path) []path {
	var out []path
	for _, p := range list {
		if !slices.ContainsFunc(out, p.equal) {
			out = append(out, p)
		}
	}
	return out
}

// constant computes a node that no row has a say in.
func (ps *paths) constant(id ir.NodeID) (value.Value, bool) {
	n := &ps.prog.Nodes[id]
	var args []value.Value
	for _, a := range n.Args {
		v, ok := ps.constant(a)
		if !ok {
			return value.Value{}, false
		}
		args = append(args, v)
	}
	switch n.Op {
	case ir.Const:
		return n.Value, true
	case ir.List:
		return value.OfList(args...), true
	case ir.Settle:
		return args[0], true
	case ir.Call:
		v, code := n.Func.Eval(args)
		return v, code == ""
	}
	return value.Value{}, false
}

// column lists the values of the table column that a node reads, whatever the row.
func (ps *paths) column(id ir.NodeID) (table, column int, ok bool) {
	n := &ps.prog.Nodes[id]
	return n.Index, n.Column, n.Op == ir.Cell
}
