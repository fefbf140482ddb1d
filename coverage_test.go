package drgrule_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
)

const coverageRules = `
ruleset "cover" { uses = ["std/newness"] }
record "case" {
  key    = ["id"]
  clock  = "case.discharged"
  fields = { id = text, cost = { type = money, min = 0 }, kind = enum("a", "b"), discharged = date, group = ref(groups), approved = optional(date) }
}
table "groups" {
  key     = ["code"]
  columns = { code = text, mean = money }
  rows    = [
    ["AA11", 100],
    ["BB11", 200],
  ]
}
bands "level" {
  of   = "case.cost"
  rows = [
    { below = 10, value = 1 },
    { below = 20, value = 2 },
    { value = 3 },
  ]
}
function "small" {
  args = { x = money }
  is   = "x < 50"
}
payment "base" {
  when = "case.kind == 'a' and not small(case.cost) and case.kind not in ['b']"
  pays = "case.group.mean * level"
}
output "new" { is = "newness.within(case.approved, case.discharged, 1)" }
property "level_is_small" { holds = "level <= 3" }
`

// TestCoverage: what a known set of examples leaves untried, and nothing else. The
// module's own conditions are not the ruleset's to try.
func TestCoverage(t *testing.T) {
	example := func(name, kind, cost, group string) string {
		return fmt.Sprintf("example %q {\n  given = { case = { id = \"TEST-1\", cost = %q, kind = %q, discharged = \"2024-01-01\", group = %q } }\n  expect = {}\n}\n", name, cost, kind, group)
	}
	for _, c := range []struct {
		name     string
		examples string
		want     string
	}{
		{"one case", example("x", "a", "60", "AA11"), `
conditions 6/12, bands 1/3, rows 1/2
13 never_read groups(BB11)
19 never_taken < 10
20 never_taken < 20
26 never_holds x < 50
29 never_fails case.kind == 'a'
29 never_fails case.kind == 'a' and not small(case.cost) and case.kind not in ['b']
29 never_holds small(case.cost)
29 never_fails case.kind not in ['b']
32 never_holds newness.within(case.approved, case.discharged, 1)`},
		{"other bands, still one table row", example("x", "a", "60", "AA11") + example("y", "b", "10", "BB11") + example("z", "b", "9.99", "BB11"), `
conditions 11/12, bands 3/3, rows 1/2
13 never_read groups(BB11)
32 never_holds newness.within(case.approved, case.discharged, 1)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			covers(t, coverageRules+c.examples, c.want)
		})
	}
}

func covers(t *testing.T, rules, want string) {
	t.Helper()
	p, err := drgrule.Compile(fstest.MapFS{"cover/ruleset.hcl": {Data: []byte(rules)}}, drgrule.Options{Entry: "cover"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Coverage(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("\nconditions %d/%d, bands %d/%d, rows %d/%d", r.Conditions.Reached, r.Conditions.All, r.Bands.Reached, r.Bands.All, r.TableRows.Reached, r.TableRows.All)
	if r.Awaiting > 0 {
		got += fmt.Sprintf(", awaiting %d", r.Awaiting)
	}
	for _, g := range r.Missed {
		got += fmt.Sprintf("\n%d %s %s", g.Line, g.Lacks, g.Text)
	}
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestCoverageOfPredicates: a predicate over a table looks at every row, and reaches
// those for which it holds; `all` and `sum` need every one.
func TestCoverageOfPredicates(t *testing.T) {
	for _, c := range []struct{ name, output, want string }{
		{"find", "has(find(drugs, .name == case.name)) ? find(drugs, .name == case.name).code : 'none'", `
conditions 5/6, bands 0/0, rows 1/3
10 never_read drugs(A1)
12 never_read drugs(C1)
17 never_fails has(find(drugs, .name == case.name))`},
		{"count", "count(drugs, .price > 15)", `
conditions 2/2, bands 0/0, rows 2/3
10 never_read drugs(A1)`},
		{"all", "all(drugs, .price > 5) ? 1 : 0", `
conditions 2/4, bands 0/0, rows 3/3
17 never_fails all(drugs, .price > 5)
17 never_fails .price > 5`},
		{"sum", "sum(drugs, .price)", `
conditions 0/0, bands 0/0, rows 3/3`},
		{"a claim shows nothing", "1", `
conditions 0/0, bands 0/0, rows 0/3
10 never_read drugs(A1)
11 never_read drugs(B1)
12 never_read drugs(C1)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			covers(t, `ruleset "cover" {}
record "case" {
  key    = ["id"]
  fields = { id = text, name = text }
}
table "drugs" {
  key     = ["code"]
  columns = { code = text, name = text, price = money }
  rows    = [
    ["A1", "one", 10],
    ["B1", "two", 20],
    ["C1", "three", 30],
  ]
}
output "result" {
  per = "case"
  is  = "`+c.output+`"
}
property "priced" {
  per   = "drugs"
  holds = "drugs.price > 0"
}
example "x" {
  given  = { case = { id = "TEST-1", name = "two" } }
  expect = {}
}
`, c.want)
		})
	}
}

