package cli

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
)

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
