package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

func (c *checker) declareSource(b block) {
	name := b.prefix + b.Name
	if old := c.sources[name]; old != nil {
		c.report(diag.NameTaken, b.NameSpan, b.Name).Label(old.Block.NameSpan, "先在这里定义", "first defined here")
		return
	}
	s := &Source{
		Name: name, Title: textOf(b.Attr("title")), Number: textOf(b.Attr("number")), Issued: textOf(b.Attr("issued")),
		Grade: textOf(b.Attr("grade")), URL: textOf(b.Attr("url")), Block: b.Block,
	}
	if a := b.Attr("issued"); a != nil {
		c.dateOf(a)
	}
	if a := b.Attr("clauses"); a != nil {
		for _, p := range a.Value.(*syntax.ObjectLit).Pairs {
			s.Clauses = append(s.Clauses, c.clause(s, p))
		}
	}
	c.sources[name] = s
	c.info.Sources = append(c.info.Sources, s)
}

// clause reads one entry of `clauses`: { grade = …, title = … } or a title alone.
func (c *checker) clause(s *Source, p syntax.Pair) Clause {
	out := Clause{Name: p.Key, Grade: s.Grade}
	switch v := p.Value.(type) {
	case *syntax.StrLit:
		out.Title = v.Value
	case *syntax.ObjectLit:
		for _, q := range v.Pairs {
			text := litText(q.Value)
			switch q.Key {
			case "title":
				out.Title = text
			case "grade":
				if !slices.Contains(syntax.Grades(), text) {
					c.report(diag.AttributeWord, q.Value.Span(), "grade", strings.Join(syntax.Grades(), ", ")).Suggest(text, syntax.Grades())
				}
				out.Grade = text
			default:
				c.report(diag.UnknownAttribute, q.KeySpan, q.Key, diag.Text{Zh: "`clauses` 的一项", En: "an entry of `clauses`"}, "title, grade").Suggest(q.Key, []string{"title", "grade"})
			}
		}
	case *syntax.BadLit:
	default:
		c.report(diag.AttributeKind, p.Value.Span(), p.Key, diag.Text{Zh: "{ grade = …, title = … }", En: "{ grade = …, title = … }"})
	}
	return out
}

func (c *checker) declareAssumption(b block) {
	name := b.prefix + b.Name
	if old := c.assumptions[name]; old != nil {
		c.report(diag.NameTaken, b.NameSpan, b.Name).Label(old.Block.NameSpan, "先在这里定义", "first defined here")
		return
	}
	a := &Assumption{Name: name, Text: textOf(b.Attr("text")), NotTaken: namesOf(b.Attr("not_taken")), Block: b.Block}
	a.Source = c.provenance(b.Block, b.prefix)
	c.assumptions[name] = a
	c.info.Assumptions = append(c.info.Assumptions, a)
}

// provenance reads `cite` and `assumption` of a block.
func (c *checker) provenance(b *syntax.Block, prefix string) Provenance {
	var p Provenance
	if a := b.Attr("cite"); a != nil {
		switch v := a.Value.(type) {
		case *syntax.StrLit:
			p.Cites = c.cite(p.Cites, v, prefix)
		case *syntax.ListLit:
			for _, it := range v.Items {
				p.Cites = c.cite(p.Cites, it.(*syntax.StrLit), prefix)
			}
		}
	}
	for _, cite := range p.Cites {
		c.info.Citations = append(c.info.Citations, Citation{cite, b})
	}
	if a := b.Attr("untested"); a != nil && a.NameSpan.File == b.Header.File && !slices.ContainsFunc(c.info.Untested, func(u Untested) bool { return u.Block == b }) {
		c.info.Untested = append(c.info.Untested, Untested{b, textOf(a)}) // not a reason of the block below: it is not about what stands here
	}
	p.Assumption = textOf(b.Attr("assumption"))
	if as := c.assumptions[prefix+p.Assumption]; as != nil {
		p.Assumption = as.Text
	}
	return p
}

