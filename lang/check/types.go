package check

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// codeSystem is a declared system of codes.
type codeSystem struct {
	cell.Codes
	block block
}

const maxPattern = 500

func (c *checker) declareCodes(b block) {
	name := b.prefix + b.Name
	if old := c.codes[name]; old != nil {
		c.report(diag.NameTaken, b.NameSpan, b.Name).Label(old.block.NameSpan, "先在这里定义", "first defined here")
		return
	}
	cs := &codeSystem{Codes: cell.Codes{Name: name, Upper: textOf(b.Attr("case")) == "upper"}, block: b}
	if a := b.Attr("pattern"); a != nil {
		s := a.Value.(*syntax.StrLit)
		_, err := regexp.Compile(s.Value)
		// Of the whole code: a pattern without anchors would let every longer text pass.
		whole, werr := regexp.Compile(`^(?:` + s.Value + `)$`)
		if err != nil || werr != nil || len(s.Value) > maxPattern {
			c.report(diag.PatternInvalid, s.Span())
		} else {
			cs.Pattern = whole
		}
	}
	c.provenance(b.Block, b.prefix)
	c.codes[name] = cs
}

// Digits before and after the point that a type has unless it says otherwise
// (clause "Sizes").
type digits struct{ whole, dec int }

var builtinUnits = map[string]struct {
	unit value.Unit
	digits
}{
	"money":  {value.Money, digits{14, 2}},
	"points": {value.Points, digits{8, 4}},
	"ratio":  {value.One, digits{4, 4}},
	"count":  {value.One, digits{12, 0}},
	"days":   {value.Days, digits{6, 0}},
	"score":  {value.Score, digits{6, 2}},
}

// unit reads a unit: a name, or products and quotients of them.
func (c *checker) unit(l syntax.Lit) (value.Unit, bool) {
	switch v := l.(type) {
	case *syntax.Word:
		if u, ok := builtinUnits[v.Name]; ok {
			return u.unit, true
		}
		if u, ok := c.units[v.Name]; ok {
			return u, true
		}
		c.report(diag.UnknownUnit, v.Span(), v.Name).Suggest(v.Name, c.unitNames())
		return value.One, false
	case *syntax.OpLit:
		x, ok1 := c.unit(v.X)
		y, ok2 := c.unit(v.Y)
		if v.Op == "/" {
			return x.Div(y), ok1 && ok2
		}
		return x.Mul(y), ok1 && ok2
	case *syntax.BadLit:
		return value.One, false
	case *syntax.StrLit:
		c.quotedWord(c.report(diag.UnknownUnit, l.Span(), v.Value), v)
		return value.One, false
	}
	c.report(diag.UnknownUnit, l.Span(), l.Span().Text())
	return value.One, false
}

// quotedWord adds that types and units stand without quotes.
func (c *checker) quotedWord(d *diag.Diagnostic, s *syntax.StrLit) {
	d.Notef("类型和单位不加引号：`%s`", "types and units stand without quotes: `%s`", s.Value)
}

func (c *checker) unitNames() []string {
	var out []string
	for n := range builtinUnits {
		out = append(out, n)
	}
	for n := range c.units {
		out = append(out, n)
	}
	return out
}

// typeOf reads a type. It sets Optional and Unknown of the spec, and leaves the key
// of references to resolveRefs.
func (c *checker) typeOf(l syntax.Lit, spec *cell.Spec, prefix string) bool {
	switch v := l.(type) {
	case *syntax.Word:
		return c.namedType(v, spec)
	case *syntax.OpLit:
		u, ok := c.unit(v)
		spec.Type = value.NumberType(u, 4, 14)
		return ok
	case *syntax.CallLit:
		return c.typeCall(v, spec, prefix)
	case *syntax.BadLit:
		return false
	case *syntax.StrLit:
		c.quotedWord(c.report(diag.UnknownType, l.Span(), v.Value), v)
		return false
	}
	c.report(diag.UnknownType, l.Span(), l.Span().Text())
	return false
}

// TypeNames lists the types that fields, columns and arguments may have, without the
// units that a ruleset declares.
func TypeNames() []string {
	out := append(slices.Collect(maps.Keys(builtinUnits)), slices.Collect(maps.Keys(simpleTypes))...)
	out = append(append(out, typeForms...), "from", "through")
	slices.Sort(out)
	return out
}

// simpleTypes are the types without parameters that are no numbers.
var simpleTypes = map[string]value.Type{"text": value.TextType, "bool": value.BoolType, "date": value.DateType, "month": value.MonthType}

