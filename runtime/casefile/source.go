package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/slot"
)

// Format is the shape of a file.
type Format string

// The formats that are read.
const (
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
)

// A File is one file of rows of a record.
type File struct {
	Record   *ir.Record
	Name     string // for messages
	Bytes    []byte
	Format   Format
	Encoding cell.Encoding // cell.Auto decides by the bytes
}

// A Note is something that the reader decided or found about a file as a whole.
type Note struct {
	File     string
	Encoding cell.Encoding
	Rows     int
	Blank    int      // rows that consist of empty cells: spreadsheets leave them behind
	Ignored  []string // columns that no field is bound to
	Absent   []string // optional fields without a column
}

// What is wrong with a file as a whole.
const (
	MissingColumn = "missing-column" // Detail: the fields, each with the headings that it may have
	ColumnTwice   = "column-twice"   // Detail: the heading
	CROnly        = "cr-only"
	HeaderQuotes  = "header-quotes"
	Spreadsheet   = "spreadsheet" // by its first bytes, whatever its name says
	UTF16         = "utf-16"
	Unreadable    = "unreadable"   // Detail: why
	Misdescribed  = "misdescribed" // Detail: what the caller said of it that cannot be
	TooLarge      = "too-large"    // Detail: what, and the limit; files that unpack to more than files do
	NoSheet       = "no-sheet"     // Detail: the sheets that the workbook has
)

// An Error is about a file as a whole: a column is missing, or the file is not of
// its format.
type Error struct {
	File     string
	Encoding cell.Encoding // that it was read in; a wrong one makes columns missing
	Code     string
	Detail   string
}

// Error returns the message in English.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %s", e.File, e.Code, e.Detail) }

// A read row: checked, with what is wrong with it.
type readRow struct {
	row    *slot.Row
	faults []Fault
	nested map[string]any // JSON: the object, with the rows that nest in it
}

// rowsOf reads all rows of a file. heads are the names that the file has for the
// fields, by field; a JSON file has none.
func rowsOf(p *ir.Program, f File) (rows []readRow, heads []string, note Note, err error) {
	if code := foreign(f.Bytes); code != "" {
		return nil, nil, note, &Error{File: f.Name, Code: code}
	}
	text, enc := cell.Decode(f.Bytes, f.Encoding)
	note = Note{File: f.Name, Encoding: enc}
	if f.Format == JSONLines {
		rows, err = jsonRows(p, f, text)
	} else {
		rows, heads, err = csvRows(p, f, text, &note)
	}
	note.Rows = len(rows)
	var whole *Error
	if errors.As(err, &whole) {
		whole.Encoding = enc
	}
	return rows, heads, note, err
}

// foreign recognises files that are no text, or text in an encoding that is not read,
// by their first bytes.
func foreign(b []byte) string {
	for mark, code := range map[string]string{
		"PK\x03\x04": Spreadsheet, "\xd0\xcf\x11\xe0": Spreadsheet, "\xff\xfe": UTF16, "\xfe\xff": UTF16,
	} {
		if bytes.HasPrefix(b, []byte(mark)) {
			return code
		}
	}
	return ""
}

func csvRows(p *ir.Program, f File, text []byte, note *Note) (out []readRow, heads []string, err error) {
	rows, err := cell.NewRows(text)
	switch {
	case errors.Is(err, cell.ErrCROnly):
		return nil, nil, &Error{File: f.Name, Code: CROnly}
	case errors.Is(err, cell.ErrHeader):
		return nil, nil, &Error{File: f.Name, Code: HeaderQuotes}
	case err != nil:
		return nil, nil, &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
	}
	at, err := bind(f, rows.Header, note)
	if err != nil {
		return nil, nil, err
	}
	heads = make([]string, len(at))
	for i, j := range at {
		if j >= 0 {
			heads[i] = rows.Header[j]
		}
	}
	gate := NewGate(p, f.Record)
	for {
		row, err := rows.Next()
		switch {
		case err == io.EOF:
			return out, heads, nil
		case err != nil:
			return nil, nil, &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
		case blank(row.Cells):
			note.Blank++
			continue
		case row.Problem != "":
			for i := range row.Lines { // lines that a quote has swallowed are not lost
				out = append(out, damaged(f, row.Line+i, row.Problem))
			}
			continue
		}
		r, faults := gate.Text(f.Name, row.Line, func(fd *ir.Field) (string, string, bool) {
			i := at[fd.Index]
			if i < 0 {
				return "", "", false
			}
			return row.Cells[i], rows.Header[i], true
		})
		out = append(out, readRow{row: r, faults: faults})
	}
}

// blank reports whether a row has cells, and nothing in any of them.
func blank(cells []string) bool {
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(c string) bool { return strings.Trim(c, " \t\u3000") != "" })
}

// damaged is a row that could not be read at all.
func damaged(f File, line int, code diag.Code) readRow {
	return readRow{
		row:    &slot.Row{Rec: f.Record.ID, Fields: make([]slot.Cell, len(f.Record.Fields)), File: f.Name, Line: line},
		faults: []Fault{{Record: f.Record.Name, File: f.Name, Line: line, Code: code}},
	}
}
