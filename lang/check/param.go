package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// declareParams reads the parameters. One with keys, versions or dates is a small
// table with one value column.
func (c *checker) declareParams() {
	for _, o := range c.order {
		if o.blocks[0].Kind != "param" {
			continue
		}
		if !c.sound(func() { o.param = c.param(o) }) {
			o.param.Spec.Type = value.NeverType
		}
	}
}

func (c *checker) param(o *object) *Param {
	first, head := o.blocks[0], c.paramHead(o)
	p := &Param{Name: o.name, Title: textOf(first.Attr("title")), Source: c.provenance(first.Block, first.prefix), index: map[string][]int{}}
	p.Spec.Type.Dec = value.Rat // until a value is read
	if a := head.Attr("keys"); a != nil {
		for _, pair := range a.Value.(*syntax.ObjectLit).Pairs {
			f := c.field(pair, first.prefix)
			if f.Spec.Type.Prefix {
				c.report(diag.ColumnPlace, pair.Value.Span(), "prefix")
				f.Spec.Type = value.NeverType
			}
			c.resolveRef(f)
			c.keySpec(f)
			f.Index = len(p.Keys)
			p.Keys = append(p.Keys, f)
		}
	}
	c.paramType(p, head)
	for _, b := range o.blocks {
		p.Blocks = append(p.Blocks, b.Block)
		from, until := c.dates(b.Block)
		if b.Block != first.Block {
			c.provenance(b.Block, b.prefix)
		}
		a := b.Attr("value")
		if a == nil || faulty(a.Value) {
			p.Spec.Type = value.NeverType
		}
		if p.Spec.Type.Kind != value.Never {
			c.paramValues(p, a.Value, nil, Row{From: from, Until: until, Span: a.Value.Span()}, b)
		}
	}
	c.paramDecimals(p, head)
	return p
}

// paramHead is what is declared of a parameter as a whole. Each attribute may stand in
// any version; versions that both have it agree, or one of them would count in silence.
func (c *checker) paramHead(o *object) block {
	head := o.blocks[0]
	merged := *head.Block
	merged.Attrs = slices.Clone(merged.Attrs)
	head.Block = &merged
	for _, b := range o.blocks[1:] {
		for _, a := range b.Attrs {
			old := merged.Attr(a.Name)
			if a.Name == "type" && old == nil {
				old = merged.Attr("unit")
			} else if a.Name == "unit" && old == nil {
				old = merged.Attr("type")
			}
			switch {
			case !slices.Contains(paramHeads, a.Name):
			case old == nil:
				merged.Attrs = append(merged.Attrs, a)
			case litSource(old.Value) == litSource(a.Value) || faulty(old.Value) || faulty(a.Value):
			case a.Name == "type" || a.Name == "unit":
				c.report(diag.ArmsDiffer, a.Value.Span(), litSource(old.Value), litSource(a.Value)).Label(old.Value.Span(), "另一个版本", "the other version")
			case a.Name == "keys":
				c.report(diag.ParamKeys, a.Value.Span(), o.name).Label(old.Value.Span(), "另一个版本", "the other version")
			default:
				c.report(diag.BadBounds, a.NameSpan, a.Name+" = "+litSource(old.Value), a.Name+" = "+litSource(a.Value)).Label(old.Span(), "另一个版本", "the other version")
			}
		}
	}
	return head
}

// paramHeads are the attributes that speak of all versions of a parameter.
var paramHeads = []string{"type", "unit", "decimals", "keys", "min", "above", "max", "below"}

// litSource is a literal as it is written, without the blanks.
func litSource(l syntax.Lit) string { return strings.Join(strings.Fields(l.Span().Text()), "") }

// paramType settles the type of a parameter: declared, or that of its first value.
func (c *checker) paramType(p *Param, b block) {
	switch t, u := b.Attr("type"), b.Attr("unit"); {
	case t != nil:
		if !c.typeOf(t.Value, &p.Spec, b.prefix) {
			p.Spec.Type = value.NeverType
			return
		}
		if p.Spec.Optional || p.Spec.Unknown || p.Spec.Type.Prefix {
			c.report(diag.ColumnPlace, t.Value.Span(), t.Value.Span().Text())
			p.Spec.Type = value.NeverType
		}
		if p.Spec.Type.Kind == value.Ref {
			f := &Field{Name: p.Name, Spec: p.Spec, Span: t.Value.Span(), digits: -1}
			c.refAt[&f.Spec] = c.refAt[&p.Spec]
			c.resolveRef(f)
			c.keySpec(f)
			p.Spec = f.Spec
		}
	case u != nil:
		unit, ok := c.unit(u.Value)
		p.Spec.Type = value.Type{Kind: value.Number, Unit: unit, Dec: value.Rat}
		if !ok {
			p.Spec.Type = value.NeverType
		}
	default:
		p.Spec.Type = c.literalKind(b.Attr("value"))
	}
	if p.Spec.Type.Kind == value.Number {
		p.Spec.Type.Dec = value.Rat // a parameter's decimals are those of its values
	}
	f := &Field{Name: p.Name, Spec: p.Spec}
	for _, name := range []string{"min", "above", "max", "below"} {
		if a := b.Attr(name); a != nil {
			c.bound(f, syntax.Pair{Key: name, KeySpan: a.NameSpan, Value: a.Value})
		}
	}
	p.Spec.Lo, p.Spec.Hi = f.Spec.Lo, f.Spec.Hi
}

