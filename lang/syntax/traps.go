package syntax

import (
	"errors"
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"

	"github.com/drgrule/drgrule/lang/diag"
)

// numberProblem says what is wrong with a number's characters, or "". Numbers are
// digits with at most one point between digits; everything else that some parser
// would accept means something else somewhere.
func numberProblem(t string) diag.Code {
	lower := strings.ToLower(t)
	digitsOnly := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, t)
	switch {
	case strings.HasPrefix(lower, "0x"), strings.HasPrefix(lower, "0b"), strings.HasPrefix(lower, "0o"):
		return diag.NumberBase
	case strings.Contains(t, "_"):
		return diag.NumberSeparator
	case strings.Contains(lower, "e"):
		return diag.NumberExponent
	case strings.HasPrefix(t, ".") || strings.HasSuffix(t, "."):
		return diag.NumberPoint
	case len(t) > 1 && t[0] == '0' && t[1] != '.':
		return diag.NumberLeadingZero
	case len(digitsOnly) > maxNumberDigits, !strings.Contains(t, ".") && len(t) > 18:
		return diag.NumberTooLong
	}
	return ""
}

const maxNumberDigits = 28

// tokenTraps finds, in the tokens, what expr would read differently from what its
// author means.
func (p *formulaParser) tokenTraps() {
	for i := 0; i < len(p.toks); i++ {
		t := p.toks[i]
		lo, hi := p.bytes(t)
		switch {
		case t.Kind == lexer.Number && p.dateTrap(i):
			i += 4
		case t.Kind == lexer.Number:
			if code := numberProblem(p.text[lo:hi]); code != "" {
				p.report(code, lo, hi, p.text[lo:hi])
			}
		case t.Kind == lexer.Bytes:
			p.report(diag.FormulaQuotes, lo, hi)
		case t.Kind == lexer.Identifier && strings.Contains(t.Value, "$"):
			p.report(diag.FormulaToken, lo, hi, "$")
		case t.Kind == lexer.Identifier && t.Value == "nil":
			p.report(diag.NilIsNone, lo, hi, t.Value)
		case t.Kind == lexer.Operator:
			if p.operatorTrap(i, lo, hi) {
				return
			}
		}
	}
}

// dateTrap recognises 2024-01-01, which is a subtraction.
func (p *formulaParser) dateTrap(i int) bool {
	if i+4 >= len(p.toks) || p.toks[i+1].Value != "-" || p.toks[i+3].Value != "-" {
		return false
	}
	lo, _ := p.bytes(p.toks[i])
	_, hi := p.bytes(p.toks[i+4])
	shape := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '9'
		}
		return r
	}, p.text[lo:hi])
	switch shape {
	case "9999-99-99", "9999-9-9", "9999-9-99", "9999-99-9":
		p.report(diag.DateIsSubtraction, lo, hi, p.text[lo:hi])
		return true
	}
	return false
}

// operatorTrap reports operators that are not in the language. It returns true
// when what follows would only repeat the report.
func (p *formulaParser) operatorTrap(i, lo, hi int) bool {
	op := p.toks[i].Value
	next := lexer.Token{}
	if i+1 < len(p.toks) {
		next = p.toks[i+1]
	}
	switch op {
	case "%":
		if i > 0 && p.toks[i-1].Kind == lexer.Number {
			numLo, numHi := p.bytes(p.toks[i-1])
			p.report(diag.PercentSign, numLo, hi, p.text[numLo:numHi])
			return true
		}
		p.report(diag.FormulaToken, lo, hi, op)
		return true
	case "|", "?.", "::", "&":
		p.report(diag.FormulaToken, lo, hi, op)
		return true
	case "**":
		p.report(diag.PowerOperator, lo, hi)
		return true
	case "#":
		if p.comment(i) {
			end := strings.IndexByte(p.text[lo:]+"\n", '\n')
			p.report(diag.HashComment, lo, lo+end)
			return true
		}
	case "=":
		if i < 2 || p.toks[i-2].Value != "let" {
			p.report(diag.SingleEquals, lo, hi)
			return true
		}
	case "<":
		if nlo, nhi := p.bytes(next); nlo == hi && next.Value == ">" {
			p.report(diag.UnknownOperator, lo, nhi, p.text[lo:nhi]).Note("请写 `!=`", "write `!=`")
			return true
		}
	}
	return false
}

