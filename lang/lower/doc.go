// Package lower translates a checked ruleset into a program.
//
// Job: formulas become nodes; criteria, bands, scorecards, payments with their
// replacements, versions by date, `??` and absence disappear into them; functions
// of the ruleset are expanded at their calls; nodes are numbered canonically.
//
// Takes a check.Info without errors; gives an ir.Program.
//
// May import lang/check, lang/syntax, lang/ir, lang/fn, lang/value, lang/diag.
//
// Invariants: equal nodes are one node (predicates apart); an optional value is a
// pair of nodes, the value and whether there is one, so that no state for "none"
// exists at run time; only Choose leaves operands unevaluated; nothing is computed
// here that depends on a case; the work grows with the formulas, expanded functions
// included, and stops at limits of their number and depth.
//
// Tested by golden prints that people have read, by ir.Verify in every test that
// compiles, and through the conformance suite.
package lower
