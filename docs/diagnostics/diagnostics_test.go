package diagnostics

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
	"github.com/drgrule/drgrule/stdlib"
)

// generated are the codes whose examples are too large to print: a limit is shown by
// text that passes it.
var generated = map[diag.Code]func() fstest.MapFS{
	diag.FileTooLarge: func() fstest.MapFS { return rules("# " + strings.Repeat("x", 1<<20)) },
	diag.TooManyFiles: func() fstest.MapFS {
		m := rules("")
		for i := range 1001 {
			m[fmt.Sprintf("rules/f%04d.hcl", i)] = &fstest.MapFile{Data: []byte("\n")}
		}
		return m
	},
	diag.RulesetTooLarge: func() fstest.MapFS {
		m := rules("")
		text := []byte("#" + strings.Repeat("x", 1<<20-2))
		for i := range 33 {
			m[fmt.Sprintf("rules/f%02d.hcl", i)] = &fstest.MapFile{Data: text}
		}
		return m
	},
	diag.NestingTooDeep: func() fstest.MapFS { return rules("let \"a\" {\n is = " + strings.Repeat("[", 200) + "\n}") },
	diag.TokenTooLong:   func() fstest.MapFS { return rules("# \nlet \"" + strings.Repeat("a", 70000) + "\" {}") },
	diag.FormulaTooLong: func() fstest.MapFS {
		return rules("let \"a\" {\n is = \"1 // " + strings.Repeat("x", syntax.MaxFormulaBytes.Max) + "\"\n}")
	},
	diag.FormulaTooDeep: func() fstest.MapFS {
		return rules("let \"a\" {\n is = \"" + strings.Repeat("(", 101) + "1" + strings.Repeat(")", 101) + "\"\n}")
	},
	diag.FormulaTooManyParts: func() fstest.MapFS { return rules("let \"a\" {\n is = \"" + strings.Repeat("1+", 6000) + "1\"\n}") },
	diag.TableTooLarge: func() fstest.MapFS {
		m := rules("table \"t\" {\n key = [\"a\"]\n columns = { a = count }\n file = \"t.csv\"\n}")
		m["rules/t.csv"] = &fstest.MapFile{Data: make([]byte, 256<<20+1)}
		return m
	},
	diag.TableTooManyRows: func() fstest.MapFS {
		m := rules("table \"t\" {\n key = [\"a\"]\n columns = { a = count }\n file = \"t.csv\"\n}")
		m["rules/t.csv"] = &fstest.MapFile{Data: []byte("a\n" + strings.Repeat("1\n", 2_000_001))}
		return m
	},
	diag.ProgramTooLarge: func() fstest.MapFS { // each function calls the last one twice
		text := "function \"f0\" {\n args = { x = money }\n is = \"x * 2\"\n}\n"
		for i := range 20 {
			text += fmt.Sprintf("function \"f%d\" {\n args = { x = money }\n is = \"max(f%d(x + 1), f%d(x + 2))\"\n}\n", i+1, i, i)
		}
		return rules(records + text + "output \"x\" { is = \"f20(case.cost)\" }\n")
	},
	diag.TooManyStrata: func() fstest.MapFS { // each total counts cases by the last one
		text, last := records, "case.cost > 0"
		for i := range 17 {
			text += fmt.Sprintf("total \"t%d\" {\n by = \"case.pool\"\n count = \"%s\"\n}\n", i, last)
			last = fmt.Sprintf("case.pool.t%d > 0", i)
		}
		return rules(text + "output \"x\" { is = \"" + last + "\" }\n")
	},
	diag.ValuesTooDeep: func() fstest.MapFS { // each value reads the last one
		text := records + "let \"v0\" { is = \"case.cost > 0\" }\n"
		for i := range 1000 {
			text += fmt.Sprintf("let \"v%d\" { is = \"not v%d\" }\n", i+1, i)
		}
		return rules(text + "output \"x\" { is = \"v1000\" }\n")
	},
	diag.NotUTF8:            func() fstest.MapFS { return rules("# \xb2\xa1\xc0\xfd") },
	diag.InvisibleCharacter: func() fstest.MapFS { return rules("# a\u202eb") },
	diag.NotComposed:        func() fstest.MapFS { return rules("# e\u0301") },
}

