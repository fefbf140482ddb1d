package settle

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// DefaultMaxKeys bounds the rows that one total, or one derived record, is kept for.
const DefaultMaxKeys = 1_000_000

// Options say how a settlement runs. They change no result. The zero value is useful.
type Options struct {
	Workers   int           // 0: one for each processor
	Batch     int           // cases that a worker takes at a time; 0: 256
	MaxKeys   int           // 0: DefaultMaxKeys
	NewSorter func() Sorter // nil: InMemory
}

func (o Options) filled() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Batch <= 0 {
		o.Batch = 256
	}
	if o.MaxKeys <= 0 {
		o.MaxKeys = DefaultMaxKeys
	}
	if o.NewSorter == nil {
		o.NewSorter = InMemory
	}
	return o
}

// TooManyKeys is the error of a run in which a total has more rows than are kept.
type TooManyKeys struct {
	Name string // of the total, or of the derived record
	Max  int
}

// Error returns the message in English.
func (e *TooManyKeys) Error() string {
	return fmt.Sprintf("settle: %s has values for more than %d rows, more than are kept", e.Name, e.Max)
}

// A Settlement is the cases of a run with all values over many cases closed.
type Settlement struct {
	Report Report

	prog    *ir.Program
	assumed map[string]value.Value
	needed  []bool // by node: what some root reads
	source  Source
	cases   *population
	opt     Options
	units   []*unit
	rates   rates
	marks   marks
}

// Run closes every value over many cases that the program needs. assumed values go
// before closed ones.
func Run(ctx context.Context, p *ir.Program, assumed map[string]value.Value, src Source, opt Options) (*Settlement, error) {
	s := &Settlement{prog: p, assumed: assumed, source: src, opt: opt.filled()}
	s.needed = p.Demanded(assuming(assumed))
	s.units = units(p, s.needed)
	s.rates, s.marks = newRates(), newMarks(p)
	if err := s.populate(ctx); err != nil {
		return nil, err
	}
	for from := 0; from < len(s.units); {
		to := from
		for to < len(s.units) && s.units[to].stratum == s.units[from].stratum {
			to++
		}
		if err := s.round(ctx, s.units[from:to]); err != nil {
			return nil, err
		}
		from = to
	}
	return s, nil
}

// round measures and closes the values of one stratum.
func (s *Settlement) round(ctx context.Context, list []*unit) error {
	makers := make([]maker, len(list))
	for i, u := range list {
		makers[i] = s.maker(u)
	}
	if err := s.measure(ctx, list, makers); err != nil {
		return err
	}
	marks := s.opt.NewSorter()
	for _, m := range makers {
		if err := m.close(marks); err != nil {
			return err
		}
	}
	return s.marks.take(marks)
}

// A maker makes one unit: it takes what rows give, in the order of the cases, and at
// the end closes the values, of rows as marks.
type maker interface {
	take(g *gift) error
	close(marks Sorter) error
}

func (s *Settlement) maker(u *unit) maker {
	switch u.kind {
	case "rank", "running":
		return newScan(s, u)
	case "cap":
		return newCap(s, u)
	case "predicate":
		return newGroup(s, u)
	}
	return newTotal(s, u)
}

// Plan is the program with everything closed.
func (s *Settlement) Plan() *scalar.Plan { return s.plan(math.MaxInt) }

// Each gives every case of a root record in the order of its file, with what is closed
// of many cases. The rows of a record that exist because cases name them are cases too.
func (s *Settlement) Each(ctx context.Context, root int, yield func(Input, slot.Closed) error) error {
	return s.eachMarked(ctx, root, func(in Input, list []mark) error { return yield(in, s.view(list)) })
}

// Pay works on every case of a root record, with everything closed, by several workers,
// and applies what comes out in the order of the cases. work must be safe for concurrent
// use; it is not called for what apply has not seen yet when the context ends.
func Pay[R any](ctx context.Context, s *Settlement, root int, work func(Input, slot.Closed) R, apply func(R) error) error {
	type settled struct {
		Input
		marks []mark
	}
	return ordered(ctx, s.opt.Workers, s.opt.Batch, func(ctx context.Context, yield func(settled) error) error {
		return s.eachMarked(ctx, root, func(in Input, list []mark) error { return yield(settled{in, list}) })
	}, func(in settled) R { return work(in.Input, s.view(in.marks)) }, apply)
}

func (s *Settlement) eachMarked(ctx context.Context, root int, yield func(Input, []mark) error) error {
	cursor, err := s.marks.open(root)
	if err != nil {
		return err
	}
	n := int64(-1)
	err = s.cases.Each(ctx, root, func(in Input) error {
		n++
		list, err := cursor.of(n)
		if err != nil {
			return err
		}
		return yield(in, list)
	})
	return cmp.Or(err, cursor.close())
}

// plan is the program with everything closed below a stratum.
func (s *Settlement) plan(upto int) *scalar.Plan {
	return replan(s.prog, s.assumed, s.needed, upto)
}

func replan(p *ir.Program, assumed map[string]value.Value, needed []bool, upto int) *scalar.Plan {
	return scalar.NewPlan(p, assumed, ir.Standing{Settled: true, Upto: upto, Needed: needed})
}

func assuming(assumed map[string]value.Value) ir.Standing {
	return ir.Standing{Assumed: func(name string) bool { _, ok := assumed[name]; return ok }}
}
