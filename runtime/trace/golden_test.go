package trace_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/trace"
)

var update = flag.Bool("update", false, "write the slips that come into testdata")

// TestSlips explains the cases of testdata/*.txtar. Each has rules, case files and lines
// of `args`:
//
//	explain KEY [NAME=VALUE]…    what is assumed
//	whynot PAYMENT KEY
//
// The slips of the first line stand in zh, en, markdown and json, those of the others in
// zh and en alone.
func TestSlips(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("there are no cases", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			given, want, got := sections(t, a)
			if *update {
				a.Files = append(given, got...)
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(want) != len(got) {
				t.Fatalf("%d slips stand there, %d come; run with -update", len(want), len(got))
			}
			for i, w := range want {
				if w.Name != got[i].Name {
					t.Fatalf("%s stands there, %s comes; run with -update", w.Name, got[i].Name)
				}
				if diff := cmp.Diff(string(w.Data), string(got[i].Data)); diff != "" {
					t.Errorf("%s (-want +got)\n%s", w.Name, diff)
				}
			}
		})
	}
}

// sections splits a case into what is given and the slips that stand there, and makes
// the slips that should.
func sections(t *testing.T, a *txtar.Archive) (given, want, got []txtar.File) {
	t.Helper()
	var args []string
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "slip/") {
			want = append(want, f)
			continue
		}
		given = append(given, f)
		if f.Name == "args" {
			args = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		}
	}
	for i, line := range args {
		tr := explain(t, given, strings.Fields(line))
		add := func(name string, write func(*bytes.Buffer) error) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			got = append(got, txtar.File{Name: fmt.Sprintf("slip/%d.%s", i+1, name), Data: b.Bytes()})
		}
		add("zh", func(b *bytes.Buffer) error { return trace.Pretty(b, tr, diag.Zh) })
		add("en", func(b *bytes.Buffer) error { return trace.Pretty(b, tr, diag.En) })
		if i == 0 {
			add("md", func(b *bytes.Buffer) error { return trace.Markdown(b, tr, diag.Zh) })
			add("json", func(b *bytes.Buffer) error { return writeJSON(b, tr) })
		}
	}
	return given, want, got
}

func writeJSON(b *bytes.Buffer, tr *trace.Trace) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(tr)
}

// open compiles the rules of a case and opens its files.
func open(t *testing.T, given []txtar.File, rates *drgrule.Rates) (*drgrule.Program, *drgrule.Batch) {
	t.Helper()
	rules := fstest.MapFS{}
	for _, f := range given {
		if strings.HasSuffix(f.Name, ".hcl") {
			rules["demo/"+f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	p, err := drgrule.Compile(rules, drgrule.Options{Entry: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	var files []casefile.File
	for _, f := range given {
		ext := strings.TrimPrefix(path.Ext(f.Name), ".")
		if rec := p.IR().Record(strings.TrimSuffix(f.Name, "."+ext)); rec != nil {
			files = append(files, casefile.File{Record: rec, Name: f.Name, Bytes: f.Data, Format: casefile.Format(ext)})
		}
	}
	b, err := p.Open(files, rates)
	if err != nil {
		t.Fatal(err)
	}
	return p, b
}

func explain(t *testing.T, given []txtar.File, args []string) *trace.Trace {
	t.Helper()
	rates := &drgrule.Rates{Assume: map[string]string{}}
	for _, a := range args[2:] {
		if name, value, ok := strings.Cut(a, "="); ok {
			rates.Assume[name] = value
		}
	}
	p, b := open(t, given, rates)
	var tr *trace.Trace
	var err error
	if args[0] == "whynot" {
		tr, err = b.WhyNot(context.Background(), args[2], args[1])
	} else {
		tr, err = b.Explain(context.Background(), p.MainRecord(), args[1])
	}
	if err != nil || tr == nil {
		t.Fatalf("%v: %v", args, err)
	}
	tr.Hash = "hash" // changes with the meaning of the language
	return tr
}
