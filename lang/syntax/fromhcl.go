package syntax

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/drgrule/drgrule/lang/diag"
)

// Parse reads one rules file. A file that does not pass the guard or does not
// parse gives exactly one diagnostic and no blocks; otherwise every mistake in the
// structure and in the formulas is reported.
func Parse(src *diag.File) (*File, diag.List) {
	if d := Guard(src); d != nil {
		return &File{Source: src, Broken: true}, diag.List{d}
	}
	parsed, problems := hclsyntax.ParseConfig(src.Src, src.Name, hcl.InitialPos)
	c := &converter{file: src}
	if d := c.fromHCL(problems); d != nil {
		return &File{Source: src, Broken: true}, diag.List{d}
	}
	out := &File{Source: src}
	body := parsed.Body.(*hclsyntax.Body)
	for _, a := range sortedAttrs(body) {
		c.report(diag.TopLevelAttribute, c.span(a.NameRange), a.Name)
		out.Refused = append(out.Refused, Refused{"", a.Name, c.span(a.NameRange)})
	}
	for _, b := range body.Blocks {
		if blk := c.block(b, &Schema); blk != nil {
			out.Blocks = append(out.Blocks, blk)
			continue
		}
		r := Refused{b.Type, "", c.span(b.TypeRange)}
		if len(b.Labels) > 0 {
			r.Name = b.Labels[0]
		}
		out.Refused = append(out.Refused, r)
	}
	return out, c.diags
}

// converter turns HCL's tree into ours, by the description in Schema.
type converter struct {
	file  *diag.File
	diags diag.List
	types bool // in an attribute that holds types or units
}

func (c *converter) report(code diag.Code, at diag.Span, args ...any) *diag.Diagnostic {
	d := diag.New(code, at, args...)
	c.diags = append(c.diags, d)
	return d
}

func (c *converter) span(r hcl.Range) diag.Span {
	n := len(c.file.Src)
	lo := min(r.Start.Byte, n)
	return diag.Span{File: c.file, Lo: lo, Hi: max(lo, min(r.End.Byte, n))}
}

// fromHCL turns the first of HCL's own errors into one of ours: what follows the
// first is usually its consequence.
func (c *converter) fromHCL(problems hcl.Diagnostics) *diag.Diagnostic {
	for _, p := range problems {
		if p.Severity != hcl.DiagError {
			continue
		}
		span := diag.Span{File: c.file}
		if p.Subject != nil {
			span = c.span(*p.Subject)
			if strings.TrimSpace(span.Text()) == "" { // the end of a line
				span.Hi = span.Lo
			}
		}
		d := diag.New(diag.StructureSyntax, span, p.Summary)
		switch {
		case p.Summary == "Attribute redefined":
			d = diag.New(diag.AttributeTwice, span, span.Text())
		case strings.HasPrefix(p.Summary, "Missing newline"), p.Summary == "Invalid single-argument block definition":
			d = diag.New(diag.OneAttributePerLine, span)
		case strings.HasPrefix(p.Summary, "Unclosed"), strings.HasPrefix(p.Summary, "Unterminated"), strings.HasPrefix(p.Summary, "Unbalanced"):
			d = diag.New(diag.NotClosed, span)
		case p.Summary == "Invalid escape sequence":
			d = diag.New(diag.BadEscape, span, span.Text())
		default:
			if t, known := hclProblems[p.Summary]; known {
				d.Note(t.Zh, t.En)
			}
		}
		if p.Context != nil {
			d.Within(c.span(*p.Context))
		}
		return d
	}
	return nil
}

