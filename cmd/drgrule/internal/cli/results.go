package cli

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
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
	inputs []os.FileInfo // files that are being read
}

// output is a file that appears complete or not at all.
type output struct {
	*os.File
	final string
}

// refusedHead names the columns of the list of refused cases: what is wrong and where,
// then the case that is refused for it.
var refusedHead = []string{"record", "file", "row", "column", "code", "reason", "case_file", "case_row"}

func (a *app) newResults(p *drgrule.Program, dir, format, refusedFile string, inputs []os.FileInfo) (*results, error) {
	if !slices.Contains([]string{"table", "csv", "jsonl"}, format) {
		return nil, fail(ExitCannotRun, "-f: table, csv, jsonl")
	}
	w := &results{app: a, prog: p, dir: dir, format: format, grains: map[string]grain{}, inputs: inputs}
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
			return nil, err
		}
		w.list = csv.NewWriter(f)
		if err := w.list.Write(refusedHead); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// create begins a file. It never takes the place of a file that is being read.
func (w *results) create(path string) (*output, error) {
	if st, err := os.Stat(path); err == nil && (st.IsDir() || slices.ContainsFunc(w.inputs, func(in os.FileInfo) bool { return os.SameFile(in, st) })) {
		return nil, fail(ExitCannotRun, w.app.say("%s 是输入文件或目录，不能写结果", "%s is an input or a directory: results cannot be written there"), path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".drgrule-*")
	if err != nil {
		return nil, fail(ExitCannotRun, "%v", err)
	}
	o := &output{f, path}
	w.files = append(w.files, o)
	return o, nil
}

// begin starts the results of a root record and of those that belong to it: a record
// without rows has a heading all the same. Without a directory only the case's own rows
// are printed: the others have files of their own.
func (w *results) begin(root string) error {
	prog := w.prog.IR()
	for _, rec := range prog.Records {
		if prog.Records[rec.Root].Name != root || rec.Name != root && (w.dir == "" || !hasResults(prog, rec)) {
			continue
		}
		var out io.Writer = w.app.out
		if w.dir != "" {
			f, err := w.create(filepath.Join(w.dir, rec.Name+"."+w.format))
			if err != nil {
				return err
			}
			out = f
		} else if len(w.order) > 0 && w.format != "jsonl" {
			if _, err := fmt.Fprintln(out); err != nil {
				return err
			}
		}
		switch w.format {
		case "table":
			w.grains[rec.Name] = w.newTable(rec, out)
		case "jsonl":
			w.grains[rec.Name] = &jsonGrain{rec: rec, out: bufio.NewWriter(out)}
		default:
			g := &csvGrain{w: w, rec: rec, out: csv.NewWriter(out)}
			if err := g.out.Write(w.head(rec)); err != nil {
				return err
			}
			w.grains[rec.Name] = g
		}
		w.order = append(w.order, rec.Name)
	}
	return nil
}

func hasResults(p *ir.Program, rec *ir.Record) bool {
	return slices.ContainsFunc(p.Outputs, func(o *ir.Output) bool { return o.Rec == rec.ID }) ||
		slices.ContainsFunc(p.Values, func(v *ir.Named) bool { return v.Rec == rec.ID && v.Kind == ir.PaymentValue })
}

// write writes the rows of a case that was not refused.
func (w *results) write(r *drgrule.Result) error {
	for i := range r.Rows {
		row := &r.Rows[i]
		if g := w.grains[row.Record]; g != nil {
			if err := g.row(r, row); err != nil {
				return err
			}
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
			row := ""
			if r.Line > 0 {
				row = strconv.Itoa(r.Line)
			}
			if err := w.list.Write([]string{f.Record, f.File, strconv.Itoa(f.Line), f.Column, string(f.Code), reason, r.File, row}); err != nil {
				return err
			}
			continue
		}
		if w.listed++; w.listed <= maxListed {
			at := fmt.Sprintf("%s:%d", f.File, f.Line)
			if f.Column != "" {
				at += " " + f.Column
			}
			w.app.note("拒绝 %s %s %s", "refused %s %s %s", at, f.Code, reason)
		} else if w.listed == maxListed+1 {
			w.app.note("……其余见 --refused 文件", "… use --refused FILE for the rest")
		}
	}
	return nil
}

// close finishes every file and gives it its name.
func (w *results) close() error {
	if err := w.finish(); err != nil {
		return err
	}
	return w.publish()
}

// finish writes what is left to write; the files have no names yet.
func (w *results) finish() error {
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
	}
	return nil
}

// publish gives the files their names, in the order in which they were begun.
func (w *results) publish() error {
	files := w.files
	w.files = nil
	for i, o := range files {
		if err := o.publish(); err != nil {
			w.files = files[i:] // to be removed
			return err
		}
	}
	return nil
}

// publishList gives the list of refused cases its name, and nothing else.
func (w *results) publishList() error {
	w.list.Flush()
	if err := w.list.Error(); err != nil {
		return err
	}
	list := w.files[0] // it is begun before any other
	w.files = w.files[1:]
	return list.publish()
}

func (o *output) publish() error {
	if err := o.Close(); err != nil {
		return err
	}
	if err := os.Chmod(o.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(o.Name(), o.final)
}

// written opens the finished results of a record.
func (w *results) written(record string) (*os.File, error) {
	for _, o := range w.files {
		if filepath.Base(o.final) == record+"."+w.format {
			return os.Open(o.Name())
		}
	}
	return nil, os.ErrNotExist
}

// abandon removes what was begun.
func (w *results) abandon() {
	for _, o := range w.files {
		o.Close()
		os.Remove(o.Name())
	}
}
