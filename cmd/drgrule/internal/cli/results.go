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
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk"
	"github.com/drgrule/drgrule/runtime/durable"
)

// results writes the results of a run: one file or stream for each record that has
// any, and the list of refused cases.
type results struct {
	app     *app
	prog    *drgrule.Program
	dir     string
	format  string
	grains  map[string]grain
	order   []string
	list    *csv.Writer
	listed  int
	out     *durable.Outputs
	devices []*os.File  // outputs that are no files
	made    []string    // directories that were not there, the innermost first
	texts   []io.Closer // encoders of texts that are being written
	coding  cell.Encoding
	inputs  []os.FileInfo             // files that are being read
	written map[string]casefile.Tally // cases that are in an output or in the list, by record
}

// refusedHead names the columns of the list of refused cases: what is wrong and where,
// then the case that is refused for it.
var refusedHead = []string{"record", "file", "row", "column", "code", "reason", "case_file", "case_row"}

// codings are what CSV files can be written in.
var codings = map[string]cell.Encoding{"utf8": cell.UTF8, "utf8-bom": cell.UTF8BOM, "gb18030": cell.GB18030}

// outputs are the flags of commands that write results.
type outputs struct {
	dir, format, refused, coding string
}

func (a *app) newResults(p *drgrule.Program, o outputs, inputs []os.FileInfo) (*results, error) {
	if !slices.Contains([]string{"table", "csv", "jsonl", "xlsx", "parquet"}, o.format) {
		return nil, fail(ExitCannotRun, "-f: table, csv, jsonl, xlsx, parquet")
	}
	if o.dir == "" && (o.format == "xlsx" || o.format == "parquet") {
		return nil, fail(ExitCannotRun, a.say("-f %s：请用 -o 给出结果目录", "-f %s: give a directory for results with -o"), o.format)
	}
	coding, ok := codings[o.coding]
	if !ok {
		return nil, fail(ExitCannotRun, "--encoding-out: utf8, utf8-bom, gb18030")
	}
	w := &results{
		app: a, prog: p, dir: o.dir, format: o.format, coding: coding, grains: map[string]grain{}, out: durable.New(disk.System()),
		inputs: inputs, written: map[string]casefile.Tally{},
	}
	if err := w.reserve(o.refused); err != nil {
		w.abandon()
		return nil, err
	}
	return w, nil
}

// newCSV begins a comma-separated text in the encoding that is asked for.
func (w *results) newCSV(out io.Writer) (*csv.Writer, error) {
	text, err := cell.NewWriter(out, w.coding)
	if err != nil {
		return nil, err
	}
	w.texts = append(w.texts, text)
	return csv.NewWriter(text), nil
}

func (w *results) reserve(refusedFile string) error {
	if w.dir != "" {
		for d := filepath.Clean(w.dir); !exists(d); d = filepath.Dir(d) {
			w.made = append(w.made, d)
		}
		if err := os.MkdirAll(w.dir, 0o755); err != nil {
			return fail(ExitCannotRun, "%v", err)
		}
		if err := w.out.ReserveDir(w.dir); err != nil {
			return w.app.diskError(err)
		}
		if refusedFile == "" {
			refusedFile = filepath.Join(w.dir, "refused.csv")
		}
	}
	if refusedFile == "" {
		return nil
	}
	f, err := w.create(refusedFile)
	if err != nil {
		return err
	}
	if w.list, err = w.newCSV(f); err != nil {
		return err
	}
	return w.list.Write(refusedHead)
}

// create begins a file. It never takes the place of a file that is being read; what is no
// file, such as a terminal, is written as it is.
func (w *results) create(path string) (io.Writer, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays one
	}
	if st, err := os.Stat(path); err == nil {
		switch {
		case st.IsDir() || slices.ContainsFunc(w.inputs, func(in os.FileInfo) bool { return os.SameFile(in, st) }):
			return nil, fail(ExitCannotRun, w.app.say("%s 是输入文件或目录，不能写结果", "%s is an input or a directory: results cannot be written there"), path)
		case !st.Mode().IsRegular():
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return nil, fail(ExitCannotRun, "%v", err)
			}
			w.devices = append(w.devices, f)
			return f, nil
		}
	}
	f, err := w.out.Create(path)
	if err != nil {
		return nil, w.app.diskError(err)
	}
	return f, nil
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
		g, err := w.newGrain(rec, out)
		if err != nil {
			return err
		}
		w.grains[rec.Name] = g
		w.order = append(w.order, rec.Name)
	}
	return nil
}

