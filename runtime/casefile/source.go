package casefile

import (
	"fmt"
	"io"
	"slices"

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
	Code   string // missing-column, column-twice, format
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

// A belonging is the rows of one record that name the same owner.
type belonging struct {
	rows    []readRow
	claimed bool // a row of the owner was there
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
	roots map[int][]readRow             // by root record
	owned map[int]map[string]*belonging // by record and owner's key
	index map[int]map[string]*slot.Row  // rows of root records by key, for References
	twice map[int]map[string]int
	given map[int]bool // records whose rows were given, be there none
}

// Open reads and checks the files of a run.
func Open(p *ir.Program, files []File) (*Set, error) {
	s := &Set{
		prog: p, roots: map[int][]readRow{}, owned: map[int]map[string]*belonging{},
		index: map[int]map[string]*slot.Row{}, twice: map[int]map[string]int{}, given: map[int]bool{},
	}
	for _, f := range files {
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
			s.owned[r.ID] = map[string]*belonging{}
		}
		for _, rr := range rows {
			k := value.Key(rr.row.Fields[r.OwnerBy].Value)
			if s.owned[r.ID][k] == nil {
				s.owned[r.ID][k] = &belonging{}
			}
			s.owned[r.ID][k].rows = append(s.owned[r.ID][k].rows, rr)
		}
		return
	}
	s.roots[r.ID] = append(s.roots[r.ID], rows...)
	if s.index[r.ID] == nil {
		s.index[r.ID], s.twice[r.ID] = map[string]*slot.Row{}, map[string]int{}
	}
	for _, rr := range rows {
		k := value.Key(rr.row.Key(r.Key))
		s.twice[r.ID][k]++
		if len(rr.faults) == 0 {
			s.index[r.ID][k] = rr.row
		}
	}
}

// Find implements scalar.References: the row of a root record by its key.
func (s *Set) Find(rec int, key value.Value) *slot.Row {
	k := value.Key(key)
	if s.twice[rec][k] > 1 {
		return nil
	}
	return s.index[rec][k]
}

// Given implements scalar.References.
func (s *Set) Given(rec int) bool { return s.given[rec] }

// AddRow adds a row that comes from no file, such as the run's inputs.
func (s *Set) AddRow(r *ir.Record, row *slot.Row) {
	s.take(r, []readRow{{row: row}})
}

// A Case is one case as read: its rows, or what is wrong with them.
type Case struct {
	Bundle *slot.Bundle
	Faults []Fault // not empty: the case is refused before evaluation
}

// Cases gives the cases of a root record in the order of the file.
func (s *Set) Cases(root *ir.Record, yield func(Case) error) error {
	for _, rr := range s.roots[root.ID] {
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
		if err := yield(c); err != nil {
			return err
		}
	}
	return nil
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
		b := s.owned[r.ID][value.Key(key)]
		if b == nil {
			continue
		}
		b.claimed = true
		for _, rr := range b.rows {
			c.Bundle.Rows[r.ID] = append(c.Bundle.Rows[r.ID], rr.row)
			c.Faults = append(c.Faults, rr.faults...)
			if len(rr.faults) == 0 {
				s.gather(r, rr.row.Key(r.Key), c)
			}
		}
	}
}

// Orphans are the rows that belong to no row of the files: call it after Cases.
func (s *Set) Orphans() []Fault {
	var out []Fault
	for _, r := range s.prog.Records {
		for _, b := range s.owned[r.ID] {
			if b.claimed {
				continue
			}
			for _, rr := range b.rows {
				if len(rr.faults) > 0 {
					out = append(out, rr.faults...)
					continue
				}
				out = append(out, Fault{Record: r.Name, File: rr.row.File, Line: rr.row.Line, Column: r.Fields[r.OwnerBy].Name, Code: diag.RowOrphan})
			}
		}
	}
	slices.SortFunc(out, func(a, b Fault) int {
		if a.Record != b.Record {
			if a.Record < b.Record {
				return -1
			}
			return 1
		}
		return a.Line - b.Line
	})
	return out
}
