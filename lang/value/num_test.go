package value

import (
	"math"
	"math/big"
	oldrand "math/rand"
	"math/rand/v2"
	"testing"
)

// border draws numbers around the places where the representation changes.
func border(r *rand.Rand) *big.Rat {
	pick := func() *big.Int {
		switch r.IntN(6) {
		case 0:
			return big.NewInt(r.Int64N(20) - 10)
		case 1:
			return new(big.Int).Sub(big.NewInt(math.MaxInt64), big.NewInt(r.Int64N(3)))
		case 2:
			return new(big.Int).Add(big.NewInt(math.MinInt64), big.NewInt(r.Int64N(3)))
		case 3:
			return new(big.Int).Lsh(big.NewInt(r.Int64()), uint(r.IntN(70)))
		case 4:
			return big.NewInt(r.Int64N(1 << 32))
		}
		return big.NewInt(int64(math.Pow10(r.IntN(18))) + r.Int64N(3) - 1)
	}
	d := pick()
	for d.Sign() == 0 {
		d = pick()
	}
	return new(big.Rat).SetFrac(pick(), d)
}

func TestArithmeticAgreesWithBigRat(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		x, y := border(r), border(r)
		a, b := FromRat(x), FromRat(y)
		same(t, "+", a.Add(b), new(big.Rat).Add(x, y))
		same(t, "-", a.Sub(b), new(big.Rat).Sub(x, y))
		same(t, "*", a.Mul(b), new(big.Rat).Mul(x, y))
		if y.Sign() != 0 {
			same(t, "/", a.Quo(b), new(big.Rat).Quo(x, y))
		}
		same(t, "neg", a.Neg(), new(big.Rat).Neg(x))
		if a.Cmp(b) != x.Cmp(y) {
			t.Fatalf("%v cmp %v = %d", x, y, a.Cmp(b))
		}
		if a.Sign() != x.Sign() || a.IsInt() != x.IsInt() {
			t.Fatalf("sign or wholeness of %v", x)
		}
	}
}

// same also checks that equal numbers have one representation.
func same(t *testing.T, op string, got Num, want *big.Rat) {
	t.Helper()
	if got.Rat().Cmp(want) != 0 {
		t.Fatalf("%s: got %v, want %v", op, got.Rat(), want)
	}
	if canon := FromRat(want); (got.r == nil) != (canon.r == nil) || got.n != canon.n || got.den() != canon.den() && canon.r == nil {
		t.Fatalf("%s: %v is held as %+v, not as %+v", op, want, got, canon)
	}
}

// roundRef rounds by the definition of each mode, on fractions alone.
func roundRef(x *big.Rat, n int, m Mode) *big.Rat {
	scale := Pow10(n).Rat()
	s := new(big.Rat).Mul(x, scale)
	floor := new(big.Int).Div(s.Num(), s.Denom()) // Euclidean: floor for positive denominators
	f := new(big.Rat).SetInt(floor)
	frac := new(big.Rat).Sub(s, f)
	half := frac.Cmp(big.NewRat(1, 2))
	up := false
	switch {
	case frac.Sign() == 0:
	case m == Ceiling:
		up = true
	case m == Floor:
	case m == Up:
		up = s.Sign() > 0
	case m == Down:
		up = s.Sign() < 0
	case half != 0:
		up = half > 0
	case m == HalfUp:
		up = s.Sign() > 0
	default:
		up = floor.Bit(0) == 1
	}
	if up {
		f.Add(f, big.NewRat(1, 1))
	}
	return f.Quo(f, scale)
}

func TestRoundingAgreesWithItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100_000 {
		x := border(r)
		if r.IntN(2) == 0 { // many exact halves
			x = new(big.Rat).SetFrac(big.NewInt(r.Int64N(2001)-1000), big.NewInt(2*int64(math.Pow10(r.IntN(5)))))
		}
		n := r.IntN(12) - 4
		m := Mode(r.IntN(6))
		same(t, m.String(), FromRat(x).Round(n, m), roundRef(x, n, m))
	}
}

func TestRoundingModes(t *testing.T) {
	tests := []struct {
		x                                          string
		halfUp, halfEven, up, down, ceiling, floor string
	}{
		{"2.5", "3", "2", "3", "2", "3", "2"},
		{"-2.5", "-3", "-2", "-3", "-2", "-2", "-3"},
		{"3.5", "4", "4", "4", "3", "4", "3"},
		{"2.4", "2", "2", "3", "2", "3", "2"},
		{"-2.6", "-3", "-3", "-3", "-2", "-2", "-3"},
		{"-0.4", "0", "0", "-1", "0", "0", "-1"},
		{"7", "7", "7", "7", "7", "7", "7"},
	}
	for _, tt := range tests {
		x, _ := ParseNum(tt.x)
		for m, want := range []string{tt.halfUp, tt.halfEven, tt.up, tt.down, tt.ceiling, tt.floor} {
			if got := x.Round(0, Mode(m)).Text(0); got != want {
				t.Errorf("round(%s, 0, %s) = %s, want %s", tt.x, Mode(m), got, want)
			}
		}
	}
}

