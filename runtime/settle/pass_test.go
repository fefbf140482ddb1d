package settle

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"runtime"
)

// numbers gives 0 to n-1.
func numbers(n int) func(context.Context, func(int) error) error {
	return func(_ context.Context, yield func(int) error) error {
		for i := range n {
			if err := yield(i); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestOrdered: whatever the split, everything is applied once, in order.
func TestOrdered(t *testing.T) {
	for _, n := range []int{0, 1, 2, 6, 7, 8, 100} {
		for _, workers := range []int{1, 2, 7} {
			for _, batch := range []int{1, 7, 1000} {
				next := 0
				err := ordered(context.Background(), workers, batch, numbers(n), func(i int) int {
					if i%3 == 0 {
						time.Sleep(time.Microsecond)
					}
					return i * i
				}, func(x int) error {
					if x != next*next {
						return fmt.Errorf("%d at %d", x, next)
					}
					next++
					return nil
				})
				if err != nil || next != n {
					t.Errorf("%d numbers, %d workers, batches of %d: %d, %v", n, workers, batch, next, err)
				}
			}
		}
	}
}

// TestOrderedEnds: an error of the source, of who applies, and the end of the context
// end a pass, and no goroutine is left.
func TestOrderedEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	broken := errors.New("broken")
	same := func(i int) int { return i }
	fails := func(i int) error {
		if i == 5 {
			return broken
		}
		return nil
	}
	source := func(ctx context.Context, yield func(int) error) error {
		if err := numbers(10)(ctx, yield); err != nil {
			return err
		}
		return broken
	}
	if err := ordered(context.Background(), 3, 2, source, same, func(int) error { return nil }); !errors.Is(err, broken) {
		t.Errorf("the source's error is %v", err)
	}
	if err := ordered(context.Background(), 3, 2, numbers(1000), same, fails); !errors.Is(err, broken) {
		t.Errorf("the error of who applies is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err := ordered(ctx, 3, 2, numbers(1000), same, func(i int) error {
		if i == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the end of the context is %v", err)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// TestOrderedPanics: a panic of a worker, or of the source, arises in the goroutine of
// the caller and tells where it was, not what it said.
func TestOrderedPanics(t *testing.T) {
	for name, pass := range map[string]func() error{
		"worker": func() error {
			return ordered(context.Background(), 2, 1, numbers(10), func(i int) int { return panics(i) }, func(int) error { return nil })
		},
		"source": func() error {
			return ordered(context.Background(), 2, 1, func(context.Context, func(int) error) error {
				panics(3)
				return nil
			}, func(i int) int { return i }, func(int) error { return nil })
		},
	} {
		func() {
			defer func() {
				l, ok := recover().(*Lost)
				if !ok {
					t.Fatalf("%s: %v", name, l)
				}
				frames := runtime.CallersFrames(l.Callers)
				found := false
				for {
					f, more := frames.Next()
					found = found || strings.HasSuffix(f.Function, ".panics")
					if !more {
						break
					}
				}
				if !found {
					t.Errorf("%s: it does not tell where", name)
				}
			}()
			t.Errorf("%s: returned %v", name, pass())
		}()
	}
}

func panics(i int) int {
	if i == 3 {
		panic("CANARY")
	}
	return i
}
