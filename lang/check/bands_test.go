package check_test

import (
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
)

// TestBandGaps: bands over every kind of line, with what is wrong with them as people are
// told it, or "" where they take everything and nothing twice.
func TestBandGaps(t *testing.T) {
	for _, tt := range []struct{ of, rows, want string }{
		// Numbers with fixed decimals have a next number.
		{"case.n", "{ value = 1 }", ""},
		{"case.n", "{ below = 10, value = 1 }, { value = 2 }", ""},
		{"case.n", "{ up_to = 9, value = 1 }, { at_least = 10, value = 2 }", ""},
		{"case.n", "{ up_to = 9, value = 1 }, { above = 9, value = 2 }", ""},
		{"case.n", "{ below = 10, value = 1 }, { at_least = 10, value = 2 }", ""},
		{"case.n", "{ below = 10, value = 1 }, { above = 9, value = 2 }", ""},
		{"case.n", "{ below = 10, value = 1 }, { above = 10, value = 2 }", "no band for exactly 10"},
		{"case.n", "{ below = 10, value = 1 }, { at_least = 12, value = 2 }", "no band for values from 10 up to 11"},
		{"case.n", "{ below = 10, value = 1 }", "no band for values from 10"},
		{"case.n", "{ at_least = 0, value = 1 }", "no band for values up to -1"},
		{"case.n", "{ up_to = 10, value = 1 }, { at_least = 10, value = 2 }", "exactly 10"},
		{"case.n", "{ below = 10, value = 1 }, { at_least = 5, value = 2 }", "values from 5 up to 9"},
		{"case.n", "{ value = 1 }, { below = 10, value = 2 }", "values up to 9"},
		{"case.n", "{ value = 1 }, { value = 2 }", "any other value"},
		{"case.n", "{ below = 10, value = 1 }, { below = 5, value = 2 }, { value = 3 }", "values up to 4"},
		{"case.n", "{ below = 10, value = 1 }, { below = 10, value = 2 }, { value = 3 }", "values up to 9"},
		{"case.n", "{ at_least = 5, below = 5, value = 1 }, { value = 2 }", "values from 5 up to 4"},
		{"case.n", "{ above = 5, below = 6, value = 1 }, { value = 2 }", "values from 6 up to 5"}, // nothing between 5 and 6
		{"case.n", "{ below = 9.5, value = 1 }, { at_least = 9.5, value = 2 }", ""},
		{"case.n", "{ below = 9.5, value = 1 }, { at_least = 10, value = 2 }", ""}, // 9.5 is no whole number
		{"case.cost", "{ up_to = 9.99, value = 1 }, { at_least = 10, value = 2 }", ""},
		{"case.cost", "{ up_to = 9.98, value = 1 }, { at_least = 10, value = 2 }", "no band for exactly 9.99"},
		{"case.cost", "{ below = 10, value = 1 }, { above = 10, value = 2 }", "no band for exactly 10"},
		{"case.cost", "{ up_to = 10, value = 1 }, { above = 10, value = 2 }", ""},

		// From large to small.
		{"case.n", "{ at_least = 10, value = 1 }, { at_least = 5, value = 2 }, { value = 3 }", ""},
		{"case.n", "{ at_least = 10, value = 1 }, { at_least = 5, value = 2 }", "no band for values up to 4"},
		{"case.n", "{ at_least = 5, value = 1 }, { at_least = 10, value = 2 }, { value = 3 }", "values from 10"},
		{"case.n", "{ at_least = 10, value = 1 }, { below = 9, value = 2 }", "no band for exactly 9"},
		{"case.n", "{ at_least = 10, value = 1 }, { below = 10, value = 2 }", ""},

		// Declared bounds of what is looked at.
		{"case.nonneg", "{ at_least = 0, value = 1 }", ""},
		{"case.nonneg", "{ at_least = 1, value = 1 }", "no band for exactly 0"},
		{"case.pct", "{ below = 0.5, value = 1 }, { up_to = 1, value = 2 }", ""},
		{"case.pct", "{ below = 0.5, value = 1 }, { below = 1, value = 2 }", "no band for exactly 1"},
		{"case.share", "{ below = 0.5, value = 1 }, { below = 1, value = 2 }", ""},
		{"case.share", "{ below = 0.5, value = 1 }, { below = 0.9999, value = 2 }", "no band for exactly 0.9999"},
		{"case.pos", "{ at_least = 0.01, value = 1 }", ""},
		{"case.neg", "{ below = 0, value = 1 }", ""},

		// Unrounded numbers have no next one.
		{"third", "{ below = 10, value = 1 }, { value = 2 }", ""},
		{"third", "{ up_to = 10, value = 1 }, { above = 10, value = 2 }", ""},
		{"third", "{ below = 10, value = 1 }, { at_least = 10, value = 2 }", ""},
		{"third", "{ below = 10, value = 1 }, { above = 10, value = 2 }", "no band for exactly 10"},
		{"third", "{ up_to = 9.99, value = 1 }, { at_least = 10, value = 2 }", "no band for values above 9.99 below 10"},
		{"third", "{ up_to = 10, value = 1 }, { at_least = 10, value = 2 }", "exactly 10"},

		// Dates.
		{"case.left", "{ below = \"date('2024-01-01')\", value = 1 }, { value = 2 }", ""},
		{"case.left", "{ up_to = \"date('2023-12-31')\", value = 1 }, { at_least = \"date('2024-01-01')\", value = 2 }", ""},
		{"case.left", "{ below = \"date('2023-12-31')\", value = 1 }, { at_least = \"date('2024-01-01')\", value = 2 }", "no band for exactly 2023-12-31"},
		{"case.left", "{ up_to = \"date('2024-02-28')\", value = 1 }, { at_least = \"date('2024-03-01')\", value = 2 }", "no band for exactly 2024-02-29"},

		// Bounds that are formulas cannot be told before a case is read.
		{"case.n", "{ below = \"case.nonneg\", value = 1 }", ""},
		{"case.n", "{ below = \"case.nonneg\", value = 1 }, { below = 3, value = 2 }", ""},
		{"case.n", "{ below = \"-5\", value = 1 }, { value = 2 }", ""},
		{"case.n", "{ below = \"2 + 3\", value = 1 }", ""},
	} {
		_, ds := rules(t, "bands \"k\" {\n of = \""+tt.of+"\"\n rows = ["+tt.rows+"]\n}\n")
		got := ""
		for _, d := range ds {
			switch d.Code {
			case diag.BandsGap:
				got += d.Args[0].(diag.Text).En
				got = "no band for " + got
			case diag.BandsOverlap:
				got += d.Args[0].(diag.Text).En
			default:
				got += d.Error()
			}
		}
		if got != tt.want {
			t.Errorf("%s over %s: %q, want %q", tt.rows, tt.of, got, tt.want)
		}
	}
}
