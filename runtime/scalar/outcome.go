package scalar

import (
	"slices"

	"github.com/drgrule/drgrule/runtime/slot"
)

// Outcome is how a case ends: the first of these that holds.
type Outcome string

// The outcomes. A record without payments ends refused, in review or decided.
const (
	Refused       Outcome = "refused"
	NeedsReview   Outcome = "review"
	Paid          Outcome = "paid"
	NotApplicable Outcome = "not_applicable"
	Decided       Outcome = "decided"
)

// A Result is the end of one case.
type Result struct {
	Outcome Outcome
	Fault   *slot.Fault // refused: the fault of the lowest node
	Reasons []string    // review: why, sorted
}

// Run evaluates every root of every row of the case: outputs, payments, and the
// inputs of totals. What none of them demands is not evaluated.
func (w *World) Run() Result {
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
		return Result{Outcome: Refused, Fault: &end.Fault}
	case end.State == slot.InReview:
		return Result{Outcome: NeedsReview, Reasons: slices.Clone(end.Reasons)}
	case paid:
		return Result{Outcome: Paid}
	case w.plan.pays[w.root]:
		return Result{Outcome: NotApplicable}
	}
	return Result{Outcome: Decided}
}
