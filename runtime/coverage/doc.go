// Package coverage tells which conditions and table rows a set of cases reaches: what
// the examples of a ruleset leave untried.
//
// Job: collect, over any number of cases, both outcomes of every condition, every row
// of bands that is taken and every table row that is read; report what is missing.
//
// Takes a program and, as a slot.Watcher, what evaluations reach; gives a Report.
//
// May import lang/diag, lang/ir, lang/value, runtime/slot.
//
// Invariants: watching changes no result; a condition that needs many cases and was
// reached by none is counted apart; an outcome that needs what the rules leave unknown is
// not asked for; a predicate over a table reaches the rows for which it holds; the report
// is in the order of files and places.
//
// Tested by coverage_test.go in the root package, on rulesets whose coverage is known.
package coverage
