package check_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
)

// chain writes values or functions that read each other one after the other, in the
// order of the text or against it, and an output that reads the last.
func chain(n int, backwards bool, step func(i int) string, last string) fstest.MapFS {
	blocks := make([]string, n)
	for i := range blocks {
		blocks[i] = step(i)
	}
	if backwards {
		slices.Reverse(blocks)
	}
	m := fstest.MapFS{"r/a.hcl": {Data: []byte(`ruleset "t" {}
record "case" {
  key    = ["id"]
  fields = { id = text, x = bool }
}
output "o" { is = "` + fmt.Sprintf(last, n-1) + `" }
`)}}
	for i := 0; len(blocks) > 0; i++ {
		k := min(len(blocks), 10_000)
		m[fmt.Sprintf("r/b%03d.hcl", i)] = &fstest.MapFile{Data: []byte(strings.Join(blocks[:k], ""))}
		blocks = blocks[k:]
	}
	return m
}

func let(i int) string {
	if i == 0 {
		return "let \"v0\" { is = \"case.x\" }\n"
	}
	return fmt.Sprintf("let \"v%d\" { is = \"not v%d\" }\n", i, i-1)
}

// deepLet nests deep in itself: the stack must hold a thousand of these.
func deepLet(i int) string {
	return strings.Replace(strings.Replace(let(i), "not ", strings.Repeat("not (", 25), 1), "\" }", strings.Repeat(")", min(i, 1)*25)+"\" }", 1)
}

func function(i int) string {
	body := "x"
	if i > 0 {
		body = fmt.Sprintf("not f%d(x)", i-1)
	}
	return fmt.Sprintf("function \"f%d\" {\n  args = { x = bool }\n  is   = \"%s\"\n}\n", i, body)
}

// TestDepth: a row of values as long as may be is checked, evaluated and explained; one
// more is told, wherever its block stands; and very many do not end the process.
func TestDepth(t *testing.T) {
	for _, c := range []struct {
		name string
		step func(int) string
		last string
		n    int
		want string // of the output; empty: too deep
	}{
		{"lets", let, "v%d", check.MaxDepth, "false"},
		{"deep lets", deepLet, "v%d", check.MaxDepth, "false"},
		{"functions", function, "f%d(case.x)", check.MaxDepth, "false"},
		{"a let too many", let, "v%d", check.MaxDepth + 1, ""},
		{"a function too many", function, "f%d(case.x)", check.MaxDepth + 1, ""},
		{"very many lets", let, "v%d", 30_000, ""},
		{"very many functions", function, "f%d(case.x)", 30_000, ""},
	} {
		for _, backwards := range []bool{false, true} {
			p, err := drgrule.Compile(chain(c.n, backwards, c.step, c.last), drgrule.Options{Entry: "r"})
			if c.want == "" {
				if diags, ok := err.(drgrule.Diagnostics); !ok || len(diags) != 1 || diags[0].Code != diag.ValuesTooDeep {
					t.Errorf("%s, backwards %v: %v", c.name, backwards, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s, backwards %v: %v", c.name, backwards, err)
			}
			given := drgrule.Case{"id": "A", "x": true}
			res, err := p.Eval(context.Background(), given, nil)
			if got, _ := res.Output("o"); err != nil || got != c.want {
				t.Errorf("%s, backwards %v: %q, %v", c.name, backwards, got, err)
			}
			if tr, err := p.Explain(context.Background(), given, nil); err != nil || len(tr.Rows) == 0 {
				t.Errorf("%s, backwards %v: no explanation: %v", c.name, backwards, err)
			}
		}
	}
}
