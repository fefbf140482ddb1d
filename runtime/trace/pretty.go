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
	w       *bufio.Writer
	l       diag.Lang
	mark    marks
	records map[string]string // titles of records
	fields  map[string]string // titles of fields that were read, by record.field
	values  map[string]string // titles of named values
}

type marks struct{ h1, body, h2, h3, item, sub, code string }

var (
	prettyMarks   = marks{h1: "", body: "", h2: "\n", h3: "\n  ", item: "    ", sub: "      "}
	markdownMarks = marks{h1: "# ", body: "\n", h2: "\n## ", h3: "\n### ", item: "- ", sub: "  - ", code: "`"}
)

// Pretty writes the slip as plain text.
func Pretty(w io.Writer, t *Trace, l diag.Lang) error { return write(w, t, l, prettyMarks) }

// Markdown writes the slip as Markdown.
func Markdown(w io.Writer, t *Trace, l diag.Lang) error { return write(w, t, l, markdownMarks) }

func write(w io.Writer, t *Trace, l diag.Lang, m marks) error {
	p := &writer{w: bufio.NewWriter(w), l: l, mark: m, records: map[string]string{t.Record: t.RecordTitle}, fields: map[string]string{}, values: map[string]string{}}
	for _, r := range t.Rows {
		p.records[r.Record] = r.Title
		for _, in := range r.Inputs {
			p.fields[r.Record+"."+in.Field] = in.Title
		}
		for _, s := range r.Steps {
			p.values[s.Name] = s.Title
			for _, x := range s.Reads {
				p.values[x.Name] = x.Title
			}
		}
	}
	p.head(t)
	for i := range t.Rows {
		p.row(&t.Rows[i])
	}
	p.foot(t)
	return p.w.Flush()
}

func (p *writer) line(prefix, format string, args ...any) {
	fmt.Fprintf(p.w, prefix+format+"\n", args...)
}

func (p *writer) word(key string) string { return word(key, p.l) }

// code marks a formula, so that Markdown does not read its signs.
func (p *writer) code(s string) string { return p.mark.code + s + p.mark.code }

// labelled writes "label: text".
func (p *writer) labelled(prefix, key, format string, args ...any) {
	p.line(prefix, "%s%s%s", p.word(key), p.colon(), fmt.Sprintf(format, args...))
}

func (p *writer) colon() string { return diag.Text{Zh: "：", En: ": "}.In(p.l) }

// brackets puts a remark behind a text.
func (p *writer) brackets(s string) string {
	return diag.Text{Zh: "（" + s + "）", En: " (" + s + ")"}.In(p.l)
}

// label names something by its title and its name in the rules.
func label(name, title string) string {
	if title == "" || title == name {
		return name
	}
	return title + " (" + name + ")"
}

// record names a record: in Chinese by its title.
func (p *writer) record(name, title string) string {
	if p.l == diag.Zh && title != "" {
		return title
	}
	return name
}

// rowName names "record key" with the record's title.
func (p *writer) rowName(s string) string {
	name, key, ok := strings.Cut(s, " ")
	if !ok {
		return s
	}
	return p.record(name, p.records[name]) + " " + key
}

// field names a field by its path, in Chinese with its title.
func (p *writer) field(path string) string {
	if title := p.fields[path]; p.l == diag.Zh && title != "" {
		return title + " (" + path + ")"
	}
	return path
}

func (p *writer) head(t *Trace) {
	p.line(p.mark.h1, "%s%s%s %s", p.word("slip"), p.colon(), p.record(t.Record, t.RecordTitle), t.Key)
	title := t.Title
	if title == "" {
		title = t.Ruleset
	}
	p.labelled(p.mark.body, "ruleset", "%s (%s)", title, shortHash(t.Hash))
	if t.Certificate != "" {
		p.labelled(p.mark.body, "certificate", "%s", shortHash(t.Certificate))
	}
	p.labelled(p.mark.body, "outcome", "%s", p.word(t.Outcome))
	if p.mark.body != "" && (len(t.Reasons) > 0 || len(t.Faults) > 0 || t.Refusal != nil) {
		p.line("", "") // Markdown: a list of its own
	}
	for _, r := range t.Reasons {
		p.line(p.mark.item, "%s", p.reason(r))
	}
	for i, f := range t.Faults {
		p.fault(f, i > 0 && t.Faults[i-1].Code == f.Code)
	}
	if t.Refusal != nil {
		p.refusal(t.Refusal)
	}
}

func shortHash(h string) string {
	if len(h) > 12 {
		return "sha256:" + h[:12]
	}
	return h
}

// fault tells what is wrong with a cell or row, where it stands, and what to do; told
// says that the fault before it has said so.
func (p *writer) fault(f Fault, told bool) {
	at := p.record(f.Record, f.Title)
	if f.Place != "" {
		at += " " + f.Place
	}
	if f.Column != "" {
		at += diag.Text{Zh: "，列 ", En: ", column "}.In(p.l) + f.Column
	}
	info := f.Code.Info()
	p.line(p.mark.item, "%s%s%s %s", at, p.colon(), f.Code, info.Message.In(p.l))
	if !told {
		p.labelled(p.mark.sub, "todo", "%s", info.Help.In(p.l))
	}
}

func (p *writer) refusal(r *Refusal) {
	what := r.Code.Info().Message.In(p.l)
	if r.Text != "" {
		what += p.colon() + r.Text
	}
	p.line(p.mark.item, "%s %s", r.Code, what)
	if r.Key != "" {
		at := ""
		if r.Place != "" {
			at = p.brackets(r.Place)
		}
		p.labelled(p.mark.item, "at_row", "%s %s%s", p.record(r.Record, r.Title), r.Key, at)
	}
	if len(r.Where) > 0 {
		names := make([]string, len(r.Where))
		for i, n := range r.Where {
			names[i] = label(n, p.values[n])
		}
		p.labelled(p.mark.item, "where", "%s", strings.Join(names, diag.Text{Zh: "、", En: ", "}.In(p.l)))
	}
	p.labelled(p.mark.item, "todo", "%s", r.Code.Info().Help.In(p.l))
}

func (p *writer) row(r *Row) {
	at := ""
	if r.Place != "" {
		at = p.brackets(r.Place)
	}
	p.line(p.mark.h2, "%s %s%s", p.record(r.Record, r.Title), r.Key, at)
	if len(r.Inputs) > 0 {
		p.line(p.mark.h3, "%s", p.word("inputs"))
		for _, in := range r.Inputs {
			text := in.Text
			switch {
			case in.State != "":
				text = p.word(in.State)
			case in.Word != "" && p.l == diag.Zh:
				text = in.Word + " (" + in.Text + ")"
			}
			name := in.Field
			if p.l == diag.Zh {
				name = label(in.Field, in.Title)
			}
			p.line(p.mark.item, "%s = %s", name, text)
		}
	}
	for i := range r.Steps {
		p.step(&r.Steps[i])
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
	named := func(names []string) []string {
		out := make([]string, len(names))
		for i, n := range names {
			out[i] = label(n, p.values[n])
		}
		return out
	}
	var sources, assumptions []string
	for _, c := range t.Sources {
		sources = append(sources, citeText(c, p.l))
	}
	for _, a := range t.Assumptions {
		assumptions = append(assumptions, label(a.Where, p.values[a.Where])+p.colon()+a.Text)
	}
	list("sources", sources)
	list("assumptions", assumptions)
	list("samples", t.Samples)
	list("provisional", named(t.Provisional))
	list("assumed", named(t.Assumed))
	list("waiting", named(t.Awaiting))
}
