package stdlib

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// comparisons compare exactly, whatever the decimals of both sides.
var comparisons = []*fn.Func{
	comparison("==", diag.Text{Zh: "相等。", En: "Equal."}, func(c int) bool { return c == 0 }),
	comparison("!=", diag.Text{Zh: "不相等。", En: "Not equal."}, func(c int) bool { return c != 0 }),
	comparison("<", diag.Text{Zh: "小于、早于。", En: "Less, earlier."}, func(c int) bool { return c < 0 }),
	comparison("<=", diag.Text{Zh: "不大于、不晚于。", En: "At most, not later."}, func(c int) bool { return c <= 0 }),
	comparison(">", diag.Text{Zh: "大于、晚于。", En: "More, later."}, func(c int) bool { return c > 0 }),
	comparison(">=", diag.Text{Zh: "不小于、不早于。", En: "At least, not earlier."}, func(c int) bool { return c >= 0 }),
	{
		Name: "in", Usage: "x in [a, b]", Min: 2, Max: 2, Version: 1,
		Doc: diag.Text{Zh: "列表里有没有这个值。", En: "Whether the list has the value."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			list := a[1].Type
			if list.Kind == value.List && list.Elem.Kind == value.Never { // an empty list
				return typed(value.BoolType)
			}
			if list.Kind != value.List {
				return problem(1, diag.TypeMismatch, "in", diag.Text{Zh: "列表、表或范围", En: "a list, a table or a range"}, list)
			}
			return compared("==", a[0], fn.Arg{Type: *list.Elem, Free: a[1].Free})
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			for _, e := range a[1].List {
				if value.Equal(a[0], e) {
					return value.OfBool(true), ""
				}
			}
			return value.OfBool(false), ""
		},
		Examples: []fn.Example{{Formula: "'b' in ['a', 'b']", Result: "true"}, {Formula: "3 in [1, 2]", Result: "false"}},
	},
}

func comparison(op string, doc diag.Text, holds func(int) bool) *fn.Func {
	return &fn.Func{
		Name: op, Usage: "a " + op + " b", Min: 2, Max: 2, Version: 1, Doc: doc,
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) { return compared(op, a[0], a[1]) },
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			return value.OfBool(holds(value.Compare(a[0], a[1]))), ""
		},
	}
}

// compared types a comparison: one kind and unit on both sides, and an order for
// the operators that need one.
func compared(op string, a, b fn.Arg) (fn.Arg, *fn.Problem) {
	x, y := a.Type, b.Type
	if x.Kind == value.Never || y.Kind == value.Never {
		return typed(value.BoolType)
	}
	if x.Kind == value.Number && y.Kind == value.Number {
		_, _, p := sameUnit(op, a, b)
		return fn.Arg{Type: value.BoolType}, p
	}
	equality := op == "==" || op == "!="
	same := x.Kind == y.Kind && x.Name == y.Name && (x.Kind != value.Enum || overlap(x.Members, y.Members))
	ordered := x.Kind == value.Date || x.Kind == value.Month
	atomic := x.Kind != value.List && x.Kind != value.Rows
	if !same || !atomic || !equality && !ordered {
		return problem(-1, diag.NotComparable, op, x, y)
	}
	return typed(value.BoolType)
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
