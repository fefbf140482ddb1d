package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// A Kind is the family of a type.
type Kind uint8

// The kinds. Never is the type of an expression that yields no value: refuse(…),
// review(…), unknown(…), none. Rows is a set of rows of a record or table.
const (
	Never Kind = iota
	Bool
	Number
	Text
	Code
	Enum
	Date
	Month
	Ref
	Rows
	List
)

// Rat, as the Dec of a type, says "unrounded": no fixed number of decimals.
const Rat = -1

// A Type is the static type of a value: unit and decimals are part of it.
type Type struct {
	Kind    Kind
	Unit    Unit     // Number
	Dec     int      // Number: digits after the point, or Rat
	Mag     int      // Number: bound on the bits before the point
	Bits    int      // Number: bound on the bits of the numerator at scale Dec, or of the fraction's
	DenBits int      // Number with Dec == Rat: bound on the bits of the denominator
	Name    string   // Code: its system; Ref, Rows: the record or table
	Members []string // Enum
	Elem    *Type    // List
	Prefix  bool     // Code: a key column that holds prefixes
}

// NumberType returns a number type whose values have at most that many digits
// before and dec after the point.
func NumberType(u Unit, dec, whole int) Type {
	return Type{Kind: Number, Unit: u, Dec: dec, Mag: DigitBits(whole), Bits: DigitBits(whole + max(dec, 0))}
}

// DigitBits returns the bits that hold any number of n decimal digits.
func DigitBits(n int) int { return (n*3322)/1000 + 1 }

// The types without parameters.
var (
	NeverType = Type{}
	BoolType  = Type{Kind: Bool}
	TextType  = Type{Kind: Text}
	DateType  = Type{Kind: Date}
	MonthType = Type{Kind: Month}
)

// RefType returns the type of references to a record or table.
func RefType(name string) Type { return Type{Kind: Ref, Name: name} }

// RowsType returns the type of a set of rows.
func RowsType(name string) Type { return Type{Kind: Rows, Name: name} }

// ListType returns the type of lists.
func ListType(elem Type) Type { return Type{Kind: List, Elem: &elem} }

// EnumType returns the type with these members.
func EnumType(members ...string) Type { return Type{Kind: Enum, Members: members} }

// CodeType returns the type of codes of a system.
func CodeType(system string) Type { return Type{Kind: Code, Name: system} }

// Count is the type of whole numbers without unit.
func Count() Type { return NumberType(One, 0, 12) }

// IsNumber reports whether values of the type are numbers.
func (t Type) IsNumber() bool { return t.Kind == Number }

// Equal reports whether values of both types may stand for each other in every
// place: bounds on size do not count, decimals do.
func (t Type) Equal(u Type) bool {
	return t.Kind == u.Kind && t.Unit == u.Unit && t.Dec == u.Dec && t.Name == u.Name && t.Prefix == u.Prefix &&
		slices.Equal(t.Members, u.Members) && (t.Elem == nil) == (u.Elem == nil) && (t.Elem == nil || t.Elem.Equal(*u.Elem))
}

// String returns the type as rules write it.
func (t Type) String() string { return t.In(diag.En) }

// In returns the type as people call it.
func (t Type) In(l diag.Lang) string {
	zh := l == diag.Zh
	pick := func(a, b string) string {
		if zh {
			return a
		}
		return b
	}
	switch t.Kind {
	case Never:
		return pick("无值", "no value")
	case Bool:
		return pick("是非", "bool")
	case Number:
		return t.number(l)
	case Text:
		return pick("文本", "text")
	case Code:
		return fmt.Sprintf(pick("代码(%s)", "code(%s)"), t.Name)
	case Enum:
		return fmt.Sprintf(pick("枚举(%s)", "enum(%s)"), strings.Join(t.Members, ", "))
	case Date:
		return pick("日期", "date")
	case Month:
		return pick("年月", "month")
	case Ref:
		return fmt.Sprintf(pick("引用(%s)", "ref(%s)"), t.Name)
	case Rows:
		return fmt.Sprintf(pick("%s 的各行", "rows of %s"), t.Name)
	case List:
		return fmt.Sprintf(pick("列表(%s)", "list(%s)"), t.Elem.In(l))
	}
	return "?"
}

func (t Type) number(l diag.Lang) string {
	unit := t.Unit.String()
	if l == diag.Zh {
		unit = t.Unit.In(l)
	}
	if t.Unit == One && t.Dec == 0 {
		return diag.Text{Zh: "整数", En: "whole number"}.In(l)
	}
	switch {
	case t.Dec == Rat && l == diag.Zh:
		return "数(" + unit + "，未舍入)"
	case t.Dec == Rat:
		return unit + ", unrounded"
	case l == diag.Zh:
		return fmt.Sprintf("数(%s，%d 位小数)", unit, t.Dec)
	}
	return fmt.Sprintf("%s, %d decimals", unit, t.Dec)
}
