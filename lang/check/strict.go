package check

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// strict reports numbers that neither a source nor an assumption stands behind: the
// first of each formula and of each literal. 0 and 1 need none.
func (c *checker) strict(blocks []block) {
	for _, b := range blocks {
		c.strictBlock(b.Block, false)
	}
}

func (c *checker) strictBlock(b *syntax.Block, covered bool) {
	covered = covered || b.Attr("cite") != nil || b.Attr("assumption") != nil || isTrue(b.Attr("sample"))
	if !covered {
		for _, a := range b.Attrs {
			c.strictAttr(b, a)
		}
		if rows := c.bandRows[b]; rows != nil {
			c.strictBands(rows)
		}
	}
	for _, in := range b.Blocks {
		c.strictBlock(in, covered)
	}
}

// strictData are the attributes that hold data of the policy. Shapes of cells, such
// as the bounds of a field, and examples are none.
var strictData = map[string][]string{
	"param": {"value"}, "table": {"rows"}, "dimension": {"max"}, "scorecard": {"maximum"},
	"criteria": {"need"}, "total": {"at"},
}

func (c *checker) strictAttr(b *syntax.Block, a *syntax.Attr) {
	for _, f := range append(a.Formulas, a.Formula) {
		if f != nil {
			c.strictFormula(f)
		}
	}
	switch {
	case slices.Contains(strictData[b.Kind], a.Name):
		c.strictLit(a.Value)
	case b.Kind == "table" && a.Name == "file":
		c.report(diag.Uncited, a.Value.Span(), textOf(a))
	}
}

// strictBands reports the first number of the rows: a table of bands is one figure
// of the policy.
func (c *checker) strictBands(rows []*BandRow) {
	for _, r := range rows {
		for _, f := range []*syntax.Formula{r.Lo, r.Hi, r.When, r.Result} {
			if f != nil && c.strictFormula(f) {
				return
			}
		}
	}
}

// strictFormula reports the first number or date of a formula.
func (c *checker) strictFormula(f *syntax.Formula) (found bool) {
	syntax.Walk(f.Expr, func(e syntax.Expr) bool {
		switch e := e.(type) {
		case *syntax.Num:
			if !found && e.Text != "0" && e.Text != "1" {
				c.report(diag.Uncited, e.Span(), e.Text).Within(f.Span)
				found = true
			}
		case *syntax.Call:
			if !found && e.Name == "date" && e.Recv == nil {
				c.report(diag.Uncited, e.Span(), syntax.Print(e)).Within(f.Span)
				found = true
			}
		}
		return !found
	})
	return found
}

// strictLit reports the first number in a literal.
func (c *checker) strictLit(l syntax.Lit) bool {
	switch l := l.(type) {
	case *syntax.NumLit:
		if l.Text != "0" && l.Text != "1" {
			c.report(diag.Uncited, l.Span(), l.Text)
			return true
		}
	case *syntax.ListLit:
		for _, it := range l.Items {
			if c.strictLit(it) {
				return true
			}
		}
	case *syntax.ObjectLit:
		for _, p := range l.Pairs {
			if c.strictLit(p.Value) {
				return true
			}
		}
	}
	return false
}
