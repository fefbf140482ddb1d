package drgrule

import (
	"context"
	"io"
	"sync"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// defaultBatch is how many cases a worker takes at once: enough that handing them over
// costs nothing, few enough that they are small.
const defaultBatch = 1024

// A chunk is cases that follow each other, on their way through a worker.
type chunk struct {
	cases   []casefile.Case
	results []Result
	err     error         // behind the last result
	done    chan struct{} // closed once there are results
}

// eachInParallel is Each with several goroutines that evaluate. Cases are read in order
// by one, results are given in order by the caller's; between them are no more chunks
// than keep the workers busy.
func (b *Batch) eachInParallel(ctx context.Context, rec *ir.Record, yield func(*Result) error) error {
	all, err := b.begin(rec)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	order, jobs := make(chan *chunk, b.opt.Workers), make(chan *chunk)
	running.Go(func() {
		defer close(jobs)
		defer close(order)
		b.readChunks(ctx, all, order, jobs)
	})
	for range b.opt.Workers {
		running.Go(func() {
			tags := b.prog.tagger(b.given)
			for c := range jobs {
				b.evalChunk(ctx, rec, c, tags)
			}
		})
	}
	for c := range order {
		select {
		case <-c.done:
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := range c.results {
			if err := yield(&c.results[i]); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if c.err != nil {
			return c.err
		}
	}
	return ctx.Err()
}

// readChunks reads the cases and hands them to whoever is free. An error comes behind
// the cases that were read before it.
func (b *Batch) readChunks(ctx context.Context, all *casefile.Cases, order, jobs chan<- *chunk) {
	size := b.opt.Batch
	if size <= 0 {
		size = defaultBatch
	}
	for last := false; !last; {
		c := &chunk{done: make(chan struct{})}
		err := b.fill(c, all, size)
		if last = err != nil; err != io.EOF {
			c.err = err
		}
		for _, to := range []chan<- *chunk{order, jobs} {
			select {
			case to <- c:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (b *Batch) fill(c *chunk, all *casefile.Cases, size int) error {
	for len(c.cases) < size {
		next, err := b.read(all)
		if err != nil {
			return err
		}
		c.cases = append(c.cases, next)
	}
	return nil
}

func (b *Batch) evalChunk(ctx context.Context, rec *ir.Record, c *chunk, tags tagger) {
	defer close(c.done)
	c.results = make([]Result, 0, len(c.cases))
	for i := range c.cases {
		if ctx.Err() != nil {
			return // nobody waits for the rest
		}
		res, err := b.eval(rec, c.cases[i], tags)
		if err != nil {
			c.err = err
			return
		}
		c.results = append(c.results, res)
		c.cases[i] = casefile.Case{}
	}
}
