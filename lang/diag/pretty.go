package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// PrettyOptions choose how diagnostics are shown to people.
type PrettyOptions struct {
	Lang  Lang
	Color bool
}

const bom = "\ufeff"

const (
	red    = "\x1b[31;1m"
	yellow = "\x1b[33;1m"
	blue   = "\x1b[34;1m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

type printer struct {
	w   *bufio.Writer
	opt PrettyOptions
}

// Pretty writes the diagnostics for people: message, source line, marks under the
// range (^ for the tight range, ~ for the wide one), notes and help.
func Pretty(w io.Writer, list List, opt PrettyOptions) error {
	p := &printer{bufio.NewWriter(w), opt}
	for _, d := range list {
		p.diagnostic(d)
	}
	return p.w.Flush()
}

func (p *printer) color(c, s string) string {
	if !p.opt.Color {
		return s
	}
	return c + s + reset
}

func (p *printer) diagnostic(d *Diagnostic) {
	l := p.opt.Lang
	sev := d.Code.Info().Severity
	c := red
	if sev == Warning {
		c = yellow
	}
	colon := ": "
	if l == Zh {
		colon = "："
	}
	fmt.Fprintf(p.w, "%s%s%s\n", p.color(c, sev.In(l)+" "+string(d.Code)), colon, p.color(bold, visible(d.Message(l))))
	gutter := 1
	if !d.Span.IsZero() {
		gutter = len(fmt.Sprint(d.Span.Start().Line))
		for _, lb := range d.Labels {
			if !lb.Span.IsZero() {
				gutter = max(gutter, len(fmt.Sprint(lb.Span.Start().Line)))
			}
		}
		p.snippet(d.Span, d.Context, gutter, c, "")
	}
	for _, lb := range d.Labels {
		if !lb.Span.IsZero() {
			p.snippet(lb.Span, Span{}, gutter, blue, lb.Text.In(l))
		}
	}
	pad := strings.Repeat(" ", gutter)
	for _, n := range d.Notes {
		fmt.Fprintf(p.w, "%s %s %s\n", pad, p.color(blue, "="), visible(n.In(l)))
	}
	fmt.Fprintf(p.w, "%s %s %s%s%s\n\n", pad, p.color(blue, "="), Text{"怎么改", "help"}.In(l), colon, visible(d.Help(l)))
}

// snippet shows the first line of the span with marks under it.
func (p *printer) snippet(s, wide Span, gutter int, c, label string) {
	start := s.Start()
	line, lineStart := s.File.Line(start.Line)
	if rest, marked := strings.CutPrefix(line, bom); marked && lineStart == 0 {
		line, lineStart = rest, len(bom)
	}
	pad := strings.Repeat(" ", gutter)
	bar := p.color(blue, "|")
	fmt.Fprintf(p.w, "%s%s %s:%d:%d\n", pad, p.color(blue, "-->"), visible(s.File.Name), start.Line, start.Column)
	fmt.Fprintf(p.w, "%s %s %s\n", p.color(blue, fmt.Sprintf("%*d", gutter, start.Line)), bar, visible(line))
	marks := underline(line, lineStart, s, wide)
	if label != "" {
		marks += " " + label
	}
	fmt.Fprintf(p.w, "%s %s %s\n", pad, bar, p.color(c, marks))
}

// underline returns the mark line: one mark per column of the characters marked.
func underline(line string, lineStart int, tight, wide Span) string {
	var b strings.Builder
	at := 0 // columns before the range
	for i := 0; i < len(line); {
		off := lineStart + i
		text, size := glyph(line[i:])
		mark := " "
		switch {
		case off >= tight.Lo && off < tight.Hi:
			mark = "^"
		case !wide.IsZero() && wide.File == tight.File && off >= wide.Lo && off < wide.Hi:
			mark = "~"
		}
		b.WriteString(strings.Repeat(mark, Width(text)))
		if i += size; lineStart+i <= tight.Lo {
			at = b.Len()
		}
	}
	out := strings.TrimRight(b.String(), " ")
	switch {
	case strings.Contains(out, "^"):
		return out
	case at > 0 && tight.Lo < tight.Hi && tight.Lo-lineStart < len(line):
		at-- // a mark over the character before it takes no column
	}
	// An empty range (end of text) is marked where it would stand.
	if len(out) > at {
		return out[:at] + "^" + out[at+1:]
	}
	return out + strings.Repeat(" ", at-len(out)) + "^"
}
