package syntax

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"github.com/drgrule/drgrule/lang/diag"
)

func digit(c byte) bool { return c >= '0' && c <= '9' }

// numeric is what authors write for numbers, right or wrong.
var numeric = regexp.MustCompile(`^(0[xXbBoO][0-9a-fA-F]*|[0-9][0-9_]*(\.[0-9_]*)?([eE][+-]?[0-9]*)?)`)

// group is one more group of a number that is cut into thousands.
var group = regexp.MustCompile(`^,[0-9]{3}\b`)

// number reads a number outside of texts. HCL's parser would compute the power of ten
// of an exponent while it parses, cut 1,300 in two, and take 70% for a remainder.
func (g *guard) number(top *frame) {
	start := g.i
	g.i += len(numeric.Find(g.src[g.i:]))
	g.prefix = 0
	text := string(g.src[start:g.i])
	fail := func(code diag.Code, end int) {
		whole := at(g.file, start, end)
		g.fail(diag.New(code, whole, whole.Text()))
	}
	rest := g.src[g.i:]
	switch n := g.i - start; {
	case n > MaxTokenBytes.Max:
		g.fail(MaxTokenBytes.exceeded(at(g.file, start, start+1), n))
	case len(rest) > 0 && wordByte(rest[0]):
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == '％':
			g.fail(diag.New(diag.PercentSign, at(g.file, start, g.i+size), text))
			return
		case FullWidth(r) != "":
			g.fail(fullWidthCharacter(at(g.file, g.i, g.i+size), r))
			return
		}
		for g.i < len(g.src) && wordByte(g.src[g.i]) {
			g.i++
		}
		fail(diag.NumberKey, g.i)
	case bytes.HasPrefix(rest, []byte("%")):
		g.fail(diag.New(diag.PercentSign, at(g.file, start, g.i+1), text))
	case top.kind != '[' && group.Match(rest):
		end := g.i
		for m := group.Find(g.src[end:]); m != nil; m = group.Find(g.src[end:]) {
			end += len(m)
		}
		fail(diag.NumberSeparator, end)
	default:
		switch code := numberProblem(text); code {
		case diag.NumberBase, diag.NumberSeparator, diag.NumberExponent, diag.NumberPoint:
			fail(code, g.i)
		}
	}
}
