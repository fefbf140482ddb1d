package trace_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/trace"
)

// number is a number as slips print it.
var number = regexp.MustCompile(`^-?\d{1,3}(,?\d{3})*(\.\d+)?$`)

// auditor recomputes the lines of slips from the slips alone.
type auditor struct {
	t       *testing.T
	slip    string
	checked map[string]int    // lines, by what they are
	skipped map[string]string // lines that are not plain arithmetic, by why
}

// slipOf reads a slip as a program that gets its JSON would.
func (a *auditor) slipOf(tr *trace.Trace) *trace.Trace {
	var b bytes.Buffer
	if err := writeJSON(&b, tr); err != nil {
		a.t.Fatal(err)
	}
	out := &trace.Trace{}
	if err := json.Unmarshal(b.Bytes(), out); err != nil {
		a.t.Fatal(err)
	}
	return out
}

// equals holds a line against the number that stands behind it.
func (a *auditor) equals(what, line, want string) {
	a.t.Helper()
	if !number.MatchString(want) {
		return // a date, a text, an unrounded number
	}
	w, _ := compute(want)
	got, bad := compute(line)
	if bad != "" {
		a.skipped[bad] = line
		return
	}
	a.checked[what]++
	if got.Cmp(w) != 0 {
		a.t.Errorf("%s: %s: %s is %s, not %s", a.slip, what, line, got.FloatString(10), want)
	}
}

func (a *auditor) audit(tr *trace.Trace) {
	tr = a.slipOf(tr)
	a.slip = tr.Record + " " + tr.Key
	for _, r := range tr.Rows {
		for i := range r.Steps {
			a.step(&r.Steps[i])
		}
	}
}

func (a *auditor) step(s *trace.Step) {
	if s.State != trace.StateValue {
		return
	}
	switch {
	case s.Kind == "bands":
		a.equals("what bands look at", s.Filled, s.Of)
		for _, p := range s.Parts {
			if p.Note != "" {
				a.equals("a band", p.Note, p.Text)
			}
		}
		a.parts("bands", s)
	case s.Kind == "scorecard", s.Kind == "total" && strings.HasPrefix(s.Formula, "sum("):
		a.parts(s.Kind, s)
	case s.Kind != "criteria":
		a.equals("a formula", s.Filled, s.Text)
	}
	for _, r := range s.Roundings {
		if inner, rest, ok := strings.Cut(r.Formula, "("); ok && inner == "round" {
			// Only the digits and the mode are of interest here: round(…, 2, floor).
			i := strings.LastIndex(rest, ",")
			if tail := rest[i+1:]; strings.Trim(tail, " abcdefghijklmnopqrstuvwxyz_)") == "" {
				i = strings.LastIndex(rest[:i], ",")
			}
			a.equals("a rounding", "round("+r.Before+rest[i:], r.After)
		}
	}
	for _, c := range s.Criteria {
		for _, m := range c.Compares {
			a.compare(m)
		}
	}
}

// parts holds the sum of the parts of a step against its value.
func (a *auditor) parts(what string, s *trace.Step) {
	texts := make([]string, len(s.Parts))
	for i, p := range s.Parts {
		texts[i] = "(" + p.Text + ")"
	}
	if len(texts) == 0 {
		texts = []string{"0"}
	}
	a.equals("the parts of a "+what, strings.Join(texts, " + "), s.Text)
}

// compare holds the verdict of a comparison against both of its sides.
func (a *auditor) compare(m trace.Compare) {
	if !number.MatchString(m.Left) || !number.MatchString(m.Right) || m.State != "" {
		return
	}
	l, _ := compute(m.Left)
	r, _ := compute(m.Right)
	c := l.Cmp(r)
	want, ok := map[string]bool{"<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0, "==": c == 0, "!=": c != 0}[m.Op]
	if !ok {
		return
	}
	a.checked["a comparison"]++
	if m.Holds != want {
		a.t.Errorf("%s: %s %s %s holds: %v", a.slip, m.Left, m.Op, m.Right, m.Holds)
	}
	if m.Need == "" {
		return
	}
	need, _ := compute(m.Need)
	short, _ := compute(m.Short)
	if new(big.Rat).Abs(new(big.Rat).Sub(need, l)).Cmp(short) != 0 {
		a.t.Errorf("%s: %s from %s is not %s", a.slip, m.Need, m.Left, m.Short)
	}
	if c := need.Cmp(r); !map[string]bool{"<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0}[m.Op] {
		a.t.Errorf("%s: %s would not be enough for %s %s %s", a.slip, m.Need, m.Left, m.Op, m.Right)
	}
}

// TestSlipsMultiplyOut: whoever recomputes a slip with what is printed on it, and nothing
// else, comes to the amounts that are printed on it: for the cases of testdata, and for
// every sample case that rulesets ship.
func TestSlipsMultiplyOut(t *testing.T) {
	a := &auditor{t: t, checked: map[string]int{}, skipped: map[string]string{}}
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		given, _, _ := sections(t, ar)
		for _, f := range given {
			if f.Name == "args" {
				for _, line := range strings.Split(strings.TrimSpace(string(f.Data)), "\n") {
					a.audit(explain(t, given, strings.Fields(line)))
				}
			}
		}
	}
	rulesets, err := filepath.Glob("../../rulesets/*/cases")
	if err != nil || len(rulesets) == 0 {
		t.Fatal("no ruleset ships cases", err)
	}
	for _, dir := range rulesets {
		shipped(t, a, filepath.Base(filepath.Dir(dir)))
	}
	for _, what := range []string{"a formula", "a rounding", "a comparison", "a band", "what bands look at", "the parts of a total", "the parts of a bands", "the parts of a scorecard"} {
		if a.checked[what] == 0 {
			t.Errorf("no slip shows %s", what)
		}
	}
	t.Log(a.checked, a.skipped)
}

// shipped audits the sample cases of a ruleset. Which record a file is of, its header
// tells.
func shipped(t *testing.T, a *auditor, ruleset string) {
	t.Helper()
	p, err := drgrule.Compile(os.DirFS("../../rulesets"), drgrule.Options{Entry: ruleset})
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(path.Join("../../rulesets", ruleset, "cases", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var files []casefile.File
	for _, name := range names {
		if strings.Contains(name, "gb18030") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f := casefile.File{Name: name, Bytes: b, Format: casefile.CSV}
		for _, r := range p.IR().Records {
			if !r.Derived && !r.Run && casefile.Fits(r, f) {
				if f.Record != nil {
					t.Fatalf("%s is of %s or of %s", name, f.Record.Name, r.Name)
				}
				f.Record = r
			}
		}
		if f.Record == nil {
			t.Fatalf("%s is of no record", name)
		}
		files = append(files, f)
	}
	batch, err := p.Open(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range p.Roots() {
		var keys []string
		err := batch.Each(context.Background(), root, func(r *drgrule.Result) error {
			if len(r.Rows) > 0 {
				keys = append(keys, strings.Join(r.Rows[0].Key, "/"))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys {
			tr, err := batch.Explain(context.Background(), root, k)
			if err != nil || tr == nil {
				t.Fatal(k, err)
			}
			a.audit(tr)
		}
	}
}
