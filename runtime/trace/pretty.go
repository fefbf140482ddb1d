package trace

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// writer lays a slip out; Pretty and Markdown differ in its marks alone.
type writer struct {
	w    *bufio.Writer
	l    diag.Lang
	mark marks
}

type marks struct{ h1, h2, h3, item, sub string }

var (
	prettyMarks   = marks{h1: "", h2: "\n", h3: "\n  ", item: "    ", sub: "      "}
	markdownMarks = marks{h1: "# ", h2: "\n## ", h3: "\n### ", item: "- ", sub: "  - "}
)

// Pretty writes the slip as plain text.
func Pretty(w io.Writer, t *Trace, l diag.Lang) error { return write(w, t, l, prettyMarks) }

// Markdown writes the slip as Markdown.
func Markdown(w io.Writer, t *Trace, l diag.Lang) error { return write(w, t, l, markdownMarks) }

func write(w io.Writer, t *Trace, l diag.Lang, m marks) error {
	p := &writer{bufio.NewWriter(w), l, m}
	p.head(t)
	for i := range t.Rows {
		p.row(&t.Rows[i], t)
	}
	p.foot(t)
	return p.w.Flush()
}

func (p *writer) line(prefix, format string, args ...any) {
	fmt.Fprintf(p.w, prefix+format+"\n", args...)
}

func (p *writer) word(key string) string { return word(key, p.l) }

func (p *writer) colon() string {
	if p.l == diag.Zh {
		return "："
	}
	return ": "
}

func (p *writer) head(t *Trace) {
	title := t.Title
	if title == "" {
		title = t.Ruleset
	}
	p.line(p.mark.h1, "%s  %s %s", p.word("slip"), t.Record, t.Key)
	p.line(p.mark.h1Body(), "%s%s%s (%s)", p.word("ruleset"), p.colon(), title, shortHash(t.Hash))
	p.line(p.mark.h1Body(), "%s%s%s", p.word("outcome"), p.colon(), p.word(t.Outcome))
	for _, r := range t.Reasons {
		p.line(p.mark.item, "%s", reason(r, p.l))
	}
	if r := t.Refusal; r != nil {
		p.line(p.mark.item, "%s %s %s", r.Code, r.Code.Info().Message.In(p.l), r.Text)
		if r.Key != "" {
			p.line(p.mark.item, "%s%s%s %s", p.word("where"), p.colon(), r.Record, r.Key)
		}
		if len(r.Where) > 0 {
			p.line(p.mark.item, "%s%s%s", p.word("where"), p.colon(), strings.Join(r.Where, ", "))
		}
		p.line(p.mark.item, "%s", r.Code.Info().Help.In(p.l))
	}
}

// h1Body is the prefix of lines below the title; Markdown needs a paragraph each.
func (m marks) h1Body() string {
	if m.h1 == "" {
		return ""
	}
	return "\n"
}

func shortHash(h string) string {
	if len(h) > 12 {
		return "sha256:" + h[:12]
	}
	return h
}

func (p *writer) row(r *Row, t *Trace) {
	name := r.Record
	if r.Title != "" {
		name = r.Title
	}
	p.line(p.mark.h2, "%s %s", name, r.Key)
	if len(r.Inputs) > 0 {
		p.line(p.mark.h3, "%s", p.word("inputs"))
		for _, in := range r.Inputs {
			text := in.Text
			if in.State != "" {
				text = p.word(in.State)
			}
			if in.Word != "" && p.l == diag.Zh {
				text = in.Word + " (" + in.Text + ")"
			}
			label := in.Field
			if in.Title != "" && p.l == diag.Zh {
				label = in.Title + " (" + in.Field + ")"
			}
			p.line(p.mark.item, "%s = %s", label, text)
		}
	}
	for i := range r.Steps {
		p.step(&r.Steps[i])
	}
}

func (p *writer) step(s *Step) {
	name := s.Name
	if s.Title != "" && s.Title != s.Name {
		name = s.Title + " (" + s.Name + ")"
	}
	head := fmt.Sprintf("%s %s", p.word(s.Kind), name)
	switch {
	case s.Kind == "criteria":
		head += p.colon() + p.word(s.Text)
	case s.Applies != "" && s.Applies != "applies":
		head += p.colon() + p.word(s.Applies)
		if len(s.ReplacedBy) > 0 {
			head += " (" + p.word("by") + " " + strings.Join(s.ReplacedBy, ", ") + ")"
		}
	case s.State == StateValue:
		head += " = " + s.Text + unitText(*s, p.l)
	default:
		head += p.colon() + p.word(s.State)
	}
	if s.Standing != "" {
		head += "  [" + p.word("standing_"+s.Standing) + "]"
	}
	p.line(p.mark.h3, "%s", head)
	if s.Dates != "" {
		p.line(p.mark.item, "%s%s%s", p.word("in_force"), p.colon(), s.Dates)
	}
	for _, r := range s.Reasons {
		p.line(p.mark.item, "%s", reason(r, p.l))
	}
	if s.When != nil {
		p.criterion(s.When, p.word("when"))
	}
	p.working(s)
	for i := range s.Criteria {
		p.criterion(&s.Criteria[i], "")
	}
	for _, part := range s.Parts {
		p.part(s, part)
	}
	for _, c := range s.Cites {
		p.line(p.mark.item, "%s%s%s", p.word("cite"), p.colon(), citeText(c, p.l))
	}
	if s.Assumption != "" {
		p.line(p.mark.item, "%s%s%s", p.word("assumption"), p.colon(), s.Assumption)
	}
}

