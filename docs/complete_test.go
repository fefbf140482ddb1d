package docs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
	"github.com/drgrule/drgrule/stdlib"
)

// rows reads the table behind a line of the manual: the cells of each row.
func rows(t *testing.T, manual, title string) [][]string {
	t.Helper()
	_, rest, ok := strings.Cut(manual, "\n"+title+"\n")
	if !ok {
		t.Errorf("the manual has no table %q", title)
		return nil
	}
	var out [][]string
	for _, line := range strings.Split(strings.TrimLeft(rest, "\n"), "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		var cells []string
		for _, c := range strings.Split(strings.Trim(strings.ReplaceAll(line, `\|`, "\x00"), "|"), "|") {
			cells = append(cells, strings.ReplaceAll(strings.TrimSpace(c), "\x00", "|"))
		}
		out = append(out, cells)
	}
	if len(out) < 3 {
		t.Errorf("table %q has no rows", title)
		return nil
	}
	for _, r := range out[2:] {
		if len(r) != len(out[0]) {
			t.Errorf("table %q: the row %v has %d cells, the head %d", title, r, len(r), len(out[0]))
			return nil
		}
	}
	return out[2:]
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// spans returns what stands in code in a text.
func spans(text string) []string {
	var out []string
	for _, m := range codeSpan.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// first returns the names that stand in code at the beginning of the first cells;
// `prefix(system)` is named prefix.
func first(rs [][]string) []string {
	var out []string
	for _, r := range rs {
		if !strings.HasPrefix(r[0], "`") {
			continue
		}
		for _, s := range spans(r[0]) {
			name, _, _ := strings.Cut(s, "(")
			out = append(out, strings.TrimSpace(name))
		}
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s: the manual does not name %s", what, w)
		}
	}
	for i, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s: the manual names %s, which does not exist", what, g)
		}
		if slices.Contains(got[:i], g) {
			t.Errorf("%s: the manual names %s twice", what, g)
		}
	}
}

// holds is how the manual says what an attribute holds.
var holds = map[syntax.AttrKind]string{
	syntax.FormulaAttr: "a formula", syntax.FormulasAttr: "formulas", syntax.TextAttr: "a text", syntax.NumberAttr: "a number",
	syntax.WordAttr: "a word", syntax.BoolAttr: "a truth", syntax.DateAttr: "a date", syntax.NamesAttr: "names",
	syntax.CiteAttr: "a citation", syntax.TypeAttr: "a type", syntax.UnitAttr: "a unit", syntax.TypesAttr: "types",
	syntax.LiteralAttr: "a literal", syntax.ObjectAttr: "an object", syntax.RowsAttr: "rows",
}

// specs lists every kind of block, inner ones too.
func specs() []syntax.BlockSpec {
	out := slices.Clone(syntax.Schema.Blocks)
	for _, b := range syntax.Schema.Blocks {
		out = append(out, b.Blocks...)
	}
	return out
}

