// Package trace explains the result of one case.
//
// Job: replay a case on the scalar engine and tell it as a payment slip: the inputs
// used, table rows, formulas with the numbers in them, rounding steps, criteria with
// both compared values, what replaced what, sources with their grade, assumptions;
// as text, Markdown and JSON, in Chinese and English.
//
// Takes an ir.Program and a scalar.World that has run; gives a Trace.
//
// May import lang/ir, lang/value, lang/diag, runtime/slot, runtime/scalar.
//
// Invariants: it computes nothing of its own that could differ from the engine: every
// number shown is a slot; only what was reached is shown, but for --why-not.
//
// Tested by goldens of slips (testdata, -update writes them), and by a calculator that
// recomputes the slips of these and of the shipped sample cases from what is printed.
package trace
