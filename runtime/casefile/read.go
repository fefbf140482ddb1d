package casefile

import (
	"bytes"
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
}

// read opens a file and reads what stands before its rows.
func read(p *ir.Program, f File) (r *reading, err error) {
	in, err := f.input()
	if err != nil {
		return nil, &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
	}
	defer func() {
		if err != nil {
			in.Close()
		}
	}()
	r = &reading{close: in.Close}
	s, err := survey(f, in)
	if err != nil {
		return nil, err
	}
	r.note = Note{File: f.Name, Encoding: s.Encoding(f.Encoding)}
	text := cell.NewReader(in, r.note.Encoding)
	var next func() (readRow, error)
	if f.Format == JSONLines {
		next = jsonRows(p, f, text, s.NoNewline())
	} else {
		next, r.heads, err = csvRows(p, f, text, s.NoNewline(), &r.note)
	}
	if err != nil {
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

// placed makes an error of reading one that names the file and its encoding.
func (r *reading) placed(f File, err error) error {
	var whole *Error
	if !errors.As(err, &whole) {
		whole = &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
	}
	whole.Encoding = r.note.Encoding
	return whole
}

// survey goes through the bytes of a file once, and back to its start.
func survey(f File, in Input) (*cell.Survey, error) {
	first := make([]byte, 4)
	n, err := io.ReadFull(in, first)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	if code := foreign(first[:n]); code != "" {
		return nil, &Error{File: f.Name, Code: code}
	}
	s := &cell.Survey{}
	if err == nil {
		_, err = s.Write(first[:n])
	}
	if err == nil {
		_, err = io.CopyBuffer(s, struct{ io.Reader }{in}, make([]byte, 256<<10))
	}
	if err == nil {
		_, err = in.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, &Error{File: f.Name, Code: Unreadable, Detail: err.Error()}
	}
	return s, nil
}

// foreign recognises files that are no text, or text in an encoding that is not read,
// by their first bytes.
func foreign(b []byte) string {
	for mark, code := range map[string]string{
		"PK\x03\x04": Spreadsheet, "\xd0\xcf\x11\xe0": Spreadsheet, "\xff\xfe": UTF16, "\xfe\xff": UTF16,
	} {
		if bytes.HasPrefix(b, []byte(mark)) {
			return code
		}
	}
	return ""
}

// damaged is a row that could not be read at all.
func damaged(f File, line int, code diag.Code) readRow {
	return readRow{
		row:    &slot.Row{Rec: f.Record.ID, Fields: make([]slot.Cell, len(f.Record.Fields)), File: f.Name, Line: line},
		faults: []Fault{{Record: f.Record.Name, File: f.Name, Line: line, Code: code}},
	}
}
