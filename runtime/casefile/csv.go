package casefile

import (
	"errors"
	"io"

	"github.com/drgrule/drgrule/lang/cell"
)

// commaRows is comma-separated text as a table.
type commaRows struct {
	rows    *cell.Rows
	columns []Column
	cells   []Cell
}

// csvTable reads comma-separated text.
func csvTable(text io.Reader, crOnly bool) (Table, error) {
	if crOnly {
		return nil, &Error{Code: CROnly}
	}
	rows, err := cell.ReadRows(text)
	if errors.Is(err, cell.ErrHeader) {
		return nil, &Error{Code: HeaderQuotes}
	}
	if err != nil {
		return nil, err
	}
	t := &commaRows{rows: rows}
	for _, h := range rows.Header {
		t.columns = append(t.columns, Column{Name: h})
	}
	return t, nil
}

// Columns implements Table.
func (t *commaRows) Columns() []Column { return t.columns }

// Next implements Table.
func (t *commaRows) Next() (Row, error) {
	r, err := t.rows.Next()
	t.cells = t.cells[:0]
	for _, text := range r.Cells {
		t.cells = append(t.cells, Cell{Text: text})
	}
	return Row{Line: r.Line, Lines: r.Lines, Cells: t.cells, Problem: r.Problem}, err
}

// Close implements Table.
func (t *commaRows) Close() error { return nil }
