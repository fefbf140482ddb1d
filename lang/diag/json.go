package diag

import (
	"encoding/json"
	"io"
)

// FormatVersion is the version of the JSON rendering. It grows when a field
// changes its meaning or goes away; new fields may appear without it.
const FormatVersion = 1

type jsonRange struct {
	File  string   `json:"file"`
	Start Position `json:"start"`
	End   Position `json:"end"`
}

type jsonLabel struct {
	Range jsonRange `json:"range"`
	Text  string    `json:"text"`
}

type jsonDiagnostic struct {
	Code     Code        `json:"code"`
	Severity string      `json:"severity"`
	Message  string      `json:"message"`
	Help     string      `json:"help"`
	Notes    []string    `json:"notes,omitempty"`
	Range    *jsonRange  `json:"range,omitempty"`
	Context  *jsonRange  `json:"context,omitempty"`
	Labels   []jsonLabel `json:"labels,omitempty"`
	Page     string      `json:"page"`
}

type jsonDocument struct {
	FormatVersion int              `json:"format_version"`
	Errors        int              `json:"errors"`
	Warnings      int              `json:"warnings"`
	Diagnostics   []jsonDiagnostic `json:"diagnostics"`
}

func rangeOf(s Span) *jsonRange {
	if s.IsZero() {
		return nil
	}
	return &jsonRange{s.File.Name, s.Start(), s.End()}
}

// JSON writes the diagnostics as one JSON document with a format_version.
func JSON(w io.Writer, list List, l Lang) error {
	doc := jsonDocument{FormatVersion: FormatVersion, Diagnostics: []jsonDiagnostic{}}
	for _, d := range list {
		sev := d.Code.Info().Severity
		switch sev {
		case Error:
			doc.Errors++
		case Warning:
			doc.Warnings++
		}
		j := jsonDiagnostic{
			Code: d.Code, Severity: sev.String(), Message: d.Message(l), Help: d.Help(l),
			Range: rangeOf(d.Span), Context: rangeOf(d.Context), Page: d.Code.Page(),
		}
		for _, n := range d.Notes {
			j.Notes = append(j.Notes, n.In(l))
		}
		for _, lb := range d.Labels {
			if r := rangeOf(lb.Span); r != nil {
				j.Labels = append(j.Labels, jsonLabel{*r, lb.Text.In(l)})
			}
		}
		doc.Diagnostics = append(doc.Diagnostics, j)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}
