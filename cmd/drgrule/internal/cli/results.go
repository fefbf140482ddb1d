package cli

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
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
	refused string // where the list goes
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

// newResults reserves the outputs, so that a second run on them is refused before it
// reads anything.
func (a *app) newResults(p *drgrule.Program, o outputs) (*results, error) {
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
		refused: o.refused, written: map[string]casefile.Tally{},
	}
	if err := w.reserve(); err != nil {
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

func (w *results) reserve() error {
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
		if w.refused == "" {
			w.refused = filepath.Join(w.dir, "refused.csv")
		}
	}
	if path, st := target(w.refused); path != "" && (st == nil || st.Mode().IsRegular()) {
		if err := w.out.Reserve(path); err != nil {
			return w.app.diskError(err)
		}
	}
	return nil
}

// target is the file that a path leads to, and what is there. A link stays a link: the
// file that it names is written.
func target(path string) (string, os.FileInfo) {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to
	}
	st, err := os.Stat(path)
	if err != nil {
		return path, nil
	}
	return path, st
}

// start begins to write, now that it is known what is read.
func (w *results) start(inputs []os.FileInfo) error {
	w.inputs = inputs
	if w.refused == "" {
		return nil
	}
	f, err := w.create(w.refused)
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
	path, st := target(path)
	switch {
	case st != nil && (st.IsDir() || slices.ContainsFunc(w.inputs, func(in os.FileInfo) bool { return os.SameFile(in, st) })):
		return nil, fail(ExitCannotRun, w.app.say("%s 是输入文件或目录，不能写结果", "%s is an input or a directory: results cannot be written there"), path)
	case st != nil && !st.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, fail(ExitCannotRun, "%v", err)
		}
		w.devices = append(w.devices, f)
		return f, nil
	}
	f, err := w.out.Create(path)
	if err != nil {
		return nil, w.app.diskError(err)
	}
	return f, nil
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
