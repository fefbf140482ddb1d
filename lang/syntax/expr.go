package syntax

import (
	"github.com/drgrule/drgrule/lang/diag"
)

// A Formula is one parsed formula.
type Formula struct {
	Text string    // as written
	Span diag.Span // of the text in the file
	Expr Expr      // Bad if the text does not parse
}

// An Expr is a node of a formula. The set is closed: Num, Str, Bool, None, Name,
// Member, Call, Pred, Elem, Unary, Binary, Chain, Cond, Let, List, Range, Bad.
type Expr interface {
	Span() diag.Span     // in the file
	Range() (lo, hi int) // bytes in the formula's text
	Delimited() bool     // stands in parentheses of its own or fills a bracketed place
	place() expr         // closes the set
}

type expr struct {
	span        diag.Span
	lo, hi      int // bytes in the formula's text
	first, last int // tokens
	delimited   bool
}

func (e *expr) Span() diag.Span   { return e.span }
func (e *expr) Range() (int, int) { return e.lo, e.hi }
func (e *expr) Delimited() bool   { return e.delimited }
func (e *expr) place() expr       { return *e }

// A Num is a number without sign, as written.
type Num struct {
	expr
	Text string
}

// A Str is a text.
type Str struct {
	expr
	Value string
}

// A Bool is true or false.
type Bool struct {
	expr
	Value bool
}

// A None is the literal none.
type None struct{ expr }

// A Name is a name that stands alone.
type Name struct {
	expr
	Name string
}

// A Member is X.Name.
type Member struct {
	expr
	X        Expr
	Name     string
	NameSpan diag.Span
}

// A Call is Name(Args…) or Recv.Name(Args…). A predicate is an argument of kind
// Pred.
type Call struct {
	expr
	Recv     Expr // nil for a plain call
	Name     string
	NameSpan diag.Span
	Args     []Expr
}

// A Pred is the second argument of any, all, count, sum, find: it is evaluated once
// per element.
type Pred struct {
	expr
	Body Expr
}

// An Elem is the element that a predicate looks at: # or the left side of .x.
type Elem struct{ expr }

// A Unary is -X, +X or not X.
type Unary struct {
	expr
	Op     string
	OpSpan diag.Span
	X      Expr
}

// A Binary is X Op Y. Op is one of + - * / ^ == != < <= > >= in and or ?? and the
// text operators startsWith endsWith contains.
type Binary struct {
	expr
	Op     string
	OpSpan diag.Span
	X, Y   Expr
}

// A Chain is x op y op z … of <, <=, >, >=: every comparison holds.
type Chain struct {
	expr
	X       []Expr
	Ops     []string
	OpSpans []diag.Span
}

// A Cond is C ? A : B, or if C { A } else { B }.
type Cond struct {
	expr
	C, A, B Expr
	If      bool
}

// A Let is let Name = Value; Body.
type Let struct {
	expr
	Name     string
	NameSpan diag.Span
	Value    Expr
	Body     Expr
}

// A List is [a, b, …].
type List struct {
	expr
	Items []Expr
}

// A Range is Lo..Hi, both included; it stands only to the right of `in`.
type Range struct {
	expr
	Lo, Hi Expr
}

// A Bad stands for a formula that did not parse; its diagnostic has been given.
type Bad struct{ expr }

// Children returns the direct parts of a node, left to right.
func Children(e Expr) []Expr {
	switch e := e.(type) {
	case *Member:
		return []Expr{e.X}
	case *Call:
		if e.Recv != nil {
			return append([]Expr{e.Recv}, e.Args...)
		}
		return e.Args
	case *Pred:
		return []Expr{e.Body}
	case *Unary:
		return []Expr{e.X}
	case *Binary:
		return []Expr{e.X, e.Y}
	case *Chain:
		return e.X
	case *Cond:
		return []Expr{e.C, e.A, e.B}
	case *Let:
		return []Expr{e.Value, e.Body}
	case *List:
		return e.Items
	case *Range:
		return []Expr{e.Lo, e.Hi}
	}
	return nil
}

// Walk visits e and its parts, outer first, while visit returns true.
func Walk(e Expr, visit func(Expr) bool) {
	if !visit(e) {
		return
	}
	for _, c := range Children(e) {
		Walk(c, visit)
	}
}
