package runfile

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/value"
)

// randomNum draws numbers of every size and form, near each other and far apart.
func randomNum(r *rand.Rand) value.Num {
	switch r.IntN(6) {
	case 0:
		return value.Int(r.Int64N(5) - 2)
	case 1:
		return value.Frac(r.Int64N(2001)-1000, 100)
	case 2:
		return value.Frac(r.Int64N(9)-4, 1+r.Int64N(5))
	case 3:
		return value.Int([]int64{math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1 << 46, -1<<46 - 1}[r.IntN(5)])
	case 4:
		big1 := new(big.Int).Lsh(big.NewInt(r.Int64N(7)-3), uint(r.IntN(200)))
		return value.FromRat(new(big.Rat).SetInt(big1))
	}
	den := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), uint(60+r.IntN(60))), big.NewInt(1))
	return value.FromRat(new(big.Rat).SetFrac(big.NewInt(r.Int64()-math.MaxInt64/2), den))
}

func randomText(r *rand.Rand) string {
	return strings.Repeat([]string{"", "a", "b", "\x00", "病", "\xff"}[r.IntN(6)], r.IntN(12)) + []string{"", "a", "z"}[r.IntN(3)]
}

// randomValue draws a value of a kind.
func randomValue(r *rand.Rand, k value.Kind, depth int) value.Value {
	v := value.Value{Kind: k}
	switch k {
	case value.Bool:
		v.Int = r.Int64N(2)
	case value.Date, value.Month:
		v.Int = r.Int64N(200_000) - 50_000
	case value.Number:
		v.Num = randomNum(r)
	case value.Text, value.Code, value.Enum:
		v.Str = randomText(r)
	case value.Ref, value.Rows, value.List:
		for range r.IntN(3) {
			kind := value.Kind(r.IntN(int(value.List + 1)))
			if depth > 3 && kind >= value.Ref {
				kind = value.Text
			}
			v.List = append(v.List, randomValue(r, kind, depth+1))
		}
	}
	return v
}

// same is equality of values of whatever kinds, and of how they are held.
func same(a, b value.Value) bool {
	return a.Kind == b.Kind && a.Int == b.Int && a.Num.Equal(b.Num) && a.Str == b.Str && slices.EqualFunc(a.List, b.List, same)
}

func encoded(t testing.TB, v value.Value) []byte {
	t.Helper()
	b, err := appendValue(nil, v, 0)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestValuesComeBack: what was written is read, to the last bit.
func TestValuesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 100_000 {
		v := randomValue(r, value.Kind(r.IntN(int(value.List+1))), 0)
		b := encoded(t, v)
		c := cursor{b: b}
		got := c.value(0)
		if c.bad != nil || len(c.b) > 0 || !same(v, got) {
			t.Fatalf("%+v comes back as %+v, %v, %d bytes left", v, got, c.bad, len(c.b))
		}
		c = cursor{b: b}
		if kind := c.skip(0); kind != v.Kind || c.bad != nil || len(c.b) > 0 {
			t.Fatalf("%+v skipped: kind %d, %v, %d bytes left", v, kind, c.bad, len(c.b))
		}
		for cut := range len(b) {
			c := cursor{b: b[:cut]}
			if c.value(0); c.bad == nil {
				t.Fatalf("%+v cut at %d is read", v, cut)
			}
		}
	}
}

// TestOrderOfWrittenKeys: keys as they are written are ordered like their values, and so
// are their prefixes as far as they tell.
func TestOrderOfWrittenKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	told := 0
	for range 300_000 {
		k := value.Kind(r.IntN(int(value.List + 1)))
		a, b := randomValue(r, k, 0), randomValue(r, k, 0)
		switch r.IntN(8) {
		case 0:
			b = a
		case 1:
			b = value.Value{}
		}
		x, y := encoded(t, a), encoded(t, b)
		want := value.Compare(a, b)
		if got := compareKeys(x, y, 1); got != want {
			t.Fatalf("%+v and %+v: %d, written %d", a, b, want, got)
		}
		if p, q := prefix(x), prefix(y); p != q {
			told++
			if (p < q) != (want < 0) || want == 0 {
				t.Fatalf("%+v and %+v: %d, prefixes %x %x", a, b, want, p, q)
			}
		}
	}
	if told < 150_000 {
		t.Errorf("prefixes tell %d of 300,000 apart", told)
	}
}

// TestSeveralColumns: the first column that differs decides.
func TestSeveralColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for range 50_000 {
		var a, b []byte
		want := 0
		for range 3 {
			v, w := value.OfText(randomText(r)), value.OfText(randomText(r))
			if r.IntN(2) == 0 {
				w = v
			}
			a, b = append(a, encoded(t, v)...), append(b, encoded(t, w)...)
			if want == 0 {
				want = value.Compare(v, w)
			}
		}
		if got := compareKeys(a, b, 3); got != want {
			t.Fatalf("%q and %q: %d, want %d", a, b, got, want)
		}
	}
}

// TestWhatIsNotWritten: values beyond all bounds are errors, not files that cannot be
// read.
func TestWhatIsNotWritten(t *testing.T) {
	deep := value.OfText("x")
	for range maxDepth {
		deep = value.OfRef(deep)
	}
	if _, err := appendValue(nil, deep, 0); err != nil {
		t.Errorf("as deep as it may: %v", err)
	}
	for name, v := range map[string]value.Value{
		"too deep":  value.OfRef(deep),
		"too large": value.OfNum(value.FromRat(new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), maxBits)))),
		"no kind":   {Kind: value.List + 1},
	} {
		if _, err := appendValue(nil, v, 0); err == nil {
			t.Errorf("%s is written", name)
		}
	}
}

// FuzzRecord: whatever the bytes, a record is refused or read, and what was read comes
// back when it is written again.
func FuzzRecord(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 4))
	for range 20 {
		b, err := everyKind.append(nil, randomRecord(r, everyKind, 7))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if everyKind.check(b) != nil {
			return
		}
		rec := everyKind.decode(b, make([]value.Value, len(everyKind.Columns)))
		again, err := everyKind.append(nil, rec)
		if err != nil {
			t.Fatalf("%+v was read and is not written: %v", rec, err)
		}
		if err := everyKind.check(again); err != nil {
			t.Fatalf("%+v is written and not read: %v", rec, err)
		}
		back := everyKind.decode(again, make([]value.Value, len(everyKind.Columns)))
		if back.Ordinal != rec.Ordinal || !slices.EqualFunc(back.Values, rec.Values, same) {
			t.Fatalf("%+v comes back as %+v", rec, back)
		}
		if everyKind.compare(b, again) != 0 || everyKind.prefix(b) != everyKind.prefix(again) {
			t.Fatalf("%+v does not equal itself", rec)
		}
	})
}
