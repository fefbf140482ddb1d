package conformance

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/rulesets"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// rulesetNames are the shipped rulesets.
func rulesetNames(t *testing.T) []string {
	t.Helper()
	entries, err := fs.ReadDir(rulesets.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out
}

// TestRulesets: every shipped ruleset passes the strict check, its examples and
// properties hold, and it has a README.
func TestRulesets(t *testing.T) {
	for _, name := range rulesetNames(t) {
		t.Run(name, func(t *testing.T) {
			p, err := drgrule.Compile(rulesets.FS, drgrule.Options{Entry: name, Strict: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := p.IR().Verify(); err != nil {
				t.Error(err)
			}
			results, err := p.Test(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			examples := 0
			for _, r := range results {
				if !r.Passed {
					t.Errorf("%s %s (%s:%d): %v", r.Kind, r.Name, r.File, r.Line, r.Failures)
				}
				if r.Kind == "example" {
					examples++
				}
			}
			if examples == 0 {
				t.Error("there are no examples")
			}
			if _, err := fs.Stat(rulesets.FS, path.Join(name, "README.md")); err != nil {
				t.Error(err)
			}
		})
	}
}

// sampleFile is a file of sample cases: cases.csv holds rows of `case`.
func sampleFile(dir fs.FS, record, suffix string) ([]byte, string) {
	for _, f := range []string{record, record + "s", strings.TrimSuffix(record, "y") + "ies"} {
		f = "cases/" + f + suffix
		if b, err := fs.ReadFile(dir, f); err == nil {
			return b, f
		}
	}
	return nil, ""
}

// TestSampleFiles: the sample cases of a ruleset run; each ends in one outcome, those
// of the main record number 300 at least, and both encodings give the same results.
func TestSampleFiles(t *testing.T) {
	for _, name := range []string{"beijing", "zhejiang"} {
		t.Run(name, func(t *testing.T) {
			p, err := drgrule.Compile(rulesets.FS, drgrule.Options{Entry: name})
			if err != nil {
				t.Fatal(err)
			}
			utf8, outcomes := runSamples(t, p, name, ".csv")
			if outcomes["case"] < 300 {
				t.Errorf("%d sample cases", outcomes["case"])
			}
			gb, _ := runSamples(t, p, name, ".gb18030.csv")
			for _, record := range slices.Sorted(maps.Keys(gb)) {
				if !bytes.Equal(gb[record], utf8[record]) {
					t.Errorf("the results of %s depend on the encoding", record)
				}
			}
		})
	}
}

// runSamples evaluates the sample files with a suffix; it returns the results of each
// root record as text, and how many cases it has.
func runSamples(t *testing.T, p *drgrule.Program, name, suffix string) (map[string][]byte, map[string]int) {
	t.Helper()
	dir := os.DirFS("../rulesets/" + name) // samples are not embedded
	var files []casefile.File
	for _, r := range p.IR().Records {
		if b, f := sampleFile(dir, r.Name, suffix); b != nil {
			files = append(files, casefile.File{Record: r, Name: f, Bytes: bytes.Clone(b), Format: casefile.CSV})
		}
	}
	b, err := p.Open(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, counts := map[string][]byte{}, map[string]int{}
	for _, f := range files {
		if f.Record.Owner >= 0 || !slices.Contains(p.Roots(), f.Record.Name) {
			continue
		}
		var text bytes.Buffer
		err := b.Each(context.Background(), f.Record.Name, func(r *drgrule.Result) error {
			counts[f.Record.Name]++
			if r.Outcome == "" {
				t.Errorf("%s:%d has no outcome", r.File, r.Line)
			}
			text.WriteString(string(r.Outcome))
			for _, row := range r.Rows {
				for _, v := range append(slices.Clone(row.Outputs), row.Payments...) {
					text.WriteString("," + v.Text)
				}
			}
			text.WriteString("\n")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		out[f.Record.Name] = text.Bytes()
	}
	return out, counts
}

// TestJinhuaIsAnOverlay: what Jinhua says differently stands in one file of rules, which
// can be read at a glance.
func TestJinhuaIsAnOverlay(t *testing.T) {
	names, err := fs.Glob(rulesets.FS, "jinhua/*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, n := range names {
		if !strings.HasSuffix(n, ".test.hcl") {
			rules = append(rules, n)
		}
	}
	if len(rules) != 1 {
		t.Fatalf("rules in %v", rules)
	}
	b, err := fs.ReadFile(rulesets.FS, rules[0])
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), "\n"); n > 40 {
		t.Errorf("%s has %d lines, more than 40", rules[0], n)
	}
}