// TestBlocks: the manual has a table for each kind of block, with every attribute that
// the schema has, what it holds, its words, and whether it is required. Attributes that
// several kinds share stand in a table of their own, which says which kinds have them.
func TestBlocks(t *testing.T) {
	manual := read(t, "language.md")
	same(t, "kinds of blocks", first(rows(t, manual, "Kinds of blocks:")), syntax.Kinds())
	shared := map[string][][]string{} // by kind
	for _, r := range rows(t, manual, "Attributes that several kinds share:") {
		kinds := spans(r[3])
		for _, b := range specs() {
			if slices.Contains(kinds, b.Kind) != strings.HasPrefix(r[3], "all but") {
				shared[b.Kind] = append(shared[b.Kind], r)
			}
		}
		for _, k := range kinds {
			if !slices.ContainsFunc(specs(), func(b syntax.BlockSpec) bool { return b.Kind == k }) {
				t.Errorf("%s: there is no kind %s", r[0], k)
			}
		}
	}
	for _, b := range specs() {
		own := rows(t, manual, "Attributes of `"+b.Kind+"`:")
		var want []string
		for _, a := range b.Attrs {
			want = append(want, a.Name)
		}
		same(t, b.Kind, append(first(own), first(shared[b.Kind])...), want)
		for _, r := range own {
			for _, name := range first([][]string{r}) {
				if a := b.Attr(name); a != nil {
					attribute(t, b.Kind, a, r[1], r[3] == "yes")
				}
			}
		}
		for _, r := range shared[b.Kind] {
			for _, name := range first([][]string{r}) {
				if a := b.Attr(name); a != nil {
					attribute(t, b.Kind, a, r[1], false)
				}
			}
		}
	}
	var said []string
	for _, r := range rows(t, manual, "An attribute holds one of these:") {
		said = append(said, r[0])
	}
	same(t, "what attributes hold", said, slices.Collect(maps.Values(holds)))
	same(t, "grades", first(rows(t, manual, "Grades:")), syntax.Grades())
	same(t, "rounding modes", first(rows(t, manual, "Rounding modes:")), value.ModeNames)
	same(t, "a field", first(rows(t, manual, "Attributes of a field:")), check.FieldAttributes())
	same(t, "a row of bands", first(rows(t, manual, "Attributes of a row of bands:")), check.BandAttributes())
}

// attribute holds one row of a table of attributes against the schema.
func attribute(t *testing.T, kind string, a *syntax.AttrSpec, what string, required bool) {
	t.Helper()
	if required != a.Required {
		t.Errorf("%s.%s: required is %v, the manual says %v", kind, a.Name, a.Required, required)
	}
	said, list, _ := strings.Cut(what, ": ")
	if said != holds[a.Kind] {
		t.Errorf("%s.%s holds %s, the manual says %q", kind, a.Name, holds[a.Kind], said)
	}
	words := spans(list)
	switch list {
	case "a grade":
		words = syntax.Grades()
	case "a rounding mode":
		words = value.ModeNames
	}
	same(t, kind+"."+a.Name, words, a.Words)
}

// shown parses the rules of the manual, and of the prelude that they share.
func shown(t *testing.T, manual string) []*syntax.File {
	t.Helper()
	texts := []string{read(t, "prelude.hcl")}
	for _, f := range fences(manual, "hcl") {
		texts = append(texts, f.text)
	}
	var out []*syntax.File
	for i, text := range texts {
		f, diags := syntax.Parse(diag.NewFile(fmt.Sprintf("%d.hcl", i), []byte(text)))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		out = append(out, f)
	}
	return out
}

