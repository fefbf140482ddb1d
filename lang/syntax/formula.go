package syntax

import (
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"

	"github.com/drgrule/drgrule/lang/diag"
)

// ParseFormula parses the text of a formula. A formula that does not parse gives
// one diagnostic and a Bad tree, so that the rest of the ruleset can be checked.
func ParseFormula(s *StrLit) (*Formula, diag.List) {
	text := s.Raw
	lo := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	f := &Formula{Text: text, Span: s.rawSpan(lo, max(lo, len(strings.TrimRight(text, " \t\r\n"))))}
	p := &formulaParser{text: text, span: s.rawSpan}
	if !p.prepare() {
		f.Expr = p.bad()
		return f, p.diags
	}
	tree, err := new(parser.Parser).Parse(text, nil)
	if err != nil {
		p.syntaxError(err)
		f.Expr = p.bad()
		return f, p.diags
	}
	f.Expr = p.convert(tree.Node, true)
	if len(p.diags) > 0 {
		f.Expr = p.bad()
	}
	return f, p.diags
}

// ParseText parses a formula that stands alone, such as a command's argument.
func ParseText(name, text string) (*Formula, diag.List) {
	src := diag.NewFile(name, []byte(text))
	return ParseFormula(&StrLit{lit: lit{at(src, 0, len(text))}, Value: text, Raw: text})
}

// formulaParser holds what is needed to turn expr's tree into ours.
type formulaParser struct {
	text  string
	span  func(lo, hi int) diag.Span
	runes []int         // byte offset of each rune, and of the end
	toks  []lexer.Token // without the end marker
	index map[int]int   // rune offset at which a token starts → its index
	match []int         // matching bracket of each token, or -1
	diags diag.List
}

func (p *formulaParser) bad() Expr {
	return &Bad{expr{span: p.span(0, len(p.text)), hi: len(p.text), last: max(0, len(p.toks)-1)}}
}

func (p *formulaParser) report(code diag.Code, lo, hi int, args ...any) *diag.Diagnostic {
	start := len(p.text) - len(strings.TrimLeft(p.text, " \t\r\n"))
	d := diag.New(code, p.span(lo, hi), args...).Within(p.span(start, len(p.text)))
	p.diags = append(p.diags, d)
	return d
}

// bytes returns the byte range of a token.
func (p *formulaParser) bytes(t lexer.Token) (int, int) { return p.byteAt(t.From), p.byteAt(t.To) }

func (p *formulaParser) byteAt(r int) int { return p.runes[max(0, min(r, len(p.runes)-1))] }

// prepare guards the text, cuts it into tokens and looks for what authors mistake
// for part of the language.
func (p *formulaParser) prepare() bool {
	if strings.TrimSpace(withoutComments(p.text)) == "" {
		p.report(diag.FormulaEmpty, 0, len(p.text))
		return false
	}
	if d := guardFormula(p.text, p.span); d != nil {
		p.diags = append(p.diags, d.Within(p.span(0, len(p.text))))
		return false
	}
	if !p.characters() {
		return false
	}
	for i := range p.text {
		p.runes = append(p.runes, i)
	}
	p.runes = append(p.runes, len(p.text))
	toks, err := lexer.Lex(file.NewSource(p.text))
	if err != nil {
		p.syntaxError(err)
		return false
	}
	for len(toks) > 0 && toks[len(toks)-1].Kind == lexer.EOF {
		toks = toks[:len(toks)-1]
	}
	p.toks = toks
	p.pair()
	p.tokenTraps()
	return len(p.diags) == 0
}

// characters refuses full-width punctuation and other characters that only look
// like the language, outside of texts and comments.
func (p *formulaParser) characters() bool {
	for i := 0; i < len(p.text); {
		rest := p.text[i:]
		switch {
		case rest[0] == '\'' || rest[0] == '"':
			i += stringEnd(rest)
			continue
		case rest[0] == '`':
			p.report(diag.FormulaQuotes, i, i+1)
			return false
		case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "/*"):
			i += commentEnd(rest)
			continue
		}
		if rest[0] == '#' && comment(rest) {
			p.report(diag.HashComment, i, i+len(strings.SplitN(rest, "\n", 2)[0]))
			return false
		}
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case r == '％' && i > 0 && digit(p.text[i-1]):
			lo := i
			for lo > 0 && (digit(p.text[lo-1]) || p.text[lo-1] == '.') {
				lo--
			}
			p.report(diag.PercentSign, lo, i+n, p.text[lo:i])
			return false
		case FullWidth(r) != "":
			d := fullWidthCharacter(p.span(i, i+n), r)
			p.diags = append(p.diags, d.Within(p.span(0, len(p.text))))
			return false
		}
		i += n
	}
	return true
}

// withoutComments returns a text without its comments, for telling whether there is
// anything else.
func withoutComments(text string) string {
	for _, open := range []string{"//", "/*"} {
		if t := strings.TrimLeft(text, " \t\r\n"); strings.HasPrefix(t, open) {
			return withoutComments(t[commentEnd(t):])
		}
	}
	return text
}

func commentEnd(s string) int {
	end := "\n"
	if s[1] == '*' {
		end = "*/"
	}
	if n := strings.Index(s, end); n >= 0 {
		return n + len(end)
	}
	return len(s)
}

// pair finds the matching bracket of every bracket.
func (p *formulaParser) pair() {
	p.index = make(map[int]int, len(p.toks))
	p.match = make([]int, len(p.toks))
	var open []int
	for i, t := range p.toks {
		p.index[t.From] = i
		p.match[i] = -1
		if t.Kind != lexer.Bracket {
			continue
		}
		if strings.Contains("([{", t.Value) {
			open = append(open, i)
		} else if n := len(open); n > 0 {
			p.match[i], p.match[open[n-1]] = open[n-1], i
			open = open[:n-1]
		}
	}
}
