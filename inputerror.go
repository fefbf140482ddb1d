package drgrule

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/diag"
)

// An InputKind is what a caller gives beside cases, by one value each.
type InputKind string

// The kinds of inputs.
const (
	RunInput     InputKind = "run"    // of Rates.Run
	AssumedValue InputKind = "assume" // of Rates.Assume
)

// An InputError is a mistake in an input of the run or an assumed value. It never holds
// the value itself.
type InputError struct {
	Kind InputKind
	Name string    // empty: the ruleset has no inputs of that kind
	Code diag.Code // what is wrong with the value; empty: there is no such name
}

// Error returns the message in English.
func (e *InputError) Error() string {
	switch {
	case e.Name == "":
		return "drgrule: the ruleset has no run inputs"
	case e.Code == "":
		return fmt.Sprintf("drgrule: %q is not a value over many cases", e.Name)
	case e.Kind == RunInput:
		return fmt.Sprintf("drgrule: run input %s: %s", e.Name, e.Code)
	}
	return fmt.Sprintf("drgrule: assumed %s: %s", e.Name, e.Code)
}
