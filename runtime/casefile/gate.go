package casefile

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Fault is one thing wrong with the data of a case: where, and what. It never
// carries the value.
type Fault struct {
	Record string    `json:"record"`
	File   string    `json:"file,omitempty"`
	Line   int       `json:"row,omitempty"` // from 1; 0 when the row came from no file
	Column string    `json:"column,omitempty"`
	Code   diag.Code `json:"code"`
	Detail string    `json:"detail,omitempty"` // the rule's own reason
}

// Gate checks the fields of one record's rows: everything that the ruleset reads.
type Gate struct {
	prog *ir.Program
	rec  *ir.Record
}

// NewGate returns the gate of a record.
func NewGate(p *ir.Program, r *ir.Record) *Gate { return &Gate{p, r} }

// Reads reports whether a field's cell is looked at.
func Reads(f *ir.Field) bool { return f.Read && f.Is == ir.None }

// Required reports whether a field's cell must hold a value.
func Required(f *ir.Field) bool { return Reads(f) && !f.Spec.Optional && !f.Spec.Unknown }

// row checks every field by a function that reads its cell.
func (g *Gate) row(file string, line int, read func(*ir.Field) (v value.Value, present bool, code diag.Code, column string)) (*slot.Row, []Fault) {
	out := &slot.Row{Rec: g.rec.ID, Fields: make([]slot.Cell, len(g.rec.Fields)), File: file, Line: line}
	var faults []Fault
	for i, f := range g.rec.Fields {
		if !Reads(f) {
			continue
		}
		v, present, code, column := read(f)
		if code == "" && present && f.Table >= 0 && !g.prog.Tables[f.Table].Contains(v.List) {
			code = diag.CellRef
		}
		if code != "" {
			faults = append(faults, Fault{Record: g.rec.Name, File: file, Line: line, Column: column, Code: code})
			continue
		}
		out.Fields[i] = slot.Cell{Value: v, Present: present}
	}
	return out, faults
}

// Text checks a row of texts; at gives the text of a field's cell and its column's
// name, or false for a column that the file does not have.
func (g *Gate) Text(file string, line int, at func(*ir.Field) (text, column string, ok bool)) (*slot.Row, []Fault) {
	return g.row(file, line, func(f *ir.Field) (value.Value, bool, diag.Code, string) {
		text, column, ok := at(f)
		if !ok {
			column = f.Name
		}
		v, present, code := f.Spec.Parse(text)
		return v, present, code, column
	})
}

// Map checks a row of Go values: texts, whole numbers, truth values, lists. Names
// that the record does not declare are faults.
func (g *Gate) Map(m map[string]any, file string, line int) (*slot.Row, []Fault) {
	row, faults := g.row(file, line, func(f *ir.Field) (value.Value, bool, diag.Code, string) {
		x, column := m[f.Name], f.Name
		for _, c := range f.Columns {
			if y, ok := m[c]; ok && x == nil {
				x, column = y, c
			}
		}
		v, present, code := goValue(&f.Spec, x)
		return v, present, code, column
	})
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !g.declares(name) {
			faults = append(faults, Fault{Record: g.rec.Name, File: file, Line: line, Column: name, Code: diag.FieldUnknown})
		}
	}
	return row, faults
}

// declares reports whether a name is a field's, one of its columns', or that of rows
// that belong to this record.
func (g *Gate) declares(name string) bool {
	for _, f := range g.rec.Fields {
		if f.Name == name {
			return true
		}
		for _, c := range f.Columns {
			if c == name {
				return true
			}
		}
	}
	return slices.ContainsFunc(children(g.prog, g.rec), func(c child) bool { return c.name == name })
}

// goValue turns a Go value into a value of a specification.
func goValue(s *cell.Spec, x any) (value.Value, bool, diag.Code) {
	number := s.Type.Kind == value.Number
	switch x := x.(type) {
	case nil:
		return s.Parse("")
	case string:
		return s.Parse(x)
	case time.Time:
		if s.Type.Kind == value.Date {
			return s.Parse(x.Format(time.DateOnly)) // the day on the clock of the time's own place
		}
		return value.Value{}, false, diag.CellKind
	case bool:
		if s.Type.Kind == value.Bool {
			return value.OfBool(x), true, ""
		}
		return value.Value{}, false, diag.CellKind
	case float32, float64, *big.Float:
		return value.Value{}, false, diag.CellFloat
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return numberText(s, fmt.Sprint(x), number)
	case []string:
		list := make([]any, len(x))
		for i := range x {
			list[i] = x[i]
		}
		return listValue(s, list)
	case []any:
		return listValue(s, x)
	case fmt.Stringer: // json.Number, big.Int and decimal types: numbers with an exact text
		return numberText(s, x.String(), number)
	}
	return value.Value{}, false, diag.CellKind
}

// numberText reads a number; where a code or id is asked for, a number has lost its
// leading zeros already.
func numberText(s *cell.Spec, text string, number bool) (value.Value, bool, diag.Code) {
	if !number {
		return value.Value{}, false, diag.CellKind
	}
	return s.Parse(text)
}

func listValue(s *cell.Spec, list []any) (value.Value, bool, diag.Code) {
	if s.Type.Kind != value.List {
		return value.Value{}, false, diag.CellKind
	}
	elem := *s
	elem.Type, elem.Optional, elem.Unknown = *s.Type.Elem, false, false
	out := value.Value{Kind: value.List}
	for _, x := range list {
		v, _, code := goValue(&elem, x)
		if code != "" {
			return value.Value{}, false, code
		}
		out.List = append(out.List, v)
	}
	return out, true, ""
}
