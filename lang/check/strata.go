package check

import (
	"fmt"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// MaxStrata bounds the rounds over many cases.
const MaxStrata = 16

// layers puts every value into its round: values made of many cases stand one round
// above what they are made of. It also finds circles that go through replacements.
func (c *checker) layers() {
	color := map[*Value]state{}
	var path []*Value
	var visit func(v *Value)
	visit = func(v *Value) {
		color[v] = working
		path = append(path, v)
		for _, d := range v.deps {
			w := d.value
			switch color[w] {
			case fresh:
				visit(w)
			case working:
				c.deepCircle(path, w, d.span)
			}
			v.Stratum = max(v.Stratum, w.Stratum)
			v.Awaits = v.Awaits || w.Awaits
		}
		if !v.group.IsZero() {
			v.Crosses = true
		}
		if v.Crosses {
			v.Stratum++
			v.Awaits = true
		}
		if v.Provisional != nil {
			v.Awaits = false
			for _, d := range v.provisionalDeps {
				if color[d.value] == fresh {
					visit(d.value)
				}
				v.Awaits = v.Awaits || d.value.Awaits
			}
		}
		path = path[:len(path)-1]
		color[v] = done
	}
	for _, o := range c.order {
		if v := o.value; v != nil && color[v] == fresh {
			visit(v)
		}
	}
	top := 0
	for _, o := range c.order {
		if o.value != nil {
			top = max(top, o.value.Stratum)
		}
	}
	c.info.Strata = top + 1
	if c.info.Strata > MaxStrata {
		c.report(diag.TooManyStrata, diag.Span{}, MaxStrata, c.info.Strata)
	}
	for _, o := range c.info.Outputs {
		o.Awaits = awaits(o.deps)
	}
	for _, p := range c.info.Properties {
		p.Awaits = awaits(p.deps)
	}
}

func awaits(deps []dependency) bool {
	for _, d := range deps {
		if d.value.Awaits {
			return true
		}
	}
	return false
}

func (c *checker) deepCircle(path []*Value, v *Value, at diag.Span) {
	var names []string
	for _, w := range path {
		if w == v || len(names) > 0 {
			names = append(names, w.Name)
		}
	}
	text := strings.Join(append(names, v.Name), " → ")
	for _, d := range c.diags {
		if d.Code == diag.Cycle {
			return // the same circle, seen from another side
		}
	}
	c.report(diag.Cycle, at, text)
}

// unused warns of names in the top layer that nothing reads.
func (c *checker) unused() {
	top := c.set.Layers[len(c.set.Layers)-1]
	for _, o := range c.order {
		b := o.blocks[0]
		if o.used || b.layer != top || b.Kind == "record" || b.Kind == "payment" || b.prefix != "" {
			continue
		}
		c.report(diag.UnusedName, b.NameSpan, o.name)
	}
}

// strict reports numbers that neither a source nor an assumption stands behind.
// 0 and 1 need none.
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
	}
	for _, in := range b.Blocks {
		c.strictBlock(in, covered)
	}
}

func (c *checker) strictAttr(b *syntax.Block, a *syntax.Attr) {
	for _, f := range append(a.Formulas, a.Formula) {
		if f != nil {
			c.strictFormula(f)
		}
	}
	data := b.Kind == "param" && a.Name == "value" || (b.Kind == "table" || b.Kind == "bands") && a.Name == "rows" || b.Kind == "dimension" && a.Name == "max"
	switch {
	case data:
		c.strictLit(a.Value)
	case b.Kind == "table" && a.Name == "file":
		c.report(diag.Uncited, a.Value.Span(), textOf(a))
	}
}

func (c *checker) strictFormula(f *syntax.Formula) {
	syntax.Walk(f.Expr, func(e syntax.Expr) bool {
		switch e := e.(type) {
		case *syntax.Num:
			if e.Text != "0" && e.Text != "1" {
				c.report(diag.Uncited, e.Span(), e.Text)
			}
		case *syntax.Call:
			if e.Name == "date" {
				c.report(diag.Uncited, e.Span(), syntax.Print(e))
				return false
			}
		}
		return true
	})
}

// strictLit reports the first number in a literal.
func (c *checker) strictLit(l syntax.Lit) bool {
	switch l := l.(type) {
	case *syntax.NumLit:
		if l.Text != "0" && l.Text != "1" {
			c.report(diag.Uncited, l.Span(), l.Text)
			return true
		}
	case *syntax.StrLit:
		return false
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

// MaxCost bounds the steps that one case may take.
const MaxCost = 1_000_000_000

// cost bounds the steps of one case: the nodes of each formula, times the rows they
// are evaluated for.
func (c *checker) cost() int64 {
	total := int64(0)
	add := func(r *Record, fs ...*syntax.Formula) {
		n := int64(1)
		for _, f := range fs {
			if f != nil {
				n += c.nodes(f.Expr)
			}
		}
		total += min(n*rowsPerCase(r), MaxCost*2)
	}
	for _, v := range c.info.Values {
		for _, ver := range v.Versions {
			fs := versionFormulas(ver)
			if e := ver.Criteria; e != nil && e.Each != nil {
				total += min(c.elements(e.Each.Rows.Expr)*rowsPerCase(v.Record)*8, MaxCost*2)
			}
			add(v.Record, fs...)
		}
		if t := v.Total; t != nil {
			add(t.Child, t.By, t.Where, t.Input, t.Weight)
		}
	}
	for _, o := range c.info.Outputs {
		add(o.Record, o.Is)
	}
	if total > MaxCost {
		c.report(diag.CostTooHigh, diag.Span{}, fmt.Sprint(MaxCost), fmt.Sprint(total))
	}
	return total
}

func rowsPerCase(r *Record) int64 {
	n := int64(1)
	for ; r != nil && r.Owner != nil; r = r.Owner {
		n = min(n*int64(r.MaxRows), MaxCost)
	}
	return n
}

// nodes counts the steps of a formula: a predicate counts once per element.
func (c *checker) nodes(e syntax.Expr) int64 {
	n := int64(1)
	if call, ok := e.(*syntax.Call); ok && call.Recv == nil && isSpecial(call.Name) && len(call.Args) == 2 {
		return min(1+c.elements(call.Args[0])*c.nodes(call.Args[1]), MaxCost*2)
	}
	for _, x := range syntax.Children(e) {
		n += c.nodes(x)
	}
	return min(n, MaxCost*2)
}

func (c *checker) elements(e syntax.Expr) int64 {
	f := c.info.Facts[e]
	switch {
	case f == nil:
	case f.Use.Table != nil && f.Type.Name == f.Use.Table.Name:
		return int64(len(f.Use.Table.Rows))
	case f.Use.Kind == BackUse:
		return int64(f.Use.Record.MaxRows)
	}
	return DefaultMaxRows
}
