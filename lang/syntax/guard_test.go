package syntax

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/drgrule/drgrule/lang/diag"
)

// lexerDepth counts nesting by HCL's own tokens.
func lexerDepth(src []byte) int {
	tokens, _ := hclsyntax.LexConfig(src, "x.hcl", hcl.InitialPos)
	var stack []byte
	depth := 0
	push := func(c byte) {
		stack = append(stack, c)
		depth = max(depth, len(stack))
	}
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace:
			push('{')
		case hclsyntax.TokenOParen:
			push('(')
		case hclsyntax.TokenOBrack:
			push('[')
		case hclsyntax.TokenOQuote:
			push('"')
		case hclsyntax.TokenOHeredoc:
			push('H')
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			push('$')
		case hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			stack = stack[:len(stack)-1]
		case hclsyntax.TokenCParen, hclsyntax.TokenCBrack:
			open := byte('(')
			if t.Type == hclsyntax.TokenCBrack {
				open = '['
			}
			if n := len(stack); n > 0 && stack[n-1] == open {
				stack = stack[:n-1]
			}
		case hclsyntax.TokenCBrace, hclsyntax.TokenTemplateSeqEnd:
			n := len(stack)
			for n > 0 && (stack[n-1] == '(' || stack[n-1] == '[') {
				n--
			}
			if n > 0 && (stack[n-1] == '{' || stack[n-1] == '$') {
				stack = stack[:n-1]
			}
		}
	}
	return depth
}

// guardDepth scans with a limit that is never met.
func guardDepth(src []byte) (int, *diag.Diagnostic) {
	g := guard{file: diag.NewFile("x.hcl", src), src: src, maxDepth: 1 << 30}
	g.run()
	return g.depth, g.problem
}

// TestGuardDepth compares the guard's nesting with HCL's lexer on random soups of
// everything that opens, closes, quotes or escapes.
func TestGuardDepth(t *testing.T) {
	parts := []string{
		"{", "}", "(", ")", "[", "]", "\"", "\\\"", "\\", "${", "%{", "$${", "%%{", "$", "%", "~}", "<<E\n", "<<-E\n", "E\n", "\n", " ",
		"a", "1", "=", "# c\n", "// c\n", "/*", "*/", "<<", "E", "\tE  \n", "名", ",", "\r\n", "/", "'",
	}
	r := rand.New(rand.NewPCG(11, 12))
	for range 100_000 {
		var b strings.Builder
		for range r.IntN(25) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		compareDepth(t, []byte(b.String()))
	}
}

func compareDepth(t *testing.T, src []byte) {
	t.Helper()
	got, problem := guardDepth(src)
	if problem != nil {
		return // refused for another reason
	}
	if want := lexerDepth(src); got != want {
		t.Fatalf("%q: the guard counts %d levels, HCL's lexer %d", src, got, want)
	}
}

func FuzzGuard(f *testing.F) {
	paths, _ := filepath.Glob("../../rulesets/*/*.hcl")
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("a = \"${\"${[{(<<E\nE\n)}]}\"}\"\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if guardCharacters(diag.NewFile("x", src)) == nil {
			compareDepth(t, src)
		}
	})
}

// FuzzParse: whatever the bytes, the parsers end, and every span lies in the file.
func FuzzParse(f *testing.F) {
	f.Add([]byte("let \"a\" {\n  is = \"1 + 费用 ?? 2\"\n}\n"))
	f.Add([]byte("table \"t\" {\n  rows = [[1, \"a\"], { b = -0.5 }]\n}\n"))
	f.Add([]byte("let \"b\" {\n  is = <<-F\n  if a { 1 } else { any(x, .y > 0) }\n  F\n}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		file := diag.NewFile("x.hcl", src)
		_, diags := Parse(file)
		for _, d := range diags {
			if d.Span.Lo < 0 || d.Span.Hi > len(src) || d.Span.Lo > d.Span.Hi {
				t.Fatalf("%s spans %d-%d of %d bytes", d.Code, d.Span.Lo, d.Span.Hi, len(src))
			}
			_ = d.Message(diag.Zh) + d.Help(diag.En)
		}
	})
}

// FuzzFormula: a formula that parses prints and parses to the same tree.
func FuzzFormula(f *testing.F) {
	for _, s := range []string{"a ?? b", "not (x in t)", "1 <= x <= 3", "any(case.items, .amount > 0 and # != 1)", "let s = 1; s ^ 2", "if a { 1 } else { -2 }", "t.at(d, 1).v", "'\\u4e2d'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if guardCharacters(diag.NewFile("x", []byte(text))) != nil {
			return
		}
		p, diags := ParseText("x", text)
		if len(diags) > 0 {
			return
		}
		printed := Print(p.Expr)
		q, diags := ParseText("x", printed)
		if len(diags) > 0 || shape(p.Expr) != shape(q.Expr) {
			t.Fatalf("%q prints as %q: %v", text, printed, diags)
		}
	})
}