const records = `
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money, pool = ref(pool) }
}
record "pool" {
  key    = ["id"]
  fields = { id = text }
}
`

func rules(text string) fstest.MapFS {
	return fstest.MapFS{"rules/ruleset.hcl": {Data: []byte("ruleset \"example\" {}\n" + text)}}
}

// elsewhere are codes that no ruleset or file of a case reaches; the test named shows
// them.
var elsewhere = map[diag.Code]string{
	diag.ModuleContent:  "TestModuleContent",  // modules come with the language
	diag.CellFloat:      "TestCellFloat",      // files are read digit by digit
	diag.DivisionByZero: "TestDivisionByZero", // the checker wants every divisor guarded
	diag.AbsentRead:     "TestAbsentRead",     // the checker wants every absence guarded
}

type block struct{ lang, role, text string }

var fence = regexp.MustCompile("(?ms)^```([a-z]+) ([a-z]+)\n(.*?)^```$")

func blocks(page string) []block {
	var out []block
	for _, m := range fence.FindAllStringSubmatch(page, -1) {
		out = append(out, block{m[1], m[2], m[3]})
	}
	return out
}

// TestEveryCodeHasAPage also holds the other way round: no page speaks of a code that
// is gone.
func TestEveryCodeHasAPage(t *testing.T) {
	pages := Codes()
	for _, c := range diag.Codes() {
		if !slices.Contains(pages, string(c)) {
			t.Errorf("%s (%s) has no page", c, c.Info().Message.En)
		}
	}
	for _, p := range pages {
		if !slices.Contains(diag.Codes(), diag.Code(p)) {
			t.Errorf("%s has a page but is no code", p)
		}
	}
}

func TestPages(t *testing.T) {
	for _, code := range Codes() {
		t.Run(code, func(t *testing.T) {
			text, _ := Page(code)
			if !strings.HasPrefix(text, "# "+code+" ") || !strings.Contains(strings.SplitN(text, "\n", 2)[0], " / ") {
				t.Errorf("the page begins with %q, not with `# %s 中文 / English`", strings.SplitN(text, "\n", 2)[0], code)
			}
			c := diag.Code(code)
			if gen := generated[c]; gen != nil {
				expectCode(t, gen(), c)
				return
			}
			if where := elsewhere[c]; where != "" {
				return
			}
			runPage(t, c, blocks(text))
		})
	}
}

func expectCode(t *testing.T, fsys fstest.MapFS, want diag.Code) {
	t.Helper()
	_, diags, err := drgrule.Check(fsys, drgrule.Options{Entry: "rules"})
	if err != nil {
		t.Fatal(err)
	}
	if len(diags) != 1 || diags[0].Code != want {
		t.Errorf("want one %s, got %v", want, diags)
	}
}

func runPage(t *testing.T, code diag.Code, bs []block) {
	t.Helper()
	base := ""
	wrong, right := false, false
	for _, b := range bs {
		switch b.lang + " " + b.role {
		case "hcl rules":
			base = b.text
		case "hcl wrong":
			wrong = true
			checkWrong(t, code, b.text)
		case "hcl right":
			right = true
			checkRight(t, code, b.text)
		case "json wrong", "csv wrong", "json right", "csv right":
			wrong, right = wrong || b.role == "wrong", right || b.role == "right"
			checkData(t, code, base, b)
		default:
			t.Errorf("a block is marked %s %s", b.lang, b.role)
		}
	}
	if !wrong || !right {
		t.Error("the page lacks a wrong or a right example")
	}
}

// part is one file of an example. The text before any line `-- name --` is the example
// itself.
type part struct{ name, text string }

var partLine = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

func parts(text, name string) []part {
	out := []part{{name, text}}
	for {
		last := &out[len(out)-1]
		at := partLine.FindStringSubmatchIndex(last.text)
		if at == nil {
			return out
		}
		next := part{last.text[at[2]:at[3]], last.text[at[1]:]}
		last.text = last.text[:at[0]]
		out = append(out, next)
	}
}

