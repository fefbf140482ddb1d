package drgrule_test

import (
	"context"
	"errors"
	"math/big"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/trace"
)

// same compares results and traces: values as values, types by what they admit.
var same = cmp.Options{
	cmp.Comparer(value.Equal),
	cmp.Comparer(value.Type.Equal),
	cmpopts.IgnoreUnexported(trace.Step{}),
}

func compile(t *testing.T, entry string) *drgrule.Program {
	t.Helper()
	p, err := drgrule.Compile(os.DirFS("testdata/rulesets"), drgrule.Options{Entry: entry, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func eval(t *testing.T, p *drgrule.Program, c drgrule.Case, r *drgrule.Rates) drgrule.Result {
	t.Helper()
	res, err := p.Eval(context.Background(), c, r)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// with returns the case of the examples with one field changed, or left out.
func with(name string, x any) drgrule.Case {
	c := test1()
	c[name] = x
	return c
}

func without(name string) drgrule.Case {
	c := test1()
	delete(c, name)
	return c
}

// TestConcurrentUse: goroutines that share a program get what one alone gets. Run with
// -race.
func TestConcurrentUse(t *testing.T) {
	p := compile(t, "city")
	rates := &drgrule.Rates{Run: map[string]any{"as_of": "2024-09-30"}}
	cases := []drgrule.Case{test1(), with("indication", nil), with("group", "ZZ99"), with("total_cost", "50000.00"), without("items")}
	type all struct {
		Result drgrule.Result
		Trace  *drgrule.Trace
	}
	work := func(c drgrule.Case) (out all, err error) {
		if out.Result, err = p.Eval(context.Background(), c, rates); err != nil {
			return out, err
		}
		out.Trace, err = p.Explain(context.Background(), c, rates)
		return out, err
	}
	var want []all
	for _, c := range cases {
		w, err := work(c)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, w)
	}
	schema := p.Schema()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 40 {
				got, err := work(cases[i%len(cases)])
				if err != nil {
					t.Error(err)
					return
				}
				if d := cmp.Diff(want[i%len(cases)], got, same); d != "" {
					t.Errorf("case %d: %s", i%len(cases), d)
					return
				}
				if d := cmp.Diff(schema, p.Schema()); d != "" {
					t.Error(d)
				}
			}
		})
	}
	wg.Wait()
}

// TestGoNumbers: what is exact is taken, what is not is refused with the reason.
func TestGoNumbers(t *testing.T) {
	p := compile(t, "province")
	for _, tt := range []struct {
		in   any
		code string
	}{
		{"5000.00", ""}, {5000, ""}, {uint16(5000), ""}, {big.NewInt(5000), ""},
		{5000.0, "DF1015"}, {float32(5000), "DF1015"}, {big.NewFloat(123456789.125), "DF1015"},
		{big.NewRat(1, 3), "DF1002"}, {"5e3", "DF1002"}, {[]byte("5000"), "DF1016"}, {true, "DF1016"},
	} {
		res := eval(t, p, with("total_cost", tt.in), nil)
		got := ""
		for _, f := range res.Faults {
			got = string(f.Code)
		}
		if got != tt.code || len(res.Faults) > 1 || (res.Outcome == drgrule.Refused) != (tt.code != "") {
			t.Errorf("%T %v: %v, want %q", tt.in, tt.in, res.Faults, tt.code)
		}
	}
}

