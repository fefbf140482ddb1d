package check_test

import (
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
)

// divisors are formulas that are shown not to be 0, or not. They are divided by as they
// stand; nothing around them helps.
var divisors = map[bool][]string{
	true: {
		// Literals and declared bounds.
		"2", "-0.5", "case.pos", "case.neg", "price", "case.group.weight", "groups('A').weight",
		// Signs through + and -.
		"case.pos + case.pos * case.nonneg", "case.pos + case.pos", "case.pos + 1", "case.nonneg + 1", "case.neg + case.neg", "case.neg - 1",
		"1 - case.share", "1 + case.share", "case.share - 1", "2 - case.pct", "-case.pos", "-(1 - case.share)", "+case.pos", "case.pos - case.neg",
		// Products, quotients, powers.
		"case.pos * case.pos", "case.pos * case.neg", "case.neg * case.neg", "case.pos / price", "case.pos * 2", "case.pos ^ 2", "case.pos ^ 0", "case.pos / 3",
		// Functions.
		"max(case.pos, case.cost)", "max(case.cost, 1)", "min(case.pos, 1)", "min(case.neg, case.cost)", "max(case.neg, case.neg)", "abs(case.pos)", "abs(case.neg)", "ceil(case.pos)",
		// Choices: both branches must be.
		"case.b ? case.pos : 1", "case.b ? case.pos : refuse('x')", "case.b ? case.neg : case.neg - 1",
		"(case.b ? case.pos : case.pos + 1)", "let d = case.pos; d", "let d = case.pos + 1; d * 2",
		"case.tech.weight ?? refuse('none')", "inverse(case.group.weight)", "half(case.pos)",
	},
	false: {
		"case.cost", "case.n", "case.nonneg", "case.pct", "case.share", "case.w", "rate", "dearest ?? 0", "dearest ?? 1", "count(case.items)", "lines", "sum(case.items, .amount)", "case.pool.pool_cost",
		"lines + 1", "count(case.items) + 1", // the result of a total never is
		"1 - case.pct", "case.share", "1 - case.w", "case.pos - 1", "case.pos - case.pos", "case.pos + case.neg", "case.nonneg - 1", "case.nonneg + case.nonneg",
		"case.pos * case.n", "case.pos * case.nonneg", "case.nonneg / 2", "case.n ^ 2", "case.neg ^ 2", "case.nonneg ^ 2",
		"max(case.cost, 0)", "max(case.nonneg, case.n)", "min(case.pos, case.cost)", "min(case.pos, 0)", "max(case.neg, case.cost)", "max(case.neg, 0)", "abs(case.cost)",
		"round(case.pos, 2)", "round(case.pos / 3, 0)", "floor(case.pos)", "ceil(case.nonneg)", "clamp(case.n, 1, 2)", "round(case.neg, 0)",
		"case.b ? case.pos : 0", "case.b ? case.pos : case.cost", "case.b ? case.pos : case.neg",
		"divide(case.pos, case.n, 1)", "year(case.left)", "days(case.came, case.left)",
	},
}

// TestDivisors: which divisors are accepted by their declared bounds and the rules of signs.
func TestDivisors(t *testing.T) {
	for good, list := range divisors {
		for _, d := range list {
			want := string(diag.DivisorMayBeZero)
			if good {
				want = ""
			}
			if got := problems(t, "1 / ("+d+")"); got != want {
				t.Errorf("1 / (%s) gives %q, want %q", d, got, want)
			}
			// A product is not 0 where both factors are not; a quotient where its dividend is not.
			if got := problems(t, "1 / (("+d+") * 3)"); got != want {
				t.Errorf("1 / ((%s) * 3) gives %q, want %q", d, got, want)
			}
			if got := problems(t, "1 / -("+d+")"); got != want {
				t.Errorf("1 / -(%s) gives %q, want %q", d, got, want)
			}
		}
	}
}

func problems(t *testing.T, formula string) string {
	t.Helper()
	got := typeOf(t, formula)
	if !strings.HasPrefix(got, "DR") {
		return ""
	}
	return got
}

