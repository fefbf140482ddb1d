package drgrule

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
	"github.com/drgrule/drgrule/runtime/trace"
)

// A Batch is a program with the files of one run. It goes through them case by case,
// in the order of the files. It is not safe for concurrent use.
type Batch struct {
	prog   *Program
	stream *casefile.Stream
	plan   *scalar.Plan
	given  *Rates
	opt    RunOptions
}

// RunOptions are how a run goes through its files. Results do not depend on them, but
// for Duplicates. The zero value keeps all rows in memory, evaluates in the goroutine of
// the caller, and refuses cases whose key stands twice.
type RunOptions struct {
	Memory     int64               // bytes for rows, about; 0 for as many as they need
	Dir        string              // where rows that do not fit are written; "" for the system's place
	Duplicates casefile.Duplicates // what becomes of cases with the same key
	Workers    int                 // how many evaluate at once, if more than one
	Batch      int                 // how many cases a worker takes at once; 0 for 1,024
	Disk       disk.Layer          // nil for the machine's
}

// Open binds files to the program and reads them. The error is about a file as a whole,
// such as a column that is missing; what is wrong with rows comes with the cases.
func (p *Program) Open(files []casefile.File, r *Rates) (*Batch, error) {
	return p.OpenRun(context.Background(), files, r, RunOptions{})
}

// OpenRun is Open with options, for files of any size. The batch must be closed.
func (p *Program) OpenRun(ctx context.Context, files []casefile.File, r *Rates, opt RunOptions) (_ *Batch, err error) {
	defer contain("read", p.ir.Hash, &err)
	if r == nil {
		r = &Rates{}
	}
	if opt.Disk == nil {
		opt.Disk = disk.System()
	}
	stream, err := casefile.OpenStream(ctx, p.ir, files, casefile.Options{
		Memory: opt.Memory, Disk: opt.Disk, Dir: opt.Dir, Duplicates: opt.Duplicates, Held: slices.Sorted(maps.Keys(r.Rows)),
	})
	if err != nil {
		return nil, err
	}
	plan, err := p.surround(stream.Set(), r)
	if err != nil {
		stream.Close()
		return nil, err
	}
	return &Batch{prog: p, stream: stream, plan: plan, given: r, opt: opt}, nil
}

// Close gives up what was written to disk. A batch that keeps all rows in memory need
// not be closed.
func (b *Batch) Close() error { return b.stream.Close() }

// Notes tells what the reader decided about each file: encoding, columns left out.
func (b *Batch) Notes() []casefile.Note { return b.stream.Notes() }

// Missing lists the records that the rules go through for these cases and of which
// nothing was given, neither a file nor nested rows: they are taken for having none.
// Whoever has not meant that should stop here.
func (b *Batch) Missing() []string {
	var out []string
	for _, r := range b.stream.Missing() {
		out = append(out, r.Name)
	}
	return out
}

// Read is the tally of the cases of a root record as they were read: their ordinals and
// keys. Whoever writes the results of Each tallies what is written, and has lost or
// doubled nothing if the two are equal.
func (b *Batch) Read(record string) casefile.Tally {
	if rec := b.prog.ir.Record(record); rec != nil {
		return b.stream.Read(rec)
	}
	return casefile.Tally{}
}

// Orphans gives what is wrong with rows that Each never gives: rows that belong to no
// row of the files, and rows of records without results, such as pools. A case that
// reads such a row is refused without saying what is wrong there.
func (b *Batch) Orphans(ctx context.Context, yield func(Fault) error) error {
	return b.accounted(b.stream.Orphans(ctx, b.prog.Roots(), yield))
}

// Each evaluates every case of a root record, in the order of its file, and hands the
// results to yield in that order, in the goroutine of the caller.
func (b *Batch) Each(ctx context.Context, record string, yield func(*Result) error) error {
	rec, err := b.rootRecord(record)
	if err != nil {
		return err
	}
	if b.opt.Workers > 1 {
		return b.eachInParallel(ctx, rec, yield)
	}
	tags := b.prog.tagger(b.given)
	return b.cases(ctx, rec, func(c casefile.Case) error {
		res, err := b.eval(rec, c, tags)
		if err != nil {
			return err
		}
		return yield(&res)
	})
}

