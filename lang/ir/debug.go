package ir

import (
	"math"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// This file holds what engines do not need and explanations do: names, formulas as
// written, sources.

// ValueKind is the kind of block that a named value comes from.
type ValueKind string

// The kinds of named values.
const (
	LetValue       ValueKind = "let"
	BandsValue     ValueKind = "bands"
	CriteriaValue  ValueKind = "criteria"
	ScorecardValue ValueKind = "scorecard"
	PaymentValue   ValueKind = "payment"
	TotalValue     ValueKind = "total"
	RankValue      ValueKind = "rank"
	CapValue       ValueKind = "cap"
)

// A Named is a named value.
type Named struct {
	Name     string
	Kind     ValueKind
	Title    string
	Rec      int // or -1
	Type     value.Type
	Node     NodeID // the value; for criteria the truth, for payments the amount
	Has      NodeID // whether it has a value, or None if it always has
	Stratum  int
	Awaits   bool // needs many cases, and no provisional value stands in
	Crosses  bool
	Versions []Version
	Fold     *FoldSpec // totals
	FoldInfo *FoldInfo
	StandIn  *Formula // what stands in until many cases are closed: `provisional`

	// Payments.
	Tags       []string // as an Output's
	AwaitsWhat []string
	Applies    NodeID // in force, `when` holds, not replaced
	Checked    NodeID // the amount before `pending` stands in: review here flags the case
}

// FoldInfo is how a total is written.
type FoldInfo struct {
	Aggregate        string
	By, Where, Input *Formula
	Source           Source
}

// A Version is a named value between two dates.
type Version struct {
	From, Until int64
	InForce     NodeID // truth, or None if always
	Node        NodeID
	Formula     *Formula // let, bands: the value; payment: pays
	Source      Source
	Rows        []BandRow
	Hit         string // bands: first, unique, all, highest, sum, marginal
	Criteria    *Criteria
	Dimensions  []Dimension
	Payment     *Payment
}

// Always and Never bound versions without dates.
const (
	Always = math.MinInt64
	Never  = math.MaxInt64
)

// A BandRow is one band or decision row.
type BandRow struct {
	Text   string // its bounds or condition as written
	When   NodeID
	Node   NodeID
	Part   NodeID // marginal: the part of the value that lies in it, or None
	Term   NodeID // marginal: what that part comes to, or None
	Result *Formula
}

// Criteria are the conditions of a `criteria` block.
type Criteria struct {
	Applies     NodeID // or None
	AppliesText *Formula
	List        []Criterion
	Each        *Formula // the condition of `each`, if it has one
	Need        int
}

// A Criterion is one named condition: met if Waive or Require is true.
type Criterion struct {
	Name, Title    string
	Node           NodeID
	Require, Waive NodeID // Waive or None
	RequireText    *Formula
	WaiveText      *Formula
	Source         Source
}

// A Dimension is one dimension of a scorecard.
type Dimension struct {
	Name, Title string
	Node        NodeID
	Max         value.Num
	Formula     *Formula
	Source      Source
}

// A Payment is one version of a payment.
type Payment struct {
	Applies   NodeID // of this version, after replacement
	When      NodeID // or None
	WhenText  *Formula
	Pays      NodeID
	Pending   *Formula
	Replacers []Replacer
}

// A Replacer is a payment that takes another's place when it applies.
type Replacer struct {
	Name    string
	Applies NodeID
}

// An Output is a named result.
type Output struct {
	Name, Column, Title string
	Rec                 int
	Type                value.Type
	Node                NodeID
	Awaits              bool
	AwaitsWhat          []string // the values over many cases that it waits for
	Formula             *Formula
	Source              Source
	Tags                []string // what it rests on when nothing is assumed: sample tables, provisional values
}

// A Property is a claim about every row of a record or table.
type Property struct {
	Name    string
	Rec     int // or -1
	Table   int // or -1
	Node    NodeID
	Scope   int // of the row, when it is a table's
	Awaits  bool
	Formula *Formula
	Source  Source
}

// A Source is where a rule comes from.
type Source struct {
	Cites      []Cite
	Assumption string
	At         diag.Span // the block
}

// A Cite is one citation.
type Cite struct {
	Source, Number, Title, Clause, ClauseTitle, Grade, URL string
}

// A Formula is a formula as written, with the nodes of its parts.
type Formula struct {
	Text string
	Span diag.Span
	Root Part
}

// PartKind is how a part of a formula is shown with numbers in it.
type PartKind uint8

// The kinds of parts.
const (
	OtherPart   PartKind = iota // shown by its parts
	LeafPart                    // a name, a path, a look-up: its value stands in its place
	LiteralPart                 // stands as written
	ComparePart                 // both sides are shown
	LogicPart                   // and, or, not
	RoundPart                   // a rounding step
	LoopPart                    // goes through rows
)

// A Part is a node of a formula: where it stands in the text, and the program's
// node that computes it.
type Part struct {
	Lo, Hi int
	Node   NodeID
	Has    NodeID // LeafPart, left of `??`: whether it has a value, or None
	Kind   PartKind
	Op     string
	Name   string // LeafPart: the named value, field path or table
	Parts  []Part
}

// A Spot is a place in the rules that a test of them should reach: a condition, which
// should hold and fail, or a row of bands, which should be taken. A place in a function
// has nodes for every call.
type Spot struct {
	Span  diag.Span
	Text  string
	Nodes []SpotNode
}

// A SpotNode is a node in which a spot shows: a condition (Arm -1), or the choice that
// takes a row of bands as its Arm.
type SpotNode struct {
	Node NodeID
	Arm  int
}

// Condition reports whether the spot is a condition.
func (s *Spot) Condition() bool { return s.Nodes[0].Arm < 0 }

// An Untested is a block of which tests need not reach every part, and why.
type Untested struct {
	Span   diag.Span
	Reason string
}
