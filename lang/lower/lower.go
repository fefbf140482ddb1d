package lower

import (
	"strings"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// Lower translates a checked ruleset. The list has an entry when the program passes a
// limit of size, or asks of many cases what no round can answer.
func Lower(info *check.Info, lib *fn.Library) (p *ir.Program, diags diag.List) {
	l := &lowerer{
		info:  info,
		recID: map[*check.Record]int{}, tabID: map[*check.Table]int{}, parID: map[*check.Param]int{}, byName: map[string]*check.Record{},
		scopes: map[string]int{}, values: map[*check.Value]*nodes{}, refs: map[*check.Field]pair{}, clocks: map[*check.Record]ir.NodeID{},
		spots: map[diag.Span]*ir.Spot{},
	}
	l.b = newBuilder(lib, func(n *ir.Node) bool { return l.prog.Records[n.Rec].Fields[n.Index].Spec.Unknown })
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(tooLarge); !ok {
				panic(r)
			}
			p, diags = nil, diag.List{diag.New(diag.ProgramTooLarge, l.place, MaxNodes)}
		}
	}()
	p = l.program()
	if len(l.diags) > 0 {
		return nil, l.diags
	}
	return p, nil
}

type lowerer struct {
	info   *check.Info
	b      *builder
	prog   *ir.Program
	recID  map[*check.Record]int
	tabID  map[*check.Table]int
	parID  map[*check.Param]int
	byName map[string]*check.Record
	values map[*check.Value]*nodes
	refs   map[*check.Field]pair
	clocks map[*check.Record]ir.NodeID
	scopes map[string]int
	spots  map[diag.Span]*ir.Spot
	claim  bool // a property is being lowered: its parts are no spots

	diags   diag.List
	place   diag.Span // the block that is being lowered
	inlined int       // calls of functions so far
}

// pair is an optional value: the value, and whether there is one (None: always).
type pair struct{ node, has ir.NodeID }

// nodes are the nodes of a named value.
type nodes struct {
	pair
	applies ir.NodeID // criteria and payments
	checked ir.NodeID // payments
	named   *ir.Named
}

func (l *lowerer) program() *ir.Program {
	l.prog = &ir.Program{Name: l.info.Name, Title: l.info.Title, Region: l.info.Region, Strata: l.info.Strata, Cost: l.info.Cost}
	l.records()
	l.tables()
	for _, r := range l.info.Records {
		l.prog.Records[l.recID[r]].Clock = l.clock(r)
		for i, f := range r.Fields {
			if f.Is != nil {
				p := l.ref(f)
				out := l.prog.Records[l.recID[r]].Fields[i]
				out.Is, out.IsHas = p.node, p.has
			}
		}
	}
	for _, v := range l.info.Values {
		l.prog.Values = append(l.prog.Values, l.value(v).named)
	}
	for _, o := range l.info.Outputs {
		l.place = o.Block.NameSpan
		l.prog.Outputs = append(l.prog.Outputs, l.output(o))
	}
	for _, p := range l.info.Properties {
		l.prog.Properties = append(l.prog.Properties, l.property(p))
	}
	for _, u := range l.info.Untested {
		l.prog.Untested = append(l.prog.Untested, ir.Untested{Span: u.Block.Span(), Reason: u.Reason})
	}
	l.number()
	for i := range l.prog.Nodes { // an output may look at other cases without a name for it
		l.prog.Strata = max(l.prog.Strata, l.prog.Nodes[i].Stratum+1)
	}
	for _, v := range l.prog.Values {
		if v.Kind == ir.TotalValue && !v.Crosses {
			l.prog.Totals = append(l.prog.Totals, v)
		}
	}
	l.prog.Seal()
	return l.prog
}

func (l *lowerer) records() {
	for i, r := range l.info.Records {
		l.recID[r] = i
		l.byName[r.Name] = r
		out := &ir.Record{
			ID: i, Name: r.Name, Title: r.Title, Key: r.Key, Owner: -1, OwnerBy: r.OwnerBy, Root: i,
			Derived: r.Derived, Run: r.IsRun(), MaxRows: r.MaxRows, Clock: ir.None,
		}
		if r.Owner != nil {
			out.Owner = l.recID[r.Owner]
			out.Root = l.prog.Records[out.Owner].Root
		}
		l.prog.Records = append(l.prog.Records, out)
	}
	for i, t := range l.info.Tables {
		l.tabID[t] = i
	}
	for i, p := range l.info.Params {
		l.parID[p] = len(l.info.Tables) + i
	}
	for i, r := range l.info.Records {
		for _, f := range r.Fields {
			out := &ir.Field{
				Name: f.Name, Index: f.Index, Spec: f.Spec, Columns: f.Columns, Title: f.Title, Back: f.Back,
				RefTo: -1, Table: -1, Privacy: f.Privacy, Read: f.Read, Is: ir.None, IsHas: ir.None,
			}
			if f.Spec.Type.Kind == value.Ref {
				if rec := l.byName[f.Spec.Type.Name]; rec != nil {
					out.RefTo = l.recID[rec]
				} else {
					out.Table = l.table(f.Spec.Type.Name)
				}
			}
			l.prog.Records[i].Fields = append(l.prog.Records[i].Fields, out)
		}
	}
}

