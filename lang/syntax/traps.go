package syntax

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
		case t.Kind == lexer.Number && p.thousands(i) > 0:
			i += p.thousands(i)
			_, hi = p.bytes(p.toks[i])
			p.report(diag.NumberSeparator, lo, hi, p.text[lo:hi])
		case t.Kind == lexer.Number:
			if code := numberProblem(p.text[lo:hi]); code != "" {
				p.report(code, lo, hi, p.text[lo:hi])
			}
		case t.Kind == lexer.Bytes:
			p.report(diag.FormulaQuotes, lo, hi)
		case t.Kind == lexer.Identifier && strings.Contains(t.Value, "$"):
			p.report(diag.FormulaToken, lo, hi, "$")
		case t.Kind == lexer.Identifier && (t.Value == "nil" || t.Value == "null"):
			p.report(diag.NilIsNone, lo, hi, t.Value)
		case t.Kind == lexer.Operator:
			if p.operatorTrap(i, lo, hi) {
				return
			}
		case t.Kind == lexer.Identifier:
			p.predicateCall(i)
		}
	}
}

// predicates are the special forms whose arguments expr counts itself: least and most.
var predicates = map[string]struct {
	min, max int
	usage    string
}{
	"any": {2, 2, "any(rows, .field > 0)"}, "all": {2, 2, "all(rows, .field > 0)"}, "find": {2, 2, "find(rows, .field > 0)"},
	"sum": {2, 2, "sum(rows, .field)"}, "count": {1, 2, "count(rows, .field > 0)"},
}