func (b *Batch) rootRecord(name string) (*ir.Record, error) {
	rec := b.prog.ir.Record(name)
	if rec == nil || rec.Owner >= 0 {
		return nil, fmt.Errorf("drgrule: there is no root record %q", name)
	}
	return rec, nil
}

// cases takes the cases of a root record one after the other, until the context ends.
func (b *Batch) cases(ctx context.Context, rec *ir.Record, yield func(casefile.Case) error) error {
	all, err := b.begin(rec)
	if err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := b.read(all)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := yield(c); err != nil {
			return err
		}
	}
}

func (b *Batch) begin(rec *ir.Record) (c *casefile.Cases, err error) {
	defer contain("read", b.prog.ir.Hash, &err)
	return b.stream.Cases(rec)
}

func (b *Batch) read(all *casefile.Cases) (c casefile.Case, err error) {
	defer contain("read", b.prog.ir.Hash, &err)
	c, err = all.Next()
	return c, b.accounted(err)
}

// accounted makes of rows that were lost or doubled what they are: a defect of this
// module.
func (b *Batch) accounted(err error) error {
	var lost *casefile.Unaccounted
	if errors.As(err, &lost) {
		return &InternalError{Doing: "account for " + lost.Error(), Hash: b.prog.ir.Hash}
	}
	return err
}

func (b *Batch) eval(rec *ir.Record, c casefile.Case, tags tagger) (res Result, err error) {
	row := c.Bundle.Rows[rec.ID][0]
	defer b.placed(row, &err)
	defer contain("evaluate", b.prog.ir.Hash, &err)
	if len(c.Faults) > 0 {
		res = Result{Record: rec.Name, Outcome: Refused, Faults: c.Faults, Hash: b.prog.ir.Hash}
	} else {
		w := scalar.New(b.plan, c.Bundle, b.stream.Set())
		res = b.prog.result(rec, w, nil, w.Run(), tags)
	}
	res.File, res.Line, res.Ordinal = row.File, row.Line, c.Ordinal
	res.Key = casefile.KeyTexts(rec, row.Key(rec.Key))
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
		return trace.Build(b.prog.ir, w, rec.ID, res, b.given.assumes)
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
		t, _ := trace.WhyNot(b.prog.ir, w, rec.ID, res, b.given.assumes, payment)
		return t
	})
}

func (b *Batch) find(ctx context.Context, record, key string, explain func(*ir.Record, *scalar.World, slot.Result) *Trace) (*Trace, error) {
	rec, err := b.rootRecord(record)
	if err != nil {
		return nil, err
	}
	var out *Trace
	found := errors.New("found")
	err = b.cases(ctx, rec, func(c casefile.Case) error {
		if KeyText(rec, c.Bundle.Rows[rec.ID][0].Key(rec.Key)) != key {
			return nil
		}
		if len(c.Faults) > 0 { // of several with the key, one that is not refused counts
			out = b.prog.refused(rec, c.Faults)
			out.Key = key
			return nil
		}
		var err error
		if out, err = b.explain(rec, c, explain); err == nil {
			err = found
		}
		return err
	})
	if err == found {
		err = nil
	}
	return out, err
}

func (b *Batch) explain(rec *ir.Record, c casefile.Case, explain func(*ir.Record, *scalar.World, slot.Result) *Trace) (t *Trace, err error) {
	defer b.placed(c.Bundle.Rows[rec.ID][0], &err)
	defer contain("explain", b.prog.ir.Hash, &err)
	w := scalar.New(b.plan, c.Bundle, b.stream.Set())
	return explain(rec, w, w.Run()), nil
}

// KeyText writes a key as one text, its parts joined by "/".
func KeyText(rec *ir.Record, key value.Value) string {
	return strings.Join(casefile.KeyTexts(rec, key), "/")
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
