package check

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// Options change what is reported, never what a ruleset means.
type Options struct {
	Strict bool // report numbers without source or assumption
}

// Check checks a whole ruleset. The Info is complete only if the list has no error.
func Check(set *Set, lib *fn.Library, opt Options) (*Info, diag.List) {
	c := &checker{
		lib: lib, opt: opt, set: set,
		info:    &Info{Facts: map[syntax.Expr]*Fact{}},
		objects: map[string]*object{}, units: map[string]value.Unit{}, unitDigits: map[string]int{},
		codes: map[string]*codeSystem{}, sources: map[string]*Source{}, assumptions: map[string]*Assumption{},
		bandRows: map[*syntax.Block][]*BandRow{}, noClock: map[clockless]bool{}, refAt: map[*cell.Spec]diag.Span{}, badOutputs: map[string]bool{},
	}
	ruleset, blocks, diags := mergeLayers(set.Layers)
	c.diags = diags
	modules, more := moduleBlocks(set.Modules)
	c.diags = append(c.diags, more...)
	if ruleset == nil {
		return c.info, c.diags.Sort()
	}
	c.run(ruleset, append(modules, blocks...))
	return c.info, c.diags.Sort()
}

// checker holds the state of one check.
type checker struct {
	lib         *fn.Library
	opt         Options
	set         *Set
	info        *Info
	diags       diag.List
	quiet       int       // > 0: a function is looked at again, for the arguments of one call
	hidden      diag.List // mistakes found while quiet
	objects     map[string]*object
	units       map[string]value.Unit
	unitDigits  map[string]int
	codes       map[string]*codeSystem
	sources     map[string]*Source
	assumptions map[string]*Assumption
	bandRows    map[*syntax.Block][]*BandRow
	badOutputs  map[string]bool // outputs with a mistake: examples may name them
	silenced    []silenced
	noClock     map[clockless]bool
	refAt       map[*cell.Spec]diag.Span // the name inside ref(…)
	order       []*object                // in the order of the text
	path        []*Value                 // values being inferred, for the text of a circle
	calls       []string                 // functions being inferred, likewise
	depth       int                      // values and functions being inferred
	deepest     *int                     // the deepest that the one being inferred has read
	deepTold    bool
	locals      int // names bound so far
	examples    []block
}

// object is what a name stands for in the one namespace of values.
type object struct {
	name     string
	span     diag.Span
	record   *Record
	table    *Table
	param    *Param
	value    *Value
	function *Function
	blocks   []block
	used     bool // some formula or reference names it
	refused  bool // its block was left out: what uses it is silent

	unsoundKey bool // a record or table whose key has a mistake
}

func (o *object) kind() diag.Text {
	switch {
	case o.record != nil:
		return diag.Text{Zh: "记录", En: "a record"}
	case o.table != nil:
		return diag.Text{Zh: "表", En: "a table"}
	case o.param != nil:
		return diag.Text{Zh: "参数", En: "a parameter"}
	case o.function != nil:
		return diag.Text{Zh: "函数", En: "a function"}
	}
	return diag.Text{Zh: "值", En: "a value"}
}

func (c *checker) report(code diag.Code, at diag.Span, args ...any) *diag.Diagnostic {
	d := diag.New(code, at, args...)
	if c.quiet == 0 {
		c.diags = append(c.diags, d)
	} else {
		c.hidden = append(c.hidden, d)
	}
	return d
}

// suggests reports whether to look for the nearest of so many names: among very many,
// or for very many mistakes, it would take longer than the check itself.
func (c *checker) suggests(names int) bool { return names <= 10_000 && len(c.diags) <= 1_000 }

// sound runs the reading of one block and reports whether it found no mistake. What
// reads a block that is not sound stays silent: its one mistake is told.
func (c *checker) sound(read func()) bool {
	before := c.diags.Count(diag.Error)
	read()
	return c.diags.Count(diag.Error) == before
}

// shape reports that a block is not complete, unless a part of it was wrong and has
// been left out.
func (c *checker) shape(b *syntax.Block, code diag.Code, at diag.Span, args ...any) {
	if !b.Faulty {
		c.report(code, at, args...)
	}
}

// run is the order of the check: what is declared, then what it means.
func (c *checker) run(ruleset *syntax.Block, blocks []block) {
	c.info.Name = ruleset.Name
	c.info.Title, c.info.Region = textOf(ruleset.Attr("title")), textOf(ruleset.Attr("region"))
	for _, l := range c.set.Layers {
		c.languageVersions(l)
	}
	for _, m := range c.set.Modules {
		c.languageVersions(&m.Layer)
	}
	c.each(blocks, "source", c.declareSource)
	c.each(blocks, "assumption", c.declareAssumption)
	c.each(blocks, "unit", c.declareUnit)
	c.each(blocks, "codes", c.declareCodes)
	for _, b := range blocks {
		c.declare(b)
	}
	c.refusedNames()
	c.declareRecords()
	c.declareTables()
	c.declareParams()
	c.declareFunctions()
	c.declareValues()
	c.computedRefs()
	for _, o := range c.order {
		switch {
		case o.value != nil:
			c.inferValue(o.value, o.span)
		case o.function != nil:
			c.inferFunction(o.function, o.span)
		}
	}
	c.outputs(blocks)
	c.properties(blocks)
	c.replacements()
	c.layers()
	c.circles()
	c.declareExamples()
	c.collect()
	if !c.diags.Errors() && !c.set.Faulty {
		c.unused()
		c.info.Cost = c.cost()
		if c.opt.Strict {
			c.strict(blocks)
		}
	}
}

