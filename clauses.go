package drgrule

import (
	"path"
	"slices"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/syntax"
)

// A Clause is one article of a document that a ruleset lists among its sources, and what
// of the ruleset rests on it. A clause without rules is one that the ruleset says
// nothing of.
type Clause struct {
	Source   string   // the name of the `source` block
	Document string   // its number, else its title
	Name     string   // "" where the source lists no clauses
	Title    string   //
	Grade    string   // how the text is known
	Rules    []string // the blocks that cite it, as `payment standard`
	Assumed  []string // the assumptions that say how it is read
	Stated   int      // worked examples that the document states
	Derived  int      // worked examples that were derived from it
	Own      bool     // the source, or some block that cites it, stands in the ruleset's own files
}

// Clauses lists the clauses of every source, in the order of the text.
func (p *Program) Clauses() []Clause {
	var out []Clause
	for _, s := range p.info.Sources {
		clauses := s.Clauses
		if len(clauses) == 0 {
			clauses = []check.Clause{{Grade: s.Grade}}
		}
		for _, cl := range clauses {
			c := Clause{Source: s.Name, Document: s.Number, Name: cl.Name, Title: cl.Title, Grade: cl.Grade, Own: p.own(s.Block)}
			if c.Document == "" {
				c.Document = s.Title
			}
			p.citations(&c, s)
			out = append(out, c)
		}
	}
	return out
}

// own reports whether a block stands in the ruleset itself, not in one that it extends.
func (p *Program) own(b *syntax.Block) bool {
	return path.Dir(b.Header.File.Name) == path.Base(p.entry)
}

// citations adds what cites a clause. A block cites it once, however many of its parts do.
func (p *Program) citations(c *Clause, s *check.Source) {
	add := func(list *[]string, name string) {
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	for _, ci := range p.info.Citations {
		if ci.Cite.Source != s || ci.Cite.Listed != c.Name {
			continue
		}
		c.Own = c.Own || p.own(ci.Block)
		switch b := ci.Block; b.Kind {
		case "assumption":
			add(&c.Assumed, b.Name)
		case "example":
			a := b.Attr("derived")
			if a != nil && a.Value.(*syntax.BoolLit).Value {
				c.Derived++
			} else {
				c.Stated++
			}
		default:
			add(&c.Rules, b.Kind+" "+b.Name)
		}
	}
}
