package lower

import (
	"cmp"
	"slices"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// tables carries tables and parameters over; a parameter is a table of its keys and
// one value.
func (l *lowerer) tables() {
	for i, t := range l.info.Tables {
		out := &ir.Table{
			ID: i, Name: t.Name, Title: t.Title, Key: t.Key, Dated: t.Dated(), Prefix: t.Prefix, Sample: t.Sample,
			Source: source(t.Source, t.Block),
		}
		for _, c := range t.Columns {
			out.Columns = append(out.Columns, ir.Column{Name: c.Name, Type: c.Spec.Type})
		}
		out.Rows = rows(t.Rows, len(t.Columns), t.Key)
		l.add(out)
	}
	for _, p := range l.info.Params {
		out := &ir.Table{
			ID: l.parID[p], Name: p.Name, Title: p.Title, Dated: p.Dated(), Param: true,
			Source: source(p.Source, p.Blocks[0]),
		}
		for i, k := range p.Keys {
			out.Key = append(out.Key, i)
			out.Columns = append(out.Columns, ir.Column{Name: k.Name, Type: k.Spec.Type})
		}
		out.Columns = append(out.Columns, ir.Column{Name: "value", Type: p.Spec.Type})
		out.Rows = rows(p.Rows, len(p.Keys)+1, out.Key)
		l.add(out)
	}
}

func (l *lowerer) add(t *ir.Table) {
	t.NewIndex()
	l.prog.Tables = append(l.prog.Tables, t)
}

// rows sorts the rows by key, then date: their order in a file means nothing.
func rows(in []check.Row, columns int, key []int) []ir.Row {
	out := make([]ir.Row, len(in))
	for i, r := range in {
		out[i] = ir.Row{Cells: r.Cells, Present: r.Present, From: r.From, Until: r.Until}
		if out[i].Present == nil {
			out[i].Present = slices.Repeat([]bool{true}, columns)
		}
		if r.Span.File != nil {
			out[i].File, out[i].Line = r.Span.File.Name, r.Span.Start().Line
		}
	}
	slices.SortStableFunc(out, func(a, b ir.Row) int {
		for _, k := range key {
			if c := value.Compare(a.Cells[k], b.Cells[k]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.From, b.From)
	})
	return out
}
