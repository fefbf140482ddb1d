package conformance

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

var (
	pairs = flag.Int("pairs", 200_000, "random (expression, inputs) pairs that are compared with math/big")
	seed  = flag.Uint64("seed", 1, "first seed")
)

const (
	expressionsPerRuleset = 75
	casesPerRuleset       = 66
)

// inputFields are what the random expressions read, with the decimals of each.
var inputFields = []struct {
	name, typ string
	unit      string
	dec       int
}{
	{"m1", "money", "money", 2}, {"m2", "money", "money", 2}, {"r1", "ratio", "", 4}, {"r2", "ratio", "", 4}, {"n1", "count", "", 0}, {"n2", "count", "", 0},
}

// naive is an expression twice: as the text that the compiler reads, and as a
// computation on math/big that shares nothing with the engine.
type naive struct {
	text string
	num  func(in map[string]*big.Rat) *big.Rat
	cond func(in map[string]*big.Rat) bool // for conditions, instead of num
}

type naiveGen struct{ r *rand.Rand }

func (g *naiveGen) pick(list ...string) string { return list[g.r.IntN(len(list))] }

// literal draws a number as rules write it.
func (g *naiveGen) literal() naive {
	text := g.pick("0", "1", "2", "3", "10", "0.5", "0.64", "1.005", "0.00005", "100", "7", "0.1", "0.2", "12345.67", "33")
	v, _ := new(big.Rat).SetString(text)
	return naive{text: text, num: func(map[string]*big.Rat) *big.Rat { return v }}
}

func (g *naiveGen) field(unit string) naive {
	for {
		f := inputFields[g.r.IntN(len(inputFields))]
		if f.unit == unit {
			return naive{text: "case." + f.name, num: func(in map[string]*big.Rat) *big.Rat { return in[f.name] }}
		}
	}
}

// number draws a number of a unit: "" or "money".
func (g *naiveGen) number(unit string, depth int) naive {
	if depth == 0 {
		if unit == "" && g.r.IntN(2) == 0 {
			return g.literal()
		}
		return g.field(unit)
	}
	a := func(u string) naive { return g.number(u, depth-1) }
	switch g.r.IntN(11) {
	case 0, 1:
		op := g.pick("+", "-")
		x, y := a(unit), a(unit)
		return binaryNaive(x, op, y, func(x, y *big.Rat) *big.Rat {
			if op == "+" {
				return new(big.Rat).Add(x, y)
			}
			return new(big.Rat).Sub(x, y)
		})
	case 2, 3:
		x, y := a(unit), a("")
		if unit == "money" && g.r.IntN(2) == 0 {
			x, y = y, x
		}
		return binaryNaive(x, "*", y, func(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) })
	case 4:
		return g.division(unit, depth)
	case 5:
		return g.rounding(a(unit))
	case 6:
		return g.choice(unit, depth)
	case 7:
		return g.extreme(a(unit), a(unit))
	case 8:
		x := a(unit)
		return naive{"abs(" + x.text + ")", func(in map[string]*big.Rat) *big.Rat { return new(big.Rat).Abs(x.num(in)) }, nil}
	case 9:
		x := a(unit)
		return naive{"-(" + x.text + ")", func(in map[string]*big.Rat) *big.Rat { return new(big.Rat).Neg(x.num(in)) }, nil}
	}
	if unit == "" && depth == 1 {
		x := g.field("")
		return naive{"(" + x.text + ") ^ 2", func(in map[string]*big.Rat) *big.Rat { return new(big.Rat).Mul(x.num(in), x.num(in)) }, nil}
	}
	return g.number(unit, depth-1)
}

func binaryNaive(x naive, op string, y naive, f func(x, y *big.Rat) *big.Rat) naive {
	return naive{"(" + x.text + ") " + op + " (" + y.text + ")", func(in map[string]*big.Rat) *big.Rat { return f(x.num(in), y.num(in)) }, nil}
}

// division draws the ways in which a rule may divide.
func (g *naiveGen) division(unit string, depth int) naive {
	num, den := g.number(unit, depth-1), g.number("", depth-1)
	if unit == "" && g.r.IntN(3) == 0 {
		num, den = g.number("money", depth-1), g.field("money")
	}
	other := g.number(unit, 0)
	eval := func(in map[string]*big.Rat) *big.Rat {
		d := den.num(in)
		if d.Sign() == 0 {
			return other.num(in)
		}
		return new(big.Rat).Quo(num.num(in), d)
	}
	if g.r.IntN(2) == 0 {
		return naive{"divide(" + num.text + ", " + den.text + ", " + other.text + ")", eval, nil}
	}
	return naive{fmt.Sprintf("((%s) != 0 ? (%s) / (%s) : (%s))", den.text, num.text, den.text, other.text), eval, nil}
}

