package settle

import (
	"encoding/binary"
	"errors"
	"math/big"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// appendOrder appends an encoding whose bytes stand in the order of value.Compare. No
// encoding of a type begins another, so that they can stand one after the other, and
// turned around give the opposite order. Numbers have finitely many decimals: the
// checker lets nothing else be sorted by.
func appendOrder(dst []byte, v value.Value) []byte {
	switch v.Kind {
	case value.Number:
		return appendNumber(dst, v.Num)
	case value.Text, value.Code, value.Enum:
		dst = append(dst, strings.ReplaceAll(v.Str, "\x00", "\x00\xff")...)
		return append(dst, 0, 0)
	case value.Ref, value.List, value.Rows:
		for _, e := range v.List {
			dst = appendOrder(append(dst, 1), e)
		}
		return append(dst, 0)
	}
	return binary.BigEndian.AppendUint64(dst, uint64(v.Int)^1<<63)
}

// appendNumber writes the whole part below, by length and then by size, and the digits
// behind it.
func appendNumber(dst []byte, n value.Num) []byte {
	whole := n.Round(0, value.Floor)
	i := whole.Rat().Num()
	b := i.Bytes()
	if i.Sign() >= 0 {
		dst = append(append(dst, 0x80+byte(len(b))), b...)
	} else {
		dst = append(dst, 0x80-byte(len(b)))
		for _, x := range b {
			dst = append(dst, ^x)
		}
	}
	d, ok := n.Decimals()
	if !ok {
		panic("settle: an unrounded number has no place in an order")
	}
	_, digits, _ := strings.Cut(n.Sub(whole).Text(d), ".")
	return append(append(dst, digits...), 0)
}

// appendKey appends one key of an order.
func appendKey(dst []byte, v value.Value, desc bool) []byte {
	from := len(dst)
	dst = appendOrder(dst, v)
	if desc {
		for i := from; i < len(dst); i++ {
			dst[i] = ^dst[i]
		}
	}
	return dst
}

// An encoder writes what is spilled between passes; a decoder reads it back.
type encoder struct{ b []byte }

func (e *encoder) uint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) int(n int64)   { e.b = binary.AppendVarint(e.b, n) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) texts(list []string) {
	e.uint(uint64(len(list)))
	for _, s := range list {
		e.text(s)
	}
}

func (e *encoder) num(n value.Num) {
	if i, ok := n.Int64(); ok {
		e.uint(0)
		e.int(i)
		return
	}
	r := n.Rat()
	if r.Sign() > 0 {
		e.uint(1)
	} else {
		e.uint(2)
	}
	e.text(string(r.Num().Bytes()))
	e.text(string(r.Denom().Bytes()))
}

func (e *encoder) value(v value.Value) {
	e.uint(uint64(v.Kind))
	switch v.Kind {
	case value.Number:
		e.num(v.Num)
	case value.Text, value.Code, value.Enum:
		e.text(v.Str)
	case value.Ref, value.List, value.Rows:
		e.int(v.Int) // the row itself, of a reference to a table
		e.uint(uint64(len(v.List)))
		for _, x := range v.List {
			e.value(x)
		}
	default:
		e.int(v.Int)
	}
}

func (e *encoder) slot(s slot.Slot) {
	e.uint(uint64(s.State))
	switch s.State {
	case slot.Determined:
		e.value(s.Value)
	case slot.Faulty:
		e.text(string(s.Fault.Code))
		e.int(int64(s.Fault.Node))
		e.text(s.Fault.Text)
		e.int(int64(s.Fault.Rec))
		e.int(int64(s.Fault.Row))
	default:
		e.texts(s.Reasons)
	}
}

// errSpill is what a damaged spill comes to.
var errSpill = errors.New("settle: what was kept between two passes cannot be read back")

type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) uint() uint64 {
	n, k := binary.Uvarint(d.b)
	return n * d.took(k)
}

func (d *decoder) int() int64 {
	n, k := binary.Varint(d.b)
	return n * int64(d.took(k))
}

// took moves on by n bytes; it returns 0 when there was nothing to read.
func (d *decoder) took(n int) uint64 {
	if n <= 0 || d.bad {
		d.b, d.bad = nil, true
		return 0
	}
	d.b = d.b[n:]
	return 1
}

func (d *decoder) text() string {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.b, d.bad = nil, true
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) texts() []string {
	var out []string
	for n := d.uint(); n > 0 && !d.bad; n-- {
		out = append(out, d.text())
	}
	return out
}

func (d *decoder) num() value.Num {
	kind := d.uint()
	if kind == 0 {
		return value.Int(d.int())
	}
	n, den := new(big.Int).SetBytes([]byte(d.text())), new(big.Int).SetBytes([]byte(d.text()))
	if den.Sign() == 0 {
		d.bad = true
		return value.Num{}
	}
	if kind == 2 {
		n.Neg(n)
	}
	return value.FromRat(new(big.Rat).SetFrac(n, den))
}

func (d *decoder) value() value.Value {
	v := value.Value{Kind: value.Kind(d.uint())}
	switch v.Kind {
	case value.Number:
		v.Num = d.num()
	case value.Text, value.Code, value.Enum:
		v.Str = d.text()
	case value.Ref, value.List, value.Rows:
		v.Int = d.int()
		for n := d.uint(); n > 0 && !d.bad; n-- {
			v.List = append(v.List, d.value())
		}
	default:
		v.Int = d.int()
	}
	return v
}

func (d *decoder) slot() slot.Slot {
	s := slot.Slot{State: slot.State(d.uint())}
	switch s.State {
	case slot.Determined:
		s.Value = d.value()
	case slot.Faulty:
		s.Fault = slot.Fault{Code: diag.Code(d.text()), Node: ir.NodeID(d.int()), Text: d.text(), Rec: int(d.int()), Row: int(d.int())}
	default:
		s.Reasons = d.texts()
	}
	return s
}

// end reports whether everything was read, and nothing beyond.
func (d *decoder) end() error {
	if d.bad || len(d.b) > 0 {
		return errSpill
	}
	return nil
}
