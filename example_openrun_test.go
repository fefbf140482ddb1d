package drgrule_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// A file of any size is gone through in bounded memory, by several goroutines; results
// come in its order.
func ExampleProgram_OpenRun() {
	ctx := context.Background()
	prog := province()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "case.csv")
	cases := "病例号,DRG编码,医疗总费用,出院日期,统筹区,符合适应症\n" +
		"TEST-1,AA11,5000.00,2024-06-30,C1,是\n" +
		"TEST-2,BB21,8000.00,2024-06-30,C1,\n"
	if err := os.WriteFile(path, []byte(cases), 0o600); err != nil {
		log.Fatal(err)
	}

	batch, err := prog.OpenRun(ctx, []casefile.File{
		{Record: prog.IR().Record("case"), Name: "case.csv", Open: func() (casefile.Input, error) { return os.Open(path) }},
	}, nil, drgrule.RunOptions{
		Memory:  128 << 20,             // bytes for rows; what does not fit is written to Dir
		Workers: runtime.GOMAXPROCS(0), // goroutines that evaluate
	})
	if err != nil {
		log.Fatal(err)
	}
	defer batch.Close()

	var written casefile.Tally
	err = batch.Each(ctx, "case", func(r *drgrule.Result) error {
		payment, _ := r.Output("payment")
		fmt.Println(r.Key, r.Outcome, payment)
		written.Add(r.Ordinal, r.Key...)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("nothing lost:", written == batch.Read("case"))
	// Output:
	// [TEST-1] paid 12500.00
	// [TEST-2] paid 8000.00
	// nothing lost: true
}