// hclProblems says in both languages what HCL says in its own words.
var hclProblems = map[string]diag.Text{
	"Invalid expression":                    {Zh: "`=` 后面要有一个值", En: "a value must follow `=`"},
	"Missing expression":                    {Zh: "`=` 后面要有一个值", En: "a value must follow `=`"},
	"Missing attribute value":               {Zh: "键后面要有 `=` 和一个值", En: "`=` and a value must follow the key"},
	"Missing key/value separator":           {Zh: "键后面要有 `=` 和一个值", En: "`=` and a value must follow the key"},
	"Missing item separator":                {Zh: "各项之间要有逗号", En: "items are separated by commas"},
	"Missing attribute separator":           {Zh: "各项之间要有逗号或换行", En: "entries are separated by commas or line ends"},
	"Missing argument separator":            {Zh: "各项之间要有逗号", En: "items are separated by commas"},
	"Argument or block definition required": {Zh: "这里要写 `属性 = 值` 或一个块", En: "`attribute = value` or a block must stand here"},
	"Argument definition required":          {Zh: "写在一行里的块只能有一个属性：换行写", En: "a block on one line has one attribute: write it on several lines"},
	"Invalid argument name":                 {Zh: "属性名不加引号", En: "the name of an attribute has no quotes"},
	"Invalid attribute name":                {Zh: "`.` 后面要有一个名称", En: "a name must follow the `.`"},
	"Invalid block definition":              {Zh: "块写作 `类别 \"名称\" {`，`{` 与它在同一行", En: "a block is `kind \"name\" {`, with `{` on the same line"},
	"Invalid character":                     {Zh: "这个字符不能出现在引号外面", En: "this character cannot stand outside of quotes"},
	"Unsupported operator":                  {Zh: "这里不计算：公式要放进引号", En: "nothing is computed here: formulas stand in quotes"},
	"Invalid 'for' expression":              {Zh: "这里不计算：公式要放进引号", En: "nothing is computed here: formulas stand in quotes"},
}

// sortedAttrs returns the attributes in the order of the text; HCL keeps a map.
func sortedAttrs(b *hclsyntax.Body) []*hclsyntax.Attribute {
	out := make([]*hclsyntax.Attribute, 0, len(b.Attributes))
	for _, a := range b.Attributes {
		out = append(out, a)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].SrcRange.Start.Byte < out[j].SrcRange.Start.Byte })
	return out
}

func (c *converter) block(b *hclsyntax.Block, parent *BlockSpec) *Block {
	kind := c.span(b.TypeRange)
	spec := parent.Block(b.Type)
	if spec == nil {
		var known []string
		for _, s := range parent.Blocks {
			known = append(known, s.Kind)
		}
		c.report(diag.UnknownBlock, kind, b.Type, strings.Join(known, ", ")).Suggest(b.Type, known)
		return nil
	}
	out := &Block{Kind: b.Type, KindSpan: kind}
	if len(b.Labels) != 1 {
		c.report(diag.OneLabel, kind, b.Type, len(b.Labels))
		return nil
	}
	out.Name = b.Labels[0]
	label := c.span(b.LabelRanges[0])
	out.Header, out.NameSpan = kind.Join(label), unquoted(label)
	for _, a := range sortedAttrs(b.Body) {
		if attr := c.attr(a, spec); attr != nil {
			out.Attrs = append(out.Attrs, attr)
		} else {
			out.Faulty = true
		}
	}
	for _, inner := range b.Body.Blocks {
		if blk := c.block(inner, spec); blk != nil {
			out.Blocks = append(out.Blocks, blk)
			out.Faulty = out.Faulty || blk.Faulty
		} else {
			out.Faulty = true
		}
	}
	return out
}

// MissingAttrs reports the required attributes that a complete block lacks. It is
// separate from Parse because an overlay's block may leave out what it inherits.
func MissingAttrs(b *Block) diag.List {
	return missingAttrs(b, Schema.Block(b.Kind))
}

func missingAttrs(b *Block, spec *BlockSpec) diag.List {
	var out diag.List
	if spec == nil {
		return nil
	}
	for _, s := range spec.Attrs {
		if s.Required && b.Attr(s.Name) == nil && !b.Faulty {
			out = append(out, diag.New(diag.AttributeMissing, b.Header, b.Kind, b.Name, s.Name))
		}
	}
	for _, inner := range b.Blocks {
		out = append(out, missingAttrs(inner, spec.Block(inner.Kind))...)
	}
	return out
}

func unquoted(s diag.Span) diag.Span {
	if t := s.Text(); len(t) >= 2 && t[0] == '"' {
		s.Lo++
		s.Hi--
	}
	return s
}

