package conformance

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/rulesets"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/generate"
)

type memoryFile struct{ *bytes.Buffer }

// Close implements io.Closer.
func (memoryFile) Close() error { return nil }

// TestGenerated: case files can be made for the rules of every case of the suite, whatever
// they declare, and nothing in them is refused unless it is meant to be.
func TestGenerated(t *testing.T) {
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	for _, c := range cases {
		q, err := c.Question(rulesets.FS)
		if err != nil || q.Diagnostics {
			continue
		}
		t.Run(c.Name(), func(t *testing.T) {
			rules := fstest.MapFS{}
			for name, data := range q.rules {
				rules[name] = &fstest.MapFile{Data: data}
			}
			p, err := drgrule.Compile(rules, drgrule.Options{Entry: q.Entry})
			if err != nil {
				t.Skip("the rules do not compile")
			}
			if p.MainRecord() == "" || made[p.TextHash()] {
				return
			}
			made[p.TextHash()] = true
			format := []generate.Format{generate.CSV, generate.JSONLines}[len(made)%2]
			if err := generated(p, format); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		})
	}
	if len(made) < 100 {
		t.Errorf("files were made for %d rulesets", len(made))
	}
}

func generated(p *drgrule.Program, format generate.Format) error {
	g, err := generate.New(p.IR(), generate.Options{Rows: 60, Seed: 1, Main: p.MainRecord(), Format: format, Bad: 1000})
	if err != nil {
		return err
	}
	files := map[string]*bytes.Buffer{}
	r, err := g.Write(context.Background(), func(name string) (io.WriteCloser, error) {
		files[name] = &bytes.Buffer{}
		return memoryFile{files[name]}, nil
	})
	if err != nil {
		return err
	}
	var in []casefile.File
	for _, f := range r.Files {
		in = append(in, casefile.File{Record: p.IR().Record(f.Record), Name: f.Name, Bytes: files[f.Name].Bytes(), Format: casefile.Format(format), Encoding: cell.UTF8})
	}
	set, err := casefile.Open(p.IR(), in)
	if err != nil {
		return err
	}
	faults := set.Orphans(p.Roots())
	for _, root := range p.Roots() {
		rec := p.IR().Record(root)
		for i := range set.Count(rec) {
			faults = append(faults, set.Case(rec, i).Faults...)
		}
	}
	if int64(len(faults)) != r.Refused {
		return fmt.Errorf("%d faults, %d were to be: %v\n%s", len(faults), r.Refused, faults, files["expected-refused.csv"])
	}
	return nil
}