// predicateCall counts the arguments of a special form.
func (p *formulaParser) predicateCall(i int) {
	form, ok := predicates[p.toks[i].Value]
	if !ok || i > 0 && p.toks[i-1].Value == "." || i+1 >= len(p.toks) || p.toks[i+1].Value != "(" || p.match[i+1] < 0 {
		return
	}
	n, depth := min(1, p.match[i+1]-i-2), 0
	for j := i + 2; j < p.match[i+1]; j++ {
		switch t := p.toks[j]; {
		case t.Kind == lexer.Bracket && strings.Contains("([{", t.Value):
			depth++
		case t.Kind == lexer.Bracket:
			depth--
		case t.Value == "," && t.Kind == lexer.Operator && depth == 0:
			n++
		}
	}
	if n < form.min || n > form.max {
		lo, hi := p.bytes(p.toks[i])
		_, end := p.bytes(p.toks[p.match[i+1]])
		p.report(diag.ArgumentCount, lo, hi, p.toks[i].Value, n, form.usage).Within(p.span(lo, end))
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
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r == ' ':
			return -1
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
		if !p.inCall(i) {
			p.report(diag.ElementPlace, lo, hi)
			return true
		}
	case ";":
		if !p.endsLet(i) {
			p.report(diag.Semicolon, lo, hi)
			return true
		}
	case "=":
		if nlo, nhi := p.bytes(next); nlo == hi && (next.Value == "<" || next.Value == ">") {
			d := p.report(diag.UnknownOperator, lo, nhi, p.text[lo:nhi])
			d.Notef("请写 `%s`", "write `%s`", next.Value+"=")
			return true
		}
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

// inCall reports whether a token stands inside a call, where elements exist.
func (p *formulaParser) inCall(i int) bool {
	depth := 0
	for _, t := range p.toks[:i] {
		switch t.Value {
		case "(", "{":
			depth++
		case ")", "}":
			depth--
		}
	}
	return depth > 0
}

// endsLet reports whether a semicolon ends the value of a let.
func (p *formulaParser) endsLet(i int) bool {
	open, depth := 0, 0
	for j := i - 1; j >= 0; j-- {
		switch t := p.toks[j]; {
		case t.Kind == lexer.Bracket && strings.Contains(")]}", t.Value):
			depth++
		case t.Kind == lexer.Bracket:
			if depth--; depth < 0 {
				return false
			}
		case depth > 0:
		case t.Value == ";" && t.Kind == lexer.Operator:
			open++
		case t.Value == "let" && t.Kind == lexer.Operator:
			if open == 0 {
				return true
			}
			open--
		}
	}
	return false
}

// elementWords may follow # in a predicate; any other word makes a comment of it.
var elementWords = []string{"and", "or", "not", "in", "contains", "startsWith", "endsWith", "matches"}

// comment reports whether the text from a # on is meant as a comment.
func comment(rest string) bool {
	text := strings.TrimLeft(rest[1:], " \t")
	if text == "" || text[0] == '\n' || text[0] == '#' {
		return true
	}
	if digit(text[0]) {
		return true
	}
	return isNameStart(text) && !slices.Contains(elementWords, text[:nameEnd(text)])
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
		p.mixed(lo, hi)
	case strings.Contains(msg, "EOF"), strings.Contains(msg, "end of expression"):
		p.unfinished()
	case strings.Contains(msg, "not terminated"), strings.Contains(msg, "char escape"), strings.Contains(msg, "unclosed comment"):
		lo, hi = p.brokenText()
		p.report(diag.TextNotClosed, lo, hi)
	case strings.Contains(msg, "unrecognized character"):
		p.report(diag.FormulaToken, lo, hi, p.text[lo:hi])
	case strings.Contains(msg, "bad number syntax"):
		p.numberAndName(lo, hi)
	case known && i > 0 && p.wordOperator(i):
	case known && (p.toks[i].Value == "." || p.toks[i].Value == "#"):
		if i+1 < len(p.toks) && p.toks[i].Value == "." && p.toks[i+1].Kind == lexer.Identifier {
			_, hi = p.bytes(p.toks[i+1])
		}
		p.report(diag.ElementPlace, lo, hi)
	default:
		d := p.report(diag.FormulaSyntax, lo, hi, p.text[lo:hi])
		switch {
		case !known:
		case slices.ContainsFunc(p.toks[:i+1], func(t lexer.Token) bool { return t.Value == "if" && t.Kind == lexer.Operator }):
			d.Note("条件写作 `条件 ? 甲 : 乙`，或 `if 条件 { 甲 } else { 乙 }`", "a choice is `condition ? a : b`, or `if condition { a } else { b }`")
		case i > 0 && p.toks[i-1].Kind == lexer.Number && p.toks[i].Kind == lexer.Identifier:
			d.Note("数后面不写单位：单位由参数或字段说明", "no unit stands behind a number: params and fields have units")
		case i > 0 && (p.toks[i-1].Value == "and" || p.toks[i-1].Value == "or") && p.toks[i].Kind == lexer.Operator:
			d.Note("每个比较都写出两边：`x >= 60 or x <= 2`", "every comparison has both its sides: `x >= 60 or x <= 2`")
		}
	}
}

// thousands returns how many tokens after a number are the rest of it: 1,300,000. In
// a list of numbers a comma is a comma.
func (p *formulaParser) thousands(i int) int {
	n := 0
	for i+n+2 < len(p.toks) {
		a, comma, b := p.toks[i+n], p.toks[i+n+1], p.toks[i+n+2]
		whole := strings.IndexFunc(a.Value, func(r rune) bool { return r < '0' || r > '9' }) < 0
		if !whole || comma.Value != "," || b.Kind != lexer.Number || len(strings.SplitN(b.Value, ".", 2)[0]) != 3 || a.To != comma.From || comma.To != b.From || p.inList(i) {
			break
		}
		n += 2
	}
	return n
}

func (p *formulaParser) inList(i int) bool {
	depth := 0
	for j := i - 1; j >= 0; j-- {
		switch {
		case p.toks[j].Kind != lexer.Bracket:
		case strings.Contains(")]}", p.toks[j].Value):
			depth++
		default:
			if depth--; depth < 0 {
				return p.toks[j].Value == "["
			}
		}
	}
	return false
}

// operatorWords are words, of people and of other languages, for operators. What 以上 and
// 以下 include is for the rule to say.
var operatorWords = map[string]string{
	"且": "and", "并且": "and", "和": "and", "或": "or", "或者": "or", "非": "not", "不": "not", "属于": "in",
	"大于": ">", "超过": ">", "高于": ">", "小于": "<", "低于": "<", "不足": "<", "等于": "==", "不等于": "!=",
	"大于等于": ">=", "不小于": ">=", "不低于": ">=", "不少于": ">=", "小于等于": "<=", "不大于": "<=", "不高于": "<=", "不超过": "<=",
	"between": "low <= x <= high", "like": "x startsWith 'A'", "is": "==",
}

// wordOperator recognises operators written in words or in capitals.
func (p *formulaParser) wordOperator(i int) bool {
	for j := max(0, i-1); j <= i; j++ {
		t := p.toks[j]
		w := operatorWords[t.Value]
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

// mixed marks the `??` that stands beside `and` or `or`.
func (p *formulaParser) mixed(lo, hi int) {
	for _, t := range p.toks {
		if t.Value == "??" && t.Kind == lexer.Operator {
			lo, hi = p.bytes(t)
			break
		}
	}
	p.report(diag.CoalesceBinding, lo, hi, "??")
}

// brokenText finds the text or comment that does not end, or the backslash that
// means nothing.
func (p *formulaParser) brokenText() (lo, hi int) {
	for i := 0; i < len(p.text); {
		rest := p.text[i:]
		n := 1
		switch {
		case rest[0] == '\'' || rest[0] == '"':
			n = stringEnd(rest)
			if j := badEscape(rest[:n]); j > 0 {
				return i + j, i + j + 2
			}
			if n < 2 || rest[n-1] != rest[0] {
				return i, len(strings.TrimRight(p.text, " \t\r\n"))
			}
		case strings.HasPrefix(rest, "/*"):
			if n = commentEnd(rest); !strings.HasSuffix(rest[:n], "*/") {
				return i, i + 2
			}
		case strings.HasPrefix(rest, "//"):
			n = commentEnd(rest)
		}
		i += n
	}
	return 0, len(p.text)
}

// badEscape returns where a text has a backslash that means nothing, or 0.
func badEscape(text string) int {
	for j := 1; j+1 < len(text); j++ {
		if text[j] != '\\' {
			continue
		}
		if !strings.ContainsRune(`abfnrtv\'"xuU01234567`, rune(text[j+1])) {
			return j
		}
		j++
	}
	return 0
}

// joined is a number with a name right behind it.
var joined = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?[\p{L}_]+`)

// numberAndName reports a number that a name follows at once: 0.7case.cost.
func (p *formulaParser) numberAndName(lo, hi int) {
	inName := false
	for i, r := range p.text {
		if m := joined.FindString(p.text[i:]); m != "" && !inName {
			lo, hi = i, i+len(m)
			break
		}
		inName = r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	p.report(diag.FormulaToken, lo, hi, p.text[lo:hi]).
		Note("数和名称之间要有运算符，例如 `0.7 * case.cost`", "an operator must stand between a number and a name, such as `0.7 * case.cost`")
}
