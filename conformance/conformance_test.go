package conformance

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/rulesets"
)

// TestSuite runs every case of the suite. skip.txt lists `case engine reason`; a case
// listed there that passes fails the run, so that skips do not outlive their reason.
func TestSuite(t *testing.T) {
	cases, err := Load(os.DirFS("."), "suite")
	if err != nil {
		t.Fatal(err)
	}
	skips := readSkips(t)
	for _, c := range cases {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(c.Path, "suite/"), ".txtar"), func(t *testing.T) {
			diffs, err := c.Run(context.Background(), rulesets.FS)
			reason, skipped := skips[c.Path+" scalar"]
			switch passed := err == nil && len(diffs) == 0; {
			case skipped && passed:
				t.Errorf("listed in skip.txt (%s), but passes", reason)
			case skipped || passed:
			case err != nil:
				t.Fatal(err)
			default:
				t.Error(strings.Join(diffs, "\n"))
			}
		})
	}
	if len(cases) == 0 {
		t.Fatal("the suite is empty")
	}
}

func readSkips(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile("skip.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, line := range strings.Split(string(b), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) != 3 {
			t.Fatalf("skip.txt: %q is not `case engine reason`", line)
		}
		out[f[0]+" "+f[1]] = f[2]
	}
	return out
}
