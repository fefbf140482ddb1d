package cli

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
)

// repo is the root of the repository, from this package.
const repo = "../../../.."

// pages are the front pages, with the locale in which their output is shown.
var pages = []struct{ path, locale string }{
	{"README.md", "en_US.UTF-8"},
	{"README.zh.md", "zh_CN.UTF-8"},
	{"rulesets/beijing/README.md", "en_US.UTF-8"},
	{"rulesets/beijing/README.zh.md", "zh_CN.UTF-8"},
}

// others are the commands that pages show and this test does not run.
var others = []string{"go test ./...", "go install ./cmd/drgrule", "go run ./conformance/samples"}

// TestReadmes holds the front pages against the code:
//
//   - in a block `sh` every line is a command that ends with 0;
//   - a block `console` is a command behind `$` and its output; `exit=3` says how it ends;
//   - a block `hcl PATH` or `csv PATH` is an excerpt of that file, or, if there is none,
//     makes it for the commands that follow;
//   - a block `go` stands in this file, and so compiles.
//
// In excerpts a line `…` stands for any lines, and `…` in a line for any text.
func TestReadmes(t *testing.T) {
	source, err := os.ReadFile("readme_test.go")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(repo)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		t.Run(p.path, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, p.path))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "rulesets"), os.DirFS(filepath.Join(root, "rulesets"))); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			t.Setenv("LC_ALL", p.locale)
			ran := 0
			for _, b := range blocksOf(string(text)) {
				where := fmt.Sprintf("%s:%d", p.path, b.line)
				kind, arg, _ := strings.Cut(b.info, " ")
				switch kind {
				case "sh":
					for _, line := range b.lines {
						ran++
						runShown(t, where, line, ExitOK)
					}
				case "console":
					want := ExitOK
					if arg != "" {
						if _, err := fmt.Sscanf(arg, "exit=%d", &want); err != nil {
							t.Errorf("%s: %q is not exit=N", where, arg)
						}
					}
					command, ok := strings.CutPrefix(b.lines[0], "$ ")
					if !ok {
						t.Errorf("%s: the first line is not a command behind `$`", where)
						continue
					}
					ran++
					out := runShown(t, where, command, want)
					excerpt(t, where, b.lines[1:], strings.Split(strings.TrimRight(out, "\n"), "\n"))
				case "hcl", "csv":
					if arg == "" {
						t.Errorf("%s: a block %s names its file", where, kind)
						continue
					}
					if have, err := os.ReadFile(filepath.Join(root, arg)); err == nil {
						excerpt(t, where, b.lines, strings.Split(strings.TrimRight(string(have), "\n"), "\n"))
						continue
					}
					if err := os.MkdirAll(filepath.Dir(arg), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(arg, []byte(strings.Join(b.lines, "\n")+"\n"), 0o644); err != nil {
						t.Fatal(err)
					}
				case "go":
					if !strings.Contains(bare(string(source)), bare(strings.Join(b.lines, "\n"))) {
						t.Errorf("%s: these lines do not stand in readme_test.go", where)
					}
				default:
					t.Errorf("%s: nothing holds a block %q against the code", where, b.info)
				}
			}
			if ran == 0 {
				t.Error("the page shows no command")
			}
		})
	}
}

// readmeProgram is the program that the front pages show.
func readmeProgram(ctx context.Context) error {
	prog, err := drgrule.Compile(os.DirFS("rulesets"), drgrule.Options{Entry: "beijing"})
	if err != nil {
		return err // drgrule.Diagnostics when the rules are at fault
	}
	res, err := prog.Eval(ctx, drgrule.Case{
		"id": "TEST-1", "group": "ZZ11", "total_cost": "50000.00", "discharged": "2024-06-30",
		"items": []map[string]any{{"line": "1", "code": "XZZ0000001010001", "amount": "33000.00"}},
	}, nil)
	if err != nil {
		return err // what is wrong with the data is in res.Faults instead
	}
	payment, _ := res.Output("payment")
	fmt.Println(res.Outcome, payment) // paid 48000.00
	return nil
}

