package drgrule

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/drgrule/drgrule"

// may lists what each package may import of this module. The test reads the files
// themselves: a list made by the go command would come from the test cache. Do not
// change this table to make a build pass; ask which room the line belongs to.
var may = map[string]string{
	"lang/diag":                "",
	"lang/value":               "lang/diag",
	"lang/cell":                "lang/diag lang/value",
	"lang/fn":                  "lang/diag lang/value",
	"lang/syntax":              "lang/diag",
	"lang/check":               "lang/cell lang/diag lang/fn lang/syntax lang/value",
	"lang/ir":                  "lang/cell lang/diag lang/fn lang/value",
	"lang/lower":               "lang/check lang/diag lang/fn lang/ir lang/syntax lang/value",
	"lang":                     "lang/check lang/diag lang/fn lang/ir lang/lower lang/syntax",
	"stdlib":                   "lang/diag lang/fn lang/value",
	"runtime/slot":             "lang/diag lang/ir lang/value",
	"runtime/scalar":           "lang/diag lang/fn lang/ir lang/value runtime/slot",
	"runtime/casefile/xlsx":    "lang/diag runtime/casefile",
	"runtime/casefile/parquet": "lang/diag runtime/casefile",
	"runtime/casefile/zstd":    "runtime/casefile",
	"runtime/casefile":         "lang/cell lang/diag lang/ir lang/value runtime/disk runtime/runfile runtime/slot",
	"runtime/disk":             "",
	"runtime/disk/disktest":    "runtime/disk",
	"runtime/durable":          "runtime/disk",
	"runtime/runfile":          "lang/value runtime/disk",
	"runtime/trace":            "lang/diag lang/ir lang/value runtime/scalar runtime/slot",
	"runtime/settle":           "lang/cell lang/diag lang/fn lang/ir lang/value runtime/scalar runtime/slot",
	".":                        "lang lang/cell lang/check lang/diag lang/ir lang/syntax lang/value runtime/casefile runtime/coverage runtime/disk runtime/scalar runtime/settle runtime/slot runtime/trace stdlib",
	"runtime/coverage":         "lang/diag lang/ir lang/value runtime/slot",
	"runtime/generate":         "lang/cell lang/diag lang/ir lang/value runtime/casefile runtime/scalar runtime/slot",
	"rulesets":                 "",
	"docs":                     "",
	"docs/diagnostics":         "",
	"cmd/drgrule":              "cmd/drgrule/internal/cli",
	"cmd/drgrule/internal/cli": ". conformance docs/diagnostics lang/cell lang/check lang/diag lang/ir lang/value rulesets runtime/casefile runtime/casefile/parquet runtime/casefile/xlsx runtime/casefile/zstd runtime/coverage runtime/disk runtime/durable runtime/generate runtime/trace",
	"conformance":              "*",
	"conformance/samples":      "*",
}

// only names the packages that may import a foreign module; tests apart.
var only = map[string][]string{
	"github.com/hashicorp/hcl/v2":      {"lang/syntax"},
	"github.com/zclconf/go-cty":        {"lang/syntax"},
	"github.com/expr-lang/expr":        {"lang/syntax"},
	"github.com/spf13/cobra":           {"cmd/drgrule/internal/cli"},
	"github.com/spf13/pflag":           {"cmd/drgrule/internal/cli"}, // cobra's flags
	"github.com/jedib0t/go-pretty/v6":  {"cmd/drgrule/internal/cli"},
	"golang.org/x/term":                {"cmd/drgrule/internal/cli"},
	"github.com/agext/levenshtein":     {"lang/diag"},
	"github.com/klauspost/compress":    {"runtime/casefile/parquet", "runtime/casefile/zstd"},
	"github.com/parquet-go/parquet-go": {"runtime/casefile/parquet"},
	"github.com/xuri/excelize/v2":      {},
	"golang.org/x/text":                {"lang/diag", "lang/cell", "lang/syntax", "conformance/samples"},
	"golang.org/x/tools":               {"conformance"},
	"github.com/google/go-cmp":         {},
}

