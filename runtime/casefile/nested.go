package casefile

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
)

// nestedColumns finds the columns with rows of records that belong to a record, by the
// names that such rows have in JSON. Without a program there are none.
func nestedColumns(p *ir.Program, r *ir.Record, columns []Column) map[int]*ir.Record {
	var out map[int]*ir.Record
	if p == nil {
		return nil
	}
	for i, c := range columns {
		for _, below := range children(p, r) {
			if c.Kind == NestedColumn && c.Name == below.name {
				if out == nil {
					out = map[int]*ir.Record{}
				}
				out[i] = below.rec
			}
		}
	}
	return out
}

// nestedMap makes of the nested rows of a row what JSON gives for them.
func nestedMap(p *ir.Program, r *ir.Record, columns []Column, cells []Cell, nests map[int]*ir.Record) map[string]any {
	out := map[string]any{}
	for i, rec := range nests {
		rows := make([]any, len(cells[i].Rows))
		inner := columns[i].Columns
		deeper := nestedColumns(p, rec, inner)
		for k, row := range cells[i].Rows {
			m := nestedMap(p, rec, inner, row, deeper)
			for j, c := range inner {
				switch {
				case deeper[j] != nil || fieldOf(rec, c.Name) == nil || j >= len(row):
				case row[j].List != nil:
					list := make([]any, len(row[j].List))
					for i, text := range row[j].List {
						list[i] = text
					}
					m[c.Name] = list
				case row[j].Text != "":
					m[c.Name] = row[j].Text
				}
			}
			rows[k] = m
		}
		out[columns[i].Name] = rows
	}
	return out
}

// fieldOf finds the field that a name in a nested row stands for.
func fieldOf(r *ir.Record, name string) *ir.Field {
	for _, f := range r.Fields {
		if f.Name == name || slices.Contains(f.Columns, name) {
			return f
		}
	}
	return nil
}

// nestedMisfits lists the columns of nested rows that a field is not read from, and
// those that nothing reads.
func nestedMisfits(p *ir.Program, r *ir.Record, c Column, under string) (misfits, ignored []string) {
	under += c.Name + "."
	deeper := nestedColumns(p, r, c.Columns)
	for j, in := range c.Columns {
		if rec := deeper[j]; rec != nil {
			m, i := nestedMisfits(p, rec, in, under)
			misfits, ignored = append(misfits, m...), append(ignored, i...)
			continue
		}
		f := fieldOf(r, in.Name)
		if f == nil || !Reads(f) {
			ignored = append(ignored, under+in.Name)
			continue
		}
		if wrong := misfit(f, in); wrong != "" {
			misfits = append(misfits, under+wrong)
		}
	}
	return misfits, ignored
}
