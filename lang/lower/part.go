package lower

import (
	"strings"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
)

// part keeps, for explanations, where a node of a formula stands and which node of
// the program computes it.
func (l *lowerer) part(e syntax.Expr, v *env) ir.Part {
	lo, hi := e.Range()
	p := ir.Part{Lo: lo, Hi: hi, Node: ir.None, Has: ir.None}
	if id, ok := v.seen[e]; ok {
		p.Node = id
	}
	f := l.info.Facts[e]
	switch e := e.(type) {
	case *syntax.Num, *syntax.Str, *syntax.Bool:
		p.Kind = ir.LiteralPart
		return p
	case *syntax.Name:
		p.Kind, p.Name = ir.LeafPart, e.Name
		if f != nil && f.Use.Kind == check.WordUse {
			p.Kind = ir.LiteralPart
		}
		l.partHas(&p, e, f, v)
		return p
	case *syntax.Member:
		p.Kind, p.Name = ir.LeafPart, syntax.Print(e)
		l.partHas(&p, e, f, v)
		if c, ok := e.X.(*syntax.Call); ok { // t(key).column: the key's parts are of interest too
			args := c.Args
			if l.fact(c).Use.Kind == check.SpecialUse {
				args = args[:1] // find: its condition stands in a predicate
			}
			for _, a := range args {
				p.Parts = append(p.Parts, l.part(a, v))
			}
		}
		return p
	case *syntax.Call:
		return l.callPart(e, f, p, v)
	case *syntax.Binary:
		p.Op = e.Op
		switch {
		case e.Op == "and" || e.Op == "or":
			p.Kind = ir.LogicPart
		case e.Op == "==" || e.Op == "!=" || e.Op == "<" || e.Op == "<=" || e.Op == ">" || e.Op == ">=" || e.Op == "in":
			p.Kind = ir.ComparePart
		}
	case *syntax.Chain:
		p.Kind, p.Op = ir.ComparePart, strings.Join(e.Ops, " ")
	case *syntax.Unary:
		p.Op = e.Op
		if e.Op == "not" {
			p.Kind = ir.LogicPart
		}
	case *syntax.Let:
		p.Parts = append(p.Parts, l.part(e.Value, v))
		p.Parts = append(p.Parts, l.part(e.Body, l.bindLet(e, v)))
		return p
	}
	for _, c := range syntax.Children(e) {
		p.Parts = append(p.Parts, l.part(c, v))
	}
	switch e := e.(type) {
	case *syntax.Cond:
		p.Op = "?:"
	case *syntax.Binary:
		if there, ok := v.theres[question{e.X, true}]; ok && e.Op == "??" {
			p.Parts[0].Has = there
		}
	}
	return p
}

func (l *lowerer) partHas(p *ir.Part, e syntax.Expr, f *check.Fact, v *env) {
	if f == nil || !f.Optional || p.Node == ir.None || f.Use.Kind == check.LocalUse {
		return
	}
	if has := l.there(e, v, false); !l.b.isTrue(has) {
		p.Has = has
	}
}

func (l *lowerer) callPart(e *syntax.Call, f *check.Fact, p ir.Part, v *env) ir.Part {
	p.Name = e.Name
	switch {
	case f == nil:
		return p
	case f.Use.Kind == check.RowUse, f.Use.Kind == check.ParamUse:
		p.Kind = ir.LeafPart
	case f.Use.Kind == check.FuncUse && e.Name == "round":
		p.Kind = ir.RoundPart
	case f.Use.Kind == check.SpecialUse && loopKinds[f.Use.Word] != 0, f.Use.Kind == check.SpecialUse && f.Use.Word == "any":
		p.Kind = ir.LoopPart
		p.Parts = []ir.Part{l.part(e.Args[0], v)}
		return p
	case f.Use.Kind == check.SpecialUse && (f.Use.Word == "has" || f.Use.Word == "known"):
		p.Kind, p.Op = ir.LogicPart, f.Use.Word
	}
	for _, a := range e.Args {
		p.Parts = append(p.Parts, l.part(a, v))
	}
	return p
}
