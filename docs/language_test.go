package docs

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/lower"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/stdlib"
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

// rows reads the table behind a line of the manual: the cells of each row, without
// marks of code.
func rows(t *testing.T, manual, title string) [][]string {
	t.Helper()
	_, rest, ok := strings.Cut(manual, "\n"+title+"\n")
	if !ok {
		t.Errorf("the manual has no table %q", title)
		return nil
	}
	var out [][]string
	for _, line := range strings.Split(strings.TrimLeft(rest, "\n"), "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		var cells []string
		for _, c := range strings.Split(strings.Trim(strings.ReplaceAll(line, `\|`, "\x00"), "|"), "|") {
			cells = append(cells, strings.ReplaceAll(strings.TrimSpace(c), "\x00", "|"))
		}
		out = append(out, cells)
	}
	if len(out) < 3 {
		t.Errorf("table %q has no rows", title)
		return nil
	}
	return out[2:]
}

var leadingCode = regexp.MustCompile("^`([^`(]+)")

// first returns the names that stand in code in the first cells.
func first(rs [][]string) []string {
	var out []string
	for _, r := range rs {
		if m := leadingCode.FindStringSubmatch(r[0]); m != nil {
			out = append(out, strings.TrimSpace(m[1]))
		}
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s: the manual does not name %s", what, w)
		}
	}
	for i, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s: the manual names %s, which does not exist", what, g)
		}
		if slices.Contains(got[:i], g) {
			t.Errorf("%s: the manual names %s twice", what, g)
		}
	}
}

// TestBlocks: the manual has a table for each kind of block, with every attribute, the
// words that it may hold, and whether it is required.
func TestBlocks(t *testing.T) {
	manual := read(t, "language.md")
	same(t, "kinds of blocks", first(rows(t, manual, "Kinds of blocks:")), syntax.Kinds())
	specs := slices.Clone(syntax.Schema.Blocks)
	for _, b := range syntax.Schema.Blocks {
		specs = append(specs, b.Blocks...)
	}
	for _, b := range specs {
		rs := rows(t, manual, "Attributes of `"+b.Kind+"`:")
		var want []string
		for _, a := range b.Attrs {
			want = append(want, a.Name)
		}
		same(t, b.Kind, first(rs), want)
		for _, r := range rs {
			a := b.Attr(first([][]string{r})[0])
			if a == nil || len(r) != 4 {
				continue
			}
			if (r[3] == "yes") != a.Required {
				t.Errorf("%s.%s: required is %v, the manual says %q", b.Kind, a.Name, a.Required, r[3])
			}
			for _, w := range a.Words {
				if !strings.Contains(r[1], "`"+w+"`") && !strings.Contains(r[1], "a grade") && !strings.Contains(r[1], "a rounding mode") {
					t.Errorf("%s.%s: the manual does not name the word %s", b.Kind, a.Name, w)
				}
			}
		}
	}
	same(t, "grades", first(rows(t, manual, "Grades:")), syntax.Grades())
	same(t, "rounding modes", first(rows(t, manual, "Rounding modes:")), value.ModeNames)
	same(t, "a field", first(rows(t, manual, "Attributes of a field:")), check.FieldAttributes())
	same(t, "a row of bands", first(rows(t, manual, "Attributes of a row of bands:")), check.BandAttributes())
}

// TestFunctions: every function and special form has a line, with its usage.
func TestFunctions(t *testing.T) {
	manual := read(t, "language.md")
	lib := stdlib.Library()
	rs := rows(t, manual, "Functions:")
	same(t, "functions", first(rs), lib.Names())
	same(t, "special forms", first(rows(t, manual, "Special forms:")), check.SpecialNames())
	same(t, "statuses", first(rows(t, manual, "Statuses:")), check.StatusMembers)
	shown := ""
	for _, f := range fences(manual, "formula") {
		shown += f.text
	}
	for _, name := range append(lib.Names(), check.SpecialNames()...) {
		if !strings.Contains(shown, name+"(") && !strings.Contains(shown, " "+name+" ") {
			t.Errorf("no formula of the manual shows %s", name)
		}
	}
	var aggregates []string
	for _, a := range syntax.Schema.Block("total").Attrs {
		if lib.Aggregate(a.Name) != nil {
			aggregates = append(aggregates, a.Name)
		}
	}
	same(t, "aggregates", first(rows(t, manual, "Aggregates:")), aggregates)
	var modules []string
	for _, m := range stdlib.Modules() {
		modules = append(modules, m)
	}
	same(t, "modules", first(rows(t, manual, "Modules:")), modules)
}

// TestLimits: every limit stands with its value and its code.
func TestLimits(t *testing.T) {
	manual := read(t, "language.md")
	number := func(s string) int {
		n, err := strconv.Atoi(strings.ReplaceAll(strings.Fields(s)[0], ",", ""))
		if err != nil {
			t.Errorf("%q is not a number", s)
		}
		return n
	}
	rs := rows(t, manual, "Limits of the text:")
	var want []string
	for _, l := range syntax.Limits() {
		want = append(want, l.Name)
		for _, r := range rs {
			if len(r) == 3 && r[0] == "`"+l.Name+"`" && (number(r[1]) != l.Max || r[2] != string(l.Code)) {
				t.Errorf("%s is %d with %s, the manual says %s, %s", l.Name, l.Max, l.Code, r[1], r[2])
			}
		}
	}
	same(t, "limits", first(rs), want)
	further := map[string]int{
		"strata": check.MaxStrata, "cost": check.MaxCost, "nodes": lower.MaxNodes, "depth": check.MaxDepth, "intermediate-bits": value.MaxBits,
		"decimals": value.MaxDecimals, "rows-of-one-row": check.DefaultMaxRows, "cell-bytes": cell.MaxBytes,
		"number-digits": value.MaxLiteralDigits, "first-year": value.MinYear, "last-year": value.MaxYear,
	}
	rs = rows(t, manual, "Further limits:")
	for _, r := range rs {
		if n, ok := further[strings.Trim(r[0], "`")]; ok && number(r[1]) != n {
			t.Errorf("%s is %d, the manual says %s", r[0], n, r[1])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(further)) {
		if !slices.Contains(first(rs), name) {
			t.Errorf("the manual does not name the limit %s", name)
		}
	}
}

// TestCodes: every family of codes is named, and every code that is named exists.
func TestCodes(t *testing.T) {
	manual := read(t, "language.md")
	var families []string
	for _, c := range diag.Codes() {
		if f := string(c)[:4] + "xx"; !slices.Contains(families, f) {
			families = append(families, f)
		}
	}
	same(t, "families of codes", first(rows(t, manual, "Families of codes:")), families)
	for _, c := range regexp.MustCompile(`\bD[RF]\d{4}\b`).FindAllString(manual, -1) {
		if !slices.Contains(diag.Codes(), diag.Code(c)) {
			t.Errorf("the manual names %s, which does not exist", c)
		}
	}
}

// TestGlossary: every pair has a Chinese and an English term, and no Chinese term
// stands twice.
func TestGlossary(t *testing.T) {
	manual := read(t, "language.md")
	seen := map[string]bool{}
	for _, r := range rows(t, manual, "Terms:") {
		if len(r) != 3 || r[0] == "" || r[1] == "" || r[2] == "" {
			t.Errorf("the glossary's row %v is not 名称, term, meaning", r)
			continue
		}
		if seen[r[0]] {
			t.Errorf("%s stands twice", r[0])
		}
		seen[r[0]] = true
	}
}
