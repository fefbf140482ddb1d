package xlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
)

// read opens a workbook and writes down what it holds: the headings, then each row with
// its line. What people see of a number, and what is wrong with a cell, stand in brackets.
func read(b []byte, sheet string) string {
	t, err := xlsx.Reader{}.Open(content(b), sheet)
	if err != nil {
		return failure(err)
	}
	defer t.Close()
	var out strings.Builder
	var heads []string
	for _, c := range t.Columns() {
		heads = append(heads, c.Name)
	}
	out.WriteString(strings.Join(heads, "|") + "\n")
	for {
		row, err := t.Next()
		if err == io.EOF {
			return out.String()
		}
		if err != nil {
			return out.String() + failure(err)
		}
		var cells []string
		for _, c := range row.Cells {
			text := c.Text
			if c.Shown != "" {
				text += "(" + c.Shown + ")"
			}
			if c.Problem != "" {
				text += "(" + string(c.Problem) + ")"
			}
			cells = append(cells, text)
		}
		fmt.Fprintf(&out, "%d %s\n", row.Line, strings.Join(cells, "|"))
	}
}

func content(b []byte) *io.SectionReader {
	return io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b)))
}

func failure(err error) string {
	var e *casefile.Error
	if errors.As(err, &e) {
		return "error " + e.Code + "\n"
	}
	return "untyped error " + err.Error() + "\n"
}

// foreign makes a workbook with a library that shares no code with the reader.
func foreign(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t testing.TB, f *excelize.File, cell string, v any, format string) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", cell, v); err != nil {
		t.Fatal(err)
	}
	if format == "" {
		return
	}
	s, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", cell, cell, s); err != nil {
		t.Fatal(err)
	}
}

