package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// An aim is a look-up that ordinary rows miss and that the rules cannot do without:
// its key has several parts, and the table few of their combinations. Rows of the
// record are drawn so that they have one.
type aim struct {
	rec   int
	table *ir.Table
	keys  [][]path
	day   []path
	w     weights
}

// aimed in so many of a hundred rows; the others show what happens without a row.
const aimedShare = 94

// trials is how many rows are evaluated to find the look-ups that miss.
const trials = 60

// findAims evaluates some rows of each root, and aims at the look-up that most of them
// miss, until few do.
func (g *Generator) findAims() {
	for _, rec := range g.records {
		if rec == nil || rec.up != nil || rec.Run {
			continue
		}
		for range 4 {
			node, missed := g.misses(rec)
			a, ok := g.aimOf(node)
			if missed < trials/12 || !ok {
				break
			}
			g.aims[a.rec] = append(g.aims[a.rec], a)
		}
	}
}

// misses finds the look-up for which most rows are refused.
func (g *Generator) misses(rec *record) (node ir.NodeID, most int) {
	count := map[ir.NodeID]int{}
	for i := range min(trials, g.capacity(rec)) {
		r := g.build(rec, nil, i, 1<<20, false)
		res := g.world(r).Run()
		if f := res.Fault; f != nil && f.Node != ir.None && (f.Code == diag.RowMissing || f.Code == diag.OutsideDates) {
			count[f.Node]++
		}
	}
	node = ir.None
	for id, n := range count {
		if n > most || n == most && id < node {
			node, most = id, n
		}
	}
	return node, most
}

// aimOf expresses the look-up of a node by paths from one record.
func (g *Generator) aimOf(id ir.NodeID) (aim, bool) {
	if id == ir.None {
		return aim{}, false
	}
	n := &g.prog.Nodes[id]
	switch n.Op {
	case ir.Find, ir.Cell, ir.CellHas:
	default:
		return aim{}, false
	}
	t := g.prog.Tables[n.Index]
	a := aim{rec: -1, table: t}
	args := n.Args
	if t.Dated {
		a.day, args = g.survey.paths.of(args[len(args)-1]), args[:len(args)-1]
	}
	for _, arg := range args {
		a.keys = append(a.keys, g.survey.paths.of(arg))
	}
	for _, ps := range append(slices.Clone(a.keys), a.day) {
		for _, p := range ps {
			if g.records[p.rec] != nil && p.rec > a.rec { // owners come first
				a.rec = p.rec
			}
		}
	}
	a.w = zipf(len(t.Rows))
	return a, a.rec >= 0 && len(t.Rows) > 0 && !slices.ContainsFunc(a.keys, func(ps []path) bool { return len(ps) == 0 })
}

// aim sets the fields of a row by which the rules look tables up, so that there is a
// row. What is set already, and what the rows around it hold, must fit.
func (g *Generator) aim(r *row, s *source) {
	clear(g.aimed)
	for _, a := range g.aims[r.of.ID] {
		if !s.percent(aimedShare) {
			continue
		}
		for range 40 {
			if g.take(a, a.w.draw(s), r, s) {
				break
			}
		}
	}
}

// take sets the fields for one row of the table, or none of them.
func (g *Generator) take(a aim, at int, r *row, s *source) bool {
	t := &a.table.Rows[at]
	cells, days := slices.Clone(r.cells), map[*field]span{}
	for f, in := range g.aimed {
		days[f] = in
	}
	key := make([]value.Value, len(a.table.Key))
	for i, k := range a.table.Key {
		key[i] = t.Cells[k]
	}
	if len(a.keys) == 1 && len(key) > 1 { // by reference
		key = []value.Value{value.OfRef(key...)}
	}
	for i, ps := range a.keys {
		if !slices.ContainsFunc(ps, func(p path) bool { return g.set(r, cells, days, p, key[i], s) }) {
			return false
		}
	}
	if a.table.Dated && len(a.day) > 0 {
		if in := bounded([]span{{t.From, t.Until}}); len(in) == 1 && !within(r, cells, days, a.day[0], in[0]) {
			return false
		}
	}
	r.cells = cells
	for f, in := range days {
		g.aimed[f] = in
	}
	return true
}

// set makes a path lead to a value, or tells that it cannot.
func (g *Generator) set(r *row, cells []datum, days map[*field]span, p path, v value.Value, s *source) bool {
	if p.rec != r.of.ID {
		have, ok := g.follow(p, r)
		return ok && same(have, v)
	}
	f := r.of.fields[p.field]
	if f == nil {
		return false
	}
	for i := len(p.steps) - 1; i >= 0; i-- {
		switch st := p.steps[i]; st.kind {
		case plus:
			if v.Kind != value.Number {
				return false
			}
			v = value.OfNum(v.Num.Sub(value.Int(st.add)))
		case yearOf:
			y, ok := v.Num.Int64()
			if in := yearSpan(y); ok && i == 0 && in != (span{}) {
				return within(r, cells, days, p, in)
			}
			return false
		case cellOf:
			at, ok := g.rowWith(st.table, st.column, v, s)
			if !ok {
				return false
			}
			v = at
		}
	}
	if v.Kind != value.Ref && f.Spec.Type.Kind == value.Ref {
		v = value.OfRef(v)
	}
	if v.Kind == value.Ref && f.Spec.Type.Kind != value.Ref && len(v.List) == 1 {
		v = v.List[0]
	}
	if f.tail && v.Kind == value.Code {
		v = value.OfCode(g.whole(f, v.Str, s))
	}
	if have := cells[p.field]; have.has {
		return same(f.value(have), v)
	}
	c, ok := f.cell(v)
	if ok {
		cells[p.field] = c
	}
	return ok
}

// same compares values; a reference by one part is that part.
func same(a, b value.Value) bool {
	if a.Kind == value.Ref && len(a.List) == 1 {
		a = a.List[0]
	}
	if b.Kind == value.Ref && len(b.List) == 1 {
		b = b.List[0]
	}
	return value.Equal(a, b)
}

// within makes a date lie in a range, together with what it must lie in already.
func within(r *row, cells []datum, days map[*field]span, p path, in span) bool {
	if p.rec != r.of.ID || r.of.fields[p.field] == nil || r.of.fields[p.field].Spec.Type.Kind != value.Date {
		return p.rec != r.of.ID
	}
	f := r.of.fields[p.field]
	if c := cells[p.field]; c.has {
		return in.from <= c.n && c.n < in.until
	}
	if have, ok := days[f]; ok {
		in = span{max(in.from, have.from), min(in.until, have.until)}
	}
	days[f] = in
	return in.from < in.until
}

// rowWith draws a table row with a value in a column, and gives its key.
func (g *Generator) rowWith(table, column int, v value.Value, s *source) (value.Value, bool) {
	t := g.prog.Tables[table]
	first := s.index(len(t.Rows))
	for i := range t.Rows {
		at := (first + i) % len(t.Rows)
		if r := &t.Rows[at]; r.Present[column] && same(r.Cells[column], v) {
			return t.KeyOf(at), true
		}
	}
	return value.Value{}, false
}
