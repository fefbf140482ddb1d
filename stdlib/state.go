package stdlib

import (
	"math/big"

	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// What aggregates keep of the rows taken so far: exact sums, so that neither the order
// of the rows nor how they are grouped matters.

// chunk is how many numbers a summer adds up before it carries.
const chunk = 64

// A summer adds numbers up exactly. Unrounded numbers have many different denominators,
// whose common one grows with each: adding them to one long sum would cost as much as
// that sum is long, each time. So sums of as many numbers are added to each other, as
// the digits of a binary counter are.
type summer struct {
	low    value.Num
	n      int
	levels []value.Num // level i: the sum of chunk·2ⁱ numbers, or nothing
	full   []bool
}

func (s *summer) add(x value.Num) {
	s.low = s.low.Add(x)
	if s.n++; s.n < chunk {
		return
	}
	carry := s.low
	s.low, s.n = value.Num{}, 0
	for i := range s.levels {
		if !s.full[i] {
			s.levels[i], s.full[i] = carry, true
			return
		}
		carry = carry.Add(s.levels[i])
		s.levels[i], s.full[i] = value.Num{}, false
	}
	s.levels, s.full = append(s.levels, carry), append(s.full, true)
}

func (s *summer) sum() value.Num {
	out := s.low
	for _, x := range s.levels {
		out = out.Add(x)
	}
	return out
}

type sumState struct{ sum summer }

func (s *sumState) Add(in fn.Input) { s.sum.add(in.Value.Num) }

func (s *sumState) Value() (value.Value, bool) { return value.OfNum(s.sum.sum()), true }

type countState struct{ n int64 }

func (s *countState) Add(in fn.Input) { s.n += in.Value.Int }

func (s *countState) Value() (value.Value, bool) { return value.OfInt(s.n), true }

type meanState struct {
	sum summer
	n   int64
}

func (s *meanState) Add(in fn.Input) {
	s.sum.add(in.Value.Num)
	s.n++
}

func (s *meanState) Value() (value.Value, bool) {
	if s.n == 0 {
		return value.Value{}, false
	}
	return value.OfNum(s.sum.sum().Quo(value.Int(s.n))), true
}

type pickState struct {
	best value.Value
	any  bool
	sign int // -1: the smallest, 1: the largest
}

func (s *pickState) Add(in fn.Input) {
	if !s.any || value.Compare(in.Value, s.best)*s.sign > 0 {
		s.best, s.any = in.Value, true
	}
}

func (s *pickState) Value() (value.Value, bool) { return s.best, s.any }

type weightedState struct{ num, den summer }

func (s *weightedState) Add(in fn.Input) {
	s.num.add(in.Value.Num.Mul(in.Weight.Num))
	s.den.add(in.Weight.Num)
}

func (s *weightedState) Value() (value.Value, bool) {
	den := s.den.sum()
	if den.Sign() == 0 {
		return value.Value{}, false
	}
	return value.OfNum(s.num.sum().Quo(den)), true
}

// varianceState keeps Σx and Σx²: with exact numbers (n·Σx² − (Σx)²) ÷ n² loses nothing.
type varianceState struct {
	sum, squares summer
	n            int64
}

func (s *varianceState) Add(in fn.Input) {
	x := in.Value.Num
	s.sum.add(x)
	s.squares.add(x.Mul(x))
	s.n++
}

// spread is n·Σx² − (Σx)².
func (s *varianceState) spread() value.Num {
	sum := s.sum.sum()
	return s.squares.sum().Mul(value.Int(s.n)).Sub(sum.Mul(sum))
}

func (s *varianceState) Value() (value.Value, bool) {
	if s.n == 0 {
		return value.Value{}, false
	}
	n := value.Int(s.n)
	return value.OfNum(s.spread().Quo(n.Mul(n))), true
}

type cvState struct {
	varianceState
	params fn.Params
}

func (s *cvState) Value() (value.Value, bool) {
	sum := s.sum.sum()
	if sum.Sign() == 0 { // also: no rows
		return value.Value{}, false
	}
	return value.OfNum(roundedRoot(s.spread().Quo(sum.Mul(sum)), sum.Sign() < 0, s.params)), true
}

// percentileState takes the values from small to large and keeps the two between which
// the percentile lies.
type percentileState struct {
	rows, seen int64
	low        int64 // the place, from 0, of the value at or below it
	between    value.Num
	lo, hi     value.Num
}

func percentile(p fn.Params, rows int64) fn.State {
	s := &percentileState{rows: rows}
	if p.Interpolated {
		pos := p.At.Mul(value.Int(rows - 1))
		s.low, _ = pos.Round(0, value.Floor).Int64()
		s.between = pos.Sub(value.Int(s.low))
	} else {
		rank, _ := p.At.Mul(value.Int(rows)).Round(0, value.Ceiling).Int64()
		s.low = max(rank, 1) - 1
	}
	return s
}

func (s *percentileState) Add(in fn.Input) {
	switch s.seen {
	case s.low:
		s.lo, s.hi = in.Value.Num, in.Value.Num
	case s.low + 1:
		s.hi = in.Value.Num
	}
	s.seen++
}

func (s *percentileState) Value() (value.Value, bool) {
	return value.OfNum(s.lo.Add(s.between.Mul(s.hi.Sub(s.lo)))), s.rows > 0
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
