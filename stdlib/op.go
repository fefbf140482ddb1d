package stdlib

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// maxExponent bounds the literal exponent of ^.
const maxExponent = 16

// operators are the arithmetic operators. They are entries like any other.
var operators = []*fn.Func{
	{
		Name: "+", Usage: "a + b", Min: 2, Max: 2, Version: 1,
		Doc:  diag.Text{Zh: "和。单位相同；日期加天数得日期。", En: "Sum. Units are equal; a date plus days is a date."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) { return additive("+", a) },
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			if a[0].Kind == value.Date {
				return shiftDate(a[0], a[1].Num)
			}
			return value.OfNum(a[0].Num.Add(a[1].Num)), ""
		},
		Examples: []fn.Example{{Formula: "0.1 + 0.2", Result: "0.3"}, {Formula: "date('2024-02-28') + 2", Result: "2024-03-01"}},
	},
	{
		Name: "-", Usage: "a - b", Min: 2, Max: 2, Version: 1,
		Doc:  diag.Text{Zh: "差。单位相同；日期减天数得日期。", En: "Difference. Units are equal; a date minus days is a date."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) { return additive("-", a) },
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			if a[0].Kind == value.Date {
				return shiftDate(a[0], a[1].Num.Neg())
			}
			return value.OfNum(a[0].Num.Sub(a[1].Num)), ""
		},
		Examples: []fn.Example{{Formula: "0.3 - 0.1", Result: "0.2"}},
	},
	{
		Name: "*", Usage: "a * b", Min: 2, Max: 2, Version: 1,
		Doc: diag.Text{Zh: "积。单位和小数位数相乘、相加。", En: "Product. Units multiply, decimals add."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if p := bothNumbers("*", a); p != nil {
				return fn.Arg{}, p
			}
			return fn.Arg{Type: value.ProductType(a[0].Type, a[1].Type), Free: a[0].Free && a[1].Free}, nil
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			return value.OfNum(a[0].Num.Mul(a[1].Num)), ""
		},
		Examples: []fn.Example{{Formula: "6552 * 0.8 * 0.9", Result: "4717.44"}},
	},
	{
		Name: "/", Usage: "a / b", Min: 2, Max: 2, Version: 1,
		Doc: diag.Text{Zh: "商，精确，不舍入。除数必须确定不为 0。", En: "Quotient, exact, not rounded. The divisor must be known not to be 0."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if p := bothNumbers("/", a); p != nil {
				return fn.Arg{}, p
			}
			var lit *value.Num
			if a[1].Free && a[1].Const != nil {
				lit = &a[1].Const.Num
			}
			return fn.Arg{Type: value.QuotientType(a[0].Type, a[1].Type, lit), Free: a[0].Free && a[1].Free}, nil
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			if a[1].Num.Sign() == 0 {
				return value.Value{}, diag.DivisionByZero
			}
			return value.OfNum(a[0].Num.Quo(a[1].Num)), ""
		},
		Examples: []fn.Example{{Formula: "1 / 3 * 3", Result: "1"}, {Formula: "1 / 8", Result: "0.125"}},
	},
	{
		Name: "^", Usage: "a ^ k", Min: 2, Max: 2, Version: 1,
		Doc: diag.Text{Zh: "乘方，指数是直接写出的整数，0 到 16。", En: "Power; the exponent is a whole number written out, 0 to 16."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if p := need("^", a, 0, value.Number, aNumber); p != nil {
				return fn.Arg{}, p
			}
			k, ok := fixedInt(a[1], 0, maxExponent)
			if !ok {
				return problem(1, diag.FixedNumber, "^", 0, maxExponent)
			}
			return fn.Arg{Type: value.PowerType(a[0].Type, k), Free: a[0].Free}, nil
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			k, _ := a[1].Num.Int64()
			return value.OfNum(a[0].Num.Pow(int(k))), ""
		},
		Examples: []fn.Example{{Formula: "1.5 ^ 2", Result: "2.25"}},
	},
	{
		Name: "-x", Usage: "-x", Min: 1, Max: 1, Version: 1,
		Doc: diag.Text{Zh: "相反数。", En: "The number with the other sign."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			return a[0], need("-", a, 0, value.Number, aNumber)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) { return value.OfNum(a[0].Num.Neg()), "" },
	},
	{
		Name: "not", Usage: "not a", Min: 1, Max: 1, Version: 1,
		Doc: diag.Text{Zh: "否定。", En: "The other truth value."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: value.BoolType}, need("not", a, 0, value.Bool, aBool)
		},
		Eval:     func(a []value.Value) (value.Value, diag.Code) { return value.OfBool(!a[0].True()), "" },
		Examples: []fn.Example{{Formula: "not true", Result: "false"}},
	},
}

func bothNumbers(name string, a []fn.Arg) *fn.Problem {
	if p := need(name, a, 0, value.Number, aNumber); p != nil {
		return p
	}
	return need(name, a, 1, value.Number, aNumber)
}

// additive types a + b and a - b.
func additive(name string, a []fn.Arg) (fn.Arg, *fn.Problem) {
	if a[0].Type.Kind == value.Date {
		if name == "-" && a[1].Type.Kind == value.Date {
			return problem(-1, diag.DateMinusDate)
		}
		if p := dayCount(name, a, 1); p != nil {
			return fn.Arg{}, p
		}
		return typed(value.DateType)
	}
	if p := bothNumbers(name, a); p != nil {
		return fn.Arg{}, p
	}
	x, y, p := sameUnit(name, a[0], a[1])
	if p != nil {
		return fn.Arg{}, p
	}
	return fn.Arg{Type: value.SumType(x, y), Free: a[0].Free && a[1].Free}, nil
}

// dayCount checks that argument i is a whole number of days.
func dayCount(name string, a []fn.Arg, i int) *fn.Problem {
	if p := need(name, a, i, value.Number, days); p != nil {
		return p
	}
	t := a[i].Type
	if a[i].Free {
		t.Unit = value.Days
	}
	if t.Unit != value.Days || t.Dec != 0 {
		return &fn.Problem{Code: diag.TypeMismatch, Args: []any{name, days, a[i].Type}, Arg: i}
	}
	return nil
}

func shiftDate(d value.Value, n value.Num) (value.Value, diag.Code) {
	k, ok := n.Int64()
	if !ok || k > 1_000_000 || k < -1_000_000 || !value.ValidDays(d.Int+k) {
		return value.Value{}, diag.DateOverflow
	}
	return value.OfDays(d.Int + k), ""
}
