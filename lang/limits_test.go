package lang_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// TestTextLimits: every limit of the text at its value and one beyond.
func TestTextLimits(t *testing.T) {
	let := func(formula string) string { return "let \"x\" {\n  is = <<-F\n" + formula + "\nF\n}\n" }
	pad := func(text string, n int) string { return text + "#" + strings.Repeat("x", n-len(text)-2) + "\n" }
	rules := head + record + output
	for _, tt := range []struct {
		limit syntax.Limit
		at    func(n int) world // a ruleset of the size n
	}{
		{syntax.MaxFileBytes, func(n int) world { return world{"r/a.hcl": pad(rules, n)} }},
		{syntax.MaxFiles, func(n int) world {
			w := world{"r/a.hcl": rules}
			for i := range n - 1 {
				w[fmt.Sprintf("r/f%d.hcl", i)] = "\n"
			}
			return w
		}},
		{syntax.MaxRulesetBytes, func(n int) world {
			w := world{}
			for i := 0; n > 0; i++ {
				size := min(n, syntax.MaxFileBytes.Max)
				text := ""
				if i == 0 {
					text = rules
				}
				w[fmt.Sprintf("r/f%02d.hcl", i)] = "\n"
				if size > 1 {
					w[fmt.Sprintf("r/f%02d.hcl", i)] = pad(text, size)
				}
				n -= size
			}
			return w
		}},
		// A list in a list in a block: the block is the first level.
		{syntax.MaxNesting, func(n int) world {
			return world{"r/a.hcl": rules + "param \"p\" {\n  type  = list(count)\n  value = " + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "\n}\n"}
		}},
		{syntax.MaxTokenBytes, func(n int) world {
			return world{"r/a.hcl": rules + "param \"p\" { value = \"" + strings.Repeat("x", n) + "\" }\n"}
		}},
		{syntax.MaxFormulaBytes, func(n int) world {
			return world{"r/a.hcl": rules + "let \"x\" { is = \"1 //" + strings.Repeat("x", n-4) + "\" }\n"}
		}},
		{syntax.MaxFormulaNesting, func(n int) world {
			return world{"r/a.hcl": rules + let(strings.Repeat("(", n)+"1"+strings.Repeat(")", n))}
		}},
		{syntax.MaxFormulaParts, func(n int) world { // a sum of m numbers has 2m - 1 parts, and not one more
			sum := strings.Repeat("1+", (n-1)/2) + "1"
			if n%2 == 0 {
				sum = "not (" + strings.Repeat("1+", (n-4)/2) + "1 > 1)"
			}
			return world{"r/a.hcl": rules + let(sum)}
		}},
	} {
		t.Run(tt.limit.Name, func(t *testing.T) {
			if testing.Short() && tt.limit == syntax.MaxRulesetBytes {
				t.Skip("32 MiB of rules")
			}
			for n, want := range map[int]bool{tt.limit.Max: false, tt.limit.Max + 1: true} {
				start := time.Now()
				_, codes := tt.at(n).compile(t)
				if got := strings.Contains(codes, string(tt.limit.Code)); got != want {
					t.Errorf("of the size %d: %s, %s is wanted: %v", n, codes, tt.limit.Code, want)
				}
				t.Logf("of the size %d: %v", n, time.Since(start).Round(time.Millisecond))
			}
		})
	}
}

// TestTableRows: a table of two million rows, and one of one more. The rows are read, sorted
// and looked up.
func TestTableRows(t *testing.T) {
	if testing.Short() {
		t.Skip("two million rows")
	}
	rules := head + record + "table \"t\" {\n  file = \"t.csv\"\n  key = [\"k\"]\n  columns = { k = count }\n}\noutput \"x\" { is = \"case.n in t\" }\n"
	var b strings.Builder
	b.WriteString("k\n")
	for i := range syntax.MaxTableRows.Max {
		fmt.Fprintf(&b, "%d\n", i)
	}
	start := time.Now()
	out, codes := world{"r/a.hcl": rules, "r/t.csv": b.String()}.compile(t)
	if codes != "" || len(out.Program.Tables[0].Rows) != syntax.MaxTableRows.Max {
		t.Errorf("two million rows: %q", codes)
	}
	t.Logf("two million rows: %v", time.Since(start).Round(time.Millisecond))
	b.WriteString("x\n")
	if _, codes := (world{"r/a.hcl": rules, "r/t.csv": b.String()}).compile(t); codes != string(diag.TableTooManyRows) {
		t.Errorf("one row more: %q", codes)
	}
}

// TestStrataLimit: rounds over many cases up to the limit, and one more.
func TestStrataLimit(t *testing.T) {
	rules := func(rounds int) world {
		text := head + "record \"pool\" {\n  key = [\"id\"]\n  fields = { id = text }\n}\nrecord \"case\" {\n  key = [\"id\"]\n  fields = { id = text, n = count, pool = ref(pool) }\n}\n"
		last := "case.n > 0"
		for i := range rounds - 1 { // the first round is that of the case itself
			text += fmt.Sprintf("total \"t%d\" {\n  by    = \"case.pool\"\n  count = \"%s\"\n}\n", i, last)
			last = fmt.Sprintf("case.pool.t%d > 0", i)
		}
		return world{"r/a.hcl": text + "output \"x\" { is = \"" + last + "\" }\n"}
	}
	for n, want := range map[int]string{1: "", check.MaxStrata: "", check.MaxStrata + 1: "DR1013"} {
		if out, got := rules(n).compile(t); got != want {
			t.Errorf("%d rounds: %q, want %q", n, got, want)
		} else if want == "" && out.Program.Strata != n {
			t.Errorf("%d rounds are %d", n, out.Program.Strata)
		}
	}
}

