package cell

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// MaxRowBytes bounds the text of one row: what is longer comes from a quote that is
// not closed.
const MaxRowBytes = 16 << 20

// A Row is one record of a comma-separated text.
type Row struct {
	Line    int // the line where the row starts, from 1
	Lines   int // how many lines it takes: a quote that is not closed takes many
	Cells   []string
	Problem diag.Code // set when the row itself is malformed
}

// Rows reads comma-separated text whose first row is the header.
type Rows struct {
	Header []string
	text   *window
	r      *csv.Reader
	first  int // the line where r starts
	line   int // the line of the place up to which rows have been read
}

// What is wrong with a text as a whole.
var (
	ErrCROnly = errors.New("lines end in CR alone")
	ErrHeader = errors.New("the quotes of the header do not match")
)

// NewRows reads the header of a text that is in memory. An empty text has an empty
// header.
func NewRows(text []byte) (*Rows, error) {
	if !bytes.Contains(text, []byte("\n")) && bytes.Contains(text, []byte("\r")) {
		return nil, ErrCROnly
	}
	return ReadRows(bytes.NewReader(text))
}

// ReadRows reads the header of a text as it comes. Whether lines end in CR alone is the
// caller's to know: a Survey tells.
func ReadRows(text io.Reader) (*Rows, error) { return readRows(text, MaxRowBytes) }

func readRows(text io.Reader, limit int) (*Rows, error) {
	rs := &Rows{line: 1, text: &window{src: text, limit: limit}}
	rs.start()
	header, err := rs.r.Read()
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad) || err == errRowTooLong:
		return nil, ErrHeader
	case err != nil && err != io.EOF:
		return nil, err
	}
	for i := range header {
		header[i] = strings.Trim(header[i], " \t\u3000")
	}
	rs.Header = header
	rs.advance()
	return rs, nil
}

// start begins to take rows where the window stands.
func (rs *Rows) start() {
	rs.first = rs.line
	rs.text.again()
	rs.r = csv.NewReader(bufio.NewReaderSize(rs.text, 32<<10))
	rs.r.FieldsPerRecord = -1
}

// advance moves to where the reader stands, and returns the line that the last row
// ended on.
func (rs *Rows) advance() (end int) {
	read := rs.text.take(rs.r.InputOffset())
	rs.line += bytes.Count(read, []byte("\n"))
	if bytes.HasSuffix(read, []byte("\n")) {
		return rs.line - 1
	}
	return rs.line
}

// Next returns the next row, or io.EOF. A malformed row comes back with its
// problem, and reading goes on behind it.
func (rs *Rows) Next() (Row, error) {
	cells, err := rs.r.Read()
	if errors.Is(err, errRowTooLong) {
		return rs.skip()
	}
	end := rs.advance()
	var bad *csv.ParseError
	switch {
	case err == io.EOF:
		return Row{}, io.EOF
	case errors.As(err, &bad):
		start := rs.first + bad.StartLine - 1
		return Row{Line: start, Lines: end - start + 1, Problem: diag.CellQuotes}, nil
	case err != nil:
		return Row{}, err
	}
	line, _ := rs.r.FieldPos(0)
	line += rs.first - 1
	row := Row{Line: line, Lines: end - line + 1, Cells: cells}
	switch {
	case len(cells) != len(rs.Header):
		row.Problem = diag.CellCount
	case row.Lines > 1 && swallowed(cells):
		row.Problem = diag.CellQuotes
	}
	return row, nil
}

// skip passes over a row that is too long, and goes on at the line behind what has been
// read of it: no row is as long as that, so its quote is a stray one.
func (rs *Rows) skip() (Row, error) {
	for rs.text.blankLine() {
		rs.line++
	}
	row := Row{Line: rs.line, Lines: rs.text.lines(), Problem: diag.CellQuotes}
	if row.Lines == 0 {
		row.Lines, row.Problem = 1, diag.CellTooLong
		if err := rs.text.dropLine(); err != nil {
			return Row{}, err
		}
	}
	rs.line += row.Lines
	rs.start()
	return row, nil
}

// swallowed reports whether a cell with line breaks is more likely two stray quotes and
// the rows between them than a text: each line would be a whole row by itself.
func swallowed(cells []string) bool {
	for i, c := range cells {
		lines := strings.Split(c, "\n")
		last := len(lines) - 1
		if last == 0 || strings.Count(lines[0], ",") != len(cells)-1-i || strings.Count(lines[last], ",") != i {
			continue
		}
		if !slices.ContainsFunc(lines[1:last], func(l string) bool { return strings.Count(l, ",") != len(cells)-1 }) {
			return true
		}
	}
	return false
}
