package slot

// Outcome is how a case ends: the first of these that holds.
type Outcome string

// The outcomes. A record without payments ends refused, in review or decided.
const (
	Refused       Outcome = "refused"
	NeedsReview   Outcome = "review"
	Paid          Outcome = "paid"
	Awaiting      Outcome = "awaiting" // no payment applies yet, and one needs other cases
	NotApplicable Outcome = "not_applicable"
	Decided       Outcome = "decided"
)

// A Result is the end of one case.
type Result struct {
	Outcome Outcome
	Fault   *Fault   // refused: the fault of the lowest node
	Reasons []string // review: why, sorted
}