func (c *checker) each(blocks []block, kind string, f func(block)) {
	for _, b := range blocks {
		if b.Kind == kind {
			f(b)
		}
	}
}

// languageVersions holds every `ruleset` block against the version checked here.
func (c *checker) languageVersions(l *Layer) {
	for _, f := range l.Files {
		for _, b := range f.Blocks {
			a := b.Attr("language")
			if b.Kind != "ruleset" || a == nil {
				continue
			}
			if n := a.Value.(*syntax.NumLit); n.Text != "1" {
				c.report(diag.LanguageVersion, n.Span(), n.Text, LanguageVersion)
			}
		}
	}
}

// reserved are names that formulas read as something else.
var reserved = map[string]bool{}

func init() {
	// Operators, literals, special forms; and every function of the formula
	// parser, which parses their calls differently from others.
	for _, w := range strings.Fields(`
		and or not in let if else true false nil none matches contains startsWith endsWith
		has known unknown refuse review status divide desc asc run
		all any one filter map count sum find findIndex findLast findLastIndex groupBy sortBy reduce
		len type abs ceil floor round int float string trim trimPrefix trimSuffix upper lower split splitAfter
		replace repeat join indexOf lastIndexOf hasPrefix hasSuffix max min mean median toJSON fromJSON
		toBase64 fromBase64 now duration date timezone first last get take keys values toPairs fromPairs
		reverse uniq concat flatten sort bitand bitor bitxor bitnand bitshl bitshr bitushr bitnot`) {
		reserved[w] = true
	}
}

// nameProblem says why a text cannot be a name, or "".
func (c *checker) nameProblem(name string) diag.Code {
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return diag.BadName
		}
	}
	if name == "" {
		return diag.BadName
	}
	if reserved[name] || c.lib.Func(name) != nil {
		return diag.ReservedName
	}
	return ""
}

// declare gives a block's name its meaning in the namespace of values. Blocks of
// one name are versions of it.
func (c *checker) declare(b block) {
	switch b.Kind {
	case "source", "assumption", "unit", "codes", "output", "property", "ruleset":
		return
	case "example":
		c.examples = append(c.examples, b)
		return
	}
	if code := c.nameProblem(b.Name); code != "" && !(b.Kind == "record" && b.Name == "run") {
		c.report(code, b.NameSpan, b.Name)
		c.silenced = append(c.silenced, silenced{b.Name, b.NameSpan})
		for _, part := range strings.FieldsFunc(b.Name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			c.silenced = append(c.silenced, silenced{part, b.NameSpan}) // formulas read a-b as a minus b
		}
		return
	}
	name := b.prefix + b.Name
	if o := c.objects[name]; o != nil {
		if o.blocks[0].Kind != b.Kind || !versioned[b.Kind] {
			c.report(diag.NameTaken, b.NameSpan, b.Name).Label(o.span, "先在这里定义", "first defined here")
			return
		}
		o.blocks = append(o.blocks, b)
		return
	}
	o := &object{name: name, span: b.NameSpan, blocks: []block{b}}
	c.objects[name] = o
	c.order = append(c.order, o)
}

// refusedNames keeps silent the names of blocks that were left out with a mistake of
// their own.
func (c *checker) refusedNames() {
	for _, s := range c.silenced {
		c.silence(s.name, s.at)
	}
	for _, l := range c.set.Layers {
		for _, f := range l.Files {
			for _, r := range f.Refused {
				c.silence(r.Name, r.Span)
			}
		}
	}
}

// silenced is a name that is no name, or a part of one.
type silenced struct {
	name string
	at   diag.Span
}

func (c *checker) silence(name string, at diag.Span) {
	if c.objects[name] == nil {
		c.objects[name] = &object{name: name, span: at, refused: true}
	}
}

// versioned are the kinds that may have several blocks of one name.
var versioned = map[string]bool{"param": true, "let": true, "bands": true, "criteria": true, "payment": true, "scorecard": true}

// collect fills the lists of the Info, each in its own order.
func (c *checker) collect() {
	for _, o := range c.order {
		switch {
		case o.table != nil:
			c.info.Tables = append(c.info.Tables, o.table)
		case o.param != nil:
			c.info.Params = append(c.info.Params, o.param)
		case o.value != nil:
			c.info.Values = append(c.info.Values, o.value)
		case o.function != nil:
			c.info.Functions = append(c.info.Functions, o.function)
		}
	}
	byName(c.info.Tables, func(t *Table) string { return t.Name })
	byName(c.info.Params, func(p *Param) string { return p.Name })
	byName(c.info.Values, func(v *Value) string { return v.Name })
	byName(c.info.Functions, func(f *Function) string { return f.Name })
	byName(c.info.Outputs, func(o *Output) string { return o.Name + " " + o.Record.Name })
	byName(c.info.Properties, func(p *Property) string { return p.Name })
	byName(c.info.Sources, func(s *Source) string { return s.Name })
	byName(c.info.Assumptions, func(a *Assumption) string { return a.Name })
}

func byName[T any](list []T, name func(T) string) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
}
