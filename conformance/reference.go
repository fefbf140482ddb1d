package conformance

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/trace"
)

// Reference is the engine of this module: the compiler and runtime/scalar.
type Reference struct {
	Context context.Context
}

// Answer implements Engine.
func (e Reference) Answer(q *Question) (*Answer, error) {
	rules := fstest.MapFS{}
	for name, data := range q.rules {
		rules[name] = &fstest.MapFile{Data: data}
	}
	prog, diags, err := drgrule.Check(rules, drgrule.Options{Entry: q.Entry, Strict: q.Strict})
	if err != nil {
		return nil, err
	}
	if q.Diagnostics || prog == nil {
		return &Answer{Diagnostics: diagLines(diags)}, nil
	}
	if err := prog.IR().Verify(); err != nil {
		return nil, err
	}
	batch, err := open(prog, q)
	if err != nil {
		return nil, err
	}
	out := &Answer{Hash: prog.Hash(), Results: map[string][][]string{}}
	for record, head := range q.Results {
		if out.Results[record], err = e.results(prog, batch, record, head); err != nil {
			return nil, err
		}
	}
	for _, line := range q.Explain {
		text, err := e.explain(prog, batch, line)
		if err != nil {
			return nil, err
		}
		out.Explain = append(out.Explain, text)
	}
	err = batch.Orphans(e.Context, func(f drgrule.Fault) error {
		out.Orphans = append(out.Orphans, fmt.Sprintf("%s %d %s", f.Record, f.Line, f.Code))
		return nil
	})
	return out, err
}

func open(p *drgrule.Program, q *Question) (*drgrule.Batch, error) {
	var files []casefile.File
	for _, name := range q.Rows {
		ext := path.Ext(name)
		rec := p.IR().Record(strings.TrimSuffix(name, ext))
		if rec == nil {
			return nil, fmt.Errorf("%s: the rules have no such record", name)
		}
		files = append(files, casefile.File{Record: rec, Name: name, Bytes: q.rows[name], Format: casefile.Format(ext[1:])})
	}
	r := &drgrule.Rates{Assume: q.Assume}
	for k, v := range q.Run {
		if r.Run == nil {
			r.Run = map[string]any{}
		}
		r.Run[k] = v
	}
	return p.Open(files, r)
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

// results looks at every row of a record: its key, then the results named behind it.
func (e Reference) results(p *drgrule.Program, b *drgrule.Batch, record string, head []string) ([][]string, error) {
	rec := p.IR().Record(record)
	if rec == nil {
		return nil, fmt.Errorf("results of %s: the rules have no such record", record)
	}
	root := p.IR().Records[rec.Root]
	var out [][]string
	err := b.Look(e.Context, root.Name, func(l *drgrule.Looker) error {
		if rec == root {
			out = append(out, lookRow(l, rec, 0, head))
			return nil
		}
		for i := range l.Rows(rec.ID) {
			out = append(out, lookRow(l, rec, i, head))
		}
		return nil
	})
	return out, err
}

func lookRow(l *drgrule.Looker, rec *ir.Record, i int, head []string) []string {
	out := []string{l.Key(rec.ID, i)}
	for _, name := range head[1:] {
		out = append(out, l.Named(rec.ID, i, name))
	}
	return out
}

// explain answers `case KEY` or `whynot PAYMENT KEY`.
func (e Reference) explain(p *drgrule.Program, b *drgrule.Batch, line string) (string, error) {
	var t *drgrule.Trace
	var err error
	if words := strings.Fields(line); words[0] == "case" {
		t, err = b.Explain(e.Context, p.MainRecord(), words[1])
	} else {
		t, err = b.WhyNot(e.Context, words[2], words[1])
	}
	if err != nil || t == nil {
		return "", fmt.Errorf("explain %s: %v", line, err)
	}
	return explanation(t), nil
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
