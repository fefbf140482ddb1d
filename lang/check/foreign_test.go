package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
)

// TestForeign: what authors bring along from spreadsheets and other languages is told
// with what the language has instead.
func TestForeign(t *testing.T) {
	for _, c := range []struct {
		formula string
		code    diag.Code
		note    string // a part of it
	}{
		{"IF(case.cost > 1, 2, 3)", diag.UnknownFunction, "`condition ? a : b`"},
		{"DATEDIF(case.came, case.left)", diag.UnknownFunction, "`days(earlier, later)`"},
		{"roundd(case.cost, 2)", diag.UnknownFunction, "round"},
		{"if(case.cost > 1, 2, 3)", diag.FormulaSyntax, "`condition ? a : b`"},
		{"if case.cost > 1 then 2", diag.FormulaSyntax, "`if condition { a } else { b }`"},
		{"case.cost > 60 yuan", diag.FormulaSyntax, "no unit"},
		{"case.cost > 60 or <= 2", diag.FormulaSyntax, "both its sides"},
		{"case.cost 大于 60", diag.UnknownOperator, "`>`"},
		{"case.cost between 1 and 2", diag.UnknownOperator, "`low <= x <= high`"},
		{"groups['A']", diag.FormulaToken, "`table(key).column`"},
		{"case.left.year", diag.NoMembers, "`year(d)`"},
	} {
		t.Run(c.formula, func(t *testing.T) {
			_, diags := rules(t, fmt.Sprintf("output \"result\" { is = %q }", c.formula))
			if len(diags) != 1 || diags[0].Code != c.code || len(diags[0].Notes) != 1 {
				t.Fatalf("want one %s with a note, got %v", c.code, diags)
			}
			if note := diags[0].Notes[0].En; !strings.Contains(note, c.note) {
				t.Errorf("the note %q does not say %q", note, c.note)
			}
		})
	}
}
