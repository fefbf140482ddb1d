package generate

import (
	"flag"
	"testing"

	"github.com/drgrule/drgrule/runtime/coverage"
	"github.com/drgrule/drgrule/runtime/scalar"
)

var cases = flag.Int64("cases", 4000, "cases of each shipped ruleset that are evaluated for coverage")

// missed are the outcomes of conditions that no data can reach, by ruleset: a condition
// that is asked only where it holds, a parameter, a claim over many cases that has a
// provisional answer.
var missed = map[string][]string{
	"beijing":  {"application.kind in ['drug', 'device']"},
	"zhejiang": {"application.kind in ['service', 'consumable']", "coefficient_composition == 'hospital'", "readmitted"},
}

// TestCoverage: generated cases reach every outcome of every condition of the shipped
// rulesets that data can reach.
func TestCoverage(t *testing.T) {
	for _, name := range shipped(t) {
		t.Run(name, func(t *testing.T) {
			p := compileShipped(t, name)
			opt := Options{Rows: *cases, Seed: 1}
			m, r, _ := made(t, p, opt)
			set := opened(t, p, m, r, opt)
			watch, plan := coverage.New(p.IR()), scalar.NewPlan(p.IR(), nil)
			for _, root := range p.Roots() {
				rec := p.IR().Record(root)
				for i := range set.Count(rec) {
					w := scalar.New(plan, set.Case(rec, i).Bundle, set)
					w.Watch(watch)
					w.Run()
				}
			}
			report := watch.Report(name)
			t.Logf("%d cases reach %d of %d outcomes of conditions, %d of %d rows of bands", *cases, report.Conditions.Reached, report.Conditions.All, report.Bands.Reached, report.Bands.All)
			want := map[string]bool{}
			for _, text := range missed[name] {
				want[text] = true
			}
			for _, gap := range report.Missed {
				if gap.Lacks == coverage.NeverRead {
					continue
				}
				if !want[gap.Text] {
					t.Errorf("%s:%d %s: %s", gap.File, gap.Line, gap.Text, gap.Lacks)
				}
				delete(want, gap.Text)
			}
			for text := range want {
				t.Errorf("%s is reached after all: take it off the list", text)
			}
		})
	}
}
