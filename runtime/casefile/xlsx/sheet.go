package xlsx

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// rows takes the rows of a sheet one after the other.
type rows struct {
	part   *part
	book   *book
	number int      // of the row, from 1
	row    []placed // its cells
	width  int      // columns behind this one are not kept; 0 keeps all
	begun  bool
	ended  bool
}

// placed is a cell and its column, from 1.
type placed struct {
	casefile.Cell
	column int
}

// Next implements casefile.Table. Cells that stand under no heading are left out: a note
// beside the table is no part of it.
func (t *table) Next() (casefile.Row, error) {
	ok, err := t.next()
	if err != nil {
		return casefile.Row{}, err
	}
	if !ok {
		return casefile.Row{}, io.EOF
	}
	i := 0
	for k, column := range t.at {
		t.cells[k] = casefile.Cell{}
		for i < len(t.row) && t.row[i].column < column {
			i++
		}
		if i < len(t.row) && t.row[i].column == column {
			t.cells[k] = t.row[i].Cell
		}
	}
	return casefile.Row{Line: t.number, Lines: 1, Cells: t.cells}, nil
}

// next reads the next row, or returns false behind the last.
func (r *rows) next() (bool, error) {
	for !r.ended {
		t, err := r.part.next()
		if err != nil {
			return false, r.part.early(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Local == "sheetData":
				r.begun = true
			case t.Name.Local == "row" && r.begun:
				return true, r.read(t)
			}
		case xml.EndElement:
			r.ended = t.Name.Local == "sheetData" || t.Name.Local == "worksheet"
		}
		if r.ended {
			return false, r.part.finish()
		}
	}
	return false, nil
}

// read reads the cells of a row.
func (r *rows) read(start xml.StartElement) error {
	number, err := r.after(attr(start, "r"), r.number, MaxRows, "row")
	if err != nil {
		return err
	}
	r.number, r.row = number, r.row[:0]
	column := 0
	for depth := r.part.depth; r.part.depth >= depth; {
		t, err := r.part.next()
		if err != nil {
			return r.part.early(err)
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "c" {
			continue
		}
		if column, err = r.after(columnOf(attr(e, "r")), column, MaxColumns, "column"); err != nil {
			return err
		}
		c, err := r.cell(e)
		if err != nil {
			return err
		}
		if (c.Text != "" || c.Problem != "") && (r.width == 0 || column <= r.width) {
			r.row = append(r.row, placed{c, column})
		}
	}
	return nil
}

// after reads the number of a row or column, which stands behind the last one; where
// none is given it is the next.
func (r *rows) after(text string, last, limit int, what string) (int, error) {
	n := last + 1
	if text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n <= last {
			return 0, unreadable("%s: a %s out of order behind %s %d", r.part.name, what, what, last)
		}
	}
	if n > limit {
		return 0, tooLarge(r.part.name+": "+what, int64(limit))
	}
	return n, nil
}

// columnOf turns the letters of a place such as AB12 into the number of the column.
func columnOf(place string) string {
	letters := strings.TrimRight(place, "0123456789")
	n := 0
	for _, c := range letters {
		if c < 'A' || c > 'Z' || n > MaxColumns {
			return "0"
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// cell reads one cell.
func (r *rows) cell(start xml.StartElement) (casefile.Cell, error) {
	kind := attr(start, "t")
	var text string
	var formula, given bool
	for depth := r.part.depth; r.part.depth >= depth; {
		t, err := r.part.next()
		if err != nil {
			return casefile.Cell{}, r.part.early(err)
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "f":
			formula = true
			err = r.part.skip()
		case e.Name.Local == "v":
			given = true
			text, err = r.part.text()
		case e.Name.Local == "is":
			given = true
			text, err = r.part.richText()
		}
		if err != nil {
			return casefile.Cell{}, err
		}
	}
	if formula && (!given || text == "" && kind != "str") {
		return casefile.Cell{Problem: diag.CellFormula}, nil // it was never computed
	}
	if !given {
		return casefile.Cell{}, nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || i < 0 || i >= len(r.book.shared) {
			return casefile.Cell{}, unreadable("%s: row %d refers to a text that is not there", r.part.name, r.number)
		}
		return casefile.Cell{Text: r.book.shared[i]}, nil
	case "inlineStr":
		return casefile.Cell{Text: text}, nil
	case "str", "e":
		return casefile.Cell{Text: unescape(text)}, nil
	case "b":
		return casefile.Cell{Text: map[string]string{"1": "TRUE", "0": "FALSE"}[text]}, nil
	case "d":
		return casefile.Cell{Text: isoDate(text)}, nil
	}
	return r.numeric(attr(start, "s"), text), nil
}

// numeric reads a cell with a number: a date where its format says so.
func (r *rows) numeric(styled, text string) casefile.Cell {
	if text == "" {
		return casefile.Cell{}
	}
	d, ok := parseDecimal(text)
	if !ok {
		return casefile.Cell{Problem: diag.CellNumber}
	}
	s := plain
	if i, err := strconv.Atoi(styled); err == nil && i >= 0 && i < len(r.book.styles) {
		s = r.book.styles[i]
	}
	d = d.rounded()
	switch {
	case s < plain:
		return casefile.Cell{Text: d.dateText(s, r.book.from1904)}
	case s > plain:
		return casefile.Cell{Text: d.text(), Shown: d.shown(int(s))}
	}
	return casefile.Cell{Text: d.text()}
}

// isoDate is a date as strict workbooks write it: 2024-02-29T00:00:00.000.
func isoDate(text string) string {
	text = strings.TrimSuffix(strings.TrimSpace(text), "Z")
	text, _, _ = strings.Cut(text, ".")
	return strings.TrimSuffix(text, "T00:00:00")
}
