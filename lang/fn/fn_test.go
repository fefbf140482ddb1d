package fn

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule/lang/value"
)

func number(u value.Unit, dec int) value.Type { return value.NumberType(u, dec, 6) }

func literal(text string) Arg {
	n, _ := value.ParseNum(text)
	return Arg{Type: value.LiteralType(n), Free: true}
}

// TestUnion: what holds the values of both sides. Decimals are the most of both; a number
// made of literals takes the other's unit; what gives no value says nothing.
func TestUnion(t *testing.T) {
	plain := func(t value.Type) Arg { return Arg{Type: t} }
	rat := value.QuotientType(number(value.Money, 2), number(value.One, 0), nil)
	for _, tt := range []struct {
		what string
		a, b Arg
		want string // type, with "free" or "no union"
	}{
		{"two decimals and none", plain(number(value.Money, 2)), plain(number(value.Money, 0)), "money, 2 decimals"},
		{"an unrounded number", plain(number(value.Money, 2)), plain(rat), "money, exact"},
		{"two units", plain(number(value.Money, 2)), plain(number(value.Points, 2)), "no union"},
		{"a unit and none", plain(number(value.Money, 2)), plain(number(value.One, 2)), "no union"},
		{"a literal takes the unit", plain(number(value.Money, 2)), literal("0.125"), "money, 3 decimals"},
		{"a literal first", literal("0"), plain(number(value.Points, 4)), "points, 4 decimals"},
		{"two literals", literal("0.5"), literal("2"), "ratio, 1 decimals, free"},
		{"one kind", plain(value.DateType), plain(value.DateType), "date"},
		{"two kinds", plain(value.DateType), plain(value.MonthType), "no union"},
		{"a number and a truth", plain(number(value.One, 0)), plain(value.BoolType), "no union"},
		{"a text and an enum", plain(value.TextType), plain(value.EnumType("a")), "no union"},
		{"no value at all", plain(value.NeverType), plain(value.DateType), "date"},
		{"no value behind", plain(value.DateType), plain(value.NeverType), "date"},
		{"no value and a literal", plain(value.NeverType), literal("1"), "ratio, 0 decimals, free"},
		{"a literal and no value", literal("1"), plain(value.NeverType), "ratio, 0 decimals, free"},
		{"twice no value", plain(value.NeverType), plain(value.NeverType), "never"},
		{"members within members", plain(value.EnumType("a")), plain(value.EnumType("b", "a")), "enum(b, a)"},
		{"members the other way", plain(value.EnumType("b", "a")), plain(value.EnumType("a")), "enum(b, a)"},
		{"other members", plain(value.EnumType("a", "b")), plain(value.EnumType("a", "c")), "no union"},
		{"codes of one system", plain(value.CodeType("icd")), plain(value.CodeType("icd")), "code(icd)"},
		{"codes of two systems", plain(value.CodeType("icd")), plain(value.CodeType("nhsa")), "no union"},
		{"rows of one table", plain(value.RefType("t")), plain(value.RefType("t")), "ref(t)"},
		{"rows of two tables", plain(value.RefType("t")), plain(value.RefType("u")), "no union"},
		{"lists of numbers", plain(value.ListType(number(value.One, 0))), plain(value.ListType(number(value.One, 2))), "list(ratio, 2 decimals)"},
		{"lists of other things", plain(value.ListType(number(value.One, 0))), plain(value.ListType(value.DateType)), "no union"},
		{"a list of literals", plain(value.ListType(number(value.Money, 2))), Arg{Type: value.ListType(literal("1").Type), Free: true}, "list(money, 2 decimals)"},
	} {
		typ, free, ok := Union(tt.a, tt.b)
		got := typ.String()
		if free {
			got += ", free"
		}
		if !ok {
			got = "no union"
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, got, tt.want)
		}
	}
}

// TestUnionHolds: the union is at least as large as both sides, whichever comes first.
func TestUnionHolds(t *testing.T) {
	types := []value.Type{number(value.One, 0), number(value.One, 4), value.LiteralType(value.Int(0)), value.LiteralType(value.Int(1 << 40)),
		value.QuotientType(number(value.One, 0), number(value.One, 4), nil)}
	for _, a := range types {
		for _, b := range types {
			ab, _, _ := Union(Arg{Type: a}, Arg{Type: b})
			ba, _, _ := Union(Arg{Type: b}, Arg{Type: a})
			if diff := cmp.Diff(ab, ba, cmp.Comparer(func(a, b value.Unit) bool { return a == b })); diff != "" {
				t.Errorf("%s and %s: the order counts:\n%s", a, b, diff)
			}
			if ab.Mag < max(a.Mag, b.Mag) || ab.Bits < max(a.Bits, b.Bits) || ab.Dec != value.Rat && ab.Dec < max(a.Dec, b.Dec) {
				t.Errorf("%+v does not hold %+v and %+v", ab, a, b)
			}
		}
	}
}

func TestLibrary(t *testing.T) {
	lib := NewLibrary([]*Func{{Name: "round"}, {Name: "abs"}, {Name: "+"}, {Name: "-x"}, {Name: "not"}, {Name: "in"}, {Name: "and_more"}}, []*Aggregate{{Name: "sum"}})
	if diff := cmp.Diff([]string{"abs", "and_more", "round"}, lib.Names()); diff != "" {
		t.Errorf("names that formulas can call (-want +got):\n%s", diff)
	}
	if lib.Func("abs") == nil || lib.Func("sum") != nil || lib.Aggregate("sum") == nil || lib.Aggregate("abs") != nil {
		t.Error("functions and aggregates are mixed up")
	}
	twice := func(make func()) (panics bool) {
		defer func() { panics = recover() != nil }()
		make()
		return
	}
	if !twice(func() { NewLibrary([]*Func{{Name: "a"}, {Name: "a"}}, nil) }) {
		t.Error("a function may stand twice")
	}
	if !twice(func() { NewLibrary(nil, []*Aggregate{{Name: "a"}, {Name: "a"}}) }) {
		t.Error("an aggregate may stand twice")
	}
}
