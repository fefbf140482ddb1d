// Package slot is what one node holds for one row, and the rows of one case.
//
// Job: the four states of a slot (value, undetermined, review, fault), the one table
// of how states combine, and the rows that readers hand to engines.
//
// Takes and gives values; every engine combines states through it.
//
// May import lang/diag, lang/value, lang/ir.
//
// Invariants: combining is commutative, associative and idempotent, so the order of
// operands never matters; fault wins over review over undetermined over value; of
// two faults the one of the lower node wins; sets of reasons unite.
//
// Tested exhaustively: every pair and triple of states under every combination.
package slot
