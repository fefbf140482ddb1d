package lang_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/stdlib"
)

// world is a file system of rulesets: "name/file" to text. Table files stand among them.
type world map[string]string

func (w world) dir(name string) (*lang.Dir, error) {
	out := &lang.Dir{Table: func(path string) ([]byte, error) {
		if s, ok := w[name+"/"+path]; ok {
			return []byte(s), nil
		}
		return nil, errors.New("no such file")
	}}
	for path, text := range w {
		if strings.HasPrefix(path, name+"/") && strings.HasSuffix(path, ".hcl") {
			out.Files = append(out.Files, diag.NewFile(path, []byte(text)))
		}
	}
	if len(out.Files) == 0 {
		return nil, errors.New("no such directory")
	}
	return out, nil
}

func (w world) input() lang.Input {
	return lang.Input{
		Entry: "r", Open: w.dir, Library: stdlib.Library(), Options: check.Options{},
		Module: func(name string) (*lang.Dir, error) { return w.dir("module " + name) }, Modules: []string{"std/a", "std/b"},
	}
}

// compile returns the codes of what is wrong with the ruleset "r", warnings left out.
func (w world) compile(t *testing.T) (lang.Output, string) {
	t.Helper()
	out, err := lang.Compile(w.input())
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, d := range out.Diags {
		if d.Code != diag.UnusedName {
			codes = append(codes, string(d.Code))
		}
	}
	if (out.Program == nil) != out.Diags.Errors() {
		t.Fatalf("program: %v, errors: %v", out.Program != nil, out.Diags)
	}
	return out, strings.Join(codes, " ")
}

const (
	head   = "ruleset \"r\" {}\n"
	record = "record \"case\" {\n  key    = [\"id\"]\n  fields = { id = text, n = count, b = bool, left = date }\n}\n"
	output = "output \"n\" { is = \"case.n\" }\n"
)

func TestCompile(t *testing.T) {
	for _, tt := range []struct {
		what string
		w    world
		want string
	}{
		{"one file", world{"r/a.hcl": head + record + output}, ""},
		{"three files", world{"r/a.hcl": head, "r/b.hcl": output, "r/c.hcl": record}, ""},
		{"no ruleset block", world{"r/a.hcl": record + output}, "DR2906"},
		{"two ruleset blocks", world{"r/a.hcl": head + record, "r/b.hcl": head}, "DR2906"},
		{"nothing but a head", world{"r/a.hcl": head}, ""},
		{"a broken file hides what the others need", world{"r/a.hcl": head + record, "r/b.hcl": "let \"x\" {", "r/c.hcl": "output \"n\" { is = \"x\" }"}, "DR1102"},
		{"two broken files are two mistakes", world{"r/a.hcl": head + "}", "r/b.hcl": "let \"x\" {"}, "DR1119 DR1102"},
		{"a mistake in a formula does not hide others", world{"r/a.hcl": head + record + "output \"x\" { is = \"case.n +\" }\noutput \"y\" { is = \"case.m\" }\n"}, "DR1203 DR2005"},

		{"an overlay", world{"r/a.hcl": "ruleset \"r\" { extends = \"base\" }\n" + output, "base/a.hcl": "ruleset \"base\" {}\n" + record}, ""},
		{"an overlay over nothing", world{"r/a.hcl": "ruleset \"r\" { extends = \"base\" }\n" + output}, "DR2904"},
		{"an overlay over itself", world{"r/a.hcl": "ruleset \"r\" { extends = \"r\" }\n" + record}, "DR2905"},
		{"overlays in a circle", world{"r/a.hcl": "ruleset \"r\" { extends = \"s\" }\n", "s/a.hcl": "ruleset \"s\" { extends = \"t\" }\n", "t/a.hcl": "ruleset \"t\" { extends = \"r\" }\n"}, "DR2905"},
		{"a broken file below", world{"r/a.hcl": "ruleset \"r\" { extends = \"base\" }\noutput \"x\" { is = \"nothing\" }\n", "base/a.hcl": "ruleset \"base\" {}\nlet {"}, "DR1102"},

		{"a module", world{"r/a.hcl": "ruleset \"r\" { uses = [\"std/a\"] }\n" + record + "output \"x\" { is = \"a.twice(case.n)\" }\n", "module std/a/a.hcl": "function \"twice\" {\n  args = { x = count }\n  is   = \"x * 2\"\n}\n"}, ""},
		{"no such module", world{"r/a.hcl": "ruleset \"r\" { uses = [\"std/c\"] }\n" + record + output}, "DR2907"},
		{"a module of a lower layer", world{
			"r/a.hcl": "ruleset \"r\" { extends = \"base\" }\noutput \"x\" { is = \"a.twice(case.n)\" }\n", "base/a.hcl": "ruleset \"base\" { uses = [\"std/a\"] }\n" + record,
			"module std/a/a.hcl": "function \"twice\" {\n  args = { x = count }\n  is   = \"x * 2\"\n}\n",
		}, ""},
		{"a module with what has rows", world{"r/a.hcl": "ruleset \"r\" { uses = [\"std/a\"] }\n" + record + output, "module std/a/a.hcl": "let \"x\" { is = \"1\" }\n"}, "DR2908"},
		{"a table file", world{"r/a.hcl": head + record + "table \"t\" {\n  file = \"t.csv\"\n  key = [\"k\"]\n  columns = { k = text }\n}\noutput \"x\" { is = \"case.id in t\" }\n", "r/t.csv": "k\nA\n"}, ""},
		{"no table file", world{"r/a.hcl": head + record + "table \"t\" {\n  file = \"t.csv\"\n  key = [\"k\"]\n  columns = { k = text }\n}\noutput \"x\" { is = \"case.id in t\" }\n"}, "DR2602"},
		{"a table file of the layer that names it", world{
			"r/a.hcl": "ruleset \"r\" { extends = \"base\" }\n" + output, "r/t.csv": "wrong\n", "base/t.csv": "k\nA\n",
			"base/a.hcl": "ruleset \"base\" {}\n" + record + "table \"t\" {\n  file = \"t.csv\"\n  key = [\"k\"]\n  columns = { k = text }\n}\noutput \"x\" { is = \"case.id in t\" }\n",
		}, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			if out, got := tt.w.compile(t); got != tt.want {
				t.Errorf("got %q, want %q: %v", got, tt.want, out.Diags)
			}
		})
	}
}

