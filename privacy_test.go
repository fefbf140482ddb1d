package drgrule_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// canaries are what no message may carry: parts of every value that the cases below
// hold. Results and explanations carry values; that is what they are for.
var canaries = []string{"CANARY", "7319", "0x1c97"} // the last is 7319 as Go prints arguments

// wrong has, for each field of testdata/privacy, a value that is right and some that
// are wrong in different ways. A null stands for an empty cell.
var wrong = map[string]struct {
	right any
	bad   []any
}{
	"id":       {"CANARY-7319", []any{nil, "7.3197319E+19", strings.Repeat("CANARY7319", 7000)}},
	"code":     {"CANARY7319", []any{nil, "CANARY 7319", "canary-7319", "7.3197319E+19"}},
	"cost":     {"7319.31", []any{nil, "7319.319", "CANARY7319", "-7319.00", "7319731973197319731973.00", "7,319.00"}},
	"day":      {"2024-06-30", []any{nil, "7319-06-30", "CANARY 2024-06-30", "2024-06-73"}},
	"month":    {"2024-06", []any{nil, "7319-06", "2024-CANARY"}},
	"kind":     {"drug", []any{nil, "CANARY7319"}},
	"urgent":   {"是", []any{nil, "CANARY7319"}},
	"group":    {"AA11", []any{nil, "CANARY7319"}},
	"hospital": {"CANARY-H7319", []any{nil, "7.3197319E+19"}},
	"scores":   {"1|2", []any{nil, "7319|CANARY", "7319.319|1"}},
}

// good is a whole case of right values.
func good() map[string]any {
	c := map[string]any{}
	for name, w := range wrong {
		c[name] = w.right
	}
	return c
}

// hearings collects everything that a program could write to a log.
type hearings struct {
	t    *testing.T
	what string
}

func (h hearings) hears(x any) {
	h.t.Helper()
	texts := []string{fmt.Sprintf("%v", x), fmt.Sprintf("%+v", x)}
	if b, err := json.Marshal(x); err == nil {
		texts = append(texts, string(b))
	}
	for _, text := range texts {
		for _, c := range canaries {
			if strings.Contains(text, c) {
				h.t.Errorf("%s: a message carries %s: %.200s", h.what, c, text)
				return
			}
		}
	}
}

func (h hearings) result(r *drgrule.Result) {
	h.t.Helper()
	h.hears(r.Faults)
	h.hears(r.Reasons)
	for _, f := range r.Faults {
		h.hears(f.Code.Info())
	}
}

// asText writes a value as a cell.
func asText(x any) string {
	if x == nil {
		return ""
	}
	return fmt.Sprint(x)
}

