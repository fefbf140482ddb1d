package diag

import (
	"fmt"
	"sort"
	"strings"
)

// Severity says whether a ruleset with this diagnostic can be used.
type Severity uint8

// An Error stops a ruleset from being compiled; a Warning does so only under
// check --strict. A Fault belongs to the data of a case, never to the rules.
const (
	Error Severity = iota
	Warning
	FaultOfData
)

var severityText = map[Severity]Text{
	Error:       {"错误", "error"},
	Warning:     {"警告", "warning"},
	FaultOfData: {"数据问题", "fault"},
}

// In returns the word for the severity.
func (s Severity) In(l Lang) string { return severityText[s].In(l) }

// String returns the English word, which the machine-readable formats use.
func (s Severity) String() string { return severityText[s].En }

// A Label points at a second place that belongs to the diagnostic, such as the
// earlier definition of a name.
type Label struct {
	Span Span
	Text Text
}

// A Diagnostic is one mistake in the rules: what, where, why, and what to write
// instead.
type Diagnostic struct {
	Code    Code
	Span    Span    // the tight range: the token or operand at fault
	Context Span    // the wide range: the formula or attribute around it; may be zero
	Args    []any   // arguments of the code's message and help
	Notes   []Text  // operands with their values and units, chains, suggestions
	Labels  []Label // other places
}

// New makes a diagnostic with the arguments of its message.
func New(code Code, at Span, args ...any) *Diagnostic {
	return &Diagnostic{Code: code, Span: at, Args: args}
}

// Within sets the wide range.
func (d *Diagnostic) Within(s Span) *Diagnostic {
	d.Context = s
	return d
}

// Note adds a line below the message.
func (d *Diagnostic) Note(zh, en string) *Diagnostic {
	d.Notes = append(d.Notes, Text{zh, en})
	return d
}

// Notef adds a line made of two formats and one list of arguments.
func (d *Diagnostic) Notef(zh, en string, args ...any) *Diagnostic {
	return d.Note(fmt.Sprintf(zh, localize(Zh, args)...), fmt.Sprintf(en, localize(En, args)...))
}

// Label points at another place.
func (d *Diagnostic) Label(at Span, zh, en string) *Diagnostic {
	d.Labels = append(d.Labels, Label{at, Text{zh, en}})
	return d
}

// Suggest adds "did you mean" with the candidate nearest to name, if one is near.
func (d *Diagnostic) Suggest(name string, candidates []string) *Diagnostic {
	if s := Nearest(name, candidates); s != "" {
		d.Notef("是否想写 `%s`？", "did you mean `%s`?", s)
	}
	return d
}

// Message returns the one-line message.
func (d *Diagnostic) Message(l Lang) string {
	return format(d.Code.Info().Message.In(l), localize(l, d.Args))
}

// Text returns the one-line message in both languages, as an argument of another.
func (d *Diagnostic) Text() Text { return Text{d.Message(Zh), d.Message(En)} }

// Help returns what to write instead.
func (d *Diagnostic) Help(l Lang) string {
	return format(d.Code.Info().Help.In(l), localize(l, d.Args))
}

// format fills a catalogue text, whose verbs carry explicit indexes so that a text
// may leave arguments out.
func format(text string, args []any) string {
	if !strings.Contains(text, "%[") {
		return strings.ReplaceAll(text, "%%", "%")
	}
	return fmt.Sprintf(text, args...)
}

// Error returns "file:line:column: code message" in English.
func (d *Diagnostic) Error() string {
	if d.Span.IsZero() {
		return string(d.Code) + " " + d.Message(En)
	}
	p := d.Span.Start()
	return fmt.Sprintf("%s:%d:%d: %s %s", d.Span.File.Name, p.Line, p.Column, d.Code, d.Message(En))
}

// A List is every diagnostic of one run.
type List []*Diagnostic

// Error returns the diagnostics one a line, so that a List can be a Go error.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.Error()
	}
	return strings.Join(lines, "\n")
}

// Errors reports whether any diagnostic is an error.
func (l List) Errors() bool { return l.Count(Error) > 0 }

// Count returns how many diagnostics have a severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Code.Info().Severity == s {
			n++
		}
	}
	return n
}

// Sort orders by file, place, code and message, and drops exact repetitions.
func (l List) Sort() List {
	sort.SliceStable(l, func(i, j int) bool { return l[i].before(l[j]) })
	out := l[:0]
	for i, d := range l {
		if i > 0 && d.Code == l[i-1].Code && d.Span == l[i-1].Span && d.Message(En) == l[i-1].Message(En) {
			continue
		}
		out = append(out, d)
	}
	return out
}

func (d *Diagnostic) before(e *Diagnostic) bool {
	a, b := d.Span, e.Span
	switch {
	case a.IsZero() || b.IsZero():
		return a.IsZero() && !b.IsZero()
	case a.File.Name != b.File.Name:
		return a.File.Name < b.File.Name
	case a.Lo != b.Lo:
		return a.Lo < b.Lo
	case d.Code != e.Code:
		return d.Code < e.Code
	}
	return d.Message(En) < e.Message(En)
}
