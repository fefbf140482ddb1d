package drgrule

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule/stdlib"
)

// TestFunctionExamples runs the examples that stand in the entries of the standard
// library, as formulas of a ruleset.
func TestFunctionExamples(t *testing.T) {
	lib := stdlib.Library()
	names := append(lib.Names(), "+", "-", "*", "/", "^", "not", "in")
	var b strings.Builder
	b.WriteString("ruleset \"examples\" {}\nrecord \"case\" {\n  key = [\"id\"]\n  fields = { id = text }\n}\noutput \"key\" { is = \"case.id\" }\n")
	want := map[string][2]string{}
	for _, name := range names {
		for i, ex := range lib.Func(name).Examples {
			v := fmt.Sprintf("v%d_%d", len(want), i)
			fmt.Fprintf(&b, "let %q {\n  per = \"case\"\n  is = %q\n}\n", v, ex.Formula)
			want[v] = [2]string{ex.Formula, ex.Result}
		}
	}
	p, err := Compile(fstest.MapFS{"r.hcl": {Data: []byte(b.String())}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	e, err := p.run(context.Background(), "case", Case{"id": "TEST-1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for v, ex := range want {
		if got, _, _ := p.named(e.w, e.rec, 0, v, e.res); got != ex[1] && !strings.HasPrefix(got, ex[1]+".0") {
			t.Errorf("%s = %s, want %s", ex[0], got, ex[1])
		}
	}
}
