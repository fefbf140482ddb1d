package check

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// outputs checks the `output` blocks. Outputs have a namespace of their own; two of
// one name belong to different records.
func (c *checker) outputs(blocks []block) {
	for _, b := range blocks {
		if b.Kind != "output" {
			continue
		}
		a := b.Attr("is")
		if a == nil {
			c.badOutputs[b.Name] = true
			continue
		}
		code := fieldNameProblem(b.Name)
		if code == "" && slices.Contains(ResultColumns, b.Name) {
			code = diag.ReservedName
		}
		if code != "" {
			c.report(code, b.NameSpan, b.Name)
			c.badOutputs[b.Name] = true
			continue
		}
		o := &Output{
			Name: b.Name, Is: a.Formula, Column: textOf(b.Attr("column")), Title: textOf(b.Attr("title")),
			Source: c.provenance(b.Block, b.prefix), Block: b.Block,
		}
		if o.Column == "" {
			o.Column = o.Name
		}
		if c.output(o) {
			c.info.Outputs = append(c.info.Outputs, o)
		} else {
			c.badOutputs[b.Name] = true
		}
	}
	type place struct {
		record *Record
		text   string
	}
	names, columns := map[place]*Output{}, map[place]*Output{}
	for _, o := range c.info.Outputs {
		name, column := place{o.Record, o.Name}, place{o.Record, o.Column}
		if !c.headingTaken(o) {
			if p := names[name]; p != nil {
				c.report(diag.NameTaken, o.Block.NameSpan, o.Name).Label(p.Block.NameSpan, "先在这里定义", "first defined here")
			} else if p := columns[column]; p != nil {
				c.report(diag.ColumnTwice, o.Block.NameSpan, o.Column).Label(p.Block.NameSpan, "另一个输出", "the other output")
			}
		}
		if names[name] == nil {
			names[name] = o
		}
		if columns[column] == nil {
			columns[column] = o
		}
	}
}

// ResultColumns are the headings of every file of results, and words of `expect`.
var ResultColumns = []string{"outcome", "fault", "reasons", "tags", "ruleset"}

// headingTaken reports an output under a heading that the results have already: a
// fixed one, that of the key, or the name of a payment.
func (c *checker) headingTaken(o *Output) bool {
	at := o.Block.NameSpan
	if a := o.Block.Attr("column"); a != nil {
		at = a.Value.Span()
	}
	if slices.Contains(ResultColumns, o.Column) {
		c.report(diag.ColumnTwice, at, o.Column)
		return true
	}
	for _, k := range o.Record.Key {
		if f := o.Record.Fields[k]; o.Column == f.Heading() {
			c.report(diag.ColumnTwice, at, o.Column).Label(f.Span, "键", "the key")
			return true
		}
	}
	if p := c.objects[o.Column]; p != nil && p.value != nil && p.value.Kind == PaymentValue && p.value.Record == o.Record {
		c.report(diag.ColumnTwice, at, o.Column).Label(p.span, "支付以自己的名称列出", "a payment is listed under its name")
		return true
	}
	return false
}

func (c *checker) output(o *Output) bool {
	r, found, ok := c.per(o.Block)
	if !ok {
		return false
	}
	if !found {
		r = c.grainOf([]*syntax.Formula{o.Is})
	}
	if r == nil {
		c.noGrain(o.Block, o.Is)
		return false
	}
	o.Record = r
	s := &scope{c: c, rec: r, formula: o.Is}
	f := s.valueOrRows(o.Is.Expr)
	o.deps = s.deps
	if f.bad {
		return false
	}
	s.mustHave(f)
	if len(f.absent) > 0 {
		return false
	}
	switch f.Type.Kind {
	case value.Never, value.Rows, value.List:
		s.report(diag.OutputType, o.Is.Expr.Span(), f.Type)
		return false
	}
	o.Type = f.Type
	return s.rounded(f, o.Is, diag.Text{Zh: "输出", En: "the output"}, diag.Text{Zh: "输出", En: "put out"})
}

// properties checks the `property` blocks: claims about rows of a record or table.
func (c *checker) properties(blocks []block) {
	names := map[string]bool{}
	for _, b := range blocks {
		a := b.Attr("holds")
		if b.Kind != "property" || a == nil {
			continue
		}
		p := &Property{Name: b.Name, Holds: a.Formula, Source: c.provenance(b.Block, b.prefix), Block: b.Block}
		s := &scope{c: c}
		if name := textOf(b.Attr("per")); name != "" && c.objects[name] != nil && c.objects[name].table != nil {
			p.Table = c.objects[name].table
			c.objects[name].used = true
			s.table = p.Table
		} else {
			r, found, ok := c.per(b.Block)
			if !ok {
				continue
			}
			if !found {
				r = c.grainOf([]*syntax.Formula{p.Holds})
			}
			if r == nil {
				c.noGrain(b.Block, p.Holds)
				continue
			}
			p.Record, s.rec = r, r
		}
		s.truth(p.Holds, "holds", nil)
		p.deps = s.deps
		if names[p.Name] {
			c.report(diag.NameTaken, b.NameSpan, b.Name)
			continue
		}
		names[p.Name] = true
		c.info.Properties = append(c.info.Properties, p)
	}
}