// large are rulesets that are legal and far larger than any that people write. Their time
// is printed with -v; a compilation whose time grew with the square of their size would not
// end here.
var large = map[string]func(n int) string{
	"params": func(n int) string { return each(n, "param \"p%d\" { value = %[1]d }\n") },
	"values that each read the last": func(n int) string {
		return "let \"v0\" { is = \"case.left\" }\n" + each(min(n, check.MaxDepth/2-2), "let \"v%[2]d\" { is = \"v%[1]d + 1\" }\n")
	},
	"truths that each read the last": func(n int) string {
		return "let \"v0\" { is = \"case.b\" }\n" + each(min(n, check.MaxDepth/2-2), "let \"v%[2]d\" { is = \"not v%[1]d\" }\n")
	},
	"outputs that read one value": func(n int) string {
		return "let \"v\" { is = \"case.n * 2\" }\n" + each(n, "output \"o%d\" { is = \"v + %[1]d\" }\n")
	},
	"payments": func(n int) string { return each(n, "payment \"p%d\" { pays = \"case.n\" }\n") },
	"payments in place of each other": func(n int) string {
		return each(n, "payment \"p%[1]d\" {\n  when = \"case.n > %[1]d\"\n  pays = \"case.n\"\n  instead_of = [\"base\"]\n}\n") + "payment \"base\" { pays = \"case.n\" }\n"
	},
	"criteria": func(n int) string {
		return "criteria \"k\" {\n" + each(n, "criterion \"c%d\" { require = \"case.n != %[1]d\" }\n") + "}\n"
	},
	"bands": func(n int) string {
		return "bands \"k\" {\n  of   = \"case.n\"\n  rows = [\n" + each(n, "{ below = %[2]d, value = 1 },\n") + "{ value = 0 }]\n}\n"
	},
	"decision rows": func(n int) string {
		return "bands \"k\" {\n  rows = [\n" + each(min(n, check.MaxDepth/4), "{ when = \"case.n == %[1]d\", value = 1 },\n") + "{ value = 0 }]\n}\n"
	},
	"functions": func(n int) string {
		return each(n, "function \"f%d\" {\n  args = { x = count }\n  is = \"x + %[1]d\"\n}\noutput \"o%[1]d\" { is = \"f%[1]d(case.n)\" }\n")
	},
	"records and references": func(n int) string {
		return each(n, "record \"r%d\" {\n  key = [\"id\"]\n  fields = { id = text, case = { type = ref(case), back = \"r%[1]ds\" } }\n}\n")
	},
	"tables": func(n int) string {
		return each(n, "table \"t%d\" {\n  key = [\"id\"]\n  columns = { id = text }\n  rows = [[\"a\"]]\n}\n")
	},
	"rows of a table": func(n int) string {
		return "table \"t\" {\n  key = [\"id\"]\n  columns = { id = count }\n  rows = [\n" + each(n, "[%d],\n") + "]\n}\n"
	},
	"fields": func(n int) string {
		return "record \"r\" {\n  key = [\"f0\"]\n  fields = {\n" + each(n, "f%d = text\n") + "}\n}\n"
	},
	"a long formula": func(n int) string {
		return "output \"x\" {\n  is = <<-F\n" + strings.Repeat("case.b and ", min(n, 2400)) + "true\nF\n}\n"
	},
	"?? in a row": func(n int) string {
		return "record \"r\" {\n  key = [\"id\"]\n  fields = { id = text, u = unknown(count) }\n}\noutput \"x\" { is = \"" + strings.Repeat("r.u ?? ", min(n, 45)) + "0\" }\n"
	},
	"names inside of names": func(n int) string {
		depth := min(n, 40)
		text := "case.n"
		for i := range depth {
			text = fmt.Sprintf("(let a%d = %s; a%[1]d + 1)", i, text)
		}
		return "output \"x\" { is = \"" + text + "\" }\n"
	},
}

// each writes a line n times, with its number and the next one.
func each(n int, line string) string {
	var b strings.Builder
	for i := range n {
		if strings.Contains(line, "[2]") {
			fmt.Fprintf(&b, line, i, i+1)
		} else {
			fmt.Fprintf(&b, line, i)
		}
	}
	return b.String()
}

// TestLarge compiles them, in files as large as may be.
func TestLarge(t *testing.T) {
	size := 6000
	if testing.Short() {
		size = 500
	}
	for name, rules := range large {
		t.Run(name, func(t *testing.T) {
			text := rules(size)
			start := time.Now()
			if _, codes := (world{"r/a.hcl": head + record + output, "r/b.hcl": text}).compile(t); codes != "" {
				t.Errorf("%.200s", codes)
			}
			t.Logf("%d bytes: %v", len(text), time.Since(start).Round(time.Millisecond))
		})
	}
}

// TestLargeMistakes: thousands of mistakes are told, and in reasonable time.
func TestLargeMistakes(t *testing.T) {
	for name, line := range map[string]string{
		"unknown names": "let \"v%d\" { is = \"w%[1]d\" }\n", "unknown members": "let \"v%d\" { is = \"case.w%[1]d\" }\n",
		"unknown functions": "let \"v%d\" { is = \"w%[1]d(1)\" }\n", "wrong types": "let \"v%d\" { is = \"case.b + %[1]d\" }\n",
	} {
		const n = 3000
		start := time.Now()
		out, _ := world{"r/a.hcl": head + record + output, "r/b.hcl": each(n, line)}.compile(t)
		if got := out.Diags.Count(diag.Error); got != n {
			t.Errorf("%s: %d errors, want %d", name, got, n)
		}
		t.Logf("%s: %v", name, time.Since(start).Round(time.Millisecond))
	}
}
