package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
)

// paths are what the conditions of the table speak of. has, or known, of one that is known
// to be there is a diagnostic of its own: that is how the table sees what is known.
var paths = []struct{ name, path string }{
	{"m", "case.moved"}, {"l", "case.later"}, {"t", "case.tech"}, {"tn", "case.tech.note"}, {"gn", "case.group.note"},
	{"f", "case.flag"}, {"s", "case.score"}, {"g", "case.good"},
}

// knownIn lists the paths that are known where a formula has a hole for them.
func knownIn(t *testing.T, per, formula string) string {
	t.Helper()
	var text strings.Builder
	for i, p := range paths {
		path := p.path
		if per == "item" {
			path = "item." + path
		}
		test := "has(" + path + ")"
		if p.name == "s" || p.name == "g" {
			test = "known(" + path + ")"
		}
		// One value for each path, on a line of its own.
		fmt.Fprintf(&text, "let \"probe%d\" { is = \"%s\" }\n", i, strings.ReplaceAll(formula, "HOLE", test))
	}
	_, ds := rules(t, text.String())
	var out []string
	for _, d := range ds {
		if d.Code != diag.HasNothing && d.Code != diag.KnownNothing {
			t.Fatalf("%s: %v", formula, d)
		}
		out = append(out, paths[d.Span.Start().Line-1].name)
	}
	return strings.Join(out, " ")
}

// TestNarrowing: which paths are known to have a value where a condition holds, and where it
// does not.
func TestNarrowing(t *testing.T) {
	const m, l = "has(case.moved)", "has(case.later)"
	for _, tt := range []struct{ condition, yes, no string }{
		{"case.b", "", ""},
		{"true", "", ""},
		{m, "m", ""},
		{"not " + m, "", "m"},
		{"not not " + m, "m", ""},
		{m + " and " + l, "m l", ""},
		{m + " and case.b", "m", ""},
		{"case.b and " + m, "m", ""},
		{m + " or " + l, "", ""},
		{m + " or " + m, "m", ""},
		{m + " or case.b", "", ""},
		{"not " + m + " or not " + l, "", "m l"},
		{"not " + m + " and not " + l, "", ""},
		{"not (" + m + " and " + l + ")", "", "m l"},        // De Morgan
		{"not (not " + m + " or not " + l + ")", "m l", ""}, // De Morgan
		{"not (" + m + " or " + l + ")", "", ""},            // neither is known: one of them is there
		{"not (not " + m + " and not " + l + ")", "", ""},   // the same, turned round
		{"(" + m + " and " + l + ") or " + m, "m", ""},      // what both sides say
		{"(" + m + " or " + l + ") and " + m, "m", ""},      // what either side says
		{"(" + m + " and case.b) or (" + m + " and " + l + ")", "m", ""},
		{"case.b ? " + m + " : " + m, "m", ""},
		{"case.b ? " + m + " : " + l, "", ""},
		{m + " ? case.b : false", "", ""}, // only the rules of the manual count
		{m + " ? case.b : true", "", ""},
		{m + " ? true : " + l, "", ""},
		{"if " + m + " { " + l + " } else { false }", "", ""},
		{"let h = " + m + "; h", "m", ""},
		{"let h = " + m + "; h and " + l, "m l", ""},
		{"let h = " + m + "; not h", "", "m"},
		{m + " == true", "", ""},
		{m + " == " + l, "", ""},

		// Through references: the path to a value is there where the value is.
		{"has(case.tech)", "t", ""},
		{"has(case.tech.note)", "t tn", ""},
		{"has(case.group.note)", "gn", ""},
		{"has(case.tech) and has(case.tech.note)", "t tn", ""},
		{"has(case.tech.note ?? case.group.note)", "", ""},
		{"case.tech in groups or false", "", ""},

		// What an expression needs is not known from the expression, only the whole is.
		{"has(case.moved + 1)", "", ""},
		{"has(case.moved > case.left)", "", ""},
		{"(case.moved > case.left) ?? false", "", ""},

		// ?? over a truth that may be none.
		{"has(case.flag)", "f", ""},
		{"case.flag ?? false", "f", ""},
		{"case.flag ?? true", "", "f"},
		{"not (case.flag ?? true)", "f", ""},
		{"(case.flag ?? false) and " + m, "m f", ""},
		{"(has(case.moved) and case.flag) ?? false", "m", ""},

		// What may be unreported.
		{"known(case.score)", "s", ""},
		{"not known(case.score)", "", "s"},
		{"known(case.score) and known(case.good)", "s g", ""},
		{"known(case.score + 1)", "s", ""},
		{"known(case.score > 3 and case.good)", "s g", ""},
		{"known(case.score) or known(case.good)", "", ""},
		{"known(case.good) and case.good", "g", ""},
		{"case.good ?? false", "", ""}, // says that there is a value, not that it was reported

		// Named truths say what their formulas say.
		{"has_moved", "m", ""},
		{"not_moved", "", "m"},
		{"not not_moved", "m", ""},
		{"moved_and_b", "m", ""},
		{"moved_and_b and " + l, "m l", ""},
		{"has(late)", "", ""}, // says so of late, not of what late reads
		{"eligible", "m l", ""},
		{"waived", "m", ""},
		{"status(eligible) == 'met'", "", ""},
	} {
		t.Run(tt.condition, func(t *testing.T) {
			if got := knownIn(t, "case", "("+tt.condition+") ? HOLE : true"); got != tt.yes {
				t.Errorf("where it holds %q is known, want %q", got, tt.yes)
			}
			if got := knownIn(t, "case", "("+tt.condition+") ? true : HOLE"); got != tt.no {
				t.Errorf("where it does not hold %q is known, want %q", got, tt.no)
			}
			// and, or say the same as the choice.
			if got := knownIn(t, "case", "("+tt.condition+") and HOLE"); got != tt.yes {
				t.Errorf("behind and %q is known, want %q", got, tt.yes)
			}
			if got := knownIn(t, "case", "("+tt.condition+") or HOLE"); got != tt.no {
				t.Errorf("behind or %q is known, want %q", got, tt.no)
			}
		})
	}
}

