// Package scalar is the reference interpreter: it is the meaning of the language.
//
// Job: evaluate a program on one case, one slot for each node and row, on demand.
// It is also the engine for single cases and the one that explanations replay.
//
// Takes an ir.Program and a slot.Bundle; gives a World, in which every slot can be
// looked at, and the case's outcome.
//
// May import lang/ir, lang/value, lang/diag, runtime/slot. It links no parser.
//
// Invariants: no cache beyond the slots, no goroutine, no unsafe, no float; at most
// 800 lines without tests, counted by a test, so that it can be read in an hour;
// Choose is the only node that leaves operands unevaluated; what is not demanded by
// a root cannot refuse a case.
//
// Tested by the conformance suite, by millions of random formulas against a naive
// evaluation with math/big, and exhaustively for the states of operators.
package scalar
