package settle

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// samples are values of each type that may stand in an order, close to each other.
func samples(r *rand.Rand) [][]value.Value {
	num := func(s string) value.Value {
		x, ok := new(big.Rat).SetString(s)
		if !ok {
			panic(s)
		}
		return value.OfNum(value.FromRat(x))
	}
	var numbers []value.Value
	for _, s := range []string{
		"0", "1", "-1", "0.5", "-0.5", "0.05", "-0.05", "0.49", "0.51", "0.501", "255", "256", "257", "-255", "-256", "-257", "65535.99", "65536",
		"123456789012345678901234567.5", "-123456789012345678901234567.5", "9223372036854775807", "9223372036854775808", "1/8", "-1/8",
	} {
		numbers = append(numbers, num(s))
	}
	for range 40 {
		numbers = append(numbers, value.OfNum(value.Frac(r.Int64N(200_000)-100_000, 100)))
	}
	var texts, refs []value.Value
	for _, s := range []string{"", "a", "ab", "b", "a\x00", "a\x00b", "a\x01", "\x00", "\xff", "中", "中文", "a b"} {
		texts = append(texts, value.OfText(s))
		for _, n := range numbers[:6] {
			refs = append(refs, value.OfRef(value.OfText(s), n), value.OfRef(value.OfText(s)))
		}
	}
	days := []value.Value{value.OfDays(0), value.OfDays(-1), value.OfDays(1), value.OfDays(19000), value.OfDays(-30000)}
	return [][]value.Value{numbers, texts, refs, days, {value.OfBool(false), value.OfBool(true)}}
}

func sign(n int) int { return min(1, max(-1, n)) }

// TestOrder: encodings stand in the order of the values, or turned around in the other,
// also with something behind them.
func TestOrder(t *testing.T) {
	for _, list := range samples(rand.New(rand.NewPCG(1, 1))) {
		for _, a := range list {
			for _, b := range list {
				want := value.Compare(a, b)
				for _, desc := range []bool{false, true} {
					x, y := append(appendKey(nil, a, desc), 'z'), append(appendKey(nil, b, desc), 'a')
					if want == 0 {
						x[len(x)-1] = 'a'
					}
					got := sign(bytes.Compare(x, y))
					if desc {
						got = -got
					}
					if got != sign(want) {
						t.Fatalf("%v and %v, descending %t: %d, want %d", a, b, desc, got, want)
					}
				}
			}
		}
	}
}

// TestUnrounded: what has no finite decimals has no place in an order; the checker lets
// none come here.
func TestUnrounded(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a third has a place")
		}
	}()
	appendOrder(nil, value.OfNum(value.Frac(1, 3)))
}

// TestSpill: what is spilled comes back, and what is cut short or damaged is told.
func TestSpill(t *testing.T) {
	var slots []slot.Slot
	for _, list := range samples(rand.New(rand.NewPCG(2, 2))) {
		for _, v := range list {
			slots = append(slots, slot.Of(v))
		}
	}
	table := value.OfRef(value.OfText("AA11"))
	table.Int = 7
	slots = append(slots,
		slot.Of(table), slot.Of(value.OfNum(value.Frac(1, 3))), slot.Of(value.OfList(value.OfEnum("x"), value.OfEnum("y"))), slot.Of(value.OfCode("A1")),
		slot.Of(value.Value{}), slot.Lacking(), slot.Lacking("case.a", "why:b"), slot.ForReview("open:x"),
		slot.Fail(slot.Fault{Code: "DF2010", Node: ir.None, Text: "为什么", Rec: -1}), slot.Fail(slot.Fault{Code: "DF2001", Node: 70000, Rec: 2, Row: 9}),
	)
	for _, s := range slots {
		e := encoder{}
		e.slot(s)
		d := decoder{b: e.b}
		got := d.slot()
		if err := d.end(); err != nil || !sameSlot(got, s) {
			t.Fatalf("%+v came back as %+v, %v", s, got, err)
		}
		for n := range e.b {
			d := decoder{b: e.b[:n]}
			d.slot()
			if d.end() == nil {
				t.Fatalf("%+v: %d of %d bytes are enough", s, n, len(e.b))
			}
		}
		d = decoder{b: append(e.b[:len(e.b):len(e.b)], 0)}
		d.slot()
		if d.end() == nil {
			t.Fatalf("%+v: one byte more is not seen", s)
		}
	}
}

