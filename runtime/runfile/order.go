package runfile

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"

	"github.com/drgrule/drgrule/lang/value"
)

// compareKeys compares the first values of two records as they are written, which have
// been checked or come from appendValue: what value.Compare says of the values, without
// making them.
func compareKeys(a, b []byte, columns int) int {
	x, y := cursor{b: a}, cursor{b: b}
	for range columns {
		if c := compareValues(&x, &y); c != 0 {
			return c
		}
	}
	return 0
}

// compareValues compares two values. Both cursors stand behind them if they are equal.
func compareValues(x, y *cursor) int {
	kind, other := x.kind(), y.kind()
	if kind != other {
		return cmp.Compare(kind, other)
	}
	switch kind {
	case value.Number:
		return x.num().Cmp(y.num())
	case value.Text, value.Code, value.Enum:
		return bytes.Compare(x.bytes(), y.bytes())
	case value.Ref, value.Rows, value.List:
		n, m := x.uvarint(), y.uvarint()
		for range min(n, m) {
			if c := compareValues(x, y); c != 0 {
				return c
			}
		}
		return cmp.Compare(n, m)
	case value.Bool, value.Date, value.Month:
		return cmp.Compare(x.varint(), y.varint())
	}
	return 0
}

// prefix is a number for the first value of a key: where the prefixes of two records
// differ, so do their keys, and in the same order.
func prefix(key []byte) uint64 {
	c := cursor{b: key}
	kind := c.kind()
	at := uint64(kind) << 56
	if kind < value.Ref {
		return at + data(&c, kind)>>8
	}
	if c.uvarint() == 0 {
		return at // a list of nothing stands before all others
	}
	inner := c.kind()
	return at + 1<<55 + uint64(inner)<<48 + data(&c, inner)>>16
}

// data is a number for what a value holds, by its first bits; 0 for a list.
func data(c *cursor, kind value.Kind) uint64 {
	switch kind {
	case value.Text, value.Code, value.Enum:
		var first [8]byte
		copy(first[:], c.bytes())
		return binary.BigEndian.Uint64(first[:])
	case value.Bool, value.Date, value.Month:
		return signed(c.varint())
	case value.Number:
		n := c.num()
		if !n.IsInt() {
			n = n.Round(0, value.Floor)
		}
		if i, ok := n.Int64(); ok {
			return signed(i)
		}
		return signed(math.MaxInt64 * int64(n.Sign()))
	}
	return 0
}

// signed keeps the order of small numbers in the high bits: those that differ by little
// have to differ there.
func signed(n int64) uint64 {
	const bound = 1 << 46
	return uint64(min(max(n, -bound), bound)+bound) << 16
}
