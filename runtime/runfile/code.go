package runfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/drgrule/drgrule/lang/value"
)

// maxDepth bounds how deep lists and references nest, maxBits the size of numbers: far
// beyond what the language lets pass.
const (
	maxDepth = 1000
	maxBits  = 1 << 16
)

var (
	errShort = errors.New("a record ends too early")
	errDeep  = errors.New("values nest too deep")
	errBits  = errors.New("a number is too large")
	errFrac  = errors.New("a fraction has no denominator, or does not fit its form")
)

// appendValue writes a value: its kind, then what it holds. An absent value is its kind
// alone.
func appendValue(b []byte, v value.Value, depth int) ([]byte, error) {
	b = append(b, byte(v.Kind))
	switch v.Kind {
	case value.Never:
	case value.Bool, value.Date, value.Month:
		b = binary.AppendVarint(b, v.Int)
	case value.Number:
		if v.Num.BitLen() > maxBits {
			return nil, errBits
		}
		b = appendNum(b, v.Num)
	case value.Text, value.Code, value.Enum:
		b = binary.AppendUvarint(b, uint64(len(v.Str)))
		b = append(b, v.Str...)
	case value.Ref, value.Rows, value.List:
		if depth == maxDepth {
			return nil, errDeep
		}
		b = binary.AppendUvarint(b, uint64(len(v.List)))
		for _, e := range v.List {
			var err error
			if b, err = appendValue(b, e, depth+1); err != nil {
				return nil, err
			}
		}
	default:
		return nil, fmt.Errorf("runfile: there is no kind %d", v.Kind)
	}
	return b, nil
}

// appendNum writes a reduced fraction: its denominator first, 0 if the fraction does not
// fit 63 bits.
func appendNum(b []byte, n value.Num) []byte {
	if num, den, ok := n.Fraction(); ok {
		b = binary.AppendUvarint(b, uint64(den))
		return binary.AppendVarint(b, num)
	}
	r := n.Rat()
	b = append(b, 0, byte(r.Sign()+1))
	for _, part := range []*big.Int{r.Num(), r.Denom()} {
		bytes := part.Bytes()
		b = binary.AppendUvarint(b, uint64(len(bytes)))
		b = append(b, bytes...)
	}
	return b
}

// A cursor goes through the bytes of a record.
type cursor struct {
	b   []byte
	bad error // the first thing that was wrong
}

func (c *cursor) fail(err error) {
	if c.bad == nil {
		c.bad = err
	}
	c.b = nil
}

func (c *cursor) uvarint() uint64 {
	x, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.fail(errShort)
		return 0
	}
	c.b = c.b[n:]
	return x
}

func (c *cursor) varint() int64 {
	x, n := binary.Varint(c.b)
	if n <= 0 {
		c.fail(errShort)
		return 0
	}
	c.b = c.b[n:]
	return x
}

func (c *cursor) byte() byte {
	if len(c.b) == 0 {
		c.fail(errShort)
		return 0
	}
	x := c.b[0]
	c.b = c.b[1:]
	return x
}

func (c *cursor) bytes() []byte {
	n := c.uvarint()
	if n > uint64(len(c.b)) {
		c.fail(errShort)
		return nil
	}
	out := c.b[:n]
	c.b = c.b[n:]
	return out
}

// kind reads the kind of a value.
func (c *cursor) kind() value.Kind {
	k := value.Kind(c.byte())
	if k > value.List {
		c.fail(fmt.Errorf("there is no kind %d", k))
		return value.Never
	}
	return k
}

// value reads a value.
func (c *cursor) value(depth int) value.Value {
	v := value.Value{Kind: c.kind()}
	switch v.Kind {
	case value.Bool, value.Date, value.Month:
		v.Int = c.varint()
	case value.Number:
		v.Num = c.num()
	case value.Text, value.Code, value.Enum:
		v.Str = string(c.bytes())
	case value.Ref, value.Rows, value.List:
		if depth == maxDepth {
			c.fail(errDeep)
			return v
		}
		n := c.uvarint()
		if n > uint64(len(c.b)) { // each takes a byte at least
			c.fail(errShort)
			return v
		}
		if n > 0 {
			v.List = make([]value.Value, 0, min(n, 64))
		}
		for ; n > 0 && c.bad == nil; n-- {
			v.List = append(v.List, c.value(depth+1))
		}
	}
	return v
}

func (c *cursor) num() value.Num {
	den := c.uvarint()
	if den > 0 {
		num := c.varint()
		if den > math.MaxInt64 || num == math.MinInt64 {
			c.fail(errFrac)
			return value.Num{}
		}
		return value.Frac(num, int64(den))
	}
	negative := c.byte() == 0
	num, d := new(big.Int).SetBytes(c.bytes()), new(big.Int).SetBytes(c.bytes())
	switch {
	case c.bad != nil:
		return value.Num{}
	case d.Sign() == 0:
		c.fail(errFrac)
		return value.Num{}
	case max(num.BitLen(), d.BitLen()) > maxBits:
		c.fail(errBits)
		return value.Num{}
	}
	if negative {
		num.Neg(num)
	}
	return value.FromRat(new(big.Rat).SetFrac(num, d))
}
