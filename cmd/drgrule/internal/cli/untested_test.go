package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const excusedRules = `ruleset "rules" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}
param "reading" {
  type  = enum("first", "second")
  value = "first"
}
let "base" {
  is       = "reading == 'first' ? case.cost : reading == 'second' ? 0 : 1"
  untested = "the reading that was not taken"
}
output "dear" { is = "base > 10" }
example "x" {
  given  = { case = { id = "TEST-1", cost = 11 } }
  expect = { dear = true }
}
`

// TestCoverageIsShown: what is missed, each place; what is excused, each reason with
// the number of its places; the exit code says that something is missed.
func TestCoverageIsShown(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "rules")
	if err := os.Mkdir(rules, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(rules, "r.hcl"), []byte(excusedRules), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, notes bytes.Buffer
	if code := Main([]string{"test", rules, "--coverage", "--lang", "en"}, nil, &out, &notes); code != ExitFinding {
		t.Fatalf("exit %d: %s", code, notes.String())
	}
	want := rules + ": 1 of 1 passed\n" +
		"  " + rules + "/r.hcl:14:23  base > 10: no example makes it fail\n" +
		"  " + rules + "/r.hcl:11  untested (2): the reading that was not taken\n" +
		rules + ": examples reach 2 of 3 outcomes of conditions, 0 of 0 rows of bands, 0 of 0 table rows; 2 more are untested for the reason that the rules give\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
