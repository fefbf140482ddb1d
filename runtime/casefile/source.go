package casefile

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
)

// Format is the shape of a file.
type Format string

// The formats that are read here. Others are handed in, see Formats.
const (
	Auto      Format = "" // decided by the content, and where that leaves it open by the name
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
)

// A File is one file of rows of a record: its bytes, or how it is opened.
type File struct {
	Record   *ir.Record
	Name     string // for messages
	Bytes    []byte
	Open     func() (Input, error) // instead of Bytes; called each time that it is gone through
	Format   Format
	Formats  Formats       // further ones that the file may be in
	Sheet    string        // of a workbook; none stands for the first that is visible
	Encoding cell.Encoding // of a text; cell.Auto decides by the bytes
}

// check refuses a file that the caller has described wrongly: what it means must not be
// guessed.
func (f File) check(p *ir.Program) error {
	problem := ""
	switch {
	case f.Record == nil || !slices.Contains(p.Records, f.Record):
		problem = "its record is not one of this ruleset"
	case !slices.Contains([]Format{Auto, CSV, JSONLines}, f.Format) && f.Formats.table(f.Format) == nil:
		problem = fmt.Sprintf("the format %q is not known", f.Format)
	case !slices.Contains(cell.Encodings(), f.Encoding):
		problem = fmt.Sprintf("the encoding %q is not known", f.Encoding)
	default:
		return nil
	}
	return &Error{File: f.Name, Code: Misdescribed, Detail: problem}
}

// An Input is an open file. An *os.File is one.
type Input interface {
	io.Reader
	io.ReaderAt
	io.Seeker
	io.Closer
}

// inMemory is an Input of bytes.
type inMemory struct{ *bytes.Reader }

// Close does nothing.
func (inMemory) Close() error { return nil }

func (f File) input() (Input, error) {
	if f.Open == nil {
		return inMemory{bytes.NewReader(f.Bytes)}, nil
	}
	return f.Open()
}

// A Note is something that the reader decided or found about a file as a whole.
type Note struct {
	File     string
	Format   Format
	Named    Format        // the format that the file's name promises, if it is another
	Packed   string        // how it is compressed
	Encoding cell.Encoding // of a text
	Sheet    string        // of a workbook, the one that was read
	Sheets   int           // how many others could have been
	HeadedAt int           // of a workbook: the row of the headings
	Rows     int
	Blank    int      // rows that consist of empty cells: spreadsheets leave them behind
	Ignored  []string // columns that no field is bound to
	Absent   []string // optional fields without a column
}

// What is wrong with a file as a whole.
const (
	MissingColumn = "missing-column" // Detail: the fields, each with the headings that it may have
	ColumnTwice   = "column-twice"   // Detail: the heading
	ColumnType    = "column-type"    // Detail: the headings, each with what its cells are
	CROnly        = "cr-only"
	HeaderQuotes  = "header-quotes"
	Spreadsheet   = "spreadsheet"  // a zip archive, and no workbook that can be read
	OldWorkbook   = "old-workbook" // .xls, or a workbook under a password
	OtherFormat   = "other-format" // Detail: the format that the content has
	UTF16         = "utf-16"       // without a mark, and not declared
	NoSheet       = "no-sheet"     // Detail: the sheets that the workbook has
	TooLarge      = "too-large"    // Detail: what, and the limit
	Unreadable    = "unreadable"   // Detail: why
	Misdescribed  = "misdescribed" // Detail: what the caller said of it that cannot be
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
