package drgrule_test

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"strings"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/trace"
)

//go:embed testdata/rulesets
var embedded embed.FS

// province compiles the ruleset of the examples.
func province() *drgrule.Program {
	rules, err := fs.Sub(embedded, "testdata/rulesets")
	if err != nil {
		log.Fatal(err)
	}
	prog, err := drgrule.Compile(rules, drgrule.Options{Entry: "province"})
	if err != nil {
		log.Fatal(err)
	}
	return prog
}

// TEST-1 is the case of the examples: 3,000 of 5,000 are for a listed drug.
func test1() drgrule.Case {
	return drgrule.Case{
		"id":         "TEST-1",
		"group":      "AA11",
		"total_cost": "5000.00", // numbers are texts or whole numbers, never float64
		"discharged": "2024-06-30",
		"city":       "C1",
		"indication": true,
		"items": []map[string]any{ // rows that belong to the case nest in it
			{"line": 1, "code": "X01", "amount": "3000.00"},
			{"line": 2, "code": "Z99", "amount": "2000.00"},
		},
	}
}

func Example() {
	ctx := context.Background()

	// The file system holds the ruleset's directory and those that it may extend.
	prog, err := drgrule.Compile(os.DirFS("testdata/rulesets"), drgrule.Options{Entry: "province"})
	if err != nil {
		log.Fatal(err)
	}

	res, err := prog.Eval(ctx, test1(), nil)
	if err != nil {
		log.Fatal(err) // the call was wrong: what is wrong with data is in the result
	}
	payment, ok := res.Output("payment")
	fmt.Println(res.Outcome, payment, ok)
	for _, row := range res.Rows {
		for _, p := range row.Payments {
			fmt.Println(row.Record, row.Key, p.Name, p.Text, p.State)
		}
	}
	// Output:
	// paid 14600.00 true
	// case [TEST-1] addon 2100.00 value
	// case [TEST-1] standard 12500.00 value
}

func ExampleProgram_Eval_refused() {
	c := test1()
	c["total_cost"] = 5000.0 // a float64 is not exact
	c["group"] = "ZZ99"
	res, err := province().Eval(context.Background(), c, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Outcome)
	for _, f := range res.Faults {
		fmt.Println(f.Record, f.Column, f.Code, f.Code.Info().Message.In(diag.En))
	}
	// Output:
	// refused
	// case group DF1014 the table has no such code
	// case total_cost DF1015 the number was given as a floating-point value, which is not exact
}

func ExampleProgram_Eval_review() {
	c := test1()
	c["indication"] = nil // not reported
	res, err := province().Eval(context.Background(), c, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Outcome, res.Reasons)
	payment, ok := res.Output("payment")
	fmt.Printf("%q %v\n", payment, ok)
	// Output:
	// review [missing:case.indication]
	// "" false
}

func ExampleProgram_Explain() {
	why, err := province().Explain(context.Background(), test1(), nil)
	if err != nil {
		log.Fatal(err)
	}
	var slip strings.Builder
	if err := trace.Markdown(&slip, why, diag.En); err != nil { // or Pretty; json.Marshal gives the whole
		log.Fatal(err)
	}
	for _, line := range strings.Split(slip.String(), "\n") {
		if strings.Contains(line, "3,000.00 * 0.70") {
			fmt.Println(strings.TrimSpace(line))
		}
	}

	c := test1()
	c["total_cost"] = "50000.00"
	why, err = province().WhyNot(context.Background(), c, nil, "addon")
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range why.Rows {
		for _, step := range row.Steps {
			for _, criterion := range step.Criteria {
				fmt.Println(criterion.Name, criterion.Status, criterion.Filled)
			}
		}
	}
	// Output:
	// - with numbers: `round(3,000.00 * 0.70, 2)`
	// indication met true
	// share not_met 3,000.00 > 0.30 * 50,000.00
}

func ExampleDiagnostics() {
	rules := fstest.MapFS{"mine/rules.hcl": {Data: []byte(`
ruleset "mine" {}
record "case" {
  key    = ["id"]
  fields = { id = text, cost = money, stay = days }
}
output "sum" { is = "case.cost + case.stay" }
output "sub" { is = "case.costs" }
`)}}
	_, err := drgrule.Compile(rules, drgrule.Options{Entry: "mine"})
	var wrong drgrule.Diagnostics
	switch {
	case errors.As(err, &wrong): // the rules are at fault: every mistake, with its place
		for _, d := range wrong {
			at := d.Span.Start()
			fmt.Printf("%s:%d:%d %s %s\n", d.Span.File.Name, at.Line, at.Column, d.Code, d.Message(diag.En))
		}
	case err != nil: // they could not be read
		log.Fatal(err)
	}
	// Output:
	// mine/rules.hcl:7:32 DR2102 the units on both sides of `+` differ: money and days
	// mine/rules.hcl:8:27 DR2005 `case` has no `costs`
}

func ExampleProgram_Open() {
	ctx := context.Background()
	prog := province()
	cases := "病例号,DRG编码,医疗总费用,出院日期,统筹区,符合适应症\n" +
		"TEST-1,AA11,5000.00,2024-06-30,C1,是\n" +
		"TEST-2,BB21,8000.00,2024-06-30,C1,\n" +
		"TEST-3,BB21,\"8,000\",2024-06-30,C1,是\n"
	items := "case,line,code,amount\nTEST-1,1,X01,3000.00\nTEST-9,1,X01,1.00\n"
	batch, err := prog.Open([]casefile.File{
		{Record: prog.IR().Record("case"), Name: "case.csv", Bytes: []byte(cases), Format: casefile.CSV},
		{Record: prog.IR().Record("item"), Name: "item.csv", Bytes: []byte(items), Format: casefile.CSV},
	}, nil)
	if err != nil {
		log.Fatal(err) // a file as a whole: a column is missing
	}
	fmt.Println("not given:", batch.Missing()) // records that rules read, taken for having no rows
	err = batch.Each(ctx, "case", func(r *drgrule.Result) error {
		payment, _ := r.Output("payment")
		fmt.Printf("%s:%d %s %q\n", r.File, r.Line, r.Outcome, payment)
		for _, f := range r.Faults {
			fmt.Println(" ", f.Column, f.Code)
		}
		return nil // an error would end the run
	})
	if err != nil {
		log.Fatal(err)
	}
	err = batch.Orphans(ctx, func(f drgrule.Fault) error { // rows that belong to no case: nothing is lost
		fmt.Printf("%s:%d %s\n", f.File, f.Line, f.Code)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// not given: [pool]
	// case.csv:2 paid "14600.00"
	// case.csv:3 paid "8000.00"
	// case.csv:4 refused ""
	//   医疗总费用 DF1002
	// item.csv:3 DF1031
}
