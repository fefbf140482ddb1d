package syntax

import (
	"github.com/expr-lang/expr/ast"

	"github.com/drgrule/drgrule/lang/diag"
)

// This file is the seam to expr: the only place that looks at its tree. It accepts
// the node kinds that are the language and reports all others, rebuilds the span of
// each node from the tokens (expr keeps only one token per node), and reads
// numbers from their characters (expr keeps a float64).

// convert turns an expr node into ours. fills says that the node takes the whole of
// a bracketed place, so that `??` and `not` in it need no parentheses.
func (p *formulaParser) convert(n ast.Node, fills bool) Expr {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return p.number(n.Location().From)
	case *ast.FloatNode:
		return p.number(n.Location().From)
	case *ast.StringNode:
		i := p.token(n)
		return &Str{p.node(i, i, fills), n.Value}
	case *ast.BoolNode:
		i := p.token(n)
		return &Bool{p.node(i, i, fills), n.Value}
	case *ast.IdentifierNode:
		i := p.token(n)
		if n.Value == "none" {
			return &None{p.node(i, i, fills)}
		}
		return &Name{p.node(i, i, fills), n.Value}
	case *ast.PointerNode:
		return p.elem(n)
	case *ast.MemberNode:
		return p.member(n)
	case *ast.CallNode:
		return p.call(n)
	case *ast.BuiltinNode:
		i := p.token(n)
		return p.finishCall(nil, n.Name, i, n.Arguments)
	case *ast.PredicateNode:
		body := p.convert(n.Node, true)
		return &Pred{body.place(), body}
	case *ast.UnaryNode:
		return p.unaryNode(n, fills)
	case *ast.BinaryNode:
		return p.binaryNode(n, fills)
	case *ast.ConditionalNode:
		return p.conditional(n)
	case *ast.VariableDeclaratorNode:
		return p.let(n)
	case *ast.ArrayNode:
		i := p.token(n)
		out := &List{expr: p.node(i, p.closing(i), fills)}
		for _, e := range n.Nodes {
			out.Items = append(out.Items, p.convert(e, true))
		}
		return out
	case *ast.SequenceNode:
		return p.refuse(n, diag.Semicolon)
	case *ast.MapNode:
		return p.refuse(n, diag.FormulaToken, "{")
	case *ast.SliceNode:
		return p.refuse(n, diag.FormulaToken, "[")
	case *ast.ChainNode:
		return p.refuse(n, diag.FormulaToken, "?.")
	case *ast.NilNode:
		return p.refuse(n, diag.NilIsNone, "nil")
	}
	return p.refuse(n, diag.FormulaToken, "?")
}

// refuse reports a kind of node that is not in the language.
func (p *formulaParser) refuse(n ast.Node, code diag.Code, args ...any) Expr {
	p.refusal(n, code, args...)
	return p.bad()
}

func (p *formulaParser) refusal(n ast.Node, code diag.Code, args ...any) *diag.Diagnostic {
	lo, hi := 0, len(p.text)
	if n != nil {
		if l := n.Location(); l.To > l.From {
			lo, hi = p.byteAt(l.From), p.byteAt(l.To)
		}
	}
	return p.report(code, lo, hi, args...)
}

// token returns the index of the token that a node's location names.
func (p *formulaParser) token(n ast.Node) int { return p.index[n.Location().From] }

// closing returns the index of the bracket that closes the one at i.
func (p *formulaParser) closing(i int) int {
	if m := p.match[i]; m >= 0 {
		return m
	}
	return i
}

// node makes the common part of an expression that covers the tokens lo..hi,
// widened until its brackets balance.
func (p *formulaParser) node(lo, hi int, fills bool) expr {
	for changed := true; changed; {
		changed = false
		for i := lo; i <= hi; i++ {
			if m := p.match[i]; m >= 0 && (m < lo || m > hi) {
				lo, hi, changed = min(lo, m), max(hi, m), true
			}
		}
	}
	from, _ := p.bytes(p.toks[lo])
	_, to := p.bytes(p.toks[hi])
	own := lo > 0 && hi+1 < len(p.toks) && p.toks[lo-1].Value == "(" && p.match[lo-1] == hi+1
	return expr{span: p.span(from, to), lo: from, hi: to, first: lo, last: hi, delimited: fills || own}
}

// cover makes the common part of an expression around others.
func (p *formulaParser) cover(fills bool, es ...Expr) expr {
	lo, hi := len(p.toks)-1, 0
	for _, e := range es {
		a, b := p.tokens(e)
		lo, hi = min(lo, a), max(hi, b)
	}
	return p.node(lo, hi, fills)
}

// tokens returns the first and last token of an expression.
func (p *formulaParser) tokens(e Expr) (int, int) {
	x := e.place()
	return x.first, x.last
}