// files gives the parts of a ruleset their places: a name with a directory stands beside
// the ruleset's own, except for its tables.
func files(text string) []part {
	out := parts(text, "example.hcl")
	for i, p := range out {
		if !strings.Contains(p.name, "/") || strings.HasPrefix(p.name, "tables/") {
			out[i].name = "rules/" + p.name
		}
	}
	return out
}

// check compiles an example. Files after a line `-- name --` stand beside it.
func check(t *testing.T, text string) (*drgrule.Program, drgrule.Diagnostics) {
	t.Helper()
	prelude, err := os.ReadFile("prelude.hcl")
	if err != nil {
		t.Fatal(err)
	}
	m := fstest.MapFS{}
	strict := strings.Contains(text, "# --strict")
	for _, p := range files(text) {
		m[p.name] = &fstest.MapFile{Data: []byte(p.text)}
	}
	if !strings.Contains(text, "ruleset \"") {
		m["rules/prelude.hcl"] = &fstest.MapFile{Data: prelude}
	}
	defer func() { // one page that breaks the checker does not hide the others
		if r := recover(); r != nil {
			t.Fatalf("the checker panics: %v\n%s", r, text)
		}
	}()
	p, diags, err := drgrule.Check(m, drgrule.Options{Entry: "rules", Strict: strict})
	if err != nil {
		t.Fatal(err)
	}
	return p, diags
}

// relevant leaves out what the prelude does not use.
func relevant(diags drgrule.Diagnostics, code diag.Code) drgrule.Diagnostics {
	var out drgrule.Diagnostics
	for _, d := range diags {
		if d.Code == diag.UnusedName && (code != diag.UnusedName || strings.HasSuffix(d.Span.File.Name, "prelude.hcl")) {
			continue
		}
		out = append(out, d)
	}
	return out
}

func checkWrong(t *testing.T, code diag.Code, text string) {
	t.Helper()
	_, diags := check(t, text)
	diags = relevant(diags, code)
	if len(diags) != 1 || diags[0].Code != code {
		t.Errorf("want one %s, got %d:\n%v", code, len(diags), diags)
		return
	}
	checkMarked(t, diags[0], files(text))
}

// checkMarked holds the text and the range of a diagnostic against the page.
func checkMarked(t *testing.T, d *diag.Diagnostic, ps []part) {
	t.Helper()
	code := d.Code
	for _, l := range []diag.Lang{diag.Zh, diag.En} {
		if m := d.Message(l) + d.Help(l); strings.Contains(m, "%!") {
			t.Errorf("%s: the text in %s is not filled in: %s", code, l, m)
		}
	}
	line, from, to := 0, 0, 0
	for _, p := range ps {
		l, f, u := mark(p.text)
		switch {
		case l == 0:
		case d.Span.IsZero() || d.Span.File.Name != p.name:
			t.Errorf("%s is not in %s, where a line is marked", code, p.name)
			return
		default:
			line, from, to = l, f, u
		}
	}
	if line == 0 {
		if !d.Span.IsZero() && strings.HasSuffix(d.Span.File.Name, "example.hcl") {
			t.Errorf("%s is at %d:%d but no line is marked", code, d.Span.Start().Line, d.Span.Start().Column)
		}
		return
	}
	src, start := d.Span.File.Line(d.Span.Start().Line)
	gotFrom := diag.Width(src[:d.Span.Lo-start])
	gotTo := diag.Width(src[:min(d.Span.Hi-start, len(src))])
	if d.Span.Start().Line != line || gotFrom != from || max(gotTo, gotFrom+1) != to {
		t.Errorf("%s is at line %d columns %d-%d (`%s`), marked at line %d columns %d-%d", code, d.Span.Start().Line, gotFrom, gotTo, d.Span.Text(), line, from, to)
	}
}

// mark finds the comment of carets: the range in the line above it, in columns of a
// terminal. The # of a comment in the first column stands for a caret when a caret
// follows it.
func mark(text string) (line, from, to int) {
	for i, l := range strings.Split(text, "\n") {
		body := strings.TrimSpace(l)
		if !strings.HasPrefix(body, "#") || strings.Trim(strings.TrimPrefix(body, "#"), " ^") != "" || !strings.Contains(l, "^") {
			continue
		}
		from = strings.Index(l, "^")
		if strings.HasPrefix(l, "#^") {
			from = 0
		}
		return i, from, strings.LastIndex(l, "^") + 1
	}
	return 0, 0, 0
}

