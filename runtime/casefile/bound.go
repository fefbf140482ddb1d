package casefile

import (
	"errors"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// boundRows binds the columns of a table to the fields of a record and checks the cells.
// Formats differ in how a table is read; what becomes of its columns, and of rows that
// are blank or malformed, is the same for all of them.
func boundRows(p *ir.Program, f File, t Table, note *Note) (next func() (readRow, error), heads []string, err error) {
	at, err := bindTable(p, f, t, note)
	if err != nil {
		return nil, nil, err
	}
	columns := t.Columns()
	heads = make([]string, len(at))
	for i, j := range at {
		if j >= 0 {
			heads[i] = columns[j].Name
		}
	}
	nests := nestedColumns(p, f.Record, columns)
	gate := NewGate(p, f.Record)
	var bad Row // malformed, with lines that have not been told of yet
	next = func() (readRow, error) {
		for {
			if bad.Lines > 0 { // lines that a quote has swallowed are not lost
				line := bad.Line
				bad.Line, bad.Lines = bad.Line+1, bad.Lines-1
				return damaged(f, line, bad.Problem), nil
			}
			row, err := t.Next()
			switch {
			case err != nil:
				return readRow{}, err
			case blank(row.Cells):
				note.Blank++
				continue
			case row.Problem != "":
				bad = Row{Line: row.Line, Lines: max(row.Lines, 1), Problem: row.Problem}
				continue
			}
			r, faults := gate.row(f.Name, row.Line, func(fd *ir.Field) (value.Value, bool, diag.Code, string) {
				i := at[fd.Index]
				if i < 0 {
					v, present, code := fd.Spec.Parse("")
					return v, present, code, fd.Name
				}
				v, present, code := cellValue(fd, &row.Cells[i])
				return v, present, code, heads[fd.Index]
			})
			out := readRow{row: r, faults: faults}
			if len(nests) > 0 {
				out.nested = nestedMap(p, f.Record, columns, row.Cells, nests)
			}
			return out, nil
		}
	}
	return next, heads, nil
}

// bindTable binds the columns; above the headings of a sheet there may be titles.
func bindTable(p *ir.Program, f File, t Table, note *Note) ([]int, error) {
	at, err := bind(p, f.Record, t.Columns(), note)
	sheet, ok := t.(Sheet)
	if !ok {
		return at, err
	}
	note.Sheet, note.Sheets = sheet.Name()
	for first := err; err != nil; {
		var missing *Error
		if !errors.As(err, &missing) || missing.Code != MissingColumn {
			return nil, err
		}
		more, wrong := sheet.Below()
		if wrong != nil {
			return nil, wrong
		}
		if !more {
			return nil, first
		}
		note.Ignored, note.Absent = nil, nil
		at, err = bind(p, f.Record, t.Columns(), note)
	}
	note.HeadedAt = sheet.HeadedAt()
	return at, nil
}

// cellValue reads a cell as the value of a field.
func cellValue(f *ir.Field, c *Cell) (value.Value, bool, diag.Code) {
	switch {
	case c.Problem != "":
		return value.Value{}, false, c.Problem
	case c.List != nil:
		return goValue(&f.Spec, c.List)
	case c.Shown != "" && f.Spec.Type.Kind != value.Number:
		return f.Spec.Parse(c.Shown)
	}
	return f.Spec.Parse(c.Text)
}

// blank reports whether a row has cells, and nothing in any of them.
func blank(cells []Cell) bool {
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(c Cell) bool {
		return c.Problem != "" || c.List != nil || c.Rows != nil || strings.Trim(c.Text, " \t\u3000") != ""
	})
}

// misfit tells why a field is not read from a column, by what the column says of its
// cells: a floating-point number is not exact, and a number has lost the leading zeros
// of a code.
func misfit(f *ir.Field, c Column) string {
	fits := false
	switch c.Kind {
	case TextColumn:
		fits = true
	case NumberColumn:
		fits = f.Spec.Type.Kind == value.Number
	case DayColumn:
		fits = f.Spec.Type.Kind == value.Date
	case TruthColumn:
		fits = f.Spec.Type.Kind == value.Bool
	case ListColumn:
		fits = f.Spec.Type.Kind == value.List
	}
	if fits {
		return ""
	}
	return c.Name + " (" + c.Of + ")"
}
