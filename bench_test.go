package drgrule_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/rulesets"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/generate"
)

// generatedFile is a file that is generated into memory.
type generatedFile struct{ *bytes.Buffer }

// Close implements io.Closer.
func (generatedFile) Close() error { return nil }

// generated are files with so many cases of a shipped ruleset.
func generated(b *testing.B, p *drgrule.Program, rows int64) []casefile.File {
	b.Helper()
	g, err := generate.New(p.IR(), generate.Options{Rows: rows, Seed: 1, Main: p.MainRecord()})
	if err != nil {
		b.Fatal(err)
	}
	text := map[string]*bytes.Buffer{}
	r, err := g.Write(context.Background(), func(name string) (io.WriteCloser, error) {
		text[name] = &bytes.Buffer{}
		return generatedFile{text[name]}, nil
	})
	if err != nil {
		b.Fatal(err)
	}
	var out []casefile.File
	for _, f := range r.Files {
		out = append(out, casefile.File{Record: p.IR().Record(f.Record), Name: f.Name, Bytes: text[f.Name].Bytes(), Format: casefile.CSV, Encoding: cell.UTF8})
	}
	return out
}

// benched is how many cases a benchmark has before it begins again.
const benched = 2000

// BenchmarkEval evaluates generated cases of a shipped ruleset; one operation is one case.
// `read` opens the files anew for every pass over them, `eval` does not count that.
//
//	go test -run '^$' -bench Eval -benchmem -count 6 .
func BenchmarkEval(b *testing.B) {
	for _, name := range []string{"beijing", "zhejiang"} {
		p, err := drgrule.Compile(rulesets.FS, drgrule.Options{Entry: name})
		if err != nil {
			b.Fatal(err)
		}
		files := generated(b, p, benched)
		b.Run(name+"/eval", func(b *testing.B) { pass(b, p, files, false) })
		b.Run(name+"/read", func(b *testing.B) { pass(b, p, files, true) })
	}
}

var errEnough = errors.New("enough cases")

// pass goes through the files until there have been enough cases.
func pass(b *testing.B, p *drgrule.Program, files []casefile.File, reading bool) {
	b.ReportAllocs()
	for done := 0; done < b.N; {
		if !reading {
			b.StopTimer()
		}
		batch, err := p.Open(files, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		err = batch.Each(context.Background(), p.MainRecord(), func(r *drgrule.Result) error {
			if len(r.Rows) == 0 && r.Outcome != drgrule.Refused {
				return errors.New("a case without results")
			}
			if done++; done == b.N {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(time.Duration(b.N).Seconds()*1e9/b.Elapsed().Seconds(), "cases/s")
}
