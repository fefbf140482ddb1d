package drgrule

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/drgrule/drgrule/runtime/settle"
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
	switch p := recover().(type) {
	case nil:
	case *settle.Lost: // in the goroutine of a worker
		*err = &InternalError{Doing: doing, Hash: hash, Stack: stack(p.Callers)}
	default:
		pcs := make([]uintptr, 64)
		*err = &InternalError{Doing: doing, Hash: hash, Stack: stack(pcs[:runtime.Callers(2, pcs)])}
	}
}

// stack tells where a panic arose. The runtime's own print would show the arguments of
// each call as well, and amounts are passed as arguments.
func stack(callers []uintptr) []byte {
	frames := runtime.CallersFrames(callers)
	var b strings.Builder
	for {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s\n\t%s:%d\n", f.Function, f.File, f.Line)
		if !more {
			return []byte(b.String())
		}
	}
}