// comment tells # as the start of a comment from # as the element of a predicate:
// the element is followed by a point, an operator or a closing bracket.
func (p *formulaParser) comment(i int) bool {
	depth := 0
	for _, t := range p.toks[:i] {
		if t.Value == "(" || t.Value == "{" {
			depth++
		}
	}
	if depth == 0 || i+1 == len(p.toks) {
		return depth == 0
	}
	next := p.toks[i+1]
	return next.Kind == lexer.Identifier || next.Kind == lexer.Number || next.Kind == lexer.String
}

// syntaxError turns expr's error into a diagnostic at the right place.
func (p *formulaParser) syntaxError(err error) {
	var e *file.Error
	if !errors.As(err, &e) {
		p.report(diag.FormulaSyntax, 0, len(p.text), err.Error())
		return
	}
	if p.runes == nil {
		for i := range p.text {
			p.runes = append(p.runes, i)
		}
		p.runes = append(p.runes, len(p.text))
	}
	lo, hi := p.byteAt(e.From), p.byteAt(e.To)
	msg := e.Message
	i, known := p.index[e.From]
	switch {
	case strings.Contains(msg, "maximum allowed nodes"):
		p.diags = append(p.diags, MaxFormulaParts.exceeded(p.span(0, len(p.text)), MaxFormulaParts.Max+1))
	case strings.Contains(msg, "cannot be mixed"):
		p.report(diag.CoalesceBinding, lo, hi, p.text[lo:hi])
	case strings.Contains(msg, "EOF"), strings.Contains(msg, "end of expression"):
		p.unfinished()
	case strings.Contains(msg, "not terminated"), strings.Contains(msg, "unescape"), strings.Contains(msg, "char escape"):
		p.report(diag.TextNotClosed, lo, hi)
	case strings.Contains(msg, "unclosed comment"):
		p.report(diag.TextNotClosed, lo, hi)
	case strings.Contains(msg, "unrecognized character"):
		p.report(diag.FormulaToken, lo, hi, p.text[lo:hi])
	case strings.Contains(msg, "bad number syntax"):
		p.report(diag.FormulaToken, lo, hi, p.text[lo:hi])
	case known && i > 0 && p.toks[i].Value == "," && p.thousands(i):
		plo, _ := p.bytes(p.toks[i-1])
		_, nhi := p.bytes(p.toks[i+1])
		p.report(diag.NumberSeparator, plo, nhi, p.text[plo:nhi])
	case known && i > 0 && p.wordOperator(i):
	default:
		p.report(diag.FormulaSyntax, lo, hi, p.text[lo:hi])
	}
}

func (p *formulaParser) thousands(i int) bool {
	return i+1 < len(p.toks) && p.toks[i-1].Kind == lexer.Number && p.toks[i+1].Kind == lexer.Number && len(p.toks[i+1].Value) >= 3
}

// wordOperator recognises operators written in capitals or in Chinese.
func (p *formulaParser) wordOperator(i int) bool {
	words := map[string]string{"且": "and", "并且": "and", "和": "and", "或": "or", "或者": "or", "非": "not", "不": "not"}
	for j := max(0, i-1); j <= i; j++ {
		t := p.toks[j]
		w := words[t.Value]
		if l := strings.ToLower(t.Value); t.Kind == lexer.Identifier && l != t.Value && (l == "and" || l == "or" || l == "not" || l == "in") {
			w = l
		}
		if w != "" {
			lo, hi := p.bytes(t)
			p.report(diag.UnknownOperator, lo, hi, t.Value).Notef("请写 `%s`", "write `%s`", w)
			return true
		}
	}
	return false
}

// unfinished reports a formula that ends too early: at the bracket that is never
// closed, or at its end.
func (p *formulaParser) unfinished() {
	for i := len(p.toks) - 1; i >= 0; i-- {
		if p.toks[i].Kind == lexer.Bracket && strings.Contains("([{", p.toks[i].Value) && p.match[i] < 0 {
			lo, hi := p.bytes(p.toks[i])
			p.report(diag.BracketNotClosed, lo, hi, p.toks[i].Value)
			return
		}
	}
	p.report(diag.FormulaUnfinished, len(p.text), len(p.text))
}