func (c *converter) attr(a *hclsyntax.Attribute, spec *BlockSpec) *Attr {
	name := c.span(a.NameRange)
	as := spec.Attr(a.Name)
	if as == nil {
		var known []string
		for _, s := range spec.Attrs {
			known = append(known, s.Name)
		}
		c.report(diag.UnknownAttribute, name, a.Name, BlockTitle(spec.Kind), strings.Join(known, ", ")).Suggest(a.Name, known)
		return nil
	}
	if !c.plain(a, as) {
		return nil
	}
	c.types = as.Kind == TypeAttr || as.Kind == UnitAttr || as.Kind == TypesAttr || as.Kind == ObjectAttr
	v := c.lit(a.Expr)
	if _, bad := v.(*BadLit); bad {
		return nil
	}
	out := &Attr{Name: a.Name, NameSpan: name, Value: v}
	if !c.fits(out, as) {
		return nil
	}
	return out
}

// BlockTitle is a kind of block as messages call it.
func BlockTitle(kind string) diag.Text {
	return diag.Text{Zh: "`" + kind + "` 块", En: "a `" + kind + "` block"}
}

// plain checks, for an attribute that holds one text, number or word, that nothing is
// computed: a formula without its quotes, or a date without them.
func (c *converter) plain(a *hclsyntax.Attribute, s *AttrSpec) bool {
	switch e := a.Expr.(type) {
	case *hclsyntax.BinaryOpExpr, *hclsyntax.FunctionCallExpr, *hclsyntax.ScopeTraversalExpr, *hclsyntax.ConditionalExpr, *hclsyntax.UnaryOpExpr, *hclsyntax.ParenthesesExpr:
		if t, ok := e.(*hclsyntax.ScopeTraversalExpr); ok && len(t.Traversal) == 1 {
			return true
		}
	default:
		return true
	}
	span := c.span(a.Expr.Range())
	switch s.Kind {
	case FormulaAttr:
		c.report(diag.NotALiteral, span).Within(c.span(a.SrcRange))
		return false
	case DateAttr, TextAttr, FormulasAttr, NamesAttr, CiteAttr:
		c.report(diag.AttributeKind, span, a.Name, kindTitles[s.Kind]).Within(c.span(a.SrcRange))
		return false
	}
	return true
}

// fits checks that the literal is of the attribute's kind, and parses formulas.
func (c *converter) fits(a *Attr, s *AttrSpec) bool {
	_, isStr := a.Value.(*StrLit)
	list, isList := a.Value.(*ListLit)
	ok := true
	switch s.Kind {
	case FormulaAttr:
		if ok = isStr; ok {
			a.Formula = c.formula(a.Value.(*StrLit))
		}
	case FormulasAttr:
		if isList && hasBad(list) {
			return false
		}
		ok = isList && allStrings(list)
		if ok {
			for _, it := range list.Items {
				a.Formulas = append(a.Formulas, c.formula(it.(*StrLit)))
			}
		}
	case TextAttr, DateAttr:
		ok = isStr
	case NumberAttr:
		_, ok = a.Value.(*NumLit)
	case BoolAttr:
		_, ok = a.Value.(*BoolLit)
	case NamesAttr, CiteAttr:
		if isList && hasBad(list) {
			return false
		}
		ok = isStr && s.Kind == CiteAttr || isList && allStrings(list)
	case TypesAttr, ObjectAttr:
		_, ok = a.Value.(*ObjectLit)
	case RowsAttr:
		ok = isList
	case WordAttr:
		return c.oneOf(a, s)
	}
	if !ok {
		c.report(diag.AttributeKind, a.Value.Span(), a.Name, kindTitles[s.Kind]).Within(a.Span())
	}
	return ok
}

// oneOf accepts a word or the same in quotes.
func (c *converter) oneOf(a *Attr, s *AttrSpec) bool {
	name := ""
	switch v := a.Value.(type) {
	case *Word:
		name = v.Name
	case *StrLit:
		name = v.Value
		a.Value = &Word{lit{v.span}, name}
	}
	for _, w := range s.Words {
		if w == name {
			return true
		}
	}
	c.report(diag.AttributeWord, a.Value.Span(), a.Name, strings.Join(s.Words, ", ")).Within(a.Span()).Suggest(name, s.Words)
	return false
}

func allStrings(l *ListLit) bool {
	for _, it := range l.Items {
		if _, ok := it.(*StrLit); !ok {
			return false
		}
	}
	return true
}

func hasBad(l *ListLit) bool {
	return slices.ContainsFunc(l.Items, func(it Lit) bool { _, bad := it.(*BadLit); return bad })
}