func privacyRules(t *testing.T) *drgrule.Program {
	t.Helper()
	p, err := drgrule.Compile(os.DirFS("testdata"), drgrule.Options{Entry: "privacy"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPrivacyOfWrongValues: a value that is wrong, in whatever way and file, is told by
// its place and code alone.
func TestPrivacyOfWrongValues(t *testing.T) {
	p := privacyRules(t)
	names := slices.Sorted(maps.Keys(wrong))
	for _, name := range names {
		for i, x := range wrong[name].bad {
			h := hearings{t, fmt.Sprintf("%s, wrong value %d", name, i)}
			c := good()
			c[name] = x
			res, err := p.Eval(context.Background(), c, nil)
			if err != nil || res.Outcome != drgrule.Refused {
				t.Errorf("%s: %s %v", h.what, res.Outcome, err)
			}
			h.result(&res)

			line, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			cells := make([]string, len(names))
			for j, n := range names {
				cells[j] = `"` + asText(c[n]) + `"`
			}
			csv := strings.Join(names, ",") + "\n" + strings.Join(cells, ",") + "\n"
			h.batch(p, casefile.JSONLines, string(line)+"\n", "")
			h.batch(p, casefile.CSV, csv, "case,line,name\nCANARY-7319,1,\n\"CANARY7319\"x,2,a\nCANARY7319,3,a,b\nCANARY-73190,4,a\n")
		}
	}
}

// batch reads a file of one case that is refused, and of its lines.
func (h hearings) batch(p *drgrule.Program, f casefile.Format, cases, items string) {
	h.t.Helper()
	files := []casefile.File{{Record: p.IR().Record("case"), Name: "case", Bytes: []byte(cases), Format: f}}
	if items != "" {
		files = append(files, casefile.File{Record: p.IR().Record("item"), Name: "item", Bytes: []byte(items), Format: casefile.CSV})
	}
	b, err := p.Open(files, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	h.hears(b.Notes())
	err = b.Each(context.Background(), "case", func(r *drgrule.Result) error {
		if r.Outcome != drgrule.Refused {
			h.t.Errorf("%s: %s as %s", h.what, r.Outcome, f)
		}
		h.result(r)
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	err = b.Orphans(context.Background(), func(f drgrule.Fault) error { h.hears(f); return nil })
	if err != nil {
		h.t.Fatal(err)
	}
}

// TestPrivacyOfFaults: each way in which the rules refuse a case or put it in review,
// and the messages that come of it.
func TestPrivacyOfFaults(t *testing.T) {
	p := privacyRules(t)
	seen := map[string]bool{}
	for name, values := range map[string]map[string]any{
		"refused by a rule":     {"cost": "7319.01"},
		"no row of the table":   {"cost": "7319.02"},
		"no version in force":   {"cost": "7319.03"},
		"a date beyond the end": {"cost": "7319.04"},
		"a score too high":      {"cost": "7319.05"},
		"no band":               {"cost": "7319.06"},
		"two decision rows":     {"cost": "7319.07"},
		"a row that is missing": {"cost": "7319.08"},
		"in review":             {"cost": "7319.09"},
	} {
		c := good()
		maps.Copy(c, values)
		res, err := p.Eval(context.Background(), c, nil)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case name == "in review" && res.Outcome == drgrule.NeedsReview:
		case res.Outcome == drgrule.Refused && len(res.Faults) == 1:
			seen[string(res.Faults[0].Code)] = true
		default:
			t.Errorf("%s: %s %v", name, res.Outcome, res.Faults)
		}
		hearings{t, name}.result(&res)
	}
	if len(seen) != 8 {
		t.Errorf("the rules refuse in %d ways: %v", len(seen), slices.Sorted(maps.Keys(seen)))
	}
}

// TestResultsCarryValues: results and explanations show what the case holds, so that the
// tests above speak of values that did go through.
func TestResultsCarryValues(t *testing.T) {
	p := privacyRules(t)
	res, err := p.Eval(context.Background(), good(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := res.Output("id"); !ok || text != "CANARY-7319" || res.Rows[0].Key[0] != text {
		t.Errorf("the id is %q, %v", text, ok)
	}
	why, err := p.Explain(context.Background(), good(), nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(why)
	if err != nil || !strings.Contains(string(b), "7,319.31") && !strings.Contains(string(b), "7319.31") {
		t.Errorf("the explanation does not show the cost: %s %v", b, err)
	}
}

// TestPrivacyOfErrors: the errors of calls name fields, records and codes.
func TestPrivacyOfErrors(t *testing.T) {
	p := privacyRules(t)
	rows := func(m map[string]any) map[string][]map[string]any {
		return map[string][]map[string]any{"hospital": {m}}
	}
	for name, r := range map[string]*drgrule.Rates{
		"run input":        {Run: map[string]any{"as_of": "CANARY7319"}},
		"row beside":       {Rows: rows(map[string]any{"id": "CANARY7319", "beds": "7319.5"})},
		"float beside":     {Rows: rows(map[string]any{"id": "CANARY7319", "beds": 7319.5})},
		"rows of one key":  {Rows: map[string][]map[string]any{"hospital": {{"id": "CANARY7319", "beds": 1}, {"id": "CANARY7319", "beds": 2}}}},
		"assumed":          {Assume: map[string]string{"beds": "CANARY7319"}},
		"assumed too wide": {Assume: map[string]string{"beds": "7319731973197319731973"}},
	} {
		_, err := p.Eval(context.Background(), good(), r)
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		hearings{t, name}.hears(err)
		if _, err = p.Open(nil, r); err == nil {
			t.Errorf("%s: no error of Open", name)
		}
		hearings{t, name}.hears(err)
	}
	for _, text := range []string{`{"CANARY": 7319`, `{"a": 1, "a": "CANARY7319"}`, `["CANARY7319"]`, `{"a": 1} CANARY7319`, `{"a": CANARY7319}`} {
		_, err := casefile.Object([]byte(text))
		if err == nil {
			t.Errorf("%s is an object", text)
		}
		hearings{t, "JSON"}.hears(err)
	}
}

// A trap is a number that the caller's own code fails to write.
type trap struct{ value string }

func (x trap) String() string { panic("cannot write " + x.value) }

// TestPrivacyOfDefects: an InternalError says what was done and where in the code, and
// neither what the panic said nor the arguments of the calls.
func TestPrivacyOfDefects(t *testing.T) {
	p := privacyRules(t)
	c := good()
	c["cost"] = trap{"CANARY7319"}
	beside := &drgrule.Rates{Run: map[string]any{"as_of": trap{"CANARY7319"}}}
	for name, call := range map[string]func() error{
		"Eval":    func() error { _, err := p.Eval(context.Background(), c, nil); return err },
		"Explain": func() error { _, err := p.Explain(context.Background(), c, nil); return err },
		"WhyNot":  func() error { _, err := p.WhyNot(context.Background(), c, nil, "paid"); return err },
		"Open":    func() error { _, err := p.Open(nil, beside); return err },
	} {
		err := call()
		var defect *drgrule.InternalError
		if !errors.As(err, &defect) || defect.Hash != p.Hash() || !strings.Contains(err.Error(), defect.Doing) {
			t.Fatalf("%s: %v", name, err)
		}
		h := hearings{t, name}
		h.hears(err.Error())
		h.hears(string(defect.Stack))
		if stack := string(defect.Stack); !strings.Contains(stack, "drgrule_test.trap.String") || strings.Contains(stack, "0x") || strings.Contains(stack, "cannot write") {
			t.Errorf("%s: the stack is\n%s", name, stack)
		}
	}
}
