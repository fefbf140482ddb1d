package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// results writes the results of a run: one file or stream for each record that has
// any, and the list of refused cases.
type results struct {
	app    *app
	prog   *drgrule.Program
	dir    string
	format string
	grains map[string]grain
	order  []string
	list   *csv.Writer
	listed int
	files  []*output
}

// grain writes the rows of one record.
type grain interface {
	row(r *drgrule.Result, row *drgrule.Row, first bool) error
	close() error
}

// output is a file that appears complete or not at all.
type output struct {
	*os.File
	final string
}

func (a *app) newResults(p *drgrule.Program, dir, format, refusedFile string) (*results, error) {
	if !slices.Contains([]string{"table", "csv", "jsonl"}, format) {
		return nil, fail(ExitCannotRun, "-f: table, csv, jsonl")
	}
	w := &results{app: a, prog: p, dir: dir, format: format, grains: map[string]grain{}}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fail(ExitCannotRun, "%v", err)
		}
		if refusedFile == "" {
			refusedFile = filepath.Join(dir, "refused.csv")
		}
	}
	if refusedFile != "" {
		f, err := w.create(refusedFile)
		if err != nil {
			return nil, fail(ExitCannotRun, "%v", err)
		}
		w.list = csv.NewWriter(f)
		if err := w.list.Write([]string{"record", "file", "row", "column", "code", "reason"}); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *results) create(path string) (*output, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".drgrule-*")
	if err != nil {
		return nil, err
	}
	o := &output{f, path}
	w.files = append(w.files, o)
	return o, nil
}

// grain returns the writer of a record's rows.
func (w *results) grain(record string) (grain, error) {
	if g := w.grains[record]; g != nil {
		return g, nil
	}
	var out io.Writer = w.app.out
	if w.dir != "" {
		f, err := w.create(filepath.Join(w.dir, record+"."+w.format))
		if err != nil {
			return nil, err
		}
		out = f
	} else if len(w.order) > 0 && w.format != "jsonl" {
		fmt.Fprintln(out)
	}
	var g grain
	switch w.format {
	case "table":
		g = &tableGrain{w: w, out: out, record: record}
	case "jsonl":
		g = &jsonGrain{w: w, out: bufio.NewWriter(out)}
	default:
		g = &csvGrain{w: w, out: csv.NewWriter(out)}
	}
	w.grains[record] = g
	w.order = append(w.order, record)
	return g, nil
}

// write writes the rows of a case that was not refused. Without a directory only the
// case's own rows are printed: the others have files of their own.
func (w *results) write(r *drgrule.Result) error {
	for i := range r.Rows {
		row := &r.Rows[i]
		if w.dir == "" && row.Record != r.Record {
			continue
		}
		g, err := w.grain(row.Record)
		if err != nil {
			return err
		}
		if err := g.row(r, row, i == 0); err != nil {
			return err
		}
	}
	return nil
}

// maxListed bounds the refused cases that are printed when no file takes them.
const maxListed = 20

// refuse lists a refused case: where and why, never the values.
func (w *results) refuse(r *drgrule.Result) error {
	for _, f := range r.Faults {
		reason := f.Code.Info().Message.In(w.app.lang)
		if f.Detail != "" {
			reason += diag.Text{Zh: "：", En: ": "}.In(w.app.lang) + f.Detail
		}
		if w.list != nil {
			if err := w.list.Write([]string{f.Record, f.File, strconv.Itoa(f.Line), f.Column, string(f.Code), reason}); err != nil {
				return err
			}
			continue
		}
		if w.listed++; w.listed <= maxListed {
			w.app.note("拒绝 %s:%d %s %s %s", "refused %s:%d %s %s %s", f.File, f.Line, f.Column, f.Code, reason)
		} else if w.listed == maxListed+1 {
			w.app.note("……其余见 --refused 文件", "… use --refused FILE for the rest")
		}
	}
	return nil
}

// close finishes every file and gives it its name.
func (w *results) close() error {
	for _, name := range w.order {
		if err := w.grains[name].close(); err != nil {
			return err
		}
	}
	if w.list != nil {
		w.list.Flush()
		if err := w.list.Error(); err != nil {
			return err
		}
	}
	for _, o := range w.files {
		if err := o.Sync(); err != nil {
			return err
		}
		if err := o.Close(); err != nil {
			return err
		}
		if err := os.Chmod(o.Name(), 0o644); err != nil {
			return err
		}
		if err := os.Rename(o.Name(), o.final); err != nil {
			return err
		}
	}
	return nil
}

// abandon removes what was begun.
func (w *results) abandon() {
	for _, o := range w.files {
		o.Close()
		os.Remove(o.Name())
	}
}

// columns are the headings and cells of a row.
func (w *results) columns(r *drgrule.Result, row *drgrule.Row, first bool) (head, cells []string) {
	rec := w.prog.IR().Record(row.Record)
	add := func(h, c string) { head, cells = append(head, h), append(cells, c) }
	for i, k := range rec.Key {
		add(rec.Fields[k].Heading(), row.Key[i])
	}
	if first {
		add("outcome", string(r.Outcome))
	}
	for _, v := range row.Outputs {
		add(v.Column, v.Text)
	}
	for _, v := range row.Payments {
		add(v.Name, v.Text)
	}
	if first {
		reasons := make([]string, len(r.Reasons))
		for i, s := range r.Reasons {
			reasons[i] = w.app.reason(s)
		}
		add("reasons", strings.Join(reasons, "; "))
	}
	add("tags", strings.Join(row.Tags(), " "))
	add("ruleset", r.Hash)
	return head, cells
}

type csvGrain struct {
	w      *results
	out    *csv.Writer
	headed bool
}

func (g *csvGrain) row(r *drgrule.Result, row *drgrule.Row, first bool) error {
	head, cells := g.w.columns(r, row, first)
	if !g.headed {
		g.headed = true
		if err := g.out.Write(head); err != nil {
			return err
		}
	}
	return g.out.Write(cells)
}

func (g *csvGrain) close() error {
	g.out.Flush()
	return g.out.Error()
}

type jsonGrain struct {
	w   *results
	out *bufio.Writer
}

type jsonValue struct {
	Value string   `json:"value"`
	State string   `json:"state"`
	Unit  string   `json:"unit,omitempty"`
	Tags  []string `json:"tags,omitempty"`
}

func (g *jsonGrain) row(r *drgrule.Result, row *drgrule.Row, first bool) error {
	rec := g.w.prog.IR().Record(row.Record)
	key := map[string]string{}
	for i, k := range rec.Key {
		key[rec.Fields[k].Name] = row.Key[i]
	}
	obj := map[string]any{"format_version": 1, "record": row.Record, "key": key, "ruleset": r.Hash}
	if first {
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
	w      *results
	out    io.Writer
	record string
	t      table.Writer
	tags   []string
}

func (g *tableGrain) row(r *drgrule.Result, row *drgrule.Row, first bool) error {
	head, cells := g.w.columns(r, row, first)
	keep := len(cells) - 2 // tags and hash are the same for every row: they stand below
	if g.t == nil {
		g.t = table.NewWriter()
		g.t.SetStyle(table.StyleLight)
		g.t.Style().Format.Header = text.FormatDefault
		g.t.AppendHeader(anyRow(head[:keep]))
	}
	for _, t := range row.Tags() {
		if !slices.Contains(g.tags, t) {
			g.tags = append(g.tags, t)
		}
	}
	g.t.AppendRow(anyRow(cells[:keep]))
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