var kindTitles = map[AttrKind]diag.Text{
	FormulaAttr:  {Zh: "一个带引号的公式", En: "a quoted formula"},
	FormulasAttr: {Zh: "公式的列表", En: "a list of formulas"},
	TextAttr:     {Zh: "一段文本", En: "a text"},
	NumberAttr:   {Zh: "一个数", En: "a number"},
	BoolAttr:     {Zh: "true 或 false", En: "true or false"},
	DateAttr:     {Zh: "带引号的日期，如 \"2024-01-01\"", En: "a date in quotes, such as \"2024-01-01\""},
	NamesAttr:    {Zh: "文本的列表", En: "a list of texts"},
	CiteAttr:     {Zh: "\"来源: 条款\"，或其列表", En: "\"source: clause\", or a list of them"},
	TypesAttr:    {Zh: "{ 名称 = 类型 }", En: "{ name = type }"},
	ObjectAttr:   {Zh: "{ 名称 = 值 }", En: "{ name = value }"},
	RowsAttr:     {Zh: "列表 [ … ]", En: "a list [ … ]"},
}

// formula parses a text that holds a formula; its mistakes are kept with ours.
func (c *converter) formula(s *StrLit) *Formula {
	f, diags := ParseFormula(s)
	c.diags = append(c.diags, diags...)
	return f
}

// lit converts a literal of the structure; anything that HCL would compute is
// refused, because only formulas compute. A part that is wrong becomes a BadLit.
func (c *converter) lit(e hclsyntax.Expression) Lit {
	span := c.span(e.Range())
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		return c.text(e, span)
	case *hclsyntax.LiteralValueExpr:
		return c.literal(span)
	case *hclsyntax.ScopeTraversalExpr:
		if len(e.Traversal) == 1 {
			return &Word{lit{span}, span.Text()}
		}
	case *hclsyntax.UnaryOpExpr:
		if n, ok := e.Val.(*hclsyntax.LiteralValueExpr); ok && e.Op == hclsyntax.OpNegate {
			switch inner := c.literal(c.span(n.Range())).(type) {
			case *NumLit:
				return &NumLit{lit{span}, "-" + inner.Text}
			case *BadLit:
				return inner
			}
		}
	case *hclsyntax.TupleConsExpr:
		out := &ListLit{lit: lit{span}}
		for _, x := range e.Exprs {
			out.Items = append(out.Items, c.lit(x))
		}
		return out
	case *hclsyntax.ObjectConsExpr:
		return c.object(e, span)
	case *hclsyntax.ParenthesesExpr:
		return c.lit(e.Expression)
	}
	if l := c.typeLit(e, span); c.types && l != nil {
		return l
	}
	return c.bad(diag.NotALiteral, span)
}

func (c *converter) bad(code diag.Code, span diag.Span, args ...any) Lit {
	c.report(code, span, args...)
	return &BadLit{lit{span}}
}

// typeLit converts what only types and units are written with: ref(groups),
// money / points.
func (c *converter) typeLit(e hclsyntax.Expression, span diag.Span) Lit {
	switch e := e.(type) {
	case *hclsyntax.FunctionCallExpr:
		out := &CallLit{lit: lit{span}, Name: e.Name, NameSpan: c.span(e.NameRange)}
		if !c.types {
			return nil
		}
		for _, x := range e.Args {
			out.Args = append(out.Args, c.lit(x))
		}
		return out
	case *hclsyntax.BinaryOpExpr:
		op := unitOp(e)
		if op == "" || !unitOperand(e.LHS) || !unitOperand(e.RHS) {
			return nil
		}
		return &OpLit{lit{span}, op, c.lit(e.LHS), c.lit(e.RHS)}
	}
	return nil
}

// unitOperand reports whether an operand can be a unit; a number or a text makes a
// computation of it.
func unitOperand(e hclsyntax.Expression) bool {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return len(e.Traversal) == 1
	case *hclsyntax.BinaryOpExpr:
		return unitOp(e) != "" && unitOperand(e.LHS) && unitOperand(e.RHS)
	case *hclsyntax.ParenthesesExpr:
		return unitOperand(e.Expression)
	}
	return false
}

func unitOp(e *hclsyntax.BinaryOpExpr) string {
	switch e.Op {
	case hclsyntax.OpMultiply:
		return "*"
	case hclsyntax.OpDivide:
		return "/"
	}
	return ""
}

