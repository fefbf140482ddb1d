package casefile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/runtime/casefile"
)

const (
	head = "病例号,DRG编码,总费用,day\n"
	row  = ",AA11,1.00,2024-01-01\n" // behind an id
)

// TestCSV reads one file of cases and tells what became of every line.
func TestCSV(t *testing.T) {
	p := program(t, rules)
	for _, c := range []struct{ name, text, want string }{
		{"plain", head + "A" + row + "B" + row, "case.csv:2 A\ncase.csv:3 B\n"},
		{"last line without end", head + "A,AA11,1.00,2024-01-01", "case.csv:2 A\n"},
		{"mark", "\ufeff" + head + "A" + row, "case.csv:2 A\ncase.csv is utf-8 (BOM)\n"},
		{"mark before a quote", "\ufeff\"病例号\",DRG编码,总费用,day\nA" + row, "case.csv:2 A\ncase.csv is utf-8 (BOM)\n"},
		{"CRLF and empty lines", strings.ReplaceAll(head+"A"+row+"\n\nB"+row, "\n", "\r\n"), "case.csv:2 A\ncase.csv:5 B\n"},
		{"CR alone", strings.ReplaceAll(head+"A"+row, "\n", "\r"), "error case.csv: cr-only: "},
		{"blank rows of a spreadsheet", head + "A" + row + ",,,\n　, ,\t,\n" + "B" + row, "case.csv:2 A\ncase.csv:5 B\n"},
		{"empty file", "", ""},
		{"nothing but a mark", "\ufeff", "case.csv is utf-8 (BOM)\n"},
		{"header only", head, ""},
		{"UTF-16 without a mark", "\x75\x00,\x00", "error case.csv: utf-16: "},
		{"a workbook", "PK\x03\x04\x14\x00", "error case.csv: spreadsheet: "},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1", "error case.csv: old-workbook: "},

		{"ids are texts", head + "00123" + row + "001 23" + row, "case.csv:2 00123\ncase.csv:3 001 23\n"},
		{"ids damaged by a spreadsheet", head + "1.23E+15" + row + "3e+17" + row, "case.csv:2 refused: case.csv:2 DF1011 病例号\ncase.csv:3 refused: case.csv:3 DF1011 病例号\n"},
		{"an id like a formula", head + "=1+1" + row, "case.csv:2 =1+1\n"},
		{"NUL", head + "A\x00B" + row, "case.csv:2 refused: case.csv:2 DF1012 病例号\n"},
		{"a cell as large as cells may be", head + strings.Repeat("A", cell.MaxBytes) + row, "case.csv:2 " + strings.Repeat("A", cell.MaxBytes) + "\n"},
		{"a huge cell", head + strings.Repeat("A", cell.MaxBytes+1) + row + "B" + row, "case.csv:2 refused: case.csv:2 DF1013 病例号\ncase.csv:3 B\n"},
		{"a huge cell that nothing reads", "病例号,DRG编码,总费用,day,x\nA,AA11,1.00,2024-01-01," + strings.Repeat("x", 1<<20) + "\n", "case.csv:2 A\ncase.csv ignored x\n"},
		{"every bad cell of a row", head + ",ZZ99,1e3,2024-02-30\n", "case.csv:2 refused: case.csv:2 DF1001 病例号; case.csv:2 DF1014 DRG编码; case.csv:2 DF1002 总费用; case.csv:2 DF1006 day\n"},

		{"too few and too many cells", head + "A,AA11,1.00\nB" + row + "C,AA11,1,234.00,2024-01-01\nD\n", "case.csv:2 refused: case.csv:2 DF1020\ncase.csv:3 B\ncase.csv:4 refused: case.csv:4 DF1020\ncase.csv:5 refused: case.csv:5 DF1020\n"},
		{"a quote inside a cell", head + "A,AA\"11,1.00,2024-01-01\nB" + row, "case.csv:2 refused: case.csv:2 DF1021\ncase.csv:3 B\n"},
		{"a quote that never closes", head + "A" + row + "B,\"AA11,1,2024-01-01\nC" + row + "D" + row, "case.csv:2 A\ncase.csv:3 refused: case.csv:3 DF1021\ncase.csv:4 refused: case.csv:4 DF1021\ncase.csv:5 refused: case.csv:5 DF1021\n"},
		{"a quote that closes rows later", head + "B,\"AA11,1,2024-01-01\nC,AA11,1,2024-01-01\nD,AA11\",1,2024-01-01\nE" + row, "case.csv:2 refused: case.csv:2 DF1021\ncase.csv:3 refused: case.csv:3 DF1021\ncase.csv:4 refused: case.csv:4 DF1021\ncase.csv:5 E\n"},
		{"two lines with too few cells", head + "B,\"AA11\nC\"\nE" + row, "case.csv:2 refused: case.csv:2 DF1020\ncase.csv:3 refused: case.csv:3 DF1020\ncase.csv:4 E\n"},
		{"a line break in a text", "病例号,DRG编码,总费用,day,note\nA,AA11,1.00,2024-01-01,\"one,\ntwo \"\"words\"\"\"\nB,AA11,1.00,2024-01-01,\n", "case.csv:2 A\ncase.csv:4 B\ncase.csv absent planned, city\n"},
		{"quotes of the header", "病例号,\"DRG编码,总费用,day\nA" + row, "error case.csv: header-quotes: "},
	} {
		if diff := cmp.Diff(c.want, open(t, p, file(p, "case.csv", c.text))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestHeadings: a field is found under any of its names, as people read them; a field
// that must have a value and has no column stops the run, and so does one with two.
func TestHeadings(t *testing.T) {
	p := program(t, rules)
	for _, c := range []struct{ name, header, want string }{
		{"other names", "mdtrt_id,group,cost,day", "case.csv:2 A\n"},
		{"another order", "day,cost,group,id", "case.csv:2 refused: case.csv:2 DF1014 group; case.csv:2 DF1002 cost; case.csv:2 DF1006 day\n"},
		{"blanks", " 病例号　, DRG编码\u00a0,总费用\t,day", "case.csv:2 A\n"},
		{"full width and case", "病例号,ＤＲＧ编码,总费用(元),Day", "case.csv:2 A\n"},
		{"blanks inside", "病 例 号,drg 编码,总费用（元）,day", "case.csv:2 A\n"},
		{"the first name that is there", "病例号,DRG编码,总费用（元）,day,总费用", "error-free"},
		{"missing", "病例号,day,DRG,费用", "error case.csv: missing-column: group (DRG编码 | group), cost (总费用（元） | 总费用 | cost)"},
		{"twice", "病例号,DRG编码,总费用,day,day", "error case.csv: column-twice: day"},
		{"twice as people read it", "病例号,DRG编码,总费用,Day,ｄａｙ", "error case.csv: column-twice: Day"},
	} {
		cells := "A,AA11,1.00,2024-01-01"
		want := c.want
		if n := strings.Count(c.header, ","); n == 4 {
			cells += ","
		}
		if want == "error-free" {
			want = "case.csv:2 A\ncase.csv ignored 总费用\n"
		}
		if diff := cmp.Diff(want, open(t, p, file(p, "case.csv", c.header+"\n"+cells+"\n"))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
	// Columns that nothing reads are listed, be their names what they may; optional
	// fields without a column are listed too.
	got := open(t, p, file(p, "case.csv", "备注,病例号,unread,DRG编码,总费用,day,note,备注,\nx,A,nonsense,AA11,1.00,2024-01-01,n,y,z\n"))
	want := "case.csv:2 A\ncase.csv ignored 备注, unread, 备注\ncase.csv absent planned, city\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("extra columns (-want +got)\n%s", diff)
	}
}

// TestEncodings: a file is read whatever its encoding; what does not decode is a fault
// of its own cell, and the rows around it are read.
func TestEncodings(t *testing.T) {
	p := program(t, rules)
	h, r := gb18030(t, head), gb18030(t, row)
	utf8Rows := head + "A\xff" + row + "B\xd6\xd0" + row + "\xe7\x97" + row + "脑" + row + "C\xd6\nD" + row
	for _, c := range []struct {
		name     string
		text     string
		declared cell.Encoding
		want     string
	}{
		{"GB18030 detected", h + "A" + r, cell.Auto, "case.csv:2 A\ncase.csv is gb18030\n"},
		{"GB18030 declared", h + "A" + r, cell.GB18030, "case.csv:2 A\ncase.csv is gb18030\n"},
		{"GB18030 of four bytes", gb18030(t, head+"㐀𠀀"+row), cell.Auto, "case.csv:2 㐀𠀀\ncase.csv is gb18030\n"},
		{
			"bad bytes in GB18030", h + "A" + r + "B\xff" + r + "C\xd6" + r + "\x81\x30" + r + "D\xd6\nE" + r, cell.Auto,
			"case.csv:2 A\ncase.csv:3 refused: case.csv:3 DF1012 病例号\ncase.csv:4 refused: case.csv:4 DF1012 病例号\n" +
				"case.csv:5 refused: case.csv:5 DF1012 病例号\ncase.csv:6 refused: case.csv:6 DF1020\ncase.csv:7 E\ncase.csv is gb18030\n",
		},
		{
			"bad bytes in UTF-8", utf8Rows, cell.Auto,
			"case.csv:2 refused: case.csv:2 DF1012 病例号\ncase.csv:3 refused: case.csv:3 DF1012 病例号\n" +
				"case.csv:4 refused: case.csv:4 DF1012 病例号\ncase.csv:5 脑\ncase.csv:6 refused: case.csv:6 DF1020\ncase.csv:7 D\n",
		},
		{
			"bad bytes behind a mark", "\ufeff" + head + "A\xff" + row + "B" + row, cell.GB18030,
			"case.csv:2 refused: case.csv:2 DF1012 病例号\ncase.csv:3 B\ncase.csv is utf-8 (BOM)\n",
		},
		{"declared wrongly", h + "A" + r, cell.UTF8, "error case.csv: missing-column: id (病例号 | mdtrt_id | id), group (DRG编码 | group), cost (总费用（元） | 总费用 | cost)"},
		{"a file cut off inside a character", head + "A" + row + "脑\xe8\x84", cell.Auto, "case.csv:2 A\ncase.csv:3 refused: case.csv:3 DF1020\n"},
	} {
		f := file(p, "case.csv", c.text)
		f.Encoding = c.declared
		if diff := cmp.Diff(c.want, open(t, p, f)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestNotes: what the reader counted and decided, once for each file.
func TestNotes(t *testing.T) {
	p := program(t, rules)
	set, err := casefile.Open(p.IR(), []casefile.File{
		file(p, "case.csv", "\ufeff"+head+"A"+row+",,,\nB\n"),
		file(p, "item.csv", "病例号,line,code,amount,x\n"),
		file(p, "city.csv", ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []casefile.Note{
		{File: "case.csv", Format: casefile.CSV, Encoding: cell.UTF8BOM, Rows: 2, Blank: 1, Absent: []string{"note", "planned", "city"}},
		{File: "item.csv", Format: casefile.CSV, Encoding: cell.UTF8, Ignored: []string{"x"}},
		{File: "city.csv", Format: casefile.CSV, Encoding: cell.UTF8},
	}
	if diff := cmp.Diff(want, set.Notes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
