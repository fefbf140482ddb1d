package value

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2024-02-29": "2024-02-29", "2024/2/29": "2024-02-29", "2024/2/9": "2024-02-09", "20240229": "2024-02-29",
		"2024-02-29 13:45:00": "2024-02-29", "2024-02-29T00:00": "2024-02-29", "2024/2/29 8:05": "2024-02-29",
		"1900-01-01": "1900-01-01", "2199-12-31": "2199-12-31", "2024-2-9": "2024-02-09",
	} {
		v, ok := ParseDate(in)
		if !ok || DateText(v.Int) != want {
			t.Errorf("ParseDate(%q) = %s, %v; want %s", in, DateText(v.Int), ok, want)
		}
	}
	for _, in := range []string{
		"", "2023-02-29", "0000-00-00", "1900-01-00", "1899-12-31", "2200-01-01", "9999-12-31", "45351", "60", "2024-13-01",
		"2024-02-30", "2024/2-9", "29/2/2024", "2024-02-29 25:00", "2024-02-29 ", "20240229x", "2024年2月29日", "2024-002-9",
	} {
		if v, ok := ParseDate(in); ok {
			t.Errorf("ParseDate(%q) = %s, want refusal", in, DateText(v.Int))
		}
	}
}

// TestDaysHaveNoTimeZone: civil days do not know of the Chinese summer time of 1986 to
// 1991, nor of any zone.
func TestDaysHaveNoTimeZone(t *testing.T) {
	a, b := OfDate(1988, 4, 16), OfDate(1988, 4, 18)
	if b.Int-a.Int != 2 {
		t.Errorf("from 1988-04-16 to 1988-04-18 are %d days", b.Int-a.Int)
	}
	for d := OfDate(MinYear, 1, 1).Int; d <= OfDate(MaxYear, 12, 31).Int; d++ {
		y, m, day := Civil(d)
		if civil(y, m, day) != d || !ValidDate(y, m, day) || !ValidDays(d) {
			t.Fatalf("day %d is %04d-%02d-%02d", d, y, m, day)
		}
	}
	if got := OfDate(2024, 2, 29).Int; got != time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC).Unix()/86400 {
		t.Errorf("2024-02-29 is day %d", got)
	}
}

func TestAddMonths(t *testing.T) {
	for _, tt := range []struct {
		from string
		n    int64
		want string
	}{
		{"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"}, {"2024-03-31", -1, "2024-02-29"},
		{"2024-12-15", 1, "2025-01-15"}, {"2024-01-15", -13, "2022-12-15"}, {"2024-02-29", 12, "2025-02-28"},
	} {
		v, _ := ParseDate(tt.from)
		if got := DateText(AddMonths(v.Int, tt.n)); got != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestKeysAreInjective(t *testing.T) {
	values := []Value{
		OfRef(OfText("a"), OfText("bc")), OfRef(OfText("ab"), OfText("c")), OfRef(OfText("abc")), OfRef(OfText(""), OfText("abc")),
		OfRef(OfInt(1)), OfRef(OfInt(12)), OfRef(OfNum(Frac(1, 2))), OfRef(OfBool(true)), OfRef(OfRef(OfText("abc"))),
		OfList(OfText("a"), OfText("b")), OfList(OfText("a,b")),
	}
	seen := map[string]int{}
	for i, v := range values {
		k := Key(v)
		if j, twice := seen[k]; twice {
			t.Errorf("values %d and %d have one key", i, j)
		}
		seen[k] = i
	}
}

func TestUnits(t *testing.T) {
	perPoint := Money.Div(Points)
	if got := perPoint.Mul(Points); got != Money {
		t.Errorf("money / points * points = %s", got)
	}
	if got := Money.Div(Money); got != One {
		t.Errorf("money / money = %s", got)
	}
	if got := Points.Mul(Money).String(); got != "money * points" {
		t.Errorf("points * money = %s", got)
	}
	if got := One.Div(Days.Mul(Days)).String(); got != "1 / days / days" {
		t.Errorf("1 / days² = %s", got)
	}
	if Money.Mul(Points) != Points.Mul(Money) {
		t.Error("the order of factors matters")
	}
	if got := perPoint.Pow(2); got != perPoint.Mul(perPoint) {
		t.Errorf("square = %s", got)
	}
}
