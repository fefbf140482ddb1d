package syntax

import "github.com/drgrule/drgrule/lang/diag"

// A File is one rules file as a tree.
type File struct {
	Source  *diag.File
	Blocks  []*Block
	Refused []Refused // what stands at the top level and is left out
	Broken  bool      // the structure could not be read: there are no blocks
}

// A Refused is a block or attribute at the top level that was wrong and is left out.
// What uses its name is silent about it.
type Refused struct {
	Kind string // "" for an attribute
	Name string
	Span diag.Span
}

// A Block is one block: its kind, its name, its attributes and inner blocks.
type Block struct {
	Kind     string
	KindSpan diag.Span
	Name     string // the label; "" for kinds without one
	NameSpan diag.Span
	Attrs    []*Attr
	Blocks   []*Block
	Header   diag.Span // kind and name
	Faulty   bool      // an attribute or inner block was wrong and is left out
}

// Span covers the block from its kind to its last attribute or inner block.
func (b *Block) Span() diag.Span {
	out := b.Header
	for _, a := range b.Attrs {
		out = out.Join(a.Span())
	}
	for _, in := range b.Blocks {
		out = out.Join(in.Span())
	}
	return out
}

// Attr finds an attribute by name, or nil.
func (b *Block) Attr(name string) *Attr {
	for _, a := range b.Attrs {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// An Attr is one attribute. Formula and Formulas are set where the block's
// description says that the attribute holds formulas.
type Attr struct {
	Name     string
	NameSpan diag.Span
	Value    Lit
	Formula  *Formula
	Formulas []*Formula
}

// Span covers name and value.
func (a *Attr) Span() diag.Span { return a.NameSpan.Join(a.Value.Span()) }

// A Lit is a literal of the structure: what an attribute holds when the ruleset is
// loaded. The set is closed: NumLit, StrLit, BoolLit, Word, ListLit, ObjectLit,
// CallLit, OpLit, BadLit.
type Lit interface {
	Span() diag.Span
	isLit()
}

type lit struct{ span diag.Span }

func (l lit) Span() diag.Span { return l.span }
func (lit) isLit()            {}

// A NumLit is a number as written, with its sign.
type NumLit struct {
	lit
	Text string
}

// A StrLit is a quoted text or a heredoc.
type StrLit struct {
	lit
	Value string // as text: escapes resolved, heredoc indentation removed
	Raw   string // as formula: escapes resolved, nothing removed
	rawLo int    // where Raw starts in the file
	offs  []int  // file offset of each byte of Raw, when escapes moved them
	whole bool   // Raw does not stand in the file: every range means the whole literal
}

// Inner is the range between the quotes.
func (s *StrLit) Inner() diag.Span { return unquoted(s.span) }

// rawSpan maps a byte range of Raw to the file.
func (s *StrLit) rawSpan(lo, hi int) diag.Span {
	if s.whole {
		return s.span
	}
	if s.offs == nil {
		return diag.Span{File: s.span.File, Lo: s.rawLo + lo, Hi: s.rawLo + hi}
	}
	at := func(i int) int {
		if i < len(s.offs) {
			return s.offs[i]
		}
		return s.span.Hi - 1 // the closing quote
	}
	return diag.Span{File: s.span.File, Lo: at(lo), Hi: at(hi)}
}

// A BoolLit is true or false.
type BoolLit struct {
	lit
	Value bool
}

// A Word is a bare name: a type, a unit, a mode.
type Word struct {
	lit
	Name string
}

// A ListLit is [a, b, …].
type ListLit struct {
	lit
	Items []Lit
}

// An ObjectLit is { a = …, b = … }, in the order written.
type ObjectLit struct {
	lit
	Pairs  []Pair
	Faulty bool // an entry was wrong and is left out
}

// A Pair is one entry of an object.
type Pair struct {
	Key     string
	KeySpan diag.Span
	Value   Lit
}

// Get finds an entry by key, or nil.
func (o *ObjectLit) Get(key string) Lit {
	for _, p := range o.Pairs {
		if p.Key == key {
			return p.Value
		}
	}
	return nil
}

// A CallLit is name(a, b): a type with parameters.
type CallLit struct {
	lit
	Name     string
	NameSpan diag.Span
	Args     []Lit
}

// An OpLit is x / y or x * y: a unit.
type OpLit struct {
	lit
	Op   string
	X, Y Lit
}

// A BadLit stands for a part of a literal that was wrong; its diagnostic has been
// given.
type BadLit struct{ lit }

// BadFormula stands for a formula that could not be read.
func BadFormula(at diag.Span) *Formula { return &Formula{Span: at, Expr: &Bad{expr{span: at}}} }

// LiteralFormula makes a formula of a literal, so that bounds and results may be
// written either way. Its mistakes stand at the literal.
func LiteralFormula(l Lit) (*Formula, diag.List) {
	text := ""
	switch v := l.(type) {
	case *BadLit:
		return BadFormula(l.Span()), nil
	case *StrLit:
		text = Quote(v.Value)
	case *NumLit:
		text = v.Text
	case *BoolLit:
		text = "false"
		if v.Value {
			text = "true"
		}
	}
	return ParseFormula(&StrLit{lit: lit{l.Span()}, Value: text, Raw: text, whole: true})
}