// TestCells: what cells of every kind are read as, from a workbook that a library wrote.
func TestCells(t *testing.T) {
	for _, c := range []struct {
		name   string
		value  any
		format string
		want   string
	}{
		{"text", "TEST-001", "", "TEST-001"},
		{"text with blanks and signs", " <a> & \"b\"\tc ", "", " <a> & \"b\"\tc "},
		{"text like a number", "00123", "", "00123"},
		{"integer", 12345, "", "12345"},
		{"amount", 123456.785, "0.00", "123456.785"},
		{"a binary fraction", 0.1 + 0.2, "", "0.3"},
		{"small", 1e-7, "", "0.0000001"},
		{"negative", -12.5, "", "-12.5"},
		{"15 digits", 123456789012345, "", "123456789012345"},
		{"16 digits", int64(1234567890123456), "", "1.23456789012346E+15"},
		{"an id of 18 digits", int64(420102199001011234), "", "4.20102199001011E+17"},
		{"leading zeros by format", 123, "000000", "123(000123)"},
		{"zeros, number too long for them", 1234567, "000000", "1234567"},
		{"thousands", 1234.5, "#,##0.00", "1234.5"},
		{"percent", 0.12, "0%", "0.12"},
		{"scientific format", 1234, "0.00E+00", "1234"},
		{"date", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), "yyyy-mm-dd", "2024-02-29"},
		{"Chinese date", 45351, `yyyy"年"m"月"d"日"`, "2024-02-29"},
		{"Chinese date, plain letters", 45351, "yyyy年m月d日;@", "2024-02-29"},
		{"date and time", 45351.545138888891, "yyyy/m/d h:mm", "2024-02-29 13:05:00"},
		{"just before midnight", 45351.99999, "yyyy/m/d h:mm:ss", "2024-02-29 23:59:59"},
		{"midnight as binary has it", 45350.99999999999, "yyyy/m/d", "2024-02-29"},
		{"month", 45351, "yyyy-mm", "2024-02"},
		{"locale prefix", 45351, "[$-804]yyyy/m/d;@", "2024-02-29"},
		{"29 February 1900", 60, "yyyy-mm-dd", "1900-02-29"},
		{"day 0", 0, "yyyy-mm-dd", "1900-01-00"},
		{"the first day", 1, "yyyy-mm-dd", "1900-01-01"},
		{"28 February 1900", 59, "yyyy-mm-dd", "1900-02-28"},
		{"1 March 1900", 61, "yyyy-mm-dd", "1900-03-01"},
		{"the last day", 2958465, "yyyy-mm-dd", "9999-12-31"},
		{"behind the last day", 2958466, "yyyy-mm-dd", "2958466"},
		{"a negative day", -1, "yyyy-mm-dd", "-1"},
		{"hours", 1.5, "[h]:mm", "36:00:00"},
		{"a number with a unit", 12, `0"d"`, "12"},
		{"a number with an escaped letter", 12, `0\d`, "12"},
		{"true", true, "", "TRUE"},
		{"nothing", nil, "", ""},
	} {
		b := foreign(t, func(f *excelize.File) {
			set(t, f, "A1", "x", "")
			set(t, f, "B1", "y", "")
			set(t, f, "A2", c.value, c.format)
			set(t, f, "B2", "end", "")
		})
		if diff := cmp.Diff("x|y\n2 "+c.want+"|end\n", read(b, "")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// parts makes a workbook of the given sheet and, if any, other parts.
func parts(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	main := `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	files := map[string]string{
		"xl/workbook.xml": `<workbook ` + main + `><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="x/sharedStrings" Target="/xl/shared.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": sheet,
	}
	for i := 0; i+1 < len(more); i += 2 {
		files[more[i]] = more[i+1]
	}
	for _, name := range []string{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/shared.xml", "xl/worksheets/sheet1.xml"} {
		text, given := files[name]
		if !given || text == "-" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheet(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }

// inline is a row of texts from column A on.
func inline(texts ...string) string {
	out := "<row>"
	for _, s := range texts {
		out += `<c t="inlineStr"><is><t>` + s + `</t></is></c>`
	}
	return out + "</row>"
}

// TestSheets: rows as other programs than spreadsheets write them, and what a workbook
// must not pass over in silence.
func TestSheets(t *testing.T) {
	head := inline("x", "y")
	shared := `<sst><si><t>a</t></si><si><r><t>b</t></r><r><t xml:space="preserve"> c</t></r><rPh><t>spoken</t></rPh></si><si><t>d_x000D_e</t></si></sst>`
	for _, c := range []struct {
		name, text string
		more       []string
		want       string
	}{
		{"places left out", sheet(head + inline("1", "2")), nil, "x|y\n2 1|2\n"},
		{"rows and cells left out", sheet(head + `<row r="5"><c r="B5" t="str"><v>b</v></c></row><row r="9"/>`), nil, "x|y\n5 |b\n9 |\n"},
		{"cells under no heading", sheet(head + inline("1", "2", "note", "")), nil, "x|y\n2 1|2\n"},
		{"headings apart", sheet(`<row><c r="B1" t="str"><v>x</v></c><c r="D1" t="str"><v>y</v></c></row><row><c r="A2"><v>0</v></c><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c><c r="D2"><v>3</v></c></row>`), nil, "x|y\n2 1|3\n"},
		{"shared texts", sheet(head + `<row><c t="s"><v>1</v></c><c t="s"><v> 2 </v></c></row>`), []string{"xl/shared.xml", shared}, "x|y\n2 b c|d\re\n"},
		{"a text that is not there", sheet(head + `<row><c t="s"><v>3</v></c></row>`), []string{"xl/shared.xml", shared}, "x|y\nerror unreadable\n"},
		{"a text that is no number", sheet(head + `<row><c t="s"><v>a</v></c></row>`), []string{"xl/shared.xml", shared}, "x|y\nerror unreadable\n"},
		{"errors", sheet(head + `<row><c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`), nil, "x|y\n2 #N/A|#DIV/0!\n"},
		{"formulas", sheet(head + `<row><c><f>1+1</f><v>2</v></c><c t="str"><f>"a"</f><v>a</v></c></row>`), nil, "x|y\n2 2|a\n"},
		{"a formula that gives an empty text", sheet(head + `<row><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row>`), nil, "x|y\n2 |1\n"},
		{"formulas that were never computed", sheet(head + `<row><c><f>1+1</f></c><c><f>1</f><v/></c></row>`), nil, "x|y\n2 (DF1017)|(DF1017)\n"},
		{"a number that is none", sheet(head + `<row><c><v>1,5</v></c><c><v>1e999</v></c></row>`), nil, "x|y\n2 (DF1002)|(DF1002)\n"},
		{"truth and ISO dates", sheet(head + `<row><c t="b"><v>0</v></c><c t="d"><v>2024-02-29T13:05:00.000Z</v></c></row>`), nil, "x|y\n2 FALSE|2024-02-29T13:05:00\n"},
		{"date by a format's number", sheet(head + `<row><c s="1"><v>45351</v></c><c s="0"><v>45351</v></c></row>`), []string{"xl/styles.xml", `<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs><dxfs><xf numFmtId="1"/></dxfs></styleSheet>`}, "x|y\n2 2024-02-29|45351\n"},
		{"dates that begin with 1904", sheet(head + `<row><c s="0"><v>43889</v></c></row>`), []string{
			"xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`,
			"xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`,
		}, "x|y\n2 2024-02-29|\n"},
		{"no rows", sheet(""), nil, "\n"},
		{"blank rows above the headings", sheet(`<row/><row><c t="str"><v> </v></c></row>` + head + inline("1", "2")), nil, "x|y\n4 1|2\n"},

		{"cut off in a row", `<worksheet><sheetData>` + head + inline("1", "2") + `<row><c>`, nil, "x|y\n2 1|2\nerror unreadable\n"},
		{"cut off behind a row", `<worksheet><sheetData>` + head + inline("1", "2"), nil, "x|y\n2 1|2\nerror unreadable\n"},
		{"broken behind the rows", sheet(head+inline("1", "2")) + "<", nil, "x|y\n2 1|2\nerror unreadable\n"},
		{"rows out of order", sheet(head + `<row r="5"/><row r="5"/>`), nil, "x|y\n5 |\nerror unreadable\n"},
		{"cells out of order", sheet(head + `<row><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`), nil, "x|y\nerror unreadable\n"},
		{"a row before the first", sheet(`<row r="-1"/>`), nil, "error unreadable\n"},
		{"a row behind the last", sheet(head + `<row r="2147483647"/>`), nil, "x|y\nerror too-large\n"},
		{"a column behind the last", sheet(head + `<row><c r="XFD2"/><c r="XFE2"/></row>`), nil, "x|y\nerror too-large\n"},
		{"a column without bounds", sheet(head + `<row><c r="ZZZZZZZZZZZZZZZZ2"/></row>`), nil, "x|y\nerror unreadable\n"},
		{"entities", `<!DOCTYPE x [<!ENTITY a "b">]>` + sheet(inline("&a;")), nil, "error unreadable\n"},
		{"not UTF-8", sheet(inline("\xff")), nil, "error unreadable\n"},
		{"no sheet", sheet(head), []string{"xl/workbook.xml", `<workbook><sheets/></workbook>`}, "error no-sheet\n"},
		{"a sheet that is not there", sheet(head), []string{"xl/worksheets/sheet1.xml", "-"}, "error unreadable\n"},
		{"no workbook", sheet(head), []string{"xl/workbook.xml", "-"}, "error spreadsheet\n"},
	} {
		if diff := cmp.Diff(c.want, read(parts(t, c.text, c.more...), "")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestChoice: the sheet that is named, else the first that is visible; charts are none.
func TestChoice(t *testing.T) {
	b := foreign(t, func(f *excelize.File) {
		for _, s := range []string{"说明", "病例", "明细"} {
			if _, err := f.NewSheet(s); err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue(s, "A1", s+"号"); err != nil {
				t.Fatal(err)
			}
		}
		f.SetActiveSheet(2)
		for _, s := range []string{"Sheet1", "说明"} {
			if err := f.SetSheetVisible(s, false, s == "Sheet1"); err != nil {
				t.Fatal(err)
			}
		}
	})
	for sheet, want := range map[string]string{"": "病例号\n", "明细": "明细号\n", "说明": "说明号\n", "别的": "error no-sheet\n"} {
		if got := read(b, sheet); got != want {
			t.Errorf("%q: %q, want %q", sheet, got, want)
		}
	}
	table, err := xlsx.Reader{}.Open(content(b), "")
	if err != nil {
		t.Fatal(err)
	}
	if name, others := table.(casefile.Sheet).Name(); name != "病例" || others != 1 {
		t.Errorf("%q and %d others", name, others)
	}
}