// rounding rounds by the definition of each mode.
func (g *naiveGen) rounding(x naive) naive {
	n := g.r.IntN(7) - 1
	mode := g.pick("half_up", "half_even", "up", "down", "ceiling", "floor")
	text := fmt.Sprintf("round(%s, %d, %s)", x.text, n, mode)
	if mode == "half_up" && g.r.IntN(2) == 0 {
		text = fmt.Sprintf("round(%s, %d)", x.text, n)
	}
	scale := big.NewRat(1, 1)
	for range max(n, -n) {
		scale.Mul(scale, big.NewRat(10, 1))
	}
	if n < 0 {
		scale.Inv(scale)
	}
	return naive{text, func(in map[string]*big.Rat) *big.Rat {
		v := new(big.Rat).Mul(x.num(in), scale)
		lo := new(big.Int).Div(v.Num(), v.Denom()) // floor
		rest := new(big.Rat).Sub(v, new(big.Rat).SetInt(lo))
		if rest.Sign() != 0 && roundsUp(mode, v.Sign(), lo, rest) {
			lo.Add(lo, big.NewInt(1))
		}
		return new(big.Rat).Quo(new(big.Rat).SetInt(lo), scale)
	}, nil}
}

// roundsUp says whether a number between lo and lo+1 goes to lo+1.
func roundsUp(mode string, sign int, lo *big.Int, rest *big.Rat) bool {
	half := rest.Cmp(big.NewRat(1, 2))
	switch mode {
	case "ceiling":
		return true
	case "floor":
		return false
	case "up":
		return sign > 0
	case "down":
		return sign < 0
	case "half_even":
		return half > 0 || half == 0 && lo.Bit(0) == 1
	}
	return half > 0 || half == 0 && sign > 0
}

func (g *naiveGen) choice(unit string, depth int) naive {
	c, x, y := g.condition(depth-1), g.number(unit, depth-1), g.number(unit, depth-1)
	text := fmt.Sprintf("((%s) ? (%s) : (%s))", c.text, x.text, y.text)
	if g.r.IntN(3) == 0 {
		text = fmt.Sprintf("(if %s { %s } else { %s })", c.text, x.text, y.text)
	}
	return naive{text, func(in map[string]*big.Rat) *big.Rat {
		if c.cond(in) {
			return x.num(in)
		}
		return y.num(in)
	}, nil}
}

func (g *naiveGen) extreme(x, y naive) naive {
	name := g.pick("min", "max")
	return naive{name + "(" + x.text + ", " + y.text + ")", func(in map[string]*big.Rat) *big.Rat {
		a, b := x.num(in), y.num(in)
		if (a.Cmp(b) < 0) == (name == "min") {
			return a
		}
		return b
	}, nil}
}

