package casefile

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// Format is the shape of a file.
type Format string

// The formats that are read.
const (
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
)

// A File is one file of rows of a record.
type File struct {
	Record   *ir.Record
	Name     string // for messages
	Bytes    []byte
	Format   Format
	Encoding cell.Encoding // cell.Auto decides by the bytes
}

// A Note is something that the reader decided or found about a file as a whole.
type Note struct {
	File     string
	Encoding cell.Encoding
	Rows     int
	Ignored  []string // columns that no field is bound to
	Absent   []string // optional fields without a column
}

// An Error is about a file as a whole: a column is missing, or the file is not of
// its format.
type Error struct {
	File   string
	Code   string // missing-column, column-twice, format, encoding, record
	Detail string
}

// Error returns the message in English.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %s", e.File, e.Code, e.Detail) }

// A read row: checked, with what is wrong with it.
type readRow struct {
	row    *slot.Row
	faults []Fault
	nested map[string]any // JSON: the object, with the rows that nest in it
}

// rowsOf reads all rows of a file.
func rowsOf(p *ir.Program, f File) ([]readRow, Note, error) {
	text, enc := cell.Decode(f.Bytes, f.Encoding)
	note := Note{File: f.Name, Encoding: enc}
	var rows []readRow
	var err error
	if f.Format == JSONLines {
		rows, err = jsonRows(p, f, text)
	} else {
		rows, err = csvRows(p, f, text, &note)
	}
	note.Rows = len(rows)
	return rows, note, err
}

func csvRows(p *ir.Program, f File, text []byte, note *Note) ([]readRow, error) {
	rows, err := cell.NewRows(text)
	if err != nil {
		return nil, &Error{f.Name, "format", err.Error()}
	}
	at, err := bind(f, rows.Header, note)
	if err != nil {
		return nil, err
	}
	gate := NewGate(p, f.Record)
	var out []readRow
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, &Error{f.Name, "format", err.Error()}
		}
		if row.Problem != "" {
			for i := range row.Lines { // lines that a quote has swallowed are not lost
				out = append(out, damaged(f, row.Line+i, row.Problem))
			}
			continue
		}
		r, faults := gate.Text(f.Name, row.Line, func(fd *ir.Field) (string, string, bool) {
			i := at[fd.Index]
			if i < 0 {
				return "", "", false
			}
			return row.Cells[i], rows.Header[i], true
		})
		out = append(out, readRow{row: r, faults: faults})
	}
}

// damaged is a row that could not be read at all.
func damaged(f File, line int, code diag.Code) readRow {
	return readRow{
		row:    &slot.Row{Rec: f.Record.ID, Fields: make([]slot.Cell, len(f.Record.Fields)), File: f.Name, Line: line},
		faults: []Fault{{Record: f.Record.Name, File: f.Name, Line: line, Code: code}},
	}
}

// bind finds the column of each field: by the names that the field declares for
// files, then by its own.
func bind(f File, header []string, note *Note) ([]int, error) {
	at := make([]int, len(f.Record.Fields))
	used := map[int]bool{}
	for i, fd := range f.Record.Fields {
		at[i] = -1
		if !Reads(fd) {
			continue
		}
		for _, name := range append(slices.Clone(fd.Columns), fd.Name) {
			j := slices.Index(header, name)
			if j < 0 {
				continue
			}
			if slices.Contains(header[j+1:], name) {
				return nil, &Error{f.Name, "column-twice", name}
			}
			at[i], used[j] = j, true
			break
		}
		if at[i] < 0 {
			if Required(fd) && len(header) > 0 {
				return nil, &Error{f.Name, "missing-column", fd.Name}
			}
			note.Absent = append(note.Absent, fd.Name)
		}
	}
	for j, name := range header {
		if !used[j] && name != "" {
			note.Ignored = append(note.Ignored, name)
		}
	}
	return at, nil
}

// A Set is the files of one run: the rows of root records as cases, with the rows
// that belong to them.
type Set struct {
	prog  *ir.Program
	Notes []Note
	roots map[int][]readRow            // by root record
	owned map[int]map[string][]readRow // by record and owner's key
	index map[int]map[string]int       // rows of root records by key, for References
	twice map[int]map[string]int
	given map[int]bool // records whose rows were given, be there none
}

// check refuses a file that the caller has described wrongly: what it means must not be
// guessed.
func (f File) check(p *ir.Program) error {
	switch {
	case f.Record == nil || !slices.Contains(p.Records, f.Record):
		return &Error{f.Name, "record", "its record is not one of this ruleset"}
	case f.Format != CSV && f.Format != JSONLines:
		return &Error{f.Name, "format", fmt.Sprintf("the format %q is not known", f.Format)}
	case !slices.Contains([]cell.Encoding{cell.Auto, cell.UTF8, cell.UTF8BOM, cell.GB18030}, f.Encoding):
		return &Error{f.Name, "encoding", fmt.Sprintf("the encoding %q is not known", f.Encoding)}
	}
	return nil
}

