package cli

import (
	"errors"
	"io"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile/parquet"
	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
)

// textType is the type of results that are texts by nature: outcomes, reasons, tags.
var textType = value.Type{Kind: value.Text}

// types are the types of the columns under head.
func (w *results) types(rec *ir.Record) []value.Type {
	var out []value.Type
	for _, k := range rec.Key {
		out = append(out, rec.Fields[k].Spec.Type)
	}
	if rec.Owner < 0 {
		out = append(out, textType)
	}
	for _, o := range w.prog.IR().Outputs {
		if o.Rec == rec.ID {
			out = append(out, o.Type)
		}
	}
	for _, v := range w.prog.IR().Values {
		if v.Rec == rec.ID && v.Kind == ir.PaymentValue {
			out = append(out, v.Type)
		}
	}
	if rec.Owner < 0 {
		out = append(out, textType)
	}
	return append(out, textType, textType)
}

// fileGrain writes a record's results into a file of typed columns.
type fileGrain struct {
	w   *results
	rec *ir.Record
	out interface {
		Row(cells []string) error
		Close() error
	}
}

func (g *fileGrain) row(r *drgrule.Result, row *drgrule.Row) error {
	return g.told(g.out.Row(g.w.cells(func(s string) string { return s }, g.rec, r, row)))
}

func (g *fileGrain) close() error { return g.told(g.out.Close()) }

// told words what does not fit into the format.
func (g *fileGrain) told(err error) error {
	say := g.w.app.say
	switch {
	case errors.Is(err, xlsx.ErrRows):
		return fail(ExitCannotRun, say("%s：结果超过一张工作表的 1048576 行，请用 -f csv 或 parquet", "%s: more results than the 1,048,576 rows of a sheet; use -f csv or parquet"), g.rec.Name)
	case errors.Is(err, xlsx.ErrCell), errors.Is(err, parquet.ErrValue):
		return fail(ExitCannotRun, say("%s：有结果放不进这种文件的单元格，请用 -f csv", "%s: a result does not fit into a cell of such a file; use -f csv"), g.rec.Name)
	}
	return err
}

func (w *results) newWorkbook(rec *ir.Record, out io.Writer) (grain, error) {
	var headings []xlsx.Heading
	types := w.types(rec)
	for i, name := range w.head(rec) {
		headings = append(headings, xlsx.Heading{Name: name, Number: types[i].Kind == value.Number, Decimals: types[i].Dec})
	}
	x, err := xlsx.NewWriter(out, rec.Name, headings)
	return &fileGrain{w, rec, x}, err
}

// shortBits is how many bits a whole number of 18 digits has at least.
const shortBits = 59

func (w *results) newParquet(rec *ir.Record, out io.Writer) (grain, error) {
	var headings []parquet.Heading
	types := w.types(rec)
	for i, name := range w.head(rec) {
		h := parquet.Heading{Name: name}
		switch t := types[i]; t.Kind {
		case value.Number:
			h.Kind, h.Scale, h.Large = parquet.Decimal, max(t.Dec, 0), t.Bits > shortBits
		case value.Bool:
			h.Kind = parquet.Truth
		case value.Date:
			h.Kind = parquet.Date
		}
		headings = append(headings, h)
	}
	p, err := parquet.NewWriter(out, rec.Name, headings)
	return &fileGrain{w, rec, p}, err
}
