package drgrule_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk/disktest"
)

// manyFiles are cases and lines of the ruleset of the samples, in no order, some of them
// refused.
func manyFiles(p *drgrule.Program, n int) []casefile.File {
	r := rand.New(rand.NewPCG(1, 2))
	var cases, items []string
	for i := range n {
		id := fmt.Sprintf("C%05d", i*7%n)
		if r.IntN(50) == 0 {
			id = "C00000"
		}
		cases = append(cases, fmt.Sprintf("%s,%s,%d.%02d,2024-0%d-11", id, []string{"310", "390", "999"}[r.IntN(21)/10], r.IntN(90_000)>>r.IntN(8), r.IntN(100), 1+r.IntN(9)))
		for k := range r.IntN(4) {
			items = append(items, fmt.Sprintf("%s,%d,%d.5", id, k, r.IntN(1000)))
		}
	}
	r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	return []casefile.File{
		{Record: p.IR().Record("case"), Name: "case.csv", Bytes: []byte("id,insurance,cost,day\n" + strings.Join(cases, "\n")), Format: casefile.CSV},
		{Record: p.IR().Record("item"), Name: "item.csv", Bytes: []byte("case,line,amount\n" + strings.Join(items, "\n")), Format: casefile.CSV},
	}
}

// manyRules has outputs of cases and of lines, payments, reviews and faults of rules.
const manyRules = `
ruleset "t" {}
record "case" {
  key    = ["id"]
  fields = { id = text, insurance = enum("310", "390"), cost = { type = money, min = 0 }, day = date }
}
record "item" {
  key    = ["case", "line"]
  fields = { case = { type = ref(case), back = "items" }, line = text, amount = money }
}
total "lines" {
  by  = "item.case"
  sum = "item.amount"
}
payment "addon" {
  when = "lines > 500 and case.insurance == '310'"
  pays = "round(lines * 0.7, 2)"
}
output "rest" { is = "case.cost < 100 ? refuse('too small') : case.cost < 500 ? review('small') : case.cost - lines" }
output "share" {
  per = "item"
  is  = "round(divide(item.amount, item.case.cost, 0), 4)"
}
`

// results writes down all that a batch gives for cases.
func results(t *testing.T, p *drgrule.Program, files []casefile.File, opt drgrule.RunOptions) (string, error) {
	t.Helper()
	ctx := context.Background()
	b, err := p.OpenRun(ctx, files, nil, opt)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	var written casefile.Tally
	err = b.Each(ctx, "case", func(r *drgrule.Result) error {
		written.Add(r.Ordinal, r.Key...)
		fmt.Fprintf(&out, "%d %q %s:%d %s %v %v\n", r.Ordinal, r.Key, r.File, r.Line, r.Outcome, r.Faults, r.Reasons)
		for _, row := range r.Rows {
			fmt.Fprintf(&out, "  %s %q", row.Record, row.Key)
			for _, v := range append(row.Outputs, row.Payments...) {
				fmt.Fprintf(&out, " %s=%s %s %v", v.Name, v.Text, v.State, v.Tags)
			}
			out.WriteString("\n")
		}
		return nil
	})
	if err == nil && written != b.Read("case") {
		t.Errorf("read %v, given %v", b.Read("case"), written)
	}
	if err == nil {
		err = b.Orphans(ctx, func(f drgrule.Fault) error { fmt.Fprintln(&out, f); return nil })
	}
	return out.String(), errors.Join(err, b.Close())
}

