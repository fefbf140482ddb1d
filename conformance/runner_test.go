package conformance

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/rulesets"
)

// head is a case's comment; rules a ruleset that doubles a number, line by line. The
// tests below put a mistake into the whole of it.
const (
	head  = "Twice the cost.\nspec: numbers\nlevel: core\n\n"
	rules = `-- rules.hcl --
ruleset "example" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}
record "item" {
  key    = ["case", "line"]
  fields = { case = ref(case), line = count }
}
output "twice" {
  is = "case.cost * 2"
}
output "number" {
  per = "item"
  is  = "item.line"
}
-- case.csv --
id,cost
TEST-1,1.10
TEST-2,2.20
-- item.csv --
case,line
TEST-1,1
TEST-9,1
`
)

func run(t *testing.T, text string) (diffs []string, err error) {
	t.Helper()
	c, err := Parse("example.txtar", []byte(text))
	if err != nil {
		return nil, err
	}
	return c.Run(Reference{Context: context.Background()}, rulesets.FS)
}

// TestRunnerSeesDifferences: every kind of expectation, once as it is and once wrong in
// one place. What must fail is told with what was wanted and what came.
func TestRunnerSeesDifferences(t *testing.T) {
	for _, tt := range []struct{ name, want, wrong, told string }{
		{"values", "-- want/case.csv --\nid,twice,outcome\nTEST-1,2.20,decided\nTEST-2,4.40,decided\n", "TEST-2,4.4,decided", "got TEST-2,4.40,decided"},
		{"outcomes", "-- want/case.csv --\nid,outcome\nTEST-1,decided\nTEST-2,decided\n", "TEST-2,paid", "got TEST-2,decided"},
		{"a row that does not come", "-- want/case.csv --\nid\nTEST-1\nTEST-2\n", "TEST-2\nTEST-3", "row TEST-3 did not come"},
		{"a row too many", "-- want/case.csv --\nid\nTEST-1\nTEST-2\n", "", "row TEST-2 is not expected"},
		{"lines", "-- want/item.csv --\nitem,number\nTEST-1/1,1\n", "TEST-1/1,2", "got TEST-1/1,1"},
		{"orphans", "-- want.orphans --\nitem 3 DF1031\n", "item 3 DF1030", "got\n\titem 3 DF1031"},
		{"explanations", "-- want.explain --\ncase TEST-1\ntwice = 2.20\n", "twice = 2.21", `no "twice = 2.21"`},
		{"hash", "-- want.hash --\nHASH\n", "0000", "want.hash"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			right := tt.want
			if tt.name == "hash" {
				right = strings.Replace(right, "HASH", hashOf(t), 1)
			}
			if diffs, err := run(t, head+rules+right); err != nil || len(diffs) > 0 {
				t.Errorf("%v %v", diffs, err)
			}
			lines := strings.Split(strings.TrimSpace(right), "\n")
			lines[len(lines)-1] = tt.wrong
			diffs, err := run(t, head+rules+strings.Join(lines, "\n")+"\n")
			if err != nil || len(diffs) != 1 || !strings.Contains(diffs[0], tt.told) {
				t.Errorf("want one difference with %q, got %v %v", tt.told, diffs, err)
			}
		})
	}
}

// hashOf is the hash of the example's rules, as the runner tells it.
func hashOf(t *testing.T) string {
	t.Helper()
	diffs, err := run(t, head+rules+"-- want.hash --\n-\n")
	if err != nil || len(diffs) != 1 {
		t.Fatal(diffs, err)
	}
	return strings.TrimSpace(diffs[0][strings.LastIndex(diffs[0], "\t"):])
}

