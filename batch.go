package drgrule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/settle"
	"github.com/drgrule/drgrule/runtime/slot"
	"github.com/drgrule/drgrule/runtime/trace"
)

// A Batch is a program with the files of one run. It reads and evaluates case by
// case; it is not safe for concurrent use.
type Batch struct {
	*around
	settlement *settle.Settlement // nil until Settle
}

// Open binds files to the program. The error is about a file as a whole, such as a
// column that is missing; what is wrong with rows comes with the cases.
func (p *Program) Open(files []casefile.File, r *Rates) (b *Batch, err error) {
	defer contain("read", p.ir.Hash, &err)
	set, err := casefile.Open(p.ir, files)
	if err != nil {
		return nil, err
	}
	a, err := p.around(set, r)
	if err != nil {
		return nil, err
	}
	return &Batch{around: a}, nil
}

// Notes tells what the reader decided about each file: encoding, columns left out.
func (b *Batch) Notes() []casefile.Note { return b.set.Notes }

// Missing lists the records that the rules go through for these cases and of which
// nothing was given, neither a file nor nested rows: they are taken for having none.
// Whoever has not meant that should stop here.
func (b *Batch) Missing() []string {
	var out []string
	for _, r := range b.set.Missing() {
		out = append(out, r.Name)
	}
	return out
}

// Orphans are what is wrong with rows that Each never gives: rows that belong to no row
// of the files, and rows of records without results, such as pools. A case that reads
// such a row is refused without saying what is wrong there.
func (b *Batch) Orphans() []Fault { return b.set.Orphans(b.prog.Roots()) }

// Each evaluates every case of a root record, in the order of its file.
func (b *Batch) Each(ctx context.Context, record string, yield func(*Result) error) error {
	rec := b.prog.ir.Record(record)
	if rec == nil || rec.Owner >= 0 {
		return fmt.Errorf("drgrule: there is no root record %q", record)
	}
	if b.settlement != nil {
		return b.pay(ctx, rec, yield)
	}
	return b.each(ctx, rec, func(c casefile.Case) error {
		res, err := b.eval(rec, c, b.closed)
		if err != nil {
			return err
		}
		return yield(&res)
	})
}

func (b *Batch) eval(rec *ir.Record, c casefile.Case, closed slot.Closed) (res Result, err error) {
	row := c.Bundle.Rows[rec.ID][0]
	defer b.placed(row, &err)
	defer contain("evaluate", b.prog.ir.Hash, &err)
	if len(c.Faults) > 0 {
		res = Result{Record: rec.Name, Outcome: Refused, Faults: c.Faults, Hash: b.prog.ir.Hash}
	} else {
		w := b.world(c.Bundle, closed)
		res = b.prog.result(rec, w, nil, w.Run(), b.tags)
	}
	res.File, res.Line, res.Key = row.File, row.Line, keyTexts(rec, row)
	return res, nil
}

// placed adds to an internal error which row it was about.
func (b *Batch) placed(row *slot.Row, err *error) {
	if e, ok := (*err).(*InternalError); ok {
		e.File, e.Line = row.File, row.Line
	}
}

// Explain explains the case whose key, its parts joined by "/", is given. It returns
// nil if no such case was read.
func (b *Batch) Explain(ctx context.Context, record, key string) (*Trace, error) {
	return b.find(ctx, record, key, func(rec *ir.Record, w *scalar.World, res slot.Result) *Trace {
		return trace.Build(b.prog.ir, w, rec.ID, res, b.st)
	})
}

// WhyNot explains one payment of a case.
func (b *Batch) WhyNot(ctx context.Context, key, payment string) (*Trace, error) {
	v := b.prog.ir.Value(payment)
	if v == nil || v.Kind != ir.PaymentValue {
		return nil, fmt.Errorf("drgrule: there is no payment %q", payment)
	}
	root := b.prog.ir.Records[b.prog.ir.Records[v.Rec].Root].Name
	return b.find(ctx, root, key, func(rec *ir.Record, w *scalar.World, res slot.Result) *Trace {
		t, _ := trace.WhyNot(b.prog.ir, w, rec.ID, res, b.st, payment)
		return t
	})
}

func (b *Batch) find(ctx context.Context, record, key string, explain func(*ir.Record, *scalar.World, slot.Result) *Trace) (*Trace, error) {
	rec := b.prog.ir.Record(record)
	if rec == nil || rec.Owner >= 0 {
		return nil, fmt.Errorf("drgrule: there is no root record %q", record)
	}
	var out *Trace
	err := b.cases(ctx, rec, func(c casefile.Case, closed slot.Closed) error {
		if out != nil || KeyText(rec, c.Bundle.Rows[rec.ID][0].Key(rec.Key)) != key {
			return nil
		}
		if len(c.Faults) > 0 {
			out = b.prog.refused(rec, c.Faults)
			out.Key = key
			return nil
		}
		var err error
		out, err = b.explain(rec, c, closed, explain)
		return err
	})
	return out, err
}

func (b *Batch) explain(rec *ir.Record, c casefile.Case, closed slot.Closed, explain func(*ir.Record, *scalar.World, slot.Result) *Trace) (t *Trace, err error) {
	defer b.placed(c.Bundle.Rows[rec.ID][0], &err)
	defer contain("explain", b.prog.ir.Hash, &err)
	w := b.world(c.Bundle, closed)
	return explain(rec, w, w.Run()), nil
}

// keyTexts are the parts of the key of a case, if it can be read.
func keyTexts(rec *ir.Record, row *slot.Row) []string {
	out := make([]string, len(rec.Key))
	for i, k := range rec.Key {
		c := row.Fields[k]
		if !c.Present {
			return nil
		}
		out[i] = c.Value.Text(rec.Fields[k].Spec.Type)
	}
	return out
}

// KeyText writes a key as one text, its parts joined by "/".
func KeyText(rec *ir.Record, key value.Value) string {
	parts := make([]string, len(key.List))
	for i, v := range key.List {
		parts[i] = v.Text(rec.Fields[rec.Key[i]].Spec.Type)
	}
	return strings.Join(parts, "/")
}

// Awaiting lists the outputs of a record that need many cases, with the values that
// they wait for.
func (b *Batch) Awaiting(record string) map[string][]string {
	out := map[string][]string{}
	for _, o := range b.prog.ir.Outputs {
		if b.prog.ir.Records[o.Rec].Name == record && b.plan.Awaits(o.Node) {
			out[o.Name] = slices.Clone(o.AwaitsWhat)
		}
	}
	return out
}