// literal reads a number or truth value from its own characters.
func (c *converter) literal(span diag.Span) Lit {
	switch t := span.Text(); t {
	case "true", "false":
		return &BoolLit{lit{span}, t == "true"}
	case "null":
		return c.bad(diag.NilIsNone, span, t)
	default:
		if d := numberProblem(t); d != "" {
			return c.bad(d, span, t)
		}
		return &NumLit{lit{span}, t}
	}
}

func (c *converter) object(e *hclsyntax.ObjectConsExpr, span diag.Span) Lit {
	out := &ObjectLit{lit: lit{span}}
	for _, it := range e.Items {
		key, keySpan, ok := c.key(it.KeyExpr)
		v := c.lit(it.ValueExpr)
		if !ok {
			out.Faulty = true
			continue
		}
		if out.Get(key) != nil {
			d := c.report(diag.KeyTwice, keySpan, key)
			for _, p := range out.Pairs {
				if p.Key == key {
					d.Label(p.KeySpan, "第一次在这里", "first given here")
				}
			}
			continue
		}
		out.Pairs = append(out.Pairs, Pair{key, keySpan, v})
	}
	return out
}

func (c *converter) key(e hclsyntax.Expression) (string, diag.Span, bool) {
	span := c.span(e.Range())
	if k, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		switch w := k.Wrapped.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			if len(w.Traversal) == 1 {
				return span.Text(), span, true
			}
		case *hclsyntax.TemplateExpr:
			if s, ok := c.text(w, span).(*StrLit); ok {
				return s.Value, unquoted(span), true
			}
			return "", span, false
		case *hclsyntax.LiteralValueExpr:
			if t := span.Text(); t != "true" && t != "false" && t != "null" {
				c.report(diag.NumberKey, span, t)
				return "", span, false
			}
			return span.Text(), span, true
		}
	}
	c.report(diag.BadKey, span)
	return "", span, false
}

// text reads a quoted text or heredoc. One that HCL would fill in is refused.
func (c *converter) text(e *hclsyntax.TemplateExpr, span diag.Span) Lit {
	var value strings.Builder
	for _, p := range e.Parts {
		l, ok := p.(*hclsyntax.LiteralValueExpr)
		if !ok || l.Val.Type() != cty.String {
			return c.bad(diag.Interpolation, c.span(p.Range())) // the guard has looked for it
		}
		value.WriteString(l.Val.AsString())
	}
	out := &StrLit{lit: lit{span}, Value: value.String()}
	src := c.file.Src[span.Lo:span.Hi]
	if src[0] == '"' {
		out.rawLo = span.Lo + 1
		out.Raw, out.offs = unescape(string(src[1:len(src)-1]), out.rawLo)
		return out
	}
	nl := strings.IndexByte(string(src), '\n') + 1
	end := strings.LastIndexByte(string(src), '\n')
	out.rawLo = span.Lo + nl
	if end > nl {
		out.Raw = string(src[nl:end])
	}
	return out
}

// unescape resolves HCL's escapes and keeps where each byte came from. HCL has
// checked the escapes already.
func unescape(s string, base int) (string, []int) {
	if !strings.ContainsAny(s, "\\$%") {
		return s, nil
	}
	var b strings.Builder
	var offs []int
	put := func(text string, from int) {
		b.WriteString(text)
		for range len(text) {
			offs = append(offs, base+from)
		}
	}
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			text, n := escape(s[i:])
			put(text, i)
			i += n
		case (s[i] == '$' || s[i] == '%') && i+2 < len(s) && s[i+1] == s[i] && s[i+2] == '{':
			put(s[i:i+1]+"{", i)
			i += 3
		default:
			put(s[i:i+1], i)
			i++
		}
	}
	return b.String(), offs
}

func escape(s string) (string, int) {
	switch s[1] {
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case 'u', 'U':
		n := 4
		if s[1] == 'U' {
			n = 8
		}
		if len(s) < 2+n {
			return s[1:2], 2
		}
		var r rune
		for _, h := range s[2 : 2+n] {
			r = r<<4 | hex(h)
		}
		if !utf8.ValidRune(r) {
			r = utf8.RuneError
		}
		return string(r), 2 + n
	}
	return s[1:2], 2
}

func hex(r rune) rune {
	switch {
	case r >= 'a':
		return r - 'a' + 10
	case r >= 'A':
		return r - 'A' + 10
	}
	return r - '0'
}
