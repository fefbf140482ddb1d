package trace

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// text writes a value that was shown without language: truths and the ends of criteria
// have words.
func (p *writer) text(s string, t value.Type) string {
	switch {
	case p.l != diag.Zh:
	case t.Kind == value.Bool && s == "true":
		return "是"
	case t.Kind == value.Bool && s == "false":
		return "否"
	case t.Kind == value.Enum && slices.Contains(t.Members, "not_met") && slices.Contains(t.Members, "undetermined"):
		return label(s, p.word(s))
	}
	return s
}

func (p *writer) step(s *Step) {
	p.line(p.mark.h3, "%s", p.stepHead(s))
	if s.Dates != "" {
		p.labelled(p.mark.item, "in_force", "%s", p.dates(s.Dates))
	}
	if s.Pending != "" {
		p.labelled(p.mark.item, "pending", "%s%s", s.Pending, unitText(*s, p.l))
	}
	p.reasons(s)
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
	if s.Kind == "total" && s.State == StateValue && len(s.Parts) == 0 && s.Standing == "" {
		p.labelled(p.mark.item, "rows", "%s", p.word("no_rows"))
	}
	for _, c := range s.Cites {
		p.labelled(p.mark.item, "cite", "%s", citeText(c, p.l))
	}
	if s.Assumption != "" {
		p.labelled(p.mark.item, "assumption", "%s", s.Assumption)
	}
}

func (p *writer) stepHead(s *Step) string {
	head := p.word(s.Kind) + " " + label(s.Name, s.Title)
	switch {
	case s.Kind == "criteria":
		head += p.colon() + p.word(s.Text)
	case s.Applies == "replaced":
		by := make([]string, len(s.ReplacedBy))
		for i, n := range s.ReplacedBy {
			by[i] = label(n, p.values[n])
		}
		names := strings.Join(by, diag.Text{Zh: "、", En: ", "}.In(p.l))
		head += p.colon() + diag.Text{Zh: "不适用，由 " + names + " 替代", En: "not applicable, replaced by " + names}.In(p.l)
	case s.Applies != "" && s.Applies != "applies":
		head += p.colon() + p.word(s.Applies)
	case s.State == StateValue:
		head += " = " + p.text(s.Text, s.typ) + unitText(*s, p.l)
	default:
		head += p.colon() + p.word(s.State)
	}
	if s.Standing != "" {
		head += "  [" + p.word("standing_"+s.Standing) + "]"
	}
	return head
}

// dates writes "from..through".
func (p *writer) dates(s string) string {
	from, through, _ := strings.Cut(s, "..")
	switch {
	case through == "":
		return diag.Text{Zh: from + " 起", En: "from " + from}.In(p.l)
	case from == "":
		return diag.Text{Zh: "至 " + through, En: "through " + through}.In(p.l)
	}
	return diag.Text{Zh: from + " 至 " + through, En: from + " through " + through}.In(p.l)
}

// reasons tells why a step has no value, unless its conditions tell the same.
func (p *writer) reasons(s *Step) {
	if s.Kind == "criteria" || s.When != nil && len(s.When.Missing) > 0 {
		return
	}
	for _, r := range s.Reasons {
		switch s.State {
		case StateUndetermined:
			p.line(p.mark.item, "%s", p.lack(r))
		case StateAwaiting:
			p.labelled(p.mark.item, "waits", "%s", label(r, p.values[r]))
		default:
			p.line(p.mark.item, "%s", p.reason(r))
		}
	}
}

// working shows the formula, the numbers in it, the table rows and the roundings.
func (p *writer) working(s *Step) {
	if s.Formula != "" {
		key := "formula"
		if s.Kind == "bands" {
			key = "of"
		}
		p.labelled(p.mark.item, key, "%s", p.code(s.Formula))
	}
	if s.Filled != "" && s.Filled != "—" {
		of := ""
		if s.Of != "" && s.Of != s.Filled {
			of = " = " + s.Of
		}
		p.labelled(p.mark.item, "filled", "%s%s", p.code(s.Filled), of)
	}
	if s.Closed != "" {
		p.labelled(p.mark.item, "closed", "%s", p.code(s.Closed))
	}
	for _, k := range s.Lookups {
		p.lookup(k)
	}
	for _, r := range s.Reads {
		note := ""
		if r.Standing != "" {
			note = "  [" + p.word("standing_"+r.Standing) + "]"
		}
		if r.Formula != "" {
			note += " " + p.code(r.Formula)
		}
		_, key, _ := strings.Cut(r.Row, " ")
		record, _, _ := strings.Cut(r.Row, " ")
		row := p.record(record, r.RowTitle) + " " + key + diag.Text{Zh: "，", En: ", "}.In(p.l)
		p.labelled(p.mark.item, "read", "%s%s = %s%s", row, label(r.Name, r.Title), r.Text, note)
	}
	for _, r := range s.Roundings {
		p.labelled(p.mark.item, "rounding", "%s → %s  %s", r.Before, r.After, p.code(r.Formula))
	}
}

