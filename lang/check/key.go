package check

import (
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// keySpec is what a look-up must give as its key.
type keySpec struct {
	name  string
	parts []*Field
	usage string // how the look-up is written
}

func newKeySpec(name string, parts []*Field, at bool) keySpec {
	names := fieldNames(parts)
	usage := name + "("
	if at {
		usage, names = name+".at(", append([]string{"date"}, names...)
	}
	return keySpec{name, parts, usage + strings.Join(names, ", ") + ")"}
}

func (t *Table) keySpec(at bool) keySpec {
	parts := make([]*Field, len(t.Key))
	for i, k := range t.Key {
		parts[i] = t.Columns[k]
	}
	return newKeySpec(t.Name, parts, at)
}

func (p *Param) keySpec(at bool) keySpec { return newKeySpec(p.Name, p.Keys, at) }

// keyArgs checks the parts of a key.
func (s *scope) keyArgs(k keySpec, parts []syntax.Expr, at diag.Span) ([]*Fact, bool) {
	facts := make([]*Fact, len(parts))
	bad := false
	for i, p := range parts {
		facts[i] = s.expr(p)
		bad = bad || facts[i].bad
	}
	if bad || s.c.objects[k.name] != nil && s.c.objects[k.name].unsoundKey {
		return nil, false
	}
	if len(parts) != len(k.parts) {
		s.report(diag.LookupArguments, at, k.name, len(k.parts), len(parts), k.usage)
		return nil, false
	}
	for i, p := range parts {
		g := s.assign(k.parts[i].Spec, facts[i], p, k.name)
		if g.bad {
			return nil, false
		}
		facts[i] = g
	}
	return facts, true
}

// literalRow reports a key that is written out and that no row of the table has.
func (s *scope) literalRow(t *Table, parts []syntax.Expr, facts []*Fact) bool {
	if t.index == nil || t.Prefix || len(parts) == 0 {
		return true
	}
	key := make([]value.Value, len(facts))
	texts := make([]string, len(facts))
	for i, f := range facts {
		if f.Const == nil || f.Const.Kind == value.Ref {
			return true // a reference that is written out has been looked up already
		}
		key[i], texts[i] = *f.Const, syntax.Print(parts[i])
	}
	if t.index[value.Key(key...)] != nil {
		return true
	}
	d := s.report(diag.UnknownRow, parts[0].Span().Join(parts[len(parts)-1].Span()), strings.Trim(strings.Join(texts, ", "), "'"), t.Name)
	if len(t.Key) == 1 {
		d.Suggest(key[0].Str, s.c.keyTexts(t))
	}
	return false
}

// keyTexts lists the keys of a table whose key is one text, unless there are too many to
// look for the nearest.
func (c *checker) keyTexts(t *Table) []string {
	if !c.suggests(len(t.Rows)) {
		return nil
	}
	out := make([]string, len(t.Rows))
	for i, r := range t.Rows {
		out[i] = r.Cells[t.Key[0]].Str
	}
	return out
}
