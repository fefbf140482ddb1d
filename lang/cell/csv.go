package cell

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

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
	r      *csv.Reader
	text   []byte
	at     int64 // how far the text has been read
	line   int   // the line of that place
}

// What is wrong with a text as a whole.
var (
	ErrCROnly = errors.New("lines end in CR alone")
	ErrHeader = errors.New("the quotes of the header do not match")
)

// NewRows reads the header. An empty text has an empty header.
func NewRows(text []byte) (*Rows, error) {
	if !bytes.Contains(text, []byte("\n")) && bytes.Contains(text, []byte("\r")) {
		return nil, ErrCROnly
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil && err != io.EOF {
		return nil, ErrHeader
	}
	for i := range header {
		header[i] = strings.Trim(header[i], " \t\u3000")
	}
	rs := &Rows{Header: header, r: r, text: text, line: 1}
	rs.advance()
	return rs, nil
}

// advance moves to where the reader stands, and returns the line that the last row
// ended on.
func (rs *Rows) advance() (end int) {
	to := rs.r.InputOffset()
	read := rs.text[rs.at:to]
	rs.line += bytes.Count(read, []byte("\n"))
	rs.at = to
	if bytes.HasSuffix(read, []byte("\n")) {
		return rs.line - 1
	}
	return rs.line
}

// Next returns the next row, or io.EOF. A malformed row comes back with its
// problem, and reading goes on behind it.
func (rs *Rows) Next() (Row, error) {
	cells, err := rs.r.Read()
	end := rs.advance()
	var bad *csv.ParseError
	switch {
	case err == io.EOF:
		return Row{}, io.EOF
	case errors.As(err, &bad):
		return Row{Line: bad.StartLine, Lines: end - bad.StartLine + 1, Problem: diag.CellQuotes}, nil
	case err != nil:
		return Row{}, err
	}
	line, _ := rs.r.FieldPos(0)
	row := Row{Line: line, Lines: end - line + 1, Cells: cells}
	switch {
	case len(cells) != len(rs.Header):
		row.Problem = diag.CellCount
	case row.Lines > 1 && swallowed(cells):
		row.Problem = diag.CellQuotes
	}
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