// typeForms are the types that take parameters.
var typeForms = []string{"code", "prefix", "enum", "ref", "list", "optional", "unknown"}

func (c *checker) namedType(w *syntax.Word, spec *cell.Spec) bool {
	if u, ok := builtinUnits[w.Name]; ok {
		spec.Type = value.NumberType(u.unit, u.dec, u.whole)
		return true
	}
	if u, ok := c.units[w.Name]; ok {
		spec.Type = value.NumberType(u, c.unitDigits[w.Name], 8)
		return true
	}
	if t, ok := simpleTypes[w.Name]; ok {
		spec.Type = t
		return true
	}
	if slices.Contains(typeForms, w.Name) {
		c.report(diag.TypeArguments, w.Span(), w.Name)
		return false
	}
	if w.Name == "from" || w.Name == "through" {
		c.report(diag.ColumnPlace, w.Span(), w.Name)
		return false
	}
	known := append(append(c.unitNames(), "text", "bool", "date", "month"), typeForms...)
	c.report(diag.UnknownType, w.Span(), w.Name).Suggest(w.Name, known)
	return false
}

func (c *checker) typeCall(v *syntax.CallLit, spec *cell.Spec, prefix string) bool {
	wrong := func() bool {
		if slices.ContainsFunc(v.Args, isBad) {
			return false
		}
		c.report(diag.TypeArguments, v.Span(), v.Name)
		return false
	}
	object := func(l syntax.Lit) bool { _, ok := l.(*syntax.ObjectLit); return ok }
	switch v.Name {
	case "optional", "unknown":
		if len(v.Args) != 1 || object(v.Args[0]) {
			return wrong()
		}
		if inner, ok := v.Args[0].(*syntax.CallLit); ok && (inner.Name == "optional" || inner.Name == "unknown") {
			if inner.Name == v.Name {
				return wrong()
			}
			c.report(diag.OptionalAndKnown, v.Span())
			return false
		}
		spec.Optional, spec.Unknown = v.Name == "optional", v.Name == "unknown"
		return c.typeOf(v.Args[0], spec, prefix)
	case "enum":
		return c.enumType(v, spec)
	case "list":
		if len(v.Args) != 1 || object(v.Args[0]) {
			return wrong()
		}
		elem := cell.Spec{}
		if !c.typeOf(v.Args[0], &elem, prefix) {
			return false
		}
		if elem.Optional || elem.Unknown || elem.Type.Kind == value.List || elem.Type.Kind == value.Ref {
			return wrong()
		}
		spec.Type, spec.Codes = value.ListType(elem.Type), elem.Codes
		spec.Separator = cell.DefaultSeparator
		return true
	case "ref", "code", "prefix":
		name, ok := oneWord(v)
		if !ok {
			return wrong()
		}
		if v.Name == "ref" {
			c.refAt[spec] = unquotedSpan(v.Args[0])
			spec.Type = value.RefType(name)
			return true
		}
		sys := c.codes[prefix+name]
		if sys == nil {
			var known []string
			for n := range c.codes {
				known = append(known, n)
			}
			c.report(diag.UnknownCodes, v.Args[0].Span(), name).Suggest(name, known)
			return false
		}
		spec.Type = value.CodeType(sys.Name)
		spec.Type.Prefix = v.Name == "prefix"
		spec.Codes = &sys.Codes
		return true
	}
	if plain := []string{"text", "bool", "date", "month", "from", "through"}; slices.Contains(append(c.unitNames(), plain...), v.Name) {
		return wrong()
	}
	c.report(diag.UnknownType, v.NameSpan, v.Name).Suggest(v.Name, typeForms)
	return false
}

func unquotedSpan(l syntax.Lit) diag.Span {
	if s, ok := l.(*syntax.StrLit); ok {
		return s.Inner()
	}
	return l.Span()
}

func isBad(l syntax.Lit) bool { _, bad := l.(*syntax.BadLit); return bad }

func oneWord(v *syntax.CallLit) (string, bool) {
	if len(v.Args) != 1 {
		return "", false
	}
	switch a := v.Args[0].(type) {
	case *syntax.Word:
		return a.Name, true
	case *syntax.StrLit:
		return a.Value, true
	}
	return "", false
}