// TestFaults: everything that is wrong with a case is told, by field and code; a case
// that is refused has no results.
func TestFaults(t *testing.T) {
	p := compile(t, "province")
	fault := func(record, column string, code diag.Code) drgrule.Fault {
		return drgrule.Fault{Record: record, Column: column, Code: code}
	}
	empty := []drgrule.Fault{
		fault("case", "id", "DF1001"), fault("case", "group", "DF1001"), fault("case", "total_cost", "DF1001"),
		fault("case", "discharged", "DF1001"), fault("case", "city", "DF1001"),
	}
	for name, tt := range map[string]struct {
		c    drgrule.Case
		want []drgrule.Fault
	}{
		"a field that is missing":    {without("group"), []drgrule.Fault{fault("case", "group", "DF1001")}},
		"a field that is unknown":    {with("grp", "AA11"), []drgrule.Fault{fault("case", "grp", "DF1034")}},
		"an empty case":              {drgrule.Case{}, empty},
		"no case":                    {nil, empty},
		"rows that are no rows":      {with("items", "X01"), []drgrule.Fault{fault("case", "items", "DF1016")}},
		"a row that is no row":       {with("items", []any{"X01"}), []drgrule.Fault{fault("case", "items", "DF1016")}},
		"a line with two mistakes":   {with("items", []any{map[string]any{"line": 1, "amount": "1,000"}}), []drgrule.Fault{fault("item", "code", "DF1001"), fault("item", "amount", "DF1002")}},
		"a line of another case":     {with("items", []any{map[string]any{"case": "TEST-2", "line": 1, "code": "X01", "amount": 1}}), []drgrule.Fault{fault("item", "case", "DF1033")}},
		"two lines of one number":    {with("items", []any{map[string]any{"line": 1, "code": "X01", "amount": 1}, map[string]any{"line": 1, "code": "X02", "amount": 1}}), []drgrule.Fault{fault("item", "case,line", "DF1030")}},
		"a number that lost zeros":   {with("group", 17), []drgrule.Fault{fault("case", "group", "DF1016")}},
		"a date that does not exist": {with("discharged", "2023-02-29"), []drgrule.Fault{fault("case", "discharged", "DF1006")}},
	} {
		res := eval(t, p, tt.c, nil)
		if d := cmp.Diff(tt.want, res.Faults); d != "" || res.Outcome != drgrule.Refused || len(res.Rows) > 0 {
			t.Errorf("%s: %s %d rows\n%s", name, res.Outcome, len(res.Rows), d)
		}
		if _, ok := res.Output("payment"); ok {
			t.Errorf("%s: there is a payment", name)
		}
		why, err := p.Explain(context.Background(), tt.c, nil)
		if err != nil || why.Outcome != string(drgrule.Refused) || len(why.Faults) != len(tt.want) {
			t.Errorf("%s: %+v %v", name, why, err)
		}
	}
}

// TestAwaiting: what needs many cases is not there, and says what it waits for.
func TestAwaiting(t *testing.T) {
	p := compile(t, "province")
	res := eval(t, p, test1(), nil)
	if text, ok := res.Output("estimate"); text != "" || ok {
		t.Errorf("the estimate is %q, %v", text, ok)
	}
	why, err := p.Explain(context.Background(), test1(), nil)
	if err != nil || !cmp.Equal(why.Awaiting, []string{"estimate"}) {
		t.Errorf("awaiting %v, %v", why.Awaiting, err)
	}
	b, err := p.Open(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string][]string{"estimate": {"pool_points"}}, b.Awaiting("case")); d != "" {
		t.Error(d)
	}
}

