package scalar

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
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
	end := slot.Slot{}
	paid, payments := false, false
	note := func(s slot.Slot) { end = slot.Strict(end, slot.Settle(s)) }
	for _, r := range w.prog.Records {
		if r.Root != w.root {
			continue
		}
		rows, missing := w.rowsOf(r.ID)
		note(missing)
		for _, row := range rows {
			for _, v := range w.prog.Values {
				if v.Kind == ir.PaymentValue && v.Rec == r.ID && !w.plan.awaits[v.Node] {
					payments = true
					applies := w.eval(v.Applies, row.frame)
					note(applies)
					note(w.eval(v.Checked, row.frame))
					note(w.eval(v.Node, row.frame))
					paid = paid || applies.Is(true)
				}
			}
			for _, t := range w.prog.Totals {
				if t.Fold.Child == r.ID && !w.plan.awaits[t.Node] {
					_, s, _ := w.contribution(t.Fold, row, nil)
					note(s)
				}
			}
			for _, o := range w.prog.Outputs {
				if o.Rec == r.ID && !w.plan.awaits[o.Node] {
					note(w.eval(o.Node, row.frame))
				}
			}
		}
		payments = payments || w.pays(r.ID)
	}
	switch {
	case end.State == slot.Faulty:
		return Result{Outcome: Refused, Fault: &end.Fault}
	case end.State == slot.InReview:
		reasons := slices.Clone(end.Reasons)
		slices.Sort(reasons)
		return Result{Outcome: NeedsReview, Reasons: reasons}
	case paid:
		return Result{Outcome: Paid}
	case payments:
		return Result{Outcome: NotApplicable}
	}
	return Result{Outcome: Decided}
}

// pays reports whether a record has payments, even if it has no rows here.
func (w *World) pays(rec int) bool {
	return slices.ContainsFunc(w.prog.Values, func(v *ir.Named) bool { return v.Kind == ir.PaymentValue && v.Rec == rec })
}
