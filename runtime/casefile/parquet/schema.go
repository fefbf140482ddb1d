package parquet

import (
	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// A shape is how a column, plain or nested, is put together from the leaves of the file.
type shape struct {
	name     string
	of       string // the file's word for the type
	kind     casefile.ColumnKind
	leaves   []int // the columns of the file below it
	text     func(pq.Value) string
	present  int // the definition level at which a leaf has a value
	repeated int // the definition level at which a list has an element
	columns  []shape
}

// shapeOf finds the shape of a column at some definition level.
func shapeOf(c *pq.Column, defined int) shape {
	s := shape{name: c.Name(), kind: casefile.OtherColumn, leaves: leavesOf(c)}
	if !c.Required() {
		defined++
	}
	switch {
	case c.Leaf():
		s.of = typeName(c)
		s.kind, s.text = leafKind(c)
		s.present = defined
		if c.Repeated() {
			s.list(s, defined)
		}
	case c.Repeated(): // rows without a list around them
		s.rows(c, defined)
	case isList(c):
		s.of = "LIST"
		inner := c.Columns()[0]
		element, at := inner, defined+1
		if !inner.Leaf() && len(inner.Columns()) == 1 && inner.Name() != "array" && inner.Name() != c.Name()+"_tuple" {
			element = inner.Columns()[0]
			if element.Repeated() {
				return s
			}
		}
		switch {
		case element.Leaf() && element == inner:
			e := shape{present: at, of: typeName(element)}
			e.kind, e.text = leafKind(element)
			s.list(e, at)
		case element.Leaf():
			s.list(shapeOf(element, at), at)
		case element == inner:
			s.rows(element, at)
		default:
			inside := at
			if !element.Required() {
				inside++
			}
			s.rows(element, inside)
			s.repeated = at
		}
	default:
		s.of = "GROUP"
	}
	return s
}

// list makes the shape a list of the elements. Lists of anything but texts are not read.
func (s *shape) list(element shape, defined int) {
	s.of = "LIST of " + element.of
	s.repeated, s.present, s.text = defined, element.present, element.text
	s.kind = casefile.OtherColumn
	if element.kind == casefile.TextColumn {
		s.kind = casefile.ListColumn
	}
}

// rows makes the shape a list of rows.
func (s *shape) rows(c *pq.Column, defined int) {
	s.of = "LIST of rows"
	s.kind, s.repeated = casefile.NestedColumn, defined
	for _, in := range c.Columns() {
		s.columns = append(s.columns, shapeOf(in, defined))
	}
}

// column is the shape as those see it who bind fields to it.
func (s *shape) column() casefile.Column {
	out := casefile.Column{Name: s.name, Kind: s.kind, Of: s.of}
	for i := range s.columns {
		out.Columns = append(out.Columns, s.columns[i].column())
	}
	return out
}

func leavesOf(c *pq.Column) []int {
	if c.Leaf() {
		return []int{c.Index()}
	}
	var out []int
	for _, in := range c.Columns() {
		out = append(out, leavesOf(in)...)
	}
	return out
}

// isList tells a list by its mark, the one of today or the one before.
func isList(c *pq.Column) bool {
	if cols := c.Columns(); len(cols) != 1 || !cols[0].Repeated() {
		return false
	}
	if t := c.Type().LogicalType(); t != nil {
		_, ok := t.Value.(*format.ListType)
		return ok
	}
	t := c.Type().ConvertedType()
	return t != nil && *t == deprecated.List
}

func typeName(c *pq.Column) string {
	if t := c.Type().LogicalType(); t != nil && t.Value != nil {
		return t.Value.String()
	}
	return c.Type().Kind().String()
}

// leafKind tells what the values of a column are, and how one is written as text.
func leafKind(c *pq.Column) (casefile.ColumnKind, func(pq.Value) string) {
	t, kind := c.Type(), c.Type().Kind()
	var logical format.LogicalTypeValue
	if l := t.LogicalType(); l != nil {
		logical = l.Value
	}
	switch l := logical.(type) {
	case *format.DecimalType:
		if l.Scale < 0 || l.Scale > maxScale {
			return casefile.OtherColumn, nil
		}
		return casefile.NumberColumn, decimalText(kind, int(l.Scale))
	case *format.DateType:
		return casefile.DayColumn, dayText
	case *format.TimestampType:
		if l.IsAdjustedToUTC { // a moment: which day it is depends on where one stands
			return casefile.OtherColumn, nil
		}
		return casefile.DayColumn, timestampText(l.Unit)
	case *format.IntType:
		return casefile.NumberColumn, wholeText(kind, l.IsSigned)
	case *format.StringType, *format.EnumType:
		return casefile.TextColumn, plainText
	case nil:
	default:
		return casefile.OtherColumn, nil
	}
	switch kind {
	case pq.Boolean:
		return casefile.TruthColumn, truthText
	case pq.Int32, pq.Int64:
		if convertedTime(t) {
			return casefile.OtherColumn, nil
		}
		return casefile.NumberColumn, wholeText(kind, true)
	case pq.Float, pq.Double:
		return casefile.FloatColumn, nil
	case pq.ByteArray: // texts, as some programs write them without saying so
		return casefile.TextColumn, plainText
	}
	return casefile.OtherColumn, nil
}

// convertedTime finds the times of old files, which the library leaves as numbers.
func convertedTime(t pq.Type) bool {
	c := t.ConvertedType()
	if c == nil {
		return false
	}
	switch *c {
	case deprecated.TimeMillis, deprecated.TimeMicros, deprecated.TimestampMillis, deprecated.TimestampMicros, deprecated.Date, deprecated.Decimal:
		return true
	}
	return false
}
