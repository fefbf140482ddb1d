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
			roots := c.given(ex.Given)
			if len(roots) > 0 && ex.Expect != nil {
				c.expect(roots, ex.Expect)
			}
		}
		c.info.Examples = append(c.info.Examples, ex)
	}
}

// expect: each name is a result of a record that is given, a value of its row, or the
// name of rows that belong to it.
func (c *checker) expect(rs []*Record, e *syntax.ObjectLit) {
	known := slices.Clone(ResultColumns[:3])
	for _, o := range c.info.Outputs {
		if slices.Contains(rs, o.Record) {
			known = append(known, o.Name)
		}
	}
	for _, o := range c.order {
		if v := o.value; v != nil && (v.Record == nil || slices.Contains(rs, v.Record)) {
			known = append(known, o.name)
		}
	}
	for _, p := range e.Pairs {
		rows := c.ownedRows(rs, p.Key)
		switch {
		case rows != nil && !slices.Contains(known, p.Key):
			list, _ := p.Value.(*syntax.ListLit)
			if list == nil {
				c.report(diag.ExampleShape, p.Value.Span(), diag.Text{Zh: "各行写作列表 [{ 名称 = 值 }]", En: "rows are a list [{ name = value }]"})
				continue
			}
			for _, it := range list.Items {
				if row, ok := it.(*syntax.ObjectLit); ok {
					c.expect([]*Record{rows}, row)
				}
			}
		case !slices.Contains(known, p.Key) && !slices.Contains(c.wrongOutputs, p.Key):
			c.report(diag.ExampleField, p.KeySpan, p.Key, diag.Text{Zh: " `" + rs[0].Name + "` 的结果", En: "a result of `" + rs[0].Name + "`"}, strings.Join(known, ", ")).Suggest(p.Key, known)
		}
	}
}

// ownedRows finds the rows that belong to a record's row, by the name under which
// they nest.
func (c *checker) ownedRows(rs []*Record, name string) *Record {
	for _, r := range rs {
		if back := r.Back(name); back != nil && back.Record.Owner == r {
			return back.Record
		}
		if o := c.objects[name]; o != nil && o.record != nil && o.record.Owner == r {
			return o.record
		}
	}
	return nil
}

// given: each entry is a record with its fields, or an assumed value. It returns the
// records that are given.
func (c *checker) given(g *syntax.ObjectLit) (roots []*Record) {
	var known []string
	for _, r := range c.info.Records {
		known = append(known, r.Name)
	}
	before := len(c.diags)
	for _, p := range g.Pairs {
		o := c.objects[p.Key]
		switch {
		case o != nil && o.record != nil:
			if !o.record.IsRun() {
				roots = append(roots, o.record)
			}
			c.givenRows(o.record, p.Value)
		case o != nil && o.value != nil && o.value.Crosses:
		default:
			c.report(diag.ExampleField, p.KeySpan, p.Key, diag.Text{Zh: "记录，也不是跨病例的值", En: "a record, or a value over many cases"}, strings.Join(known, ", ")).Suggest(p.Key, known)
		}
	}
	if len(roots) == 0 && !g.Faulty && len(c.diags) == before {
		c.report(diag.ExampleShape, g.Span(), diag.Text{Zh: "given 里没有记录", En: "`given` has no record"})
	}
	return roots
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
