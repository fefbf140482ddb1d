package syntax

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
)

// shape writes a tree without its places, so that two trees can be compared.
func shape(e Expr) string {
	switch e := e.(type) {
	case *Num:
		return e.Text
	case *Str:
		return fmt.Sprintf("%q", e.Value)
	case *Bool:
		return fmt.Sprint(e.Value)
	case *None:
		return "none"
	case *Name:
		return e.Name
	case *Elem:
		return "#"
	case *Member:
		return "(member " + shape(e.X) + " " + e.Name + ")"
	case *Call:
		out := "(call "
		if e.Recv != nil {
			out += shape(e.Recv) + " . "
		}
		return out + e.Name + shapes(e.Args) + ")"
	case *Pred:
		return "(pred " + shape(e.Body) + ")"
	case *Unary:
		return "(" + e.Op + " " + shape(e.X) + ")"
	case *Binary:
		return "(" + e.Op + " " + shape(e.X) + " " + shape(e.Y) + ")"
	case *Chain:
		return "(chain " + strings.Join(e.Ops, " ") + shapes(e.X) + ")"
	case *Cond:
		return fmt.Sprintf("(if:%t %s %s %s)", e.If, shape(e.C), shape(e.A), shape(e.B))
	case *Let:
		return "(let " + e.Name + " " + shape(e.Value) + " " + shape(e.Body) + ")"
	case *List:
		return "(list" + shapes(e.Items) + ")"
	case *Range:
		return "(range " + shape(e.Lo) + " " + shape(e.Hi) + ")"
	}
	return "?"
}

func shapes(es []Expr) string {
	out := ""
	for _, e := range es {
		out += " " + shape(e)
	}
	return out
}

// randomExpr makes an expression of every kind that formulas have.
func randomExpr(r *rand.Rand, depth int) Expr {
	names := []string{"a", "费用", "case", "x1", "点数_2"}
	leaf := func() Expr {
		switch r.IntN(7) {
		case 0:
			return &Num{Text: []string{"0", "1.50", "0.64", "12345"}[r.IntN(4)]}
		case 1:
			return &Str{Value: []string{"", "drug", "it's", "反\\斜", "两\n行"}[r.IntN(5)]}
		case 2:
			return &Bool{Value: r.IntN(2) == 0}
		case 3:
			return &None{}
		}
		return &Name{Name: names[r.IntN(len(names))]}
	}
	if depth == 0 {
		return leaf()
	}
	sub := func() Expr { return randomExpr(r, depth-1) }
	switch r.IntN(12) {
	case 0:
		return &Member{X: sub(), Name: "字段"}
	case 1:
		return &Call{Name: "f", Args: []Expr{sub(), sub()}}
	case 2:
		return &Call{Name: "any", Args: []Expr{sub(), &Pred{Body: sub()}}}
	case 3:
		return &Unary{Op: []string{"-", "+", "not"}[r.IntN(3)], X: sub()}
	case 4, 5, 6:
		ops := []string{"+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "in", "and", "or", "??", "startsWith", "contains"}
		x, y := sub(), sub()
		op := ops[r.IntN(len(ops))]
		if op == "in" && r.IntN(3) == 0 {
			y = &Range{Lo: sub(), Hi: sub()}
		}
		if op == "??" { // a literal to the left of ?? is a mistake of its own
			x = &Call{Name: "t", Args: []Expr{x}}
		}
		return &Binary{Op: op, X: x, Y: y}
	case 7:
		return &Chain{X: []Expr{sub(), sub(), sub()}, Ops: []string{"<", "<="}}
	case 8:
		return &Cond{C: sub(), A: sub(), B: sub(), If: r.IntN(2) == 0}
	case 9:
		return &Let{Name: "s", Value: sub(), Body: sub()}
	case 10:
		return &List{Items: []Expr{sub(), sub()}}
	}
	return &Member{X: &Call{Recv: &Name{Name: "t"}, Name: "at", Args: []Expr{sub()}}, Name: "v"}
}

// TestPrintParses: what is printed parses to the same tree. The trees are random, so
// every pairing of operators, calls and branches is met.
func TestPrintParses(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 60_000 {
		e := randomExpr(r, r.IntN(5))
		text := Print(e)
		f, diags := ParseText("formula", text)
		if len(diags) > 0 {
			t.Fatalf("%s\n%s\n%v", shape(e), text, diags)
		}
		if got := shape(f.Expr); got != shape(e) {
			t.Fatalf("printed %s\nmade    %s\nread    %s", text, shape(e), got)
		}
		if again := Print(f.Expr); again != text {
			t.Fatalf("printed %s, then %s", text, again)
		}
	}
}

// TestSpans: the text under a node's span is the node: parsed alone it is the same
// tree.
func TestSpans(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 20_000 {
		text := Print(randomExpr(r, 1+r.IntN(4)))
		f, diags := ParseText("formula", text)
		if len(diags) > 0 {
			t.Fatal(text, diags)
		}
		Walk(f.Expr, func(e Expr) bool {
			lo, hi := e.Range()
			if e.Span().Text() != text[lo:hi] {
				t.Fatalf("%s: span %q, range %q", text, e.Span().Text(), text[lo:hi])
			}
			switch e.(type) {
			case *Pred, *Elem, *Range:
				return true
			case *Member:
				if strings.HasPrefix(text[lo:hi], ".") || strings.HasPrefix(text[lo:hi], "#") {
					return true
				}
			}
			sub, diags := ParseText("part", text[lo:hi])
			if shape(sub.Expr) == "(not "+shape(e)+")" { // x not in y: both nodes cover all of it
				return true
			}
			if len(diags) > 0 || shape(sub.Expr) != shape(e) {
				t.Fatalf("%s\npart %q is %s, alone it is %s %v", text, text[lo:hi], shape(e), shape(sub.Expr), diags)
			}
			return true
		})
	}
}

func TestSpansInQuotedText(t *testing.T) {
	src := "let \"a\" {\n  is = \"名称 == '\\\"' and 费用 > \\u0031\"\n}\nlet \"b\" {\n  is = <<-F\n      甲 +\n      (乙 - 1)\n  F\n}\n"
	file, diags := Parse(diag.NewFile("r.hcl", []byte(src)))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var got []string
	for _, b := range file.Blocks {
		Walk(b.Attr("is").Formula.Expr, func(e Expr) bool {
			if n, ok := e.(*Name); ok {
				got = append(got, n.Name+"="+n.Span().Text())
			}
			if n, ok := e.(*Binary); ok && n.Op == "-" {
				got = append(got, "minus="+n.Span().Text())
			}
			return true
		})
	}
	want := "名称=名称 费用=费用 甲=甲 minus=乙 - 1 乙=乙"
	if strings.Join(got, " ") != want {
		t.Errorf("spans: %s", strings.Join(got, " "))
	}
}
