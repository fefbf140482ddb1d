package generate

import (
	"cmp"
	"slices"
)

// A Report tells what was written.
type Report struct {
	Files   []File
	Bounds  []Bound
	Refused int64             // faults listed in expected-refused.csv
	Run     map[string]string // inputs of the run that the bounds were planted for
	outs    []*out
}

// A File is a file of rows.
type File struct {
	Record, Name string
	Rows         int64
}

// A Bound is a comparison of the rules, with how many rows have a value one unit below
// it, at it, and one unit above it.
type Bound struct {
	Record           string // whose rows it looks at
	File             string // of the rules, if it stands there as such
	Line             int
	Text             string
	Field            string // that is moved, as record.field
	Exact            bool   // both sides can be equal
	Below, At, Above int64
}

func (r *Report) add(rec *record, o *out) {
	if o != nil {
		r.Files, r.outs = append(r.Files, File{Record: rec.Name, Name: o.name}), append(r.outs, o)
	}
}

// plantedBounds lists the bounds that rows were put at, in the order of the rules.
func (g *Generator) plantedBounds() []Bound {
	var out []Bound
	for _, list := range g.bounds {
		for _, b := range list {
			f := g.records[b.moves[0].rec].fields[b.moves[0].field]
			text, at := g.spotOf(b.node)
			x := Bound{
				Record: g.prog.Records[b.rec].Name, Text: cmp.Or(text, g.formText(b)), Field: f.in.Name + "." + f.Name, Exact: b.exact,
				Below: b.planted[0], At: b.planted[1], Above: b.planted[2],
			}
			if !at.IsZero() {
				x.File, x.Line = at.File.Name, at.Start().Line
			}
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Bound) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Field, b.Field))
	})
	return out
}

// formText names a comparison that stands in no formula as such, such as the date from
// which a version holds.
func (g *Generator) formText(b *bound) string {
	side := func(n int) string {
		id := b.a
		if n == 1 {
			id = b.b
		}
		if v, ok := g.survey.paths.constant(id); ok {
			return v.Text(g.prog.Nodes[id].Type)
		}
		if ps := g.survey.paths.of(id); len(ps) == 1 && ps[0].plain() {
			return g.prog.Records[ps[0].rec].Name + "." + g.prog.Records[ps[0].rec].Fields[ps[0].field].Name
		}
		return "…"
	}
	return side(0) + " " + b.op + " " + side(1)
}
