package conformance

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/trace"
)

// A Case is one file of the suite.
type Case struct {
	Path    string
	Text    string            // what it shows, in a sentence
	Headers map[string]string // spec, level, ruleset, document, article, grade, result
	files   map[string][]byte
}

// headerNames are the headers that a case may have.
var headerNames = []string{"spec", "level", "ruleset", "document", "article", "grade", "result", "note"}

// headerWords are the values of the headers that have only a few.
var headerWords = map[string][]string{
	"level": {"core", "strict"}, "result": {"stated", "derived"}, "grade": syntax.Grades(),
}

// sections are the names that the files of a case may have, as patterns of path.Match;
// README.md says what each holds. A name that no pattern matches is a mistake: a file
// that nothing reads would be an expectation that nothing checks.
var sections = []string{
	"*.hcl", "*/*.hcl", "overlay.hcl", "tables/*.csv", "*.csv", "*.jsonl", "run.txt",
	"want.diag", "want.hash", "want/*.csv", "want.explain", "want.orphans",
}

// Load reads every case below a directory.
func Load(fsys fs.FS, root string) ([]*Case, error) {
	var out []*Case
	err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".txtar" {
			return err
		}
		b, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		c, err := Parse(p, b)
		out = append(out, c)
		return err
	})
	return out, err
}

