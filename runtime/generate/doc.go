// Package generate makes synthetic case files for any ruleset.
//
// Job: rows of every record that has a file, drawn where the rules look: keys of tables,
// days on which versions hold, numbers between the constants that they are compared
// with, costs about the mean of their group. Some rows are put exactly at a bound of the
// rules, one unit below it and one above; some are steered to conditions that hardly ever
// hold; some are malformed, and listed with the code that they must be refused with.
//
// Takes an ir.Program and options; gives files, row by row, and a report.
//
// May import lang/cell, lang/diag, lang/ir, lang/value, runtime/casefile (which fields are
// read, how rows nest), runtime/scalar (what the rules compare), runtime/slot.
//
// Invariants: equal options give equal bytes, on every machine and with every version of
// Go; a row hangs on the seed and its place alone; memory does not grow with the number
// of rows, only with the number of rows that cases name by a key; whatever is not meant to
// be malformed passes the gate; ids are those of tests; no floating-point number.
//
// Tested by reading what is made for the shipped rulesets, for every ruleset of the
// conformance suite and for one with every type; by golden hashes; by coverage.
//
// Stability: unstable.
package generate
