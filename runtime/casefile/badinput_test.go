package casefile_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// bad are cells that are refused, one or two of each class: the class as numbered where
// the classes of bad input are listed, the field, the cell, the code.
var bad = []struct{ class, field, cell, code string }{
	{"C5", "病例号", "", "DF1001"},
	{"C5", "总费用", "", "DF1001"},
	{"C6", "总费用", "1e400", "DF1002"},
	{"C6", "总费用", "NaN", "DF1002"},
	{"C6", "总费用", "Inf", "DF1002"},
	{"C6", "总费用", "0x1p-2", "DF1002"},
	{"C6", "总费用", "1_000", "DF1002"},
	{"C6", "总费用", "１２３", "DF1002"},
	{"C6", "总费用", "￥12", "DF1002"},
	{"C6", "总费用", "12.345678901234567890", "DF1003"},
	{"C6", "总费用", "1000000000000000000000000000000", "DF1002"},
	{"C6", "总费用", "1000000000000000", "DF1004"},
	{"C6", "总费用", "1E+15", "DF1002"},
	{"C7", "总费用", "-0.01", "DF1005"},
	{"C8", "day", "2023-02-29", "DF1006"},
	{"C8", "day", "0000-00-00", "DF1006"},
	{"C8", "day", "1900-01-00", "DF1006"},
	{"C8", "day", "1899-12-31", "DF1006"},
	{"C8", "day", "2200-01-01", "DF1006"},
	{"C8", "day", "45351", "DF1006"},
	{"C8", "day", "60", "DF1006"},
	{"C8", "day", "02-29-24", "DF1006"},
	{"C9", "病例号", "1.23E+15", "DF1011"},
	{"C9", "病例号", "3e+17", "DF1011"},
	{"C9", "病例号", "#N/A", "DF1017"},
	{"C9", "总费用", "#DIV/0!", "DF1017"},
	{"C10", "DRG编码", "ZZ99", "DF1014"},
	{"C10", "DRG编码", "AA 11", "DF1014"},
}

// fine are cells that look bad and are not.
var fine = []struct{ class, field, cell string }{
	{"C6", "总费用", "-0"}, {"C6", "总费用", " 12 "}, {"C6", "总费用", "+12.500"},
	{"C8", "day", "2024-02-29"}, {"C8", "day", "20240229"}, {"C8", "day", "2024/2/9"}, {"C8", "day", "2024-02-29 23:59:59"},
	{"C9", "病例号", "000123"}, {"C9", "病例号", "=1+1"}, {"C9", "病例号", strings.Repeat("9", 40)}, {"C14", "病例号", "@SUM(1)"}, {"C14", "病例号", "-1"},
}

// written are the ways in which cells of texts become a file, and the row of the first
// line below the headings.
func written(t testing.TB) map[string]struct {
	write func(text string) string
	first int
} {
	plain := func(s string) string { return s }
	type way = struct {
		write func(text string) string
		first int
	}
	return map[string]way{
		"csv":         {plain, 2},
		"csv, mark":   {func(s string) string { return "\ufeff" + s }, 2},
		"csv, CRLF":   {func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, 2},
		"csv, quoted": {func(s string) string { return quoted(s) }, 2},
		"gb18030":     {func(s string) string { return gb18030(t, s) }, 2},
		"utf-16":      {func(s string) string { return utf16(t, s) }, 2},
		"gzip":        {func(s string) string { return gzipped(t, s) }, 2},
		"zstd":        {func(s string) string { return zstandard(t, s) }, 2},
		"jsonl":       {func(s string) string { return objects(t, s) }, 1},
		"xlsx":        {func(s string) string { return book(t, s) }, 2},
		"parquet":     {func(s string) string { return columns(t, s) }, 1},
	}
}

func quoted(text string) string {
	var out strings.Builder
	for _, r := range cellsOf(text) {
		out.WriteString(`"` + strings.Join(r, `","`) + "\"\n")
	}
	return out.String()
}

func objects(t testing.TB, text string) string {
	rows := cellsOf(text)
	out := ""
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, c := range r {
			m[rows[0][i]] = c
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		out += string(b) + "\n"
	}
	return out
}

