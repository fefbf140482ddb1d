package casefile

import (
	"bufio"
	"errors"
	"io"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A read row: checked, with what is wrong with it.
type readRow struct {
	row    *slot.Row
	faults []Fault
	nested map[string]any // JSON: the object, with the rows that nest in it
}

// A reading is a file that is being read, row by row.
type reading struct {
	heads []string // the names that the file has for the fields, by field; JSON has none
	note  Note     // whole once next has given io.EOF
	next  func() (readRow, error)
	close func() error

	lines     io.Reader // of JSON
	noNewline bool      // what is read has no line end but CR
}

// read opens a file and reads what stands before its rows.
func read(p *ir.Program, f File) (r *reading, err error) {
	in, err := f.input()
	if err != nil {
		return nil, &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
	}
	r = &reading{note: Note{File: f.Name}, close: in.Close}
	next, err := r.open(p, f, in)
	if err != nil {
		in.Close()
		return nil, r.placed(f, err)
	}
	r.next = func() (readRow, error) {
		row, err := next()
		if err == nil {
			r.note.Rows++
		} else if err != io.EOF {
			err = r.placed(f, err)
		}
		return row, err
	}
	return r, nil
}

// open finds out what a file is, and opens its rows.
func (r *reading) open(p *ir.Program, f File, in Input) (next func() (readRow, error), err error) {
	t, err := r.table(f, in)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return jsonRows(p, f, r.lines, r.noNewline), nil
	}
	next, r.heads, err = boundRows(p, f, t, &r.note)
	return next, err
}

// table finds out what a file is. It returns nil for lines of JSON, which have no columns.
func (r *reading) table(f File, in Input) (t Table, err error) {
	c, err := look(f, in)
	if err != nil {
		return nil, err
	}
	switch {
	case c.table != nil:
		r.note.Format = c.table.Format()
		t, err = c.table.Open(io.NewSectionReader(in, 0, c.size), f.Sheet)
	case f.Sheet != "":
		err = &Error{Code: Misdescribed, Detail: "a sheet is named, and the file is no workbook"}
	default:
		t, err = r.text(f, c)
	}
	if err != nil {
		return nil, err
	}
	if named := c.named(); named != Auto && named != r.note.Format {
		r.note.Named = named
	}
	if t != nil {
		r.also(t.Close)
	}
	return t, nil
}

// text opens a text, which is gone through twice: its encoding is decided by all of it.
func (r *reading) text(f File, c *content) (Table, error) {
	if c.packed != nil {
		r.note.Packed = c.packed.Name()
	}
	s, err := c.survey()
	if err != nil {
		return nil, err
	}
	bytes, err := c.bytes()
	if err != nil {
		return nil, err
	}
	r.also(bytes.Close)
	r.note.Encoding = s.Encoding(f.Encoding)
	text := bufio.NewReaderSize(cell.NewReader(bytes, r.note.Encoding), headBytes)
	beginning, err := text.Peek(headBytes)
	if err != nil && err != io.EOF {
		return nil, err
	}
	r.note.Format = c.textFormat(beginning)
	if r.note.Format == JSONLines {
		r.lines, r.noNewline = text, s.NoNewline()
		return nil, nil
	}
	return csvTable(text, s.NoNewline())
}

// also closes something more when the reading is closed, before what was there.
func (r *reading) also(close func() error) {
	before := r.close
	r.close = func() error { return errors.Join(close(), before()) }
}

// placed makes an error of reading one that names the file and its encoding.
func (r *reading) placed(f File, err error) error {
	var whole *Error
	if !errors.As(err, &whole) {
		whole = &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
	}
	whole.File, whole.Encoding = f.Name, r.note.Encoding
	return whole
}

// survey goes through the bytes of a text once.
func (c *content) survey() (*cell.Survey, error) {
	r, err := c.bytes()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	s := &cell.Survey{}
	_, err = io.CopyBuffer(s, struct{ io.Reader }{r}, make([]byte, 256<<10))
	return s, err
}

// damaged is a row that could not be read at all.
func damaged(f File, line int, code diag.Code) readRow {
	return readRow{
		row:    &slot.Row{Rec: f.Record.ID, Fields: make([]slot.Cell, len(f.Record.Fields)), File: f.Name, Line: line},
		faults: []Fault{{Record: f.Record.Name, File: f.Name, Line: line, Code: code}},
	}
}
