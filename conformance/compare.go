package conformance

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Run asks an engine about the case and returns what differs from what it expects.
func (c *Case) Run(e Engine, rulesets fs.FS) ([]string, error) {
	q, err := c.Question(rulesets)
	if err != nil {
		return nil, err
	}
	a, err := e.Answer(q)
	if err != nil {
		return nil, err
	}
	return c.compare(q, a), nil
}

// compare holds an answer against what the case expects.
func (c *Case) compare(q *Question, a *Answer) []string {
	if q.Diagnostics {
		return compareLines("want.diag", c.files["want.diag"], a.Diagnostics)
	}
	if len(a.Diagnostics) > 0 {
		return []string{"the rules do not compile:\n\t" + strings.Join(a.Diagnostics, "\n\t")}
	}
	var out []string
	if q.Hash {
		out = append(out, compareLines("want.hash", c.files["want.hash"], []string{a.Hash})...)
	}
	for _, name := range sortedNames(c.files) {
		if record, ok := strings.CutPrefix(name, "want/"); ok {
			out = append(out, compareTable(name, c.files[name], a.Results[strings.TrimSuffix(record, ".csv")])...)
		}
	}
	out = append(out, c.compareExplanations(a.Explain)...)
	if q.Orphans {
		out = append(out, compareLines("want.orphans", c.files["want.orphans"], a.Orphans)...)
	}
	return out
}

func compareLines(name string, want []byte, got []string) []string {
	w := nonEmpty(string(want))
	if slices.Equal(w, got) {
		return nil
	}
	return []string{fmt.Sprintf("%s: want\n\t%s\ngot\n\t%s", name, strings.Join(w, "\n\t"), strings.Join(got, "\n\t"))}
}

func nonEmpty(s string) []string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// compareTable holds the results of a record's rows against a table: its first column is
// the key, the others are named results. Every row read must be in the table.
func compareTable(name string, text []byte, got [][]string) []string {
	want, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return []string{name + ": " + err.Error()}
	}
	head, want := want[0], want[1:]
	var out []string
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			out = append(out, fmt.Sprintf("%s: row %s did not come", name, want[i][0]))
		case i >= len(want):
			out = append(out, fmt.Sprintf("%s: row %s is not expected: %s", name, got[i][0], strings.Join(got[i], ",")))
		case !slices.Equal(want[i], got[i]):
			out = append(out, fmt.Sprintf("%s (%s): want %s, got %s", name, strings.Join(head, ","), strings.Join(want[i], ","), strings.Join(got[i], ",")))
		}
	}
	return out
}

// compareExplanations checks that the explanations hold the lines asked for: every line
// behind a line that asks must occur.
func (c *Case) compareExplanations(texts []string) []string {
	var out []string
	text, next := "", 0
	for _, line := range nonEmpty(string(c.files["want.explain"])) {
		switch {
		case asks(line):
			text = ""
			if next < len(texts) {
				text = texts[next]
			}
			next++
		case !strings.Contains(text, line):
			out = append(out, fmt.Sprintf("want.explain: no %q in\n%s", line, text))
		}
	}
	return out
}
