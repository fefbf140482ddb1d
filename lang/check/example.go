package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// declareExamples checks the shape of worked examples: the names in `given` and
// `expect` exist. Their values are read as cells when the examples run.
func (c *checker) declareExamples() {
	for _, b := range c.examples {
		ex := &Example{
			Name: b.Name, File: b.file, Rows: textOf(b.Attr("rows")), Grade: textOf(b.Attr("grade")),
			Derived: isTrue(b.Attr("derived")), Note: textOf(b.Attr("note")), Source: c.provenance(b.Block, b.prefix), Block: b.Block,
		}
		if a := b.Attr("given"); a != nil {
			ex.Given = a.Value.(*syntax.ObjectLit)
		}
		if a := b.Attr("expect"); a != nil {
			ex.Expect = a.Value.(*syntax.ObjectLit)
		}
		if ex.Rows == "" && (ex.Given == nil || ex.Expect == nil) {
			c.shape(b.Block, diag.ExampleShape, b.NameSpan, diag.Text{Zh: "缺少 given 或 expect", En: "`given` or `expect` is missing"})
			continue
		}
		if ex.Given != nil {
			c.given(ex.Given)
		}
		c.info.Examples = append(c.info.Examples, ex)
	}
}

// given: each entry is a record with its fields, or an assumed value.
func (c *checker) given(g *syntax.ObjectLit) {
	var known []string
	for _, r := range c.info.Records {
		known = append(known, r.Name)
	}
	roots, before := 0, len(c.diags)
	for _, p := range g.Pairs {
		o := c.objects[p.Key]
		switch {
		case o != nil && o.record != nil:
			if !o.record.IsRun() {
				roots++
			}
			c.givenRows(o.record, p.Value)
		case o != nil && o.value != nil && o.value.Crosses:
		default:
			c.report(diag.ExampleField, p.KeySpan, p.Key, diag.Text{Zh: "记录，也不是跨病例的值", En: "a record, or a value over many cases"}, strings.Join(known, ", ")).Suggest(p.Key, known)
		}
	}
	if roots == 0 && !g.Faulty && len(c.diags) == before {
		c.report(diag.ExampleShape, g.Span(), diag.Text{Zh: "given 里没有记录", En: "`given` has no record"})
	}
}

func (c *checker) givenRows(r *Record, l syntax.Lit) {
	switch v := l.(type) {
	case *syntax.ListLit:
		for _, it := range v.Items {
			c.givenRows(r, it)
		}
	case *syntax.ObjectLit:
		for _, p := range v.Pairs {
			if r.Field(p.Key) != nil {
				continue
			}
			if back := r.Back(p.Key); back != nil && back.Record.Owner == r {
				c.givenRows(back.Record, p.Value)
				continue
			}
			known := fieldNames(r.Fields)
			for n := range r.backs {
				known = append(known, n)
			}
			slices.Sort(known)
			c.report(diag.ExampleField, p.KeySpan, p.Key, diag.Text{Zh: " `" + r.Name + "` 的字段", En: "a field of `" + r.Name + "`"}, strings.Join(known, ", ")).Suggest(p.Key, known)
		}
	case *syntax.BadLit:
	default:
		c.report(diag.ExampleShape, l.Span(), diag.Text{Zh: "记录写作 { 字段 = 值 }", En: "a record is { field = value }"})
	}
}
