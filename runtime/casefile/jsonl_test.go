package casefile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule/lang/cell"
)

// good is a case without its id and closing bracket.
const good = `"group": "AA11", "cost": "1.00", "day": "2024-01-01"`

// TestJSONLines reads one file of cases and tells what became of every line.
func TestJSONLines(t *testing.T) {
	p := program(t, rules)
	bad := func(line string) string { return "case.jsonl:" + line[:1] + " refused: case.jsonl:" + line + "\n" }
	for _, c := range []struct{ name, text, want string }{
		{"plain", `{"id": "A", ` + good + "}\n" + `{"id": "B", ` + good + `}`, "case.jsonl:1 A\ncase.jsonl:2 B\n"},
		{"mark, CRLF, empty lines", "\ufeff\r\n" + `{"id": "A", ` + good + "}\r\n\r\n", "case.jsonl:2 A\ncase.jsonl is utf-8 (BOM)\n"},
		{"empty", "", ""},
		{"CR alone", `{"id": "A"}` + "\r" + `{"id": "B"}`, "error case.jsonl: cr-only: "},
		{"a workbook", "PK\x03\x04", "error case.jsonl: spreadsheet: "},
		{"columns", `{"病例号": "A", "DRG编码": "AA13", "总费用": 7, "day": "2024/1/1"}`, "case.jsonl:1 A\n"},
		{"GB18030", gb18030(t, `{"病例号": "病例甲", `+good+`}`), "case.jsonl:1 病例甲\ncase.jsonl is gb18030\n"},

		{"numbers keep their digits", `{"id": "A", "group": "AA11", "cost": 12345678901234.50, "day": "2024-01-01"}`, "case.jsonl:1 A\n"},
		{"a number with an exponent", `{"id": "A", "group": "AA11", "cost": 1e2, "day": "2024-01-01"}`, bad("1 DF1002 cost")},
		{"too many decimals", `{"id": "A", "group": "AA11", "cost": 0.005, "day": "2024-01-01"}`, bad("1 DF1003 cost")},
		{"a number for an id", `{"id": 123, ` + good + `}`, bad("1 DF1016 id")},
		{"a number for a code", `{"id": "A", "group": 11, "cost": 1, "day": 20240101}`, bad("1 DF1016 group; case.jsonl:1 DF1016 day")},
		{"a truth for a number", `{"id": "A", "group": "AA11", "cost": true, "day": "2024-01-01"}`, bad("1 DF1016 cost")},
		{"an object for a text", `{"id": {"x": 1}, ` + good + `}`, bad("1 DF1016 id")},
		{"a list for a text", `{"id": ["A"], ` + good + `}`, bad("1 DF1016 id")},
		{"null", `{"id": "A", "note": null, ` + good + `}`, "case.jsonl:1 A\n"},
		{"null that must have a value", `{"id": null, ` + good + `}`, bad("1 DF1001 id")},
		{"a lone surrogate", `{"id": "A\ud800", ` + good + `}`, bad("1 DF1012 id")},
		{"NUL written out", `{"id": "A\u0000", ` + good + `}`, bad("1 DF1012 id")},
		{"bytes that do not decode", `{"id": "` + "病例病例\xff" + `", ` + good + `}`, bad("1 DF1012 id")},
		{"a huge text", `{"id": "` + strings.Repeat("A", cell.MaxBytes+1) + `", ` + good + `}`, bad("1 DF1013 id")},
		{"a field that is not declared", `{"id": "A", "extra": 1, ` + good + `}`, bad("1 DF1034 extra")},

		{"a key twice", `{"id": "A", "id": "B", ` + good + `}`, bad("1 DF1022")},
		{"a key twice inside", `{"id": "A", ` + good + `, "items": [{"line": "1", "line": "2"}]}`, bad("1 DF1022")},
		{"not an object", `["A"]` + "\n" + `"A"` + "\n7\nnull", bad("1 DF1022") + bad("2 DF1022") + bad("3 DF1022") + bad("4 DF1022")},
		{"text behind the object", `{"id": "A", ` + good + `} {"id": "B"}` + "\n" + `{"id": "C", ` + good + `}`, bad("1 DF1022") + "case.jsonl:2 C\n"},
		{"cut off", `{"id": "A", ` + good + "\n" + `{"id": "B", ` + good + `}`, bad("1 DF1022") + "case.jsonl:2 B\n"},
		{"an object over two lines", "{\"id\": \"A\",\n" + good + "}\n", bad("1 DF1022") + bad("2 DF1022")},
		{"nested too deep", strings.Repeat(`{"a": `, 40) + "1" + strings.Repeat("}", 40) + "\n" + strings.Repeat("[", 100_000), bad("1 DF1022") + bad("2 DF1022")},
		{"not JSON", "id,group\nA,AA11", bad("1 DF1022") + bad("2 DF1022")},
	} {
		if diff := cmp.Diff(c.want, open(t, p, file(p, "case.jsonl", c.text))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestNested: rows stand inside the row that they belong to, and are checked like rows
// of a file. Their line is that of the object.
func TestNested(t *testing.T) {
	p := program(t, rules)
	for _, c := range []struct{ name, items, want string }{
		{"two lines", `[{"line": "1", "code": "XX01", "amount": 1}, {"line": "2", "code": "xx02", "amount": "2.50"}]`, "case.jsonl:1 A +case.jsonl:1 +case.jsonl:1\n"},
		{"none", `[]`, "case.jsonl:1 A\n"},
		{"null", `null`, "case.jsonl:1 A\n"},
		{"their owner named again", `[{"case": "A", "line": "1", "code": "XX01", "amount": 1}]`, "case.jsonl:1 A +case.jsonl:1\n"},
		{"another owner", `[{"case": "B", "line": "1", "code": "XX01", "amount": 1}]`, "case.jsonl:1 refused: case.jsonl:1 DF1033 case\n"},
		{"bad cells", `[{"line": "1", "code": "X", "amount": 1}, {"line": "2", "code": "XX01", "extra": 0}]`, "case.jsonl:1 refused: case.jsonl:1 DF1010 code; case.jsonl:1 DF1001 amount; case.jsonl:1 DF1034 extra\n"},
		{"twice", `[{"line": "1", "code": "XX01", "amount": 1}, {"line": "1", "code": "XX01", "amount": 1}]`, "case.jsonl:1 refused: case.jsonl:1 DF1030 case,line\n"},
		{"no list", `{"line": "1"}`, "case.jsonl:1 refused: case.jsonl:1 DF1016 items\n"},
		{"a list of something else", `[1]`, "case.jsonl:1 refused: case.jsonl:1 DF1016 items\n"},
	} {
		text := `{"id": "A", ` + good + `, "items": ` + c.items + `}`
		if diff := cmp.Diff(c.want, open(t, p, file(p, "case.jsonl", text))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
	// What is wrong with the case's own key is told once, not again for each line.
	got := open(t, p, file(p, "case.jsonl", `{"id": "", `+good+`, "items": [{"line": "1", "code": "XX01", "amount": 1}]}`))
	if diff := cmp.Diff("case.jsonl:1 refused: case.jsonl:1 DF1001 id\n", got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestThreeLevels: rows nest in rows of a file of their own, and come with them.
func TestThreeLevels(t *testing.T) {
	p := program(t, `
ruleset "t" {}
record "case" {
  key    = ["id"]
  fields = { id = text }
}
record "sheet" {
  key    = ["case"]
  fields = { case = { type = ref(case), back = "sheets" } }
}
record "entry" {
  key    = ["sheet", "line"]
  fields = { sheet = { type = ref(sheet), back = "entries" }, line = text, amount = money }
}
total "per_sheet" {
  by  = "entry.sheet"
  sum = "entry.amount"
}
total "amount" {
  by  = "sheet.case"
  sum = "per_sheet"
}
output "amount" { is = "amount" }
`)
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{
			"nested twice", []string{"case.jsonl", `{"id": "A", "sheets": [{"entries": [{"line": "1", "amount": 1}, {"line": "2", "amount": 2}]}]}`},
			"case.jsonl:1 A +case.jsonl:1 +case.jsonl:1 +case.jsonl:1\n",
		},
		{
			"nested in a file of sheets", []string{"case.csv", "id\nA\nB\n", "sheet.jsonl", `{"case": "A", "entries": [{"line": "1", "amount": 1}]}` + "\n" + `{"case": "B", "entries": [{"line": "1", "amount": "x"}]}`},
			"case.csv:2 A +sheet.jsonl:1 +sheet.jsonl:1\ncase.csv:3 refused: sheet.jsonl:2 DF1002 amount\n",
		},
		{
			"three files", []string{"case.csv", "id\nA\n", "sheet.csv", "case\nA\nC\n", "entry.csv", "sheet,line,amount\nA,1,1\nB,1,1\nC,1,1\n"},
			"case.csv:2 A +sheet.csv:2 +entry.csv:2\nlost entry.csv:3 DF1031 sheet\nlost entry.csv:4 DF1031 sheet\nlost sheet.csv:3 DF1031 case\n",
		},
	} {
		if diff := cmp.Diff(c.want, open(t, p, files(p, c.files...)...)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}
