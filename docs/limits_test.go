package docs

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/lower"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(strings.Fields(s)[0], ",", ""))
	if err != nil {
		t.Errorf("%q does not begin with a number", s)
	}
	return n
}

// TestLimits: every limit stands with its value and its code. Those that no constant
// tells are tried: the rules at the limit are accepted, those beyond are not.
func TestLimits(t *testing.T) {
	manual := read(t, "language.md")
	rs := rows(t, manual, "Limits of the text:")
	var want []string
	for _, l := range syntax.Limits() {
		want = append(want, l.Name)
		for _, r := range rs {
			if r[0] == "`"+l.Name+"`" && (number(t, r[1]) != l.Max || r[2] != string(l.Code)) {
				t.Errorf("%s is %d with %s, the manual says %s, %s", l.Name, l.Max, l.Code, r[1], r[2])
			}
		}
	}
	same(t, "limits", first(rs), want)

	constant := map[string]int{
		"strata": check.MaxStrata, "cost": check.MaxCost, "values-in-a-row": check.MaxDepth, "nodes": lower.MaxNodes, "intermediate-bits": value.MaxBits,
		"decimals": value.MaxDecimals, "rows-of-one-row": check.DefaultMaxRows, "cell-bytes": cell.MaxBytes, "row-bytes": cell.MaxRowBytes,
		"number-digits": value.MaxLiteralDigits, "first-year": value.MinYear, "last-year": value.MaxYear,
	}
	tried := map[string]func(n int) string{
		"output-bits": func(n int) string { // 10¹⁷ has 57 bits, and products add them up
			const e17 = "100000000000000000"
			return fmt.Sprintf("output \"big\" {\n  per = \"case\"\n  is  = \"%s * %s * %d\"\n}\n", e17, e17, 1<<(n-2*57)-1)
		},
		"round-digits": func(n int) string {
			return fmt.Sprintf("output \"r\" {\n  per = \"case\"\n  is  = \"round(1 / 3, %d) > round(1 / 3, %d)\"\n}\n", n, 6-n)
		},
		"exponent": func(n int) string {
			return fmt.Sprintf("output \"e\" { is = \"case.group.weight ^ %d > 1\" }\n", n)
		},
		"pattern": func(n int) string {
			return fmt.Sprintf("codes \"c\" { pattern = %q }\n", strings.Repeat("a", n))
		},
		"most-rows": func(n int) string {
			return fmt.Sprintf("record \"r\" {\n  key      = [\"id\"]\n  fields   = { id = text }\n  max_rows = %d\n}\n", n)
		},
	}
	rs = rows(t, manual, "Further limits:")
	same(t, "further limits", first(rs), append(slices.Sorted(maps.Keys(constant)), append(slices.Sorted(maps.Keys(tried)), "layers")...))
	for _, r := range rs {
		name := spans(r[0])[0]
		n := number(t, r[1])
		if c, ok := constant[name]; ok && n != c {
			t.Errorf("%s is %d, the manual says %s", name, c, r[1])
		}
		if try := tried[name]; try != nil {
			if _, diags := compile(t, manual, try(n)); diags.Errors() {
				t.Errorf("%s: %d is refused: %v", name, n, diags)
			}
			if _, diags := compile(t, manual, try(n+1)); len(diags) == 0 || string(diags[0].Code) != r[2] {
				t.Errorf("%s: %d should be %s, and is %v", name, n+1, r[2], diags)
			}
		}
	}
	for _, r := range rs {
		if r[0] != "`layers`" {
			continue
		}
		n := number(t, r[1])
		if diags := layered(t, n); len(diags) > 0 {
			t.Errorf("%d layers are refused: %v", n, diags)
		}
		if diags := layered(t, n+1); len(diags) != 1 || string(diags[0].Code) != r[2] {
			t.Errorf("%d layers should be %s, and are %v", n+1, r[2], diags)
		}
	}
}

// layered checks a ruleset of n layers.
func layered(t *testing.T, n int) drgrule.Diagnostics {
	t.Helper()
	m := fstest.MapFS{}
	for i := range n {
		text := fmt.Sprintf("ruleset \"r%d\" {\n  extends = \"r%d\"\n}\n", i, i+1)
		if i == n-1 {
			text = "ruleset \"last\" {}\n"
		}
		m[fmt.Sprintf("r%d/r.hcl", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	_, diags, err := drgrule.Check(m, drgrule.Options{Entry: "r0"})
	if err != nil {
		t.Fatal(err)
	}
	return diags
}
