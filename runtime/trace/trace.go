package trace

import (
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// FormatVersion is the version of the JSON form.
const FormatVersion = 1

// A Trace is the explanation of one case.
type Trace struct {
	FormatVersion int          `json:"format_version"`
	Ruleset       string       `json:"ruleset"`
	Title         string       `json:"title,omitempty"`
	Hash          string       `json:"ruleset_hash"`
	Record        string       `json:"record"`
	RecordTitle   string       `json:"record_title,omitempty"`
	Key           string       `json:"key"`
	Outcome       string       `json:"outcome"`
	Reasons       []string     `json:"reasons,omitempty"` // review: why
	Refusal       *Refusal     `json:"refusal,omitempty"` // by evaluation
	Faults        []Fault      `json:"faults,omitempty"`  // before evaluation
	Rows          []Row        `json:"rows"`
	Sources       []Cite       `json:"sources,omitempty"`
	Assumptions   []Assumption `json:"assumptions,omitempty"`
	Samples       []string     `json:"sample_tables,omitempty"`
	Provisional   []string     `json:"provisional,omitempty"` // values over many cases that a formula stands in for
	Assumed       []string     `json:"assumed,omitempty"`     // values over many cases that the caller gave
	Awaiting      []string     `json:"awaiting,omitempty"`    // outputs that need many cases
	Certificate   string       `json:"certificate,omitempty"` // hash of the certificate of the settlement that settled values come from
}

// A Refusal is why a case was refused during evaluation.
type Refusal struct {
	Code   diag.Code `json:"code"`
	Text   string    `json:"text,omitempty"` // the rule's reason, or the table
	Record string    `json:"record,omitempty"`
	Title  string    `json:"title,omitempty"` // of the record
	Key    string    `json:"key,omitempty"`
	Place  string    `json:"place,omitempty"` // file and line of the row
	Where  []string  `json:"where,omitempty"` // named values that reach the place
}

// A Fault is one thing wrong with the data of a case that was refused before it was
// evaluated: where, and what, never the value.
type Fault struct {
	Record string    `json:"record"`
	Title  string    `json:"title,omitempty"` // of the record
	Place  string    `json:"place,omitempty"` // file and line
	Column string    `json:"column,omitempty"`
	Code   diag.Code `json:"code"`
}

// A Row is one row of the case: the case itself, an item line, a technology used.
type Row struct {
	Record string  `json:"record"`
	Title  string  `json:"title,omitempty"`
	Key    string  `json:"key"`
	Place  string  `json:"place,omitempty"` // file and line
	Inputs []Input `json:"inputs,omitempty"`
	Steps  []Step  `json:"steps,omitempty"`
}

// An Input is a field that was read.
type Input struct {
	Field string `json:"field"`
	Title string `json:"title,omitempty"`
	Text  string `json:"value"`
	Word  string `json:"word,omitempty"`  // a member of an enum, or a truth, as files in Chinese spell it
	State string `json:"state,omitempty"` // none, unreported; empty for a value
}

// States of a step.
const (
	StateValue        = "value"
	StateNone         = "none"
	StateUndetermined = "undetermined"
	StateReview       = "review"
	StateRefused      = "refused"
	StateAwaiting     = "awaiting"
)

// A Step is one named value, output or payment.
type Step struct {
	Kind       string      `json:"kind"`               // output, payment, let, bands, criteria, scorecard, total, …
	Standing   string      `json:"standing,omitempty"` // a value over many cases: provisional, assumed, settled
	Name       string      `json:"name"`
	Title      string      `json:"title,omitempty"`
	State      string      `json:"state"`
	Text       string      `json:"value,omitempty"`
	Unit       string      `json:"unit,omitempty"`
	Reasons    []string    `json:"reasons,omitempty"`
	Formula    string      `json:"formula,omitempty"`
	Filled     string      `json:"filled,omitempty"` // the formula with the numbers in it
	Of         string      `json:"of,omitempty"`     // bands: what the formula comes to, which the bounds are held against
	Roundings  []Rounding  `json:"roundings,omitempty"`
	Lookups    []Lookup    `json:"lookups,omitempty"`
	Reads      []Read      `json:"reads,omitempty"`
	Closed     string      `json:"closed,omitempty"` // provisional, assumed: the formula once many cases are closed
	Criteria   []Criterion `json:"criteria,omitempty"`
	Among      *Among      `json:"among,omitempty"` // settled over many rows
	Parts      []Part      `json:"parts,omitempty"` // rows of a total, dimensions of a scorecard, the bands that applied
	When       *Criterion  `json:"when,omitempty"`
	Applies    string      `json:"applies,omitempty"` // payments: applies, not_in_force, when_false, replaced, review
	ReplacedBy []string    `json:"replaced_by,omitempty"`
	Pending    string      `json:"pending,omitempty"` // payments in review: what they count as
	Dates      string      `json:"in_force,omitempty"`
	Cites      []Cite      `json:"cites,omitempty"`
	Assumption string      `json:"assumption,omitempty"`

	typ value.Type
}

// An Among says over which rows a value was settled: those that count for one row.
type Among struct {
	Row   string `json:"row"`
	Rows  int64  `json:"rows,omitempty"`
	Claim string `json:"claim,omitempty"` // caps: the payment before it
	Limit string `json:"limit,omitempty"`
	Cut   string `json:"cut,omitempty"` // what is paid less
}

// A Rounding is one rounding step.
type Rounding struct {
	Formula string `json:"formula"`
	Before  string `json:"before"`
	After   string `json:"after"`
}

// A Lookup is one row of a table that was read, or looked for.
type Lookup struct {
	Table   string `json:"table"`
	Title   string `json:"title,omitempty"`
	Sought  string `json:"sought,omitempty"` // what was looked for, if that is not the key
	Key     string `json:"key"`              // of the row found
	Column  string `json:"column,omitempty"` // empty: only whether there is a row, or which
	Text    string `json:"value,omitempty"`
	Missing bool   `json:"missing,omitempty"` // there is no such row, or
	Lapsed  bool   `json:"lapsed,omitempty"`  // none in force on that day
	Place   string `json:"place,omitempty"`   // file and line
	Sample  bool   `json:"sample,omitempty"`
	Param   bool   `json:"parameter,omitempty"`
}

// A Read is a value over many cases that belongs to a row outside of the case: of a
// pool, of a group in a year.
type Read struct {
	Name     string `json:"name"`
	Title    string `json:"title,omitempty"`
	Row      string `json:"row"`
	RowTitle string `json:"row_title,omitempty"` // of its record
	Text     string `json:"value"`
	Standing string `json:"standing,omitempty"`
	Formula  string `json:"formula,omitempty"` // that stands in, if it is provisional
	Rows     int64  `json:"rows,omitempty"`    // a settled total: of how many rows it is made
	Made     []Read `json:"made_of,omitempty"` // settled: the totals that it is made of
}

// A Criterion is one condition and how it ended.
type Criterion struct {
	Name     string    `json:"name,omitempty"`
	Title    string    `json:"title,omitempty"`
	Status   string    `json:"status"` // met, waived, not_met, undetermined, not_applicable, review, refused
	Formula  string    `json:"formula,omitempty"`
	Filled   string    `json:"filled,omitempty"`
	Compares []Compare `json:"compares,omitempty"`
	Missing  []string  `json:"missing,omitempty"` // fields not reported
	Cites    []Cite    `json:"cites,omitempty"`
}

// compared reports whether the comparisons tell how the condition ended: one that does
// not hold although all of them do ends by something else.
func (c *Criterion) compared() bool {
	fails := func(m Compare) bool { return !m.Holds }
	return len(c.Compares) > 0 && (c.Status == "met" || slices.ContainsFunc(c.Compares, fails))
}

// A Compare is one comparison: both values, and what is short of passing.
type Compare struct {
	Formula string `json:"formula"`
	Left    string `json:"left"`
	Op      string `json:"op"`
	Right   string `json:"right"`
	Holds   bool   `json:"holds"`
	State   string `json:"state,omitempty"` // undetermined, review, refused; empty if it holds or fails
	Need    string `json:"need,omitempty"`  // the left value nearest to passing, the right unchanged
	Short   string `json:"short,omitempty"` // how far the left value is from it
}

// A Part is one contribution to a step.
type Part struct {
	Name string `json:"name"`
	Text string `json:"value"`
	Note string `json:"note,omitempty"`
}

// A Cite is one citation.
type Cite struct {
	Source      string `json:"source"`
	Number      string `json:"number,omitempty"`
	Title       string `json:"title,omitempty"`
	Clause      string `json:"clause,omitempty"`
	ClauseTitle string `json:"clause_title,omitempty"`
	Grade       string `json:"grade"`
}

// An Assumption is a reading that took part.
type Assumption struct {
	Where string `json:"where"`
	Text  string `json:"text"`
}