// Parse reads one case.
func Parse(name string, b []byte) (*Case, error) {
	a := txtar.Parse(b)
	c := &Case{Path: name, Headers: map[string]string{}, files: map[string][]byte{}}
	var text []string
	for _, line := range strings.Split(string(a.Comment), "\n") {
		k, v, ok := strings.Cut(line, ":")
		if ok && slices.Contains(headerNames, k) {
			c.Headers[k] = strings.TrimSpace(v)
		} else if s := strings.TrimSpace(line); s != "" {
			text = append(text, s)
		}
	}
	c.Text = strings.Join(text, " ")
	for _, f := range a.Files {
		if _, twice := c.files[f.Name]; twice {
			return nil, fmt.Errorf("%s: file %s stands twice", name, f.Name)
		}
		c.files[f.Name] = f.Data
	}
	if c.Headers["spec"] == "" || c.Headers["level"] == "" || c.Text == "" {
		return nil, fmt.Errorf("%s: a case needs a sentence, spec and level", name)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// check refuses a case of which a part would be read by nobody.
func (c *Case) check() error {
	for name, words := range headerWords {
		if v := c.Headers[name]; v != "" && !slices.Contains(words, v) {
			return fmt.Errorf("%s is %q, not one of %s", name, v, strings.Join(words, ", "))
		}
	}
	wants, rules, cases := 0, 0, 0
	for _, name := range sortedNames(c.files) {
		if !slices.ContainsFunc(sections, func(p string) bool { ok, _ := path.Match(p, name); return ok }) {
			return fmt.Errorf("nothing reads a file %s", name)
		}
		switch {
		case strings.HasPrefix(name, "want"):
			wants++
		case path.Ext(name) == ".hcl" || strings.HasPrefix(name, "tables/"):
			rules++
		default:
			cases++
		}
	}
	_, diags := c.files["want.diag"]
	_, overlay := c.files["overlay.hcl"]
	switch {
	case wants == 0:
		return errors.New("it expects nothing")
	case diags && wants+cases > 1:
		return errors.New("want.diag speaks of rules alone: it stands beside no cases and no other expectation")
	case overlay && c.Headers["ruleset"] == "":
		return errors.New("overlay.hcl stands over a shipped ruleset: name it in the header `ruleset`")
	case rules > 0 && !overlay && c.Headers["ruleset"] != "":
		return errors.New("rules beside a shipped ruleset stand in overlay.hcl")
	case rules == 0 && c.Headers["ruleset"] == "":
		return errors.New("it has no rules")
	}
	return nil
}

// Run evaluates a case and returns what differs from what it expects.
func (c *Case) Run(ctx context.Context, rulesets fs.FS) ([]string, error) {
	fsys, entry, err := c.rules(rulesets)
	if err != nil {
		return nil, err
	}
	prog, diags, err := drgrule.Check(fsys, drgrule.Options{Entry: entry, Strict: c.Headers["level"] == "strict"})
	if err != nil {
		return nil, err
	}
	if want, ok := c.files["want.diag"]; ok {
		return compareLines("want.diag", want, diagLines(diags)), nil
	}
	if prog == nil {
		return nil, fmt.Errorf("the rules do not compile: %w", diags)
	}
	if err := prog.IR().Verify(); err != nil {
		return nil, err
	}
	var out []string
	if want, ok := c.files["want.hash"]; ok {
		out = append(out, compareLines("want.hash", want, []string{prog.Hash()})...)
	}
	files, err := c.caseFiles(prog)
	if err != nil {
		return nil, err
	}
	rates, err := c.rates()
	if err != nil {
		return nil, err
	}
	batch, err := prog.Open(files, rates)
	if err != nil {
		return nil, err
	}
	for _, name := range sortedNames(c.files) {
		record, ok := strings.CutPrefix(name, "want/")
		if !ok {
			continue
		}
		diffs, err := c.compare(ctx, prog, batch, strings.TrimSuffix(record, ".csv"), c.files[name])
		if err != nil {
			return nil, err
		}
		out = append(out, diffs...)
	}
	if want, ok := c.files["want.explain"]; ok {
		diffs, err := c.explain(ctx, prog, batch, want)
		if err != nil {
			return nil, err
		}
		out = append(out, diffs...)
	}
	if want, ok := c.files["want.orphans"]; ok {
		var lines []string
		for _, f := range batch.Orphans() {
			lines = append(lines, fmt.Sprintf("%s %d %s", f.Record, f.Line, f.Code))
		}
		out = append(out, compareLines("want.orphans", want, lines)...)
	}
	return out, nil
}

// rules builds the file system that the case's rules stand in: its own files, or a
// shipped ruleset with the case's files as an overlay.
func (c *Case) rules(rulesets fs.FS) (fs.FS, string, error) {
	m := fstest.MapFS{}
	base := c.Headers["ruleset"]
	if base != "" {
		err := fs.WalkDir(rulesets, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(rulesets, p)
			m[p] = &fstest.MapFile{Data: b}
			return err
		})
		if err != nil {
			return nil, "", err
		}
		if _, ok := c.files["overlay.hcl"]; !ok {
			return m, base, nil
		}
	}
	for name, data := range c.files {
		if strings.HasSuffix(name, ".hcl") || strings.HasPrefix(name, "tables/") {
			dir := "rules"
			if other, rest, ok := strings.Cut(name, "/"); ok && strings.HasSuffix(name, ".hcl") {
				dir, name = other, rest
			}
			m[path.Join(dir, name)] = &fstest.MapFile{Data: data}
		}
	}
	return m, "rules", nil
}

// caseFiles are the files named after records: case.csv, item.csv, case.jsonl.
func (c *Case) caseFiles(p *drgrule.Program) ([]casefile.File, error) {
	var out []casefile.File
	for _, name := range sortedNames(c.files) {
		ext := path.Ext(name)
		if strings.Contains(name, "/") || ext != ".csv" && ext != ".jsonl" {
			continue
		}
		rec := p.IR().Record(strings.TrimSuffix(name, ext))
		if rec == nil {
			return nil, fmt.Errorf("%s: the rules have no such record", name)
		}
		out = append(out, casefile.File{Record: rec, Name: name, Bytes: c.files[name], Format: casefile.Format(ext[1:])})
	}
	return out, nil
}

// rates reads run.txt: lines `run name=value` and `assume name=value`.
func (c *Case) rates() (*drgrule.Rates, error) {
	r := &drgrule.Rates{Assume: map[string]string{}}
	for _, line := range nonEmpty(string(c.files["run.txt"])) {
		kind, kv, _ := strings.Cut(line, " ")
		k, v, ok := strings.Cut(kv, "=")
		switch {
		case kind == "run" && ok:
			if r.Run == nil {
				r.Run = map[string]any{}
			}
			r.Run[k] = v
		case kind == "assume" && ok:
			r.Assume[k] = v
		default:
			return nil, fmt.Errorf("run.txt: %q is neither `run name=value` nor `assume name=value`", line)
		}
	}
	return r, nil
}

// diagLines writes diagnostics as a case expects them: code, file, line, column, end
// column.
func diagLines(diags drgrule.Diagnostics) []string {
	var out []string
	for _, d := range diags {
		if d.Code == diag.UnusedName {
			continue // the small rulesets of cases use what they show
		}
		if d.Span.IsZero() {
			out = append(out, string(d.Code))
			continue
		}
		from, to := d.Span.Start(), d.Span.End()
		out = append(out, fmt.Sprintf("%s %s:%d:%d-%d", d.Code, path.Base(d.Span.File.Name), from.Line, from.Column, to.Column))
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

// compare holds the results of a record's rows against a table: its first column is
// the key, the others are named results. Every row read must be in the table.
func (c *Case) compare(ctx context.Context, p *drgrule.Program, b *drgrule.Batch, record string, want []byte) ([]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(want)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("want/%s.csv: %v", record, err)
	}
	rec := p.IR().Record(record)
	if rec == nil {
		return nil, fmt.Errorf("want/%s.csv: the rules have no such record", record)
	}
	root := p.IR().Records[rec.Root]
	var got [][]string
	err = b.Look(ctx, root.Name, func(l *drgrule.Looker) error {
		if rec == root {
			got = append(got, lookRow(l, rec, 0, rows[0]))
			return nil
		}
		for i := range l.Rows(rec.ID) {
			got = append(got, lookRow(l, rec, i, rows[0]))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return compareTables(record, rows[0], rows[1:], got), nil
}

func lookRow(l *drgrule.Looker, rec *ir.Record, i int, head []string) []string {
	out := []string{l.Key(rec.ID, i)}
	for _, name := range head[1:] {
		out = append(out, l.Named(rec.ID, i, name))
	}
	return out
}

func compareTables(record string, head []string, want, got [][]string) []string {
	var out []string
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			out = append(out, fmt.Sprintf("want/%s.csv: row %s did not come", record, want[i][0]))
		case i >= len(want):
			out = append(out, fmt.Sprintf("want/%s.csv: row %s is not expected: %s", record, got[i][0], strings.Join(got[i], ",")))
		case !slices.Equal(want[i], got[i]):
			out = append(out, fmt.Sprintf("want/%s.csv (%s): want %s, got %s", record, strings.Join(head, ","), strings.Join(want[i], ","), strings.Join(got[i], ",")))
		}
	}
	return out
}

// explain checks that the explanations hold the lines asked for: `case KEY` or
// `whynot PAYMENT KEY` starts a section, and every line behind it must occur.
func (c *Case) explain(ctx context.Context, p *drgrule.Program, b *drgrule.Batch, want []byte) ([]string, error) {
	var out []string
	var text string
	for _, line := range nonEmpty(string(want)) {
		words := strings.Fields(line)
		var t *drgrule.Trace
		var err error
		switch {
		case words[0] == "case" && len(words) == 2:
			t, err = b.Explain(ctx, p.MainRecord(), words[1])
		case words[0] == "whynot" && len(words) == 3:
			t, err = b.WhyNot(ctx, words[2], words[1])
		default:
			if !strings.Contains(text, line) {
				out = append(out, fmt.Sprintf("want.explain: no %q in\n%s", line, text))
			}
			continue
		}
		if err != nil || t == nil {
			return nil, fmt.Errorf("want.explain: %s: %v", line, err)
		}
		text = explanation(t)
	}
	return out, nil
}

// explanation is the slip in both languages, with runs of blanks folded.
func explanation(t *drgrule.Trace) string {
	var b bytes.Buffer
	for _, l := range []diag.Lang{diag.Zh, diag.En} {
		if err := trace.Pretty(&b, t, l); err != nil {
			return err.Error()
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func sortedNames(m map[string][]byte) []string {
	out := make([]string, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
