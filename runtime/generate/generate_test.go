package generate

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// digest is one line for each file: its name and the hash of its bytes.
func digest(m memory) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&out, "%x %s\n", sha256.Sum256(m[name].Bytes()), name)
	}
	return out.String()
}

// TestSameBytes: a seed gives the same bytes whenever and wherever it is used; the golden
// was made once.
func TestSameBytes(t *testing.T) {
	p := compile(t, everyType)
	var got strings.Builder
	for _, shape := range slices.Sorted(maps.Keys(shapes)) {
		opt := shapes[shape]
		opt.Rows, opt.Seed, opt.Bad = 200, 42, 1000
		m, _, g := made(t, p, opt)
		fmt.Fprintf(&got, "%s\n%s", shape, digest(m))
		again, _, _ := made(t, p, opt)
		if diff := cmp.Diff(digest(m), digest(again)); diff != "" {
			t.Errorf("%s: made twice (-first +again)\n%s", shape, diff)
		}
		clear(again)
		if _, err := g.Write(context.Background(), again.create); err != nil || digest(m) != digest(again) {
			t.Errorf("%s: one generator writes other files the second time: %v", shape, err)
		}
		opt.Seed++
		other, _, _ := made(t, p, opt)
		if digest(m) == digest(other) {
			t.Errorf("%s: another seed gives the same files", shape)
		}
	}
	const golden = "testdata/every-type.sha256"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("(-golden +now)\n%s", diff)
	}
}

// TestSameRows: more rows do not change the kind of a row: a row hangs on the seed and its
// place, not on what was made before it.
func TestSameRows(t *testing.T) {
	p := compile(t, everyType)
	opt := Options{Rows: 1000, Seed: 1, Planted: 2000}
	g, err := New(p.IR(), opt)
	if err != nil {
		t.Fatal(err)
	}
	rec := g.records[g.main]
	spell := func(place int64) string {
		w := &writer{g: g, spell: newSpeller(g.records)}
		s := stream(1)
		return strings.Join(w.cells(g.planted(rec, nil, place), &s), ",")
	}
	for _, place := range []int64{0, 1, 8, 14, 999} {
		first := spell(place)
		spell(place + 1)
		if again := spell(place); again != first {
			t.Errorf("row %d is\n%s, then\n%s", place, first, again)
		}
	}
}

// sink counts bytes, and looks at the heap now and then.
type sink struct {
	rows *int
	heap *[]uint64
}

// Write implements io.Writer.
func (s sink) Write(b []byte) (int, error) {
	if *s.rows++; *s.rows%8 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		*s.heap = append(*s.heap, m.HeapAlloc)
	}
	return len(b), nil
}

// Close implements io.Closer.
func (sink) Close() error { return nil }

// TestConstantMemory: what is alive while the last rows are written is not more than what
// was alive early on. The buffers are of 256 KiB, so that a write of the sink stands for
// thousands of rows.
func TestConstantMemory(t *testing.T) {
	p := compileShipped(t, "zhejiang")
	g, err := New(p.IR(), Options{Rows: 80_000, Seed: 1, Planted: 200})
	if err != nil {
		t.Fatal(err)
	}
	var rows int
	var heap []uint64
	if _, err := g.Write(context.Background(), func(string) (io.WriteCloser, error) { return sink{&rows, &heap}, nil }); err != nil {
		t.Fatal(err)
	}
	if len(heap) < 4 {
		t.Fatalf("the heap was looked at %d times", len(heap))
	}
	if first, last := heap[0], heap[len(heap)-1]; last > first+first/4+1<<20 {
		t.Errorf("the heap grows: %v", heap)
	}
}

// TestOptions: what cannot be made is an error that says why.
func TestOptions(t *testing.T) {
	p := compile(t, everyType)
	for name, c := range map[string]struct {
		opt  Options
		says string
	}{
		"negative":         {Options{Rows: -1}, "rows"},
		"too many":         {Options{Rows: MaxRows + 1}, "rows"},
		"unknown format":   {Options{Format: "xlsx"}, `"xlsx"`},
		"a share above 1":  {Options{Bad: 10_001}, "share"},
		"no such main":     {Options{Main: "line"}, `"line"`},
		"rows of the main": {Options{Of: map[string]int64{"case": -1}}, "case"},
		"rows of a line":   {Options{Of: map[string]int64{"line": 1}}, `"line"`},
		"rows of no such":  {Options{Of: map[string]int64{"cases": 1}}, `"cases"`},
	} {
		if _, err := New(p.IR(), c.opt); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", name, err, c.says)
		}
	}
	m, r, _ := made(t, p, Options{Rows: 0})
	if n := strings.Count(m["case.csv"].String(), "\n"); n != 1 || r.Files[0].Rows != 0 {
		t.Errorf("no rows: %d lines, reported %+v", n, r.Files[0])
	}
	m, _, _ = made(t, p, Options{Rows: 3, Of: map[string]int64{"ward": 7}})
	if n := strings.Count(m["ward.csv"].String(), "\n"); n != 8 {
		t.Errorf("7 wards asked for, %d lines", n)
	}
}

// failing is a file that takes so many bytes.
type failing struct{ left int }

var errFull = errors.New("full")

// Write implements io.Writer.
func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// Close implements io.Closer.
func (f *failing) Close() error { return nil }

// TestErrors: an error of a file and the end of the context end the writing.
func TestErrors(t *testing.T) {
	p := compile(t, everyType)
	for _, name := range []string{"case.csv", "item.csv", "fund.csv", "planted.csv", "expected-refused.csv"} {
		g, err := New(p.IR(), Options{Rows: 50, Bad: 500})
		if err != nil {
			t.Fatal(err)
		}
		_, err = g.Write(context.Background(), func(n string) (io.WriteCloser, error) {
			if n == name {
				return &failing{10}, nil
			}
			return &failing{1 << 30}, nil
		})
		if !errors.Is(err, errFull) {
			t.Errorf("%s is full: %v", name, err)
		}
		if _, err = g.Write(context.Background(), func(n string) (io.WriteCloser, error) {
			if n == name {
				return nil, errFull
			}
			return &failing{1 << 30}, nil
		}); !errors.Is(err, errFull) {
			t.Errorf("%s cannot be created: %v", name, err)
		}
	}
	g, err := New(p.IR(), Options{Rows: 50})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := g.Write(ctx, memory{}.create); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
