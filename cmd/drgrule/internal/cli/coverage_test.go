package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCoverageLines: every place that no example reaches has a line with its words; a
// row that takes the rest has no bounds to show.
func TestCoverageLines(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rules")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	rules := `ruleset "rules" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}
bands "level" {
  of   = "case.cost"
  rows = [
    { below = 10, value = 1 },
    { value = 2 },
  ]
}
output "result" { is = "level" }
`
	if err := os.WriteFile(filepath.Join(dir, "r.hcl"), []byte(rules), 0o644); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"en": `rules: 0 of 0 passed
  rules/r.hcl:9:27  < 10: no example falls into this row
  rules/r.hcl:10:15  the rest: no example falls into this row
rules: examples reach 0 of 0 outcomes of conditions, 0 of 2 rows of bands, 0 of 0 table rows
`,
		"zh": `rules：0 项中通过 0 项
  rules/r.hcl:9:27  < 10：没有例子落在这一档
  rules/r.hcl:10:15  其余：没有例子落在这一档
rules：例子走到条件结果 0/0，分档 0/2，表行 0/0
`,
	} {
		var out, notes bytes.Buffer
		if code := Main([]string{"test", dir, "--coverage", "--lang", lang}, nil, &out, &notes); code != ExitFinding {
			t.Errorf("%s: exit %d: %s", lang, code, notes.String())
		}
		got := string(bytes.ReplaceAll(out.Bytes(), []byte(dir), []byte("rules")))
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", lang, d)
		}
	}
}
