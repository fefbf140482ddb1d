package scalar

import (
	"slices"

	"github.com/drgrule/drgrule/runtime/slot"
)

// Run evaluates every root of every row of the case: outputs, payments, and what rows
// give to totals. What none of them demands is not evaluated.
func (w *World) Run() slot.Result {
	end, paid := slot.Slot{}, false
	note := func(s slot.Slot) { end = slot.Strict(end, slot.Settle(s)) }
	for _, r := range w.prog.Records {
		if r.Root != w.root {
			continue
		}
		rows, missing := w.rowsOf(r.ID)
		note(missing)
		roots := &w.plan.roots[r.ID]
		for i, row := range rows {
			for _, id := range roots.Nodes {
				note(w.eval(id, row.frame))
			}
			for _, id := range roots.Applies {
				applies := w.eval(id, row.frame)
				note(applies)
				paid = paid || applies.Is(true)
			}
			for _, g := range roots.Gives {
				_, _, s, _ := w.Gives(g, i)
				note(s)
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
	case w.plan.roots[w.root].Waits:
		return slot.Result{Outcome: slot.Awaiting}
	case w.plan.roots[w.root].Pays:
		return slot.Result{Outcome: slot.NotApplicable}
	}
	return slot.Result{Outcome: slot.Decided}
}
