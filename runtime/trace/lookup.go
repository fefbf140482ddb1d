package trace

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// The standings of a value over many cases.
const (
	standsIn  = "provisional"
	isAssumed = "assumed"
	isSettled = "settled"
)

// standing says what stands for a value over many cases: nothing if it is made of
// them, or needs none.
func (b *builder) standing(v *ir.Named) string {
	switch {
	case v.Stratum > 0 && b.st.Assumes(v.Name):
		return isAssumed
	case b.st.Settled && v.Crosses && b.prog.Nodes[v.Node].Op == ir.Closed:
		return isSettled
	case v.StandIn != nil && !b.st.Settled:
		return standsIn
	}
	return ""
}

// reads lists the values over many cases that a step reads from rows outside of the
// case.
func (b *builder) reads(node ir.NodeID, rec, i int) []Read {
	var out []Read
	b.region(node, func(id ir.NodeID) {
		n := &b.prog.Nodes[id]
		if n.Op != ir.At {
			return
		}
		for _, v := range b.prog.Values {
			if v.Node != n.Target || v.Stratum == 0 || b.prog.Records[v.Rec].Root == b.root {
				continue
			}
			s, ok := b.slot(id, rec, i)
			row, ok2 := b.slot(n.Args[0], rec, i)
			if !ok || !ok2 {
				continue
			}
			r := Read{Name: v.Name, Title: v.Title, Text: showSlot(s, v.Type), Standing: b.standing(v)}
			r.Row, r.RowTitle = b.prog.Records[v.Rec].Name+" "+show(row.Value, value.Type{}), b.prog.Records[v.Rec].Title
			if r.Standing == standsIn {
				r.Formula = tidy(v.StandIn.Text)
			}
			if b.st.Settled {
				r.Rows, _ = b.rows(v, row.Value)
				r.Made = b.made(v, row.Value)
			}
			out = append(out, r)
		}
	})
	return out
}

// lookups lists the table rows that a step read or looked for, and the parameters that
// its formula names: a parameter without key or dates is a constant, of which no node
// tells.
func (b *builder) lookups(node ir.NodeID, named []string, rec, i int) []Lookup {
	var out []Lookup
	b.region(node, func(id ir.NodeID) {
		if l, ok := b.lookup(id, rec, i); ok {
			out = append(out, l)
		}
	})
	out = together(out)
	for _, name := range named {
		j := slices.IndexFunc(b.prog.Tables, func(t *ir.Table) bool { return t.Name == name && t.Param && len(t.Key) == 0 && !t.Dated })
		if j < 0 || slices.ContainsFunc(out, func(l Lookup) bool { return l.Table == name }) {
			continue
		}
		t := b.prog.Tables[j]
		last := len(t.Columns) - 1
		b.cite(t.Source, t.Name)
		out = append(out, Lookup{
			Table: t.Name, Title: t.Title, Column: t.Columns[last].Name, Param: true,
			Text: show(t.Rows[0].Cells[last], t.Columns[last].Type), Place: Place(t.Rows[0].File, t.Rows[0].Line),
		})
	}
	return out
}

// lookup explains one node that reads a table.
func (b *builder) lookup(id ir.NodeID, rec, i int) (Lookup, bool) {
	n := &b.prog.Nodes[id]
	s, ok := b.slot(id, rec, i)
	if !ok {
		return Lookup{}, false
	}
	switch {
	case n.Op == ir.Each && n.Loop.Over == ir.OverTable:
		b.sample(b.prog.Tables[n.Loop.Table])
		return Lookup{}, false
	case n.Op == ir.Cell && s.OK(), n.Op == ir.Find, n.Op == ir.Hit && !n.ByRef:
	default:
		return Lookup{}, false
	}
	args := make([]value.Value, len(n.Args))
	for j, a := range n.Args {
		as, ok := b.slot(a, rec, i)
		if !ok || !as.OK() {
			return Lookup{}, false
		}
		args[j] = as.Value
	}
	t := b.prog.Tables[n.Index]
	b.sample(t)
	b.cite(t.Source, t.Name)
	l := Lookup{Table: t.Name, Title: t.Title, Sample: t.Sample, Param: t.Param}
	if !n.ByRef {
		key := args
		if t.Dated {
			key = args[:len(args)-1]
		}
		l.Sought = show(value.OfRef(key...), value.Type{})
	}
	r, lapsed := t.Row(n, args)
	if r < 0 {
		l.Missing, l.Lapsed = true, lapsed
		return l, true
	}
	if l.Key = show(t.KeyOf(r), value.Type{}); l.Key == l.Sought {
		l.Sought = ""
	}
	l.Place = Place(t.Rows[r].File, t.Rows[r].Line)
	if n.Op == ir.Cell {
		l.Column, l.Text = t.Columns[n.Column].Name, show(s.Value, n.Type)
	}
	return l, true
}

// together leaves out what another line tells as well: that there is a row, where a
// column of it is read; what was looked for is told there.
func together(in []Lookup) []Lookup {
	var out []Lookup
	for i, l := range in {
		same := func(m Lookup) bool { return m.Table == l.Table && m.Key == l.Key && m.Missing == l.Missing }
		if l.Column == "" && (slices.ContainsFunc(in[:i], func(m Lookup) bool { return m.Column == "" && same(m) && m.Sought == l.Sought }) ||
			!l.Missing && slices.ContainsFunc(in, func(m Lookup) bool { return m.Column != "" && same(m) })) {
			continue
		}
		if j := slices.IndexFunc(in, func(m Lookup) bool { return m.Column == "" && same(m) && m.Sought != "" }); l.Column != "" && l.Sought == "" && j >= 0 {
			l.Sought = in[j].Sought
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func (b *builder) sample(t *ir.Table) {
	if t.Sample && !slices.Contains(b.out.Samples, t.Name) {
		b.out.Samples = append(b.out.Samples, t.Name)
	}
}

// cites turns a rule's sources into those of a trace, and collects them.
func (b *builder) cites(s ir.Source) []Cite {
	var out []Cite
	for _, c := range s.Cites {
		out = append(out, Cite{Source: c.Source, Number: c.Number, Title: c.Title, Clause: c.Clause, ClauseTitle: c.ClauseTitle, Grade: c.Grade})
	}
	for _, c := range out {
		if !slices.Contains(b.out.Sources, c) {
			b.out.Sources = append(b.out.Sources, c)
		}
	}
	return out
}

// cite collects sources and the assumption of something that took part.
func (b *builder) cite(s ir.Source, where string) {
	b.cites(s)
	if a := (Assumption{Where: where, Text: s.Assumption}); s.Assumption != "" && !slices.Contains(b.out.Assumptions, a) {
		b.out.Assumptions = append(b.out.Assumptions, a)
	}
}
