package parquet

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"reflect"
	"strings"
	"time"

	pq "github.com/parquet-go/parquet-go"
)

// A WriteKind is what a column that is written holds.
type WriteKind uint8

// The kinds of columns that are written.
const (
	Text WriteKind = iota
	Decimal
	Date  // texts such as 2024-02-29
	Truth // texts true and false
)

// A Heading is a column of a file that is written.
type Heading struct {
	Name  string
	Kind  WriteKind
	Scale int  // decimals of a Decimal
	Large bool // numbers of a Decimal may have more than 18 digits
}

// ErrValue says that a text is not of the kind of its column, or that a number has more
// than 38 digits. It does not say which text.
var ErrValue = errors.New("parquet: a value does not fit its column")

// Digits that DECIMAL has: as many as 8 and 16 bytes hold.
const (
	shortDigits = 18
	longDigits  = 38
)

// A Writer writes a file of rows, the columns in the order of the headings.
type Writer struct {
	//lint:ignore SA1019 the one that replaces it asks for a Go type; the columns are known when the file is written
	w        *pq.Writer
	headings []Heading
	row      pq.Row
}

// rowsOfGroup is how many rows are held until they are written.
const rowsOfGroup = 100_000

// NewWriter begins a file. The bytes depend on what is written and on nothing else.
func NewWriter(w io.Writer, name string, headings []Heading) (out *Writer, err error) {
	defer func() {
		if p := recover(); p != nil { // the library refuses a schema that way
			err = fmt.Errorf("parquet: the columns cannot be written: %v", p)
		}
	}()
	g := ordered{Group: pq.Group{}}
	for _, h := range headings {
		if _, twice := g.Group[h.Name]; twice {
			return nil, fmt.Errorf("parquet: two columns are called %q", h.Name)
		}
		node := pq.Optional(pq.Compressed(h.node(), &pq.Snappy))
		g.Group[h.Name] = node
		g.fields = append(g.fields, &field{node, h.Name})
	}
	return &Writer{
		w: pq.NewWriter(w, pq.NewSchema(name, g), pq.CreatedBy("drgrule", "1", "0"),
			pq.MaxRowsPerRowGroup(rowsOfGroup), pq.DataPageStatistics(true)),
		headings: headings,
	}, nil
}

func (h Heading) node() pq.Node {
	switch {
	case h.Kind == Decimal && h.Large:
		return pq.Decimal(h.Scale, longDigits, pq.FixedLenByteArrayType(16))
	case h.Kind == Decimal:
		return pq.Decimal(h.Scale, shortDigits, pq.Int64Type)
	case h.Kind == Date:
		return pq.Date()
	case h.Kind == Truth:
		return pq.Leaf(pq.BooleanType)
	}
	return pq.Encoded(pq.String(), &pq.Plain)
}

// Row writes one row. A cell without text is null.
func (w *Writer) Row(cells []string) error {
	w.row = w.row[:0]
	for i, h := range w.headings {
		v := pq.NullValue()
		defined := 0
		if i < len(cells) && cells[i] != "" {
			var err error
			if v, err = h.value(cells[i]); err != nil {
				return err
			}
			defined = 1
		}
		w.row = append(w.row, v.Level(0, defined, i))
	}
	_, err := w.w.WriteRows([]pq.Row{w.row})
	return err
}

// value reads a text as what its column holds.
func (h Heading) value(text string) (pq.Value, error) {
	switch h.Kind {
	case Decimal:
		n, ok := unscaled(text, h.Scale)
		switch {
		case !ok:
		case !h.Large && n.IsInt64() && len(new(big.Int).Abs(n).String()) <= shortDigits:
			return pq.Int64Value(n.Int64()), nil
		case h.Large && len(new(big.Int).Abs(n).String()) <= longDigits:
			return pq.FixedLenByteArrayValue(twos(n, 16)), nil
		}
		return pq.Value{}, ErrValue
	case Date:
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return pq.Value{}, ErrValue
		}
		return pq.Int32Value(int32(floorDiv(d.Unix(), 24*60*60))), nil
	case Truth:
		if text != "true" && text != "false" {
			return pq.Value{}, ErrValue
		}
		return pq.BooleanValue(text == "true"), nil
	}
	return pq.ByteArrayValue([]byte(text)), nil
}

// unscaled reads a number as a whole one of 10^-scale. It is not rounded.
func unscaled(text string, scale int) (*big.Int, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	if strings.TrimPrefix(whole, "-") == "" || len(fraction) > scale || strings.Trim(strings.TrimPrefix(whole, "-")+fraction, "0123456789") != "" {
		return nil, false
	}
	return new(big.Int).SetString(whole+fraction+strings.Repeat("0", scale-len(fraction)), 10)
}

// Close ends the file. What it was written to stays open.
func (w *Writer) Close() error { return w.w.Close() }

// ordered is a group whose fields keep their order: the library sorts them by name.
type ordered struct {
	pq.Group
	fields []pq.Field
}

// Fields implements parquet.Node.
func (o ordered) Fields() []pq.Field { return o.fields }

type field struct {
	pq.Node
	name string
}

// Name implements parquet.Field.
func (f *field) Name() string { return f.name }

// Value implements parquet.Field; rows are written by their values, never from a map.
func (f *field) Value(base reflect.Value) reflect.Value {
	return base.MapIndex(reflect.ValueOf(f.name))
}
