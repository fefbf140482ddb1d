package value

import (
	"math/big"
	"strings"
)

// MaxLiteralDigits bounds the digits of a number in rules and in cells.
const MaxLiteralDigits = 28

// ParseNum reads [+-]digits[.digits] exactly. Anything else — exponents, thousands
// separators, NaN, full-width digits, a bare point — is not a number here.
func ParseNum(s string) (Num, bool) {
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg, s = s[0] == '-', s[1:]
	}
	whole, frac, point := strings.Cut(s, ".")
	if !digits(whole) || point && !digits(frac) || len(whole)+len(frac) > MaxLiteralDigits {
		return Num{}, false
	}
	var n Num
	if len(whole)+len(frac) <= 18 {
		var v int64
		for _, c := range whole + frac {
			v = v*10 + int64(c-'0')
		}
		n = Int(v)
	} else {
		b, _ := new(big.Int).SetString(whole+frac, 10)
		n = FromRat(new(big.Rat).SetInt(b))
	}
	if neg {
		n = n.Neg()
	}
	if len(frac) > 0 {
		n = n.Quo(Pow10(len(frac)))
	}
	return n, true
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Decimals returns the fewest digits after the point that show the number exactly,
// and false when no number of digits does.
func (a Num) Decimals() (int, bool) {
	den := a.Rat().Denom()
	d := new(big.Int).Set(den)
	count := func(p int64) int {
		n, q, r, f := 0, new(big.Int), new(big.Int), big.NewInt(p)
		for {
			q.QuoRem(d, f, r)
			if r.Sign() != 0 {
				return n
			}
			d.Set(q)
			n++
		}
	}
	n := max(count(2), count(5))
	return n, d.IsInt64() && d.Int64() == 1
}

// Text shows the number with exactly dec digits after the point. The number must
// be a multiple of 10^-dec; if it is not, the fraction is shown instead, so that
// a wrong claim about decimals is seen and not smoothed over.
func (a Num) Text(dec int) string {
	scaled := a.Mul(Pow10(dec))
	if !scaled.IsInt() {
		return a.String()
	}
	s := scaled.Abs().Rat().Num().String()
	if dec > 0 {
		if len(s) <= dec {
			s = strings.Repeat("0", dec-len(s)+1) + s
		}
		s = s[:len(s)-dec] + "." + s[len(s)-dec:]
	}
	if a.Sign() < 0 {
		s = "-" + s
	}
	return s
}

// String shows the number with the fewest decimals, or as a fraction n/d when no
// decimal shows it exactly.
func (a Num) String() string {
	if d, ok := a.Decimals(); ok {
		return a.Text(d)
	}
	return a.Rat().String()
}

// Group inserts thousands separators into a decimal text.
func Group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, point := strings.Cut(s, ".")
	if !digits(whole) {
		return sign + s
	}
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteString("." + frac)
	}
	return sign + b.String()
}