// packages maps each package of the module to what its files import; tests apart.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "peers") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(p))
		out[dir] = append(out[dir], "")
		for _, i := range f.Imports {
			s, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[dir] = append(out[dir], s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestImportDirections(t *testing.T) {
	for dir, imports := range packages(t) {
		allowed, known := may[dir]
		if !known {
			t.Errorf("%s is in no room: add it to the table with what it may import", dir)
		}
		for _, i := range imports {
			own, isOwn := strings.CutPrefix(i, module)
			if isOwn {
				own = strings.TrimPrefix(own, "/")
				if own == "" {
					own = "."
				}
				if allowed != "*" && !slices.Contains(strings.Fields(allowed), own) {
					t.Errorf("%s may not import %s", dir, own)
				}
				continue
			}
			for mod, users := range only {
				if (i == mod || strings.HasPrefix(i, mod+"/")) && !slices.Contains(users, dir) {
					t.Errorf("%s may not import %s: it belongs to %v", dir, i, users)
				}
			}
			if root, _, _ := strings.Cut(i, "/"); strings.Contains(root, ".") && !slices.ContainsFunc(foreign(), func(m string) bool { return i == m || strings.HasPrefix(i, m+"/") }) {
				t.Errorf("%s imports %s, which the table does not know", dir, i)
			}
		}
	}
}

func foreign() []string {
	var out []string
	for m := range only {
		out = append(out, m)
	}
	return out
}

// TestPackageComments: every package says in doc.go its job, what it takes and gives,
// what it may import, what holds, and how it is tested.
func TestPackageComments(t *testing.T) {
	for dir := range packages(t) {
		if dir == "cmd/drgrule" {
			continue // one file of ten lines
		}
		file := "doc.go"
		b, err := os.ReadFile(path.Join(dir, file))
		if err != nil {
			t.Errorf("%s has no doc.go", dir)
			continue
		}
		for _, part := range []string{"Job:", "May import", "Tested "} {
			if !strings.Contains(string(b), part) && !(dir == "lang" && part == "Job:") {
				t.Errorf("%s/doc.go does not say %q", dir, part)
			}
		}
	}
}

// TestArchitecture: ARCHITECTURE.md names every package, and none that is gone.
func TestArchitecture(t *testing.T) {
	b, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z./]+)` \\|").FindAllStringSubmatch(string(b), -1) {
		named[m[1]] = true
	}
	for dir := range packages(t) {
		if !named[dir] {
			t.Errorf("ARCHITECTURE.md does not name %s", dir)
		}
		delete(named, dir)
	}
	for dir := range named {
		t.Errorf("ARCHITECTURE.md names %s, which is gone", dir)
	}
	if n := strings.Count(string(b), "\n"); n > 130 {
		t.Errorf("ARCHITECTURE.md has %d lines; two screens are the aim", n)
	}
}

// TestScalarIsSmall: the reference interpreter can be read in an hour.
func TestScalarIsSmall(t *testing.T) {
	files, err := filepath.Glob("runtime/scalar/*.go")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		lines += strings.Count(string(b), "\n")
	}
	if lines > 800 {
		t.Errorf("runtime/scalar has %d lines, at most 800 are allowed", lines)
	}
}

// TestFileSizes: a file is read in one sitting.
func TestFileSizes(t *testing.T) {
	eachGoFile(t, func(p string, src []byte) {
		if n := strings.Count(string(src), "\n"); n > 600 {
			t.Errorf("%s has %d lines, more than 600: which two things does it do?", p, n)
		}
	})
}

// TestExportedNamesAreDocumented: whoever meets a name finds what it holds, its units
// and its errors beside it. Fields and constants may be told about by the group that
// they stand in.
func TestExportedNamesAreDocumented(t *testing.T) {
	eachGoFile(t, func(p string, src []byte) {
		if strings.HasSuffix(p, "_test.go") {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no comment", p, d.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					for _, name := range undocumented(d, s) {
						t.Errorf("%s: %s has no comment", p, name)
					}
				}
			}
		}
	})
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

func undocumented(d *ast.GenDecl, s ast.Spec) (names []string) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
			names = append(names, s.Name.Name)
		}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				names = append(names, n.Name)
			}
		}
	}
	return names
}

func eachGoFile(t *testing.T, visit func(p string, src []byte)) {
	t.Helper()
	for dir := range packages(t) {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range files {
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			visit(filepath.ToSlash(p), b)
		}
	}
}