func TestRunnerSeesDiagnostics(t *testing.T) {
	broken, _, _ := strings.Cut(strings.Replace(rules, "case.cost * 2", "case.cost + 'x'", 1), "-- case.csv")
	const right = "-- want.diag --\nDR2101 rules.hcl:11:21-24\n"
	if diffs, err := run(t, head+broken+right); err != nil || len(diffs) > 0 {
		t.Errorf("%v %v", diffs, err)
	}
	for _, wrong := range []string{"", "DR2101 rules.hcl:11:21-25\n", "DR2102 rules.hcl:11:21-24\n", "DR2101 rules.hcl:11:21-24\nDR2101 rules.hcl:12:1-2\n"} {
		if diffs, err := run(t, head+broken+"-- want.diag --\n"+wrong); err != nil || len(diffs) != 1 {
			t.Errorf("%q: %v %v", wrong, diffs, err)
		}
	}
	if diffs, err := run(t, head+broken+"-- want.orphans --\n"); err != nil || len(diffs) != 1 || !strings.Contains(diffs[0], "DR2101 rules.hcl:11:21-24") {
		t.Errorf("rules that do not compile give results: %v %v", diffs, err)
	}
}

// TestRunnerRefuses cases of which a part would be read by nobody.
func TestRunnerRefuses(t *testing.T) {
	const want = "-- want/case.csv --\nid\nTEST-1\nTEST-2\n"
	if diffs, err := run(t, head+rules+want); err != nil || len(diffs) > 0 {
		t.Fatal(diffs, err)
	}
	for name, text := range map[string]string{
		"expects nothing":            head + rules,
		"misspelt expectation":       head + rules + want + "-- want.orphan --\n",
		"misspelt directory":         head + rules + want + "-- wants/item.csv --\n",
		"misspelt run file":          head + rules + want + "-- runs.txt --\n",
		"file of an unknown record":  head + rules + want + "-- cases.csv --\nid\n",
		"results of another record":  head + rules + want + "-- want/cases.csv --\nid\n",
		"file twice":                 head + rules + want + want,
		"no sentence":                "spec: numbers\nlevel: core\n" + rules + want,
		"no spec":                    "Twice.\nlevel: core\n" + rules + want,
		"unknown level":              strings.Replace(head, "core", "kore", 1) + rules + want,
		"neither stated nor derived": "result: guessed\n" + head + rules + want,
		"unknown grade":              "grade: hearsay\n" + head + rules + want,
		"diagnostics and cases":      head + rules + "-- want.diag --\n",
		"diagnostics and results":    head + rules + want + "-- want.diag --\n",
		"overlay over nothing":       head + "-- overlay.hcl --\nruleset \"o\" {}\n" + want,
		"rules beside a ruleset":     "ruleset: beijing\n" + head + rules + want,
		"no rules":                   head + "-- case.csv --\nid\n" + want,
		"run line of another kind":   head + rules + want + "-- run.txt --\nasume x=1\n",
		"unknown run input":          head + rules + want + "-- run.txt --\nrun x=1\n",
		"unknown assumed value":      head + rules + want + "-- run.txt --\nassume x=1\n",
		"explains no such case":      head + rules + "-- want.explain --\ncase TEST-3\nx\n",
	} {
		if diffs, err := run(t, text); err == nil {
			t.Errorf("%s: no error, %v", name, diffs)
		}
	}
}

// TestReadme: the protocol names every file and every header that the runner reads, and
// the words that headers may have.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, s := range sections {
		if s = strings.NewReplacer("*/*.hcl", "DIR/NAME.hcl", "*/tables/*", "DIR/tables/NAME", "*.hcl", "NAME.hcl", "tables/*", "tables/NAME", "*", "RECORD").Replace(s); !strings.Contains(text, "| `"+s+"` |") {
			t.Errorf("README.md does not name the file %s", s)
		}
	}
	for _, h := range headerNames {
		if !strings.Contains(text, "| `"+h+"` |") {
			t.Errorf("README.md does not name the header %s", h)
		}
		for _, w := range headerWords[h] {
			if !strings.Contains(text, "`"+w+"`") {
				t.Errorf("README.md does not name the %s %s", h, w)
			}
		}
	}
}
