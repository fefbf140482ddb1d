package value

import (
	"math"
	"math/big"
	"math/bits"
)

// A Num is an exact rational number. The zero Num is 0.
//
// Small numbers live in n/d; a number whose reduced numerator or denominator does
// not fit 63 bits lives in r. Which of the two holds it is decided by the number
// alone, so equal numbers are equal structs (big ones compare through r).
type Num struct {
	n, d int64    // d == 0 stands for 1, so that the zero Num is 0
	r    *big.Rat // nil unless the number does not fit n/d
}

// Int returns the number n.
func Int(n int64) Num {
	if n == math.MinInt64 {
		return Num{r: new(big.Rat).SetInt64(n)}
	}
	return Num{n: n, d: 1}
}

// Frac returns n/d. d must not be 0.
func Frac(n, d int64) Num {
	if n == math.MinInt64 || d == math.MinInt64 {
		return FromRat(big.NewRat(n, d))
	}
	if d < 0 {
		n, d = -n, -d
	}
	return small(n, d)
}

// small reduces n/d with d > 0.
func small(n, d int64) Num {
	if d == 1 {
		return Num{n: n, d: 1}
	}
	if g := gcd(abs64(n), uint64(d)); g > 1 {
		n, d = n/int64(g), d/int64(g)
	}
	return Num{n: n, d: d}
}

func abs64(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// FromRat returns the number of r, which is not kept.
func FromRat(r *big.Rat) Num {
	if n, d := r.Num(), r.Denom(); n.IsInt64() && d.IsInt64() && n.Int64() != math.MinInt64 {
		return Num{n: n.Int64(), d: d.Int64()}
	}
	return Num{r: new(big.Rat).Set(r)}
}

// Rat returns the number as a new big.Rat.
func (a Num) Rat() *big.Rat {
	if a.r != nil {
		return new(big.Rat).Set(a.r)
	}
	return big.NewRat(a.n, a.den())
}

func (a Num) den() int64 {
	if a.d == 0 {
		return 1
	}
	return a.d
}

// Sign returns -1, 0 or 1.
func (a Num) Sign() int {
	if a.r != nil {
		return a.r.Sign()
	}
	switch {
	case a.n < 0:
		return -1
	case a.n > 0:
		return 1
	}
	return 0
}

// IsInt reports whether the number is whole.
func (a Num) IsInt() bool {
	if a.r != nil {
		return a.r.IsInt()
	}
	return a.den() == 1
}

// Fraction returns the reduced numerator and denominator, above 0, of a number in which
// both fit 63 bits.
func (a Num) Fraction() (n, d int64, ok bool) {
	return a.n, a.den(), a.r == nil
}

// Int64 returns a whole number that fits 64 bits.
func (a Num) Int64() (int64, bool) {
	if a.r != nil || a.den() != 1 {
		return 0, false
	}
	return a.n, true
}

// Neg returns -a.
func (a Num) Neg() Num {
	if a.r != nil {
		return FromRat(new(big.Rat).Neg(a.r))
	}
	return Num{n: -a.n, d: a.den()}
}

// Abs returns |a|.
func (a Num) Abs() Num {
	if a.Sign() < 0 {
		return a.Neg()
	}
	return a
}

// mul64 multiplies with an overflow check; the result never is MinInt64.
func mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(abs64(a), abs64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func add64(a, b int64) (int64, bool) {
	c := a + b
	if (c > a) != (b > 0) && b != 0 || c == math.MinInt64 {
		return 0, false
	}
	return c, true
}

// Add returns a + b.
func (a Num) Add(b Num) Num {
	if a.r == nil && b.r == nil {
		ad, bd := a.den(), b.den()
		if ad == bd {
			if n, ok := add64(a.n, b.n); ok {
				return small(n, ad)
			}
		} else if x, ok := mul64(a.n, bd); ok {
			if y, ok := mul64(b.n, ad); ok {
				if n, ok := add64(x, y); ok {
					if d, ok := mul64(ad, bd); ok {
						return small(n, d)
					}
				}
			}
		}
	}
	return FromRat(new(big.Rat).Add(a.Rat(), b.Rat()))
}

// Sub returns a - b.
func (a Num) Sub(b Num) Num { return a.Add(b.Neg()) }

// Mul returns a × b.
func (a Num) Mul(b Num) Num {
	if a.r == nil && b.r == nil {
		if n, ok := mul64(a.n, b.n); ok {
			if d, ok := mul64(a.den(), b.den()); ok {
				return small(n, d)
			}
		}
	}
	return FromRat(new(big.Rat).Mul(a.Rat(), b.Rat()))
}

// Quo returns a ÷ b. b must not be 0: the caller has decided what happens then.
func (a Num) Quo(b Num) Num {
	if a.r == nil && b.r == nil {
		if n, ok := mul64(a.n, b.den()); ok {
			if d, ok := mul64(a.den(), b.n); ok {
				return Frac(n, d)
			}
		}
	}
	return FromRat(new(big.Rat).Quo(a.Rat(), b.Rat()))
}

// Pow returns a to the k-th power, k ≥ 0.
func (a Num) Pow(k int) Num {
	out := Int(1)
	for ; k > 0; k-- {
		out = out.Mul(a)
	}
	return out
}

// Cmp returns -1, 0 or 1 as a is below, equal to or above b.
func (a Num) Cmp(b Num) int {
	if a.r == nil && b.r == nil {
		ad, bd := a.den(), b.den()
		if ad == bd {
			return cmp64(a.n, b.n)
		}
		if x, ok := mul64(a.n, bd); ok {
			if y, ok := mul64(b.n, ad); ok {
				return cmp64(x, y)
			}
		}
	}
	return a.Rat().Cmp(b.Rat())
}

func cmp64(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Equal reports a == b.
func (a Num) Equal(b Num) bool { return a.Cmp(b) == 0 }

// BitLen returns the larger bit length of numerator and denominator.
func (a Num) BitLen() int {
	if a.r != nil {
		return max(a.r.Num().BitLen(), a.r.Denom().BitLen())
	}
	return max(bits.Len64(abs64(a.n)), bits.Len64(uint64(a.den())))
}
