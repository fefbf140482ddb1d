package xlsx_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
)

// bomb makes a workbook whose sheet is a beginning and then the same text again and again.
func bomb(t testing.TB, begin, again string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, p := range [][2]string{
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<R><Relationship Id="a" Type="/worksheet" Target="s.xml"/></R>`},
		{"xl/s.xml", begin},
	} {
		w, err := z.Create(p[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p[1]); err != nil {
			t.Fatal(err)
		}
		if p[0] != "xl/s.xml" {
			continue
		}
		block := strings.Repeat(again, max(1, (1<<16)/len(again)))
		for n := 0; n < size; n += len(block) {
			if _, err := io.WriteString(w, block); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// allocated tells how many bytes a function has asked for in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestBombs: small files that claim, or unpack to, very much stop early and take little.
func TestBombs(t *testing.T) {
	const head = `<worksheet><sheetData><row><c t="str"><v>x</v></c></row>`
	for _, c := range []struct {
		name, begin, again, want string
		most                     uint64
	}{
		{"one text without end", head + `<row><c t="str"><v>`, "A", "too-large", 16 << 20},
		{"one attribute without end", head + `<row r="`, "1", "too-large", 16 << 20},
		{"a comment without end", head + `<!-- `, "<a>", "too-large", 16 << 20},
		{"CDATA without end", head + `<row><c t="str"><v><![CDATA[`, "<", "too-large", 16 << 20},
		{"an instruction without end", head + `<?x `, "<", "too-large", 16 << 20},
		{"a directive without end", `<!DOCTYPE `, "<", "too-large", 16 << 20},
		{"elements in each other", head, "<a>", "too-large", 16 << 20},
		{"empty rows", head, "<row/>", "too-large", 1 << 30},
		{"empty cells of one row", head + "<row>", "<c/>", "too-large", 1 << 30},
		{"a text in many pieces", head + `<row><c t="inlineStr"><is>`, "<t>" + strings.Repeat("A", 1000) + "</t>", "too-large", 1 << 30},
	} {
		b := bomb(t, c.begin, c.again, 24<<20)
		var got string
		spent := allocated(func() { got = read(b, "") })
		if !strings.HasSuffix(got, "error "+c.want+"\n") {
			t.Errorf("%s: %.200q", c.name, got)
		}
		if spent > c.most {
			t.Errorf("%s: %d MiB for a file of %d KiB", c.name, spent>>20, len(b)>>10)
		}
	}
}

// TestClaims: a workbook whose directory says that a sheet is smaller, or another, than
// it is.
func TestClaims(t *testing.T) {
	good := parts(t, sheet(inline("x")+inline("1")))
	if got := read(good, ""); got != "x\n2 1\n" {
		t.Fatalf("the workbook itself: %q", got)
	}
	// Each byte of the directory's entry for the sheet that holds a size or a checksum.
	at := bytes.LastIndex(good, []byte("PK\x01\x02"))
	for _, off := range []int{16, 20, 24} {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[at+off:], binary.LittleEndian.Uint32(b[at+off:])+7)
		if got := read(b, ""); !strings.Contains(got, "error unreadable") {
			t.Errorf("offset %d: %q", off, got)
		}
	}
	// The same content under the same name twice: which of the two counts?
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for range 2 {
		w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/workbook.xml", CRC32: crc32.ChecksumIEEE(nil)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got := read(b.Bytes(), ""); got != "error unreadable\n" {
		t.Errorf("a part twice: %q", got)
	}
	// Cut off anywhere, a workbook is not read.
	for n := 4; n < len(good); n++ {
		if got := read(good[:n], ""); got != "error unreadable\n" {
			t.Fatalf("cut off at %d: %q", n, got)
		}
	}
}

// TestFlips: a workbook with one bit changed is refused, or reads as the whole one does;
// what the zip archive says of times and the like may change.
func TestFlips(t *testing.T) {
	good := written(t, []xlsx.Heading{{Name: "id"}, {Name: "amount", Number: true}}, []string{"TEST-1", "12.50"}, []string{"TEST-2", "-3"})
	want := read(good, "")
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 1 << (i * 5 % 8)
		if got := read(b, ""); got != want && !strings.Contains(got, "error ") {
			t.Fatalf("byte %d: %q", i, got)
		}
	}
}

// FuzzWorkbook: whatever the bytes, reading ends, without a panic, and every error has
// its code.
func FuzzWorkbook(f *testing.F) {
	f.Add(parts(f, sheet(inline("x", "y")+inline("1", "2"))))
	f.Add(parts(f, sheet(`<row><c t="s"><v>0</v></c><c s="0"><f>1</f><v>45351.5</v></c></row>`), "xl/shared.xml", `<sst><si><t>a</t></si></sst>`, "xl/styles.xml", `<s><numFmts><numFmt numFmtId="170" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></s>`))
	f.Add(foreign(f, func(x *excelize.File) {}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got := read(b, ""); strings.Contains(got, "untyped error") {
			t.Error(got)
		}
	})
}

// FuzzSheet puts what is fuzzed into a workbook that is sound otherwise.
func FuzzSheet(f *testing.F) {
	f.Add(sheet(inline("x", "y")+inline("1", "2")), `<sst><si><t>a</t></si></sst>`)
	f.Add(sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="7"><c r="B7" s="1"><f>1</f><v>4.5E+3</v></c></row>`), `<sst><si><r><t>a</t></r></si></sst>`)
	f.Fuzz(func(t *testing.T, text, shared string) {
		if got := read(parts(t, text, "xl/shared.xml", shared), ""); strings.Contains(got, "untyped error") {
			t.Error(got)
		}
	})
}