func (g *naiveGen) condition(depth int) naive {
	if depth > 0 && g.r.IntN(2) == 0 {
		x, y := g.condition(depth-1), g.condition(depth-1)
		switch g.r.IntN(3) {
		case 0:
			return naive{"(" + x.text + ") and (" + y.text + ")", nil, func(in map[string]*big.Rat) bool { return x.cond(in) && y.cond(in) }}
		case 1:
			return naive{"(" + x.text + ") or (" + y.text + ")", nil, func(in map[string]*big.Rat) bool { return x.cond(in) || y.cond(in) }}
		}
		return naive{"not (" + x.text + ")", nil, func(in map[string]*big.Rat) bool { return !x.cond(in) }}
	}
	unit := g.pick("", "money")
	op := g.pick("<", "<=", ">", ">=", "==", "!=")
	x, y := g.number(unit, max(depth-1, 0)), g.number(unit, 0)
	return naive{"(" + x.text + ") " + op + " (" + y.text + ")", nil, func(in map[string]*big.Rat) bool {
		c := x.num(in).Cmp(y.num(in))
		return map[string]bool{"<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0, "==": c == 0, "!=": c != 0}[op]
	}}
}

// inputs draws a case: round amounts, fen, zeros, boundaries, large numbers.
func (g *naiveGen) inputs() (cells []string, in map[string]*big.Rat) {
	in = map[string]*big.Rat{}
	for _, f := range inputFields {
		whole := g.pick("0", "1", "2", "3", "50", "64", "100", "999", "9999", fmt.Sprint(g.r.IntN(1000)), fmt.Sprint(g.r.IntN(10)))
		if f.unit == "money" && g.r.IntN(10) == 0 {
			whole = fmt.Sprint(g.r.Int64N(99_999_999_999_999))
		}
		text := whole
		if f.dec > 0 && g.r.IntN(3) > 0 {
			frac := fmt.Sprintf("%04d", g.r.IntN(10000))
			text += "." + g.pick(frac[:f.dec], "5"+strings.Repeat("0", f.dec-1), strings.Repeat("9", f.dec))
		}
		if g.r.IntN(8) == 0 && text != "0" {
			text = "-" + text
		}
		v, ok := new(big.Rat).SetString(text)
		if !ok {
			panic(text)
		}
		cells, in[f.name] = append(cells, text), v
	}
	return cells, in
}

// TestExpressions compares random formulas on random cases with a naive evaluation.
// `go test ./conformance -run TestExpressions -v -pairs 10000000` runs ten million
// pairs.
func TestExpressions(t *testing.T) {
	distinct := map[string]bool{}
	compared, rulesets, tooWide := 0, 0, 0
	for s := *seed; compared < *pairs; s++ {
		g := &naiveGen{rand.New(rand.NewPCG(s, 99))}
		n, wide := compareRuleset(t, g, s, distinct)
		compared += n
		rulesets++
		tooWide += wide
	}
	t.Logf("%d pairs, %d distinct expressions, %d rulesets from seed %d, %d expressions refused as too wide, no difference",
		compared, len(distinct), rulesets, *seed, tooWide)
}

func compareRuleset(t *testing.T, g *naiveGen, s uint64, distinct map[string]bool) (compared, tooWide int) {
	t.Helper()
	var es []naive
	for range expressionsPerRuleset {
		depth := 1 + g.r.IntN(4)
		if g.r.IntN(5) == 0 {
			es = append(es, g.condition(depth))
		} else {
			es = append(es, g.number(g.pick("", "money"), depth))
		}
	}
	p := compileExpressions(t, s, es)
	if p == nil { // some are wider than the language allows: leave those out
		var kept []naive
		for _, e := range es {
			if compileExpressions(t, s, []naive{e}) != nil {
				kept = append(kept, e)
			} else {
				tooWide++
			}
		}
		es = kept
		p = compileExpressions(t, s, es)
	}
	for _, e := range es {
		distinct[e.text] = true
	}
	csv, ins := expressionCases(g)
	b, err := p.Open([]casefile.File{{Record: p.IR().Record("case"), Name: "case.csv", Bytes: csv, Format: casefile.CSV}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	row := 0
	err = b.Look(context.Background(), "case", func(l *drgrule.Looker) error {
		for i, e := range es {
			compareOne(t, l, s, i, e, ins[row])
		}
		row++
		return nil
	})
	if err != nil || row != casesPerRuleset {
		t.Fatalf("%d rows: %v", row, err)
	}
	return row * len(es), tooWide
}

func compareOne(t *testing.T, l *drgrule.Looker, s uint64, i int, e naive, in map[string]*big.Rat) {
	t.Helper()
	got := l.Named(0, 0, fmt.Sprintf("e%d", i))
	if e.cond != nil {
		if want := fmt.Sprint(e.cond(in)); got != want {
			t.Fatalf("seed %d, e%d: %s = %s, want %s on %v", s, i, e.text, got, want, in)
		}
		return
	}
	v, ok := new(big.Rat).SetString(got)
	if want := e.num(in); !ok || v.Cmp(want) != 0 {
		t.Fatalf("seed %d, e%d: %s = %s, want %s on %v", s, i, e.text, got, want.RatString(), in)
	}
}

// compileExpressions returns nil when an expression is wider than allowed.
func compileExpressions(t *testing.T, s uint64, es []naive) *drgrule.Program {
	t.Helper()
	var b strings.Builder
	b.WriteString("ruleset \"expressions\" {}\nrecord \"case\" {\n  key = [\"id\"]\n  fields = {\n    id = text\n")
	for _, f := range inputFields {
		fmt.Fprintf(&b, "    %s = %s\n", f.name, f.typ)
	}
	b.WriteString("  }\n}\noutput \"key\" { is = \"case.id\" }\n")
	for i, e := range es {
		fmt.Fprintf(&b, "let \"e%d\" {\n  per = \"case\"\n  is = \"%s\"\n}\n", i, e.text)
	}
	p, diags, err := drgrule.Check(fstest.MapFS{"r/r.hcl": {Data: []byte(b.String())}}, drgrule.Options{Entry: "r"})
	if err != nil {
		t.Fatal(err)
	}
	if p != nil {
		return p
	}
	for _, d := range diags {
		if d.Code != "DR1012" && d.Code != "DR2109" && d.Code != "DR2011" && d.Code != "DR2128" {
			t.Fatalf("seed %d: %v", s, d)
		}
	}
	return nil
}

func expressionCases(g *naiveGen) ([]byte, []map[string]*big.Rat) {
	var b bytes.Buffer
	b.WriteString("id")
	for _, f := range inputFields {
		b.WriteString("," + f.name)
	}
	b.WriteString("\n")
	var ins []map[string]*big.Rat
	for i := range casesPerRuleset {
		cells, in := g.inputs()
		fmt.Fprintf(&b, "TEST-%d,%s\n", i, strings.Join(cells, ","))
		ins = append(ins, in)
	}
	return b.Bytes(), ins
}