// TestNarrowingThroughPaths: named truths of another row speak of that row.
func TestNarrowingThroughPaths(t *testing.T) {
	for condition, want := range map[string]string{
		"has(item.case.moved)":                           "m",
		"item.case.has_moved":                            "m",
		"item.case.not_moved":                            "",
		"not item.case.not_moved":                        "m",
		"item.case.moved_and_b":                          "m",
		"item.case.eligible":                             "m l",
		"item.case.has_moved and has(item.case.later)":   "m l",
		"known(item.case.score)":                         "s",
		"has(item.case.tech.note)":                       "t tn",
		"has(item.case.late)":                            "",
		"let k = item.case; has(k.moved)":                "", // the same row under another name
		"item.amount > 0":                                "",
		"any(item.case.items, has(.o))":                  "",
		"all(item.case.items, has(.case.moved))":         "",
		"item.case.has_moved or has(item.case.moved)":    "m",
		"item.case.has_moved ? item.amount > 0 : false":  "",
		"not (not item.case.has_moved or item.amount>0)": "m",
	} {
		if got := knownIn(t, "item", "("+condition+") ? HOLE : true"); got != want {
			t.Errorf("where %s holds, %q is known, want %q", condition, got, want)
		}
	}
}

// TestNarrowingPlaces: where blocks say that a condition holds. Each line puts HOLE where what
// is named is known, and the same without the condition is a diagnostic.
func TestNarrowingPlaces(t *testing.T) {
	for what, tt := range map[string]struct{ with, without string }{
		"when of a payment": {
			"payment \"p\" {\n when = \"has(case.moved)\"\n pays = \"READ\"\n unit = money\n}",
			"payment \"p\" {\n when = \"case.b\"\n pays = \"READ\"\n unit = money\n}",
		},
		"not in pending": {
			"",
			"payment \"p\" {\n when = \"has(case.moved)\"\n pays = \"1\"\n pending = \"READ\"\n unit = money\n}",
		},
		"applies of criteria": {
			"criteria \"k\" {\n applies = \"has(case.moved)\"\n criterion \"a\" { require = \"READ > 0\" }\n}",
			"criteria \"k\" {\n applies = \"case.b\"\n criterion \"a\" { require = \"READ > 0\" }\n}",
		},
		"applies reaches waive": {
			"criteria \"k\" {\n applies = \"has(case.moved)\"\n criterion \"a\" {\n require = \"case.b\"\n waive = \"READ > 0\"\n }\n}",
			"criteria \"k\" {\n applies = \"case.b\"\n criterion \"a\" {\n require = \"has(case.moved)\"\n waive = \"READ > 0\"\n }\n}",
		},
		"one criterion does not reach the next": {
			"",
			"criteria \"k\" {\n criterion \"a\" { require = \"has(case.moved)\" }\n criterion \"b\" { require = \"READ > 0\" }\n}",
		},
		"where of a total": {
			"total \"k\" {\n by = \"case.pool\"\n where = \"has(case.moved)\"\n sum = \"READ\"\n}",
			"total \"k\" {\n by = \"case.pool\"\n where = \"case.b\"\n sum = \"READ\"\n}",
		},
		"where of a rank": {
			"rank \"k\" {\n by = \"case.pool\"\n where = \"has(case.moved)\"\n order = [\"READ\", \"case.id\"]\n}",
			"rank \"k\" {\n by = \"case.pool\"\n order = [\"READ\", \"case.id\"]\n}",
		},
		"when of a row of bands": {
			"bands \"k\" {\n rows = [{ when = \"has(case.moved)\", is = \"READ\" }, { value = 0 }]\n}\noutput \"k\" { is = \"k\" }",
			"bands \"k\" {\n rows = [{ when = \"has(case.moved)\", value = 0 }, { is = \"READ\" }]\n}\noutput \"k\" { is = \"k\" }",
		},
		"rank where its where holds": {
			"rank \"k\" {\n by = \"case.pool\"\n where = \"case.b\"\n order = [\"case.id\"]\n}\noutput \"k\" { is = \"case.b ? k : 0\" }",
			"rank \"k\" {\n by = \"case.pool\"\n where = \"case.b\"\n order = [\"case.id\"]\n}\noutput \"k\" { is = \"case.c ? k : 0\" }",
		},
		"rank where its where is a name, through a path": {
			"rank \"k\" {\n by = \"case.pool\"\n where = \"has_moved\"\n order = [\"case.id\"]\n}\noutput \"k\" { is = \"item.case.has_moved ? item.case.k : 0\" }",
			"rank \"k\" {\n by = \"case.pool\"\n where = \"has_moved\"\n order = [\"case.id\"]\n}\noutput \"k\" { is = \"item.case.moved_and_b ? 1 : item.case.k\" }",
		},
		"elements of a predicate": {
			"output \"k\" { is = \"count(case.items, has(.o) and .o > 1)\" }",
			"output \"k\" { is = \"count(case.items, .o > 1)\" }",
		},
		"an element is not the outer one": {
			"",
			"output \"k\" { is = \"count(case.items, has(.o) and any(.case.items, .o > 1))\" }",
		},
		"a value that reads what was tested": {
			"output \"k\" { is = \"has(case.moved) ? late : case.left\" }",
			"output \"k\" { is = \"has(case.later) ? late : case.left\" }",
		},
		"a value that was tested itself": {
			"output \"k\" { is = \"has(late) ? late : case.left\" }",
			"output \"k\" { is = \"has(late) ? case.moved : case.left\" }",
		},
		"a value of another row that was tested": {
			"output \"k\" {\n per = \"item\"\n is = \"has(item.case.late) ? item.case.late : item.case.left\"\n}",
			"output \"k\" {\n per = \"item\"\n is = \"item.case.b ? item.case.late : item.case.left\"\n}",
		},
		"names bound twice are two": {
			"output \"k\" { is = \"(let a = case.moved; has(a) ? days(a, case.left) : 0 + 0 * case.stay) > 0\" }",
			"output \"k\" { is = \"(let a = case.moved; has(a)) and (let a = case.later; a > case.left)\" }",
		},
		"each knows its where": {
			"criteria \"k\" {\n each = \"case.items\"\n as = \"i\"\n where = \"has(i.o)\"\n require = \"i.o > 1\"\n}",
			"criteria \"k\" {\n each = \"case.items\"\n as = \"i\"\n require = \"i.o > 1\"\n}",
		},
	} {
		read := strings.NewReplacer("READ", "(case.moved > case.left ? 1 : 2)")
		if _, ds := rules(t, read.Replace(tt.with)); tt.with != "" && len(ds) > 0 {
			t.Errorf("%s: %v", what, ds)
		}
		if _, ds := rules(t, read.Replace(tt.without)); codes(ds) != string(diag.AbsentHere) {
			t.Errorf("%s, without: %v, want one %s", what, ds, diag.AbsentHere)
		}
	}
}
