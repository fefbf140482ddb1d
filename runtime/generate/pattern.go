package generate

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// A pattern makes texts that a code system's pattern matches.
type pattern struct {
	re      *syntax.Regexp
	letters map[*syntax.Regexp][]rune // of each class of characters
}

// patternOf reads a pattern. Every pattern of a ruleset has been compiled, so that it
// can be read.
func patternOf(text string) *pattern {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil
	}
	p := &pattern{re: re.Simplify(), letters: map[*syntax.Regexp][]rune{}}
	p.note(p.re)
	return p
}

func (p *pattern) note(re *syntax.Regexp) {
	if re.Op == syntax.OpCharClass {
		p.letters[re] = lettersOf(re.Rune)
	}
	for _, s := range re.Sub {
		p.note(s)
	}
}

// maxRepeat bounds what may be repeated without end.
const maxRepeat = 6

// text makes a text; choose decides at each place where there are n ways to go on.
func (p *pattern) text(choose func(n int64) int64) string {
	var b strings.Builder
	p.write(&b, p.re, choose)
	return b.String()
}

// counted makes the k-th text: its places are the digits of k. Texts of one length are
// different for different k as long as there are enough of them.
func (p *pattern) counted(k int64) string {
	// The last places change first, as people count; places are met from the front.
	var sizes []int64
	p.text(func(n int64) int64 { sizes = append(sizes, n); return 0 })
	digits := make([]int64, len(sizes))
	for i := len(sizes) - 1; i >= 0; i-- {
		digits[i], k = k%sizes[i], k/sizes[i]
	}
	at := 0
	return p.text(func(n int64) int64 {
		d := int64(0)
		if at < len(digits) {
			d = min(digits[at], n-1)
		}
		at++
		return d
	})
}

func (p *pattern) write(b *strings.Builder, re *syntax.Regexp, choose func(n int64) int64) {
	times := func(lo, hi int) int {
		if hi < 0 {
			hi = lo + maxRepeat
		}
		return lo + int(choose(int64(hi-lo+1)))
	}
	repeat := func(n int) {
		for range n {
			p.write(b, re.Sub[0], choose)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		list := p.letters[re]
		b.WriteRune(list[choose(int64(len(list)))])
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune('A' + rune(choose(26)))
	case syntax.OpConcat, syntax.OpCapture:
		for _, s := range re.Sub {
			p.write(b, s, choose)
		}
	case syntax.OpAlternate:
		p.write(b, re.Sub[choose(int64(len(re.Sub)))], choose)
	case syntax.OpQuest:
		repeat(times(0, 1))
	case syntax.OpStar:
		repeat(times(0, -1))
	case syntax.OpPlus:
		repeat(times(1, -1))
	case syntax.OpRepeat:
		repeat(times(re.Min, re.Max))
	}
}

// lettersOf lists the characters of a class that people can see and that mean nothing in a
// file.
func lettersOf(ranges []rune) []rune {
	var list []rune
	for i := 0; i < len(ranges) && len(list) < 256; i += 2 {
		for r := ranges[i]; r <= ranges[i+1] && len(list) < 256; r++ {
			if unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != '"' && r != ',' && r != '|' {
				list = append(list, r)
			}
		}
	}
	if len(list) == 0 {
		return ranges[:1]
	}
	return list
}