// newGrain begins the results of one record.
func (w *results) newGrain(rec *ir.Record, out io.Writer) (grain, error) {
	switch w.format {
	case "table":
		return w.newTable(rec, out), nil
	case "jsonl":
		return &jsonGrain{rec: rec, out: bufio.NewWriter(out)}, nil
	case "xlsx":
		return w.newWorkbook(rec, out)
	case "parquet":
		return w.newParquet(rec, out)
	}
	text, err := w.newCSV(out)
	if err != nil {
		return nil, err
	}
	return &csvGrain{w: w, rec: rec, out: text}, text.Write(w.head(rec))
}

func hasResults(p *ir.Program, rec *ir.Record) bool {
	return slices.ContainsFunc(p.Outputs, func(o *ir.Output) bool { return o.Rec == rec.ID }) ||
		slices.ContainsFunc(p.Values, func(v *ir.Named) bool { return v.Rec == rec.ID && v.Kind == ir.PaymentValue })
}

// write writes the rows of a case that was not refused.
func (w *results) write(r *drgrule.Result) error {
	key := r.Key
	for i := range r.Rows {
		row := &r.Rows[i]
		if g := w.grains[row.Record]; g != nil {
			if err := g.row(r, row); err != nil {
				return err
			}
		}
		if row.Record == r.Record {
			key = row.Key // as it was written
		}
	}
	w.count(r, key)
	return nil
}

// count notes that a case has been written or listed.
func (w *results) count(r *drgrule.Result, key []string) {
	t := w.written[r.Record]
	t.Add(r.Ordinal, key...)
	w.written[r.Record] = t
}

// refuse lists a refused case: where and why, never the values.
func (w *results) refuse(r *drgrule.Result) error {
	for _, f := range r.Faults {
		if err := w.fault(f, r.File, r.Line); err != nil {
			return err
		}
	}
	w.count(r, r.Key)
	return nil
}

// maxListed bounds the refused cases that are printed when no file takes them.
const maxListed = 20

// fault lists what is wrong with a row, and the case that is refused for it, if any.
func (w *results) fault(f drgrule.Fault, caseFile string, caseRow int) error {
	reason := f.Code.Info().Message.In(w.app.lang)
	if f.Detail != "" {
		reason += diag.Text{Zh: "：", En: ": "}.In(w.app.lang) + f.Detail
	}
	if w.list != nil {
		row := ""
		if caseRow > 0 {
			row = strconv.Itoa(caseRow)
		}
		return w.list.Write([]string{f.Record, f.File, strconv.Itoa(f.Line), f.Column, string(f.Code), reason, caseFile, row})
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
			return w.app.diskError(err)
		}
	}
	for _, text := range w.texts {
		if err := text.Close(); err != nil {
			return w.app.diskError(err)
		}
	}
	devices := w.devices
	w.devices = nil
	for _, f := range devices {
		if err := f.Close(); err != nil {
			return fail(ExitCannotRun, "%v", err)
		}
	}
	if err := w.out.Commit(); err != nil {
		return w.app.diskError(err)
	}
	return nil
}

// abandon removes what was begun: every file is as it was.
func (w *results) abandon() {
	for _, f := range w.devices {
		f.Close()
	}
	if err := w.out.Abandon(); err != nil {
		w.app.note("未能清理：%v", "not everything could be cleaned up: %v", err)
	}
	for _, d := range w.made {
		os.Remove(d) // unless somebody has put something there meanwhile
	}
}

// interrupted tells what an end before the end has left.
func (w *results) interrupted() {
	if w.dir != "" || w.list != nil {
		w.app.note("没有写出任何结果文件，原有文件不变", "no result file was written; files that were there are as they were")
	}
	if w.dir == "" {
		w.app.note("已打印的结果不完整", "the results that were printed are not whole")
	}
}
