package diag

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// families are the codes that each file of the catalogue may hold.
var families = map[string]string{
	"codes_absence.go": "DR23", "codes_cell.go": "DF10", "codes_fault.go": "DF20", "codes_formula.go": "DR12", "codes_grain.go": "DR24 DR25",
	"codes_name.go": "DR20", "codes_rule.go": "DR27 DR28 DR29", "codes_structure.go": "DR11", "codes_table.go": "DR26",
	"codes_text.go": "DR10", "codes_type.go": "DR21",
}

// constants reads the codes from the text of the catalogue: name to code, and each once.
func constants(t *testing.T) map[string]Code {
	t.Helper()
	names := map[string]Code{}
	files, err := filepath.Glob("codes_*.go")
	if err != nil || len(files) != len(families) {
		t.Fatalf("%d files of codes, %v; the table knows %d", len(files), err, len(families))
	}
	taken := map[Code]string{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				return true
			}
			lit, ok := v.Values[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			code := Code(s)
			if other := taken[code]; other != "" {
				t.Errorf("%s is %s and %s", code, other, v.Names[0].Name)
			}
			taken[code], names[v.Names[0].Name] = v.Names[0].Name, code
			if !slices.ContainsFunc(strings.Fields(families[name]), func(p string) bool { return strings.HasPrefix(s, p) && len(s) == 6 }) {
				t.Errorf("%s stands in %s, which is for %s", code, name, families[name])
			}
			return true
		})
	}
	return names
}

// TestCodes: the constants and the catalogue are the same codes, sorted, and only data has
// faults.
func TestCodes(t *testing.T) {
	var declared []Code
	for _, c := range constants(t) {
		declared = append(declared, c)
	}
	slices.Sort(declared)
	if diff := cmp.Diff(declared, Codes()); diff != "" {
		t.Errorf("constants and catalogue differ (-constants +catalogue):\n%s", diff)
	}
	for _, c := range Codes() {
		if fault := c.Info().Severity == FaultOfData; fault != strings.HasPrefix(string(c), "DF") {
			t.Errorf("%s has the severity %s", c, c.Info().Severity)
		}
		if c.Page() != "docs/diagnostics/"+string(c)+".md" {
			t.Errorf("%s has its page at %s", c, c.Page())
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a code can be registered twice")
		}
	}()
	register(map[Code]Info{UnknownName: {}})
}

var verb = regexp.MustCompile(`%%|%\[(\d+)\]([a-zA-Z])|%`)

// verbs lists the arguments that a text shows and how; a text without arguments may hold a
// bare percent sign.
func verbs(t *testing.T, c Code, text string) map[int]string {
	t.Helper()
	out := map[int]string{}
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] == "" && m[0] == "%":
			t.Errorf("%s: %q has a percent sign that stands for nothing", c, text)
		case m[1] != "":
			n, _ := strconv.Atoi(m[1])
			if old := out[n]; old != "" && old != m[2] {
				t.Errorf("%s: %q shows argument %d in two ways", c, text, n)
			}
			out[n] = m[2]
		}
	}
	return out
}

// TestTexts: every code has a message and help in both languages, which show the same
// arguments in the same way, and together all of them.
func TestTexts(t *testing.T) {
	for _, c := range Codes() {
		used := map[int]string{}
		for _, text := range []Text{c.Info().Message, c.Info().Help} {
			if strings.TrimSpace(text.Zh) == "" || strings.TrimSpace(text.En) == "" || text.Zh != strings.TrimSpace(text.Zh) || text.En != strings.TrimSpace(text.En) {
				t.Errorf("%s has an empty text or blanks around one: %q, %q", c, text.Zh, text.En)
			}
			if strings.ContainsAny(text.Zh+text.En, "\n\t") {
				t.Errorf("%s has a text of several lines", c)
			}
			zh, en := verbs(t, c, text.Zh), verbs(t, c, text.En)
			if diff := cmp.Diff(zh, en); diff != "" {
				t.Errorf("%s shows other arguments in English (-zh +en):\n%s", c, diff)
			}
			for n, v := range zh {
				if old := used[n]; old != "" && old != v {
					t.Errorf("%s: message and help show argument %d in two ways", c, n)
				}
				used[n] = v
			}
		}
		for i := range len(used) {
			if used[i+1] == "" {
				t.Errorf("%s shows %d arguments, but not number %d", c, len(used), i+1)
			}
		}
	}
}

var (
	quoted   = regexp.MustCompile("`[^`]*`")
	sentence = regexp.MustCompile(`[A-Za-z]+(?: [A-Za-z]+){2,}`)
)

// TestLanguages: outside of quoted rules an English text has no Chinese, and a Chinese one
// no English sentence.
func TestLanguages(t *testing.T) {
	for _, c := range Codes() {
		for _, text := range []Text{c.Info().Message, c.Info().Help} {
			if en := quoted.ReplaceAllString(text.En, ""); strings.ContainsFunc(en, chinese) {
				t.Errorf("%s has Chinese in an English text: %s", c, text.En)
			}
			zh := verb.ReplaceAllString(quoted.ReplaceAllString(text.Zh, ""), "")
			if sentence.MatchString(zh) {
				t.Errorf("%s has English in a Chinese text: %s", c, text.Zh)
			}
			if !strings.ContainsFunc(zh, chinese) && strings.TrimSpace(zh) != "" {
				t.Errorf("%s has no Chinese in a Chinese text: %s", c, text.Zh)
			}
		}
	}
}

// chinese reports whether a character belongs to Chinese writing. Ellipsis, dash and curly
// quotes belong to both.
func chinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}

// TestCalls: wherever this module makes a diagnostic of a code that is written there, it
// gives as many arguments as the texts show.
func TestCalls(t *testing.T) {
	names := constants(t)
	seen := 0
	for _, pattern := range []string{"../*/*.go", "../*.go", "../../*.go", "../../runtime/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			seen += checkCalls(t, name, names)
		}
	}
	if seen < 200 {
		t.Errorf("only %d calls were found", seen)
	}
}

// makers are the functions that make diagnostics: behind the code stands the place, then the
// arguments.
var makers = []string{"New", "report", "shape"}

func checkCalls(t *testing.T, name string, names map[string]Code) (seen int) {
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Ellipsis.IsValid() {
			return true
		}
		fun, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(makers, fun.Sel.Name) {
			return true
		}
		for i, a := range call.Args {
			sel, ok := a.(*ast.SelectorExpr)
			if !ok {
				continue
			}
			if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "diag" || names[sel.Sel.Name] == "" {
				continue
			}
			seen++
			info := names[sel.Sel.Name].Info()
			want := 0
			for _, text := range []string{info.Message.En, info.Help.En} {
				for n := range verbs(t, "", text) {
					want = max(want, n)
				}
			}
			if got := len(call.Args) - i - 2; got < want {
				t.Errorf("%s: %s is made with %d arguments, its texts show %d", fset.Position(call.Pos()), sel.Sel.Name, got, want)
			}
			break
		}
		return true
	})
	return seen
}
