package settle

import (
	"context"
	"runtime"
	"sync"
)

// A Lost is what a worker panicked with: a defect. It is raised again in the caller's
// goroutine and tells where it arose; what it was about could hold values of a case.
type Lost struct{ Callers []uintptr }

// lost tells where a panic arose, to a deferred function that has recovered it.
func lost() *Lost {
	pcs := make([]uintptr, 64)
	return &Lost{pcs[:runtime.Callers(2, pcs)]}
}

// A job is one batch of cases on its way through a pass.
type job[T, R any] struct {
	in   []T
	out  []R
	lost *Lost
	done chan struct{}
}

// ordered works on a sequence of cases with several workers and applies what comes out
// in the order of the sequence: neither the number of workers nor the size of batches
// can be seen in the result. It keeps no more than two batches for each worker. A panic
// of a worker is raised again in the caller's goroutine, where it can be contained.
func ordered[T, R any](ctx context.Context, workers, batch int, each func(context.Context, func(T) error) error, work func(T) R, apply func(R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo := make(chan *job[T, R])
	line := make(chan *job[T, R], 2*workers)
	var ends error
	var gone *Lost
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(line)
		defer close(todo)
		defer func() {
			if recover() != nil {
				gone = lost()
			}
		}()
		var next *job[T, R]
		send := func() error {
			if next == nil {
				return nil
			}
			j := next
			next = nil
			for _, to := range []chan *job[T, R]{line, todo} {
				select {
				case to <- j:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		}
		ends = each(ctx, func(in T) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if next == nil {
				next = &job[T, R]{done: make(chan struct{})}
			}
			if next.in = append(next.in, in); len(next.in) < batch {
				return nil
			}
			return send()
		})
		if ends == nil {
			ends = send()
		}
	})
	for range workers {
		wg.Go(func() {
			for j := range todo {
				j.run(work)
			}
		})
	}
	var failed error
	var broken *Lost
	for j := range line {
		if failed != nil || broken != nil {
			continue
		}
		select {
		case <-j.done:
		case <-ctx.Done():
			failed = ctx.Err()
			continue
		}
		if broken = j.lost; broken != nil {
			cancel()
			continue
		}
		for _, r := range j.out {
			if failed = apply(r); failed != nil {
				cancel()
				break
			}
		}
	}
	wg.Wait()
	if broken == nil {
		broken = gone
	}
	if broken != nil {
		panic(broken)
	}
	if failed != nil {
		return failed
	}
	return ends
}

func (j *job[T, R]) run(work func(T) R) {
	defer close(j.done)
	defer func() {
		if recover() != nil {
			j.lost = lost()
		}
	}()
	for _, in := range j.in {
		j.out = append(j.out, work(in))
	}
}