func checkRight(t *testing.T, code diag.Code, text string) {
	t.Helper()
	p, diags := check(t, text)
	if diags = relevant(diags, code); len(diags) > 0 {
		t.Errorf("the right example has %v", diags)
		return
	}
	if err := p.IR().Verify(); err != nil {
		t.Error(err)
	}
}

func checkData(t *testing.T, code diag.Code, rules string, b block) {
	t.Helper()
	p, diags := check(t, rules)
	if p == nil {
		t.Fatalf("the rules have %v", diags)
	}
	format := casefile.JSONLines
	if b.lang == "csv" {
		format = casefile.CSV
	}
	var in []casefile.File
	for _, f := range parts(b.text, "case") {
		text := strings.ReplaceAll(f.text, "……", strings.Repeat("长", tooLong))
		in = append(in, casefile.File{Record: p.IR().Record(f.name), Name: f.name, Bytes: []byte(text), Format: format})
	}
	batch, err := p.Open(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []diag.Code
	err = batch.Each(context.Background(), "case", func(r *drgrule.Result) error {
		if len(r.Faults) > 1 {
			t.Errorf("one mistake has %d faults: %v", len(r.Faults), r.Faults)
		}
		for _, f := range r.Faults {
			got = append(got, f.Code)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = batch.Orphans(context.Background(), func(f drgrule.Fault) error {
		got = append(got, f.Code)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	other := slices.ContainsFunc(got, func(c diag.Code) bool { return c != code })
	switch {
	case b.role == "right" && len(got) > 0:
		t.Errorf("the right case is refused: %v", got)
	case b.role == "wrong" && (len(got) == 0 || other):
		t.Errorf("want %s, got %v", code, got)
	}
}

// tooLong is how many characters stand for `……` in the data of an example: more
// than a cell may hold.
const tooLong = 30_000

// page returns the blocks of a code's page, by language and role.
func page(t *testing.T, code diag.Code) map[string]string {
	t.Helper()
	text, _ := Page(string(code))
	out := map[string]string{}
	for _, b := range blocks(text) {
		out[b.lang+" "+b.role] = b.text
	}
	return out
}

// TestReadme: what page writers are told is what these tests do. Every kind of block that
// a page has is explained, and so is every code without a printed example.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, code := range Codes() {
		page, _ := Page(code)
		for _, b := range blocks(page) {
			if kind := "`" + b.lang + " " + b.role + "`"; !strings.Contains(text, kind) {
				t.Errorf("%s has a block %s, which README.md does not explain", code, kind)
			}
		}
	}
	for _, word := range []string{"`-- NAME --`", "`# --strict`", "`……` in data stands for " + value.Group(fmt.Sprint(tooLong)) + " characters", "`prelude.hcl`", "`elsewhere`", "`generated`"} {
		if !strings.Contains(text, word) {
			t.Errorf("README.md does not explain %s", word)
		}
	}
	_, list, _ := strings.Cut(text, "### Without printed examples")
	for _, c := range regexp.MustCompile(`D[RF]\d{4}`).FindAllString(list, -1) {
		if generated[diag.Code(c)] == nil && elsewhere[diag.Code(c)] == "" {
			t.Errorf("README.md says that %s has no printed example", c)
		}
	}
	for c := range generated {
		if !strings.Contains(list, string(c)) {
			t.Errorf("README.md does not name %s, whose example is generated", c)
		}
	}
	for c, test := range elsewhere {
		if !strings.Contains(list, "| "+string(c)+" | `"+test+"`") {
			t.Errorf("README.md does not say that %s shows %s", test, c)
		}
	}
}

// TestMark: columns are counted as the pages say.
func TestMark(t *testing.T) {
	for text, want := range map[string][3]int{
		"let \"a\" {\n  is = \"x\"\n  #     ^\n}": {2, 8, 9},
		"rule \"a\" {\n#^^^\n}":                   {1, 0, 4},
		"let \"费用\" {\n#    ^^^^\n}":              {1, 5, 9},
		"let \"a\" {}\n# no carets\n":             {0, 0, 0},
		"let \"a\" {\n  is = 3 # ^ is a power\n}": {0, 0, 0},
	} {
		line, from, to := mark(text)
		if got := [3]int{line, from, to}; got != want {
			t.Errorf("%q is marked at %v, want %v", text, got, want)
		}
	}
}

// TestElsewhere: the tests that `elsewhere` names exist.
func TestElsewhere(t *testing.T) {
	src, err := os.ReadFile("diagnostics_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for code, name := range elsewhere {
		if !strings.Contains(string(src), "func "+name+"(t *testing.T) {") {
			t.Errorf("%s: there is no test %s", code, name)
		}
	}
}

// TestModuleContent gives the examples of the page to a ruleset as a module.
func TestModuleContent(t *testing.T) {
	rules := diag.NewFile("rules/ruleset.hcl", []byte("ruleset \"example\" {\n  uses = [\"local/example\"]\n}\n"))
	compile := func(module string) diag.List {
		out, err := lang.Compile(lang.Input{
			Entry: "rules",
			Open:  func(string) (*lang.Dir, error) { return &lang.Dir{Files: []*diag.File{rules}}, nil },
			Module: func(string) (*lang.Dir, error) {
				return &lang.Dir{Files: []*diag.File{diag.NewFile("rules/example.hcl", []byte(module))}}, nil
			},
			Library: stdlib.Library(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.Diags
	}
	p := page(t, diag.ModuleContent)
	if ds := compile(p["hcl wrong"]); len(ds) != 1 || ds[0].Code != diag.ModuleContent {
		t.Errorf("want one %s, got %v", diag.ModuleContent, ds)
	} else {
		checkMarked(t, ds[0], files(p["hcl wrong"]))
	}
	if ds := compile(p["hcl right"]); len(ds) > 0 {
		t.Errorf("the right module has %v", ds)
	}
}

// TestCellFloat: only a program can give a floating-point value.
func TestCellFloat(t *testing.T) {
	p, diags := check(t, page(t, diag.CellFloat)["hcl rules"])
	if p == nil {
		t.Fatal(diags)
	}
	for cost, want := range map[any]diag.Code{1250.1: diag.CellFloat, "1250.10": "", 1250: ""} {
		r, err := p.Eval(context.Background(), drgrule.Case{"id": "TEST-1", "cost": cost, "discharged": "2024-06-30"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := diag.Code("")
		for _, f := range r.Faults {
			got = f.Code
		}
		if got != want || len(r.Faults) > 1 {
			t.Errorf("%T: want %q, got %v", cost, want, r.Faults)
		}
	}
}

// TestDivisionByZero: the page shows that a guarded division by 0 is no fault; the
// operator itself has one.
func TestDivisionByZero(t *testing.T) {
	b := page(t, diag.DivisionByZero)
	checkData(t, diag.DivisionByZero, b["hcl rules"], block{"json", "right", b["json right"]})
	zero := value.OfNum(value.Int(0))
	if _, code := stdlib.Library().Func("/").Eval([]value.Value{zero, zero}); code != diag.DivisionByZero {
		t.Errorf("0 / 0 is %q", code)
	}
}

// TestAbsentRead: the page shows that a guarded absence is no fault. A row that came past
// the gate without a value that must be there has one.
func TestAbsentRead(t *testing.T) {
	b := page(t, diag.AbsentRead)
	checkData(t, diag.AbsentRead, b["hcl rules"], block{"json", "right", b["json right"]})
	p, diags := check(t, "output \"year\" { is = \"year(case.discharged)\" }\n")
	if p == nil {
		t.Fatal(diags)
	}
	rec := p.IR().Record("case")
	bundle := &slot.Bundle{Root: rec.ID, Rows: make([][]*slot.Row, len(p.IR().Records))}
	bundle.Rows[rec.ID] = []*slot.Row{{Rec: rec.ID, Fields: make([]slot.Cell, len(rec.Fields))}}
	r := scalar.New(scalar.NewPlan(p.IR(), nil), bundle, nil).Run()
	if r.Fault == nil || r.Fault.Code != diag.AbsentRead {
		t.Errorf("an empty row gives %+v", r)
	}
}
