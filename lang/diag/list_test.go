package diag

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJSON(t *testing.T) {
	at, wide := marked("费用.hcl", "is = \"⟪总 + ⟦𠮷⟧⟫\"\n")
	list := List{
		New(UnknownMember, at, "case", "a<b", "x & y").Within(wide).Note("注", "note").Label(at, "这里", "here").Label(Span{}, "无处", "nowhere"),
		New(UnusedName, Span{}, "b"),
		New(CellNumber, Span{}),
	}
	var all strings.Builder
	for _, l := range []Lang{Zh, En} {
		var out bytes.Buffer
		if err := JSON(&out, list, l); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(out.Bytes()) {
			t.Errorf("not JSON: %s", out.String())
		}
		all.WriteString("-- " + l.String() + " --\n" + out.String())
	}
	golden(t, "json.txt", all.String())

	var out bytes.Buffer
	if err := JSON(&out, nil, En); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"format_version": 1.0, "errors": 0.0, "warnings": 0.0, "diagnostics": []any{}}
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("without diagnostics (-want +got):\n%s", diff)
	}
}

// TestSort: whatever order diagnostics are found in, they come in one order, and what was
// found twice comes once.
func TestSort(t *testing.T) {
	a, b := NewFile("a.hcl", []byte("0123456789")), NewFile("b.hcl", []byte("0123456789"))
	want := List{
		New(RulesetCount, Span{}, 0),
		New(UnknownName, Span{a, 1, 2}, "x"),
		New(UnknownName, Span{a, 1, 2}, "y"), // the same place and code, another message
		New(UnknownMember, Span{a, 1, 3}, "x", "y", "z"),
		New(UnknownName, Span{a, 5, 6}, "x"),
		New(NameTaken, Span{b, 0, 1}, "x"),
		New(UnknownName, Span{b, 0, 1}, "x"),
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		got := append(List{}, want...)
		for _, i := range []int{0, 1, 3, 6} {
			again := *want[i]
			got = append(got, &again)
		}
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		if diff := cmp.Diff(want.Error(), got.Sort().Error()); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	}
}

func TestCounts(t *testing.T) {
	l := List{New(UnusedName, Span{}, "a"), New(CellNumber, Span{})}
	if l.Errors() || l.Count(Warning) != 1 || l.Count(FaultOfData) != 1 {
		t.Errorf("a warning and a fault count as %d errors, %d warnings, %d faults", l.Count(Error), l.Count(Warning), l.Count(FaultOfData))
	}
	if !append(l, New(UnknownName, Span{}, "a")).Errors() {
		t.Error("an error is no error")
	}
}

func TestNearest(t *testing.T) {
	known := []string{"total_cost", "total_pay", "own_pay", "费用", "总费用", "id", "Id", "x"}
	for name, want := range map[string]string{
		"total_cots": "total_cost", "totalcost": "total_cost", "own_pay": "", "Own_Pay": "own_pay", "总费": "总费用", "费": "费用",
		"费用总": "费用", "discharged": "", "iD": "Id", "y": "", "xx": "", "": "", "total_pays": "total_pay",
	} {
		if got := Nearest(name, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
	if got := Nearest("ab", []string{"ac", "ad", "ae"}); got != "ac" {
		t.Errorf("of equally near names the first in their order is meant, not %q", got)
	}
	if got := Nearest("ab", []string{"ae", "ad", "ac"}); got != "ac" {
		t.Errorf("the order of the candidates counts: %q", got)
	}
	d := New(UnknownName, Span{}, "cots").Suggest("cots", []string{"cost"})
	if diff := cmp.Diff([]Text{{"是否想写 `cost`？", "did you mean `cost`?"}}, d.Notes); diff != "" {
		t.Error(diff)
	}
	if d := New(UnknownName, Span{}, "cots").Suggest("cots", []string{"discharged"}); len(d.Notes) > 0 {
		t.Errorf("a far name is suggested: %v", d.Notes)
	}
}

// TestArguments: an argument that has two languages is told in the one asked for, and a
// diagnostic can be an argument of another.
func TestArguments(t *testing.T) {
	at, _ := marked("a.hcl", "⟦x⟧")
	inner := New(OutputType, at, Text{"一个日期", "a date"})
	outer := New(CallFails, at, "f", inner.Text())
	for _, tt := range []struct{ got, want string }{
		{inner.Message(Zh), "输出不能是一个日期"},
		{inner.Message(En), "an output cannot be a date"},
		{outer.Message(Zh), "函数 `f` 对这些参数不成立：输出不能是一个日期"},
		{outer.Error(), "a.hcl:1:1: DR2130 function `f` does not work for these arguments: an output cannot be a date"},
		{New(PercentSign, at, "70").Message(En), "`70%` is not a percentage: formulas have no percent sign"},
		{New(Interpolation, at).Message(En), "a text cannot contain `${` or `%{`"},
		{New(RulesetCount, Span{}, 2).Error(), "DR2906 a ruleset has exactly one `ruleset` block, here are 2"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}
