// Package check decides whether a ruleset means something, and what.
//
// Job: merge overlays and modules, resolve names, find the grain, type, unit and
// decimals of every value, which values may be absent or unreported, which version
// holds when, in which round over many cases each value stands; read tables.
//
// Takes the trees of lang/syntax and a function library; gives an Info, which is
// side tables over the trees, and every diagnostic of the ruleset.
//
// May import lang/syntax, lang/diag, lang/value, lang/cell, lang/fn.
//
// Invariants: the trees are not changed; one mistake gives one diagnostic, because
// whatever depends on a mistake is poisoned and silent; if there is no error, then
// every formula has a type, no root reads a value that may be none, every divisor
// is shown not to be zero or has an outcome, and the graph of values has no circle.
//
// Tested by tables for narrowing, units, decimals, kinds, divisors, bands, grain,
// rounds and depth; by a wrong and a right ruleset for each code (docs/diagnostics),
// and by the language cases of the conformance suite.
package check
