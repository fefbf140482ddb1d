package generate

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/value"
)

// columns are the fields of a row that stand in files.
func (r *row) columns() []*field { return r.of.columns }

// Write makes the files, one row after the other. create opens a file of a name; the
// generator closes it. When it returns an error, what was created is not whole.
func (g *Generator) Write(ctx context.Context, create func(name string) (io.WriteCloser, error)) (*Report, error) {
	g.forget()
	w := &writer{g: g, ctx: ctx, create: create, report: &Report{}, spell: newSpeller(g.records), files: make([]*out, len(g.records))}
	if g.opt.Bad > 0 {
		if err := w.list("expected-refused.csv", "file", "row", "record", "column", "code", "class"); err != nil {
			return nil, err
		}
	}
	roots := g.roots()
	for _, rec := range roots {
		if err := w.head(rec); err != nil {
			return nil, err
		}
	}
	// Rows that are named may name others, so those of the last roots come in rounds.
	done := make([]int64, len(g.records))
	for more := true; more; {
		more = false
		for _, rec := range roots {
			from := done[rec.ID]
			if err := w.root(rec, from); err != nil {
				return nil, err
			}
			done[rec.ID] = g.rows(rec)
			more = more || done[rec.ID] > from
		}
	}
	return w.finish()
}

// writer is one writing of all files.
type writer struct {
	g       *Generator
	ctx     context.Context
	create  func(name string) (io.WriteCloser, error)
	report  *Report
	spell   *speller
	refused *out
	files   []*out // by record
	spoiled int64  // cases of the root at hand that are malformed
}

// patience is how many malformed cases may be behind while rows at bounds come: those are
// left whole, unless nearly all rows are at bounds.
const patience = 50

func (w *writer) open(name string, enc cell.Encoding) (*out, error) {
	to, err := w.create(name)
	if err != nil {
		return nil, err
	}
	return newOut(name, to, enc)
}

// list opens the list of what must be refused. It is UTF-8, whatever the files are.
func (w *writer) list(name string, head ...string) error {
	o, err := w.open(name, cell.UTF8)
	if err != nil {
		return err
	}
	w.refused = o
	o.csvLine(head, false)
	return o.end()
}

// root writes the rows of a root record from a place on, and those that belong to them.
func (w *writer) root(rec *record, from int64) error {
	g := w.g
	var list [][]damage
	if g.opt.Bad > 0 && g.named[rec.ID] == nil && !g.pointed[rec.ID] {
		list = g.damages(rec)
	}
	bad := int64(g.opt.Bad)
	w.spoiled = 0
	for place := from; place < g.rows(rec); place++ {
		if place%256 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		var key *value.Value
		if n := g.named[rec.ID]; n != nil {
			key = &n.keys[place]
		}
		r := g.planted(rec, key, place)
		g.name(r)
		s := stream(g.seed, 7, uint64(rec.ID), uint64(place))
		if due := (place+1)*bad/10_000 - w.spoiled; len(list) > 0 && due > 0 && (r.bound == nil || due > patience) {
			g.spoil(r, list, w.spoiled, &s)
			w.spoiled++
		}
		if r.bound != nil && r.damage == nil {
			r.bound.planted[r.atBound]++
		}
		if err := w.row(r, &s); err != nil {
			return err
		}
	}
	return nil
}

// head opens the files of a root and writes their headers.
func (w *writer) head(rec *record) error {
	enc := cell.UTF8
	if w.g.opt.GB18030 {
		enc = cell.GB18030
	}
	if w.g.opt.Format == JSONLines {
		o, err := w.open(rec.Name+".jsonl", enc)
		w.files[rec.ID] = o
		w.report.add(rec, o)
		return err
	}
	if enc == cell.UTF8 {
		enc = cell.UTF8BOM // as systems write it
	}
	o, err := w.open(rec.Name+".csv", enc)
	if err != nil {
		return err
	}
	w.files[rec.ID] = o
	w.report.add(rec, o)
	head := make([]string, len(rec.columns))
	for i, f := range rec.columns {
		head[i] = f.Heading()
	}
	o.csvLine(head, false)
	if err := o.end(); err != nil {
		return err
	}
	for _, kid := range rec.kids {
		if err := w.head(kid); err != nil {
			return err
		}
	}
	return nil
}

