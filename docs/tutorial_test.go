package docs

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// command builds the command and returns its path.
func command(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "drgrule")
	if out, err := exec.Command("go", "build", "-o", bin, "../cmd/drgrule").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// all returns every fenced block of a page, in order.
func all(text string) []fence {
	var out []fence
	for _, m := range fencePattern.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, fence{text[m[2]:m[3]], text[m[4]:m[5]], strings.Count(text[:m[4]], "\n") + 1})
	}
	return out
}

// TestTutorials follows each tutorial in a directory of its own:
//
//   - a block `hcl PATH` or `csv PATH` is a file, a block `diff PATH` a change of one;
//   - a block `console` is a command behind `$` and what a terminal shows, `exit=3` how
//     it ends. A line `…` stands for any lines, `…` in a line for any text.
func TestTutorials(t *testing.T) {
	bin := command(t)
	for page, locale := range map[string]string{"tutorial.md": "en_US.UTF-8", "tutorial.zh.md": "zh_CN.UTF-8"} {
		t.Run(page, func(t *testing.T) {
			dir := t.TempDir()
			commands := 0
			for _, f := range all(read(t, page)) {
				kind, arg, _ := strings.Cut(f.info, " ")
				path := filepath.Join(dir, arg)
				switch kind {
				case "hcl", "csv":
					write(t, path, f.text)
				case "diff":
					write(t, path, changed(t, f, read(t, path)))
				case "console":
					commands++
					line, shown, _ := strings.Cut(f.text, "\n")
					args, ok := strings.CutPrefix(line, "$ drgrule ")
					if !ok {
						t.Errorf("line %d is not a command: %s", f.line, line)
						continue
					}
					cmd := exec.Command(bin, strings.Fields(args)...)
					cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL="+locale)
					out, err := cmd.CombinedOutput()
					var exit *exec.ExitError
					if err != nil && !errors.As(err, &exit) {
						t.Fatal(err)
					}
					want := "exit=0"
					if arg != "" {
						want = arg
					}
					if got := "exit=" + strconv.Itoa(cmd.ProcessState.ExitCode()); got != want {
						t.Errorf("line %d: %s ends with %s, not %s:\n%s", f.line, line, got, want, out)
					}
					if diff := cmp.Diff(lines(shown), shownOf(lines(shown), lines(string(out)))); diff != "" {
						t.Errorf("line %d: %s shows something else (-page +command):\n%s", f.line, line, diff)
					}
				default:
					t.Errorf("line %d: nothing is done with a block %q", f.line, f.info)
				}
			}
			if commands < 6 {
				t.Errorf("only %d commands", commands)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// changed applies a block of lines that go (-) and come (+).
func changed(t *testing.T, f fence, text string) string {
	t.Helper()
	var old, new string
	for _, line := range strings.SplitAfter(f.text, "\n") {
		if s, ok := strings.CutPrefix(line, "-"); ok {
			old += s
		}
		if s, ok := strings.CutPrefix(line, "+"); ok {
			new += s
		}
	}
	if strings.Count(text, old) != 1 {
		t.Errorf("line %d: the lines that go stand %d times", f.line, strings.Count(text, old))
	}
	return strings.Replace(text, old, new, 1)
}

// lines are the lines of a text that are not empty, without blanks at their end.
func lines(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimRight(l, " \r\t"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// shownOf is what a page should show of an output: where the page leaves lines or text
// out, they are left out here too. Comparing it with the page tells what differs.
func shownOf(shown, out []string) []string {
	var got []string
	at := 0
	for i, s := range shown {
		if s == "…" {
			if i == len(shown)-1 {
				at = len(out)
			}
			got = append(got, s)
			continue
		}
		fits := func(l string) bool {
			parts := strings.Split(s, "…")
			for i := range parts {
				parts[i] = regexp.QuoteMeta(parts[i])
			}
			return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(l)
		}
		if i > 0 && shown[i-1] == "…" {
			if j := slices.IndexFunc(out[at:], fits); j >= 0 {
				at += j
			}
		}
		if at >= len(out) {
			return got
		}
		if fits(out[at]) {
			got = append(got, s)
		} else {
			got = append(got, out[at])
		}
		at++
	}
	return append(got, out[at:]...)
}

// TestShownOf: what is shown must be there, in its order, and nothing left out unsaid.
func TestShownOf(t *testing.T) {
	out := []string{"a", "b 12", "c", "d"}
	for _, c := range []struct {
		shown []string
		same  bool
	}{
		{[]string{"a", "b 12", "c", "d"}, true},
		{[]string{"…", "c", "…"}, true},
		{[]string{"a", "…", "d"}, true},
		{[]string{"a", "b …", "…"}, true},
		{[]string{"…", "d"}, true},
		{[]string{"a", "c", "d"}, false},
		{[]string{"a", "b 12"}, false},
		{[]string{"b 12", "c", "d"}, false},
		{[]string{"…", "d", "…", "c", "…"}, false},
		{[]string{"a", "b 13", "…"}, false},
		{[]string{"a", "b 12", "c", "d", "e"}, false},
	} {
		if got := shownOf(c.shown, out); slices.Equal(got, c.shown) != c.same {
			t.Errorf("%q of %q: %q", c.shown, out, got)
		}
	}
}

// TestTutorialsAgree: both languages show the same files and commands, in at most sixty
// lines of rules.
func TestTutorialsAgree(t *testing.T) {
	code := func(page string) (out []string) {
		for _, f := range all(read(t, page)) {
			text := f.text
			if strings.HasPrefix(f.info, "console") {
				text, _, _ = strings.Cut(text, "\n")
			}
			out = append(out, f.info+"\n"+text)
		}
		return out
	}
	if diff := cmp.Diff(code("tutorial.md"), code("tutorial.zh.md")); diff != "" {
		t.Errorf("the tutorials differ (-en +zh):\n%s", diff)
	}
	rules := 0
	for _, f := range fences(read(t, "tutorial.md"), "hcl") {
		rules += strings.Count(f.text, "\n")
	}
	if rules > 60 {
		t.Errorf("the tutorial has %d lines of rules, at most 60 are promised", rules)
	}
}

// TestCommands: the manual names the commands that there are.
func TestCommands(t *testing.T) {
	out, err := exec.Command(command(t), "--help", "--lang", "en").CombinedOutput()
	if err != nil {
		t.Fatal(err, string(out))
	}
	_, list, _ := strings.Cut(string(out), "\nCommands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	var have []string
	for _, l := range lines(list) {
		if name := strings.Fields(l)[0]; name != "help" {
			have = append(have, name)
		}
	}
	manual := read(t, "language.md")
	_, sentence, _ := strings.Cut(section(t, manual, "19.2"), "**Commands.** There are ")
	said, missing, _ := strings.Cut(sentence, ".")
	same(t, "commands", spans(said), have)
	missing, _, _ = strings.Cut(missing, ".")
	for _, name := range spans(missing) {
		if slices.Contains(have, name) {
			t.Errorf("the manual says that there is no %s", name)
		}
	}
}