func (p *formulaParser) number(from int) Expr {
	i := p.index[from]
	lo, hi := p.bytes(p.toks[i])
	return &Num{p.node(i, i, false), p.text[lo:hi]}
}

func (p *formulaParser) elem(n *ast.PointerNode) Expr {
	if n.Name != "" {
		return p.refuse(n, diag.FormulaToken, "#"+n.Name)
	}
	i := p.token(n)
	return &Elem{p.node(i, i, false)}
}

func (p *formulaParser) member(n *ast.MemberNode) Expr {
	i := p.token(n)
	name, ok := n.Property.(*ast.StringNode)
	if !ok || p.toks[i].Value == "[" || n.Optional {
		d := p.refusal(n, diag.FormulaToken, p.toks[i].Value)
		if p.toks[i].Value == "[" {
			d.Note("查表写作 `表名(键).列`", "a look-up is `table(key).column`")
		}
		return p.bad()
	}
	x := p.convert(n.Node, false)
	lo, _ := p.tokens(x)
	a, b := p.bytes(p.toks[i])
	return &Member{p.node(lo, i, false), x, name.Value, p.span(a, b)}
}

func (p *formulaParser) call(n *ast.CallNode) Expr {
	switch callee := n.Callee.(type) {
	case *ast.IdentifierNode:
		return p.finishCall(nil, callee.Value, p.token(callee), n.Arguments)
	case *ast.MemberNode:
		name, ok := callee.Property.(*ast.StringNode)
		if ok && !callee.Optional {
			return p.finishCall(callee.Node, name.Value, p.token(callee), n.Arguments)
		}
	}
	return p.refuse(n, diag.FormulaToken, "(")
}

func (p *formulaParser) finishCall(recv ast.Node, name string, i int, args []ast.Node) Expr {
	open := i + 1
	end := i
	if open < len(p.toks) && p.toks[open].Value == "(" {
		end = p.closing(open)
	}
	lo, hi := p.bytes(p.toks[i])
	out := &Call{Name: name, NameSpan: p.span(lo, hi)}
	first := i
	if recv != nil {
		out.Recv = p.convert(recv, false)
		first, _ = p.tokens(out.Recv)
	}
	for _, a := range args {
		out.Args = append(out.Args, p.convert(a, true))
	}
	out.expr = p.node(first, end, false)
	return out
}

func (p *formulaParser) unaryNode(n *ast.UnaryNode, fills bool) Expr {
	op := n.Operator
	if op == "!" {
		op = "not"
	}
	i := p.token(n)
	x := p.convert(n.Node, false)
	a, b := p.tokens(x)
	out := &Unary{expr: p.node(min(a, i), max(b, i), fills), Op: op, X: x}
	if i > 0 && p.toks[i].Value != n.Operator { // x not in y is located at `in`
		i--
	}
	lo, hi := p.bytes(p.toks[i])
	out.OpSpan = p.span(lo, hi)
	if c, ok := x.(*Binary); ok && c.Op == "??" && !c.Delimited() {
		lo, hi := c.Range()
		p.report(diag.CoalesceBinding, lo, hi, op)
	}
	return out
}

// binaryNode converts X op Y and catches what binds otherwise than it looks.
func (p *formulaParser) binaryNode(n *ast.BinaryNode, fills bool) Expr {
	if c := p.chain(n, fills); c != nil {
		return c
	}
	op := map[string]string{"&&": "and", "||": "or"}[n.Operator]
	if op == "" {
		op = n.Operator
	}
	if !inLanguage(op) {
		return p.refuse(n, diag.FormulaToken, n.Operator)
	}
	i := p.token(n)
	lo, hi := p.bytes(p.toks[i])
	x, y := p.convert(n.Left, false), p.convert(n.Right, false)
	if op == ".." {
		return &Range{p.cover(fills, x, y), x, y}
	}
	out := &Binary{p.cover(fills, x, y), op, p.span(lo, hi), x, y}
	p.bindingTraps(out, hi)
	return out
}

func inLanguage(op string) bool { return op == ".." || precedence[op] > 0 }

// bindingTraps reports the first operand that binds otherwise than it looks. opEnd
// is where the operator ends.
func (p *formulaParser) bindingTraps(e *Binary, opEnd int) {
	equality := precedence[e.Op] == precedence["=="]
	if n := len(p.diags); equality && n > 0 && p.diags[n-1].Code == diag.ComparisonChain {
		return // one chain, one message
	}
	for _, side := range []Expr{e.X, e.Y} {
		if side.Delimited() {
			continue
		}
		lo, hi := side.Range()
		switch s := side.(type) {
		case *Unary:
			if s.Op == "not" && side == e.X && precedence[e.Op] > precedence["and"] && e.Op != "??" {
				p.report(diag.NotBinding, lo, opEnd, e.Op)
				return
			}
			if s.Op == "not" && side == e.X && e.Op == "??" {
				lo, hi := e.Range()
				p.report(diag.CoalesceBinding, lo, hi, e.Op)
				return
			}
		case *Binary:
			switch {
			case s.Op == "??" && e.Op != "??":
				p.report(diag.CoalesceBinding, lo, hi, e.Op)
				return
			case equality && precedence[s.Op] == precedence["=="]:
				p.report(diag.ComparisonChain, lo, opEnd, e.Op)
				return
			}
		case *Chain:
			if equality {
				p.report(diag.ComparisonChain, lo, opEnd, e.Op)
				return
			}
		}
	}
	if e.Op == "??" && e.Delimited() {
		switch e.X.(type) {
		case *Num, *Str, *Bool:
			lo, hi := e.Range()
			p.report(diag.CoalesceBinding, lo, hi, e.Op)
		}
	}
}