// TestCallErrors: what is wrong with a call is a Go error, not a result.
func TestCallErrors(t *testing.T) {
	ctx := context.Background()
	ended, end := context.WithCancel(ctx)
	end()
	p := compile(t, "province")
	b := open(t, p, "病例号,DRG编码,医疗总费用,出院日期,统筹区\nTEST-1,AA11,5000.00,2024-06-30,C1\n")
	each := func(ctx context.Context, record string) error {
		return b.Each(ctx, record, func(*drgrule.Result) error { return nil })
	}
	stop := errors.New("stop")
	for name, call := range map[string]func() error{
		"Eval of an ended context":      func() error { _, err := p.Eval(ended, test1(), nil); return err },
		"Explain of an ended context":   func() error { _, err := p.Explain(ended, test1(), nil); return err },
		"Test of an ended context":      func() error { _, err := p.Test(ended); return err },
		"Each of an ended context":      func() error { return each(ended, "case") },
		"Eval of an owned record":       func() error { _, err := p.EvalRecord(ctx, "item", drgrule.Case{}, nil); return err },
		"Eval of an unknown record":     func() error { _, err := p.EvalRecord(ctx, "stay", drgrule.Case{}, nil); return err },
		"Explain of an unknown record":  func() error { _, err := p.ExplainRecord(ctx, "stay", drgrule.Case{}, nil); return err },
		"Each of an owned record":       func() error { return each(ctx, "item") },
		"WhyNot of what is no payment":  func() error { _, err := p.WhyNot(ctx, test1(), nil, "eligible"); return err },
		"WhyNot in a batch, no payment": func() error { _, err := b.WhyNot(ctx, "TEST-1", "eligible"); return err },
		"an error of yield":             func() error { return b.Each(ctx, "case", func(*drgrule.Result) error { return stop }) },
	} {
		err := call()
		var rules drgrule.Diagnostics
		var defect *drgrule.InternalError
		switch {
		case err == nil || errors.As(err, &rules) || errors.As(err, &defect):
			t.Errorf("%s: %v", name, err)
		case strings.Contains(name, "ended") && !errors.Is(err, context.Canceled):
			t.Errorf("%s: %v", name, err)
		case strings.Contains(name, "yield") && err != stop:
			t.Errorf("%s: %v", name, err)
		}
	}
	if why, err := b.Explain(ctx, "case", "TEST-9"); why != nil || err != nil {
		t.Errorf("a case that was not read is explained: %v %v", why, err)
	}
}

// open binds a file of cases and no lines.
func open(t *testing.T, p *drgrule.Program, cases string) *drgrule.Batch {
	t.Helper()
	b, err := p.Open([]casefile.File{{Record: p.IR().Record("case"), Name: "case.csv", Bytes: []byte(cases), Format: casefile.CSV}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestBatchIsEval: a case gives the same from a file, from a map and from JSON Lines,
// and a batch can be gone through twice.
func TestBatchIsEval(t *testing.T) {
	ctx := context.Background()
	p := compile(t, "province")
	want := eval(t, p, test1(), nil)
	cases := "病例号,DRG编码,医疗总费用,出院日期,统筹区,符合适应症\nTEST-1,AA11,5000.00,2024-06-30,C1,是\n"
	items := "case,line,code,amount\nTEST-1,1,X01,3000.00\nTEST-1,2,Z99,2000.00\n"
	json := `{"id":"TEST-1","group":"AA11","total_cost":5000.00,"discharged":"2024-06-30","city":"C1","indication":true,` +
		`"items":[{"line":1,"code":"X01","amount":3000},{"line":2,"code":"Z99","amount":2000}]}` + "\n"
	file := func(record, text string, f casefile.Format) casefile.File {
		return casefile.File{Record: p.IR().Record(record), Name: record, Bytes: []byte(text), Format: f}
	}
	for name, files := range map[string][]casefile.File{
		"CSV":        {file("case", cases, casefile.CSV), file("item", items, casefile.CSV)},
		"JSON Lines": {file("case", json, casefile.JSONLines)},
	} {
		b, err := p.Open(files, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			n := 0
			err := b.Each(ctx, "case", func(r *drgrule.Result) error {
				n++
				if d := cmp.Diff(want, *r, same, cmpopts.IgnoreFields(drgrule.Result{}, "File", "Line", "Key")); d != "" {
					t.Errorf("%s: %s", name, d)
				}
				return nil
			})
			lost := 0
			err = errors.Join(err, b.Orphans(ctx, func(drgrule.Fault) error { lost++; return nil }))
			if err != nil || n != 1 || lost > 0 {
				t.Errorf("%s: %d cases, %d rows of none, %v", name, n, lost, err)
			}
		}
		one, err := p.Explain(ctx, test1(), nil)
		if err != nil {
			t.Fatal(err)
		}
		why, err := b.Explain(ctx, "case", "TEST-1")
		if d := cmp.Diff(one, why, same, cmpopts.IgnoreFields(trace.Row{}, "Place")); err != nil || d != "" {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
}