func manyProgram(t *testing.T) *drgrule.Program {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/rules.hcl", []byte(manyRules), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := drgrule.Compile(os.DirFS(dir), drgrule.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestWorkersAndBatches: results are the same, in the same order, however many evaluate,
// however many cases they take at once, and however little memory there is.
func TestWorkersAndBatches(t *testing.T) {
	p := manyProgram(t)
	files := manyFiles(p, 2000)
	want, err := results(t, p, files, drgrule.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"paid", "not_applicable", "review", "DF1009", "DF1030", "too small"} {
		if strings.Count(want, part) < 10 {
			t.Errorf("%s hardly occurs", part)
		}
	}
	for _, workers := range []int{1, 2, 3, 7} {
		for _, batch := range []int{1, 7, 1000, 65536} {
			for _, memory := range []int64{0, 100_000} {
				opt := drgrule.RunOptions{Workers: workers, Batch: batch, Memory: memory, Disk: disktest.New()}
				if got, err := results(t, p, files, opt); err != nil || got != want {
					t.Errorf("%d workers, batches of %d, %d bytes: %d bytes of results, %d expected, %v", workers, batch, memory, len(got), len(want), err)
				}
			}
		}
	}
}

// TestRunStops: an error of the receiver and an end of the context end the run, whatever
// the workers are at, and nothing goes on behind it.
func TestRunStops(t *testing.T) {
	p := manyProgram(t)
	files := manyFiles(p, 3000)
	for _, workers := range []int{1, 3} {
		b, err := p.OpenRun(context.Background(), files, nil, drgrule.RunOptions{Workers: workers, Batch: 10})
		if err != nil {
			t.Fatal(err)
		}
		enough, n := errors.New("enough"), 0
		err = b.Each(context.Background(), "case", func(*drgrule.Result) error {
			if n++; n == 1234 {
				return enough
			}
			return nil
		})
		if err != enough || n != 1234 {
			t.Errorf("%d workers: %v after %d", workers, err, n)
		}
		ctx, stop := context.WithCancel(context.Background())
		n = 0
		err = b.Each(ctx, "case", func(*drgrule.Result) error {
			if n++; n == 1234 {
				stop()
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) || n != 1234 {
			t.Errorf("%d workers, stopped: %v after %d", workers, err, n)
		}
		if err := b.Each(context.Background(), "item", nil); err == nil {
			t.Error("lines were evaluated as cases")
		}
	}
}

// TestRunFails: whatever call on the disk fails, a run says so, with one worker as with
// several, and gives nothing wrong before.
func TestRunFails(t *testing.T) {
	p := manyProgram(t)
	files := manyFiles(p, 400)
	want, err := results(t, p, files, drgrule.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	run := func(m *disktest.Memory, workers int) (string, error) {
		return results(t, p, files, drgrule.RunOptions{Memory: 20_000, Disk: m, Workers: workers, Batch: 20})
	}
	m := disktest.New()
	if got, err := run(m, 1); err != nil || got != want {
		t.Fatalf("without a failure: %v", err)
	}
	n := m.Calls()
	if n < 200 {
		t.Fatalf("only %d calls", n)
	}
	for k := 1; k <= n; k += max(1, n/150) {
		for _, workers := range []int{1, 3} {
			m := disktest.New()
			m.FailAt(k, syscall.EIO)
			if got, err := run(m, workers); !errors.Is(err, syscall.EIO) || m.Opened() > 0 || !strings.HasPrefix(want, got) {
				t.Errorf("%d workers, call %d of %d: %v, %d files open", workers, k, n, err, m.Opened())
			}
		}
	}
}

// TestRunsShareAProgram: batches of one program run side by side.
func TestRunsShareAProgram(t *testing.T) {
	p := manyProgram(t)
	files := manyFiles(p, 500)
	want, err := results(t, p, files, drgrule.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var wrong atomic.Int32
	done := make(chan bool)
	for range 4 {
		go func() {
			if got, err := results(t, p, files, drgrule.RunOptions{Workers: 2, Batch: 50}); err != nil || got != want {
				wrong.Add(1)
			}
			done <- true
		}()
	}
	for range 4 {
		<-done
	}
	if wrong.Load() > 0 {
		t.Errorf("%d of 4 are wrong", wrong.Load())
	}
}

// TestExplainOfDuplicates: of several cases with one key, the one that counts is
// explained.
func TestExplainOfDuplicates(t *testing.T) {
	p := manyProgram(t)
	files := []casefile.File{{
		Record: p.IR().Record("case"), Name: "case.csv", Format: casefile.CSV,
		Bytes: []byte("id,insurance,cost,day\nA,310,1000,2024-01-01\nA,310,2000,2024-01-01\n"),
	}}
	for d, want := range map[casefile.Duplicates]string{
		casefile.RefuseDuplicates: "refused ", casefile.FirstDuplicate: "not_applicable case.csv:2", casefile.LastDuplicate: "not_applicable case.csv:3",
	} {
		b, err := p.OpenRun(context.Background(), files, nil, drgrule.RunOptions{Duplicates: d})
		if err != nil {
			t.Fatal(err)
		}
		tr, err := b.Explain(context.Background(), "case", "A")
		if err != nil || tr == nil {
			t.Fatalf("%q: %v, %v", d, tr, err)
		}
		got := tr.Outcome + " "
		for _, row := range tr.Rows {
			got += row.Place
		}
		if got != want {
			t.Errorf("%q: %s, want %s", d, got, want)
		}
	}
}
