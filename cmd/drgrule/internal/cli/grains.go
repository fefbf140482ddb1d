package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// grain writes the rows of one record.
type grain interface {
	row(r *drgrule.Result, row *drgrule.Row) error
	close() error
}

// head is the headings of a record's results. The case itself carries its outcome.
func (w *results) head(rec *ir.Record) []string {
	var out []string
	for _, k := range rec.Key {
		out = append(out, rec.Fields[k].Heading())
	}
	if rec.Owner < 0 {
		out = append(out, "outcome")
	}
	for _, o := range w.prog.IR().Outputs {
		if o.Rec == rec.ID {
			out = append(out, o.Column)
		}
	}
	for _, v := range w.prog.IR().Values {
		if v.Rec == rec.ID && v.Kind == ir.PaymentValue {
			out = append(out, v.Name)
		}
	}
	if rec.Owner < 0 {
		out = append(out, "reasons")
	}
	return append(out, "tags", "ruleset")
}

// cells are the results of a row, under head; reason says why a case needs review.
func (w *results) cells(reason func(string) string, rec *ir.Record, r *drgrule.Result, row *drgrule.Row) []string {
	out := slices.Clone(row.Key)
	if rec.Owner < 0 {
		out = append(out, string(r.Outcome))
	}
	for _, v := range slices.Concat(row.Outputs, row.Payments) {
		out = append(out, v.Text)
	}
	if rec.Owner < 0 {
		reasons := make([]string, len(r.Reasons))
		for i, s := range r.Reasons {
			reasons[i] = reason(s)
		}
		out = append(out, strings.Join(reasons, "; "))
	}
	return append(out, strings.Join(row.Tags(), " "), r.Hash)
}

type csvGrain struct {
	w   *results
	rec *ir.Record
	out *csv.Writer
}

func (g *csvGrain) row(r *drgrule.Result, row *drgrule.Row) error {
	// A file is the same whatever language the command speaks.
	return g.out.Write(g.w.cells(func(s string) string { return s }, g.rec, r, row))
}

func (g *csvGrain) close() error {
	g.out.Flush()
	return g.out.Error()
}

type jsonGrain struct {
	rec *ir.Record
	out *bufio.Writer
}

type jsonValue struct {
	Value string   `json:"value"`
	State string   `json:"state"`
	Unit  string   `json:"unit,omitempty"`
	Tags  []string `json:"tags,omitempty"`
}

func (g *jsonGrain) row(r *drgrule.Result, row *drgrule.Row) error {
	key := map[string]string{}
	for i, k := range g.rec.Key {
		key[g.rec.Fields[k].Name] = row.Key[i]
	}
	obj := map[string]any{"format_version": 1, "record": row.Record, "key": key, "ruleset": r.Hash}
	if g.rec.Owner < 0 {
		obj["outcome"], obj["reasons"] = r.Outcome, append([]string{}, r.Reasons...)
	}
	values := func(vs []drgrule.Value) map[string]jsonValue {
		out := map[string]jsonValue{}
		for _, v := range vs {
			out[v.Name] = jsonValue{Value: v.Text, State: v.State, Tags: v.Tags}
			if v.Type.Kind == value.Number {
				out[v.Name] = jsonValue{v.Text, v.State, v.Type.Unit.String(), v.Tags}
			}
		}
		return out
	}
	obj["outputs"], obj["payments"] = values(row.Outputs), values(row.Payments)
	e := json.NewEncoder(g.out)
	e.SetEscapeHTML(false)
	return e.Encode(obj)
}

func (g *jsonGrain) close() error { return g.out.Flush() }

// tableGrain lays rows out for people: a well-kept library knows how wide Chinese
// characters are.
type tableGrain struct {
	w    *results
	rec  *ir.Record
	out  io.Writer
	t    table.Writer
	tags []string
}

// last is how many columns are the same for every row: they stand below the table.
const last = 2

func (w *results) newTable(rec *ir.Record, out io.Writer) *tableGrain {
	g := &tableGrain{w: w, rec: rec, out: out, t: table.NewWriter()}
	g.t.SetStyle(table.StyleLight)
	g.t.Style().Format.Header = text.FormatDefault
	head := w.head(rec)
	g.t.AppendHeader(anyRow(head[:len(head)-last]))
	return g
}

func (g *tableGrain) row(r *drgrule.Result, row *drgrule.Row) error {
	cells := g.w.cells(g.w.app.reason, g.rec, r, row)
	for _, t := range row.Tags() {
		if !slices.Contains(g.tags, t) {
			g.tags = append(g.tags, t)
		}
	}
	g.t.AppendRow(anyRow(cells[:len(cells)-last]))
	return nil
}

func anyRow(cells []string) table.Row {
	out := make(table.Row, len(cells))
	for i, c := range cells {
		out[i] = c
	}
	return out
}

func (g *tableGrain) close() error {
	if _, err := fmt.Fprintln(g.out, g.t.Render()); err != nil {
		return err
	}
	slices.Sort(g.tags)
	_, err := fmt.Fprintf(g.out, g.w.app.say("规则集 %s %s  %s\n", "ruleset %s %s  %s\n"), g.w.prog.Name(), g.w.prog.Hash()[:12], strings.Join(g.tags, " "))
	return err
}