func (c *checker) enumType(v *syntax.CallLit, spec *cell.Spec) bool {
	seen := map[string]bool{}
	for _, a := range v.Args {
		s, ok := a.(*syntax.StrLit)
		if !ok || s.Value == "" || seen[s.Value] {
			if !isBad(a) {
				c.report(diag.TypeArguments, a.Span(), "enum")
			}
			return false
		}
		seen[s.Value] = true
		spec.Type.Members = append(spec.Type.Members, s.Value)
	}
	if len(v.Args) == 0 {
		c.report(diag.TypeArguments, v.Span(), "enum")
		return false
	}
	spec.Type.Kind = value.Enum
	return true
}

// field reads the declaration of a field, a column or an argument: a type alone, or
// an object with `type` and more. One whose type is wrong is there, without a type.
func (c *checker) field(p syntax.Pair, prefix string) *Field {
	f := &Field{Name: p.Key, Span: p.KeySpan, digits: -1}
	wrong := func() *Field {
		f.Spec = cell.Spec{Type: value.NeverType}
		return f
	}
	obj, ok := p.Value.(*syntax.ObjectLit)
	if !ok {
		if !c.typeOf(p.Value, &f.Spec, prefix) {
			return wrong()
		}
		return f
	}
	t := obj.Get("type")
	if t == nil {
		c.report(diag.FieldShape, p.KeySpan, p.Key, "type", diag.Text{Zh: "写 `type = 类型`", En: "write `type = …`"})
		return wrong()
	}
	if !c.typeOf(t, &f.Spec, prefix) {
		return wrong()
	}
	c.fieldAttrs(f, obj)
	return f
}

func (c *checker) fieldAttrs(f *Field, obj *syntax.ObjectLit) {
	for _, q := range obj.Pairs {
		c.fieldAttr(f, q)
	}
	c.fieldBounds(f)
}

var fieldAttributes = []string{"type", "min", "max", "above", "below", "decimals", "columns", "is", "back", "values", "separator", "title", "privacy"}

// FieldAttributes lists what an object that declares a field may hold.
func FieldAttributes() []string { return fieldAttributes }

func (c *checker) fieldAttr(f *Field, q syntax.Pair) {
	if isBad(q.Value) {
		return
	}
	shape := func(zh, en string) {
		c.report(diag.FieldShape, q.Value.Span(), f.Name, q.Key, diag.Text{Zh: zh, En: en})
	}
	switch q.Key {
	case "type":
	case "min", "above", "max", "below":
		c.bound(f, q)
	case "decimals":
		if n, ok := q.Value.(*syntax.NumLit); ok {
			f.digits = c.wholeNumber(&syntax.Attr{Name: "decimals", Value: n}, 0, 18)
		} else {
			shape("写一个整数", "give a whole number")
		}
	case "columns":
		names := namesOf(&syntax.Attr{Value: q.Value})
		if len(names) == 0 {
			shape("写列名的列表：`columns = [\"a\", \"b\"]`", "give a list of names: `columns = [\"a\", \"b\"]`")
		}
		f.Columns = names
	case "is":
		list, ok := q.Value.(*syntax.ListLit)
		if !ok || f.Spec.Type.Kind != value.Ref {
			shape("`is` 只用于引用：`{ type = ref(记录), is = [\"键的每一部分\"] }`", "`is` is for references: `{ type = ref(record), is = [\"each part of the key\"] }`")
			return
		}
		f.isSpan = list.Span()
		for _, it := range list.Items {
			s, ok := it.(*syntax.StrLit)
			if !ok {
				shape("每一部分是带引号的公式", "each part is a quoted formula")
				return
			}
			formula, ds := syntax.ParseFormula(s)
			c.diags = append(c.diags, ds...)
			f.Is = append(f.Is, formula)
		}
	case "back":
		if s, ok := q.Value.(*syntax.StrLit); ok && c.nameProblem(s.Value) == "" && f.Spec.Type.Kind == value.Ref {
			f.Back = s.Value
		} else {
			shape("`back` 是引用反方向的名称", "`back` is the name of the reference seen from the other side")
		}
	case "values":
		c.aliases(f, q, shape)
	case "separator":
		if s, ok := q.Value.(*syntax.StrLit); ok && s.Value != "" && f.Spec.Type.Kind == value.List {
			f.Spec.Separator = s.Value
		} else {
			shape("列表的分隔符，如 `separator = \",\"`", "what separates the elements of a list, such as `separator = \",\"`")
		}
	case "title":
		f.Title = litText(q.Value)
	case "privacy":
		if n, ok := q.Value.(*syntax.NumLit); ok {
			f.Privacy = c.wholeNumber(&syntax.Attr{Name: "privacy", Value: n}, 1, 4)
		} else {
			shape("写 1 到 4", "give 1 to 4")
		}
	default:
		c.report(diag.UnknownAttribute, q.KeySpan, q.Key, diag.Text{Zh: "字段 `" + f.Name + "` ", En: "field `" + f.Name + "`"}, strings.Join(fieldAttributes, ", ")).Suggest(q.Key, fieldAttributes)
	}
}

