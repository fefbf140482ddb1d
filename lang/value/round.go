package value

import (
	"math/big"

	"github.com/drgrule/drgrule/lang/diag"
)

// A Mode is a way of rounding.
type Mode uint8

// The modes of semantics clause "Rounding". HalfUp rounds a half away from zero
// (四舍五入); HalfEven to the even neighbour; Up away from zero; Down towards zero;
// Ceiling and Floor towards plus and minus infinity.
const (
	HalfUp Mode = iota
	HalfEven
	Up
	Down
	Ceiling
	Floor
)

// ModeNames lists the modes as rules write them, in the order of the constants.
var ModeNames = []string{"half_up", "half_even", "up", "down", "ceiling", "floor"}

var modeTitles = []diag.Text{
	{Zh: "四舍五入", En: "half up"}, {Zh: "四舍六入五成双", En: "half even"}, {Zh: "远离零进位", En: "up"},
	{Zh: "截断", En: "down"}, {Zh: "向上取整", En: "ceiling"}, {Zh: "向下取整", En: "floor"},
}

// String returns the mode as rules write it.
func (m Mode) String() string { return ModeNames[m] }

// In returns the mode as people call it.
func (m Mode) In(l diag.Lang) string { return modeTitles[m].In(l) }

// ParseMode finds a mode by its name in rules.
func ParseMode(s string) (Mode, bool) {
	for i, n := range ModeNames {
		if n == s {
			return Mode(i), true
		}
	}
	return 0, false
}

var bigTen = big.NewInt(10)

// Pow10 returns 10ᵏ as a number, k of either sign.
func Pow10(k int) Num {
	p := new(big.Int).Exp(bigTen, big.NewInt(int64(max(k, -k))), nil)
	r := new(big.Rat).SetInt(p)
	if k < 0 {
		r.Inv(r)
	}
	return FromRat(r)
}

// Round returns a rounded to n digits after the point; a negative n rounds to tens,
// hundreds and so on. It works on the magnitude and restores the sign, so there is
// no negative zero.
func (a Num) Round(n int, m Mode) Num {
	if a.r == nil && n >= 0 && a.den() == 1 {
		return a // whole already
	}
	scaled := a.Mul(Pow10(n)).Rat()
	neg := scaled.Sign() < 0
	num, den := new(big.Int).Abs(scaled.Num()), scaled.Denom()
	q, rem := new(big.Int).QuoRem(num, den, new(big.Int))
	if rem.Sign() != 0 && roundsAway(m, neg, q, rem, den) {
		q.Add(q, big.NewInt(1))
	}
	if neg {
		q.Neg(q)
	}
	return FromRat(new(big.Rat).SetInt(q)).Mul(Pow10(-n))
}

// roundsAway decides whether a magnitude q + rem/den, rem > 0, goes up to q + 1.
func roundsAway(m Mode, neg bool, q, rem, den *big.Int) bool {
	switch m {
	case Up:
		return true
	case Down:
		return false
	case Ceiling:
		return !neg
	case Floor:
		return neg
	}
	half := rem.Cmp(new(big.Int).Sub(den, rem)) // rem against den - rem: no doubling
	if half != 0 {
		return half > 0
	}
	return m == HalfUp || q.Bit(0) == 1
}
