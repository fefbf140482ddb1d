package casefile

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
)

// textRows is a file that consists of rows of texts below a header. Formats differ in
// it; how columns are bound and cells checked, and what becomes of rows that are blank or
// malformed, is the same for all of them.
type textRows struct {
	header []string
	next   func() (cell.Row, error) // io.EOF behind the last
}

// csvRows reads comma-separated text.
func csvRows(p *ir.Program, f File, text io.Reader, crOnly bool, note *Note) (next func() (readRow, error), heads []string, err error) {
	if crOnly {
		return nil, nil, &Error{File: f.Name, Code: CROnly}
	}
	rows, err := cell.ReadRows(text)
	if errors.Is(err, cell.ErrHeader) {
		return nil, nil, &Error{File: f.Name, Code: HeaderQuotes}
	}
	if err != nil {
		return nil, nil, err
	}
	return boundRows(p, f, textRows{rows.Header, rows.Next}, note)
}

// boundRows binds the columns of rows of texts and checks their cells.
func boundRows(p *ir.Program, f File, rows textRows, note *Note) (next func() (readRow, error), heads []string, err error) {
	at, err := bind(f, rows.header, note)
	if err != nil {
		return nil, nil, err
	}
	heads = make([]string, len(at))
	for i, j := range at {
		if j >= 0 {
			heads[i] = rows.header[j]
		}
	}
	gate := NewGate(p, f.Record)
	var bad cell.Row // malformed, with lines that have not been told of yet
	next = func() (readRow, error) {
		for {
			if bad.Lines > 0 { // lines that a quote has swallowed are not lost
				line := bad.Line
				bad.Line, bad.Lines = bad.Line+1, bad.Lines-1
				return damaged(f, line, bad.Problem), nil
			}
			row, err := rows.next()
			switch {
			case err != nil:
				return readRow{}, err
			case blank(row.Cells):
				note.Blank++
				continue
			case row.Problem != "":
				bad = row
				continue
			}
			r, faults := gate.Text(f.Name, row.Line, func(fd *ir.Field) (string, string, bool) {
				i := at[fd.Index]
				if i < 0 {
					return "", "", false
				}
				return row.Cells[i], rows.header[i], true
			})
			return readRow{row: r, faults: faults}, nil
		}
	}
	return next, heads, nil
}

// blank reports whether a row has cells, and nothing in any of them.
func blank(cells []string) bool {
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(c string) bool { return strings.Trim(c, " \t\u3000") != "" })
}
