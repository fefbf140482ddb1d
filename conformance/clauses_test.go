package conformance

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/rulesets"
)

var update = flag.Bool("update", false, "write the table of clauses into README.md")

const (
	tableStart = "<!-- clauses: go test ./conformance -run TestClauses -update -->\n"
	tableEnd   = "<!-- end -->\n"
)

// TestClauses holds the table of README.md against the rulesets and the suite: which
// clauses of which document have a rule, and how many examples show it. A policy case
// that names a document or an article that its ruleset does not list fails.
func TestClauses(t *testing.T) {
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	dirs, err := fs.ReadDir(rulesets.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		prog, err := drgrule.Compile(rulesets.FS, drgrule.Options{Entry: d.Name()})
		if err != nil {
			t.Fatal(err)
		}
		clauses := prog.Clauses()
		count(t, d.Name(), clauses, cases)
		fmt.Fprintf(&table, "\n### %s\n\n| document | clause | grade | rules | stated | derived |\n|---|---|---|---|---|---|\n", d.Name())
		for _, c := range clauses {
			if !c.Own {
				continue // of the ruleset that this one extends, and untouched
			}
			table.WriteString(clauseLine(&c))
		}
	}
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(b), tableStart)
	old, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok1 || !ok2 {
		t.Fatal("README.md has no place for the table")
	}
	if old == table.String() {
		return
	}
	if !*update {
		t.Fatal("README.md has another table: go test ./conformance -run TestClauses -update")
	}
	if err := os.WriteFile("README.md", []byte(before+tableStart+table.String()+tableEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// count adds the suite's cases on a ruleset to the clauses that they name. An article is
// a clause, or several with commas between them, and what stands behind a clause's name
// is a part of it: payment (2). Several documents have ； between them.
func count(t *testing.T, ruleset string, clauses []drgrule.Clause, cases []*Case) {
	t.Helper()
	for _, k := range cases {
		if k.Headers["ruleset"] != ruleset || k.Headers["document"] == "" {
			continue
		}
		for _, article := range strings.Split(k.Headers["article"], ",") {
			name, _, _ := strings.Cut(strings.TrimSpace(article), " ")
			i := slices.IndexFunc(clauses, func(c drgrule.Clause) bool {
				return slices.Contains(strings.Split(k.Headers["document"], "；"), c.Document) && c.Name == name
			})
			switch {
			case i < 0:
				t.Errorf("%s: the ruleset lists no clause %q of %q", k.Name(), article, k.Headers["document"])
			case k.Headers["result"] == "stated":
				clauses[i].Stated++
			default:
				clauses[i].Derived++
			}
		}
	}
}

func clauseLine(c *drgrule.Clause) string {
	rules := "**none**"
	if len(c.Rules) > 0 {
		rules = "`" + strings.Join(c.Rules, "`, `") + "`"
	}
	clause := c.Name
	if clause == "" {
		clause = "—"
	} else if c.Title != "" {
		clause += " — " + c.Title
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %d | %d |\n", c.Document, clause, c.Grade, rules, c.Stated, c.Derived)
}
