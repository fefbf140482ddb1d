package docs

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// A fence is a fenced block of the manual: what stands behind ``` and what it holds.
type fence struct {
	info string
	text string
	line int // of its first line of text
}

var fencePattern = regexp.MustCompile("(?ms)^```([^\n`]*)\n(.*?)^```$")

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func fences(text, info string) []fence {
	var out []fence
	for _, m := range fencePattern.FindAllStringSubmatchIndex(text, -1) {
		f := fence{text[m[2]:m[3]], text[m[4]:m[5]], strings.Count(text[:m[4]], "\n") + 1}
		if f.info == info || strings.HasPrefix(f.info, info+" ") {
			out = append(out, f)
		}
	}
	return out
}

// compile checks a piece of rules beside the prelude and the table files of the manual.
// A piece with a `ruleset` block of its own replaces the default one; one that extends
// "base" is an overlay over the prelude.
func compile(t *testing.T, manual, text string) (*drgrule.Program, drgrule.Diagnostics) {
	t.Helper()
	const head = "ruleset \"base\" {}\n"
	m := fstest.MapFS{"base/prelude.hcl": {Data: []byte(read(t, "prelude.hcl"))}}
	for _, f := range fences(manual, "csv") {
		if _, name, ok := strings.Cut(f.info, " "); ok {
			m["base/"+name] = &fstest.MapFile{Data: []byte(f.text)}
			m["top/"+name] = m["base/"+name]
		}
	}
	entry := "base"
	switch {
	case strings.Contains(text, "extends = \"base\""):
		entry = "top"
		m["base/head.hcl"] = &fstest.MapFile{Data: []byte(head + baseRules(manual))}
		m["top/rules.hcl"] = &fstest.MapFile{Data: []byte(text)}
	case strings.Contains(text, "ruleset \""):
		m["base/rules.hcl"] = &fstest.MapFile{Data: []byte(text)}
	default:
		m["base/rules.hcl"] = &fstest.MapFile{Data: []byte(head + text)}
	}
	defer func() { // one example that breaks the checker does not hide the others
		if r := recover(); r != nil {
			t.Fatalf("the checker panics: %v\n%s", r, text)
		}
	}()
	p, diags, err := drgrule.Check(m, drgrule.Options{Entry: entry})
	if err != nil {
		t.Fatal(err)
	}
	return p, slices.DeleteFunc(diags, func(d *diag.Diagnostic) bool { return d.Code == diag.UnusedName })
}

// baseRules is the piece of the manual that its overlay stands above.
func baseRules(manual string) string {
	for _, f := range fences(manual, "hcl") {
		if f.info == "hcl base" {
			return f.text
		}
	}
	return ""
}

// TestExamples: every piece of rules compiles beside the prelude, and its worked
// examples and properties pass.
func TestExamples(t *testing.T) {
	manual := read(t, "language.md")
	for _, f := range fences(manual, "hcl") {
		t.Run(fmt.Sprintf("line %d", f.line), func(t *testing.T) {
			p, diags := compile(t, manual, f.text)
			if len(diags) > 0 || p == nil {
				t.Fatalf("line %d: %v", f.line, diags)
			}
			if err := p.IR().Verify(); err != nil {
				t.Error(err)
			}
			results, err := p.Test(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range results {
				if !r.Passed {
					t.Errorf("line %d: %s %s: %v", f.line, r.Kind, r.Name, r.Failures)
				}
			}
		})
	}
}

// A claim is one line FORMULA => RESULT.
type claim struct {
	left, right string
	line        int
}

// claims reads the lines of a block that claim something; a line that begins with //
// is a remark.
func claims(t *testing.T, f fence) []claim {
	t.Helper()
	var out []claim
	for i, line := range strings.Split(strings.TrimSuffix(f.text, "\n"), "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "//") {
			continue
		}
		at := strings.LastIndex(line, "  =>")
		if at < 0 {
			t.Errorf("line %d claims nothing: %s", f.line+i, line)
			continue
		}
		out = append(out, claim{strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+len("  =>"):]), f.line + i})
	}
	return out
}

var codePattern = regexp.MustCompile(`^DR\d{4}$`)

