// Package settle closes values over many cases: totals of pools, ranks, running totals,
// caps, looks at other cases.
//
// Job: go through the cases of a run round by round. Measure takes what each row gives
// to the values of a round, Close makes the values; what is closed is known in the next
// round and, in the end, in the evaluation of every case (Pay).
//
// Takes an ir.Program, a Source of cases that can be gone through again, and what the
// caller assumes; gives a Settlement: the closed values by key (rates), those of single
// rows (marks), and a Report with control totals.
//
// May import lang/cell, lang/diag, lang/fn, lang/ir, lang/value, runtime/scalar,
// runtime/slot.
//
// Invariants: numbers are exact, so the order of the cases, the number of workers and
// the size of batches change no byte; a row gives to all totals of a round or to none;
// nothing is kept in memory for each case but through a Sorter; what is held or refused
// is counted, never dropped in silence.
//
// Tested by conformance/suite/language/settlement, and by a slow oracle that computes
// random rulesets from their definitions.
package settle
