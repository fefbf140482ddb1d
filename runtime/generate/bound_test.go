package generate

import (
	"encoding/csv"
	"fmt"
	"github.com/drgrule/drgrule/lang/ir"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
)

// seen is what the cases of a file showed of one bound.
type seen struct {
	equal            bool
	oneLess, oneMore bool // by one unit of the field
	held, failed     bool
}

// look evaluates both sides of every bound on cases that were read from files.
func look(p *drgrule.Program, g *Generator, set *casefile.Set) map[*bound]*seen {
	plan := scalar.NewPlan(p.IR(), nil, ir.Standing{})
	out := map[*bound]*seen{}
	for root, list := range g.bounds {
		rec := p.IR().Records[root]
		for _, b := range list {
			out[b] = &seen{}
		}
		for i := range set.Count(rec) {
			w := scalar.New(plan, set.Case(rec, i).Bundle, set)
			for _, b := range list {
				if b.column == nil {
					for j := range w.Rows(b.rec) {
						out[b].note(g, b, w, j)
					}
				}
			}
		}
	}
	return out
}

func (s *seen) note(g *Generator, b *bound, w *scalar.World, j int) {
	x, y := w.Eval(b.a, b.rec, j), w.Eval(b.b, b.rec, j)
	if !x.OK() || !y.OK() {
		return
	}
	d := value.Int(x.Value.Int - y.Value.Int)
	if x.Value.Kind == value.Number {
		d = x.Value.Num.Sub(y.Value.Num)
	}
	f := g.records[b.moves[0].rec].fields[b.moves[0].field]
	unit := value.Int(1)
	if f.Spec.Type.Kind == value.Number {
		unit = value.Pow10(-f.dec)
	}
	s.equal = s.equal || d.Sign() == 0
	s.oneLess = s.oneLess || d.Equal(unit.Neg())
	s.oneMore = s.oneMore || d.Equal(unit)
	if c := w.Eval(b.node, b.rec, j); c.OK() {
		s.held, s.failed = s.held || c.Value.True(), s.failed || !c.Value.True()
	}
}

// TestBounds: whatever the files say was planted is there when the files are read: equal,
// one unit less and one more; and every bound that a field moves holds for some rows and fails
// for others.
func TestBounds(t *testing.T) {
	for name, p := range programs(t) {
		t.Run(name, func(t *testing.T) {
			opt := Options{Rows: 1200, Seed: 5}
			m, r, g := made(t, p, opt)
			set := opened(t, p, m, r, opt)
			bounds := 0
			for b, s := range look(p, g, set) {
				bounds++
				what := fmt.Sprintf("%s in %s", g.formText(b), p.IR().Records[b.rec].Name)
				if text, _ := g.spotOf(b.node); text != "" {
					what = text
				}
				if b.planted[1] == 0 && b.moves[0].how < straight {
					t.Errorf("%s: nothing is planted at it", what)
				}
				if b.column != nil {
					continue
				}
				if b.moves[0].how < straight && (!s.held || !s.failed) {
					t.Errorf("%s: held %v, failed %v", what, s.held, s.failed)
				}
				if b.exact && !s.equal {
					t.Errorf("%s: never equal", what)
				}
				if how := b.moves[0].how; how != left && how != right {
					continue
				}
				less, more := s.oneLess, s.oneMore
				if b.moves[0].how == right {
					less, more = more, less
				}
				if b.planted[0] > 0 && b.exact && !less || b.planted[2] > 0 && b.exact && !more {
					t.Errorf("%s: one unit below %v, above %v, but planted %v", what, less, more, b.planted)
				}
			}
			if bounds == 0 {
				t.Error("there is no bound")
			}
		})
	}
}

// TestBoundsOfBeijing: the two gates of Beijing's list, by calculation: twice the mean of
// the group, one fen below and one above, and 64 % of the total.
func TestBoundsOfBeijing(t *testing.T) {
	p := compileShipped(t, "beijing")
	m, _, _ := made(t, p, Options{Rows: 1500, Seed: 9})
	mean := map[string]int64{"ZZ11": 2000000, "ZZ13": 3000000, "ZZ15": 800000, "ZZ19": 5500000}
	amounts := map[string][]int64{}
	for _, row := range read(t, m, "item.csv") {
		amounts[row[0]] = append(amounts[row[0]], fen(t, row[4]))
	}
	multiple, share := map[int64]int{}, map[int64]int{}
	for _, row := range read(t, m, "case.csv") {
		total := fen(t, row[2])
		multiple[total-2*mean[strings.ToUpper(row[1])]]++
		for _, a := range amounts[row[0]] {
			if d := 100*a - 64*total; d%100 == 0 {
				share[d/100]++
			}
		}
	}
	for _, d := range []int64{-1, 0, 1} {
		if multiple[d] < 3 || share[d] < 3 {
			t.Errorf("%+d fen: %d cases about twice the mean, %d lines about 64 %%", d, multiple[d], share[d])
		}
	}
}

func read(t *testing.T, m memory, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(m[name].String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func fen(t *testing.T, s string) int64 {
	t.Helper()
	n, ok := value.ParseNum(strings.TrimSpace(s))
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	f, _ := n.Mul(value.Int(100)).Int64()
	return f
}