func sameSlot(a, b slot.Slot) bool {
	if a.State != b.State || a.Fault != b.Fault || len(a.Reasons) != len(b.Reasons) || len(a.Reasons) > 0 && !reflect.DeepEqual(a.Reasons, b.Reasons) {
		return false
	}
	return !a.OK() || value.Equal(a.Value, b.Value) && a.Value.Int == b.Value.Int
}

// FuzzSpill: whatever a damaged spill holds, it is told, and nothing breaks.
func FuzzSpill(f *testing.F) {
	e := encoder{}
	e.slot(slot.Of(value.OfRef(value.OfText("a"), value.OfNum(value.Frac(1, 3)))))
	f.Add(e.b)
	f.Add([]byte{0, 8, 0, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		d := decoder{b: b}
		d.slot()
		g := decoder{b: b}
		readGhost(&g)
	})
}

// program has records and a table with keys of all kinds, for texts.
func program() *ir.Program {
	field := func(name string, t value.Type) *ir.Field {
		f := &ir.Field{Name: name, RefTo: -1, Table: -1, Is: ir.None, IsHas: ir.None}
		f.Spec.Type = t
		return f
	}
	p := &ir.Program{}
	add := func(name string, types ...value.Type) {
		r := &ir.Record{ID: len(p.Records), Name: name, Owner: -1}
		for i, t := range types {
			r.Key = append(r.Key, i)
			r.Fields = append(r.Fields, field("k", t))
		}
		p.Records = append(p.Records, r)
	}
	add("case", value.TextType)
	add("item", value.RefType("case"), value.Count())
	add("pool", value.Type{Kind: value.Month}, value.Type{Kind: value.Enum}, value.BoolType, value.DateType)
	p.Tables = []*ir.Table{{Name: "groups", Key: []int{0}, Columns: []ir.Column{{Name: "code", Type: value.Type{Kind: value.Code}}}}}
	return p
}

// TestTexts: what is written for people is read back exactly.
func TestTexts(t *testing.T) {
	x := texts{program()}
	money := value.NumberType(value.Money, 2, 14)
	text := func(s string) value.Value { return value.OfRef(value.OfText(s)) }
	group := value.OfRef(value.OfCode("A@1"))
	group.Int = 12
	for _, c := range []struct {
		v    value.Value
		t    value.Type
		want string
	}{
		{value.OfBool(true), value.BoolType, "true"},
		{value.OfNum(value.Frac(-5, 2)), money, "-2.50"},
		{value.OfNum(value.Frac(-1, 3)), value.NumberType(value.One, value.Rat, 10), "-1/3"},
		{value.OfNum(value.Frac(1, 8)), value.NumberType(value.One, value.Rat, 10), "0.125"},
		{value.OfDays(0), value.DateType, "1970-01-01"},
		{value.OfText(`a/b\c|d@e`), value.TextType, `a/b\c|d@e`},
		{text(`a/b\c@d`), value.RefType("case"), `a\/b\\c\@d`},
		{value.OfRef(text("a/b"), value.OfInt(7)), value.RefType("item"), `a\\\/b/7`},
		{value.OfRef(value.Value{Kind: value.Month, Int: 2024*12 + 1}, value.OfEnum("x"), value.OfBool(false), value.OfDays(1)), value.RefType("pool"), "2024-02/x/false/1970-01-02"},
		{group, value.RefType("groups"), `A\@1@12`},
		{value.OfList(value.OfText("a|b"), value.OfText("")), value.ListType(value.TextType), `a\|b|`},
		{value.OfList(), value.ListType(value.TextType), ""},
	} {
		got := x.write(c.v, c.t)
		if got != c.want {
			t.Errorf("%v is written %q, want %q", c.v, got, c.want)
		}
		back, ok := x.read(got, c.t)
		if !ok || !value.Equal(back, c.v) || back.Int != c.v.Int {
			t.Errorf("%q is read as %+v, %t", got, back, ok)
		}
	}
	for _, c := range []struct {
		s string
		t value.Type
	}{
		{"yes", value.BoolType}, {"1e3", money}, {"", money}, {"1/0", money}, {"a/b", value.RefType("case")}, {"a", value.RefType("item")},
		{"a@b/c", value.RefType("groups")}, {"a@x", value.RefType("groups")}, {"2024", value.DateType}, {"x", value.RefType("nothing")},
	} {
		if v, ok := x.read(c.s, c.t); ok {
			t.Errorf("%q is read as %v", c.s, v)
		}
	}
}
