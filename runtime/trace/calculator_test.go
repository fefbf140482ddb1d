package trace_test

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"
)

// A calculator does what a reader does with pencil and paper: it computes a line "with
// numbers" as it is printed. It knows nothing of the language but numbers with thousands
// separators, + - * /, brackets, and the functions below; anything else it refuses.
type calculator struct {
	in  []rune
	at  int
	bad string // why the line is not plain arithmetic
}

// compute returns what a line comes to, or why it is not plain arithmetic.
func compute(line string) (*big.Rat, string) {
	for { // of `a ?? b`, b counts where a is none
		left, right, ok := strings.Cut(line, " ?? ")
		if !ok {
			break
		}
		if line = left; left == "none" {
			line = right
		}
	}
	c := &calculator{in: []rune(line)}
	v := c.sum()
	c.blanks()
	if c.bad == "" && c.at < len(c.in) {
		c.bad = fmt.Sprintf("%q", string(c.in[c.at:]))
	}
	return v, c.bad
}

func (c *calculator) blanks() {
	for c.at < len(c.in) && c.in[c.at] == ' ' {
		c.at++
	}
}

func (c *calculator) take(r rune) bool {
	if c.blanks(); c.at < len(c.in) && c.in[c.at] == r {
		c.at++
		return true
	}
	return false
}

func (c *calculator) fail(why string) *big.Rat {
	if c.bad == "" {
		c.bad = why
	}
	return new(big.Rat)
}

func (c *calculator) sum() *big.Rat {
	v := c.product()
	for c.bad == "" {
		switch {
		case c.take('+'):
			v = new(big.Rat).Add(v, c.product())
		case c.take('-'):
			v = new(big.Rat).Sub(v, c.product())
		default:
			return v
		}
	}
	return v
}

func (c *calculator) product() *big.Rat {
	v := c.factor()
	for c.bad == "" {
		switch {
		case c.take('*'):
			v = new(big.Rat).Mul(v, c.factor())
		case c.take('/'):
			w := c.factor()
			if w.Sign() == 0 {
				return c.fail("division by zero")
			}
			v = new(big.Rat).Quo(v, w)
		default:
			return v
		}
	}
	return v
}

func (c *calculator) factor() *big.Rat {
	switch {
	case c.take('-'):
		return new(big.Rat).Neg(c.factor())
	case c.take('('):
		v := c.sum()
		if !c.take(')') {
			return c.fail("no closing bracket")
		}
		return v
	}
	c.blanks()
	if c.at < len(c.in) && unicode.IsDigit(c.in[c.at]) {
		return c.number()
	}
	return c.call()
}

// number reads digits; a comma between digits separates thousands.
func (c *calculator) number() *big.Rat {
	start := c.at
	for c.at < len(c.in) {
		r := c.in[c.at]
		thousands := r == ',' && c.at+1 < len(c.in) && unicode.IsDigit(c.in[c.at+1])
		if !unicode.IsDigit(r) && r != '.' && !thousands {
			break
		}
		c.at++
	}
	v, ok := new(big.Rat).SetString(strings.ReplaceAll(string(c.in[start:c.at]), ",", ""))
	if !ok {
		return c.fail("not a number")
	}
	return v
}

func (c *calculator) word() string {
	c.blanks()
	start := c.at
	for c.at < len(c.in) && (unicode.IsLetter(c.in[c.at]) || c.in[c.at] == '_') {
		c.at++
	}
	return string(c.in[start:c.at])
}

func (c *calculator) call() *big.Rat {
	name := c.word()
	if name == "" || !c.take('(') {
		return c.fail(fmt.Sprintf("%q", string(c.in[c.at:])))
	}
	args := []*big.Rat{c.sum()}
	mode := "half_up"
	for c.bad == "" && c.take(',') {
		if c.blanks(); c.at < len(c.in) && unicode.IsLetter(c.in[c.at]) && name == "round" {
			mode = c.word()
			continue
		}
		args = append(args, c.sum())
	}
	if !c.take(')') {
		return c.fail("no closing bracket")
	}
	switch {
	case name == "round" && len(args) == 2 && args[1].IsInt():
		return roundBy(args[0], int(args[1].Num().Int64()), mode)
	case name == "abs" && len(args) == 1:
		return new(big.Rat).Abs(args[0])
	case name == "max" && len(args) > 1, name == "min" && len(args) > 1:
		out := args[0]
		for _, a := range args[1:] {
			if (a.Cmp(out) > 0) == (name == "max") {
				out = a
			}
		}
		return out
	}
	return c.fail("function " + name)
}

// roundBy rounds by the definition of each mode.
func roundBy(x *big.Rat, digits int, mode string) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(digits, -digits))), nil))
	if digits < 0 {
		scale.Inv(scale)
	}
	y := new(big.Rat).Mul(x, scale)
	low := new(big.Int).Div(y.Num(), y.Denom()) // towards minus infinity
	rest := new(big.Rat).Sub(y, new(big.Rat).SetInt(low))
	half := rest.Cmp(big.NewRat(1, 2))
	up := false
	switch mode {
	case "half_up":
		up = half > 0 || half == 0 && x.Sign() > 0
	case "half_even":
		up = half > 0 || half == 0 && low.Bit(0) == 1
	case "up":
		up = rest.Sign() > 0 && x.Sign() > 0
	case "down":
		up = rest.Sign() > 0 && x.Sign() < 0
	case "ceiling":
		up = rest.Sign() > 0
	}
	if up {
		low.Add(low, big.NewInt(1))
	}
	return new(big.Rat).Quo(new(big.Rat).SetInt(low), scale)
}
