package generate

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"github.com/drgrule/drgrule/lang/ir"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
)

const everyTypeName = "every type"

// programs are the shipped rulesets and one with a field of every type.
func programs(t *testing.T) map[string]*drgrule.Program {
	out := map[string]*drgrule.Program{everyTypeName: compile(t, everyType)}
	for _, name := range shipped(t) {
		out[name] = compileShipped(t, name)
	}
	return out
}

// faultsOf lists what the gate says of every row of a set.
func faultsOf(p *drgrule.Program, set *casefile.Set) []casefile.Fault {
	var out []casefile.Fault
	for _, root := range p.Roots() {
		rec := p.IR().Record(root)
		for i := range set.Count(rec) {
			out = append(out, set.Case(rec, i).Faults...)
		}
	}
	return append(out, set.Orphans(p.Roots())...)
}

// TestGoodRowsPassTheGate: without bad rows nothing is refused, in any format; every
// record that the rules read is there, and so is every row that they refer to.
func TestGoodRowsPassTheGate(t *testing.T) {
	for name, p := range programs(t) {
		for shape, opt := range shapes {
			t.Run(name+" "+shape, func(t *testing.T) {
				opt.Rows, opt.Seed = 400, 7
				m, r, _ := made(t, p, opt)
				set := opened(t, p, m, r, opt)
				for _, f := range faultsOf(p, set) {
					t.Errorf("%s:%d %s %s", f.File, f.Line, f.Column, f.Code)
				}
				for _, rec := range set.Missing() {
					t.Errorf("no rows of %s", rec.Name)
				}
				rec := p.IR().Record(p.MainRecord())
				if n := set.Count(rec); n != 400 {
					t.Errorf("%d cases, want 400", n)
				}
				plan := scalar.NewPlan(p.IR(), nil, ir.Standing{})
				for i := range set.Count(rec) {
					res := scalar.New(plan, set.Case(rec, i).Bundle, set).Run()
					if res.Fault != nil && res.Fault.Code == "DF2011" {
						t.Errorf("case %d refers to a row of %s that is not there", i, res.Fault.Text)
					}
				}
			})
		}
	}
}

// TestIds: what names a case or a person is a test's and nobody's.
func TestIds(t *testing.T) {
	p := compile(t, everyType)
	m, _, _ := made(t, p, Options{Rows: 100})
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(m["case.csv"].String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := "病例号,psn_no,kind,ward,分组,adm_time,dscg_time,month,act_ipt_days,总费用,share,urgent,told,weight,dx,grades,备注"; strings.Join(rows[0], ",") != want {
		t.Errorf("the header is\n%s, want\n%s", strings.Join(rows[0], ","), want)
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		for _, i := range []int{0, 1, 3} {
			if !strings.HasPrefix(strings.Trim(row[i], " 　"), "TEST-") {
				t.Errorf("%q is no id of a test", row[i])
			}
		}
		if seen[row[0]] {
			t.Errorf("%s stands twice", row[0])
		}
		seen[row[0]] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d cases", len(seen))
	}
}

// TestBadRows: what is refused is what was listed, with its place and code, and every
// class that a record can have is there.
func TestBadRows(t *testing.T) {
	for name, p := range programs(t) {
		for shape, opt := range shapes {
			if name != everyTypeName && shape != "csv" && shape != "jsonl gb18030" {
				continue
			}
			t.Run(name+" "+shape, func(t *testing.T) {
				opt.Rows, opt.Seed, opt.Bad = 1500, 3, 5000
				m, r, _ := made(t, p, opt)
				set := opened(t, p, m, r, opt)
				var got []string
				for _, f := range faultsOf(p, set) {
					got = append(got, fmt.Sprintf("%s:%d %s %s %s", f.File, f.Line, f.Record, f.Column, f.Code))
				}
				rows, err := csv.NewReader(m["expected-refused.csv"]).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				kinds := map[string]bool{}
				for _, row := range rows[1:] {
					want = append(want, fmt.Sprintf("%s:%s %s %s %s", row[0], row[1], row[2], row[3], row[4]))
					kinds[row[5]] = true
				}
				if int64(len(want)) != r.Refused {
					t.Errorf("%d listed, %d reported", len(want), r.Refused)
				}
				differ(t, want, got)
				if name != everyTypeName {
					return
				}
				for _, c := range classes {
					if !kinds[c.name] && (c.format == "" || c.format == opt.Format) {
						t.Errorf("no row for %q", c.name)
					}
				}
			})
		}
	}
}

// differ tells which lines stand in one list alone.
func differ(t *testing.T, want, got []string) {
	t.Helper()
	count := map[string]int{}
	for _, s := range want {
		count[s]++
	}
	for _, s := range got {
		count[s]--
	}
	for _, s := range slices.SortedFunc(maps.Keys(count), cmp.Compare) {
		switch n := count[s]; {
		case n > 0:
			t.Errorf("not refused: %s", s)
		case n < 0:
			t.Errorf("refused, but not listed: %s", s)
		}
	}
}
