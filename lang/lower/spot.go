package lower

import (
	"cmp"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// conditionSpot notes a condition as a place that tests should reach with both
// outcomes: comparisons, tests and what `and` and `or` make of them. A negation is its
// operand turned round, and what is constant has one outcome.
func (l *lowerer) conditionSpot(e syntax.Expr, id ir.NodeID) {
	switch e := e.(type) {
	case *syntax.Let, *syntax.Pred, *syntax.Cond:
		return
	case *syntax.Unary:
		if e.Op == "not" && e.X.Span() != e.Span() { // x not in y is one condition
			return
		}
	case *syntax.Binary:
		if between := (diag.Span{File: e.Span().File, Lo: e.X.Span().Hi, Hi: e.Y.Span().Lo}); e.Op == "in" && strings.Contains(between.Text(), "not") {
			return
		}
	}
	n := &l.b.nodes[id]
	if l.claim || n.Type.Kind != value.Bool {
		return
	}
	switch n.Op {
	case ir.Const, ir.Fail, ir.Review, ir.Missing:
		return
	}
	l.spot(e.Span(), e.Span().Text(), ir.SpotNode{Node: id, Arm: -1})
}

// armSpot notes a row of bands that the choice id takes as an arm.
func (l *lowerer) armSpot(r *check.BandRow, id ir.NodeID, arm int) {
	if l.b.nodes[id].Op == ir.Choose {
		l.spot(r.Result.Span, bandText(r), ir.SpotNode{Node: id, Arm: arm})
	}
}

func (l *lowerer) spot(at diag.Span, text string, n ir.SpotNode) {
	s := l.spots[at]
	if s == nil {
		s = &ir.Spot{Span: at, Text: tidy(text)}
		l.spots[at] = s
	}
	if !slices.Contains(s.Nodes, n) {
		s.Nodes = append(s.Nodes, n)
	}
}

// sortedSpots are the spots whose nodes are in the program, with their new numbers.
func sortedSpots(spots map[diag.Span]*ir.Spot, to []ir.NodeID) []ir.Spot {
	var out []ir.Spot
	for _, s := range spots {
		kept := ir.Spot{Span: s.Span, Text: s.Text}
		for _, n := range s.Nodes {
			if id := to[n.Node]; id != ir.None {
				kept.Nodes = append(kept.Nodes, ir.SpotNode{Node: id, Arm: n.Arm})
			}
		}
		if len(kept.Nodes) > 0 {
			out = append(out, kept)
		}
	}
	slices.SortFunc(out, func(a, b ir.Spot) int {
		return cmp.Or(cmp.Compare(a.Span.File.Name, b.Span.File.Name), cmp.Compare(a.Span.Lo, b.Span.Lo), cmp.Compare(a.Span.Hi, b.Span.Hi))
	})
	return out
}
