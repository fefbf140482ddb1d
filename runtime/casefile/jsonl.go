package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
)

// maxJSONDepth bounds the nesting of an object: a case, its rows, their rows, lists.
const maxJSONDepth = 16

// jsonRows reads one object a line. Rows that belong to it nest under their names.
func jsonRows(p *ir.Program, f File, text io.Reader, noNewline bool) func() (readRow, error) {
	gate := NewGate(p, f.Record)
	lines := cell.NewLines(text)
	return func() (readRow, error) {
		for {
			line, n, err := lines.Next()
			switch {
			case err == cell.ErrTooLong && noNewline:
				return readRow{}, &Error{File: f.Name, Code: CROnly}
			case err == cell.ErrTooLong:
				return damaged(f, n, diag.CellTooLong), nil
			case err != nil:
				return readRow{}, err
			}
			line = bytes.TrimSpace(line)
			if len(line) == 0 {
				continue
			}
			if noNewline && bytes.ContainsRune(line, '\r') {
				return readRow{}, &Error{File: f.Name, Code: CROnly}
			}
			m, err := Object(line)
			if err != nil {
				return damaged(f, n, diag.LineNotObject), nil
			}
			row, faults := gate.Map(m, f.Name, n)
			return readRow{row: row, faults: faults, nested: m}, nil
		}
	}
}

// Object reads one JSON object: numbers keep their digits, a key that stands twice
// and nesting beyond a bound are errors.
func Object(b []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := jsonValue(d, 0)
	if err != nil {
		return nil, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("not an object")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("text behind the object")
	}
	return m, nil
}

func jsonValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxJSONDepth {
		return nil, errors.New("nested too deep")
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		m := map[string]any{}
		for d.More() {
			k, err := d.Token()
			if err != nil {
				return nil, err
			}
			name := fmt.Sprint(k)
			if _, twice := m[name]; twice {
				return nil, errors.New("a key stands twice")
			}
			if m[name], err = jsonValue(d, depth+1); err != nil {
				return nil, err
			}
		}
		_, err := d.Token()
		return m, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := jsonValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}
