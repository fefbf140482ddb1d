package casefile

import (
	"bytes"
	"fmt"
	"io"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
)

// Format is the shape of a file.
type Format string

// The formats that are read.
const (
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
	Encoding cell.Encoding // cell.Auto decides by the bytes
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
