package conformance

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/rulesets"
)

// TestSuite runs every case of the suite. A case that skip.txt lists and that passes
// fails the run, so that skips do not outlive their reason.
func TestSuite(t *testing.T) {
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	skips, err := Skips(ReferenceName)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name(), func(t *testing.T) {
			diffs, err := c.Run(Reference{Context: context.Background()}, rulesets.FS)
			reason, skipped := skips[c.Path]
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
		delete(skips, c.Path)
	}
	for name := range skips {
		t.Errorf("skip.txt: there is no case %s", name)
	}
	if len(cases) == 0 {
		t.Fatal("the suite is empty")
	}
}

// TestProtocol asks another process, in the way that README.md describes for any
// program: what comes back is what the engine says in this process.
func TestProtocol(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DRGRULE_ANSWER", "1")
	program := &Program{Context: context.Background(), Args: []string{exe, "-test.run=^TestAnswerProcess$", "--"}}
	for i, c := range cases {
		if i%11 != 0 && !strings.HasPrefix(c.Name(), "policy/") {
			continue
		}
		if diffs, err := c.Run(program, rulesets.FS); err != nil || len(diffs) > 0 {
			t.Errorf("%s: %v %v", c.Name(), diffs, err)
		}
	}
	broken := &Program{Context: context.Background(), Args: []string{exe, "-test.run=^TestAnswerProcess$", "--", "nowhere"}}
	if diffs, err := cases[0].Run(broken, rulesets.FS); err == nil {
		t.Errorf("a program that fails answers %v", diffs)
	}
}

// TestAnswerProcess is the other process of TestProtocol.
func TestAnswerProcess(t *testing.T) {
	if os.Getenv("DRGRULE_ANSWER") == "" {
		return
	}
	q, err := ReadQuestion(flag.Arg(0))
	if err != nil {
		t.Fatal(err)
	}
	a, err := Reference{Context: context.Background()}.Answer(q)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Write(flag.Arg(0), q); err != nil {
		t.Fatal(err)
	}
}
