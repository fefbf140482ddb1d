package drgrule_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/trace"
)

// ruleset reads the ruleset of the examples into memory, to be changed by a test.
func ruleset(t *testing.T) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	for _, pattern := range []string{"province/*.hcl", "province/tables/*.csv", "city/*.hcl"} {
		names, err := filepath.Glob("testdata/rulesets/" + pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m[strings.TrimPrefix(filepath.ToSlash(name), "testdata/rulesets/")] = &fstest.MapFile{Data: b}
		}
	}
	return m
}

// replace changes a text that must stand in the file exactly once.
func replace(t *testing.T, m fstest.MapFS, file, old, text string) {
	t.Helper()
	if n := bytes.Count(m[file].Data, []byte(old)); n != 1 {
		t.Fatalf("%s has %q %d times", file, old, n)
	}
	m[file] = &fstest.MapFile{Data: bytes.Replace(m[file].Data, []byte(old), []byte(text), 1)}
}

func hashes(t *testing.T, m fstest.MapFS) (hash, text string) {
	t.Helper()
	p, err := drgrule.Compile(m, drgrule.Options{Entry: "province"})
	if err != nil {
		t.Fatal(err)
	}
	return p.Hash(), p.TextHash()
}

// TestHash: the hash is that of the meaning, the text hash that of every byte.
func TestHash(t *testing.T) {
	const payments, records = "province/payments.hcl", "province/ruleset.hcl"
	hash, text := hashes(t, ruleset(t))
	if again, textAgain := hashes(t, ruleset(t)); again != hash || textAgain != text {
		t.Error("the hash of the same text differs")
	}
	if _, err := drgrule.Compile(ruleset(t), drgrule.Options{Entry: "province", Strict: true}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(m fstest.MapFS){
		"a comment": func(m fstest.MapFS) {
			replace(t, m, payments, "total \"pool_points\"", "# points\ntotal \"pool_points\"")
		},
		"layout":       func(m fstest.MapFS) { replace(t, m, payments, "standard + addon", "standard  +  addon") },
		"a title":      func(m fstest.MapFS) { replace(t, m, payments, "清单内药品另付", "另付") },
		"a citation":   func(m fstest.MapFS) { replace(t, m, payments, "order: addon (3)", "order: addon (4)") },
		"a column":     func(m fstest.MapFS) { replace(t, m, records, "\"病例号\"", "\"case_no\"") },
		"two files":    func(m fstest.MapFS) { m["province/z.hcl"] = m[payments]; delete(m, payments) },
		"an example":   func(m fstest.MapFS) { delete(m, "province/payments.test.hcl") },
		"blocks moved": func(m fstest.MapFS) { move(t, m, payments) },
		"order of table rows": func(m fstest.MapFS) {
			replace(t, m, "province/tables/groups.csv", "AA11,1.2500,125\nBB21,0.8000,80\n", "BB21,0.8000,80\nAA11,1.2500,125\n")
		},
	} {
		m := ruleset(t)
		change(m)
		if h, x := hashes(t, m); h != hash || x == text {
			t.Errorf("%s: hash %v, text hash %v", name, h == hash, x == text)
		}
	}
	for name, change := range map[string]func(m fstest.MapFS){
		"a number":              func(m fstest.MapFS) { replace(t, m, payments, "listed_cost * 0.70", "listed_cost * 0.71") },
		"a bound of a field":    func(m fstest.MapFS) { replace(t, m, records, "min = 0.01", "min = 0.02") },
		"a cell of a table":     func(m fstest.MapFS) { replace(t, m, "province/tables/groups.csv", "1.2500", "1.2501") },
		"a row of a table":      func(m fstest.MapFS) { replace(t, m, records, `["X02"]`, `["X02"], ["X03"]`) },
		"a comparison":          func(m fstest.MapFS) { replace(t, m, payments, "listed_cost > 0.30", "listed_cost >= 0.30") },
		"a rounding":            func(m fstest.MapFS) { replace(t, m, payments, "* 0.70, 2)", "* 0.70, 2, down)") },
		"the name of an output": func(m fstest.MapFS) { replace(t, m, payments, `output "listed"`, `output "in_list"`) },
	} {
		m := ruleset(t)
		change(m)
		if h, _ := hashes(t, m); h == hash {
			t.Errorf("%s: the hash is the same", name)
		}
	}
	if city, _ := drgrule.Compile(ruleset(t), drgrule.Options{Entry: "city"}); city.Hash() == hash {
		t.Error("an overlay that changes a number has the hash of what it stands over")
	}
}

// move writes the blocks of a file in the opposite order.
func move(t *testing.T, m fstest.MapFS, file string) {
	t.Helper()
	blocks := strings.SplitAfter(string(m[file].Data), "\n}\n")
	if len(blocks) < 5 {
		t.Fatalf("%s has %d blocks", file, len(blocks))
	}
	slices.Reverse(blocks)
	m[file] = &fstest.MapFile{Data: []byte(strings.Join(blocks, "\n"))}
}

// TestOrderOfBlocks: moving blocks changes no result and no explanation.
func TestOrderOfBlocks(t *testing.T) {
	m := ruleset(t)
	move(t, m, "province/payments.hcl")
	moved, err := drgrule.Compile(m, drgrule.Options{Entry: "province"})
	if err != nil {
		t.Fatal(err)
	}
	p := compile(t, "province")
	for _, c := range []drgrule.Case{test1(), with("indication", nil), with("total_cost", "50000.00")} {
		if d := cmp.Diff(eval(t, p, c, nil), eval(t, moved, c, nil), same); d != "" {
			t.Error(d)
		}
		a, err1 := p.Explain(context.Background(), c, nil)
		b, err2 := moved.Explain(context.Background(), c, nil)
		if d := cmp.Diff(a, b, same, cmpopts.IgnoreFields(trace.Lookup{}, "Place")); err1 != nil || err2 != nil || d != "" {
			t.Error(err1, err2, d)
		}
	}
}

// TestEntry: what is not a directory inside the file system is an error of the call.
func TestEntry(t *testing.T) {
	m := ruleset(t)
	m["province/sub/r.hcl"] = &fstest.MapFile{Data: []byte("ruleset \"sub\" {}\nrecord \"case\" {\n  key = [\"id\"]\n  fields = { id = text }\n}\noutput \"key\" { is = \"case.id\" }\n")}
	m["empty/readme.txt"] = &fstest.MapFile{Data: []byte("no rules")}
	for entry, name := range map[string]string{"province": "province", "./city/": "city", "province/sub": "sub", "city/../province": "province"} {
		if p, err := drgrule.Compile(m, drgrule.Options{Entry: entry}); err != nil || p.Name() != name {
			t.Errorf("%q: %v", entry, err)
		}
	}
	for _, entry := range []string{"..", "../rulesets", "/province", "province/../..", "village", "empty", "province/ruleset.hcl", "province\\", "c:"} {
		_, err := drgrule.Compile(m, drgrule.Options{Entry: entry})
		var rules drgrule.Diagnostics
		var defect *drgrule.InternalError
		if err == nil || errors.As(err, &rules) || errors.As(err, &defect) {
			t.Errorf("%q: %v", entry, err)
		}
	}
	sub, err := m.Sub("city")
	if err != nil {
		t.Fatal(err)
	}
	_, err = drgrule.Compile(sub, drgrule.Options{}) // the root itself; what it extends is not beside it
	var rules drgrule.Diagnostics
	if !errors.As(err, &rules) || rules[0].Code != diag.ExtendsUnknown {
		t.Errorf("an overlay alone: %v", err)
	}
}

// TestExtendsStaysInside: no name of a directory leads out of the file system, or into
// the ruleset itself.
func TestExtendsStaysInside(t *testing.T) {
	for _, name := range []string{"..", "../province", "/province", "province/sub", "c:province", "province\\\\sub", "."} {
		m := ruleset(t)
		m["stray.hcl"] = &fstest.MapFile{Data: []byte("ruleset \"stray\" {}\n")} // beside the directories
		replace(t, m, "city/ruleset.hcl", `extends = "province"`, `extends = "`+name+`"`)
		_, err := drgrule.Compile(m, drgrule.Options{Entry: "city"})
		var rules drgrule.Diagnostics
		if !errors.As(err, &rules) || rules[0].Code != diag.ExtendsUnknown {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"../groups.csv", "/etc/passwd", "tables/../../x.csv"} {
		m := ruleset(t)
		replace(t, m, "province/ruleset.hcl", "tables/groups.csv", name)
		_, err := drgrule.Compile(m, drgrule.Options{Entry: "province"})
		var rules drgrule.Diagnostics
		if !errors.As(err, &rules) || rules[0].Code != diag.TableFileMissing {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestStrict: a warning is an error of Compile, and only then.
func TestStrict(t *testing.T) {
	m := ruleset(t)
	replace(t, m, "province/payments.hcl", "  assumption = \"四舍五入到分\"\n", "")
	p, err := drgrule.Compile(m, drgrule.Options{Entry: "province"})
	if err != nil || len(p.Warnings()) != 0 {
		t.Fatal(err, p.Warnings())
	}
	_, err = drgrule.Compile(m, drgrule.Options{Entry: "province", Strict: true})
	var rules drgrule.Diagnostics
	if !errors.As(err, &rules) || len(rules) != 1 || rules[0].Code != diag.Uncited || rules.Errors() {
		t.Errorf("a number without a source: %v", err)
	}
	m = ruleset(t)
	m["province/spare.hcl"] = &fstest.MapFile{Data: []byte("param \"spare\" {\n  value      = 5\n  assumption = \"none\"\n}\n")}
	p, err = drgrule.Compile(m, drgrule.Options{Entry: "province"})
	if err != nil || len(p.Warnings()) != 1 || p.Warnings()[0].Code != diag.UnusedName {
		t.Fatal(err)
	}
	p.Warnings()[0] = nil // a copy of the list: the program keeps its own
	if p.Warnings()[0] == nil {
		t.Error("a caller can change the warnings of a program")
	}
	if _, err := drgrule.Compile(m, drgrule.Options{Entry: "province", Strict: true}); !errors.As(err, &rules) {
		t.Errorf("a warning in strict mode: %v", err)
	}
}

// TestEveryMistakeIsTold: Compile gives all mistakes of all files at once.
func TestEveryMistakeIsTold(t *testing.T) {
	m := ruleset(t)
	replace(t, m, "province/payments.hcl", "standard + addon", "standard + addons")
	replace(t, m, "province/payments.hcl", "order: standard\"\n}\n\ntotal", "ordre: standard\"\n}\n\ntotal")
	replace(t, m, "province/tables/groups.csv", "1.2500", "1,25")
	_, err := drgrule.Compile(m, drgrule.Options{Entry: "province"})
	var rules drgrule.Diagnostics
	if !errors.As(err, &rules) {
		t.Fatal(err)
	}
	var got []string
	for _, d := range rules {
		got = append(got, string(d.Code))
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"DR2004", "DR2604", "DR2801"}, got); d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	for _, want := range got {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not tell %s", want)
		}
	}
}