// TestFormulas: every formula, seen from the case that the manual prints, gives the
// text beside it, or the one diagnostic.
func TestFormulas(t *testing.T) {
	manual := read(t, "language.md")
	var good []claim
	var rules strings.Builder
	for _, f := range fences(manual, "formula") {
		for _, c := range claims(t, f) {
			let := fmt.Sprintf("let \"f_%d\" {\n  per = \"case\"\n  is = <<-F\n    %s\n  F\n}\n", len(good), c.left)
			if !codePattern.MatchString(c.right) {
				good = append(good, c)
				rules.WriteString(let)
				continue
			}
			if _, diags := compile(t, manual, let); len(diags) != 1 || string(diags[0].Code) != c.right {
				t.Errorf("line %d: %s gives %v, not one %s", c.line, c.left, diags, c.right)
			}
		}
	}
	p, diags := compile(t, manual, rules.String())
	if p == nil || len(diags) > 0 {
		t.Fatal(diags)
	}
	look(t, manual, p, func(l *drgrule.Looker) {
		rec := p.IR().Record("case").ID
		for i, c := range good {
			if got := l.Named(rec, 0, fmt.Sprintf("f_%d", i)); got != c.right {
				t.Errorf("line %d: %s gives %s, not %s", c.line, c.left, got, c.right)
			}
		}
	})
}

// look evaluates the case that the manual prints, with the rows that stand beside it.
func look(t *testing.T, manual string, p *drgrule.Program, yield func(*drgrule.Looker)) {
	t.Helper()
	blocks := fences(manual, "json case")
	if len(blocks) != 1 {
		t.Fatalf("the manual prints %d cases", len(blocks))
	}
	obj, err := casefile.Object([]byte(blocks[0].text))
	if err != nil {
		t.Fatal(err)
	}
	rates := &drgrule.Rates{Run: obj["run"].(map[string]any)}
	var files []casefile.File
	for _, name := range []string{"case", "pool"} {
		row, err := json.Marshal(obj[name])
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, casefile.File{Record: p.IR().Record(name), Name: name, Bytes: row, Format: casefile.JSONLines})
	}
	b, err := p.Open(files, rates)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = b.Look(context.Background(), "case", func(l *drgrule.Looker) error {
		seen++
		yield(l)
		return nil
	})
	if err != nil || seen != 1 {
		t.Fatal(seen, err)
	}
}

// TestCells: every line TYPE | TEXT => RESULT holds for a cell of a CSV file.
func TestCells(t *testing.T) {
	manual := read(t, "language.md")
	for _, f := range fences(manual, "cell") {
		for _, c := range claims(t, f) {
			typ, text, ok := strings.Cut(c.left, " | ")
			if !ok {
				typ, text = strings.TrimSuffix(c.left, " |"), ""
			}
			if got := readCell(t, manual, strings.TrimSpace(typ), strings.TrimSpace(text)); got != c.right {
				t.Errorf("line %d: %s as %s gives %s, not %s", c.line, text, typ, got, c.right)
			}
		}
	}
}

func readCell(t *testing.T, manual, typ, text string) string {
	t.Helper()
	p, diags := compile(t, manual, fmt.Sprintf(`
unit "fma_score" {}
record "sample" {
  key    = ["id"]
  fields = { id = text, x = %s }
}
let "x" { is = "sample.x" }
output "seen" { is = "sample.id" }
let "there" { is = "%s" }
`, typ, map[bool]string{true: "has(x)", false: "true"}[strings.Contains(typ, "optional(")]))
	if p == nil || len(diags) > 0 {
		t.Fatal(typ, diags)
	}
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	if err := w.WriteAll([][]string{{"id", "x"}, {"A", text}}); err != nil {
		t.Fatal(err)
	}
	b, err := p.Open([]casefile.File{{Record: p.IR().Record("sample"), Name: "sample", Bytes: file.Bytes(), Format: casefile.CSV}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	err = b.Look(context.Background(), "sample", func(l *drgrule.Looker) error {
		rec := p.IR().Record("sample").ID
		if got = l.Named(rec, 0, "fault"); got == "" || got == "none" {
			got = l.Named(rec, 0, "x")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}