// TestWorldErrors: what cannot be read of the entry itself is no mistake of the rules.
func TestWorldErrors(t *testing.T) {
	if _, err := lang.Compile(world{}.input()); err == nil || !strings.Contains(err.Error(), "no such directory") {
		t.Errorf("an entry that is not there gives %v", err)
	}
}

// TestTextHash: the text hash changes with every byte and name that was read, and with
// nothing else; the hash does not with any of these.
func TestTextHash(t *testing.T) {
	table := "table \"t\" {\n  file = \"t.csv\"\n  key = [\"k\"]\n  columns = { k = text }\n}\n"
	base := func() world {
		return world{"r/a.hcl": head + record + table, "r/b.hcl": output + "output \"x\" { is = \"case.id in t\" }\n", "r/t.csv": "k\nA\n"}
	}
	first, _ := base().compile(t)
	edit := func(f func(world)) (text, meaning bool) {
		w := base()
		f(w)
		out, codes := w.compile(t)
		if codes != "" {
			t.Fatal(out.Diags)
		}
		return out.Program.TextHash != first.Program.TextHash, out.Program.Hash != first.Program.Hash
	}
	for _, tt := range []struct {
		what          string
		edit          func(world)
		text, meaning bool
	}{
		{"nothing", func(world) {}, false, false},
		{"a comment", func(w world) { w["r/b.hcl"] += "# one\n" }, true, false},
		{"a blank", func(w world) { w["r/a.hcl"] += "\n" }, true, false},
		{"the name of a file", func(w world) { w["r/c.hcl"] = w["r/b.hcl"]; delete(w, "r/b.hcl") }, true, false},
		{"the end of a table's lines", func(w world) { w["r/t.csv"] = "k\r\nA\r\n" }, true, false},
		{"a file that is not read", func(w world) { w["r/u.csv"] = "x" }, false, false},
		{"a row", func(w world) { w["r/t.csv"] = "k\nB\n" }, true, true},
		{"text that moves to another file", func(w world) { w["r/a.hcl"] += output; w["r/b.hcl"] = strings.TrimPrefix(w["r/b.hcl"], output) }, true, false},
	} {
		if text, meaning := edit(tt.edit); text != tt.text || meaning != tt.meaning {
			t.Errorf("%s: the text hash changes: %v, want %v; the hash: %v, want %v", tt.what, text, tt.text, meaning, tt.meaning)
		}
	}
}

// TestExtendsDepth: layers up to the limit, and one more.
func TestExtendsDepth(t *testing.T) {
	layers := func(n int) world {
		w := world{}
		for i := range n {
			name, below := fmt.Sprintf("l%d", i), fmt.Sprintf("{ extends = \"l%d\" }", i+1)
			if i == 0 {
				name = "r"
			}
			if i == n-1 {
				below = "{}"
			}
			w[name+"/a.hcl"] = fmt.Sprintf("ruleset \"x\" %s\nparam \"p%d\" { value = %d }\n", below, i, i)
		}
		w[fmt.Sprintf("l%d/b.hcl", n-1)] = record + output
		return w
	}
	for n, want := range map[int]string{2: "", 32: "", 33: "DR2905"} {
		if out, got := layers(n).compile(t); got != want {
			t.Errorf("%d layers: %q, want %q: %v", n, got, want, out.Diags)
		}
	}
}
