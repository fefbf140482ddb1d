package casefile

import (
	"io"

	"github.com/drgrule/drgrule/lang/diag"
)

// A Table is a file of rows under headings, whatever its format. It is read once, from
// the first row to the last.
type Table interface {
	// Columns are the headings, in the order of the file; none in an empty file.
	Columns() []Column
	// Next gives the next row, or io.EOF. An error is about the file as a whole; what
	// is wrong with a row comes with the row. The row is valid until the next call.
	Next() (Row, error)
	// Close gives up what the table holds; the content that it reads from stays open.
	Close() error
}

// A Column is one heading of a table, and what the file says that its cells are.
type Column struct {
	Name    string
	Kind    ColumnKind
	Of      string   // the file's own word for the type, for messages
	Columns []Column // of a NestedColumn
}

// A ColumnKind is what the cells of a column are by the file's own declaration. A field
// is not read from a column whose kind has lost what the field needs.
type ColumnKind uint8

// The kinds of columns.
const (
	TextColumn   ColumnKind = iota // each cell is read as its field's type
	NumberColumn                   // exact numbers: leading zeros are lost
	DayColumn                      // days, with or without a time
	TruthColumn                    // true and false
	ListColumn                     // lists of texts
	NestedColumn                   // rows of another record that belong to the row
	FloatColumn                    // floating-point numbers
	OtherColumn                    // anything else
)

// A Row is one row of a table and its place.
type Row struct {
	Line    int // from 1
	Lines   int // how many lines it takes, if it is not one
	Cells   []Cell
	Problem diag.Code // the row as a whole cannot be read
}

// A Cell is one cell of a row.
type Cell struct {
	Text    string
	Shown   string    // what people see where the text is a number and that is more: 00123
	List    []string  // of a cell that is a list by its format; Text is empty then
	Rows    [][]Cell  // of a NestedColumn
	Problem diag.Code // the cell holds nothing that can be read
}

// A TableFormat reads one kind of file that this package does not read by itself. A
// program that wants it hands it in, so that it links no library it does not use.
type TableFormat interface {
	// Format is the name.
	Format() Format
	// Recognises tells by the first bytes whether a content is of this format. It
	// need not be sound.
	Recognises(head []byte) bool
	// Open reads the headings. The name of a sheet is for formats that have sheets;
	// none stands for the first that is visible.
	Open(content *io.SectionReader, sheet string) (Table, error)
}

// A Packing is a way of compressing a text.
type Packing interface {
	// Name is the word for it in messages, and the ending of file names.
	Name() string
	// Recognises tells it by the first bytes.
	Recognises(head []byte) bool
	// Unpack gives the text. It is closed by the caller.
	Unpack(r io.Reader) (io.ReadCloser, error)
}

// Formats are what files may be in beside CSV and JSON Lines, plain or gzip.
type Formats struct {
	Tables   []TableFormat
	Packings []Packing
}

// table finds the reader of a format, or nil.
func (f Formats) table(name Format) TableFormat {
	for _, t := range f.Tables {
		if t.Format() == name {
			return t
		}
	}
	return nil
}

// A Sheet is a table of a workbook, which may have titles above its headings.
type Sheet interface {
	Table
	// Name is the name of the sheet, and how many more there are that could be read.
	Name() (name string, others int)
	// Below takes the next row for the headings. It returns false where no headings
	// are looked for any more.
	Below() (bool, error)
	// HeadedAt is the row of the headings.
	HeadedAt() int
}