// TestDivisorsInPlace: comparisons with a literal that show that a divisor is not 0 where
// they hold, or where they do not. HOLE stands for `1 / case.n`.
func TestDivisorsInPlace(t *testing.T) {
	for formula, good := range map[string]bool{
		"case.n > 0 ? HOLE : 0": true, "case.n >= 1 ? HOLE : 0": true, "case.n < 0 ? HOLE : 0": true, "case.n <= -1 ? HOLE : 0": true, "case.n != 0 ? HOLE : 0": true, "case.n == 3 ? HOLE : 0": true,
		"case.n >= 0 ? HOLE : 0": false, "case.n <= 0 ? HOLE : 0": false, "case.n < 1 ? HOLE : 0": false, "case.n > -1 ? HOLE : 0": false, "case.n != 1 ? HOLE : 0": false, "case.n == 0 ? HOLE : 0": false,
		"case.n == 0 ? 0 : HOLE": true, "case.n >= 0 ? 0 : HOLE": true, "case.n <= 0 ? 0 : HOLE": true, "case.n < 1 ? 0 : HOLE": true, "case.n > -1 ? 0 : HOLE": true, "case.n != 5 ? 0 : HOLE": true,
		"case.n > 0 ? 0 : HOLE": false, "case.n != 0 ? 0 : HOLE": false, "case.n == 1 ? 0 : HOLE": false, "case.n < 0 ? 0 : HOLE": false, "case.n >= 1 ? 0 : HOLE": false,
		"0 < case.n ? HOLE : 0": true, "0 == case.n ? 0 : HOLE": true, "0 > case.n ? HOLE : 0": true, "1 <= case.n ? HOLE : 0": true, "0 <= case.n ? HOLE : 0": false,
		"0 < case.n < 9 ? HOLE : 0": true, "1 <= case.n <= 9 ? HOLE : 0": true, "0 <= case.n < 9 ? HOLE : 0": false, "0 < case.n < 9 ? 0 : HOLE": false,
		"case.n > 0 and HOLE > 0 ? 1 : 0": true, "HOLE > 0 and case.n > 0 ? 1 : 0": false, "case.n == 0 or HOLE > 0 ? 1 : 0": true, "case.n > 0 or HOLE > 0 ? 1 : 0": false,
		"not (case.n == 0) ? HOLE : 0": true, "not (case.n == 0 or case.b) ? HOLE : 0": true, "not (case.n == 0 and case.b) ? HOLE : 0": false,
		"case.b and case.n > 0 ? HOLE : 0": true, "case.b or case.n > 0 ? HOLE : 0": false, "(case.n > 0 or case.n < 0) ? HOLE : 0": true,
		"case.nonneg > 0 ? HOLE : 0":                                                             false, // another value
		"case.n > case.nonneg ? HOLE : 0":                                                        false, // not a literal
		"case.n > 0 ? (case.b ? HOLE : 0) : 0":                                                   true,
		"case.n in 1..3 ? HOLE : 0":                                                              false, // only comparisons count
		"case.n > 0 ? 1 / (case.n * 2) : 0":                                                      true,
		"case.n > 0 ? 1 / (case.n + 1) : 0":                                                      false, // of the whole divisor
		"case.n + 1 > 0 ? 1 / (case.n + 1) : 0":                                                  true,
		"let d = case.n; d > 0 ? 1 / d : 0":                                                      true,
		"let d = case.n; case.n > 0 ? 1 / d : 0":                                                 false, // names are told apart
		"sum(case.items, .line > 0 ? 1 / .line > 0.5 ? 1 : 0 : 0)":                               true,
		"sum(case.items, case.n > 0 ? (1 / .line > 0.5 ? 1 : 0) : 0)":                            false,
		"sum(case.items, let i = #; any(.case.items, .line > 0) ? (1 / i.line > 1 ? 1 : 0) : 0)": false,
		"count(case.items) > 0 ? 1 / count(case.items) : 0":                                      true,
		"lines > 0 ? 1 / lines : 0":                                                              true,
		"dearest ?? 0 > 0 ? 1 : 0":                                                               false, // DR1220
	} {
		got := problems(t, strings.ReplaceAll(formula, "HOLE", "(1 / case.n)"))
		if (got == "") != good || got != "" && got != string(diag.DivisorMayBeZero) && got != string(diag.CoalesceBinding) {
			t.Errorf("%s gives %q, want it accepted: %v", formula, got, good)
		}
	}
	for formula, want := range map[string]string{"1 / 0": "DR2109", "case.n / 0.00": "DR2109", "divide(1, 0, 2)": "DR2109", "case.n / -0": "DR2109", "1 / (1 - 1)": "DR2110"} {
		if got := problems(t, formula); got != want {
			t.Errorf("%s gives %q, want %q", formula, got, want)
		}
	}
}