// TestCoverageOfTheUnknown: an outcome that needs an answer which the rules leave
// unknown is not asked for.
func TestCoverageOfTheUnknown(t *testing.T) {
	covers(t, `ruleset "cover" {}
record "case" {
  key    = ["id"]
  fields = { id = text, old = bool, kind = enum("a", "b") }
}
criteria "eligible" {
  criterion "old" { require = "case.old" }
  criterion "rest" { require = "unknown('the rest of the article is not known')" }
}
let "barred" { is = "not case.old or unknown('is there a list?')" }
let "open" { is = "not barred" }
output "result" { is = "case.kind == 'a' ? eligible : open" }
example "x" {
  given  = { case = { id = "TEST-1", old = false, kind = "a" } }
  expect = {}
}
`, `
conditions 4/10, bands 0/0, rows 0/0
7 never_holds case.old
10 never_holds not case.old or unknown('is there a list?')
10 never_holds case.old
11 never_holds barred
12 never_fails case.kind == 'a'
12 never_fails open`)
}

// TestUntested: a block may say why examples do not reach it; a reason for nothing is a
// gap, and rows of sample tables are counted apart.
func TestUntested(t *testing.T) {
	const rules = `ruleset "cover" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money, group = ref(groups) }
}
table "groups" {
  key     = ["code"]
  columns = { code = text, mean = money }
  sample  = true
  rows    = [["AA11", 100], ["BB11", 200]]
}
param "reading" {
  type     = enum("first", "second")
  value    = "first"
  untested = "a reason for nothing"
}
output "result" {
  is       = "reading == 'first' ? case.group.mean : 0"
  untested = "the other reading"
}
output "dear" { is = "case.cost > 10" }
example "x" {
  given  = { case = { id = "TEST-1", cost = 11, group = "AA11" } }
  expect = { result = 100 }
}
`
	covers(t, rules, `
conditions 2/3, bands 0/0, rows 0/0
12 not_untested a reason for nothing
21 never_fails case.cost > 10`)
	p, err := drgrule.Compile(fstest.MapFS{"cover/ruleset.hcl": {Data: []byte(rules)}}, drgrule.Options{Entry: "cover"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Coverage(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Excused) != 1 || r.Excused[0].Reason != "the other reading" || r.SampleRows.Reached != 1 || r.SampleRows.All != 2 {
		t.Errorf("excused %v, sample rows %v", r.Excused, r.SampleRows)
	}
	if r.Awaiting != 0 {
		t.Errorf("%d places await many cases; there is no value of many cases", r.Awaiting)
	}
}

// TestUntestedBelow: the reason of a block below is not one for what stands over it.
func TestUntestedBelow(t *testing.T) {
	p, err := drgrule.Compile(fstest.MapFS{
		"below/ruleset.hcl": {Data: []byte(`ruleset "below" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}
let "dear" {
  is       = "case.cost > 10"
  untested = "the reading that was not taken"
}
output "result" { is = "dear" }
`)},
		"cover/ruleset.hcl": {Data: []byte(`ruleset "cover" { extends = "below" }
let "dear" {
  override = true
  is       = "case.cost > 20"
}
example "x" {
  given  = { case = { id = "TEST-1", cost = 11 } }
  expect = { result = false }
}
`)},
	}, drgrule.Options{Entry: "cover"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Coverage(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Excused) != 0 || len(r.Missed) != 1 || r.Missed[0].Lacks != "never_holds" || r.Missed[0].Text != "case.cost > 20" {
		t.Errorf("missed %v, excused %v", r.Missed, r.Excused)
	}
}

// TestCoverageAwaiting: what needs many cases is counted, whether a condition or the
// rows of a table, and also where a provisional value stands in; a param that stands in the formulas as a constant is no such thing.
func TestCoverageAwaiting(t *testing.T) {
	covers(t, `ruleset "cover" {}
record "pool" {
  key    = ["year"]
  fields = { year = count }
}
record "case" {
  key    = ["id"]
  fields = { id = text, pool = ref(pool), cost = { type = money, min = 0 } }
}
param "rate" {
  unit  = ratio
  value = 0.5
}
table "steps" {
  key     = ["step"]
  columns = { step = count, share = ratio }
  rows    = [[1, 0.1], [2, 0.2]]
}
total "all_costs" {
  by  = "case.pool"
  sum = "case.cost"
}
let "many" { is = "case.pool.all_costs > 100" }
let "much" {
  is          = "case.pool.all_costs > 500"
  provisional = "case.cost > 50"
}
output "much" { is = "much" }
output "half" { is = "round(case.cost * rate, 2)" }
output "share" {
  per = "case"
  is  = "many ? steps(1).share : steps(2).share"
}
example "x" {
  given  = { case = { id = "TEST-1", cost = 1, pool = "2024" }, pool = { year = 2024 } }
  expect = {}
}
`, `
conditions 2/4, bands 0/0, rows 0/0, awaiting 8
26 never_holds case.cost > 50
28 never_holds much`)
}
