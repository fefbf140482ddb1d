package drgrule

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/settle"
	"github.com/drgrule/drgrule/runtime/slot"
)

// Settle closes every value over many cases that the rules have, over the cases of the
// batch: totals of pools, ranks, caps, looks at other cases. From then on Each, Look and
// Explain give what is settled; provisional values stand for nothing any more. The error
// is about the run: what is wrong with cases comes with them.
func (b *Batch) Settle(ctx context.Context, opt settle.Options) (r *settle.Report, err error) {
	defer contain("settle", b.prog.ir.Hash, &err)
	if b.st.Settled {
		return nil, errors.New("drgrule: these cases are settled already")
	}
	s, err := settle.Run(ctx, b.prog.ir, b.assumed, source{b.set, b}, opt)
	if err != nil {
		return nil, err
	}
	b.settlement = s
	b.around.settled(s.Plan(), s)
	return &s.Report, nil
}

// source gives the cases of a batch to a settlement.
type source struct {
	*casefile.Set
	b *Batch
}

// Each implements settle.Source.
func (s source) Each(ctx context.Context, root int, yield func(settle.Input) error) error {
	return s.b.each(ctx, s.b.prog.ir.Records[root], func(c casefile.Case) error {
		return yield(settle.Input{Bundle: c.Bundle, Refused: len(c.Faults) > 0, Tag: c})
	})
}

// cases takes the cases of a root record, with what is closed of many cases.
func (b *Batch) cases(ctx context.Context, rec *ir.Record, yield func(casefile.Case, slot.Closed) error) error {
	if b.settlement == nil {
		return b.each(ctx, rec, func(c casefile.Case) error { return yield(c, b.closed) })
	}
	return b.settlement.Each(ctx, rec.ID, func(in settle.Input, closed slot.Closed) error {
		return yield(caseOf(in), closed)
	})
}

// caseOf is a case as it was read; a row that exists because cases name it was not.
func caseOf(in settle.Input) casefile.Case {
	if c, ok := in.Tag.(casefile.Case); ok {
		return c
	}
	return casefile.Case{Bundle: in.Bundle}
}

// pay evaluates every case of a root record with everything closed, by several workers,
// and yields the results in the order of the cases.
func (b *Batch) pay(ctx context.Context, rec *ir.Record, yield func(*Result) error) error {
	type paid struct {
		res Result
		in  settle.Input
		by  slot.Closed
		err error
	}
	late := b.settlement.Late(rec.ID)
	err := settle.Pay(ctx, b.settlement, rec.ID, func(in settle.Input, closed slot.Closed) paid {
		res, err := b.eval(rec, caseOf(in), closed)
		return paid{res, in, closed, err}
	}, func(p paid) error {
		if p.err != nil {
			return p.err
		}
		if p.res.Outcome == Refused && !p.in.Refused {
			late.Refused(p.in, p.by)
		}
		return yield(&p.res)
	})
	if err == nil {
		late.Count()
	}
	return err
}

// Cases lists the root records whose rows are cases of this batch: those that were given
// and have results; once it is settled also those whose rows cases name.
func (b *Batch) Cases() []string {
	var out []string
	for _, r := range b.prog.ir.Records {
		named := r.Derived && b.settlement != nil
		if r.Owner < 0 && !r.Run && (b.set.Given(r.ID) || named) && b.prog.rootHasResults(r) {
			out = append(out, r.Name)
		}
	}
	return out
}

// Keys goes through the cases of a root record as they were read: key, file and line.
// Whoever accounts for results holds them against it.
func (b *Batch) Keys(ctx context.Context, record string, yield func(key []string, file string, line int) error) error {
	rec := b.prog.ir.Record(record)
	if rec == nil || rec.Owner >= 0 {
		return fmt.Errorf("drgrule: there is no root record %q", record)
	}
	return b.cases(ctx, rec, func(c casefile.Case, _ slot.Closed) error {
		row := c.Bundle.Rows[rec.ID][0]
		return yield(casefile.KeyTexts(rec, row.Key(rec.Key)), row.File, row.Line)
	})
}

// WriteRates writes the closed totals and what is made of them, WriteMarks what was
// settled for single rows: the files that Settled reads.
func (b *Batch) WriteRates(ctx context.Context, w io.Writer) (err error) {
	defer contain("settle", b.prog.ir.Hash, &err)
	if b.settlement == nil {
		return errNotSettled
	}
	return b.settlement.WriteRates(ctx, w)
}

// WriteMarks is told of at WriteRates.
func (b *Batch) WriteMarks(w io.Writer) (err error) {
	defer contain("settle", b.prog.ir.Hash, &err)
	if b.settlement == nil {
		return errNotSettled
	}
	return b.settlement.WriteMarks(w)
}

// Rates gives what WriteRates writes.
func (b *Batch) Rates(ctx context.Context, yield func(*settle.Rate) error) (err error) {
	defer contain("settle", b.prog.ir.Hash, &err)
	if b.settlement == nil {
		return errNotSettled
	}
	return b.settlement.Rates(ctx, yield)
}

var errNotSettled = errors.New("drgrule: these cases are not settled")
