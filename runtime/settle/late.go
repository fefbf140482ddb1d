package settle

import (
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// Late counts the cases of one root record that are refused in the end although they
// have given to values over many cases in an earlier round: what other cases were paid by
// them cannot be taken back, so it is told apart.
type Late struct {
	s      *Settlement
	root   int
	plans  map[int]*scalar.Plan // by stratum
	counts map[*unit]*Count
}

// Late begins to count the cases of a root record.
func (s *Settlement) Late(root int) *Late {
	return &Late{s: s, root: root, plans: map[int]*scalar.Plan{}, counts: map[*unit]*Count{}}
}

// Refused takes a case that was evaluated and refused, with what is closed for it.
func (l *Late) Refused(in Input, by slot.Closed) {
	stratum := 0
	var w *scalar.World
	for _, u := range l.s.units {
		if u.stratum != stratum {
			stratum = u.stratum
			if l.plans[stratum] == nil {
				l.plans[stratum] = l.s.plan(stratum - 1)
			}
			w = scalar.New(l.plans[stratum], in.Bundle, l.s.source)
			w.Close(by)
			if w.Run().Outcome == slot.Refused {
				return // from here on it gave to nothing
			}
		}
		if u.loop != nil || l.s.prog.Records[u.given.Child].Root != l.root {
			continue
		}
		for i := range w.Rows(u.given.Child) {
			if _, v, s, counts := w.Gives(u.given, i); counts && s.OK() {
				if l.counts[u] == nil {
					l.counts[u] = &Count{}
				}
				l.counts[u].add(v.Value)
			}
		}
	}
}

// Count writes what was counted into the report: what it had of this root record before
// is replaced.
func (l *Late) Count() {
	for i, c := range l.s.Report.Controls {
		u := l.s.units[i]
		if u.loop == nil && l.s.prog.Records[u.given.Child].Root == l.root {
			c.After = Count{}
			if n := l.counts[u]; n != nil {
				c.After = *n
			}
		}
	}
}
