package stdlib

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// Library returns the standard library.
func Library() *fn.Library {
	return fn.NewLibrary(slices.Concat(operators, comparisons, numbers, dates, texts), aggregates)
}

// Shorthands of the entries below.

func typed(t value.Type) (fn.Arg, *fn.Problem) { return fn.Arg{Type: t}, nil }

func problem(arg int, code diag.Code, args ...any) (fn.Arg, *fn.Problem) {
	return fn.Arg{}, &fn.Problem{Code: code, Args: args, Arg: arg}
}

// need checks that argument i is of a kind.
func need(name string, args []fn.Arg, i int, kind value.Kind, what diag.Text) *fn.Problem {
	if k := args[i].Type.Kind; k == kind || k == value.Never {
		return nil
	}
	return &fn.Problem{Code: diag.TypeMismatch, Args: []any{name, what, args[i].Type}, Arg: i}
}

var (
	aNumber = diag.Text{Zh: "数", En: "a number"}
	aDate   = diag.Text{Zh: "日期", En: "a date"}
	aText   = diag.Text{Zh: "文本", En: "a text"}
	aBool   = diag.Text{Zh: "是非", En: "a truth value"}
	days    = diag.Text{Zh: "天数", En: "a number of days"}
	aWhole  = diag.Text{Zh: "整数", En: "a whole number"}
)

// fixedInt returns a whole-number constant within bounds.
func fixedInt(a fn.Arg, lo, hi int64) (int, bool) {
	if a.Const == nil || a.Const.Kind != value.Number {
		return 0, false
	}
	n, ok := a.Const.Num.Int64()
	return int(n), ok && n >= lo && n <= hi
}

// sameUnit gives a number of literals the unit of the other side.
func sameUnit(name string, a, b fn.Arg) (value.Type, value.Type, *fn.Problem) {
	x, y := a.Type, b.Type
	switch {
	case a.Free && !b.Free:
		x.Unit = y.Unit
	case b.Free && !a.Free:
		y.Unit = x.Unit
	case x.Unit != y.Unit:
		return x, y, &fn.Problem{Code: diag.UnitMismatch, Args: []any{name, x.Unit, y.Unit}, Arg: -1}
	}
	return x, y, nil
}