func TestParseNum(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "+1.50": "1.5", "0.10": "0.1", "007": "7", "12345678901234567890.12345678": "12345678901234567890.12345678",
	} {
		n, ok := ParseNum(in)
		if !ok || n.String() != want {
			t.Errorf("ParseNum(%q) = %s, %v; want %s", in, n, ok, want)
		}
	}
	for _, in := range []string{
		"", "-", ".5", "5.", "1e5", "NaN", "Inf", "0x10", "1_000", "1,234.50", "１２３", "￥12", " 12", "12 ", "1.2.3", "--1",
		"12345678901234567890123456789", // 29 digits
	} {
		if n, ok := ParseNum(in); ok {
			t.Errorf("ParseNum(%q) = %s, want refusal", in, n)
		}
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		n    Num
		dec  int
		want string
	}{
		{Int(0), 2, "0.00"}, {Frac(1, 2), 2, "0.50"}, {Frac(-1, 200), 3, "-0.005"}, {Int(-7), 0, "-7"},
		{Frac(1, 3), 2, "1/3"}, // a wrong claim about decimals is seen
	} {
		if got := tt.n.Text(tt.dec); got != tt.want {
			t.Errorf("Text(%v, %d) = %s, want %s", tt.n.Rat(), tt.dec, got, tt.want)
		}
	}
	for in, want := range map[string]string{"1234567.50": "1,234,567.50", "-999": "-999", "-1000": "-1,000", "0.5": "0.5", "1/3": "1/3"} {
		if got := Group(in); got != want {
			t.Errorf("Group(%s) = %s, want %s", in, got, want)
		}
	}
}

// TestTypesBoundTheirValues checks the algebra of number types: whatever two numbers
// of a type are, the result fits the type of the operation.
func TestTypesBoundTheirValues(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	draw := func() (Num, Type) {
		whole, dec := 1+r.IntN(9), r.IntN(5)
		n := new(big.Int).Rand(randSource(r), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(whole+dec)), nil))
		x := FromRat(new(big.Rat).SetInt(n)).Mul(Pow10(-dec))
		if r.IntN(2) == 0 {
			x = x.Neg()
		}
		return x, NumberType(One, dec, whole)
	}
	for range 50_000 {
		a, ta := draw()
		b, tb := draw()
		fits(t, "+", a.Add(b), SumType(ta, tb))
		fits(t, "-", a.Sub(b), SumType(ta, tb))
		fits(t, "*", a.Mul(b), ProductType(ta, tb))
		if b.Sign() != 0 {
			q := QuotientType(ta, tb, nil)
			fits(t, "/", a.Quo(b), q)
			fits(t, "round", a.Quo(b).Round(3, HalfUp), RoundType(q, 3))
			fits(t, "/+", a.Quo(b).Add(a), SumType(q, ta))
			fits(t, "/*", a.Quo(b).Mul(a), ProductType(q, ta))
			fits(t, "/lit", a.Quo(b), QuotientType(ta, LiteralType(b), &b))
		}
		fits(t, "lit", b, LiteralType(b))
		for _, n := range []int{-12, -2, -1, 0, 2} {
			for _, m := range []Mode{HalfUp, Up, Floor} {
				fits(t, "round to", a.Round(n, m), RoundType(ta, n))
			}
		}
	}
}

func randSource(r *rand.Rand) *oldrand.Rand {
	return oldrand.New(oldrand.NewSource(int64(r.Uint64() >> 1)))
}

func fits(t *testing.T, op string, n Num, typ Type) {
	t.Helper()
	rat := n.Rat()
	if mag := new(big.Int).Quo(new(big.Int).Abs(rat.Num()), rat.Denom()); mag.BitLen() > typ.Mag {
		t.Fatalf("%s: %s has %d bits before the point, its type allows %d", op, n, mag.BitLen(), typ.Mag)
	}
	if typ.Dec >= 0 {
		scaled := n.Mul(Pow10(typ.Dec))
		if !scaled.IsInt() {
			t.Fatalf("%s: %s has more than %d decimals", op, n, typ.Dec)
		}
		if l := scaled.Rat().Num().BitLen(); l > typ.Bits {
			t.Fatalf("%s: %s takes %d bits, its type allows %d", op, n, l, typ.Bits)
		}
		return
	}
	if rat.Num().BitLen() > typ.Bits || rat.Denom().BitLen() > typ.DenBits {
		t.Fatalf("%s: %s takes %d/%d bits, its type allows %d/%d", op, n, rat.Num().BitLen(), rat.Denom().BitLen(), typ.Bits, typ.DenBits)
	}
}