// TestEverythingIsShown: a runnable example shows every attribute of every kind of
// block, of fields and of rows of bands, every word that an attribute may hold, and
// every type. Of attributes that kinds share, one kind shows them.
func TestEverythingIsShown(t *testing.T) {
	manual := read(t, "language.md")
	seen := map[string]bool{}
	var literal func(place string, l syntax.Lit)
	literal = func(place string, l syntax.Lit) {
		switch l := l.(type) {
		case *syntax.ObjectLit:
			for _, p := range l.Pairs {
				seen[place+"."+p.Key] = true
				literal(place, p.Value)
			}
		case *syntax.ListLit:
			for _, it := range l.Items {
				literal(place, it)
			}
		case *syntax.OpLit:
			literal(place, l.X)
			literal(place, l.Y)
		case *syntax.Word:
			seen["type "+l.Name] = true
		case *syntax.CallLit:
			seen["type "+l.Name] = true
			for _, a := range l.Args {
				literal(place, a)
			}
		}
	}
	place := map[string]string{"record.fields": "field", "table.columns": "field", "function.args": "field", "param.keys": "field", "bands.rows": "row"}
	var block func(b *syntax.Block)
	block = func(b *syntax.Block) {
		for _, a := range b.Attrs {
			name := b.Kind + "." + a.Name
			seen[name], seen[a.Name] = true, true
			switch v := a.Value.(type) {
			case *syntax.Word:
				seen[name+" "+v.Name] = true
			case *syntax.StrLit:
				seen[name+" "+v.Value] = true
			}
			literal(place[name], a.Value)
		}
		for _, in := range b.Blocks {
			block(in)
		}
	}
	for _, f := range shown(t, manual) {
		for _, b := range f.Blocks {
			block(b)
		}
	}
	sharedNames := first(rows(t, manual, "Attributes that several kinds share:"))
	need := func(key, what string) {
		if !seen[key] {
			t.Errorf("no example shows %s", what)
		}
	}
	for _, b := range specs() {
		for _, a := range b.Attrs {
			if slices.Contains(sharedNames, a.Name) {
				need(a.Name, "the attribute "+a.Name)
				continue
			}
			need(b.Kind+"."+a.Name, b.Kind+"."+a.Name)
			for _, w := range a.Words {
				if !slices.Contains(syntax.Grades(), w) && !slices.Contains(value.ModeNames, w) {
					need(b.Kind+"."+a.Name+" "+w, fmt.Sprintf("%s: %s = %s", b.Kind, a.Name, w))
				}
			}
		}
	}
	for _, a := range check.FieldAttributes() {
		need("field."+a, "a field with "+a)
	}
	for _, a := range check.BandAttributes() {
		need("row."+a, "a row of bands with "+a)
	}
	types := rows(t, manual, "Types:")
	var names []string
	for _, n := range first(types) {
		if n != "fma_score" && n != "money / points" { // those that a ruleset declares or derives
			names = append(names, n)
		}
	}
	same(t, "types", names, check.TypeNames())
	for _, n := range check.TypeNames() {
		need("type "+n, "the type "+n)
	}
	formulas := ""
	for _, f := range fences(manual, "formula") {
		formulas += f.text
	}
	for _, name := range append(stdlib.Library().Names(), check.SpecialNames()...) {
		if !strings.Contains(formulas, name+"(") && !strings.Contains(formulas, " "+name+" ") {
			t.Errorf("no formula of the manual shows %s", name)
		}
	}
	for _, m := range value.ModeNames[1:] {
		if !strings.Contains(formulas, ", "+m+")") {
			t.Errorf("no formula of the manual rounds by %s", m)
		}
	}
}

// sentence is a text as a cell of a table has it: without its first capital and its
// last point.
func sentence(s string) string {
	r := []rune(strings.TrimSuffix(s, "."))
	r[0] = unicode.ToLower(r[0])
	return string(r)
}

// TestFunctions: every function has a line with its usage and its documentation, as
// its entry in the library says them; special forms, statuses, aggregates and modules
// have lines too.
func TestFunctions(t *testing.T) {
	manual := read(t, "language.md")
	lib := stdlib.Library()
	rs := rows(t, manual, "Functions:")
	var names []string
	for _, r := range rs {
		name := spans(r[0])[0]
		names = append(names, name)
		f := lib.Func(name)
		if f == nil {
			continue
		}
		if r[1] != "`"+f.Usage+"`" || r[2] != sentence(f.Doc.En) {
			t.Errorf("%s: the library says `%s` | %s, the manual %s | %s", name, f.Usage, sentence(f.Doc.En), r[1], r[2])
		}
	}
	same(t, "functions", names, lib.Names())
	same(t, "special forms", first(rows(t, manual, "Special forms:")), check.SpecialNames())
	same(t, "statuses", first(rows(t, manual, "Statuses:")), check.StatusMembers)
	var aggregates []string
	for _, a := range syntax.Schema.Block("total").Attrs {
		if lib.Aggregate(a.Name) != nil {
			aggregates = append(aggregates, a.Name)
		}
	}
	rs = rows(t, manual, "Aggregates:")
	same(t, "aggregates", first(rs), aggregates)
	for _, r := range rs {
		a := lib.Aggregate(spans(r[0])[0])
		if a == nil {
			continue
		}
		if without := map[bool]string{true: "none", false: "0"}[a.Empty]; r[2] != sentence(a.Doc.En) || r[3] != without {
			t.Errorf("%s: the library says %s | %s, the manual %s | %s", a.Name, sentence(a.Doc.En), without, r[2], r[3])
		}
	}
	rs = rows(t, manual, "Modules:")
	same(t, "modules", first(rs), stdlib.Modules())
	for _, r := range rs {
		fsys, err := stdlib.Module(spans(r[0])[0])
		if err != nil {
			continue // named above
		}
		same(t, r[0], calls(r[1]), moduleCalls(t, fsys))
	}
}