// bombs are inputs on which one of the parsers would recurse until the process dies.
var bombs = map[string]func(n int) string{
	"hcl (":      func(n int) string { return "a = " + strings.Repeat("(", n) },
	"hcl [":      func(n int) string { return "a = " + strings.Repeat("[", n) },
	"hcl {a=":    func(n int) string { return "a = " + strings.Repeat("{a=", n) },
	"hcl \"${":   func(n int) string { return "a = " + strings.Repeat("\"${", n) },
	"hcl !":      func(n int) string { return "a = " + strings.Repeat("!", n) + "x" },
	"hcl -":      func(n int) string { return "a = " + strings.Repeat("- ", n) + "1" },
	"hcl blocks": func(n int) string { return strings.Repeat("a {\n", n) },
	"hcl ?:":     func(n int) string { return "a = " + strings.Repeat("x ? y : ", n) + "z" },
	"hcl f(":     func(n int) string { return "a = " + strings.Repeat("f(", n) },
	"hcl heredoc": func(n int) string {
		return "a = " + strings.Repeat("<<E\n${", n)
	},
	"hcl 1+":         func(n int) string { return "a = " + strings.Repeat("1+", n) + "1" },
	"formula (":      formulaBomb("(", "1"),
	"formula [":      formulaBomb("[", "1"),
	"formula {a:":    formulaBomb("{a:", "1"),
	"formula not":    formulaBomb("not ", "x"),
	"formula !":      formulaBomb("!", "x"),
	"formula -":      formulaBomb("-", "x"),
	"formula any(x,": formulaBomb("any(x,", "1"),
	"formula ?:":     formulaBomb("a ? b : ", "c"),
	"formula ^":      formulaBomb("a ^ ", "c"),
	"formula let":    formulaBomb("let a = 1; ", "c"),
	"formula if":     formulaBomb("if a { b } else ", "{ c }"),
	"formula 1+":     formulaBomb("1 + ", "1"),
	"formula .a":     func(n int) string { return "let \"x\" {\n is = \"a" + strings.Repeat(".a", n) + "\"\n}\n" },
}

func formulaBomb(part, end string) func(int) string {
	return func(n int) string {
		return "let \"x\" {\n is = <<-F\n" + strings.Repeat(part, n) + end + "\nF\n}\n"
	}
}

// TestBombs parses every bomb at sizes up to ten million in a process of its own: a
// stack overflow cannot be recovered from, so it would take the test with it. `go
// test -v -run TestBombs` prints time and peak memory.
func TestBombs(t *testing.T) {
	if name := os.Getenv("DRGRULE_BOMB"); name != "" {
		explode(name)
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name := range bombs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(exe, "-test.run=^TestBombs$", "-test.v")
			cmd.Env = append(os.Environ(), "DRGRULE_BOMB="+name, "GOTRACEBACK=single")
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%.2000s", err, out)
			}
			for _, line := range strings.Split(string(out), "\n") {
				if strings.HasPrefix(line, "bomb ") {
					t.Log(line)
				}
			}
		})
	}
}

func explode(name string) {
	var worst time.Duration
	var most uint64
	codes := map[diag.Code]bool{}
	for n := 10; n <= 10_000_000; n *= 10 {
		file := diag.NewFile("bomb.hcl", []byte(bombs[name](n)))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, diags := Parse(file)
		worst = max(worst, time.Since(start))
		runtime.ReadMemStats(&after)
		most = max(most, after.TotalAlloc-before.TotalAlloc)
		for _, d := range diags {
			codes[d.Code] = true
		}
		if n >= 100_000 && len(diags) == 0 {
			fmt.Printf("%s of size %d passes without a diagnostic\n", name, n)
			os.Exit(1)
		}
	}
	var names []string
	for c := range codes {
		names = append(names, string(c))
	}
	sort.Strings(names)
	fmt.Printf("bomb %-14q slowest %v, allocates at most %d MiB, codes %v\n", name, worst.Round(time.Millisecond), most>>20, names)
}

func TestGuardFindsCharacters(t *testing.T) {
	for src, want := range map[string]diag.Code{
		"a = \"\u202e\"":   diag.InvisibleCharacter,
		"a = \"\u200b\"":   diag.InvisibleCharacter,
		"# \u2066 comment": diag.InvisibleCharacter,
		"a\x00b":           diag.InvisibleCharacter,
		"a = \"\u2028\"":   diag.InvisibleCharacter,
		"\xb2\xa1":         diag.NotUTF8,
		"e\u0301 = 1":      diag.NotComposed,
		"a ＝ 1":            diag.FullWidthCharacter,
		"a = “x”":          diag.FullWidthCharacter,
		"let （":            diag.FullWidthCharacter,
		"a = 1e1000000":    diag.NumberExponent,
		"a = \"" + strings.Repeat("x", 70_000) + "\"": diag.TokenTooLong,
	} {
		d := Guard(diag.NewFile("x.hcl", []byte(src)))
		if d == nil || d.Code != want {
			t.Errorf("%.40q: got %v, want %s", src, d, want)
		}
	}
	for _, src := range []string{"\ufeffa = 1\n", "a = \"费用（元），“中文”标点在文本里可以用\"\n", "# 注释里也可以：（）\n", "a = <<E\n（）\nE\n"} {
		if d := Guard(diag.NewFile("x.hcl", []byte(src))); d != nil {
			t.Errorf("%q: %v", src, d)
		}
	}
}