func (p *writer) lookup(k Lookup) {
	key := k.Key
	switch {
	case k.Missing:
		key = k.Sought
	case k.Sought != "":
		key = k.Sought + " → " + k.Key
	}
	what, name, about := "lookup", k.Table, k.Title
	if k.Param {
		what = "parameter"
	}
	switch {
	case key != "":
		name += "[" + key + "]"
	case k.Param:
		name, about = label(name, k.Title), ""
	}
	if k.Column != "" && !k.Param {
		name += "." + k.Column
	}
	switch {
	case k.Lapsed:
		name += p.colon() + p.word("lapsed")
	case k.Missing:
		name += p.colon() + p.word("no_row")
	case k.Column != "":
		name += " = " + k.Text
	default:
		name += p.colon() + p.word("found")
	}
	if about != "" && k.Place != "" {
		about += diag.Text{Zh: "，", En: ", "}.In(p.l)
	}
	if about += k.Place; about != "" {
		name += "  (" + about + ")"
	}
	if k.Sample {
		name += " [" + p.word("sample") + "]"
	}
	p.labelled(p.mark.item, what, "%s", name)
}

func (p *writer) part(s *Step, part Part) {
	note := ""
	if part.Note != "" && part.Note != part.Text {
		note = p.code(part.Note) + " = "
	}
	switch {
	case part.Name == "need" && s.Kind == "criteria":
		p.line(p.mark.item, diag.Text{Zh: "至少 %s 行须符合", En: "at least %s rows must meet it"}.In(p.l), part.Text)
	case s.Kind == "bands":
		name := part.Name
		if name = p.code(name); part.Name == "*" {
			name = p.word("rest")
		}
		p.labelled(p.mark.item, "band", "%s → %s%s", name, note, part.Text)
	case s.Kind == "total" && part.Text == "":
		p.labelled(p.mark.item, "rows", "%s", p.rowName(part.Name))
	case s.Kind == "total":
		p.labelled(p.mark.item, "rows", "%s = %s", p.rowName(part.Name), part.Text)
	default: // a dimension of a scorecard
		filled, limit, _ := strings.Cut(part.Note, " (max ")
		of := ""
		if filled != "" && filled != part.Text {
			of = filled + " = "
		}
		p.labelled(p.mark.item, "dimension", "%s = %s%s%s", part.Name, of, part.Text,
			p.brackets(diag.Text{Zh: "满分 ", En: "at most "}.In(p.l)+strings.TrimSuffix(limit, ")")))
	}
}

func (p *writer) criterion(c *Criterion, name string) {
	if name == "" {
		name = label(c.Name, c.Title)
		if c.Name == "applies" && c.Title == "" {
			name = p.word("applies")
		}
	}
	if c.Status == "waived" {
		name += diag.Text{Zh: "，豁免", En: ", waived"}.In(p.l)
	}
	if c.Formula != "" {
		name += p.colon() + p.code(c.Formula)
	}
	p.line(p.mark.item, "[%s] %s", p.word(c.Status), name)
	for _, m := range c.Compares {
		p.compare(m)
	}
	if !c.compared() && c.Filled != "" && c.Filled != "true" && c.Filled != "false" && c.Filled != "—" {
		p.line(p.mark.sub, "%s", p.code(c.Filled))
	}
	for _, f := range c.Missing {
		p.line(p.mark.sub, "%s", p.lack(f))
	}
	for _, ct := range c.Cites {
		p.labelled(p.mark.sub, "cite", "%s", citeText(ct, p.l))
	}
}

// compare writes both sides of a comparison, and what would be enough.
func (p *writer) compare(m Compare) {
	verdict := p.word("holds")
	switch {
	case m.State != "":
		verdict = p.word(m.State)
	case !m.Holds:
		verdict = p.word("fails")
	}
	p.line(p.mark.sub, "%s  %s", p.code(m.Left+" "+m.Op+" "+m.Right), verdict)
	if m.Need == "" {
		return
	}
	form := diag.Text{Zh: "右边不变时，左边至少须为 %s，还差 %s", En: "with the right side unchanged, the left must be at least %s: %s short"}
	if strings.HasPrefix(m.Op, "<") {
		form = diag.Text{Zh: "右边不变时，左边至多可为 %s，多出 %s", En: "with the right side unchanged, the left may be at most %s: %s too much"}
	}
	p.line(p.mark.sub, form.In(p.l), m.Need, m.Short)
}
