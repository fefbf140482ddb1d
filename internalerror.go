package drgrule

import (
	"fmt"
	"runtime"
	"strings"
)

// An InternalError is a defect of this module, met while it compiled a ruleset or
// evaluated a case. Its text names no value of the case.
type InternalError struct {
	Doing string // compile, read, evaluate, explain, test
	Hash  string // of the ruleset, if it was compiled
	File  string // of the case, if it came from one
	Line  int
	Stack []byte // where: functions and lines, for a report; no arguments
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
		*err = &InternalError{Doing: doing, Hash: hash, Stack: stack()}
	}
}

// stack tells where a panic arose. The runtime's own print would show the arguments of
// each call as well, and amounts are passed as arguments.
func stack() []byte {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var b strings.Builder
	for {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s\n\t%s:%d\n", f.Function, f.File, f.Line)
		if !more {
			return []byte(b.String())
		}
	}
}
