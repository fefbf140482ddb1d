package value

// This file is the algebra of number types: which decimals, and how many bits, the
// result of an operation has, known before any case is read (clause "Decimals").

// MaxBits bounds numerators and denominators of every intermediate number.
const MaxBits = 1024

// MaxDecimals bounds the decimals of a Dec type; beyond it a number counts as Rat.
const MaxDecimals = 38

// frac returns numerator and denominator bits of a type seen as a fraction.
func (t Type) frac() (n, d int) {
	if t.Dec == Rat {
		return t.Bits, t.DenBits
	}
	return t.Bits, DigitBits(t.Dec)
}

// TooWide reports whether a bound on the size of the number passes MaxBits.
func (t Type) TooWide() bool {
	return t.Kind == Number && (t.Bits > MaxBits || t.DenBits > MaxBits)
}

// decType makes a type with fixed decimals; the numerator has no more bits than the
// magnitude and the decimals allow.
func decType(u Unit, dec, mag, bits int) Type {
	bits = min(bits, mag+DigitBits(dec))
	if dec > MaxDecimals {
		return Type{Kind: Number, Unit: u, Dec: Rat, Mag: mag, Bits: bits, DenBits: DigitBits(dec)}
	}
	return Type{Kind: Number, Unit: u, Dec: dec, Mag: mag, Bits: bits}
}

func ratType(u Unit, mag, bits, den int) Type {
	return Type{Kind: Number, Unit: u, Dec: Rat, Mag: mag, Bits: bits, DenBits: den}
}

// atScale returns the bits of the numerator when written with more decimals.
func (t Type) atScale(dec int) int {
	if dec > t.Dec {
		return t.Bits + DigitBits(dec-t.Dec)
	}
	return t.Bits
}

// SumType returns the type of a + b and a − b; the unit is a's.
func SumType(a, b Type) Type {
	mag := max(a.Mag, b.Mag) + 1
	if a.Dec == Rat || b.Dec == Rat {
		an, ad := a.frac()
		bn, bd := b.frac()
		return ratType(a.Unit, mag, max(an+bd, bn+ad)+1, ad+bd)
	}
	d := max(a.Dec, b.Dec)
	return decType(a.Unit, d, mag, max(a.atScale(d), b.atScale(d))+1)
}

// UnionType returns the type that holds values of a and of b: ?:, ??, min, max,
// bands, versions. The unit is a's.
func UnionType(a, b Type) Type {
	mag := max(a.Mag, b.Mag)
	if a.Dec == Rat || b.Dec == Rat {
		an, ad := a.frac()
		bn, bd := b.frac()
		return ratType(a.Unit, mag, max(an, bn), max(ad, bd))
	}
	d := max(a.Dec, b.Dec)
	return decType(a.Unit, d, mag, max(a.atScale(d), b.atScale(d)))
}

// ProductType returns the type of a × b.
func ProductType(a, b Type) Type {
	u, mag := a.Unit.Mul(b.Unit), a.Mag+b.Mag
	if a.Dec == Rat || b.Dec == Rat {
		an, ad := a.frac()
		bn, bd := b.frac()
		return ratType(u, mag, an+bn, ad+bd)
	}
	return decType(u, a.Dec+b.Dec, mag, a.Bits+b.Bits)
}

// QuotientType returns the type of a ÷ b. A literal divisor whose only prime
// factors are 2 and 5 keeps a fixed number of decimals; every other quotient is
// unrounded. lit is nil unless b is a literal.
func QuotientType(a, b Type, lit *Num) Type {
	u := a.Unit.Div(b.Unit)
	an, ad := a.frac()
	bn, bd := b.frac()
	mag := a.Mag + bd // a divisor that is not 0 is at least 1 over its denominator
	if lit != nil && lit.Abs().Cmp(Int(1)) >= 0 {
		mag = a.Mag
	}
	if lit != nil && a.Dec != Rat {
		if e, more, ok := lit.reciprocalDecimals(); ok {
			dec := max(0, a.Dec-e) + more
			return decType(u, dec, mag, mag+DigitBits(dec))
		}
	}
	return ratType(u, mag, an+bd, ad+bn)
}

// reciprocalDecimals returns what dividing by a does to a number with fixed decimals:
// for p/10ᵉ in lowest decimals with p = 2ⁱ5ʲ, e are taken away and max(i, j) added.
func (a Num) reciprocalDecimals() (e, more int, ok bool) {
	e, ok = a.Decimals()
	if !ok || a.Sign() == 0 {
		return 0, 0, false
	}
	p, ok := a.Abs().Mul(Pow10(e)).Int64()
	if !ok {
		return 0, 0, false
	}
	i, j := 0, 0
	for ; p%2 == 0; p /= 2 {
		i++
	}
	for ; p%5 == 0; p /= 5 {
		j++
	}
	return e, max(i, j), p == 1
}

// PowerType returns the type of a to the k-th power.
func PowerType(a Type, k int) Type {
	out := LiteralType(Int(1))
	for range k {
		out = ProductType(out, a)
	}
	out.Unit = a.Unit.Pow(k)
	return out
}

// BoundedType returns the type of a when it is known to have no more bits before the
// point.
func BoundedType(a Type, mag int) Type {
	a.Mag = min(a.Mag, mag)
	if a.Dec != Rat {
		a.Bits = min(a.Bits, a.Mag+DigitBits(a.Dec))
	}
	return a
}

// RoundType returns the type of a rounded to n digits. Rounding never adds decimals. To
// tens or hundreds it may make one of them of less.
func RoundType(a Type, n int) Type {
	dec := max(n, 0)
	if a.Dec != Rat && a.Dec <= n {
		return a
	}
	mag := max(a.Mag, DigitBits(max(-n, 0))) + 1
	return decType(a.Unit, dec, mag, mag+DigitBits(dec))
}

// LiteralType returns the type of a literal: its fewest decimals, no unit.
func LiteralType(n Num) Type {
	mag := n.Abs().Round(0, Ceiling).BitLen()
	d, ok := n.Decimals()
	if !ok {
		return ratType(One, mag, n.BitLen(), n.BitLen())
	}
	return decType(One, d, mag, n.Mul(Pow10(d)).BitLen())
}

// Rows returns the type of a sum of as many values of the type as 2ᵇⁱᵗˢ.
func (t Type) Rows(bits int) Type {
	t.Mag += bits
	t.Bits += bits
	return t
}
