package diag

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// marked cuts ⟦tight⟧ and ⟪wide⟫ out of a text.
func marked(name, text string) (tight, wide Span) {
	at := map[rune]int{}
	var src []byte
	for _, r := range text {
		if strings.ContainsRune("⟦⟧⟪⟫", r) {
			at[r] = len(src)
			continue
		}
		src = append(src, string(r)...)
	}
	f := NewFile(name, src)
	if _, ok := at['⟦']; ok {
		tight = Span{f, at['⟦'], at['⟧']}
	}
	if _, ok := at['⟪']; ok {
		wide = Span{f, at['⟪'], at['⟫']}
	}
	return tight, wide
}

// renderings are sources with marks. col and n say where the carets must stand, in columns
// counted by hand; the golden files show the rest.
var renderings = []struct {
	name, file, text string
	col, n           int
}{
	{"ascii", "a.hcl", "let \"a\" {\n  is = \"⟪1 + ⟦cost⟧ * 2⟫\"\n}\n", 12, 4},
	{"chinese before and under", "费用.hcl", "  is = \"⟪病例.费用 + ⟦总费用⟧⟫\"\n", 20, 6},
	{"wide mark around chinese", "a.hcl", "  is = \"⟪总费用 > ⟦x⟧ 且⟫\"\n", 17, 1},
	{"full-width sign", "a.hcl", "a ⟦＝⟧ 1\n", 2, 2},
	{"half-width katakana and hangul", "a.hcl", "# ｱｲ 한 ⟦글⟧\n", 8, 2},
	{"emoji", "a.hcl", "# 👍🏽 ⟦x⟧\n", 7, 1},
	{"composed and combined letters", "a.hcl", "# é x̂ ⟦y⟧\n", 6, 1},
	{"range that is a combining mark", "a.hcl", "# x⟦\u0302⟧ y\n", 2, 1},
	{"tabs", "a.hcl", "\tis\t= \"⟦cost⟧\"\n", 13, 4},
	{"range over a tab", "a.hcl", "a ⟦=\t1⟧\n", 2, 6},
	{"invisible character", "a.hcl", "# a⟦\u200b⟧b\n", 3, 8},
	{"text turned around", "a.hcl", "# a⟦\u202e⟧b\u2066\n", 3, 8},
	{"command to the terminal", "a\x1b[2J.hcl", "# ⟦\x1b⟧[31m red\n", 2, 8},
	{"mark of the byte order", "a.hcl", "\ufeff⟦let⟧ \"a\" {}\n", 0, 3},
	{"lines that end in CRLF", "a.hcl", "let \"a\" {\r\n  ⟦is⟧ = 1\r\n}\r\n", 2, 2},
	{"end of a line in CRLF", "a.hcl", "let \"a\"⟦⟧\r\n{\r\n", 7, 1},
	{"empty range in the middle", "a.hcl", "is = \"总 +⟦⟧\"\n", 10, 1},
	{"empty range inside of wide", "a.hcl", "is = \"⟪总 + ⟦⟧费⟫\"\n", 11, 1},
	{"end of the file", "a.hcl", "let \"a\" {\n  is = 1⟦⟧", 8, 1},
	{"end of the file behind a line end", "a.hcl", "let \"a\" {\n⟦⟧", 0, 1},
	{"empty file", "a.hcl", "⟦⟧", 0, 1},
	{"range over several lines", "a.hcl", "a = ⟦[\n  1,\n]⟧\n", 4, 1},
	{"wide over several lines", "a.hcl", "is = <<-F\n  ⟪case.a\n  and ⟦费用⟧ > 0\n  or x⟫\nF\n", 6, 4},
	{"wide that begins above", "a.hcl", "⟪is = 1\n⟦b⟧ = 2⟫\n", 0, 1},
	{"line of a table", "rules/tables/病组.csv", "编码,名称,权重\n⟦AA11,\"心脏, 移植\",x⟧\n", 0, 19},
}

// TestPretty holds every rendering against the golden file, and the carets against the
// columns counted by hand.
func TestPretty(t *testing.T) {
	var all bytes.Buffer
	for _, r := range renderings {
		tight, wide := marked(r.file, r.text)
		var out bytes.Buffer
		d := New(UnknownName, tight, "x").Within(wide)
		if err := Pretty(&out, List{d}, PrettyOptions{Lang: En}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(out.String(), "\n")
		marks := lines[3][strings.Index(lines[3], "|")+2:]
		if got := strings.IndexByte(marks, '^'); got != r.col || strings.Count(marks, "^") != r.n {
			t.Errorf("%s: %d carets from column %d, want %d from %d\n%s", r.name, strings.Count(marks, "^"), got, r.n, r.col, out.String())
		}
		all.WriteString("-- " + r.name + " --\n" + out.String())
	}
	golden(t, "pretty.txt", all.String())
}

// TestPrettyWhole shows what stands around the line: labels in other files, notes, both
// languages, colours, severities, and a diagnostic that stands nowhere.
func TestPrettyWhole(t *testing.T) {
	at, wide := marked("a.hcl", strings.Repeat("\n", 98)+"  is = \"⟪a + ⟦费用⟧⟫\"\n")
	other, _ := marked("b.hcl", "let \"⟦费用⟧\" {}\n")
	list := List{
		New(NameTaken, at, "费用").Within(wide).Label(other, "先在这里定义", "first defined here").Label(Span{}, "没有地方", "nowhere").
			Note("一", "one").Notef("%s 与 %d", "%s and %d", Text{"甲", "A"}, 2),
		New(UnusedName, other, "b"),
		New(RulesetCount, Span{}, 0),
		New(CellNumber, Span{}),
		New(TableHeader, at, "费用\x1b[2J", "a\u202eb, c"),
	}
	var all strings.Builder
	for _, l := range []Lang{Zh, En} {
		for _, color := range []bool{false, true} {
			var out bytes.Buffer
			if err := Pretty(&out, list, PrettyOptions{Lang: l, Color: color}); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			if !color && strings.Contains(text, "\x1b") {
				t.Errorf("a command to the terminal without colours:\n%q", text)
			}
			for _, c := range []struct{ code, name string }{{red, "<red>"}, {yellow, "<yellow>"}, {blue, "<blue>"}, {bold, "<bold>"}, {reset, "</>"}} {
				text = strings.ReplaceAll(text, c.code, c.name)
			}
			if color {
				all.WriteString("-- " + l.String() + " in colour --\n" + text)
			} else {
				all.WriteString("-- " + l.String() + " --\n" + text)
			}
		}
	}
	golden(t, "whole.txt", all.String())
}

// TestColourChangesNothing: without its colours a rendering is the plain one.
func TestColourChangesNothing(t *testing.T) {
	for _, r := range renderings {
		tight, wide := marked(r.file, r.text)
		list := List{New(UnknownName, tight, "x").Within(wide).Label(tight, "这里", "here").Note("注", "note")}
		var plain, colour bytes.Buffer
		if err := Pretty(&plain, list, PrettyOptions{Lang: Zh}); err != nil {
			t.Fatal(err)
		}
		if err := Pretty(&colour, list, PrettyOptions{Lang: Zh, Color: true}); err != nil {
			t.Fatal(err)
		}
		bare := strings.NewReplacer(red, "", yellow, "", blue, "", bold, "", reset, "").Replace(colour.String())
		if diff := cmp.Diff(plain.String(), bare); diff != "" {
			t.Errorf("%s: %s", r.name, diff)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test -update writes it anew):\n%s", path, diff)
	}
}