// Open reads and checks the files of a run.
func Open(p *ir.Program, files []File) (*Set, error) {
	s := &Set{
		prog: p, roots: map[int][]readRow{}, owned: map[int]map[string][]readRow{},
		index: map[int]map[string]int{}, twice: map[int]map[string]int{}, given: map[int]bool{},
	}
	for _, f := range files {
		if err := f.check(p); err != nil {
			return nil, err
		}
		rows, note, err := rowsOf(p, f)
		if err != nil {
			return nil, err
		}
		s.Notes = append(s.Notes, note)
		s.take(f.Record, rows)
	}
	return s, nil
}

func (s *Set) take(r *ir.Record, rows []readRow) {
	s.given[r.ID] = true
	if r.Owner >= 0 {
		if s.owned[r.ID] == nil {
			s.owned[r.ID] = map[string][]readRow{}
		}
		for _, rr := range rows {
			k := value.Key(rr.row.Fields[r.OwnerBy].Value)
			s.owned[r.ID][k] = append(s.owned[r.ID][k], rr)
		}
		return
	}
	if s.index[r.ID] == nil {
		s.index[r.ID], s.twice[r.ID] = map[string]int{}, map[string]int{}
	}
	for _, rr := range rows {
		k := value.Key(rr.row.Key(r.Key))
		s.twice[r.ID][k]++
		s.index[r.ID][k] = len(s.roots[r.ID])
		s.roots[r.ID] = append(s.roots[r.ID], rr)
	}
}

// Find implements scalar.References: the row of a root record by its key, with the rows
// that belong to it. A case that is refused is not there for others either.
func (s *Set) Find(rec int, key value.Value) *slot.Bundle {
	i, ok := s.index[rec][value.Key(key)]
	if !ok {
		return nil
	}
	if c := s.Case(s.prog.Records[rec], i); len(c.Faults) == 0 {
		return c.Bundle
	}
	return nil
}

// Given implements scalar.References.
func (s *Set) Given(rec int) bool { return s.given[rec] }

// AddRow adds a row that comes from no file, such as the run's inputs, with the map that
// its own rows nest in, or nil. It returns false if there is a row of that key already.
func (s *Set) AddRow(r *ir.Record, row *slot.Row, nested map[string]any) bool {
	s.take(r, []readRow{{row: row, nested: nested}})
	return s.twice[r.ID][value.Key(row.Key(r.Key))] == 1
}

// A Case is one case as read: its rows, or what is wrong with them.
type Case struct {
	Bundle *slot.Bundle
	Faults []Fault // not empty: the case is refused before evaluation
}

// Count returns how many cases of a root record there are.
func (s *Set) Count(root *ir.Record) int { return len(s.roots[root.ID]) }

// Case gives the i-th case of a root record, in the order of the file.
func (s *Set) Case(root *ir.Record, i int) Case {
	rr := s.roots[root.ID][i]
	c := Case{Bundle: &slot.Bundle{Root: root.ID, Rows: make([][]*slot.Row, len(s.prog.Records))}}
	c.Faults = append(c.Faults, rr.faults...)
	key := rr.row.Key(root.Key)
	if s.twice[root.ID][value.Key(key)] > 1 && len(rr.faults) == 0 {
		c.Faults = append(c.Faults, Fault{Record: root.Name, File: rr.row.File, Line: rr.row.Line, Column: keyNames(root), Code: diag.RowTwice})
	}
	c.Bundle.Rows[root.ID] = []*slot.Row{rr.row}
	s.gather(root, key, &c)
	if rr.nested != nil {
		c.Faults = append(c.Faults, nestRows(s.prog, root, rr.nested, rr.row, c.Bundle, rr.row.File, rr.row.Line)...)
	}
	if len(c.Faults) == 0 {
		c.Faults = integrity(s.prog, c.Bundle)
	}
	return c
}

// gather adds the rows that belong to a row, and those that belong to them. It
// leaves them in the set: a set may be gone through more than once.
func (s *Set) gather(owner *ir.Record, key value.Value, c *Case) {
	for _, r := range s.prog.Records {
		if r.Owner != owner.ID || r.Derived && !s.given[r.ID] {
			continue
		}
		if c.Bundle.Rows[r.ID] == nil {
			c.Bundle.Rows[r.ID] = []*slot.Row{} // given, though there may be none
		}
		for _, rr := range s.owned[r.ID][value.Key(key)] {
			c.Bundle.Rows[r.ID] = append(c.Bundle.Rows[r.ID], rr.row)
			c.Faults = append(c.Faults, rr.faults...)
			if len(rr.faults) == 0 {
				s.gather(r, rr.row.Key(r.Key), c)
			}
		}
	}
}

// Orphans are the rows of the files that belong to no case.
func (s *Set) Orphans() []Fault {
	var out []Fault
	belong := make([]map[string]bool, len(s.prog.Records)) // keys of the rows that do
	for _, r := range s.prog.Records {                     // owners come first
		belong[r.ID] = map[string]bool{}
		for k := range s.twice[r.ID] {
			belong[r.ID][k] = true
		}
		for owner, rows := range s.owned[r.ID] {
			for _, rr := range rows {
				switch {
				case belong[r.Owner][owner]:
					belong[r.ID][value.Key(rr.row.Key(r.Key))] = true
				case len(rr.faults) > 0:
					out = append(out, rr.faults...)
				default:
					out = append(out, Fault{Record: r.Name, File: rr.row.File, Line: rr.row.Line, Column: r.Fields[r.OwnerBy].Name, Code: diag.RowOrphan})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.Record, b.Record), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return out
}
