package stdlib

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// The digits that round may name.
const (
	minDigits = -12
	maxDigits = 18
)

var numbers = []*fn.Func{
	{
		Name: "round", Usage: "round(x, n[, mode])", Min: 2, Max: 3, Version: 1,
		Words: map[int][]string{2: value.ModeNames},
		Doc: diag.Text{
			Zh: "x 舍入到 n 位小数，n 从 -12 到 18，负数舍入到十、百；方式缺省为 half_up。",
			En: "x rounded to n digits after the point, -12 to 18, negative ones to tens and hundreds; by half_up unless a mode is named.",
		},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if p := need("round", a, 0, value.Number, aNumber); p != nil {
				return fn.Arg{}, p
			}
			n, ok := fixedInt(a[1], minDigits, maxDigits)
			if !ok {
				return problem(1, diag.FixedNumber, "round", minDigits, maxDigits)
			}
			return fn.Arg{Type: value.RoundType(a[0].Type, n), Free: a[0].Free}, nil
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			n, _ := a[1].Num.Int64()
			mode := value.HalfUp
			if len(a) == 3 {
				mode, _ = value.ParseMode(a[2].Str)
			}
			return value.OfNum(a[0].Num.Round(int(n), mode)), ""
		},
		Examples: []fn.Example{
			{Formula: "round(0.00005, 4)", Result: "0.0001"}, {Formula: "round(-2.5, 0)", Result: "-3"},
			{Formula: "round(2.5, 0, half_even)", Result: "2"}, {Formula: "round(-2.1, 0, up)", Result: "-3"},
			{Formula: "round(2.9, 0, down)", Result: "2"}, {Formula: "round(-2.9, 0, ceiling)", Result: "-2"},
			{Formula: "round(-2.1, 0, floor)", Result: "-3"}, {Formula: "round(12345, -2)", Result: "12300"},
		},
	},
	roundTo("floor", value.Floor, diag.Text{Zh: "不大于 x 的最大整数。", En: "The largest whole number not above x."}, "-3"),
	roundTo("ceil", value.Ceiling, diag.Text{Zh: "不小于 x 的最小整数。", En: "The smallest whole number not below x."}, "-2"),
	{
		Name: "abs", Usage: "abs(x)", Min: 1, Max: 1, Version: 1,
		Doc: diag.Text{Zh: "绝对值。", En: "The number without its sign."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: a[0].Type, Free: a[0].Free}, need("abs", a, 0, value.Number, aNumber)
		},
		Eval:     func(a []value.Value) (value.Value, diag.Code) { return value.OfNum(a[0].Num.Abs()), "" },
		Examples: []fn.Example{{Formula: "abs(-1.5)", Result: "1.5"}},
	},
	extreme("min", -1, diag.Text{Zh: "最小的；日期中最早的。", En: "The smallest; of dates the earliest."}, fn.Example{Formula: "min(2, 1.5, 3)", Result: "1.5"}),
	extreme("max", 1, diag.Text{Zh: "最大的；日期中最晚的。", En: "The largest; of dates the latest."}, fn.Example{Formula: "max(date('2024-01-02'), date('2024-01-01'))", Result: "2024-01-02"}),
	{
		Name: "clamp", Usage: "clamp(x, low, high)", Min: 3, Max: 3, Version: 1,
		Doc: diag.Text{Zh: "不低于 low、不高于 high；两者冲突时以 high 为准。", En: "At least low and at most high; where they contradict, high counts."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			out, p := unionOf("clamp", a)
			if out.Type.Kind == value.Number && a[1].Type.Kind == value.Number && a[2].Type.Kind == value.Number {
				out.Type = value.BoundedType(out.Type, max(a[1].Type.Mag, a[2].Type.Mag))
			}
			return out, p
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			x := a[0]
			if value.Compare(x, a[1]) < 0 {
				x = a[1]
			}
			if value.Compare(x, a[2]) > 0 {
				x = a[2]
			}
			return x, ""
		},
		Examples: []fn.Example{{Formula: "clamp(5, 0, 3)", Result: "3"}},
	},
}

func roundTo(name string, mode value.Mode, doc diag.Text, result string) *fn.Func {
	return &fn.Func{
		Name: name, Usage: name + "(x)", Min: 1, Max: 1, Version: 1, Doc: doc,
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: value.RoundType(a[0].Type, 0), Free: a[0].Free}, need(name, a, 0, value.Number, aNumber)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			return value.OfNum(a[0].Num.Round(0, mode)), ""
		},
		Examples: []fn.Example{{Formula: name + "(-2.5)", Result: result}},
	}
}

func extreme(name string, sign int, doc diag.Text, ex fn.Example) *fn.Func {
	return &fn.Func{
		Name: name, Usage: name + "(a, b, …)", Min: 2, Max: -1, Version: 1, Doc: doc,
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) { return unionOf(name, a) },
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			best := a[0]
			for _, v := range a[1:] {
				if value.Compare(v, best)*sign > 0 {
					best = v
				}
			}
			return best, ""
		},
		Examples: []fn.Example{ex},
	}
}

// unionOf types a choice among numbers of one unit, or among dates.
func unionOf(name string, a []fn.Arg) (fn.Arg, *fn.Problem) {
	out := a[0]
	out.Const = nil
	for i, x := range a {
		switch {
		case x.Type.Kind == value.Never:
			continue
		case out.Type.Kind == value.Never:
			out = fn.Arg{Type: x.Type, Free: x.Free}
		case x.Type.Kind == value.Date && out.Type.Kind == value.Date:
		case x.Type.Kind != value.Number || out.Type.Kind != value.Number:
			return problem(i, diag.TypeMismatch, name, aNumber, x.Type)
		default:
			s, t, p := sameUnit(name, out, x)
			if p != nil {
				return fn.Arg{}, p
			}
			out = fn.Arg{Type: value.UnionType(s, t), Free: out.Free && x.Free}
		}
	}
	if k := out.Type.Kind; k != value.Number && k != value.Date {
		return problem(0, diag.TypeMismatch, name, aNumber, out.Type)
	}
	return out, nil
}
