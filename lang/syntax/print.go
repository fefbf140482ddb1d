package syntax

import "strings"

// Precedences follow expr's grammar; ?? is the tightest of all (clause "Formulas").
var precedence = map[string]int{
	"or": 10, "and": 15,
	"==": 20, "!=": 20, "<": 20, "<=": 20, ">": 20, ">=": 20, "in": 20,
	"startsWith": 20, "endsWith": 20, "contains": 20,
	"..": 25, "+": 30, "-": 30, "*": 60, "/": 60, "^": 100, "??": 500,
}

const (
	precNot   = 50
	precMinus = 90
	precAtom  = 1000
)

// Print writes an expression in canonical form: one blank around operators, single
// quotes, words for and, or, not, and only the parentheses that it needs.
func Print(e Expr) string {
	var b strings.Builder
	p := exprPrinter{&b}
	p.print(e)
	return b.String()
}

type exprPrinter struct{ b *strings.Builder }

func (p exprPrinter) s(parts ...string) {
	for _, s := range parts {
		p.b.WriteString(s)
	}
}

func prec(e Expr) int {
	switch e := e.(type) {
	case *Binary:
		return precedence[e.Op]
	case *Chain:
		return precedence["<"]
	case *Unary:
		if e.Op == "not" {
			if b, ok := e.X.(*Binary); ok && negatable(b.Op) {
				return precedence["in"] // printed as x not in y
			}
			return precNot
		}
		return precMinus
	case *Range:
		return precedence[".."]
	case *Cond, *Let:
		return 0
	}
	return precAtom
}

func negatable(op string) bool {
	return op == "in" || op == "startsWith" || op == "endsWith" || op == "contains"
}

// operand prints e, in parentheses unless it binds at least as tightly as min.
func (p exprPrinter) operand(e Expr, min int) {
	b, _ := e.(*Binary)
	mixed := b != nil && b.Op == "??" && min > 1 && min != precedence["??"] // ?? stands bare beside no other operator
	if prec(e) >= min && !mixed {
		p.print(e)
		return
	}
	p.s("(")
	p.print(e)
	p.s(")")
}

func (p exprPrinter) list(es []Expr) {
	for i, e := range es {
		if i > 0 {
			p.s(", ")
		}
		p.print(e)
	}
}

func (p exprPrinter) print(e Expr) {
	switch e := e.(type) {
	case *Num:
		p.s(e.Text)
	case *Str:
		p.s(Quote(e.Value))
	case *Bool:
		if e.Value {
			p.s("true")
		} else {
			p.s("false")
		}
	case *None:
		p.s("none")
	case *Name:
		p.s(e.Name)
	case *Elem:
		p.s("#")
	case *Member:
		switch e.X.(type) {
		case *Elem:
		case *Num, *Bool: // no point may follow them directly
			p.s("(")
			p.print(e.X)
			p.s(")")
		default:
			p.operand(e.X, precAtom)
		}
		p.s(".", e.Name)
	case *Call:
		if e.Recv != nil {
			p.operand(e.Recv, precAtom)
			p.s(".")
		}
		p.s(e.Name, "(")
		p.list(e.Args)
		p.s(")")
	case *Pred:
		p.print(e.Body)
	case *Unary:
		p.unary(e)
	case *Binary:
		p.binary(e, "")
	case *Chain:
		for i, x := range e.X {
			if i > 0 {
				p.s(" ", e.Ops[i-1], " ")
			}
			min := precedence["<"] + 1
			if u, ok := x.(*Unary); ok && u.Op == "not" {
				min = precAtom
			}
			p.operand(x, min)
		}
	case *Cond:
		p.cond(e)
	case *Let:
		p.s("let ", e.Name, " = ")
		if _, nested := e.Value.(*Let); nested { // its body would take the rest
			p.operand(e.Value, 1)
		} else {
			p.print(e.Value)
		}
		p.s("; ")
		p.print(e.Body)
	case *List:
		p.s("[")
		p.list(e.Items)
		p.s("]")
	case *Range:
		p.operand(e.Lo, precedence[".."]+1)
		p.s("..")
		p.operand(e.Hi, precedence[".."]+1)
	}
}

func (p exprPrinter) unary(e *Unary) {
	if e.Op != "not" {
		p.s(e.Op)
		p.operand(e.X, precMinus)
		return
	}
	if b, ok := e.X.(*Binary); ok && negatable(b.Op) {
		p.binary(b, "not ")
		return
	}
	p.s("not ")
	p.operand(e.X, precNot)
}

// binary prints X op Y. The grammar is left-associative but for ^; a comparison
// never stands bare beside another, `not` never bare left of an operator, and ??
// mixes with nothing: there parentheses say what the author meant.
func (p exprPrinter) binary(e *Binary, negate string) {
	n := precedence[e.Op]
	left, right := n, n+1
	switch {
	case e.Op == "^":
		left, right = n+1, n
	case n == precedence["=="]:
		left = n + 1
	}
	if u, ok := e.X.(*Unary); ok && (u.Op == "not" && n != precedence["and"] && n != precedence["or"] || prec(u) < n) {
		left = precAtom
	}
	p.operand(e.X, left)
	p.s(" ", negate, e.Op, " ")
	p.operand(e.Y, right)
}

func (p exprPrinter) cond(e *Cond) {
	if !e.If {
		p.operand(e.C, 1)
		p.s(" ? ")
		p.operand(e.A, 1)
		p.s(" : ")
		if c, ok := e.B.(*Cond); ok && !c.If {
			p.cond(c)
			return
		}
		p.operand(e.B, 1)
		return
	}
	p.s("if ")
	p.print(e.C)
	p.s(" { ")
	p.print(e.A)
	p.s(" } else ")
	if c, ok := e.B.(*Cond); ok && c.If {
		p.cond(c)
		return
	}
	p.s("{ ")
	p.print(e.B)
	p.s(" }")
}

// Quote writes a text as formulas do.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch r {
		case '\\', '\'':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		case '\r':
			b.WriteString(`\r`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}
