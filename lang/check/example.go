package check

import (
	"fmt"
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
		if a := b.Attr("rows"); ex.Rows != "" {
			c.exampleRows(b, a)
			if ex.Given != nil || ex.Expect != nil {
				c.shape(b.Block, diag.ExampleShape, a.NameSpan, diag.Text{Zh: "`rows` 的各行自有 given 和 expect，不能两样都写", En: "the lines of `rows` have their own given and expect; write either"})
				continue
			}
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

// exampleRows checks a file of examples. Its columns are fields that are given, as
// `record.field`, values over many cases, results that are expected, as `expect.name`, and
// the texts `name` and `note`. A column that is none of them would be ignored, and the
// example would show less than it seems to.
func (c *checker) exampleRows(b block, a *syntax.Attr) {
	_, rows := c.openRows(b, a)
	if rows == nil {
		return
	}
	var given, roots []*Record
	for _, h := range rows.Header {
		group, _, _ := strings.Cut(h, ".")
		if o := c.objects[group]; o != nil && o.record != nil && !slices.Contains(given, o.record) {
			given = append(given, o.record)
			if o.record.Owner == nil && !o.record.IsRun() {
				roots = append(roots, o.record)
			}
		}
	}
	before := len(c.diags)
	results := c.results(roots)
	for i, h := range rows.Header {
		group, name, dot := strings.Cut(h, ".")
		o := c.objects[group]
		switch {
		case slices.Contains(rows.Header[:i], h):
			c.report(diag.ExampleShape, a.Value.Span(), diag.Text{Zh: "列 `" + h + "` 出现两次", En: "the column `" + h + "` stands twice"})
		case h == "name", h == "note", group == "expect" && (slices.Contains(results, name) || c.badOutputs[name]):
		case dot && o != nil && o.record != nil && o.record.Field(name) != nil:
		case !dot && o != nil && o.value != nil && o.value.Crosses:
		default:
			c.report(diag.ExampleField, a.Value.Span(), h, diag.Text{Zh: " `记录.字段`、`expect.结果` 或 `name`", En: "`record.field`, `expect.result` or `name`"}, strings.Join(results, ", "))
		}
	}
	for _, r := range given {
		if r.Owner != nil && !slices.Contains(given, r.Owner) {
			c.report(diag.ExampleShape, a.Value.Span(), diag.Text{Zh: "`" + r.Name + "` 的行属于 `" + r.Owner.Name + "`，文件里没有它的列", En: "rows of `" + r.Name + "` belong to `" + r.Owner.Name + "`, of which there is no column"})
		}
	}
	if len(given) == 0 && len(c.diags) == before {
		c.report(diag.ExampleShape, a.Value.Span(), diag.Text{Zh: "文件里没有记录的列", En: "the file has no column of a record"})
	}
	for len(c.diags) == before {
		switch row, err := rows.Next(); {
		case err != nil:
			return
		case row.Problem != "":
			why := row.Problem.Info().Message
			c.report(diag.TableFileShape, a.Value.Span(), diag.Text{Zh: fmt.Sprintf("第 %d 行：%s", row.Line, why.Zh), En: fmt.Sprintf("line %d: %s", row.Line, why.En)})
		}
	}
}

// results are the names that may be expected of rows of these records.
func (c *checker) results(rs []*Record) []string {
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
	return known
}

var rowsAreAList = diag.Text{Zh: "各行写作列表 [{ 名称 = 值 }]", En: "rows are a list [{ name = value }]"}

// expect: each name is a result of a record that is given, a value of its row, or the
// name of rows that belong to it.
func (c *checker) expect(rs []*Record, e *syntax.ObjectLit) {
	known := c.results(rs)
	for _, p := range e.Pairs {
		rows := c.ownedRows(rs, p.Key)
		switch {
		case c.badOutputs[p.Key] || c.objects[p.Key] != nil && c.objects[p.Key].refused:
			// its own mistake is told
		case rows != nil && !slices.Contains(known, p.Key):
			list, _ := p.Value.(*syntax.ListLit)
			if list == nil {
				c.report(diag.ExampleShape, p.Value.Span(), rowsAreAList)
				continue
			}
			for _, it := range list.Items {
				if row, ok := it.(*syntax.ObjectLit); ok {
					c.expect([]*Record{rows}, row)
				}
			}
		case !slices.Contains(known, p.Key):
			c.report(diag.ExampleField, p.KeySpan, p.Key, diag.Text{Zh: " `" + rs[0].Name + "` 的结果", En: "a result of `" + rs[0].Name + "`"}, strings.Join(known, ", ")).Suggest(p.Key, known)
		}
	}
}

// ownedRows finds the rows that belong to a record's row, by the name under which
// they nest: the `back` name of the reference to their owner, else their own.
func (c *checker) ownedRows(rs []*Record, name string) *Record {
	for _, r := range c.info.Records {
		if slices.Contains(rs, r.Owner) && r.nestName() == name {
			return r
		}
	}
	return nil
}

func (r *Record) nestName() string {
	if r.OwnerBy >= 0 && r.Fields[r.OwnerBy].Back != "" {
		return r.Fields[r.OwnerBy].Back
	}
	return r.Name
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
		case o != nil && o.record != nil && o.record.Owner != nil:
			owner, nest := o.record.Owner.Name, o.record.nestName()
			c.report(diag.ExampleShape, p.KeySpan, diag.Text{Zh: "`" + p.Key + "` 的行写在 `" + owner + "` 里：`" + nest + " = [{ … }]`", En: "rows of `" + p.Key + "` nest in `" + owner + "`: `" + nest + " = [{ … }]`"})
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
	for _, r := range roots {
		if list, ok := g.Get(r.Name).(*syntax.ListLit); ok && (r.Name == "case" || len(roots) == 1) {
			c.report(diag.ExampleShape, list.Span(), diag.Text{Zh: "一个例子说的是一个病例，写作一行 { 字段 = 值 }", En: "an example is about one case: a row { field = value }"})
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
			if rows := c.ownedRows([]*Record{r}, p.Key); rows != nil {
				if _, one := p.Value.(*syntax.ObjectLit); one {
					c.report(diag.ExampleShape, p.Value.Span(), rowsAreAList)
				}
				c.givenRows(rows, p.Value)
				continue
			}
			known := fieldNames(r.Fields)
			for _, own := range c.info.Records {
				if own.Owner == r {
					known = append(known, own.nestName())
				}
			}
			slices.Sort(known)
			c.report(diag.ExampleField, p.KeySpan, p.Key, diag.Text{Zh: " `" + r.Name + "` 的字段", En: "a field of `" + r.Name + "`"}, strings.Join(known, ", ")).Suggest(p.Key, known)
		}
	case *syntax.BadLit:
	default:
		c.report(diag.ExampleShape, l.Span(), diag.Text{Zh: "记录写作 { 字段 = 值 }", En: "a record is { field = value }"})
	}
}
