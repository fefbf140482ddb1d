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

// String returns the type in one word or two, for tools and dumps.
func (t Type) String() string {
	switch t.Kind {
	case Never:
		return "never"
	case Bool:
		return "bool"
	case Number:
		if t.Dec == Rat {
			return t.Unit.String() + ", exact"
		}
		return fmt.Sprintf("%s, %d decimals", t.Unit, t.Dec)
	case Text:
		return "text"
	case Code:
		return "code(" + t.Name + ")"
	case Enum:
		return "enum(" + strings.Join(t.Members, ", ") + ")"
	case Date:
		return "date"
	case Month:
		return "month"
	case Ref:
		return "ref(" + t.Name + ")"
	case Rows:
		return "rows(" + t.Name + ")"
	case List:
		return "list(" + t.Elem.String() + ")"
	}
	return "?"
}

// In returns the type as messages call it: "a date", "一个日期".
func (t Type) In(l diag.Lang) string { return t.text().In(l) }

func (t Type) text() diag.Text {
	switch t.Kind {
	case Never:
		return diag.Text{Zh: "没有值的公式", En: "without any value"}
	case Bool:
		return diag.Text{Zh: "真假值", En: "a truth value"}
	case Number:
		return t.number()
	case Text:
		return diag.Text{Zh: "文本", En: "a text"}
	case Code:
		return diag.Text{Zh: "代码（" + t.Name + "）", En: "a code (" + t.Name + ")"}
	case Enum:
		names := strings.Join(t.Members, ", ")
		return diag.Text{Zh: "枚举值（" + names + "）", En: "a member of enum(" + names + ")"}
	case Date:
		return diag.Text{Zh: "日期", En: "a date"}
	case Month:
		return diag.Text{Zh: "年月", En: "a month"}
	case Ref:
		return diag.Text{Zh: "一行（" + t.Name + "）", En: "a row of " + t.Name}
	case Rows:
		return diag.Text{Zh: "各行（" + t.Name + "）", En: "the rows of " + t.Name}
	case List:
		e := t.Elem.text()
		return diag.Text{Zh: "列表（" + e.Zh + "）", En: "a list of " + strings.TrimPrefix(strings.TrimPrefix(e.En, "a "), "an ")}
	}
	return diag.Text{Zh: "?", En: "?"}
}

func (t Type) number() diag.Text {
	if t.Unit == One && t.Dec == 0 {
		return diag.Text{Zh: "整数", En: "a whole number"}
	}
	zh, en := "数", "a number"
	if t.Unit != One {
		zh, en = "数（"+t.Unit.In(diag.Zh)+"）", "a number ("+t.Unit.String()+")"
	}
	switch t.Dec {
	case Rat:
		return diag.Text{Zh: "未舍入的" + zh, En: en + " not yet rounded"}
	case 1:
		return diag.Text{Zh: zh + "，1 位小数", En: en + " with 1 decimal"}
	}
	return diag.Text{Zh: fmt.Sprintf("%s，%d 位小数", zh, t.Dec), En: fmt.Sprintf("%s with %d decimals", en, t.Dec)}
}