func Example_readme() {
	here, err := os.Getwd()
	if err != nil {
		log.Fatal(err)
	}
	defer os.Chdir(here)
	if err := os.Chdir(repo); err != nil {
		log.Fatal(err)
	}
	if err := readmeProgram(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output: paid 48000.00
}

// TestBeijingPages: the pages that walk Beijing's documents name no block that does not
// exist, and every block that carries a clause or a reading.
func TestBeijingPages(t *testing.T) {
	dir := filepath.Join(repo, "rulesets/beijing")
	files, err := filepath.Glob(filepath.Join(dir, "*.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string]bool{} // whether a page must name it
	head := regexp.MustCompile(`(?m)^ *([a-z]+ "[a-z0-9_]+") \{`)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range head.FindAllStringSubmatch(string(b), -1) {
			kind, _, _ := strings.Cut(m[1], " ")
			blocks[m[1]] = slices.Contains([]string{"source", "assumption", "table", "param", "criteria", "criterion", "payment", "property"}, kind)
		}
	}
	for _, page := range []string{"README.md", "README.zh.md"} {
		text, err := os.ReadFile(filepath.Join(dir, page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("`([a-z]+ \"[^`\"]+\")`").FindAllStringSubmatch(string(text), -1) {
			if _, ok := blocks[m[1]]; !ok {
				t.Errorf("%s names %s, which does not exist", page, m[1])
			}
		}
		for name, must := range blocks {
			if must && !strings.Contains(string(text), "`"+name+"`") {
				t.Errorf("%s does not name %s", page, name)
			}
		}
	}
}

// TestReadmeLinks: files that the front pages link to exist.
func TestReadmeLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]*)(?:#[^)\s]*)?\)`)
	for _, p := range pages {
		text, err := os.ReadFile(filepath.Join(repo, p.path))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if m[1] == "" || strings.HasPrefix(m[1], "https://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(repo, filepath.Dir(p.path), m[1])); err != nil {
				t.Errorf("%s: there is no %s", p.path, m[1])
			}
		}
	}
}

// TestExcerpt: what is shown must be there, in its order, and nothing left out unsaid.
func TestExcerpt(t *testing.T) {
	out := []string{"a", "", "b 12", "c", "d"}
	for _, c := range []struct {
		shown []string
		ok    bool
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
	} {
		if msg := differs(c.shown, out); (msg == "") != c.ok {
			t.Errorf("%q: %q", c.shown, msg)
		}
	}
}

// block is a fenced block of a page.
type block struct {
	info  string
	line  int
	lines []string
}

func blocksOf(text string) []block {
	var out []block
	var cur *block
	for i, line := range strings.Split(text, "\n") {
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && cur == nil:
			cur = &block{info: info, line: i + 1}
		case fence:
			out = append(out, *cur)
			cur = nil
		case cur != nil:
			cur.lines = append(cur.lines, line)
		}
	}
	return out
}

// runShown runs a command that a page shows and returns what a terminal would show.
// A `> FILE` behind it takes the results.
func runShown(t *testing.T, where, line string, want int) string {
	t.Helper()
	if slices.Contains(others, line) {
		return ""
	}
	command, file, redirected := strings.Cut(line, " > ")
	args, ok := strings.CutPrefix(command, "drgrule ")
	if !ok {
		args, ok = strings.CutPrefix(command, "go run ./cmd/drgrule ")
	}
	if !ok || strings.ContainsAny(args, `'"|;&`+"`") {
		t.Errorf("%s: this test cannot run %q", where, line)
		return ""
	}
	var out, results bytes.Buffer
	stdout := &out
	if redirected {
		stdout = &results
	}
	if got := Main(strings.Fields(args), strings.NewReader(""), stdout, &out); got != want {
		t.Errorf("%s: %q ends with %d, not %d:\n%s", where, line, got, want, out.String())
	}
	if redirected {
		if err := os.WriteFile(file, results.Bytes(), 0o644); err != nil {
			t.Error(err)
		}
	}
	return out.String()
}

func excerpt(t *testing.T, where string, shown, have []string) {
	t.Helper()
	if msg := differs(shown, have); msg != "" {
		t.Errorf("%s: %s", where, msg)
	}
}

// differs says which line of an excerpt is not where it is shown. Empty lines and
// blanks at the end of a line do not count.
func differs(shown, have []string) string {
	shown, have = filled(shown), filled(have)
	at, gap := 0, false
	for _, s := range shown {
		if s == "…" {
			gap = true
			continue
		}
		parts := strings.Split(s, "…")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		re := regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
		start := at
		for gap && at < len(have) && !re.MatchString(have[at]) {
			at++
		}
		if at >= len(have) || !re.MatchString(have[at]) {
			next := "the end"
			if start < len(have) {
				next = have[start]
			}
			return fmt.Sprintf("%q is not there; what comes is %q", s, next)
		}
		at, gap = at+1, false
	}
	if !gap && at < len(have) {
		return fmt.Sprintf("%q is left out, and no … says so", have[at])
	}
	return ""
}

func filled(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l = strings.TrimRight(l, " \t\r"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// bare is Go text without indentation.
func bare(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}
