package casefile_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/casefile/parquet"
	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
	zst "github.com/drgrule/drgrule/runtime/casefile/zstd"
)

// everything is every format there is.
var everything = casefile.Formats{
	Tables:   []casefile.TableFormat{xlsx.Reader{}, parquet.Reader{}},
	Packings: []casefile.Packing{zst.Packing{}},
}

// anyFile is a file whose format its content decides.
func anyFile(p *drgrule.Program, name, content string) casefile.File {
	record, _, _ := strings.Cut(name, ".")
	return casefile.File{Record: p.IR().Record(record), Name: name, Bytes: []byte(content), Formats: everything}
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstandard(t testing.TB, text string, options ...zstd.EOption) string {
	t.Helper()
	w, err := zstd.NewWriter(nil, options...)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return string(w.EncodeAll([]byte(text), nil))
}

func utf16(t testing.TB, text string) string {
	t.Helper()
	out, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cellsOf takes a text of cells between commas apart; it has no quotes.
func cellsOf(text string) (rows [][]string) {
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		rows = append(rows, strings.Split(line, ","))
	}
	return rows
}

// book writes cells as a workbook of texts.
func book(t testing.TB, text string) string {
	t.Helper()
	rows := cellsOf(text)
	var heads []xlsx.Heading
	for _, h := range rows[0] {
		heads = append(heads, xlsx.Heading{Name: h})
	}
	var b bytes.Buffer
	w, err := xlsx.NewWriter(&b, "病例", heads)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if err := w.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// columns writes cells as Parquet. A heading may tell its kind: cost:money.
func columns(t testing.TB, text string) string {
	t.Helper()
	rows := cellsOf(text)
	var heads []parquet.Heading
	for _, h := range rows[0] {
		name, kind, _ := strings.Cut(h, ":")
		heads = append(heads, map[string]parquet.Heading{
			"": {}, "money": {Kind: parquet.Decimal, Scale: 2}, "day": {Kind: parquet.Date}, "bool": {Kind: parquet.Truth},
		}[kind])
		heads[len(heads)-1].Name = name
	}
	var b bytes.Buffer
	w, err := parquet.NewWriter(&b, "case", heads)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if err := w.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestContent: the bytes tell what a file is; a name, or a description, that says
// otherwise is noted, or stops the run.
func TestContent(t *testing.T) {
	p := program(t, rules)
	text := head + "A" + row
	line := `{"id": "A", "group": "AA11", "cost": 1, "day": "2024-01-01"}` + "\n"
	for _, c := range []struct {
		name, file, content string
		format              casefile.Format
		want                string
	}{
		{"text", "case.csv", text, "", "csv"},
		{"lines of JSON", "case.jsonl", line, "", "jsonl"},
		{"lines of JSON behind blanks", "case", "\ufeff \r\n\n" + line, "", "jsonl"},
		{"lines of JSON by another name", "case.csv", line, "", "jsonl, named csv"},
		{"text by the name of lines", "case.jsonl", text, "", "jsonl"},
		{"text by the name of a workbook", "case.xls", text, "", "csv, named xls"},
		{"UTF-16", "case.csv", utf16(t, text), "", "csv"},
		{"lines in UTF-16", "case.txt", utf16(t, line), "", "jsonl, named csv"},
		{"gzip", "case.csv.gz", gzipped(t, text), "", "csv, gzip"},
		{"gzip by another name", "case.csv", gzipped(t, line), "", "jsonl, gzip, named csv"},
		{"plain by the name of gzip", "case.csv.gz", text, "", "csv"},
		{"Zstandard", "case.jsonl.zst", zstandard(t, line), "", "jsonl, zstd"},
		{"workbook", "case.xlsx", book(t, text), "", "xlsx, sheet 病例"},
		{"workbook by another name", "case.csv", book(t, text), "", "xlsx, named csv, sheet 病例"},
		{"workbook, described", "case.csv", book(t, text), "xlsx", "xlsx, named csv, sheet 病例"},
		{"Parquet", "case.parquet", columns(t, text), "", "parquet"},
		{"nothing", "case.csv", "", "", "csv"},
		{"nothing in gzip", "case.csv.gz", gzipped(t, ""), "", "csv, gzip"},

		{"text described as lines", "case.csv", text, casefile.JSONLines, "jsonl, named csv"},
		{"workbook described as text", "case.xlsx", book(t, text), casefile.CSV, "error spreadsheet "},
		{"Parquet described as text", "case.xlsx", columns(t, text), casefile.CSV, "error other-format parquet"},
		{"text described as a workbook", "case.xlsx", text, "xlsx", "error other-format text"},
		{"Parquet described as a workbook", "case.xlsx", columns(t, text), "xlsx", "error other-format parquet"},
		{"an unknown description", "case.dbf", text, "dbf", `error misdescribed the format "dbf" is not known`},
		{"nothing by the name of a workbook", "case.xlsx", "", "", "error unreadable 0 bytes"},
		{"a workbook in gzip", "case.xlsx.gz", gzipped(t, book(t, text)), "", "error other-format xlsx (gzip)"},
		{"gzip in gzip", "case.csv.gz", gzipped(t, gzipped(t, text)), "", "error other-format gzip"},
		{"an old workbook", "case.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "error old-workbook "},
		{"an archive of something else", "case.xlsx", "PK\x05\x06" + strings.Repeat("\x00", 18), "", "error spreadsheet "},
		{"bzip2", "case.csv.bz2", "BZh91AY&SY", "", "error other-format bzip2"},
		{"xz", "case.csv.xz", "\xfd7zXZ\x00", "", "error other-format xz"},
		{"a page of the web", "case.xls", "\ufeff\r\n<HTML><table>", "", "error other-format html"},
		{"a workbook of 2003", "case.xls", "<?xml version=\"1.0\"?>", "", "error other-format xml"},
		{"UTF-16 without a mark", "case.csv", "i\x00d\x00", "", "error utf-16 "},
	} {
		f := anyFile(p, c.file, c.content)
		f.Record, f.Format = p.IR().Record("case"), c.format
		set, err := casefile.Open(p.IR(), []casefile.File{f})
		got := ""
		if err != nil {
			e, ok := err.(*casefile.Error)
			if !ok || e.File != c.file {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			got = "error " + e.Code + " " + e.Detail
		} else {
			n := set.Notes[0]
			got = string(n.Format)
			for what, s := range map[string]string{"": n.Packed, "named ": string(n.Named), "sheet ": n.Sheet} {
				if s != "" {
					got += ", " + what + s
				}
			}
		}
		if !sameParts(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// sameParts compares lists whose order does not matter.
func sameParts(a, b string) bool {
	count := map[string]int{}
	for _, s := range strings.Split(a, ", ") {
		count[s]++
	}
	for _, s := range strings.Split(b, ", ") {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// TestTitles: above the headings of a sheet there may be titles; where no row has the
// headings, what the first lacks is told.
func TestTitles(t *testing.T) {
	p := program(t, rules)
	text := "2024 年病例,,,\n,,,\n病例号,DRG编码,总费用,day\nA,AA11,1.00,2024-01-01\n,,,\n"
	set, err := casefile.Open(p.IR(), []casefile.File{anyFile(p, "case.xlsx", book(t, text))})
	if err != nil {
		t.Fatal(err)
	}
	if n := set.Notes[0]; n.HeadedAt != 3 || n.Rows != 1 || n.Blank != 1 || n.Ignored != nil || len(n.Absent) != 3 {
		t.Errorf("%+v", n)
	}
	if got := listing(t, p, set); !strings.HasPrefix(got, "case.xlsx:4 A\n") {
		t.Error(got)
	}
	for _, c := range []struct{ name, text, want string }{
		{"no headings", strings.Repeat("title,,,\n", 3) + "A,AA11,1,2024-01-01\n", "missing-column: id (病例号 | mdtrt_id | id), group (DRG编码 | group), cost (总费用（元） | 总费用 | cost), day"},
		{"headings too far below", strings.Repeat("title,,,\n", 12) + head + "A" + row, "missing-column: id (病例号 | mdtrt_id | id), group (DRG编码 | group), cost (总费用（元） | 总费用 | cost), day"},
		{"twice", "title,,,,\n病例号,DRG编码,总费用,day,day\n", "column-twice: day"},
	} {
		if got := open(t, p, anyFile(p, "case.xlsx", book(t, c.text))); got != "error case.xlsx: "+c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// TestColumnTypes: a field is read from a column whose type keeps what it needs.
func TestColumnTypes(t *testing.T) {
	p := program(t, rules)
	for _, c := range []struct{ name, text, want string }{
		{"texts", "id,group,cost,day\nA,AA11,1.00,2024-01-01\n", "case.parquet:1 A\n"},
		{"types", "id,group,cost:money,day:day,planned:bool\nA,AA11,1.00,2024-01-01,true\n", "case.parquet:1 A\ncase.parquet absent note, city\n"},
		{"null", "id,group,cost:money,day:day\nA,AA11,,\n", "case.parquet:1 refused: case.parquet:1 DF1001 cost; case.parquet:1 DF1001 day\n"},
		{"a number for an id", "id:money,group,cost,day\n1,AA11,1.00,2024-01-01\n", "error case.parquet: column-type: id (DECIMAL(18,2))"},
		{"a day for a number, a truth for a day", "id,group,cost:day,day:bool\nA,AA11,2024-01-01,true\n", "error case.parquet: column-type: cost (DATE), day (BOOLEAN)"},
		{"a column that nothing reads", "id,group,cost,day,x:money\nA,AA11,1.00,2024-01-01,1\n", "case.parquet:1 A\ncase.parquet ignored x\n"},
	} {
		got := strings.ReplaceAll(open(t, p, anyFile(p, "case.parquet", columns(t, c.text))), "case.parquet is \n", "")
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestPacked: a compressed text that is cut off or damaged is refused as a whole; nothing
// of it is a case.
func TestPacked(t *testing.T) {
	p := program(t, rules)
	text := head
	for i := range 50 {
		text += fmt.Sprintf("TEST-%d%s", i*7919%1000, row)
	}
	want := open(t, p, anyFile(p, "case.csv", text))
	for name, whole := range map[string]string{
		"gzip": gzipped(t, text), "zstd": zstandard(t, text, zstd.WithEncoderCRC(true)),
		"two members": gzipped(t, text[:333]) + gzipped(t, text[333:]),
	} {
		if got := open(t, p, anyFile(p, "case.csv", whole)); got != want {
			t.Fatalf("%s: %s", name, cmp.Diff(want, got))
		}
		for n := 4; n < len(whole); n++ {
			got := open(t, p, anyFile(p, "case.csv", whole[:n]))
			if name == "two members" && n == len(gzipped(t, text[:333])) {
				continue // a whole member, which nobody can tell from a whole file
			}
			if !strings.HasPrefix(got, "error case.csv: ") {
				t.Fatalf("%s cut off at %d is read: %.100s", name, n, got)
			}
		}
		for i := 4; i < len(whole); i++ {
			b := []byte(whole)
			b[i] ^= 1 << (i * 3 % 8)
			if got := open(t, p, anyFile(p, "case.csv", string(b))); got != want && !strings.HasPrefix(got, "error case.csv: ") {
				t.Fatalf("%s with byte %d changed is read: %s", name, i, cmp.Diff(want, got))
			}
		}
	}
	if got := open(t, p, anyFile(p, "case.csv.gz", gzipped(t, text)+"garbage")); !strings.HasPrefix(got, "error case.csv.gz: unreadable") {
		t.Errorf("text behind the end: %.100s", got)
	}
}

// TestPackedBombs: a small file that unpacks to very much stops early.
func TestPackedBombs(t *testing.T) {
	p := program(t, rules)
	blank := head + strings.Repeat(strings.Repeat(",,,\n", 1<<18), 80) // 80 MiB
	for name, b := range map[string]string{"gzip": gzipped(t, blank), "zstd": zstandard(t, blank)} {
		if got := open(t, p, anyFile(p, "case.csv", b)); !strings.HasPrefix(got, "error case.csv: too-large: "+name) {
			t.Errorf("%s: %.200s", name, got)
		}
	}
	free := blank[:len(head)+casefile.FreelyUnpacked/4]
	if got := open(t, p, anyFile(p, "case.csv", gzipped(t, free))); strings.HasPrefix(got, "error") {
		t.Errorf("a text that may come to more: %.200s", got)
	}
	wide := zstandard(t, head, zstd.WithWindowSize(1<<28), zstd.WithSingleSegment(false))
	if got := open(t, p, anyFile(p, "case.csv", wide)); got != "" && !strings.HasPrefix(got, "error case.csv: unreadable") {
		t.Errorf("a window of 256 MiB: %.200s", got)
	}
}

// FuzzContent: whatever the bytes, and whatever they seem to be, reading ends without a
// panic.
func FuzzContent(f *testing.F) {
	p := program(f, rules)
	text := head + "A" + row + "B\n"
	for _, s := range []string{text, utf16(f, text), gb18030(f, text), gzipped(f, text), zstandard(f, text), book(f, head+"A"+row), columns(f, head+"A"+row), `{"id": "A"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, enc := range []cell.Encoding{cell.Auto, cell.UTF16} {
			in := anyFile(p, "case.csv", string(b))
			in.Encoding = enc
			set, err := casefile.Open(p.IR(), []casefile.File{in})
			if _, told := err.(*casefile.Error); err != nil && !told {
				t.Fatal(err)
			}
			if err == nil {
				listing(t, p, set)
			}
		}
	})
}
