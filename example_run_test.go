package drgrule_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"sync"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// ExampleCompile reads rules that an operator may change: nothing outside of the
// directory is read, whatever links it holds.
func ExampleCompile() {
	root, err := os.OpenRoot("testdata/rulesets")
	if err != nil {
		log.Fatal(err)
	}
	defer root.Close()
	prog, err := drgrule.Compile(root.FS(), drgrule.Options{Entry: "city", Strict: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(prog.Name(), prog.MainRecord())
	// Output: city case
}

// ExampleCompile_embedded takes rules that are part of the program:
//
//	//go:embed testdata/rulesets
//	var embedded embed.FS
func ExampleCompile_embedded() {
	rules, err := fs.Sub(embedded, "testdata/rulesets")
	if err != nil {
		log.Fatal(err)
	}
	prog, err := drgrule.Compile(rules, drgrule.Options{Entry: "city"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(prog.Name())
	// Output: city
}

// ExampleRates gives what stands beside a case: inputs of the run, rows of other
// records, and a value over many cases.
func ExampleRates() {
	prog, err := drgrule.Compile(os.DirFS("testdata/rulesets"), drgrule.Options{Entry: "city"})
	if err != nil {
		log.Fatal(err)
	}
	beside := drgrule.Rates{
		Run:  map[string]any{"as_of": "2024-09-30"},
		Rows: map[string][]map[string]any{"pool": {{"city": "C1", "year": 2024, "budget": "1000000.00"}}},
	}
	res, err := prog.Eval(context.Background(), test1(), &beside)
	if err != nil {
		log.Fatal(err)
	}
	for _, o := range res.Rows[0].Outputs {
		fmt.Printf("%s %q %s\n", o.Name, o.Text, o.State)
	}

	beside.Assume = map[string]string{"pool_points": "10000"} // last year's
	res, err = prog.Eval(context.Background(), test1(), &beside)
	if err != nil {
		log.Fatal(err)
	}
	estimate, ok := res.Output("estimate")
	fmt.Println(estimate, ok)
	// Output:
	// estimate "" awaiting
	// overdue "true" value
	// payment "17100.00" value
	// 12500.00 true
}

// Programs holds every version of the rules that is still needed, by hash: a result
// carries the hash of the rules that made it, and can be explained by them years later.
type Programs struct {
	mu     sync.RWMutex
	byHash map[string]*drgrule.Program
}

func (ps *Programs) Add(p *drgrule.Program) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.byHash == nil {
		ps.byHash = map[string]*drgrule.Program{}
	}
	ps.byHash[p.Hash()] = p
}

func (ps *Programs) Of(r *drgrule.Result) (*drgrule.Program, bool) {
	ps.mu.RLock()
	defer ps.mu.RUnlock()
	p, ok := ps.byHash[r.Hash]
	return p, ok
}

func ExampleProgram_Hash() {
	var programs Programs
	prog := province()
	programs.Add(prog)

	res, err := prog.Eval(context.Background(), test1(), nil)
	if err != nil {
		log.Fatal(err)
	}
	same, ok := programs.Of(&res)
	fmt.Println(ok, same == prog, prog.Hash() != prog.TextHash())
	// Output: true true true
}

// ExampleProgram_Eval_concurrent: one program serves any number of goroutines.
func ExampleProgram_Eval_concurrent() {
	prog := province()
	var wg sync.WaitGroup
	payments := make([]string, 8)
	for i := range payments {
		wg.Go(func() {
			res, err := prog.Eval(context.Background(), test1(), nil)
			if err != nil {
				log.Print(err)
				return
			}
			payments[i], _ = res.Output("payment")
		})
	}
	wg.Wait()
	fmt.Println(payments[0], payments[7])
	// Output: 14600.00 14600.00
}

// ExampleProgram_Eval_json: encoding/json alone would make float64 of every number.
func ExampleProgram_Eval_json() {
	body := []byte(`{"id": "TEST-1", "group": "AA11", "total_cost": 5000.00, "discharged": "2024-06-30",
		"city": "C1", "indication": true, "items": [{"line": 1, "code": "X01", "amount": 3000.00}]}`)
	c, err := casefile.Object(body)
	if err != nil {
		log.Fatal("not one JSON object") // the error may quote the text: it is not for logs
	}
	res, err := province().Eval(context.Background(), c, nil)
	if err != nil {
		log.Fatal(err)
	}
	payment, _ := res.Output("payment")
	fmt.Println(res.Outcome, payment)
	// Output: paid 14600.00
}

// evaluate tells the four ways in which a call can end apart.
func evaluate(ctx context.Context, prog *drgrule.Program, c drgrule.Case) (string, error) {
	res, err := prog.Eval(ctx, c, nil)
	var defect *drgrule.InternalError
	switch {
	case errors.As(err, &defect): // of this module, for a report; the service goes on
		log.Printf("%v\n%s", defect, defect.Stack)
		return "", err
	case err != nil: // of the call: the context ended, a name in Rates is unknown
		return "", err
	case res.Outcome == drgrule.Refused: // of the data
		return "refused: " + string(res.Faults[0].Code), nil
	}
	return string(res.Outcome), nil
}

func ExampleInternalError() {
	fmt.Println(evaluate(context.Background(), province(), test1()))
	fmt.Println(evaluate(context.Background(), province(), drgrule.Case{"id": "TEST-2"}))
	ended, end := context.WithCancel(context.Background())
	end()
	fmt.Println(evaluate(ended, province(), test1()))
	// Output:
	// paid <nil>
	// refused: DF1001 <nil>
	//  context canceled
}

// ExampleProgram_Schema lists what a caller has to give.
func ExampleProgram_Schema() {
	s := province().Schema()
	for _, r := range s.Records {
		if r.Name != "case" {
			continue
		}
		for _, f := range r.Fields {
			fmt.Printf("%s %s %q %v\n", f.Name, f.Type, f.RefersTo+f.Unit, f.Optional || f.Unknown)
		}
	}
	for _, o := range s.Outputs {
		fmt.Println(o.Record, o.Name, o.Column, o.Awaiting)
	}
	// Output:
	// id text "" false
	// group ref "groups" false
	// total_cost number "money" false
	// discharged date "" false
	// city text "" false
	// indication bool "" true
	// case estimate 估算金额 [pool_points]
	// item listed 清单内 []
	// case payment 支付金额 []
}