// faulty reports whether a part of a literal was wrong and has been told.
func faulty(l syntax.Lit) bool {
	switch l := l.(type) {
	case *syntax.BadLit:
		return true
	case *syntax.ListLit:
		return slices.ContainsFunc(l.Items, faulty)
	case *syntax.ObjectLit:
		return l.Faulty || slices.ContainsFunc(l.Pairs, func(p syntax.Pair) bool { return faulty(p.Value) })
	}
	return false
}

func (c *checker) literalKind(a *syntax.Attr) value.Type {
	if a == nil || faulty(a.Value) {
		return value.NeverType
	}
	l := a.Value
	for {
		o, ok := l.(*syntax.ObjectLit)
		if !ok || len(o.Pairs) == 0 {
			break
		}
		l = o.Pairs[0].Value
	}
	switch l.(type) {
	case *syntax.StrLit:
		return value.TextType
	case *syntax.BoolLit:
		return value.BoolType
	case *syntax.NumLit:
		return value.Type{Kind: value.Number, Dec: value.Rat}
	}
	c.report(diag.LiteralType, l.Span(), diag.Text{
		Zh: "数、文本或是非值（列表要写 `type = list(…)`）", En: "a number, a text or a truth value (a list needs `type = list(…)`)",
	})
	return value.NeverType
}

// literalTitle is a type as the place of a literal asks for it.
func literalTitle(t value.Type) any {
	switch {
	case t.Kind != value.Number:
		return t
	case t.Unit == value.One:
		return diag.Text{Zh: "一个数", En: "a number"}
	}
	return diag.Text{Zh: "一个数（" + t.Unit.In(diag.Zh) + "）", En: "a number (" + t.Unit.String() + ")"}
}

// paramValues reads `value`: one literal, or objects nested once for each key.
func (c *checker) paramValues(p *Param, l syntax.Lit, keys []value.Value, row Row, b block) {
	if len(keys) < len(p.Keys) {
		obj, ok := l.(*syntax.ObjectLit)
		if !ok {
			c.report(diag.ParamKeys, l.Span(), p.Name)
			return
		}
		if len(obj.Pairs) == 0 {
			c.report(diag.ParamKeys, l.Span(), p.Name)
		}
		f := p.Keys[len(keys)]
		if f.Spec.Type.Kind == value.Never {
			return
		}
		for _, pair := range obj.Pairs {
			k, _, code := f.Spec.Parse(pair.Key)
			if code != "" {
				c.report(diag.TableCell, pair.KeySpan, p.Name, 1, f.Name, code.Info().Message)
				continue
			}
			if !c.rowExists(f, k) {
				c.report(diag.UnknownRow, pair.KeySpan, pair.Key, f.Spec.Type.Name)
				continue
			}
			c.paramValues(p, pair.Value, append(keys[:len(keys):len(keys)], k), row, b)
		}
		return
	}
	if _, ok := l.(*syntax.ObjectLit); ok {
		c.report(diag.ParamKeys, l.Span(), p.Name)
		return
	}
	v, _, code := litCell(p.Spec, l)
	switch code {
	case "":
	case diag.CellBounds:
		c.report(diag.LiteralBounds, l.Span())
		return
	default:
		c.report(diag.LiteralType, l.Span(), literalTitle(p.Spec.Type))
		return
	}
	row.Cells = append(keys[:len(keys):len(keys)], v)
	row.Line = len(p.Rows) + 1
	row.Span = l.Span()
	key := value.Key(keys...)
	for _, i := range p.index[key] {
		if p.Rows[i].overlaps(row) {
			c.report(diag.VersionsOverlap, b.NameSpan, p.Name).Label(p.Rows[i].Span, "另一个版本", "the other version")
			return
		}
	}
	p.index[key] = append(p.index[key], len(p.Rows))
	p.Rows = append(p.Rows, row)
}

func (c *checker) rowExists(f *Field, v value.Value) bool {
	o := c.objects[f.Spec.Type.Name]
	if f.Spec.Type.Kind != value.Ref || o == nil || o.table == nil {
		return true
	}
	return o.table.index == nil || o.table.index[value.Key(v.List...)] != nil
}

// paramDecimals: a parameter has the most decimals of its values, and the size of
// its largest.
func (c *checker) paramDecimals(p *Param, b block) {
	t := &p.Spec.Type
	if t.Kind != value.Number {
		return
	}
	t.Dec = 0
	if a := b.Attr("decimals"); a != nil {
		t.Dec = c.wholeNumber(a, 0, 18)
	}
	for _, r := range p.Rows {
		d, _ := r.Cells[len(p.Keys)].Num.Decimals()
		t.Dec = max(t.Dec, d)
	}
	for _, r := range p.Rows {
		n := r.Cells[len(p.Keys)].Num
		t.Mag = max(t.Mag, n.Abs().Round(0, value.Up).BitLen())
		t.Bits = max(t.Bits, n.Mul(value.Pow10(t.Dec)).BitLen())
	}
}
