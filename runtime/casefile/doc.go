// Package casefile reads the files that cases come in, and refuses what is wrong in them.
//
// Job: bind the columns of a file to the fields of a record, turn cells into rows,
// join rows to the cases that they belong to, and refuse what is wrong with its
// place and code. A cell becomes a value through lang/cell alone.
//
// Takes files of CSV and JSON Lines (UTF-8 with or without mark, UTF-16, GB18030; plain
// or gzip), files of the formats that are handed in, and Go maps; gives slot.Bundle and
// faults.
//
// May import lang/ir, lang/cell, lang/value, lang/diag, runtime/slot.
//
// Invariants: every row of a file ends in exactly one case or in the refused list;
// all bad cells of a row are listed; a row that is refused refuses the case that it
// belongs to; no fault carries the value of a cell; only fields that the ruleset
// reads are looked at.
//
// Tested by tables of bad cells and files in every format, by accounting for every line
// of random broken files, and by fuzzing.
//
// Stability: stable.
package casefile
