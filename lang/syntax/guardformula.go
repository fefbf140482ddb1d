package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/drgrule/drgrule/lang/diag"
)

// guardFormula checks the text of a formula before expr's parser sees it: length,
// and every construct on which that parser recurses. span maps byte ranges of the
// text to the file.
func guardFormula(text string, span func(lo, hi int) diag.Span) *diag.Diagnostic {
	if len(text) > MaxFormulaBytes.Max {
		return MaxFormulaBytes.exceeded(span(0, 1), len(text))
	}
	s := formulaScan{text: text, span: span, levels: []int{0}}
	s.run()
	return s.problem
}

// formulaScan counts brackets, and per open bracket the operators that nest to the
// right (?:, ^, let, if, prefix operators): each is one level of recursion.
type formulaScan struct {
	text    string
	i       int
	levels  []int
	sum     int
	prefix  int
	span    func(lo, hi int) diag.Span
	problem *diag.Diagnostic
}

func (s *formulaScan) deeper(n int) {
	s.levels[len(s.levels)-1] += n
	s.sum += n
	if depth := len(s.levels) - 1 + s.sum + s.prefix; depth > MaxFormulaNesting.Max {
		s.problem = MaxFormulaNesting.exceeded(s.span(s.i, s.i+1), depth)
		s.i = len(s.text)
	}
}

func (s *formulaScan) run() {
	for s.i < len(s.text) {
		c := s.text[s.i]
		rest := s.text[s.i:]
		switch {
		case c == '\'' || c == '"':
			s.i += stringEnd(rest)
			s.prefix = 0
			continue
		case strings.HasPrefix(rest, "//"):
			s.skip(rest, "\n")
			continue
		case strings.HasPrefix(rest, "/*"):
			s.skip(rest, "*/")
			continue
		case c == '(' || c == '[' || c == '{':
			s.levels = append(s.levels, 0)
			s.deeper(0)
			s.prefix = 0
		case c == ')' || c == ']' || c == '}':
			if n := len(s.levels); n > 1 {
				s.sum -= s.levels[n-1]
				s.levels = s.levels[:n-1]
			}
			s.prefix = 0
		case c == '?' || c == '^' || strings.HasPrefix(rest, "**"):
			s.deeper(1)
			s.prefix = 0
		case c == '!' || c == '-' || c == '+':
			s.prefix++
			s.deeper(0)
		case isNameStart(rest):
			s.word(rest)
			continue
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			s.prefix = 0
		}
		s.i++
	}
}

func (s *formulaScan) word(rest string) {
	n := nameEnd(rest)
	switch rest[:n] {
	case "not":
		s.prefix++
		s.deeper(0)
	case "let", "if":
		s.deeper(1)
		s.prefix = 0
	default:
		s.prefix = 0
	}
	s.i += n
}

func (s *formulaScan) skip(rest, end string) {
	if n := strings.Index(rest, end); n >= 0 {
		s.i += n + len(end)
	} else {
		s.i = len(s.text)
	}
}

// stringEnd returns the length of the string literal that s starts with; one that
// does not end runs to the end of s.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return len(s)
}

func isNameStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == '_' || r == '$' || unicode.IsLetter(r)
}

func nameEnd(s string) int {
	for i, r := range s {
		if r != '_' && r != '$' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return i
		}
	}
	return len(s)
}
