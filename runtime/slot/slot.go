package slot

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// State says what a slot holds.
type State uint8

// The states, from the weakest to the strongest: combined strictly, the strongest
// wins.
const (
	Determined   State = iota // a value
	Undetermined              // lacks fields that were not reported
	InReview                  // needs a decision by people
	Faulty                    // the case is refused
)

// A Slot is what one node holds for one row.
type Slot struct {
	State   State
	Value   value.Value
	Reasons []string // Undetermined: missing fields; InReview: reasons; sorted, no repeats
	Fault   Fault
}

// A Fault is why a case is refused. Its identity is the node; the row tells where.
type Fault struct {
	Code diag.Code
	Node ir.NodeID
	Text string // the reason that the rule gives
	Rec  int    // record of the row, or -1
	Row  int    // its place among the rows of the case
}

// Of returns the slot of a value.
func Of(v value.Value) Slot { return Slot{Value: v} }

// Truth returns the slot of a truth value.
func Truth(b bool) Slot { return Slot{Value: value.OfBool(b)} }

// Lacking returns an undetermined slot.
func Lacking(fields ...string) Slot { return Slot{State: Undetermined, Reasons: fields} }

// ForReview returns a slot in review.
func ForReview(reasons ...string) Slot { return Slot{State: InReview, Reasons: reasons} }

// Fail returns a faulty slot.
func Fail(f Fault) Slot { return Slot{State: Faulty, Fault: f} }

// OK reports whether the slot holds a value.
func (s Slot) OK() bool { return s.State == Determined }

// Is reports whether the slot holds that truth value.
func (s Slot) Is(b bool) bool { return s.State == Determined && s.Value.True() == b }

// Before reports which of two faults is reported: that of the lower node, then that
// of the earlier row.
func (f Fault) Before(g Fault) bool {
	if f.Node != g.Node {
		return f.Node < g.Node
	}
	if f.Rec != g.Rec {
		return f.Rec < g.Rec
	}
	return f.Row < g.Row
}

// Strict combines the states of operands that are all needed. When both hold a
// value the result has no meaning of its own: the caller computes it.
func Strict(a, b Slot) Slot {
	switch {
	case a.State > b.State:
		return a
	case b.State > a.State:
		return b
	}
	switch a.State {
	case Faulty:
		if b.Fault.Before(a.Fault) {
			return b
		}
		return a
	case InReview, Undetermined:
		return Slot{State: a.State, Reasons: unite(a.Reasons, b.Reasons)}
	}
	return a
}

func unite(a, b []string) []string {
	if slices.Equal(a, b) {
		return a
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// And combines two truths: one false decides, whatever the other is.
func And(a, b Slot) Slot {
	if a.Is(false) || b.Is(false) {
		return Truth(false)
	}
	return Strict(a, b)
}

// Or combines two truths: one true decides, whatever the other is.
func Or(a, b Slot) Slot {
	if a.Is(true) || b.Is(true) {
		return Truth(true)
	}
	return Strict(a, b)
}

// AtLeast decides whether n of the truths hold. What is not a value counts only if
// it could still change the answer.
func AtLeast(n int, truths []Slot) Slot {
	held, open := 0, 0
	rest := Slot{}
	for _, t := range truths {
		switch {
		case !t.OK():
			open++
			rest = Strict(rest, t)
		case t.Value.True():
			held++
		}
	}
	if held >= n || held+open < n {
		return Truth(held >= n)
	}
	return rest
}

// Reduce makes one slot of the bodies of a loop: of any, all, count, sum, of at least
// need, or of a search in which none has held.
func Reduce(kind ir.LoopKind, need int, bodies []Slot) Slot {
	switch kind {
	case ir.LoopNeed:
		return AtLeast(need, bodies)
	case ir.LoopFindHas:
		return Truth(false)
	}
	out := Truth(kind == ir.LoopAll)
	state := Slot{}
	var sum value.Num
	for _, b := range bodies {
		switch kind {
		case ir.LoopAny:
			out = Or(out, b)
		case ir.LoopAll:
			out = And(out, b)
		default:
			state = Strict(state, b)
			if kind == ir.LoopCount && b.Is(true) {
				sum = sum.Add(value.Int(1))
			} else if kind == ir.LoopSum {
				sum = sum.Add(b.Value.Num)
			}
		}
	}
	switch {
	case kind == ir.LoopAny || kind == ir.LoopAll:
		return out
	case !state.OK():
		return state
	}
	return Of(value.OfNum(sum))
}

// Status tells the four ends of criteria apart. It is total over what is undetermined;
// met is asked only of criteria that apply.
func Status(applies Slot, met func() Slot) Slot {
	s, other := applies, "not_applicable"
	if s.Is(true) {
		s, other = met(), "not_met"
	}
	switch {
	case s.State == Undetermined:
		return Of(value.OfEnum("undetermined"))
	case !s.OK():
		return s
	case s.Is(false):
		return Of(value.OfEnum(other))
	}
	return Of(value.OfEnum("met"))
}

// Prefixes of reasons: a field that was not reported, a value over many cases that stays
// open because a row that it is made of is in review, in a reason for review; and why
// a rule says that something is unknown, in what an undetermined slot lacks.
const (
	MissingPrefix = "missing:"
	OpenPrefix    = "open:"
	WhyPrefix     = "why:"
)

// Settle turns undetermined into review: what it lacks becomes its reasons.
func Settle(s Slot) Slot {
	if s.State != Undetermined {
		return s
	}
	reasons := make([]string, len(s.Reasons))
	for i, r := range s.Reasons {
		if why, ok := strings.CutPrefix(r, WhyPrefix); ok {
			reasons[i] = why
		} else {
			reasons[i] = MissingPrefix + r
		}
	}
	slices.Sort(reasons)
	return ForReview(reasons...)
}
