package syntax

// An AttrKind is what an attribute holds.
type AttrKind uint8

// The kinds of attributes.
const (
	FormulaAttr  AttrKind = iota // one formula, quoted or heredoc
	FormulasAttr                 // a list of formulas
	TextAttr                     // a text
	NumberAttr                   // a number as written
	WordAttr                     // one of Words
	BoolAttr                     // true or false
	DateAttr                     // a text with a date
	NamesAttr                    // a list of texts
	CiteAttr                     // a text "source: clause" or a list of them
	TypeAttr                     // a type
	UnitAttr                     // a unit
	TypesAttr                    // an object of types
	LiteralAttr                  // a literal of the block's type, or an object of them
	ObjectAttr                   // an object
	RowsAttr                     // a list
)

// An AttrSpec describes one attribute.
type AttrSpec struct {
	Name     string
	Kind     AttrKind
	Words    []string
	Required bool
}

// A BlockSpec describes one kind of block.
type BlockSpec struct {
	Kind   string
	Named  bool // has exactly one label
	Attrs  []AttrSpec
	Blocks []BlockSpec
}

// Attr finds the description of an attribute, or nil.
func (b *BlockSpec) Attr(name string) *AttrSpec {
	for i := range b.Attrs {
		if b.Attrs[i].Name == name {
			return &b.Attrs[i]
		}
	}
	return nil
}

// Block finds the description of an inner block, or nil.
func (b *BlockSpec) Block(kind string) *BlockSpec {
	for i := range b.Blocks {
		if b.Blocks[i].Kind == kind {
			return &b.Blocks[i]
		}
	}
	return nil
}

func req(name string, k AttrKind) AttrSpec { return AttrSpec{Name: name, Kind: k, Required: true} }
func opt(name string, k AttrKind) AttrSpec { return AttrSpec{Name: name, Kind: k} }
func word(name string, words ...string) AttrSpec {
	return AttrSpec{Name: name, Kind: WordAttr, Words: words}
}

// Attributes that many kinds of blocks share.
var (
	sourced   = []AttrSpec{opt("title", TextAttr), opt("cite", CiteAttr), opt("assumption", TextAttr), opt("untested", TextAttr)}
	dated     = []AttrSpec{opt("from", DateAttr), opt("through", DateAttr)}
	overlaid  = []AttrSpec{opt("override", BoolAttr)}
	graded    = []string{"official", "reprint", "press", "paper", "overview", "code", "derived"}
	roundings = []string{"half_up", "half_even", "up", "down", "ceiling", "floor"}
)

