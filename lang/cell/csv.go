package cell

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// A Row is one record of a comma-separated text.
type Row struct {
	Line    int // the line where the row starts, from 1
	Cells   []string
	Problem diag.Code // set when the row itself is malformed
}

// Rows reads comma-separated text whose first row is the header.
type Rows struct {
	Header []string
	r      *csv.Reader
}

// ErrCROnly reports a text whose lines end in CR alone.
var ErrCROnly = errors.New("lines end in CR alone")

// NewRows reads the header. An empty text has an empty header.
func NewRows(text []byte) (*Rows, error) {
	if !bytes.Contains(text, []byte("\n")) && bytes.Contains(text, []byte("\r")) {
		return nil, ErrCROnly
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil && err != io.EOF {
		return nil, err
	}
	for i := range header {
		header[i] = strings.Trim(header[i], " \t\u3000")
	}
	return &Rows{Header: header, r: r}, nil
}

// Next returns the next row, or io.EOF. A malformed row comes back with its
// problem, and reading goes on behind it.
func (rs *Rows) Next() (Row, error) {
	cells, err := rs.r.Read()
	var bad *csv.ParseError
	switch {
	case err == io.EOF:
		return Row{}, io.EOF
	case errors.As(err, &bad):
		return Row{Line: bad.StartLine, Problem: diag.CellQuotes}, nil
	case err != nil:
		return Row{}, err
	}
	line, _ := rs.r.FieldPos(0)
	row := Row{Line: line, Cells: cells}
	if len(cells) != len(rs.Header) {
		row.Problem = diag.CellCount
	}
	return row, nil
}
