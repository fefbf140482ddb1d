package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// A Layer is one ruleset directory: an overlay stands above what it extends.
type Layer struct {
	Name  string
	Files []*syntax.File
	Table func(path string) ([]byte, error) // reads a file of the directory
}

// A Module is a module of the standard library under its visible prefix.
type Module struct {
	Prefix string
	Layer
}

// Set is all the text of a ruleset: layers from the lowest to the top, and modules.
type Set struct {
	Layers  []*Layer
	Modules []*Module
	Faulty  bool // the text has mistakes already: what is not read may yet be
}

// block is a block with the place it comes from.
type block struct {
	*syntax.Block
	layer  *Layer
	data   *Layer // whose directory a table file stands in
	file   *diag.File
	prefix string // of a module, with its point
}

// mergeLayers lays the overlays over each other: an override merges attributes and
// inner blocks, `drops` takes away, everything else is added.
func mergeLayers(layers []*Layer) (ruleset *syntax.Block, out []block, diags diag.List) {
	for i, l := range layers {
		var own []block
		var heads []*syntax.Block
		for _, f := range l.Files {
			for _, r := range f.Refused {
				if r.Kind == "ruleset" {
					return nil, nil, diags // its own mistake is told
				}
			}
			for _, b := range f.Blocks {
				if b.Kind == "ruleset" {
					heads = append(heads, b)
					continue
				}
				own = append(own, block{Block: b, layer: l, data: l, file: f.Source})
			}
		}
		if len(heads) != 1 {
			at := diag.Span{}
			if len(heads) > 1 {
				at = heads[1].KindSpan
			} else if len(l.Files) > 0 {
				at = diag.Span{File: l.Files[0].Source}
			}
			diags = append(diags, diag.New(diag.RulesetCount, at, len(heads)))
			return nil, nil, diags
		}
		ruleset = heads[0]
		if i > 0 {
			out = withoutExamples(out)
		}
		out, diags = drop(ruleset, out, diags)
		out, diags = overlay(out, own, diags)
	}
	for _, b := range out {
		diags = append(diags, syntax.MissingAttrs(b.Block)...)
	}
	return ruleset, out, diags
}

// withoutExamples leaves out the worked examples of a lower layer: they speak of
// that layer's rules.
func withoutExamples(bs []block) []block {
	return slices.DeleteFunc(slices.Clone(bs), func(b block) bool { return b.Kind == "example" })
}

func drop(ruleset *syntax.Block, below []block, diags diag.List) ([]block, diag.List) {
	a := ruleset.Attr("drops")
	if a == nil {
		return below, diags
	}
	there := map[string]bool{} // names that are not dropped yet
	for _, b := range below {
		there[b.Name] = true
	}
	for _, it := range a.Value.(*syntax.ListLit).Items {
		name := it.(*syntax.StrLit).Value
		if !there[name] {
			diags = append(diags, diag.New(diag.DropsNothing, it.Span(), name).Suggest(name, slices.Collect(maps.Keys(there))))
		}
		delete(there, name)
	}
	return slices.DeleteFunc(slices.Clone(below), func(b block) bool { return !there[b.Name] }), diags
}

func overlay(below, own []block, diags diag.List) ([]block, diag.List) {
	out := slices.Clone(below)
	places := map[[2]string][]int{}
	for i, o := range below {
		key := [2]string{o.Kind, o.Name}
		places[key] = append(places[key], i)
	}
	for _, b := range own {
		if b.Kind == "example" {
			out = append(out, b)
			continue
		}
		override := isTrue(b.Attr("override"))
		i := matching(below, places[[2]string{b.Kind, b.Name}], b, override)
		switch {
		case override && i >= 0 && out[i].layer == b.layer:
			diags = append(diags, diag.New(diag.NameTaken, b.NameSpan, b.Name).Label(out[i].NameSpan, "同一层里已覆盖一次", "overridden here already"))
		case override && i < 0:
			var names []string
			for _, o := range below {
				if o.Kind == b.Kind {
					names = append(names, o.Name)
				}
			}
			diags = append(diags, diag.New(diag.OverrideNothing, b.NameSpan, b.Kind, b.Name).Suggest(b.Name, names))
			if !slices.ContainsFunc(slices.Concat(below, own), func(o block) bool { return o.Block != b.Block && clashes(o, b) }) {
				told := *b.Block
				told.Faulty = true // what names it is silent
				b.Block = &told
				out = append(out, b)
			}
		case override:
			if b.Attr("file") == nil && b.Attr("rows") == nil {
				b.data = out[i].data // the file's path begins where it was written
			}
			b.Block = mergeBlock(out[i].Block, b.Block)
			out[i] = b
		case i >= 0:
			diags = append(diags, diag.New(diag.NeedsOverride, b.NameSpan, b.Kind, b.Name).
				Label(below[i].NameSpan, "下层的定义", "defined below here"))
		default:
			out = append(out, b)
		}
	}
	return out, diags
}

