package docs

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/slot"
)

// TestDigits: a cell of each type of number may have the digits that the table of types
// says, and no more decimals. Sizes are kept in bits, so two digits more are too many.
func TestDigits(t *testing.T) {
	manual := read(t, "language.md")
	tried := 0
	for _, r := range rows(t, manual, "Types:") {
		whole, decimals, ok := strings.Cut(strings.Split(r[3], ",")[0], " . ")
		if !ok {
			continue
		}
		tried++
		w, err1 := strconv.Atoi(whole)
		d, err2 := strconv.Atoi(decimals)
		if err1 != nil || err2 != nil {
			t.Errorf("the digits of %s are %q", r[0], r[3])
			continue
		}
		typ := spans(r[0])[0]
		most := strings.Repeat("9", w)
		if d > 0 {
			most += "." + strings.Repeat("9", d)
		}
		if got := readCell(t, manual, typ, most); got != most {
			t.Errorf("%s of %s is %s", most, typ, got)
		}
		if got := readCell(t, manual, typ, "99"+most); got != string(diag.CellTooLarge) {
			t.Errorf("99%s of %s is %s", most, typ, got)
		}
		if got := readCell(t, manual, typ, "1."+strings.Repeat("0", d)+"1"); got != string(diag.CellDecimals) {
			t.Errorf("%s with %d decimals is %s", typ, d+1, got)
		}
	}
	if tried != 8 {
		t.Errorf("%d types of numbers, not 8", tried)
	}
}

// representatives are a slot of each state that tables of states speak of.
var representatives = map[string]slot.Slot{
	"true": slot.Truth(true), "false": slot.Truth(false), "undetermined": slot.Lacking("f"), "value": slot.Truth(true),
	"in review": slot.ForReview("r"), "refused": slot.Fail(slot.Fault{Code: diag.Refused, Rec: -1}),
}

// TestTablesOfStates: the tables of and, of or and of operators that need all their
// operands say what the interpreter does.
func TestTablesOfStates(t *testing.T) {
	manual := read(t, "language.md")
	for _, c := range []struct {
		head string
		join func(a, b slot.Slot) slot.Slot
	}{
		{"| and | true | false | undetermined |", slot.And},
		{"| or | true | false | undetermined |", slot.Or},
		{"| | value | undetermined | in review | refused |", slot.Strict},
	} {
		_, rest, ok := strings.Cut(manual, "\n"+c.head+"\n")
		if !ok {
			t.Errorf("there is no table %q", c.head)
			continue
		}
		columns := strings.Split(strings.Trim(c.head, "| "), " | ")
		if c.head[2] != '|' {
			columns = columns[1:]
		}
		lines := strings.SplitN(rest, "\n", len(columns)+2)
		for i, line := range lines[1 : len(columns)+1] {
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			if len(cells) != len(columns)+1 || cells[0] != "**"+columns[i]+"**" {
				t.Errorf("%q: row %d is %q", c.head, i+1, line)
				continue
			}
			for j, said := range cells[1:] {
				got := c.join(representatives[columns[i]], representatives[columns[j]])
				if want := saidState(said); got.State != want.State || want.OK() && got.Value.True() != want.Value.True() {
					t.Errorf("%q: %s, %s give %s, says the manual", c.head, columns[i], columns[j], said)
				}
			}
		}
	}
}

// saidState is what a cell of a table of states names: a state, or what becomes of it.
func saidState(cell string) slot.Slot {
	name, _, _ := strings.Cut(cell, ",")
	switch name {
	case "the operator decides":
		name = "value"
	case "the fault of the lowest node":
		name = "refused"
	}
	s, ok := representatives[name]
	if !ok {
		return slot.Slot{State: 99}
	}
	return s
}

// TestOperators: the table of operators has every operator that the language knows, from
// the tightest to the loosest.
func TestOperators(t *testing.T) {
	manual := read(t, "language.md")
	var groups [][]string
	var all []string
	for _, r := range rows(t, manual, "Operators:") {
		ops := spans(r[0])
		groups = append(groups, ops)
		all = append(all, ops...)
	}
	help := diag.New(diag.UnknownOperator, diag.Span{}, "x").Help(diag.En)
	_, known, _ := strings.Cut(help, "`")
	for _, op := range strings.Fields(strings.Trim(known, "`")) {
		if op == "?:" {
			op = "c ? a : b"
		}
		if !slices.Contains(all, op) {
			t.Errorf("the table of operators does not name %s", op)
		}
	}
	// Of two operators on numbers, the one in the upper row binds its operands first.
	numbers := map[string]string{"^": "2 ^ 2", "*": "3 * 2", "+": "1 + 1"}
	place := func(op string) int {
		return slices.IndexFunc(groups, func(g []string) bool { return slices.Contains(g, op) })
	}
	for tight := range numbers {
		for loose := range numbers {
			if place(tight) >= place(loose) {
				continue
			}
			bare := fmt.Sprintf("7 %s %s", loose, numbers[tight])
			grouped := fmt.Sprintf("7 %s (%s)", loose, numbers[tight])
			if got := evaluated(t, manual, bare+" == "+grouped); got != "true" {
				t.Errorf("%s is not %s", bare, grouped)
			}
		}
	}
}

// evaluated evaluates a formula of the case that the manual prints.
func evaluated(t *testing.T, manual, formula string) (text string) {
	t.Helper()
	p, diags := compile(t, manual, fmt.Sprintf("let \"f\" {\n  per = \"case\"\n  is  = %q\n}\n", formula))
	if p == nil {
		t.Fatal(formula, diags)
	}
	look(t, manual, p, func(l *drgrule.Looker) { text = l.Named(p.IR().Record("case").ID, 0, "f") })
	return text
}
