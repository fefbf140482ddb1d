package conformance

import (
	"errors"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/rulesets"
)

var mutations = flag.Int("mutations", 3, "changed texts that are compiled and evaluated for every case of the suite")

// maxFuzzText bounds the texts that are mutated: longer ones only cost time.
const maxFuzzText = 16 << 10

// fuzzSeeds are the rules of the suite and of the shipped rulesets, each as one text, with
// the table files that they read.
func fuzzSeeds(tb testing.TB) (seeds []string, tables fstest.MapFS) {
	tb.Helper()
	tables = fstest.MapFS{}
	add := func(files []txtar.File) {
		var b strings.Builder
		for _, f := range files {
			switch {
			case strings.HasPrefix(f.Name, "tables/"):
				tables[path.Join("r", f.Name)] = &fstest.MapFile{Data: f.Data}
			case strings.HasSuffix(f.Name, ".hcl") && !strings.Contains(f.Name, "/"):
				b.Write(f.Data)
				b.WriteString("\n")
			}
		}
		if n := b.Len(); n > 0 && n <= maxFuzzText {
			seeds = append(seeds, b.String())
		}
	}
	cases, err := Load(os.DirFS("."), "suite")
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range cases {
		var files []txtar.File
		for _, name := range sortedNames(c.files) {
			files = append(files, txtar.File{Name: name, Data: c.files[name]})
		}
		add(files)
	}
	dirs, err := fs.ReadDir(rulesets.FS, ".")
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range dirs {
		var files []txtar.File
		err := fs.WalkDir(rulesets.FS, d.Name(), func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := fs.ReadFile(rulesets.FS, p)
			files = append(files, txtar.File{Name: strings.TrimPrefix(p, d.Name()+"/"), Data: b})
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
		add(files)
	}
	return seeds, tables
}

// FuzzCompileAndEval compiles a text, with parts of its formulas put in each other's place.
// Whatever the text, the compiler ends without a defect of its own. If it makes a program,
// that holds its invariants, does not depend on the order of the blocks, and is evaluated
// on rows drawn for it: see evalChecked.
func FuzzCompileAndEval(f *testing.F) {
	seeds, tables := fuzzSeeds(f)
	for i, s := range seeds {
		f.Add(s, uint64(0))
		f.Add(s, uint64(i+1))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if len(text) > maxFuzzText {
			return
		}
		if seed != 0 {
			text = mutate(rand.New(rand.NewPCG(seed, 5)), text, tables)
		}
		fuzzOne(t, text, tables, seed)
	})
}

// TestMutations runs what the fuzzer runs, a few times for every seed. `go test
// ./conformance -run TestMutations -mutations 200` looks further.
func TestMutations(t *testing.T) {
	seeds, tables := fuzzSeeds(t)
	compiled := 0
	for i, s := range seeds {
		for j := range *mutations + 1 {
			seed := *seed + uint64(i**mutations+j)
			text := s
			if j > 0 {
				text = mutate(rand.New(rand.NewPCG(seed, 5)), s, tables)
			}
			if fuzzOne(t, text, tables, seed) {
				compiled++
			}
		}
	}
	if compiled < len(seeds)/2 {
		t.Errorf("of %d seeds only %d texts compiled", len(seeds), compiled)
	}
	t.Logf("%d texts, %d programs", len(seeds)*(*mutations+1), compiled)
}

func fuzzOne(t *testing.T, text string, tables fstest.MapFS, seed uint64) (compiled bool) {
	t.Helper()
	p := fuzzCompile(t, text, tables)
	q := fuzzCompile(t, reversed(text), tables)
	if (p == nil) != (q == nil) {
		t.Fatalf("the order of blocks decides whether the rules compile: %v and reversed %v\n%s", p != nil, q != nil, text)
	}
	if p == nil {
		return false
	}
	if err := p.IR().Verify(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, text, p.IR())
	}
	if p.Hash() != q.Hash() {
		t.Fatalf("the order of blocks changes the hash\n%s", text)
	}
	files := drawRows(rand.New(rand.NewPCG(seed, 6)), p.IR())
	a := evalChecked(t, p, files, text)
	if b := evalChecked(t, p, files, text); a != b {
		t.Fatalf("two evaluations differ:\n%s\n%s\n%s", a, b, text)
	}
	if b := evalChecked(t, q, files, text); a != b {
		t.Fatalf("the order of blocks changes results:\n%s\nreversed\n%s\n%s\n%v", a, b, text, files)
	}
	return true
}

// fuzzCompile compiles a text; nil if its rules are at fault.
func fuzzCompile(t *testing.T, text string, tables fstest.MapFS) *drgrule.Program {
	t.Helper()
	m := fstest.MapFS{"r/rules.hcl": {Data: []byte(text)}}
	for name, f := range tables {
		m[name] = f
	}
	p, diags, err := drgrule.Check(m, drgrule.Options{Entry: "r"})
	var internal *drgrule.InternalError
	switch {
	case errors.As(err, &internal):
		t.Fatalf("%v\n%s\n%s", err, internal.Stack, text)
	case err != nil:
		t.Fatal(err)
	case p == nil && !diags.Errors():
		t.Fatalf("no program and no error\n%s", text)
	}
	for _, d := range diags {
		for _, s := range []string{d.Message(diag.Zh), d.Message(diag.En), d.Help(diag.Zh), d.Help(diag.En)} {
			if s == "" || strings.Contains(s, "%!") {
				t.Fatalf("%s has the text %q\n%s", d.Code, s, text)
			}
		}
	}
	return p
}

// reversed puts the blocks of a text in the other order.
func reversed(text string) string {
	parsed, _ := syntax.Parse(diag.NewFile("rules.hcl", []byte(text)))
	if len(parsed.Blocks) == 0 || len(parsed.Refused) > 0 {
		return text
	}
	var out []string
	for i, b := range parsed.Blocks {
		end := len(text)
		if i+1 < len(parsed.Blocks) {
			end = parsed.Blocks[i+1].KindSpan.Lo
		}
		out = append(out, text[b.KindSpan.Lo:end]+"\n")
	}
	slices.Reverse(out)
	return strings.Join(out, "")
}