// TestBadCells: each bad cell is refused with its code, at its row and column, in every
// format alike, and the row before and behind are read; cells that only look bad are
// read, in every format to the same value.
func TestBadCells(t *testing.T) {
	p := program(t, rules)
	heads := strings.Split(strings.TrimSuffix(head, "\n"), ",")
	around := func(field, cell string) string {
		sound := []string{"X", "AA11", "1.00", "2024-01-01"}
		for i, h := range heads {
			if h == field {
				sound[i] = cell
			}
		}
		return head + "A" + row + strings.Join(sound, ",") + "\n" + "B" + row
	}
	tried := 0
	for way, w := range written(t) {
		for _, c := range bad {
			tried++
			file := "case." + strings.Fields(way)[0]
			want := fmt.Sprintf("%[1]s:%[2]d A\n%[1]s:%[3]d refused: %[1]s:%[3]d %[4]s %[5]s\n%[1]s:%[6]d B\n", file, w.first, w.first+1, c.code, c.field, w.first+2)
			if got := cases(t, p, anyFile(p, file, w.write(around(c.field, c.cell)))); got != want {
				t.Errorf("%s, %s %q in %s:\n%swant\n%s", c.class, c.field, c.cell, way, got, want)
			}
		}
		for _, c := range fine {
			tried++
			got := values(t, p, anyFile(p, "case.csv", w.write(around(c.field, c.cell))))
			if want := values(t, p, anyFile(p, "case.csv", around(c.field, c.cell))); got != want || strings.Count(got, "\n") != 3 {
				t.Errorf("%s, %s %q in %s: %q, want %q", c.class, c.field, c.cell, way, got, want)
			}
		}
	}
	if tried < 400 {
		t.Errorf("only %d were tried", tried)
	}
}

// cases lists the cases of a file; what is told of the file itself is left out.
func cases(t testing.TB, p *drgrule.Program, f casefile.File) string {
	t.Helper()
	set, err := casefile.Open(p.IR(), []casefile.File{f})
	if err != nil {
		return "error " + err.Error() + "\n"
	}
	out := ""
	rec := p.IR().Record("case")
	for i := range set.Count(rec) {
		out += caseLine(p, rec, set.Case(rec, i)) + "\n"
	}
	return out
}

// values writes what the fields of each case were read as.
func values(t testing.TB, p *drgrule.Program, f casefile.File) string {
	t.Helper()
	set, err := casefile.Open(p.IR(), []casefile.File{f})
	if err != nil {
		return "error " + err.Error() + "\n"
	}
	out := ""
	rec := p.IR().Record("case")
	for i := range set.Count(rec) {
		c := set.Case(rec, i)
		for k, cell := range c.Bundle.Rows[rec.ID][0].Fields {
			if cell.Present {
				out += cell.Value.Text(rec.Fields[k].Spec.Type) + "|"
			}
		}
		out += fmt.Sprintf("%d faults\n", len(c.Faults))
	}
	return out
}

// TestHeadingsEverywhere: headings are found, and told to be wrong, in every format that
// has them alike (C4); a table without rows has no cases (C5).
func TestHeadingsEverywhere(t *testing.T) {
	p := program(t, rules)
	const cells = "\nA,AA11,1.00,2024-01-01,x\n"
	for way, w := range written(t) {
		if way == "jsonl" {
			continue
		}
		for _, c := range []struct{ class, header, want string }{
			{"extra", "病例号,DRG编码,总费用,day,备注", " A\n"},
			{"renamed", "mdtrt_id,group,总费用（元）,day,x", " A\n"},
			{"full width, blanks, case", "病 例 号,ＤＲＧ编码,总费用(元),Day,x", " A\n"},
			{"reordered", "day,DRG编码,总费用,病例号,x", " DF1006 day\n"}, // a day will do for an id
			{"missing", "病例号,DRG编码,总费用,日期,x", "missing-column: day"},
			{"twice", "病例号,DRG编码,总费用,day,day", "column-twice: day"},
			{"header only", "病例号,DRG编码,总费用,day,x|", ""},
		} {
			if way == "parquet" && c.class == "twice" {
				continue // the format has no two columns of one name
			}
			text := c.header + cells
			if header, only := strings.CutSuffix(c.header, "|"); only {
				text = header + "\n"
			}
			got := cases(t, p, anyFile(p, "case.csv", w.write(text)))
			if c.want == "" && got != "" || !strings.Contains(got, c.want) || strings.Count(got, "DF") > 1 {
				t.Errorf("%s in %s: %s", c.class, way, got)
			}
		}
	}
}