// calls returns what stands in code in a text and looks like name(arguments).
func calls(text string) []string {
	return slices.DeleteFunc(spans(text), func(s string) bool { return !strings.HasSuffix(s, ")") })
}

// moduleCalls lists the functions of a module as they are called.
func moduleCalls(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	files, err := fs.Glob(fsys, "*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range files {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		f, diags := syntax.Parse(diag.NewFile(name, b))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		for _, b := range f.Blocks {
			if b.Kind != "function" {
				continue
			}
			var args []string
			for _, p := range b.Attr("args").Value.(*syntax.ObjectLit).Pairs {
				args = append(args, p.Key)
			}
			out = append(out, b.Name+"("+strings.Join(args, ", ")+")")
		}
	}
	return out
}

// TestEnds: every outcome is explained, under the word that files have; results name the
// states that they may have, and the headings that all of them share.
func TestEnds(t *testing.T) {
	manual := read(t, "language.md")
	var files []string
	for _, r := range rows(t, manual, "Outcomes:") {
		files = append(files, spans(r[1])...)
	}
	outcomes := constants(t, "../runtime/slot/outcome.go", "")
	if !slices.Contains(outcomes, string(slot.Refused)) {
		t.Fatalf("the outcomes are %v", outcomes)
	}
	same(t, "outcomes", files, outcomes)
	states := constants(t, "../runtime/trace/trace.go", "State")
	for _, s := range slices.DeleteFunc(states, func(s string) bool { return s == "none" }) { // no result is none
		if !slices.Contains(spans(section(t, manual, "16.8")), s) {
			t.Errorf("16.8 does not name the state %s", s)
		}
	}
	for _, n := range []string{"1.4", "12.16"} {
		for _, c := range check.ResultColumns {
			if !slices.Contains(spans(section(t, manual, n)), c) {
				t.Errorf("%s does not name the heading %s", n, c)
			}
		}
	}
}

// constants returns the texts of the constants of a file whose names begin so.
func constants(t *testing.T, file, prefix string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.ValueSpec)
		if !ok || len(s.Values) != 1 || !strings.HasPrefix(s.Names[0].Name, prefix) {
			return true
		}
		if lit, ok := s.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, text)
		}
		return true
	})
	return out
}

// section returns the text below a numbered heading.
func section(t *testing.T, manual, number string) string {
	t.Helper()
	_, rest, ok := strings.Cut(manual, "\n### "+number+" ")
	if !ok {
		t.Fatalf("there is no section %s", number)
	}
	text, _, _ := strings.Cut(rest, "\n## ")
	text, _, _ = strings.Cut(text, "\n### ")
	return text
}

// TestCodes: every code is named, and every code that is named exists; the families and
// the warnings are those of the catalogue.
func TestCodes(t *testing.T) {
	manual := read(t, "language.md")
	named := regexp.MustCompile(`\bD[RF]\d{4}\b`).FindAllString(manual, -1)
	var families, warnings []string
	for _, c := range diag.Codes() {
		if f := string(c)[:4] + "xx"; !slices.Contains(families, f) {
			families = append(families, f)
		}
		if c.Info().Severity == diag.Warning {
			warnings = append(warnings, string(c))
		}
		if !slices.Contains(named, string(c)) {
			t.Errorf("the manual does not name %s (%s)", c, c.Info().Message.En)
		}
	}
	same(t, "families of codes", first(rows(t, manual, "Families of codes:")), families)
	for _, c := range named {
		if !slices.Contains(diag.Codes(), diag.Code(c)) {
			t.Errorf("the manual names %s, which does not exist", c)
		}
	}
	_, rest, _ := strings.Cut(manual, " Warnings are ")
	list, _, _ := strings.Cut(rest, ";")
	same(t, "warnings", regexp.MustCompile(`DR\d{4}`).FindAllString(list, -1), warnings)
}