func (l *lowerer) table(name string) int {
	for i, t := range l.info.Tables {
		if t.Name == name {
			return i
		}
	}
	return -1
}

// clock returns the date that selects versions for the rows of a record.
func (l *lowerer) clock(r *check.Record) ir.NodeID {
	if r == nil {
		return ir.None
	}
	if id, ok := l.clocks[r]; ok {
		return id
	}
	id := ir.None
	switch {
	case r.Clock != nil:
		id = l.expr(r.Clock.Expr, &env{rec: r})
	case r.Owner != nil:
		if up := l.clock(r.Owner); up != ir.None {
			id = l.at(l.field(r, r.Fields[r.OwnerBy]).node, r.Owner, up)
		}
	}
	l.clocks[r] = id
	return id
}

// ref lowers a computed reference: the parts of the key, and whether all are there.
func (l *lowerer) ref(f *check.Field) pair {
	if p, ok := l.refs[f]; ok {
		return p
	}
	e := &env{rec: f.Record}
	var parts, has []ir.NodeID
	for _, part := range f.Is {
		parts = append(parts, l.expr(part.Expr, e))
		has = append(has, l.present(part.Expr, e, false))
		if l.b.nodes[parts[len(parts)-1]].Stratum+l.b.nodes[has[len(has)-1]].Stratum > 0 {
			l.report(diag.KeyOverCases, part.Expr.Span())
		}
	}
	target := -1
	if r := l.byName[f.Spec.Type.Name]; r != nil {
		target = l.recID[r]
	}
	p := pair{node: l.b.add(ir.Node{Op: ir.Make, Rec: l.recID[f.Record], Args: parts, Index: target, Type: f.Spec.Type}, false, 0), has: ir.None}
	if all := l.b.all(has...); !l.b.isTrue(all) {
		p.has = all
	}
	l.refs[f] = p
	return p
}

// field is a field of the row itself.
func (l *lowerer) field(r *check.Record, f *check.Field) pair {
	if f.Is != nil {
		return l.ref(f)
	}
	path := r.Name + "." + f.Name
	p := pair{node: l.b.add(ir.Node{Op: ir.Input, Rec: l.recID[r], Index: f.Index, Text: path, Type: f.Spec.Type}, false, 0), has: ir.None}
	if f.Spec.Optional {
		p.has = l.b.add(ir.Node{Op: ir.Has, Rec: l.recID[r], Index: f.Index, Type: value.BoolType}, false, 0)
	}
	return p
}

// report refuses what only the nodes show, once for each place.
func (l *lowerer) report(code diag.Code, at diag.Span, args ...any) {
	for _, d := range l.diags {
		if d.Code == code && d.Span == at {
			return
		}
	}
	l.diags = append(l.diags, diag.New(code, at, args...))
}

// at is a node of the row that a reference names; of the row itself it is the node.
func (l *lowerer) at(ref ir.NodeID, r *check.Record, target ir.NodeID) ir.NodeID {
	n := &l.b.nodes[target]
	if n.Rec < 0 {
		return target // the same for every row
	}
	if l.b.nodes[ref].Op == ir.Self && n.Rec == l.b.nodes[ref].Rec {
		return target
	}
	return l.b.add(ir.Node{Op: ir.At, Rec: -1, Args: []ir.NodeID{ref}, Target: target, Index: l.recID[r], Type: n.Type}, false, 0)
}

func (l *lowerer) output(o *check.Output) *ir.Output {
	node, f := l.formula(o.Is, &env{rec: o.Record})
	out := &ir.Output{
		Name: o.Name, Column: o.Column, Title: o.Title, Rec: l.recID[o.Record], Type: o.Type, Node: node,
		Awaits: o.Awaits, Formula: f, Source: source(o.Source, o.Block),
	}
	return out
}

func (l *lowerer) property(p *check.Property) *ir.Property {
	e := &env{rec: p.Record}
	out := &ir.Property{Name: p.Name, Rec: -1, Table: -1, Awaits: p.Awaits, Source: source(p.Source, p.Block)}
	if p.Record != nil {
		out.Rec = l.recID[p.Record]
	} else {
		out.Table = l.tabID[p.Table]
		out.Scope = l.b.newScope(0)
		e.table, e.row, e.scope = p.Table, out.Scope, out.Scope
	}
	l.claim = true // that it never fails is what it says
	out.Node, out.Formula = l.formula(p.Holds, e)
	l.claim = false
	return out
}

// source collects what a rule cites.
func source(p check.Provenance, b *syntax.Block) ir.Source {
	out := ir.Source{Assumption: p.Assumption}
	if b != nil {
		out.At = b.Header
	}
	for _, c := range p.Cites {
		s := c.Source
		out.Cites = append(out.Cites, ir.Cite{Source: s.Name, Number: s.Number, Title: s.Title, Clause: c.Clause, ClauseTitle: c.ClauseTitle, Grade: c.Grade, URL: s.URL})
	}
	return out
}

// tidy makes a formula's text one line.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
