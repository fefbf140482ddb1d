package stdlib

import (
	"math/big"
	"slices"

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
		Eval: func(rows []fn.Input, _ fn.Params) (value.Value, bool) { return value.OfNum(sum(rows)), true },
	},
	{
		Name: "count", Doc: diag.Text{Zh: "条件成立的行数；`count = \"true\"` 计所有行。", En: "Rows for which the condition holds; `count = \"true\"` counts all."},
		Type: func(in fn.Arg, _ fn.Params) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: value.Count()}, need("count", []fn.Arg{in}, 0, value.Bool, aBool)
		},
		Eval: func(rows []fn.Input, _ fn.Params) (value.Value, bool) {
			n := int64(0)
			for _, r := range rows {
				n += r.Value.Int
			}
			return value.OfInt(n), true
		},
	},
	{
		Name: "mean", Empty: true, Doc: diag.Text{Zh: "算术平均，未舍入。", En: "The arithmetic mean, unrounded."},
		Type: unroundedOf("mean", 1),
		Eval: func(rows []fn.Input, _ fn.Params) (value.Value, bool) {
			if len(rows) == 0 {
				return value.Value{}, false
			}
			return value.OfNum(mean(rows)), true
		},
	},
	picked("min", -1, diag.Text{Zh: "最小的数，最早的日期。", En: "The smallest number, the earliest date."}),
	picked("max", 1, diag.Text{Zh: "最大的数，最晚的日期。", En: "The largest number, the latest date."}),
	{
		Name: "weighted_mean", Empty: true, Weight: true, Doc: diag.Text{Zh: "按 `weight` 加权的平均，未舍入；权重之和为 0 时也没有值。", En: "The mean weighted by `weight`, unrounded; none too when the weights add up to 0."},
		Type: unroundedOf("weighted_mean", 1),
		Eval: func(rows []fn.Input, _ fn.Params) (value.Value, bool) {
			var num, den value.Num
			for _, r := range rows {
				num = num.Add(r.Value.Num.Mul(r.Weight.Num))
				den = den.Add(r.Weight.Num)
			}
			if den.Sign() == 0 {
				return value.Value{}, false
			}
			return value.OfNum(num.Quo(den)), true
		},
	},
	{
		Name: "variance", Empty: true, Doc: diag.Text{Zh: "总体方差（除以行数），未舍入；单位是原单位的平方。", En: "The population variance (divided by the number of rows), unrounded; its unit is squared."},
		Type: unroundedOf("variance", 2),
		Eval: func(rows []fn.Input, _ fn.Params) (value.Value, bool) {
			if len(rows) == 0 {
				return value.Value{}, false
			}
			return value.OfNum(variance(rows)), true
		},
	},
	{
		Name: "percentile", Empty: true, Doc: diag.Text{
			Zh: "`at` 处的分位数：`nearest_rank` 取第 ⌈at × 行数⌉ 小的值，`interpolated` 在两个相邻值之间线性插值，未舍入。",
			En: "The percentile `at`: by `nearest_rank` the ⌈at × rows⌉-th smallest, by `interpolated` on the line between the two nearest, unrounded.",
		},
		Type: func(in fn.Arg, p fn.Params) (fn.Arg, *fn.Problem) {
			if p.Interpolated {
				return unroundedOf("percentile", 1)(in, p)
			}
			return fn.Arg{Type: in.Type}, need("percentile", []fn.Arg{in}, 0, value.Number, aNumber)
		},
		Eval: percentile,
	},
	{
		Name: "cv", Empty: true, Doc: diag.Text{
			Zh: "变异系数：总体标准差 ÷ 平均，正确舍入到 `digits` 位；平均为 0 时也没有值。",
			En: "The coefficient of variation: population standard deviation ÷ mean, rounded correctly to `digits`; none too when the mean is 0.",
		},
		Type: func(in fn.Arg, p fn.Params) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: value.NumberType(value.One, p.Digits, 12)}, need("cv", []fn.Arg{in}, 0, value.Number, aNumber)
		},
		Eval: func(rows []fn.Input, p fn.Params) (value.Value, bool) {
			if len(rows) == 0 || mean(rows).Sign() == 0 {
				return value.Value{}, false
			}
			m := mean(rows)
			return value.OfNum(roundedRoot(variance(rows).Quo(m.Mul(m)), m.Sign() < 0, p)), true
		},
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
		Eval: func(rows []fn.Input, _ fn.Params) (value.Value, bool) {
			if len(rows) == 0 {
				return value.Value{}, false
			}
			best := rows[0].Value
			for _, r := range rows[1:] {
				if value.Compare(r.Value, best)*sign > 0 {
					best = r.Value
				}
			}
			return best, true
		},
	}
}

func sum(rows []fn.Input) value.Num {
	var s value.Num
	for _, r := range rows {
		s = s.Add(r.Value.Num)
	}
	return s
}

func mean(rows []fn.Input) value.Num { return sum(rows).Quo(value.Int(int64(len(rows)))) }

func variance(rows []fn.Input) value.Num {
	m := mean(rows)
	var s value.Num
	for _, r := range rows {
		d := r.Value.Num.Sub(m)
		s = s.Add(d.Mul(d))
	}
	return s.Quo(value.Int(int64(len(rows))))
}

func percentile(rows []fn.Input, p fn.Params) (value.Value, bool) {
	n := int64(len(rows))
	if n == 0 {
		return value.Value{}, false
	}
	sorted := make([]value.Num, n)
	for i, r := range rows {
		sorted[i] = r.Value.Num
	}
	slices.SortFunc(sorted, value.Num.Cmp)
	if !p.Interpolated {
		rank, _ := p.At.Mul(value.Int(n)).Round(0, value.Ceiling).Int64()
		return value.OfNum(sorted[max(rank, 1)-1]), true
	}
	pos := p.At.Mul(value.Int(n - 1))
	low, _ := pos.Round(0, value.Floor).Int64()
	out := sorted[low]
	if low+1 < n {
		out = out.Add(pos.Sub(value.Int(low)).Mul(sorted[low+1].Sub(sorted[low])))
	}
	return value.OfNum(out), true
}

// roundedRoot returns ±√r rounded to p.Digits. It finds the whole number q with
// q ≤ √r·10ⁿ < q+1 and decides by comparing squares, so no digit is ever guessed.
func roundedRoot(r value.Num, negative bool, p fn.Params) value.Num {
	scaled := r.Mul(value.Pow10(2 * p.Digits)).Rat()
	q := new(big.Int).Sqrt(new(big.Int).Quo(scaled.Num(), scaled.Denom()))
	two := big.NewInt(2)
	above := func(num *big.Int, den *big.Int) int { // √scaled against num/den
		sq := new(big.Rat).SetFrac(new(big.Int).Mul(num, num), new(big.Int).Mul(den, den))
		return scaled.Cmp(sq)
	}
	if above(q, big.NewInt(1)) != 0 {
		half := above(new(big.Int).Add(new(big.Int).Mul(q, two), big.NewInt(1)), two)
		up := false
		switch p.Mode {
		case value.Up:
			up = true
		case value.Ceiling:
			up = !negative
		case value.Floor:
			up = negative
		case value.HalfUp:
			up = half >= 0
		case value.HalfEven:
			up = half > 0 || half == 0 && q.Bit(0) == 1
		}
		if up {
			q.Add(q, big.NewInt(1))
		}
	}
	if negative {
		q.Neg(q)
	}
	return value.FromRat(new(big.Rat).SetInt(q)).Mul(value.Pow10(-p.Digits))
}
