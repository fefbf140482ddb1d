package check_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/stdlib"
)

// world is what the formulas of the tables read.
const world = `
ruleset "tables" {}
table "groups" {
  key     = ["code"]
  columns = { code = text, weight = { type = ratio, min = 0.01 }, note = optional(text), mean = { type = money, min = 0 } }
  rows    = [["A", 1, "", 5]]
}
table "dated" {
  key     = ["code"]
  columns = { code = text, rate = ratio, from = from }
  rows    = [["A", 1, ""]]
}
record "pool" {
  key    = ["id"]
  fields = { id = text, budget = money }
}
record "case" {
  key   = ["id"]
  clock = "case.left"
  fields = {
    id = text, left = date, came = date, moved = optional(date), later = optional(date), b = bool, c = bool
    flag = optional(bool), good = unknown(bool), score = unknown(count), n = count, cost = money, pts = points, w = ratio, share = { type = ratio, min = 0, below = 1 }
    pos = { type = money, min = 0.01 }, neg = { type = money, max = -1 }, nonneg = { type = count, min = 0 }, stay = days, pct = { type = ratio, decimals = 2, min = 0, max = 1 }
    group = ref(groups), tech = optional(ref(groups)), pool = ref(pool), codes = list(text), sums = list(money)
    kind = enum("x", "y"), month = month
  }
}
record "item" {
  key    = ["case", "line"]
  fields = { case = { type = ref(case), back = "items" }, line = count, amount = money, o = optional(count), w = ratio }
}
param "rate" {
  value = 0.5
}
param "price" {
  unit  = money / points
  value = 12.345
  min   = 1
}
param "keyed" {
  keys  = { kind = enum("x", "y") }
  value = { x = 1 }
}
let "has_moved" {
  is = "has(case.moved)"
}
let "not_moved" {
  is = "not has_moved"
}
let "moved_and_b" {
  is = "case.b and has_moved"
}
let "late" {
  is = "case.moved"
}
let "third" {
  is = "case.cost / 3"
}
criteria "eligible" {
  applies = "has(case.moved)"
  criterion "later" {
    require = "has(case.later)"
  }
}
criteria "waived" {
  applies = "has(case.moved)"
  criterion "later" {
    require = "has(case.later)"
    waive   = "case.b"
  }
}
total "lines" {
  by    = "item.case"
  count = "item.amount > 0"
}
total "dearest" {
  by  = "item.case"
  max = "item.amount"
}
total "pool_cost" {
  by  = "case.pool"
  sum = "case.cost"
}
function "half" {
  args = { amount = money }
  is   = "amount / 2"
}
function "inverse" {
  args = { number = { type = ratio, min = 0.01 } }
  is   = "1 / number"
}
`

// rules compiles more rules beside the world.
func rules(t *testing.T, more string) (*check.Info, diag.List) {
	t.Helper()
	out, err := lang.Compile(lang.Input{
		Entry: "rules", Library: stdlib.Library(),
		Open: func(string) (*lang.Dir, error) {
			return &lang.Dir{
				Files: []*diag.File{diag.NewFile("world.hcl", []byte(world)), diag.NewFile("more.hcl", []byte(more))},
				Table: func(string) ([]byte, error) { return nil, errors.New("no such file") },
			}, nil
		},
		Module: func(string) (*lang.Dir, error) { return nil, errors.New("no modules here") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Info, slices.DeleteFunc(out.Diags, func(d *diag.Diagnostic) bool { return d.Code == diag.UnusedName })
}

// codes are the codes of diagnostics, in their order.
func codes(ds diag.List) string {
	var out []string
	for _, d := range ds {
		out = append(out, string(d.Code))
	}
	return strings.Join(out, " ")
}

// typeOf is the type of a formula of a case: unit and decimals, or the code of what is wrong
// with it.
func typeOf(t *testing.T, formula string) string {
	t.Helper()
	info, ds := rules(t, "let \"x\" {\n  per = \"case\"\n  is  = <<-F\n"+formula+"\nF\n}\n")
	if ds = slices.DeleteFunc(ds, func(d *diag.Diagnostic) bool { return d.Code == diag.RoundsNothing }); len(ds) > 0 {
		return codes(ds)
	}
	for _, v := range info.Values {
		if v.Name == "x" {
			text := v.Type.String()
			if v.Optional {
				text += ", optional"
			}
			return text
		}
	}
	return "no value"
}
