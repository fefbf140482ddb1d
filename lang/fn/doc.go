// Package fn is the shape of a function, of an aggregate, and of a library of them.
//
// Job: say what the checker, the lowering, the engines and the manual need to know
// of a function, in one entry. The entries themselves stand in stdlib, or come
// from a program that embeds drgrule.
//
// May import lang/diag, lang/value.
//
// Invariants: a function is pure and total but for its fault codes; Type decides
// from types and constants alone; Eval never sees a missing value, because the
// engines combine the states of slots before they call it.
//
// Tested by a table of unions here, and through the entries of stdlib.
//
// Stability: stable.
package fn
