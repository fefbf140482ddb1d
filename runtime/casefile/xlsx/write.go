package xlsx

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A Writer writes a workbook of one sheet: a row of headings that stays in sight, and
// the rows below it as they come.
type Writer struct {
	zip     *zip.Writer
	out     *bufio.Writer
	columns []Heading
	rows    int
	err     error
}

// A Heading is a column of a workbook that is written.
type Heading struct {
	Name     string
	Number   bool // cells that hold a number which a spreadsheet keeps are written as one
	Decimals int  // how many digits behind the point a number shows
}

// What does not fit into a workbook.
var (
	ErrRows = errors.New("xlsx: a sheet has at most 1,048,576 rows")
	ErrCell = errors.New("xlsx: a cell has at most 32,767 characters")
)

const (
	maxCellText = 32767
	maxDecimals = 18
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespace   = "http://schemas.openxmlformats.org/"
)

// NewWriter begins a workbook. The bytes depend on what is written and on nothing else.
func NewWriter(w io.Writer, sheet string, columns []Heading) (*Writer, error) {
	x := &Writer{zip: zip.NewWriter(w), columns: columns}
	x.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + namespace + `package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + namespace + `package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + namespace + `officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + namespace + `spreadsheetml/2006/main" xmlns:r="` + namespace + `officeDocument/2006/relationships">` +
			`<sheets><sheet name="` + escape(sheetName(sheet)) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + namespace + `package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + namespace + `officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + namespace + `officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", styles()},
	} {
		f, err := x.zip.Create(p[0])
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, xmlHead+p[1]); err != nil {
			return nil, err
		}
	}
	f, err := x.zip.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	x.out = bufio.NewWriterSize(f, 64<<10)
	x.put(xmlHead, `<worksheet xmlns="`, namespace, `spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">`,
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	if len(columns) > 0 {
		x.put("<cols>")
		for i, c := range columns {
			x.put(fmt.Sprintf(`<col min="%[1]d" max="%[1]d" width="%[2]d" customWidth="1"/>`, i+1, width(c.Name)))
		}
		x.put("</cols>")
	}
	x.put("<sheetData>")
	return x, x.row(func(i int) { x.text(i, columns[i].Name, headingStyle) })
}

// Row writes one row. A cell without text is left empty.
func (x *Writer) Row(cells []string) error {
	return x.row(func(i int) {
		if i >= len(cells) || cells[i] == "" {
			return
		}
		if c := x.columns[i]; c.Number && kept(cells[i]) {
			x.put(fmt.Sprintf(`<c r="%s%d" s="%d"><v>%s</v></c>`, letters(i+1), x.rows, numberStyle+min(max(c.Decimals, 0), maxDecimals), cells[i]))
			return
		}
		x.text(i, cells[i], textStyle)
	})
}

// kept reports whether a spreadsheet keeps every digit of a number.
func kept(text string) bool {
	d, ok := parseDecimal(text)
	return ok && !strings.ContainsAny(text, "eE ") && len(d.digits) <= digits15 && d.point <= digits15
}

func (x *Writer) row(cell func(i int)) error {
	if x.rows++; x.rows > MaxRows {
		return ErrRows
	}
	x.put(fmt.Sprintf(`<row r="%d">`, x.rows))
	for i := range x.columns {
		cell(i)
	}
	x.put("</row>")
	return x.err
}

// text writes a text into the cell of a column.
func (x *Writer) text(column int, s string, style int) {
	if len(utf16.Encode([]rune(s))) > maxCellText {
		x.err = errors.Join(x.err, ErrCell)
		return
	}
	x.put(fmt.Sprintf(`<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">`, letters(column+1), x.rows, style), escape(s), "</t></is></c>")
}

func (x *Writer) put(parts ...string) {
	for _, p := range parts {
		if _, err := x.out.WriteString(p); err != nil && x.err == nil {
			x.err = err
		}
	}
}

// Close ends the workbook. What it was written to stays open.
func (x *Writer) Close() error {
	x.put("</sheetData></worksheet>")
	if err := errors.Join(x.err, x.out.Flush()); err != nil {
		return err
	}
	return x.zip.Close()
}

// The styles of cells, by their place in the part for styles: texts are marked as such,
// so that a spreadsheet does not turn an id into a number when somebody edits it.
const (
	textStyle = iota + 1
	headingStyle
	numberStyle // with no decimals; with one, …
)

// styles are those styles, behind the one of empty cells.
func styles() string {
	var formats, cells strings.Builder
	for n := range maxDecimals + 1 {
		code := "0"
		if n > 0 {
			code += "." + strings.Repeat("0", n)
		}
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+n, code)
		fmt.Fprintf(&cells, `<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`, 164+n)
	}
	return `<styleSheet xmlns="` + namespace + `spreadsheetml/2006/main">` +
		fmt.Sprintf(`<numFmts count="%d">%s</numFmts>`, maxDecimals+1, formats.String()) +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`, maxDecimals+4) +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` + cells.String() + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

// sheetName makes a name that a sheet may have.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '_'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 31 {
		s = string(r[:31])
	}
	if s == "" {
		return "Sheet1"
	}
	return s
}

// width is about what a heading takes: Chinese characters take two columns.
func width(s string) int {
	n := 2
	for _, r := range s {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return min(max(n, 12), 60)
}

// letters writes the number of a column as spreadsheets do: 28 is AB.
func letters(n int) string {
	out := ""
	for ; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape writes a text for XML, with the characters that XML has not as workbooks write
// them.
func escape(s string) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '_' && escaped.MatchString(s[i:min(i+7, len(s))]):
			b.WriteString("_x005F_")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r)
		}
	}
	return xmlEscapes.Replace(b.String())
}
