package casefile

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
)

// A content is an open file and what its bytes show it to be.
type content struct {
	file   File
	in     Input
	size   int64
	packed Packing     // nil for a file that is not compressed
	head   []byte      // the first bytes, unpacked
	table  TableFormat // of the formats that are handed in, nil for a text
}

// headBytes is how much of a file is looked at to tell what it is.
const headBytes = 512

// look finds out what a file is. What the bytes say counts, not the name.
func look(f File, in Input) (*content, error) {
	c := &content{file: f, in: in}
	var err error
	if c.size, err = in.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	first := make([]byte, headBytes)
	n, err := in.ReadAt(first, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	c.head = first[:n]
	for _, p := range append(slices.Clone(f.Formats.Packings), Packing(gzipPacking{})) {
		if p.Recognises(c.head) {
			c.packed = p
			break
		}
	}
	if c.packed != nil {
		if c.head, err = c.unpackedHead(); err != nil {
			return nil, err
		}
	}
	return c, c.decide()
}

// unpackedHead reads the first bytes of what is compressed.
func (c *content) unpackedHead() ([]byte, error) {
	r, err := c.bytes()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head, n := make([]byte, headBytes), 0
	for n < len(head) {
		m, err := r.Read(head[n:])
		n += m
		if err == io.EOF {
			break
		}
		if err != nil { // cut off, or damaged
			return nil, err
		}
	}
	return head[:n], nil
}

// bytes goes to the beginning of the file, and gives its bytes unpacked.
func (c *content) bytes() (io.ReadCloser, error) {
	if _, err := c.in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if c.packed == nil {
		return io.NopCloser(c.in), nil
	}
	return unpack(c.packed, c.in)
}

// decide finds the reader of the format, or says what the file is that is not read.
func (c *content) decide() error {
	for _, t := range c.file.Formats.Tables {
		if t.Recognises(c.head) {
			c.table = t
			break
		}
	}
	code, what := foreign(c.head)
	switch want := c.file.Format; {
	case c.table != nil && c.packed != nil:
		return &Error{Code: OtherFormat, Detail: string(c.table.Format()) + " (" + c.packed.Name() + ")"}
	case c.table != nil && (want == Auto || want == c.table.Format()):
		return nil
	case code != "":
		return &Error{Code: code, Detail: what}
	case len(c.head) == 0 && !slices.Contains([]Format{Auto, CSV, JSONLines}, c.named()): // a copy that failed
		return &Error{Code: Unreadable, Detail: "0 bytes"}
	case c.table != nil:
		return &Error{Code: OtherFormat, Detail: string(c.table.Format())}
	case want != Auto && want != CSV && want != JSONLines:
		return &Error{Code: OtherFormat, Detail: "text"}
	case c.file.Encoding == cell.Auto && len(c.head) > 1 && (c.head[0] == 0) != (c.head[1] == 0):
		return &Error{Code: UTF16}
	}
	return nil
}

// textFormat tells the format of a text by its beginning: lines of JSON start with an
// object, and no header does.
func (c *content) textFormat(beginning []byte) Format {
	switch {
	case c.file.Format != Auto:
		return c.file.Format
	case bytes.HasPrefix(bytes.TrimLeft(beginning, " \t\r\n"), []byte("{")):
		return JSONLines
	case c.named() == JSONLines:
		return JSONLines
	}
	return CSV
}

// endings are the formats that names promise.
var endings = map[string]Format{
	".csv": CSV, ".txt": CSV, ".jsonl": JSONLines, ".ndjson": JSONLines, ".json": JSONLines,
	".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".parquet": "parquet",
}

// named is the format that the file's name promises, or Auto.
func (c *content) named() Format {
	name := strings.ToLower(c.file.Name)
	for _, packing := range []string{".gz", ".zst", ".zstd"} {
		name = strings.TrimSuffix(name, packing)
	}
	return endings[path.Ext(name)]
}

// foreign recognises what is no text, and texts that hold no rows, by their first bytes.
func foreign(head []byte) (code, what string) {
	for _, m := range []struct{ mark, code, what string }{
		{"PK\x03\x04", Spreadsheet, ""}, {"PK\x05\x06", Spreadsheet, ""}, {"\xd0\xcf\x11\xe0", OldWorkbook, ""},
		{"PAR1", OtherFormat, "parquet"}, {"\x1f\x8b", OtherFormat, "gzip"}, {"\x28\xb5\x2f\xfd", OtherFormat, "zstd"},
		{"BZh", OtherFormat, "bzip2"}, {"\xfd7zXZ", OtherFormat, "xz"}, {"7z\xbc\xaf", OtherFormat, "7z"}, {"Rar!\x1a", OtherFormat, "rar"},
		{"\x04\x22\x4d\x18", OtherFormat, "lz4"}, {"%PDF-", OtherFormat, "pdf"}, {"SQLite format 3", OtherFormat, "sqlite"},
	} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.code, m.what
		}
	}
	// Pages of the web, and workbooks of 2003, under the name of a workbook.
	start := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	for mark, what := range map[string]string{"<html": "html", "<!doctype": "html", "<table": "html", "<meta": "html", "<?xml": "xml"} {
		if strings.HasPrefix(start, mark) {
			return OtherFormat, what
		}
	}
	return "", ""
}
