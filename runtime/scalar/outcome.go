package scalar

import (
	"slices"

	"github.com/drgrule/drgrule/runtime/slot"
)

// Run evaluates every root of every row of the case: outputs, payments, and the
// inputs of totals. What none of them demands is not evaluated.
func (w *World) Run() slot.Result {
	end, paid := slot.Slot{}, false
	note := func(s slot.Slot) { end = slot.Strict(end, slot.Settle(s)) }
	for _, r := range w.prog.Records {
		if r.Root != w.root {
			continue
		}
		rows, missing := w.rowsOf(r.ID)
		note(missing)
		for _, row := range rows {
			for _, id := range w.plan.roots[r.ID] {
				note(w.eval(id, row.frame))
			}
			for _, id := range w.plan.applies[r.ID] {
				applies := w.eval(id, row.frame)
				note(applies)
				paid = paid || applies.Is(true)
			}
			for _, t := range w.prog.Totals {
				if t.Fold.Child == r.ID && !w.plan.awaits[t.Node] {
					_, s, _ := w.contribution(t.Fold, row, nil)
					note(s)
				}
			}
		}
	}
	switch {
	case end.State == slot.Faulty:
		return slot.Result{Outcome: slot.Refused, Fault: &end.Fault}
	case end.State == slot.InReview:
		return slot.Result{Outcome: slot.NeedsReview, Reasons: slices.Clone(end.Reasons)}
	case paid:
		return slot.Result{Outcome: slot.Paid}
	case w.plan.waits[w.root]:
		return slot.Result{Outcome: slot.Awaiting}
	case w.plan.pays[w.root]:
		return slot.Result{Outcome: slot.NotApplicable}
	}
	return slot.Result{Outcome: slot.Decided}
}
