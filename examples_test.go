package drgrule_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
)

const exampleRules = `
ruleset "examples" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = { type = money, min = 0 }, admitted = date, month = ref(pool) }
}
record "item" {
  key    = ["case", "line"]
  fields = { case = { type = ref(case), back = "items" }, line = count, amount = money }
}
record "part" {
  key    = ["case", "number"]
  fields = { case = ref(case), number = count }
}
record "pool" {
  key    = ["month"]
  fields = { month = text }
}
total "spent" {
  by  = "case.month"
  sum = "case.cost"
}
output "lines" { is = "sum(case.items, .amount)" }
total "parts" {
  by    = "part.case"
  count = "true"
}
output "dear" { is = "case.cost > 10" }
output "next" { is = "case.admitted + 1" }
output "left" { is = "case.month.spent - case.cost" }
`

// TestExamples: what passes, what fails, and where it is said to stand.
func TestExamples(t *testing.T) {
	const head = "name,note,spent,case.id,case.cost,case.admitted,case.month,item.line,item.amount,part.number,expect.lines,expect.parts,expect.dear,expect.next,expect.left,expect.outcome\n"
	for _, c := range []struct{ name, hcl, csv, want string }{
		{"rows of a file, with what nests", "", head +
			"one,,100,A,20.00,2024-06-30,M,1,3.00,1,3,1,是,2024/7/1,80,decided\n" +
			"two,,,B,5.00,2024-06-30,M,1,3.00,,3,0,false, 2024-07-01 ,awaiting,\n" +
			",,,C,5.00,2024-06-30,M,,,,0,0,否,,,\n", `
t/e.csv:2 file: one: ok
t/e.csv:3 file: two: ok
t/e.csv:4 file, e.csv:4: ok`},
		{"empty rows and what fails", "", head +
			",,,,,,,,,,,,,,,\n" +
			"dear,not so,,A,20.00,2024-06-30,M,,,,,,否,2024-07-02,,\n" +
			"no case,,,,,,,,,,,,,,,decided\n", `
t/e.csv:3 file: dear: dear 否 true; next 2024-07-02 2024-07-01
t/e.csv:4 file: no case: given a case no record among case`},
		{"a refusal must be expected", "", head +
			"silent,,,A,-1,2024-06-30,M,,,,,,,,,\n" +
			"told,,,A,-1,2024-06-30,M,,,,,,,,,refused\n", `
t/e.csv:2 file: silent: outcome not refused refused: DF1005 case.cost
t/e.csv:3 file: told: ok`},
		{"written out", `
example "lines" {
  given  = { case = { id = "A", cost = 1, admitted = "2024-06-30", month = "M", items = [{ line = 1, amount = 3 }], part = [{ number = 1 }, { number = 2 }] } }
  expect = { lines = "3.00", parts = 2, items = [{}] }
}
`, head, `
t/ruleset.hcl:32 lines: ok`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := drgrule.Compile(fstest.MapFS{
				"t/ruleset.hcl": {Data: []byte(exampleRules + c.hcl + "example \"file\" { rows = \"e.csv\" }\n")},
				"t/e.csv":       {Data: []byte(c.csv)},
			}, drgrule.Options{Entry: "t"})
			if err != nil {
				t.Fatal(err)
			}
			results, err := p.Test(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, r := range results {
				how := "ok"
				if !r.Passed {
					var fs []string
					for _, f := range r.Failures {
						fs = append(fs, f.Name+" "+f.Want+" "+f.Got)
					}
					how = strings.Join(fs, "; ")
				}
				got += fmt.Sprintf("\n%s:%d %s: %s", r.File, r.Line, r.Name, how)
			}
			if got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}
