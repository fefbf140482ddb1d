package value

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// A Value is one value of any type. The zero Value is no value.
type Value struct {
	Kind Kind
	Int  int64   // Bool: 0 or 1; Date: civil days since 1970-01-01; Month: year*12 + month - 1
	Num  Num     // Number
	Str  string  // Text, Code, Enum
	List []Value // Ref: the parts of the row's key; List, Rows: the elements
}

// OfBool returns a truth value.
func OfBool(b bool) Value {
	v := Value{Kind: Bool}
	if b {
		v.Int = 1
	}
	return v
}

// OfNum returns a number.
func OfNum(n Num) Value { return Value{Kind: Number, Num: n} }

// OfInt returns a whole number.
func OfInt(n int64) Value { return Value{Kind: Number, Num: Int(n)} }

// OfText returns a text.
func OfText(s string) Value { return Value{Kind: Text, Str: s} }

// OfCode returns a code.
func OfCode(s string) Value { return Value{Kind: Code, Str: s} }

// OfEnum returns a member of an enumeration.
func OfEnum(s string) Value { return Value{Kind: Enum, Str: s} }

// OfRef returns a reference by the parts of a key.
func OfRef(key ...Value) Value { return Value{Kind: Ref, List: key} }

// OfList returns a list.
func OfList(vs ...Value) Value { return Value{Kind: List, List: vs} }

// True reports whether a Bool is true.
func (v Value) True() bool { return v.Int != 0 }

// Compare orders two values of one type: numbers by size, dates by time, texts by
// their bytes, keys and lists part by part.
func Compare(a, b Value) int {
	if a.Kind != b.Kind {
		return cmp.Compare(a.Kind, b.Kind)
	}
	switch a.Kind {
	case Number:
		return a.Num.Cmp(b.Num)
	case Text, Code, Enum:
		return strings.Compare(a.Str, b.Str)
	case Ref, List, Rows:
		return slices.CompareFunc(a.List, b.List, Compare)
	}
	return cmp.Compare(a.Int, b.Int)
}

// Equal reports whether two values of one type are the same value.
func Equal(a, b Value) bool { return Compare(a, b) == 0 }

// AppendKey appends a canonical encoding: two values of one type have equal
// encodings exactly when they are equal.
func AppendKey(dst []byte, v Value) []byte {
	text := func(s string) {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
		dst = append(dst, s...)
	}
	switch v.Kind {
	case Number:
		text(v.Num.Rat().String())
	case Text, Code, Enum:
		text(v.Str)
	case Ref, List, Rows:
		dst = binary.AppendUvarint(dst, uint64(len(v.List)))
		for _, e := range v.List {
			dst = AppendKey(dst, e)
		}
	default:
		dst = binary.AppendVarint(dst, v.Int)
	}
	return dst
}

// Key returns the canonical encoding of a compound key.
func Key(parts ...Value) string {
	var b []byte
	for _, p := range parts {
		b = AppendKey(b, p)
	}
	return string(b)
}

// Text shows a value plainly, as result files carry it: numbers with the decimals
// of their type, dates as 2024-02-29, truth as true and false.
func (v Value) Text(t Type) string {
	switch v.Kind {
	case Bool:
		if v.True() {
			return "true"
		}
		return "false"
	case Number:
		if t.Kind == Number && t.Dec >= 0 {
			return v.Num.Text(t.Dec)
		}
		return v.Num.String()
	case Date:
		return DateText(v.Int)
	case Month:
		return MonthText(v.Int)
	case Ref, List, Rows:
		elem := Type{}
		if t.Elem != nil {
			elem = *t.Elem
		}
		parts := make([]string, len(v.List))
		for i, e := range v.List {
			parts[i] = e.Text(elem)
		}
		return strings.Join(parts, "|")
	}
	return v.Str
}
