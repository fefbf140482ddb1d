package casefile

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
)

// bind finds the column of each field, or -1: by the names that the field declares
// for files, then by its own.
func bind(f File, header []string, note *Note) ([]int, error) {
	at := make([]int, len(f.Record.Fields))
	for i := range at {
		at[i] = -1
	}
	if len(header) == 0 { // an empty file has no rows and lacks nothing
		return at, nil
	}
	folded := make([]string, len(header))
	for i, h := range header {
		folded[i] = cell.FoldHeading(h)
	}
	used := map[int]bool{}
	var missing []string
	for i, fd := range f.Record.Fields {
		if !Reads(fd) {
			continue
		}
		j, twice := find(header, folded, headings(fd))
		switch {
		case twice:
			return nil, &Error{File: f.Name, Code: ColumnTwice, Detail: header[j]}
		case j >= 0:
			at[i], used[j] = j, true
		case Required(fd):
			missing = append(missing, missingText(fd))
		default:
			note.Absent = append(note.Absent, fd.Name)
		}
	}
	if len(missing) > 0 {
		return nil, &Error{File: f.Name, Code: MissingColumn, Detail: strings.Join(missing, ", ")}
	}
	for j, name := range header {
		if !used[j] && name != "" {
			note.Ignored = append(note.Ignored, name)
		}
	}
	return at, nil
}

// headings are the names that a field may have in a file, the best first.
func headings(f *ir.Field) []string {
	if slices.Contains(f.Columns, f.Name) {
		return f.Columns
	}
	return append(slices.Clone(f.Columns), f.Name)
}

func missingText(f *ir.Field) string {
	if len(f.Columns) == 0 {
		return f.Name
	}
	return f.Name + " (" + strings.Join(headings(f), " | ") + ")"
}

// find returns the first of the names that the header has, as written or else as
// people read it, and whether it stands there twice.
func find(header, folded []string, names []string) (at int, twice bool) {
	for _, name := range names {
		for _, list := range [][]string{header, folded} {
			if j := slices.Index(list, name); j >= 0 {
				return j, slices.Contains(list[j+1:], name)
			}
			name = cell.FoldHeading(name)
		}
	}
	return -1, false
}

// Fits reports whether a CSV file has a column for every field of a record that must
// have one: which record a file is of can be told by its header.
func Fits(r *ir.Record, f File) bool {
	in, err := f.input()
	if f.Format != CSV || err != nil {
		return false
	}
	defer in.Close()
	s, err := survey(f, in)
	if err != nil || s.NoNewline() {
		return false
	}
	rows, err := cell.ReadRows(cell.NewReader(in, s.Encoding(f.Encoding)))
	if err != nil || len(rows.Header) == 0 {
		return false
	}
	f.Record = r
	_, err = bind(f, rows.Header, &Note{})
	return err == nil
}
