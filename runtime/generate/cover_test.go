package generate

import (
	"flag"
	"github.com/drgrule/drgrule/lang/ir"
	"testing"

	"github.com/drgrule/drgrule/runtime/coverage"
	"github.com/drgrule/drgrule/runtime/scalar"
)

// enough cases reach every outcome that data can reach; fewer may miss one in fifty.
const enough = 20_000

var cases = flag.Int64("cases", 2000, "cases of each shipped ruleset that are evaluated for coverage")

// missed are the conditions that no data can turn, by ruleset: one that is asked only
// where it holds, and a look-back over many cases that has a provisional answer.
var missed = map[string][]string{
	everyTypeName: {"case.stays.times > 1"},
	"beijing":     {"application.kind in ['drug', 'device']"},
	"zhejiang":    {"application.kind in ['service', 'consumable']", "readmitted"},
}

// TestCoverage: generated cases reach the outcomes of the conditions of the shipped
// rulesets that data can reach: `go test ./runtime/generate -run TestCoverage -v -cases 20000`.
func TestCoverage(t *testing.T) {
	for name, p := range programs(t) {
		t.Run(name, func(t *testing.T) {
			opt := Options{Rows: *cases, Seed: 1}
			m, r, _ := made(t, p, opt)
			set := opened(t, p, m, r, opt)
			watch, plan := coverage.New(p.IR()), scalar.NewPlan(p.IR(), nil, ir.Standing{})
			for _, root := range p.Roots() {
				rec := p.IR().Record(root)
				for i := range set.Count(rec) {
					w := scalar.New(plan, set.Case(rec, i).Bundle, set)
					w.Watch(watch)
					w.Run()
				}
			}
			dir := name
			if name == everyTypeName {
				dir = "t"
			}
			report := watch.Report(dir)
			t.Logf("%d cases reach %d of %d outcomes of conditions, %d of %d rows of bands", *cases, report.Conditions.Reached, report.Conditions.All, report.Bands.Reached, report.Bands.All)
			want := map[string]bool{}
			for _, text := range missed[name] {
				want[text] = true
			}
			chance := 0
			for _, gap := range report.Missed {
				if gap.Lacks == coverage.NeverRead {
					continue
				}
				if !want[gap.Text] {
					t.Logf("%s:%d %s: %s", gap.File, gap.Line, gap.Text, gap.Lacks)
					chance++
				}
				delete(want, gap.Text)
			}
			if chance > report.Conditions.All/50 || *cases >= enough && chance > 0 {
				t.Errorf("%d outcomes are reached by no case", chance)
			}
			for text := range want {
				t.Errorf("%s is reached after all: take it off the list", text)
			}
		})
	}
}
