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
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/casefile"
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
		return rules("let \"a\" {\n is = <<-F\n" + strings.Repeat("1 +\n", 16380) + "1\nF\n}")
	},
	diag.FormulaTooDeep: func() fstest.MapFS {
		return rules("let \"a\" {\n is = \"" + strings.Repeat("(", 101) + "1" + strings.Repeat(")", 101) + "\"\n}")
	},
	diag.FormulaTooManyParts: func() fstest.MapFS { return rules("let \"a\" {\n is = \"" + strings.Repeat("1+", 6000) + "1\"\n}") },
	diag.NotUTF8:             func() fstest.MapFS { return rules("# \xb2\xa1\xc0\xfd") },
	diag.InvisibleCharacter:  func() fstest.MapFS { return rules("# a\u202eb") },
	diag.NotComposed:         func() fstest.MapFS { return rules("# e\u0301") },
}

func rules(text string) fstest.MapFS {
	return fstest.MapFS{"rules/ruleset.hcl": {Data: []byte("ruleset \"example\" {}\n" + text)}}
}

// elsewhere are codes that no small ruleset reaches; the test named shows them.
var elsewhere = map[diag.Code]string{}

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

// check compiles an example. Files after a line `-- name --` stand beside it.
func check(t *testing.T, text string) (*drgrule.Program, drgrule.Diagnostics) {
	t.Helper()
	prelude, err := os.ReadFile("prelude.hcl")
	if err != nil {
		t.Fatal(err)
	}
	m := fstest.MapFS{}
	strict := strings.Contains(text, "# --strict")
	name := "rules/example.hcl"
	for _, part := range regexp.MustCompile(`(?m)^-- (\S+) --\n`).Split(text, -1) {
		m[name] = &fstest.MapFile{Data: []byte(part)}
		names := regexp.MustCompile(`(?m)^-- (\S+) --\n`).FindAllStringSubmatch(text, -1)
		if i := len(m) - 1; i < len(names) {
			name = names[i][1]
			if !strings.Contains(name, "/") || strings.HasPrefix(name, "tables/") {
				name = "rules/" + name
			}
		}
	}
	if !strings.Contains(text, "ruleset \"") {
		m["rules/prelude.hcl"] = &fstest.MapFile{Data: prelude}
	}
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
	d := diags[0]
	for _, l := range []diag.Lang{diag.Zh, diag.En} {
		if m := d.Message(l) + d.Help(l); strings.Contains(m, "%!") {
			t.Errorf("%s: the text in %s is not filled in: %s", code, l, m)
		}
	}
	line, from, to := mark(text)
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
// terminal.
func mark(text string) (line, from, to int) {
	for i, l := range strings.Split(text, "\n") {
		body := strings.TrimSpace(l)
		if !strings.HasPrefix(body, "#") || strings.Trim(strings.TrimPrefix(body, "#"), " ^") != "" || !strings.Contains(l, "^") {
			continue
		}
		from = strings.Index(l, "^")
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
	batch, err := p.Open([]casefile.File{{Record: p.IR().Record("case"), Name: "case", Bytes: []byte(b.text), Format: format}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []diag.Code
	err = batch.Each(context.Background(), "case", func(r *drgrule.Result) error {
		for _, f := range r.Faults {
			got = append(got, f.Code)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case b.role == "right" && len(got) > 0:
		t.Errorf("the right case is refused: %v", got)
	case b.role == "wrong" && (len(got) == 0 || got[0] != code):
		t.Errorf("want %s, got %v", code, got)
	}
}