// clashes reports whether two blocks have one name in one namespace.
func clashes(a, b block) bool {
	return a.Name == b.Name && (a.Kind == b.Kind || !slices.Contains(ownNamespace, a.Kind) && !slices.Contains(ownNamespace, b.Kind))
}

// ownNamespace are the kinds whose names no formula reads.
var ownNamespace = []string{"source", "assumption", "unit", "codes", "output", "property", "ruleset", "example"}

// matching finds the block that b stands over among those found, which have its kind
// and name: the one with the same dates where there are versions. A block with dates of
// its own that does not override is a further version.
func matching(below []block, found []int, b block, override bool) int {
	version := versioned[b.Kind] && (b.Attr("from") != nil || b.Attr("through") != nil)
	if len(found) == 1 && (override || !version) {
		return found[0]
	}
	if len(found) > 0 && !override && !version {
		return found[0]
	}
	for _, i := range found {
		if sameDate(below[i].Block, b.Block, "from") && sameDate(below[i].Block, b.Block, "through") {
			return i
		}
	}
	return -1
}

func sameDate(a, b *syntax.Block, name string) bool {
	return textOf(a.Attr(name)) == textOf(b.Attr(name))
}

// mergeBlock returns a block with the attributes and inner blocks of base, where
// top does not give its own.
func mergeBlock(base, top *syntax.Block) *syntax.Block {
	out := *top
	out.Faulty = base.Faulty || top.Faulty
	out.Attrs = nil
	for _, a := range base.Attrs {
		if top.Attr(a.Name) == nil && !displaced(a.Name, top) {
			out.Attrs = append(out.Attrs, a)
		}
	}
	out.Attrs = append(out.Attrs, top.Attrs...)
	out.Blocks = nil
	named := func(bs []*syntax.Block, name string) *syntax.Block {
		for _, b := range bs {
			if b.Name == name {
				return b
			}
		}
		return nil
	}
	for _, b := range base.Blocks {
		if t := named(top.Blocks, b.Name); t != nil {
			b = mergeBlock(b, t)
		}
		out.Blocks = append(out.Blocks, b)
	}
	for _, t := range top.Blocks {
		if named(base.Blocks, t.Name) == nil {
			out.Blocks = append(out.Blocks, t)
		}
	}
	return &out
}

// alternatives are attributes of which a block has one: a new one displaces the old.
var alternatives = [][]string{{"file", "rows"}, {"type", "unit"}, aggregateNames}

func displaced(name string, top *syntax.Block) bool {
	for _, group := range alternatives {
		if slices.Contains(group, name) && slices.ContainsFunc(group, func(n string) bool { return top.Attr(n) != nil }) {
			return true
		}
	}
	return false
}

// moduleKinds are the blocks that a module may have: what needs no row of a record.
var moduleKinds = []string{"function", "bands", "param", "table", "unit", "codes", "source", "assumption"}

func moduleBlocks(ms []*Module) (out []block, diags diag.List) {
	for _, m := range ms {
		for _, f := range m.Files {
			for _, b := range f.Blocks {
				if b.Kind == "ruleset" || b.Kind == "example" {
					continue
				}
				if !slices.Contains(moduleKinds, b.Kind) || b.Kind == "bands" && b.Attr("arg") == nil {
					diags = append(diags, diag.New(diag.ModuleContent, b.KindSpan, b.Kind))
					continue
				}
				diags = append(diags, syntax.MissingAttrs(b)...)
				out = append(out, block{Block: b, layer: &m.Layer, data: &m.Layer, file: f.Source, prefix: m.Prefix + "."})
			}
		}
	}
	return out, diags
}

func isTrue(a *syntax.Attr) bool {
	if a == nil {
		return false
	}
	b, ok := a.Value.(*syntax.BoolLit)
	return ok && b.Value
}

// textOf returns the text of an attribute that holds one, or "".
func textOf(a *syntax.Attr) string {
	if a == nil {
		return ""
	}
	switch v := a.Value.(type) {
	case *syntax.StrLit:
		return strings.TrimSpace(v.Value)
	case *syntax.Word:
		return v.Name
	}
	return ""
}
