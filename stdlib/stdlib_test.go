package stdlib

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// TestEntries: every entry is whole. Its examples are run by the test of the façade,
// which can read formulas.
func TestEntries(t *testing.T) {
	lib := Library()
	for _, name := range lib.Names() {
		f := lib.Func(name)
		if f.Doc.Zh == "" || f.Doc.En == "" || f.Usage == "" || f.Version < 1 {
			t.Errorf("%s lacks documentation, usage or version", name)
		}
		if len(f.Examples) == 0 {
			t.Errorf("%s has no example", name)
		}
		if f.Min < 1 || f.Max >= 0 && f.Max < f.Min {
			t.Errorf("%s takes %d to %d arguments", name, f.Min, f.Max)
		}
	}
}

func nums(texts string) []fn.Input {
	var out []fn.Input
	for _, s := range strings.Fields(texts) {
		n, _ := value.ParseNum(s)
		out = append(out, fn.Input{Value: value.OfNum(n)})
	}
	return out
}

func TestAggregates(t *testing.T) {
	at := func(s string) value.Num { n, _ := value.ParseNum(s); return n }
	tests := []struct {
		name string
		rows string
		p    fn.Params
		want string
	}{
		{"sum", "1.10 2.20 3.30", fn.Params{}, "6.6"},
		{"sum", "", fn.Params{}, "0"},
		{"mean", "1 2", fn.Params{}, "1.5"},
		{"mean", "", fn.Params{}, "none"},
		{"min", "3 1 2", fn.Params{}, "1"},
		{"max", "3 1 2", fn.Params{}, "3"},
		{"max", "", fn.Params{}, "none"},
		{"variance", "1 2 3 4", fn.Params{}, "1.25"},
		{"percentile", "10 20 30 40", fn.Params{At: at("0.5")}, "20"},
		{"percentile", "10 20 30 40", fn.Params{At: at("0.51")}, "30"},
		{"percentile", "10 20 30 40", fn.Params{At: at("1")}, "40"},
		{"percentile", "40 10 30 20", fn.Params{At: at("0.5"), Interpolated: true}, "25"},
		{"percentile", "40 10", fn.Params{At: at("1"), Interpolated: true}, "40"},
		{"percentile", "7", fn.Params{At: at("0.01"), Interpolated: true}, "7"},
		{"cv", "10 10 10", fn.Params{Digits: 4}, "0"},
		{"cv", "1 3", fn.Params{Digits: 4}, "0.5"},
		{"cv", "1 2 3", fn.Params{Digits: 4}, "0.4082"}, // √(2/3)/2 = 0.408248…
		{"cv", "1 2 3", fn.Params{Digits: 4, Mode: value.Up}, "0.4083"},
		{"cv", "-1 -3", fn.Params{Digits: 2}, "-0.5"},
		{"cv", "-1 1", fn.Params{Digits: 2}, "none"},
		{"cv", "", fn.Params{Digits: 2}, "none"},
	}
	for _, tt := range tests {
		v, ok := Library().Aggregate(tt.name).Eval(nums(tt.rows), tt.p)
		got := "none"
		if ok {
			got = v.Num.String()
		}
		if got != tt.want {
			t.Errorf("%s of %q (%+v) = %s, want %s", tt.name, tt.rows, tt.p, got, tt.want)
		}
	}
	weighted := []fn.Input{
		{Value: value.OfInt(10), Weight: value.OfInt(1)}, {Value: value.OfInt(20), Weight: value.OfInt(2)}, {Value: value.OfInt(30), Weight: value.OfInt(7)},
	}
	if v, ok := Library().Aggregate("weighted_mean").Eval(weighted, fn.Params{}); !ok || v.Num.String() != "26" {
		t.Errorf("1 : 2 : 7 of 10, 20, 30 = %s", v.Num)
	}
	if _, ok := Library().Aggregate("weighted_mean").Eval(weighted[:0], fn.Params{}); ok {
		t.Error("a weighted mean of nothing has a value")
	}
	count := []fn.Input{{Value: value.OfBool(true)}, {Value: value.OfBool(false)}, {Value: value.OfBool(true)}}
	if v, _ := Library().Aggregate("count").Eval(count, fn.Params{}); v.Num.String() != "2" {
		t.Errorf("count = %s", v.Num)
	}
}

// TestRootIsExact: the rounded root lies within half a unit of the true one, by
// comparing squares.
func TestRootIsExact(t *testing.T) {
	for n := int64(0); n < 3000; n++ {
		r := value.Frac(n, 7)
		for mode := value.HalfUp; mode <= value.Floor; mode++ {
			got := roundedRoot(r, false, fn.Params{Digits: 3, Mode: mode})
			unit := value.Pow10(-3)
			lo, hi := got, got
			switch mode {
			case value.HalfUp, value.HalfEven:
				half := unit.Quo(value.Int(2))
				lo, hi = got.Sub(half), got.Add(half)
			case value.Up, value.Ceiling:
				lo = got.Sub(unit)
			default:
				hi = got.Add(unit)
			}
			if lo.Sign() > 0 && lo.Mul(lo).Cmp(r) > 0 || hi.Mul(hi).Cmp(r) < 0 {
				t.Fatalf("√(%d/7) to 3 digits %s = %s", n, mode, got)
			}
		}
	}
}

func TestModules(t *testing.T) {
	for _, name := range Modules() {
		fsys, err := Module(name)
		if err != nil {
			t.Fatal(err)
		}
		if files, _ := fs.Glob(fsys, "*.hcl"); len(files) == 0 {
			t.Errorf("%s has no rules", name)
		}
	}
	for _, name := range []string{"std/nothing", "std", "../std/newness", "std/../std/newness", "/std/newness", "std/newness/", ""} {
		if _, err := Module(name); err == nil {
			t.Errorf("module %q was found", name)
		}
	}
}
