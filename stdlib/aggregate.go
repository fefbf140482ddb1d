package stdlib

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// aggregates are the attributes of a total that say what it makes of its rows.
var aggregates = []*fn.Aggregate{
	{
		Name: "sum", Doc: diag.Text{Zh: "和；各行的小数位数固定。", En: "The sum; takes numbers with fixed decimals."},
		Type: func(in fn.Arg, p fn.Params) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: in.Type.Rows(p.RowBits)}, need("sum", []fn.Arg{in}, 0, value.Number, aNumber)
		},
		Start: func(fn.Params, int64) fn.State { return &sumState{} },
	},
	{
		Name: "count", Doc: diag.Text{Zh: "条件成立的行数；`count = \"true\"` 计所有行。", En: "Rows for which the condition holds; `count = \"true\"` counts all."},
		Type: func(in fn.Arg, _ fn.Params) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: value.Count()}, need("count", []fn.Arg{in}, 0, value.Bool, aBool)
		},
		Start: func(fn.Params, int64) fn.State { return &countState{} },
	},
	{
		Name: "mean", Empty: true, Doc: diag.Text{Zh: "算术平均，未舍入。", En: "The arithmetic mean, unrounded."},
		Type:  unroundedOf("mean", 1),
		Start: func(fn.Params, int64) fn.State { return &meanState{} },
	},
	picked("min", -1, diag.Text{Zh: "最小的数，最早的日期。", En: "The smallest number, the earliest date."}),
	picked("max", 1, diag.Text{Zh: "最大的数，最晚的日期。", En: "The largest number, the latest date."}),
	{
		Name: "weighted_mean", Empty: true, Weight: true, Doc: diag.Text{Zh: "按 `weight` 加权的平均，未舍入；权重之和为 0 时也没有值。", En: "The mean weighted by `weight`, unrounded; none too when the weights add up to 0."},
		Type:  unroundedOf("weighted_mean", 1),
		Start: func(fn.Params, int64) fn.State { return &weightedState{} },
	},
	{
		Name: "variance", Empty: true, Doc: diag.Text{Zh: "总体方差（除以行数），未舍入；单位是原单位的平方。", En: "The population variance (divided by the number of rows), unrounded; its unit is squared."},
		Type:  unroundedOf("variance", 2),
		Start: func(fn.Params, int64) fn.State { return &varianceState{} },
	},
	{
		Name: "percentile", Empty: true, Sorted: true, Doc: diag.Text{
			Zh: "`at` 处的分位数：`nearest_rank` 取第 ⌈at × 行数⌉ 小的值，`interpolated` 在两个相邻值之间线性插值，未舍入。",
			En: "The percentile `at`: by `nearest_rank` the ⌈at × rows⌉-th smallest, by `interpolated` on the line between the two nearest, unrounded.",
		},
		Type: func(in fn.Arg, p fn.Params) (fn.Arg, *fn.Problem) {
			if p.Interpolated {
				return unroundedOf("percentile", 1)(in, p)
			}
			return fn.Arg{Type: in.Type}, need("percentile", []fn.Arg{in}, 0, value.Number, aNumber)
		},
		Start: percentile,
	},
	{
		Name: "cv", Empty: true, Doc: diag.Text{
			Zh: "变异系数：总体标准差 ÷ 平均，正确舍入到 `digits` 位；平均为 0 时也没有值。",
			En: "The coefficient of variation: population standard deviation ÷ mean, rounded correctly to `digits`; none too when the mean is 0.",
		},
		Type: func(in fn.Arg, p fn.Params) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: value.NumberType(value.One, p.Digits, 12)}, need("cv", []fn.Arg{in}, 0, value.Number, aNumber)
		},
		Start: func(p fn.Params, _ int64) fn.State { return &cvState{params: p} },
	},
}

func unroundedOf(name string, power int) func(fn.Arg, fn.Params) (fn.Arg, *fn.Problem) {
	return func(in fn.Arg, p fn.Params) (fn.Arg, *fn.Problem) {
		t := value.PowerType(in.Type, power)
		t.Bits, t.DenBits, t.Dec = t.Bits+2*p.RowBits, t.DenBits+2*p.RowBits+value.DigitBits(max(t.Dec, 0)), value.Rat
		return fn.Arg{Type: t}, need(name, []fn.Arg{in}, 0, value.Number, aNumber)
	}
}

func picked(name string, sign int, doc diag.Text) *fn.Aggregate {
	return &fn.Aggregate{
		Name: name, Empty: true, Doc: doc,
		Type: func(in fn.Arg, _ fn.Params) (fn.Arg, *fn.Problem) {
			if in.Type.Kind == value.Date {
				return fn.Arg{Type: in.Type}, nil
			}
			return fn.Arg{Type: in.Type}, need(name, []fn.Arg{in}, 0, value.Number, aNumber)
		},
		Start: func(fn.Params, int64) fn.State { return &pickState{sign: sign} },
	}
}