// cite reads "source: clause". A clause is looked up by its first word or words
// among those that the source lists: "payment (2)" stands under clause "payment".
func (c *checker) cite(list []Cite, s *syntax.StrLit, prefix string) []Cite {
	name, clause, cut := strings.Cut(s.Value, ":")
	if zh, rest, ok := strings.Cut(s.Value, "："); ok && !strings.Contains(zh, ":") {
		name, clause, cut = zh, rest, true
	}
	name, clause = strings.TrimSpace(name), strings.TrimSpace(clause)
	if name == "" || cut && clause == "" {
		c.report(diag.CiteForm, s.Span(), s.Value)
		return list
	}
	src := c.sources[prefix+name]
	if src == nil {
		var known []string
		for n := range c.sources {
			known = append(known, n)
		}
		c.report(diag.UnknownSource, s.Span(), name).Suggest(name, known)
		return list
	}
	out := Cite{Source: src, Clause: clause, Grade: src.Grade}
	if len(src.Clauses) > 0 && clause != "" {
		found := false
		var known []string
		best := 0
		for _, cl := range src.Clauses {
			known = append(known, cl.Name)
			if n := len(cl.Name); standsUnder(clause, cl.Name) && n > best {
				found, best, out.Listed, out.Grade, out.ClauseTitle = true, n, cl.Name, cl.Grade, cl.Title
			}
		}
		if !found {
			c.report(diag.UnknownClause, s.Span(), name, clause, strings.Join(known, ", ")).Suggest(clause, known)
		}
	}
	return append(list, out)
}

// standsUnder reports whether a clause as cited begins with the name of a listed one.
// A Latin name ends where its word ends; Chinese text has no such ends.
func standsUnder(cited, listed string) bool {
	rest, ok := strings.CutPrefix(cited, listed)
	last, _ := utf8.DecodeLastRuneInString(listed)
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && !(latin(last) && latin(next))
}

func latin(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func (c *checker) declareUnit(b block) {
	if code := c.nameProblem(b.Name); code != "" || slices.Contains(TypeNames(), b.Name) {
		if code == "" {
			code = diag.ReservedName
		}
		c.report(code, b.NameSpan, b.Name)
		return
	}
	if _, taken := c.units[b.Name]; taken {
		c.report(diag.NameTaken, b.NameSpan, b.Name)
		return
	}
	c.units[b.Name] = value.BaseUnit(b.Name)
	c.unitDigits[b.Name] = 4
	if a := b.Attr("decimals"); a != nil {
		c.unitDigits[b.Name] = c.wholeNumber(a, 0, 18)
	}
}

// dateOf reads an attribute that holds a date.
func (c *checker) dateOf(a *syntax.Attr) (int64, bool) {
	s := a.Value.(*syntax.StrLit)
	v, ok := value.ParseDate(s.Value)
	if !ok {
		c.report(diag.BadDate, s.Span(), s.Value)
	}
	return v.Int, ok
}

// dates reads `from` and `through` of a block as a half-open range of days.
func (c *checker) dates(b *syntax.Block) (from, until int64) {
	from, until = Always, Never
	if a := b.Attr("from"); a != nil {
		if d, ok := c.dateOf(a); ok {
			from = d
		}
	}
	if a := b.Attr("through"); a != nil {
		if d, ok := c.dateOf(a); ok {
			until = d + 1
			if from >= until {
				c.report(diag.DatesReversed, a.Span())
				from = Always
			}
		}
	}
	return from, until
}

// wholeNumber reads an attribute that holds a whole number within bounds.
func (c *checker) wholeNumber(a *syntax.Attr, lo, hi int) int {
	n, ok := a.Value.(*syntax.NumLit)
	if ok {
		if v, parsed := value.ParseNum(n.Text); parsed {
			if i, whole := v.Int64(); whole && i >= int64(lo) && i <= int64(hi) {
				return int(i)
			}
		}
	}
	c.report(diag.NumberRange, a.Value.Span(), a.Name, lo, hi)
	return lo
}

func namesOf(a *syntax.Attr) []string {
	if a == nil {
		return nil
	}
	var out []string
	if l, ok := a.Value.(*syntax.ListLit); ok {
		for _, it := range l.Items {
			if s, ok := it.(*syntax.StrLit); ok {
				out = append(out, s.Value)
			}
		}
	}
	return out
}

// litText returns a literal as the text of a cell.
func litText(l syntax.Lit) string {
	switch v := l.(type) {
	case *syntax.StrLit:
		return v.Value
	case *syntax.NumLit:
		return v.Text
	case *syntax.Word:
		return v.Name
	case *syntax.BoolLit:
		if v.Value {
			return "true"
		}
		return "false"
	}
	return ""
}