// working shows the formula, the numbers in it, the table rows and the roundings.
func (p *writer) working(s *Step) {
	if s.Formula != "" {
		p.line(p.mark.item, "%s%s%s", p.word("formula"), p.colon(), s.Formula)
	}
	if s.Filled != "" {
		p.line(p.mark.item, "%s%s%s", p.word("filled"), p.colon(), s.Filled)
	}
	if s.Closed != "" {
		p.line(p.mark.item, "%s%s%s", p.word("closed"), p.colon(), s.Closed)
	}
	for _, k := range s.Lookups {
		what := p.word("lookup")
		if k.Param {
			what = p.word("parameter")
		}
		place := ""
		if k.Place != "" {
			place = "  (" + k.Place + ")"
		}
		if k.Sample {
			place += " [" + p.word("sample") + "]"
		}
		p.line(p.mark.item, "%s%s%s[%s].%s = %s%s", what, p.colon(), k.Table, k.Key, k.Column, k.Text, place)
	}
	for _, r := range s.Reads {
		name, note := r.Name, ""
		if r.Title != "" {
			name = r.Title + " (" + r.Name + ")"
		}
		if r.Standing != "" {
			note = "  [" + p.word("standing_"+r.Standing) + "]"
		}
		if r.Formula != "" {
			note += " " + r.Formula
		}
		p.line(p.mark.item, "%s%s%s %s = %s%s", p.word("read"), p.colon(), r.Row, name, r.Text, note)
	}
	for _, r := range s.Roundings {
		p.line(p.mark.item, "%s%s%s%s %s → %s", p.word("rounding"), p.colon(), r.Formula, p.colon(), r.Before, r.After)
	}
}

func (p *writer) part(s *Step, part Part) {
	label := p.word("value")
	switch {
	case s.Kind == "bands":
		label = p.word("band")
	case s.Kind == "total":
		label = p.word("rows")
	case part.Name == "need":
		label = ""
	}
	note := ""
	if part.Note != "" && part.Note != part.Text {
		note = "  ← " + part.Note
	}
	p.line(p.mark.item, "%s %s = %s%s", label, part.Name, part.Text, note)
}

func (p *writer) criterion(c *Criterion, label string) {
	name := c.Name
	if c.Title != "" {
		name = c.Title
		if c.Name != "" {
			name += " (" + c.Name + ")"
		}
	}
	if label == "" && c.Name == "applies" && c.Title == "" {
		label = p.word("applies")
	}
	if label != "" {
		name = label
	}
	p.line(p.mark.item, "[%s] %s%s%s", p.word(c.Status), name, p.colon(), c.Formula)
	for _, m := range c.Compares {
		verdict := p.word("holds")
		if !m.Holds {
			verdict = p.word("fails")
		}
		p.line(p.mark.sub, "%s %s %s  %s", m.Left, m.Op, m.Right, verdict)
		if m.Need != "" {
			p.line(p.mark.sub, "%s %s (%s)%s%s %s", p.word("atleast"), m.Need, p.word("unchanged"), p.colon(), p.word("need"), m.Short)
		}
	}
	if !c.compared() && c.Filled != "" && c.Filled != "true" && c.Filled != "false" {
		p.line(p.mark.sub, "%s", c.Filled)
	}
	for _, f := range c.Missing {
		p.line(p.mark.sub, "%s", lack(f, p.l))
	}
	for _, ct := range c.Cites {
		p.line(p.mark.sub, "%s%s%s", p.word("cite"), p.colon(), citeText(ct, p.l))
	}
}

func (p *writer) foot(t *Trace) {
	list := func(key string, items []string) {
		if len(items) == 0 {
			return
		}
		p.line(p.mark.h2, "%s", p.word(key))
		for _, it := range items {
			p.line(p.mark.item, "%s", it)
		}
	}
	var sources, assumptions []string
	for _, c := range t.Sources {
		sources = append(sources, citeText(c, p.l))
	}
	for _, a := range t.Assumptions {
		assumptions = append(assumptions, a.Where+p.colon()+a.Text)
	}
	list("sources", sources)
	list("assumptions", assumptions)
	list("samples", t.Samples)
	list("provisional", t.Provisional)
	list("assumed", t.Assumed)
	list("waiting", t.Awaiting)
}
