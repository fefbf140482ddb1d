package lower_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/stdlib"
)

var update = flag.Bool("update", false, "write the golden prints anew")

// compile compiles the files of one ruleset.
func compile(t *testing.T, files []txtar.File) *ir.Program {
	t.Helper()
	dir := &lang.Dir{Table: func(string) ([]byte, error) { return nil, errors.New("no table files here") }}
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".hcl") {
			dir.Files = append(dir.Files, diag.NewFile(f.Name, f.Data))
		}
	}
	out, err := lang.Compile(lang.Input{
		Entry: "rules", Library: stdlib.Library(),
		Open:   func(string) (*lang.Dir, error) { return dir, nil },
		Module: func(string) (*lang.Dir, error) { return nil, errors.New("no modules here") },
	})
	if err != nil {
		t.Fatal(err)
	}
	if out.Diags.Errors() {
		t.Fatal(out.Diags)
	}
	if err := out.Program.Verify(); err != nil {
		t.Error(err)
	}
	return out.Program
}

// TestPrints holds the lowering of small rulesets against prints that people have read. Each
// file of testdata says what it shows.
func TestPrints(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(b)
			got := compile(t, a.Files).String()
			want := ""
			for i := range a.Files {
				if f := &a.Files[i]; f.Name == "want.ir" {
					want, f.Data = string(f.Data), []byte(got)
				}
			}
			if *update {
				if want == "" {
					a.Files = append(a.Files, txtar.File{Name: "want.ir", Data: []byte(got)})
				}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("-want +got (go test -update writes it anew):\n%s", diff)
			}
		})
	}
}
