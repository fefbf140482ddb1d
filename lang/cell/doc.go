// Package cell turns the bytes of a table file or a case file into text, and the
// text of a cell into a value.
//
// Job: encodings (UTF-8 with or without mark, UTF-16, GB18030), lines and rows of comma-separated
// text, and the one place where the text of a cell becomes a value of its declared
// type or a problem with a stable code. Table files and case files read cells
// alike because both come here.
//
// Takes bytes and cell specifications; gives rows, values and problems.
//
// May import lang/diag, lang/value.
//
// Texts may come whole or as streams; both read alike, and a stream is held in memory
// one row at a time.
//
// Invariants: nothing is guessed: a cell is exactly its type's text or a problem;
// a byte that does not decode becomes U+FFFD and is a problem of its cell, never
// data; a problem carries no value of the cell.
//
// Tested by tables of every bad-input class for cells, rows and encodings, by random
// texts in pieces held against the same texts as a whole, and by fuzzing.
package cell
