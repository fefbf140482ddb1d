package check

import (
	"slices"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// sign is what declared bounds, and the rules of signs, say of a number. It serves
// one purpose: to show that a divisor is not zero.
type sign uint8

const (
	anySign sign = iota
	nonNegative
	positive
	negative
)

func (s sign) negated() sign {
	switch s {
	case positive:
		return negative
	case negative:
		return positive
	}
	return anySign
}

// join is what holds of either of two numbers.
func (s sign) join(t sign) sign {
	switch {
	case s == t:
		return s
	case s != negative && t != negative && s != anySign && t != anySign:
		return nonNegative
	}
	return anySign
}

// eitherSign is the sign of whichever of some numbers is taken. What never gives a value,
// such as a refusal, says nothing.
func eitherSign(facts ...*Fact) sign {
	var given []sign
	for _, f := range facts {
		if f.Type.Kind != value.Never {
			given = append(given, f.sign)
		}
	}
	if len(given) == 0 {
		return anySign
	}
	out := given[0]
	for _, s := range given[1:] {
		out = out.join(s)
	}
	return out
}

func signOf(lo, hi *cell.Bound) sign {
	switch {
	case lo != nil && (lo.Num.Sign() > 0 || lo.Num.Sign() == 0 && lo.Open):
		return positive
	case hi != nil && (hi.Num.Sign() < 0 || hi.Num.Sign() == 0 && hi.Open):
		return negative
	case lo != nil && lo.Num.Sign() == 0:
		return nonNegative
	}
	return anySign
}

// bounded gives a fact the bounds that a field, column or parameter declares.
func (f *Fact) bounded(spec cell.Spec) {
	if f.Type.Kind == value.Number {
		f.lo, f.hi = spec.Lo, spec.Hi
		f.sign = signOf(f.lo, f.hi)
	}
}

// arithmeticSign derives the sign of x op y. For + and − of declared bounds the
// bounds themselves are combined once, so that 1 − share is seen to be positive.
func arithmeticSign(op string, x, y, out *Fact) {
	switch op {
	case "+":
		if x.sign == negative && y.sign == negative {
			out.sign = negative
		} else if j := x.sign.join(y.sign); j != anySign && j != negative {
			out.sign = j
			if x.sign == positive || y.sign == positive {
				out.sign = positive
			}
		}
		if out.sign == anySign {
			out.sign = signOf(addBounds(x.lo, y.lo), addBounds(x.hi, y.hi))
		}
	case "-":
		out.sign = signOf(addBounds(x.lo, negBound(y.hi)), addBounds(x.hi, negBound(y.lo)))
	case "*", "/":
		switch {
		case x.sign == anySign || y.sign == anySign:
		case x.sign == nonNegative || y.sign == nonNegative:
			if x.sign != negative && y.sign != negative {
				out.sign = nonNegative
			}
		case x.sign == y.sign:
			out.sign = positive
		default:
			out.sign = negative
		}
	case "^":
		if x.sign == positive || x.sign == nonNegative {
			out.sign = x.sign
		}
	}
}

// quotientSize bounds x ÷ y by the declared lower bound of y: what is divided by 100 or
// more is a hundredth at most.
func quotientSize(x, y, out *Fact) {
	if y.lo == nil || y.lo.Num.Sign() <= 0 {
		return
	}
	mag := x.Type.Mag
	if whole := y.lo.Num.Round(0, value.Floor); whole.Sign() > 0 {
		mag = max(0, mag-whole.BitLen()+1)
	} else {
		mag += value.Int(1).Quo(y.lo.Num).Round(0, value.Ceiling).BitLen()
	}
	out.Type = value.BoundedType(out.Type, mag)
}

func addBounds(a, b *cell.Bound) *cell.Bound {
	if a == nil || b == nil {
		return nil
	}
	return &cell.Bound{Num: a.Num.Add(b.Num), Open: a.Open || b.Open}
}

func negBound(b *cell.Bound) *cell.Bound {
	if b == nil {
		return nil
	}
	return &cell.Bound{Num: b.Num.Neg(), Open: b.Open}
}

// functionSign derives the sign of a library call.
func functionSign(name string, args []*Fact, out *Fact) {
	all := func(want ...sign) bool {
		for _, a := range args {
			if !slices.Contains(want, a.sign) {
				return false
			}
		}
		return true
	}
	one := func(want sign) bool {
		return slices.ContainsFunc(args, func(a *Fact) bool { return a.sign == want })
	}
	switch name {
	case "max":
		switch {
		case one(positive):
			out.sign = positive
		case one(nonNegative):
			out.sign = nonNegative
		case all(negative):
			out.sign = negative
		}
	case "min":
		switch {
		case one(negative):
			out.sign = negative
		case all(positive):
			out.sign = positive
		case all(positive, nonNegative):
			out.sign = nonNegative
		}
	case "abs":
		out.sign = nonNegative
		if args[0].sign == positive || args[0].sign == negative {
			out.sign = positive
		}
	case "round", "floor", "ceil":
		if s := args[0].sign; s == positive || s == nonNegative {
			out.sign = nonNegative // a small number may round to 0
			if name == "ceil" {
				out.sign = s
			}
		}
	case "year", "len":
		out.sign = nonNegative
	}
}

// nonZero reports whether a divisor is shown not to be zero: by declared bounds, by
// a comparison that holds here, or as a product of such numbers. The result of a
// total never is.
func (s *scope) nonZero(e syntax.Expr, f *Fact) bool {
	if slices.Contains(s.known, "nz:"+s.key(e)) {
		return true
	}
	if f.Const != nil && f.Const.Kind == value.Number {
		return f.Const.Num.Sign() != 0
	}
	if !f.folded && (f.sign == positive || f.sign == negative) {
		return true
	}
	switch e := e.(type) {
	case *syntax.Unary:
		return e.Op == "-" && s.nonZero(e.X, s.factOf(e.X))
	case *syntax.Binary:
		return (e.Op == "*" || e.Op == "/") && s.nonZero(e.X, s.factOf(e.X)) && (e.Op == "/" || s.nonZero(e.Y, s.factOf(e.Y)))
	}
	return false
}

func (s *scope) factOf(e syntax.Expr) *Fact {
	if f := s.c.info.Facts[e]; f != nil {
		return f
	}
	return badFact
}

// zeroFacts returns which sides a comparison with a literal shows not to be zero.
func (s *scope) zeroFacts(op string, xe syntax.Expr, x *Fact, ye syntax.Expr, y *Fact) (yes, no []string) {
	if x.Const != nil && y.Const == nil {
		flip := map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}
		if f, ok := flip[op]; ok {
			op = f
		}
		xe, x, y = ye, y, x
	}
	if y.Const == nil || y.Const.Kind != value.Number || x.Const != nil {
		return nil, nil
	}
	nz := []string{"nz:" + s.key(xe)}
	c := y.Const.Num.Sign()
	holds := map[string][2]bool{ // by operator: excludes zero when true, when false
		"==": {c != 0, c == 0},
		"!=": {c == 0, c != 0},
		">":  {c >= 0, c < 0},
		">=": {c > 0, c <= 0},
		"<":  {c <= 0, c > 0},
		"<=": {c < 0, c >= 0},
	}[op]
	if holds[0] {
		yes = nz
	}
	if holds[1] {
		no = nz
	}
	return yes, no
}