func (c *checker) aliases(f *Field, q syntax.Pair, shape func(zh, en string)) {
	obj, ok := q.Value.(*syntax.ObjectLit)
	if !ok || f.Spec.Type.Kind != value.Enum {
		shape("写 `values = { \"文件里的写法\" = \"枚举值\" }`", "write `values = { \"as in the file\" = \"member\" }`")
		return
	}
	f.Spec.Aliases = map[string]string{}
	for _, p := range obj.Pairs {
		m := litText(p.Value)
		if !slices.Contains(f.Spec.Type.Members, m) {
			c.report(diag.BadMember, p.Value.Span(), m, strings.Join(f.Spec.Type.Members, ", ")).Suggest(m, f.Spec.Type.Members)
		}
		if m != p.Key && slices.Contains(f.Spec.Type.Members, p.Key) {
			c.report(diag.FieldShape, p.KeySpan, f.Name, q.Key, diag.Text{
				Zh: "`" + p.Key + "` 自己就是枚举值，不能又是另一个值的写法", En: "`" + p.Key + "` is a member itself, so it cannot be another spelling of one",
			})
		}
		f.Spec.Aliases[p.Key] = m
	}
}

// bound reads min, above, max or below of a field, column or parameter.
func (c *checker) bound(f *Field, q syntax.Pair) {
	n, ok := q.Value.(*syntax.NumLit)
	if !ok || f.Spec.Type.Kind != value.Number {
		if f.Spec.Type.Kind != value.Never {
			c.report(diag.FieldShape, q.Value.Span(), f.Name, q.Key, diag.Text{Zh: "只用于数，写一个固定的数", En: "it is for numbers; write a fixed number"})
		}
		return
	}
	v, ok := value.ParseNum(n.Text)
	if !ok {
		c.report(diag.NumberTooLong, n.Span(), n.Text)
		return
	}
	side := &f.Spec.Lo
	if q.Key == "max" || q.Key == "below" {
		side = &f.Spec.Hi
	}
	b := &cell.Bound{Num: v, Open: q.Key == "above" || q.Key == "below"}
	if *side != nil {
		names := boundNames(*side, b, side == &f.Spec.Hi)
		c.report(diag.BadBounds, q.KeySpan, names[0], names[1])
		return
	}
	*side = b
	lo, hi := f.Spec.Lo, f.Spec.Hi
	if lo != nil && hi != nil && (lo.Num.Cmp(hi.Num) > 0 || lo.Num.Equal(hi.Num) && (lo.Open || hi.Open)) {
		c.report(diag.BadBounds, q.KeySpan, boundName(lo, false), boundName(hi, true))
		f.Spec.Lo, f.Spec.Hi = nil, nil
	}
}

func boundName(b *cell.Bound, high bool) string {
	switch {
	case high && b.Open:
		return "below"
	case high:
		return "max"
	case b.Open:
		return "above"
	}
	return "min"
}

func boundNames(a, b *cell.Bound, high bool) [2]string {
	return [2]string{boundName(a, high), boundName(b, high)}
}

// fieldBounds settles decimals and size of a number from what is declared.
func (c *checker) fieldBounds(f *Field) {
	t := &f.Spec.Type
	if t.Kind != value.Number {
		if f.digits >= 0 {
			c.report(diag.FieldShape, f.Span, f.Name, "decimals", diag.Text{Zh: "只有数有小数位数", En: "only a number has decimals"})
		}
		return
	}
	if f.digits >= 0 {
		t.Dec, t.Bits = f.digits, t.Mag+value.DigitBits(f.digits)
	}
	if lo, hi := f.Spec.Lo, f.Spec.Hi; hi != nil && lo != nil {
		scale := value.Pow10(t.Dec)
		n := max(hi.Num.Mul(scale).Round(0, value.Up).BitLen(), lo.Num.Mul(scale).Round(0, value.Up).BitLen())
		t.Bits = max(n, 1)
		t.Mag = max(hi.Num.Abs().Round(0, value.Up).BitLen(), lo.Num.Abs().Round(0, value.Up).BitLen(), 1)
	}
}
