package drgrule

import (
	"fmt"
	"runtime/debug"
)

// An InternalError is a defect of this module, met while it compiled a ruleset or
// evaluated a case. Its text names no value of the case.
type InternalError struct {
	Doing string // compile, evaluate, explain, test
	Hash  string // of the ruleset, if it was compiled
	File  string // of the case, if it came from one
	Line  int
	Stack []byte // where: functions and lines of this module, for a report
}

// Error returns the message in English.
func (e *InternalError) Error() string {
	at := ""
	if e.File != "" {
		at = fmt.Sprintf(" at %s:%d", e.File, e.Line)
	}
	return fmt.Sprintf("drgrule: internal error: %s%s, ruleset %.12s: please report it", e.Doing, at, e.Hash)
}

// contain turns a panic into an InternalError. The value of the panic is left out: it
// could carry text of the case.
func contain(doing, hash string, err *error) {
	if recover() != nil {
		*err = &InternalError{Doing: doing, Hash: hash, Stack: debug.Stack()}
	}
}
