package drgrule

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDependenciesHaveReasons: every module that go.mod asks for is in the table of
// RATIONALE.md, with the packages that may import it, and no other is.
func TestDependenciesHaveReasons(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("RATIONALE.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z0-9./-]+)` \\|[^|]*\\|([^|]*)\\|").FindAllStringSubmatch(string(text), -1) {
		rows[m[1]] = m[2]
	}
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1) {
		users, ok := rows[m[1]]
		if !ok {
			t.Errorf("RATIONALE.md does not say what %s is for", m[1])
		}
		for _, u := range only[m[1]] {
			if !strings.Contains(users, "`"+u+"`") {
				t.Errorf("RATIONALE.md does not say that %s may import %s", u, m[1])
			}
		}
		if n := strings.Count(users, "`") / 2; n != len(only[m[1]]) {
			t.Errorf("RATIONALE.md names %d packages that may import %s, the table here %d", n, m[1], len(only[m[1]]))
		}
		delete(rows, m[1])
	}
	for m := range rows {
		t.Errorf("RATIONALE.md has a reason for %s, which go.mod does not ask for", m)
	}
}
