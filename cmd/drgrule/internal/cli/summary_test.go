package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const awaitingRules = `ruleset "rules" {}
record "pool" {
  key    = ["year"]
  fields = { year = count }
}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money, pool = ref(pool) }
}
total "pool_cost" {
  by  = "case.pool"
  sum = "case.cost"
}
payment "share" { pays = "case.cost + case.pool.pool_cost" }
output "name" { is = "case.id" }
`

// TestCountsWithAwaiting: a case that awaits others is counted too, so that the counts
// agree; a result that is no number has no unit.
func TestCountsWithAwaiting(t *testing.T) {
	dir := t.TempDir()
	rules, cases := filepath.Join(dir, "rules"), filepath.Join(dir, "case.csv")
	if err := os.Mkdir(rules, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		filepath.Join(rules, "r.hcl"): awaitingRules,
		cases:                         "id,cost,pool\nTEST-1,1.00,2024\nTEST-2,x,2024\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out, notes bytes.Buffer
	if code := Main([]string{"eval", rules, cases, "--without", "pool", "--lang", "en", "-f", "jsonl"}, nil, &out, &notes); code != ExitOK {
		t.Fatalf("exit %d: %s", code, notes.String())
	}
	want := "case: read 2 = paid 0 + not applicable 0 + review 0 + decided 0 + awaiting 1 + refused 1\n"
	if !strings.Contains(notes.String(), want) {
		t.Errorf("want %q in %q", want, notes.String())
	}
	if strings.Contains(notes.String(), "do not agree") {
		t.Errorf("the counts do not agree: %s", notes.String())
	}
	if !strings.Contains(out.String(), `"name":{"value":"TEST-1","state":"value"}`) {
		t.Errorf("a text with a unit: %s", out.String())
	}
}
