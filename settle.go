package drgrule

import (
	"context"
	"errors"

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

// each takes the cases of a root record one after the other, until the context ends.
func (b *Batch) each(ctx context.Context, rec *ir.Record, yield func(casefile.Case) error) error {
	for i := range b.set.Count(rec) {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := b.read(rec, i)
		if err != nil {
			return err
		}
		if err := yield(c); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) read(rec *ir.Record, i int) (c casefile.Case, err error) {
	defer contain("read", b.prog.ir.Hash, &err)
	return b.set.Case(rec, i), nil
}

// cases takes the cases of a root record, with what is closed of many cases.
func (b *Batch) cases(ctx context.Context, rec *ir.Record, yield func(casefile.Case, slot.Closed) error) error {
	if b.settlement == nil {
		return b.each(ctx, rec, func(c casefile.Case) error { return yield(c, b.closed) })
	}
	return b.settlement.Each(ctx, rec.ID, func(in settle.Input, closed slot.Closed) error {
		c, ok := in.Tag.(casefile.Case)
		if !ok {
			c = casefile.Case{Bundle: in.Bundle} // a row that exists because cases name it
		}
		return yield(c, closed)
	})
}
