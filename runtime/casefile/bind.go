package casefile

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
)

// bind finds the column of each field, or -1: by the names that the field declares
// for files, then by its own.
func bind(p *ir.Program, r *ir.Record, columns []Column, note *Note) ([]int, error) {
	at := make([]int, len(r.Fields))
	for i := range at {
		at[i] = -1
	}
	if len(columns) == 0 { // an empty file has no rows and lacks nothing
		return at, nil
	}
	header, folded := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		header[i], folded[i] = c.Name, cell.FoldHeading(c.Name)
	}
	used := map[int]bool{}
	var missing, misfits []string
	for i, fd := range r.Fields {
		if !Reads(fd) {
			continue
		}
		j, twice := find(header, folded, headings(fd))
		switch {
		case twice:
			return nil, &Error{Code: ColumnTwice, Detail: header[j]}
		case j >= 0:
			at[i], used[j] = j, true
			if wrong := misfit(fd, columns[j]); wrong != "" {
				misfits = append(misfits, wrong)
			}
		case Required(fd):
			missing = append(missing, missingText(fd))
		default:
			note.Absent = append(note.Absent, fd.Name)
		}
	}
	if len(missing) > 0 {
		return nil, &Error{Code: MissingColumn, Detail: strings.Join(missing, ", ")}
	}
	nests := nestedColumns(p, r, columns)
	for j, name := range header {
		if rec := nests[j]; rec != nil {
			m, ignored := nestedMisfits(p, rec, columns[j], "")
			misfits, note.Ignored = append(misfits, m...), append(note.Ignored, ignored...)
		} else if !used[j] && name != "" {
			note.Ignored = append(note.Ignored, name)
		}
	}
	if len(misfits) > 0 {
		return nil, &Error{Code: ColumnType, Detail: strings.Join(misfits, ", ")}
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

// Fits reports whether a file has headings, and among them one for every field of a
// record that must have one: which record a file is of can be told by its headings.
func Fits(r *ir.Record, f File) bool {
	in, err := f.input()
	if err != nil {
		return false
	}
	f.Record = r
	opened := &reading{close: in.Close}
	defer func() { opened.close() }()
	t, err := opened.table(f, in)
	if err != nil || t == nil || len(t.Columns()) == 0 {
		return false
	}
	_, err = bindTable(nil, f, t, &Note{})
	return err == nil
}
