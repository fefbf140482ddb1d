package generate

import (
	"github.com/drgrule/drgrule/lang/ir"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
)

// TestPatterns: what is made matches, and counting makes texts that differ.
func TestPatterns(t *testing.T) {
	for _, text := range []string{
		`^[A-Z]{2}[0-9][1359]$`, `^[A-Z0-9]{4,30}$`, `^[A-Z]\d{2}\.(\d{3}|x\d{2})(x\d{3})?(\+[A-Z]\d{2}(\.\d)?\*)?$`,
		`^C\d{19}(\d{7})?$`, `^(DRG|DIP)-\w+$`, `^[^a-z]{3}$`, `^.{2}[一-龥]+$`,
	} {
		p, re := patternOf(text), regexp.MustCompile(text)
		s := stream(1)
		for range 200 {
			if got := p.text(s.below); !re.MatchString(got) {
				t.Errorf("%s does not match %q", text, got)
			}
		}
		seen := map[string]bool{}
		for k := range int64(500) {
			got := p.counted(k)
			if seen[got] || !re.MatchString(got) {
				t.Errorf("%s: the %d-th is %q", text, k, got)
			}
			seen[got] = true
		}
	}
}

// TestUnits: numbers are written with the decimals of their field.
func TestUnits(t *testing.T) {
	for _, c := range []struct {
		n    int64
		dec  int
		want string
	}{
		{0, 0, "0"}, {0, 2, "0.00"}, {5, 2, "0.05"}, {-5, 2, "-0.05"}, {123456, 2, "1234.56"}, {-100, 2, "-1.00"}, {42, 0, "42"}, {1, 4, "0.0001"}, {1 << 60, 3, "1152921504606846.976"},
	} {
		if got := string(appendUnits(nil, c.n, c.dec)); got != c.want {
			t.Errorf("%d with %d decimals is %s, want %s", c.n, c.dec, got, c.want)
		}
	}
}

// TestDraws: the mean of the log-normal quantiles is one, and the first of a list is drawn
// most, the last at least once.
func TestDraws(t *testing.T) {
	sum := int64(0)
	for _, n := range spread {
		sum += n
	}
	if mean := sum / int64(len(spread)); !slices.IsSorted(spread[:]) || mean < 9700 || mean > 10300 {
		t.Errorf("the quantiles have the mean %d", mean)
	}
	s, w := stream(3), zipf(50)
	count := make([]int, 50)
	for range 20_000 {
		count[w.draw(&s)]++
	}
	if count[0] < 5*count[20] || slices.Min(count) == 0 {
		t.Errorf("drawn %v", count)
	}
}

// TestStays: dates of one stay lie one after the other, its days are counted, lines add up
// to the total, some of them are taken back, and some people come again.
func TestStays(t *testing.T) {
	p := compile(t, everyType)
	m, _, _ := made(t, p, Options{Rows: 2000, Seed: 2, Planted: 1})
	day := func(s string) int64 {
		v, ok := value.ParseDate(strings.TrimSpace(s))
		if !ok {
			t.Fatalf("%q is no date", s)
		}
		return v.Int
	}
	amounts, refunds := map[string]int64{}, 0
	for _, row := range read(t, m, "item.csv") {
		amounts[row[0]] += fen(t, row[4])
		if strings.HasPrefix(strings.TrimSpace(row[4]), "-") {
			refunds++
		}
	}
	visits := map[string]int{}
	other := 0
	for _, row := range read(t, m, "case.csv") {
		in, out := day(row[5]), day(row[6])
		if n, ok := value.ParseNum(strings.TrimSpace(row[8])); !ok || in > out || !n.Equal(value.Int(out-in)) {
			t.Errorf("%s: from %s to %s in %s days", row[0], row[5], row[6], row[8])
		}
		if sum, ok := amounts[row[0]]; ok && sum != fen(t, row[9]) {
			t.Errorf("%s: lines of %d fen, total %s", row[0], sum, row[9])
		}
		visits[strings.Trim(row[1], " 　")+row[4]]++
		if row[2] == "310" || row[2] == "390" {
			other++
		}
	}
	again := 0
	for _, n := range visits {
		if n > 1 {
			again++
		}
	}
	if refunds < 20 || again < 50 || other < 20 || other > 200 {
		t.Errorf("%d refunds, %d people with the same group again, %d other spellings", refunds, again, other)
	}
}

// TestAims: a table with few combinations of keys has a row for nearly every case: Jinhua
// has means of one hospital in one year.
func TestAims(t *testing.T) {
	p := compileShipped(t, "jinhua")
	opt := Options{Rows: 500, Seed: 4}
	m, r, _ := made(t, p, opt)
	set := opened(t, p, m, r, opt)
	plan, rec, missed := scalar.NewPlan(p.IR(), nil, ir.Standing{}), p.IR().Record("case"), 0
	for i := range set.Count(rec) {
		if res := scalar.New(plan, set.Case(rec, i).Bundle, set).Run(); res.Fault != nil && res.Fault.Code == diag.RowMissing {
			missed++
		}
	}
	if missed == 0 || missed > 75 {
		t.Errorf("%d of 500 cases have no row", missed)
	}
}