// row writes a row and those that belong to it.
func (w *writer) row(r *row, s *source) error {
	if w.g.opt.Format == JSONLines {
		return w.object(r, s)
	}
	o := w.files[r.of.ID]
	times, raw := 1, false
	cells := w.cells(r, s)
	if d := r.damage; d != nil {
		switch d.whole {
		case tooFew:
			cells = cells[:len(cells)-1]
		case tooMany:
			cells = append(cells, "TEST")
		case bareQuote:
			cells[len(cells)-1], raw = `TEST"1`, true
		case orphan:
			for i, f := range r.columns() {
				if f.Index == r.of.OwnerBy {
					cells[i] = "TEST-NONE-" + strconv.FormatInt(o.rows, 10)
				}
			}
		case twice:
			times = 2
		}
	}
	for i := range times {
		o.csvLine(cells, raw)
		o.rows++
		if err := o.end(); err != nil {
			return err
		}
		// Of rows of a case that stand twice the second one is told about, of cases both.
		if r.damage != nil && (times == 1 || r.up == nil || i == 1) {
			if err := w.refuse(r, o, w.column(r)); err != nil {
				return err
			}
		}
	}
	for _, list := range r.kids {
		for _, k := range list {
			if err := w.row(k, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// cells spells a row, and puts the text of its damage into the cell that it befalls.
func (w *writer) cells(r *row, s *source) []string {
	other := s.below(10) == 0
	out := make([]string, len(r.of.columns), len(r.of.columns)+1)
	for i, f := range r.of.columns {
		out[i] = w.spell.text(f, r.cells[f.Index], s, other && !f.key)
		if d := r.damage; d != nil && d.field == f {
			out[i] = pick(s, d.texts(f, out[i]))
		}
	}
	return out
}

// column names what a row is refused for, as the gate does.
func (w *writer) column(r *row) string {
	d := r.damage
	switch {
	case d.field != nil:
		return d.field.Heading()
	case d.whole == orphan:
		return r.of.Fields[r.of.OwnerBy].Heading()
	case d.whole == otherOwner:
		return r.of.Fields[r.of.OwnerBy].Name
	case d.whole == nameExtra:
		return extraName
	case d.whole == twice:
		var names []string
		for _, k := range r.of.Key {
			if f := r.of.Fields[k]; w.g.opt.Format == JSONLines {
				names = append(names, f.Name)
			} else {
				names = append(names, f.Heading())
			}
		}
		return strings.Join(names, ",")
	}
	return ""
}

const extraName = "TEST_EXTRA"

func (w *writer) refuse(r *row, o *out, column string) error {
	w.report.Refused++
	w.refused.csvLine([]string{o.name, strconv.Itoa(o.line), r.of.Name, column, string(r.damage.code), r.damage.name}, false)
	return w.refused.end()
}

// finish closes the lists and tells what was planted.
func (w *writer) finish() (*Report, error) {
	for _, o := range append(w.files, w.refused) {
		if o == nil {
			continue
		}
		if err := o.close(); err != nil {
			return nil, err
		}
	}
	w.report.Bounds = w.g.plantedBounds()
	if err := w.list("planted.csv", "record", "file", "row", "condition", "field", "below", "at", "above"); err != nil {
		return nil, err
	}
	for _, b := range w.report.Bounds {
		line := ""
		if b.Line > 0 {
			line = strconv.Itoa(b.Line)
		}
		w.refused.csvLine([]string{b.Record, b.File, line, b.Text, b.Field, fmt.Sprint(b.Below), fmt.Sprint(b.At), fmt.Sprint(b.Above)}, false)
		if err := w.refused.end(); err != nil {
			return nil, err
		}
	}
	for i := range w.report.Files {
		w.report.Files[i].Rows = w.report.outs[i].rows
	}
	w.report.Run = w.runInputs()
	return w.report, w.refused.close()
}

// runInputs are the inputs of the run for which bounds were planted, as texts.
func (w *writer) runInputs() map[string]string {
	r := w.g.run()
	if r == nil {
		return nil
	}
	out := map[string]string{}
	for _, f := range r.of.columns {
		if c := r.cells[f.Index]; c.has {
			out[f.Name] = w.spell.text(f, c, nil, false)
		}
	}
	return out
}
