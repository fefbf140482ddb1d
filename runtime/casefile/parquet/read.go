package parquet

import (
	"bytes"
	"errors"
	"io"
	"slices"

	pq "github.com/parquet-go/parquet-go"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// Format is the name of the format.
const Format casefile.Format = "parquet"

// Reader reads Parquet files; it is handed to casefile in casefile.Formats.
type Reader struct{}

var _ casefile.TableFormat = Reader{}

// Format implements casefile.TableFormat.
func (Reader) Format() casefile.Format { return Format }

// Recognises implements casefile.TableFormat.
func (Reader) Recognises(head []byte) bool { return bytes.HasPrefix(head, []byte("PAR1")) }

// Open implements casefile.TableFormat. A file has no sheets.
func (Reader) Open(c *io.SectionReader, sheet string) (t casefile.Table, err error) {
	if sheet != "" {
		return nil, &casefile.Error{Code: casefile.NoSheet}
	}
	defer contain(&err)
	if err := checkFooter(c); err != nil {
		return nil, err
	}
	f, err := pq.OpenFile(c, c.Size(), pq.SkipPageIndex(true), pq.SkipBloomFilters(true))
	if err != nil {
		return nil, damaged()
	}
	out := &table{content: c, file: f, groups: f.RowGroups(), buffer: make([]pq.Row, 64)}
	for _, column := range f.Root().Columns() {
		out.shapes = append(out.shapes, shapeOf(column, 0))
		out.columns = append(out.columns, out.shapes[len(out.shapes)-1].column())
	}
	if n := len(leavesOf(f.Root())); n > MaxColumns {
		return nil, tooLarge("columns", MaxColumns)
	}
	out.cells = make([]casefile.Cell, len(out.columns))
	return out, nil
}

// damaged is what is told of a file that the library stumbles over. What the library
// says of it may hold values of cells, and stays inside.
func damaged() error { return unreadable("it is damaged") }

// contain turns a panic of the library over a damaged file into an error.
func contain(err *error) {
	if recover() != nil {
		*err = damaged()
	}
}

// table implements casefile.Table.
type table struct {
	content *io.SectionReader
	file    *pq.File
	groups  []pq.RowGroup // not begun yet
	begun   int
	rows    pq.Rows // of the one in progress, or nil
	left    int64   // rows of it that are still to come
	buffer  []pq.Row
	read    []pq.Row // of buffer, not given yet
	line    int
	shapes  []shape
	columns []casefile.Column
	cells   []casefile.Cell
}

// Columns implements casefile.Table.
func (t *table) Columns() []casefile.Column { return t.columns }

// Close implements casefile.Table.
func (t *table) Close() (err error) {
	defer contain(&err)
	if t.rows == nil {
		return nil
	}
	defer func() { t.rows = nil }()
	return t.rows.Close()
}

// Next implements casefile.Table. Rows are counted from 1: there is no line of headings.
func (t *table) Next() (row casefile.Row, err error) {
	defer contain(&err)
	for len(t.read) == 0 {
		if err := t.fill(); err != nil {
			return casefile.Row{}, err
		}
	}
	values := t.read[0]
	t.read = t.read[1:]
	t.line++
	leaves := split(values, len(t.file.Metadata().RowGroups[t.begun-1].Columns))
	if leaves == nil {
		return casefile.Row{}, damaged()
	}
	for i := range t.shapes {
		c, ok := t.shapes[i].cell(leaves, 0)
		if !ok {
			return casefile.Row{}, damaged()
		}
		t.cells[i] = c
	}
	return casefile.Row{Line: t.line, Lines: 1, Cells: t.cells}, nil
}

// fill reads some rows, or returns io.EOF behind the last.
func (t *table) fill() error {
	if t.rows == nil {
		if len(t.groups) == 0 {
			return io.EOF
		}
		chunks := t.file.Metadata().RowGroups[t.begun].Columns
		for i := range chunks {
			if err := checkChunk(t.content, &chunks[i].MetaData); err != nil {
				return err
			}
		}
		g := t.groups[0]
		t.groups, t.begun = t.groups[1:], t.begun+1
		t.rows, t.left = g.Rows(), g.NumRows()
	}
	n, err := t.rows.ReadRows(t.buffer)
	if err != nil && !errors.Is(err, io.EOF) {
		return damaged()
	}
	t.read = t.buffer[:n]
	t.left -= int64(n)
	if err == nil && n > 0 {
		return nil
	}
	if err == nil || t.left != 0 { // it stands still, or has not the rows that it counts
		return damaged()
	}
	err = t.rows.Close()
	t.rows = nil
	if err != nil {
		return damaged()
	}
	return nil
}

// split gives each leaf its values.
func split(row pq.Row, n int) [][]pq.Value {
	out := make([][]pq.Value, n)
	for i := 0; i < len(row); {
		k := row[i].Column()
		j := i + 1
		for j < len(row) && row[j].Column() == k {
			j++
		}
		if k < 0 || k >= n || out[k] != nil {
			return nil
		}
		out[k] = row[i:j]
		i = j
	}
	return out
}

// cell puts a cell together from the values of its leaves, at some level of lists.
func (s *shape) cell(leaves [][]pq.Value, level int) (c casefile.Cell, ok bool) {
	if len(s.leaves) == 0 {
		return c, true
	}
	values := leaves[s.leaves[0]]
	switch {
	case len(values) == 0:
		return c, false
	case s.kind == casefile.NestedColumn:
		c.Rows, ok = s.nested(leaves, level)
		return c, ok
	case s.kind == casefile.ListColumn:
		if values[0].DefinitionLevel() < s.repeated {
			if values[0].DefinitionLevel() == s.repeated-1 {
				c.List = []string{}
			}
			return c, true
		}
		for _, v := range values {
			text := ""
			if v.DefinitionLevel() >= s.present {
				text = s.text(v)
			}
			c.List = append(c.List, text)
		}
		return c, true
	case s.text != nil && values[0].DefinitionLevel() >= s.present:
		c.Text = s.text(values[0])
	}
	return c, true
}

// nested puts the rows of a list together.
func (s *shape) nested(leaves [][]pq.Value, level int) (rows [][]casefile.Cell, ok bool) {
	if leaves[s.leaves[0]][0].DefinitionLevel() < s.repeated {
		return nil, true
	}
	elements := make([][][]pq.Value, len(leaves))
	n := -1
	for _, k := range s.leaves {
		elements[k] = atLevel(leaves[k], level+1)
		if n >= 0 && len(elements[k]) != n {
			return nil, false
		}
		n = len(elements[k])
	}
	for i := range n {
		one := make([][]pq.Value, len(leaves))
		for _, k := range s.leaves {
			one[k] = elements[k][i]
		}
		row := make([]casefile.Cell, len(s.columns))
		for j := range s.columns {
			if row[j], ok = s.columns[j].cell(one, level+1); !ok {
				return nil, false
			}
		}
		rows = append(rows, row)
	}
	return rows, true
}

// atLevel splits values into the elements of the lists of a level.
func atLevel(values []pq.Value, level int) [][]pq.Value {
	var out [][]pq.Value
	for i, v := range values {
		if i == 0 || v.RepetitionLevel() <= level {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], v)
	}
	return slices.Clip(out)
}