func attrs(groups ...[]AttrSpec) []AttrSpec {
	var out []AttrSpec
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

// Grades lists the grades of sources, from the strongest to the weakest.
func Grades() []string { return graded }

// Schema describes a ruleset: every kind of block at the top level, its attributes
// and inner blocks. The reference manual is held against it by a test.
var Schema = BlockSpec{Blocks: []BlockSpec{
	{Kind: "ruleset", Named: true, Attrs: []AttrSpec{
		opt("title", TextAttr), opt("region", TextAttr), opt("language", NumberAttr),
		opt("extends", TextAttr), opt("drops", NamesAttr), opt("uses", NamesAttr),
	}},
	{Kind: "source", Named: true, Attrs: attrs([]AttrSpec{
		opt("title", TextAttr), opt("number", TextAttr), opt("issued", DateAttr),
		{Name: "grade", Kind: WordAttr, Words: graded, Required: true}, opt("url", TextAttr), opt("clauses", ObjectAttr),
	}, overlaid)},
	{Kind: "assumption", Named: true, Attrs: attrs([]AttrSpec{
		req("text", TextAttr), opt("not_taken", NamesAttr), opt("cite", CiteAttr),
	}, overlaid)},
	{Kind: "unit", Named: true, Attrs: attrs([]AttrSpec{opt("title", TextAttr), opt("decimals", NumberAttr)}, overlaid)},
	{Kind: "codes", Named: true, Attrs: attrs([]AttrSpec{
		opt("title", TextAttr), opt("pattern", TextAttr), word("case", "exact", "upper"), opt("cite", CiteAttr),
	}, overlaid)},
	{Kind: "record", Named: true, Attrs: attrs([]AttrSpec{
		opt("title", TextAttr), opt("key", NamesAttr), opt("clock", FormulaAttr), req("fields", ObjectAttr), opt("max_rows", NumberAttr),
		word("vocabulary", "4101", "2304", "2301"),
	}, overlaid)},
	{Kind: "table", Named: true, Attrs: attrs([]AttrSpec{
		opt("file", TextAttr), opt("rows", RowsAttr), req("key", NamesAttr), req("columns", ObjectAttr),
		opt("sample", BoolAttr), word("encoding", "utf8", "gb18030"),
	}, sourced, overlaid)},
	{Kind: "param", Named: true, Attrs: attrs([]AttrSpec{
		opt("type", TypeAttr), opt("unit", UnitAttr), opt("decimals", NumberAttr), opt("keys", TypesAttr), req("value", LiteralAttr),
		opt("min", NumberAttr), opt("max", NumberAttr), opt("above", NumberAttr), opt("below", NumberAttr),
	}, dated, sourced, overlaid)},
	{Kind: "let", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), req("is", FormulaAttr), opt("unit", UnitAttr), opt("provisional", FormulaAttr),
	}, dated, sourced, overlaid)},
	{Kind: "function", Named: true, Attrs: attrs([]AttrSpec{
		req("args", TypesAttr), req("is", FormulaAttr),
	}, sourced, overlaid)},
	{Kind: "bands", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), opt("of", FormulaAttr), opt("arg", UnitAttr), opt("unit", UnitAttr), req("rows", RowsAttr),
		word("mode", "pick", "marginal"), word("hit", "unique", "first", "all", "highest", "sum"),
	}, dated, sourced, overlaid)},
	{Kind: "criteria", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), opt("applies", FormulaAttr), opt("each", FormulaAttr), opt("as", TextAttr),
		opt("where", FormulaAttr), opt("need", NumberAttr), opt("require", FormulaAttr), opt("waive", FormulaAttr),
	}, dated, sourced, overlaid), Blocks: []BlockSpec{
		{Kind: "criterion", Named: true, Attrs: attrs([]AttrSpec{
			req("require", FormulaAttr), opt("waive", FormulaAttr),
		}, sourced, overlaid)},
	}},
	{Kind: "scorecard", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), opt("unit", UnitAttr), opt("maximum", NumberAttr),
	}, dated, sourced, overlaid), Blocks: []BlockSpec{
		{Kind: "dimension", Named: true, Attrs: attrs([]AttrSpec{
			req("max", NumberAttr), req("is", FormulaAttr),
		}, sourced, overlaid)},
	}},
	{Kind: "payment", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), opt("when", FormulaAttr), req("pays", FormulaAttr), opt("pending", FormulaAttr),
		opt("instead_of", NamesAttr), opt("unit", UnitAttr),
	}, dated, sourced, overlaid)},
	{Kind: "total", Named: true, Attrs: attrs([]AttrSpec{
		req("by", FormulaAttr), opt("where", FormulaAttr),
		opt("sum", FormulaAttr), opt("count", FormulaAttr), opt("mean", FormulaAttr), opt("min", FormulaAttr), opt("max", FormulaAttr),
		opt("weighted_mean", FormulaAttr), opt("weight", FormulaAttr), opt("variance", FormulaAttr),
		opt("percentile", FormulaAttr), opt("at", NumberAttr), word("method", "nearest_rank", "interpolated"),
		opt("cv", FormulaAttr), opt("digits", NumberAttr), word("rounding", roundings...),
		opt("round_after", NumberAttr), opt("order", FormulasAttr), word("open", "exclude"), opt("provisional", FormulaAttr),
	}, sourced, overlaid)},
	{Kind: "rank", Named: true, Attrs: attrs([]AttrSpec{
		req("by", FormulaAttr), opt("where", FormulaAttr), req("order", FormulasAttr), opt("provisional", FormulaAttr),
	}, sourced, overlaid)},
	{Kind: "cap", Named: true, Attrs: attrs([]AttrSpec{
		req("of", TextAttr), req("by", FormulaAttr), req("limit", FormulaAttr),
		{Name: "scale", Kind: WordAttr, Words: []string{"pro_rata", "first_come"}, Required: true},
		req("digits", NumberAttr), word("remainder", "largest"), req("ties", FormulasAttr), opt("order", FormulasAttr),
		word("crossing", "cut", "drop"), opt("provisional", FormulaAttr),
	}, sourced, overlaid)},
	{Kind: "output", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), req("is", FormulaAttr), opt("column", TextAttr),
	}, sourced, overlaid)},
	{Kind: "property", Named: true, Attrs: attrs([]AttrSpec{
		opt("per", TextAttr), req("holds", FormulaAttr),
	}, sourced, overlaid)},
	{Kind: "example", Named: true, Attrs: attrs([]AttrSpec{
		opt("given", ObjectAttr), opt("expect", ObjectAttr), opt("rows", TextAttr),
		word("grade", graded...), opt("derived", BoolAttr),
	}, []AttrSpec{opt("cite", CiteAttr), opt("note", TextAttr)})},
}}

// Kinds returns the kinds of blocks at the top level.
func Kinds() []string {
	out := make([]string, len(Schema.Blocks))
	for i, b := range Schema.Blocks {
		out[i] = b.Kind
	}
	return out
}