// chain recognises a < b <= c, which arrives as (a < b) && (b <= c) with one shared
// node b.
func (p *formulaParser) chain(n *ast.BinaryNode, fills bool) Expr {
	var links []*ast.BinaryNode
	for cur := ast.Node(n); ; {
		b, ok := cur.(*ast.BinaryNode)
		if !ok {
			return nil
		}
		if compares(b.Operator) {
			links = append(links, b)
			break
		}
		last, ok := b.Right.(*ast.BinaryNode)
		if b.Operator != "&&" || !ok || !compares(last.Operator) {
			return nil
		}
		links = append(links, last)
		cur = b.Left
	}
	if len(links) < 2 {
		return nil
	}
	for i := range len(links) - 1 {
		if links[i].Left != links[i+1].Right {
			return nil // an ordinary `and`
		}
	}
	out := &Chain{}
	for i := len(links) - 1; i >= 0; i-- {
		l := links[i]
		if i == len(links)-1 {
			out.X = append(out.X, p.convert(l.Left, false))
		}
		lo, hi := p.bytes(p.toks[p.token(l)])
		out.Ops = append(out.Ops, l.Operator)
		out.OpSpans = append(out.OpSpans, p.span(lo, hi))
		out.X = append(out.X, p.convert(l.Right, false))
	}
	out.expr = p.cover(fills, out.X...)
	p.chainTraps(out)
	return out
}

// chainTraps reports what binds otherwise than it looks inside a chain, and one that
// goes up and down.
func (p *formulaParser) chainTraps(e *Chain) {
	first := e.Ops[0][0]
	for _, op := range e.Ops[1:] {
		if op[0] != first {
			lo, hi := e.Range()
			p.report(diag.ComparisonChain, lo, hi, op)
			return
		}
	}
	for i, x := range e.X {
		lo, hi := x.Range()
		switch x := x.(type) {
		case *Unary:
			if x.Op == "not" && i == 0 && !x.Delimited() {
				p.report(diag.NotBinding, lo, hi, e.Ops[0])
				return
			}
		case *Binary:
			if x.Op == "??" && !x.Delimited() {
				p.report(diag.CoalesceBinding, lo, hi, e.Ops[0])
				return
			}
		}
	}
}

func compares(op string) bool { return op == "<" || op == "<=" || op == ">" || op == ">=" }

func (p *formulaParser) conditional(n *ast.ConditionalNode) Expr {
	if n.Ternary && n.Cond == n.Exp1 {
		i := p.token(n.Cond)
		for i < len(p.toks) && p.toks[i].Value != "?" && p.toks[i].Value != "?:" {
			i++
		}
		if i < len(p.toks) {
			lo, hi := p.bytes(p.toks[i])
			if i+1 < len(p.toks) && p.toks[i+1].Value == ":" {
				_, hi = p.bytes(p.toks[i+1])
			}
			p.report(diag.FormulaToken, lo, hi, "?:")
			return p.bad()
		}
		return p.refuse(n.Cond, diag.FormulaToken, "?:")
	}
	c := p.convert(n.Cond, true)
	a := p.convert(n.Exp1, true)
	b := p.convert(n.Exp2, true)
	out := &Cond{C: c, A: a, B: b, If: !n.Ternary}
	lo, _ := p.tokens(c)
	_, hi := p.tokens(b)
	if out.If {
		for lo--; lo > 0 && p.toks[lo].Value != "if"; lo-- {
		}
		if _, nested := b.(*Cond); !nested || hi+1 < len(p.toks) && p.toks[hi+1].Value == "}" && p.match[hi+1] > lo {
			hi++
		}
	}
	out.expr = p.node(lo, min(hi, len(p.toks)-1), true)
	return out
}

func (p *formulaParser) let(n *ast.VariableDeclaratorNode) Expr {
	i := p.token(n)
	lo, hi := p.bytes(p.toks[i])
	v := p.convert(n.Value, true)
	body := p.convert(n.Expr, true)
	_, end := p.tokens(body)
	return &Let{p.node(max(i-1, 0), end, true), n.Name, p.span(lo, hi), v, body}
}
