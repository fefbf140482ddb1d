package parquet

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// maxScale bounds the decimals of a DECIMAL.
const maxScale = 38

func plainText(v pq.Value) string { return string(v.ByteArray()) }

func truthText(v pq.Value) string { return strconv.FormatBool(v.Boolean()) }

// wholeText writes whole numbers. Smaller ones lie in an INT32.
func wholeText(kind pq.Kind, signed bool) func(pq.Value) string {
	switch {
	case kind == pq.Int32 && signed:
		return func(v pq.Value) string { return strconv.FormatInt(int64(v.Int32()), 10) }
	case kind == pq.Int32:
		return func(v pq.Value) string { return strconv.FormatUint(uint64(v.Uint32()), 10) }
	case signed:
		return func(v pq.Value) string { return strconv.FormatInt(v.Int64(), 10) }
	}
	return func(v pq.Value) string { return strconv.FormatUint(v.Uint64(), 10) }
}

// decimalText writes a DECIMAL with all its digits.
func decimalText(kind pq.Kind, scale int) func(pq.Value) string {
	return func(v pq.Value) string {
		switch kind {
		case pq.Int32:
			return pointed(big.NewInt(int64(v.Int32())), scale)
		case pq.Int64:
			return pointed(big.NewInt(v.Int64()), scale)
		}
		return pointed(fromTwos(v.ByteArray()), scale)
	}
}

// pointed writes a number of 10^-scale.
func pointed(n *big.Int, scale int) string {
	text := new(big.Int).Abs(n).String()
	if scale > 0 {
		if len(text) <= scale {
			text = strings.Repeat("0", scale-len(text)+1) + text
		}
		text = text[:len(text)-scale] + "." + text[len(text)-scale:]
	}
	if n.Sign() < 0 {
		return "-" + text
	}
	return text
}

// fromTwos reads a number in two's complement, the highest byte first.
func fromTwos(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}

// twos writes a number in two's complement of so many bytes, or nil if it does not fit.
func twos(n *big.Int, size int) []byte {
	m := new(big.Int).Set(n)
	if n.Sign() < 0 {
		m.Add(m, new(big.Int).Lsh(big.NewInt(1), uint(8*size)))
	}
	if m.Sign() < 0 || m.BitLen() > 8*size || (n.Sign() >= 0) == (m.Bit(8*size-1) == 1) {
		return nil
	}
	return m.FillBytes(make([]byte, size))
}

// dayText writes a number of days since 1970 as a day.
func dayText(v pq.Value) string { return day(int64(v.Int32())) }

// maxDays is beyond every day that is read.
const maxDays = 3_000_000

func day(days int64) string {
	if days < -maxDays || days > maxDays {
		return "?" // no day of these centuries: refused as no date
	}
	return time.Date(1970, 1, 1+int(days), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// timestampText writes a time on the clock of the place where it was taken.
func timestampText(unit format.TimeUnit) func(pq.Value) string {
	second := int64(1000)
	switch unit.Value.(type) {
	case *format.MicroSeconds:
		second = 1_000_000
	case *format.NanoSeconds:
		second = 1_000_000_000
	}
	return func(v pq.Value) string {
		s := floorDiv(v.Int64(), second)
		days := floorDiv(s, 24*60*60)
		s -= days * 24 * 60 * 60
		return day(days) + time.Unix(s, 0).UTC().Format(" 15:04:05")
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
