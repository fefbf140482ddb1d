// Package xlsx reads the cases in a workbook (.xlsx), and writes results as one.
//
// Job: find the sheet, and give its rows as texts that mean what people see: a date is a
// day, a number its decimal of 15 significant digits, a number of more digits than a
// spreadsheet keeps is damaged, and a formula is its result.
//
// Takes the bytes of a file where they lie; gives a casefile.Table, one row in memory at a time. Takes
// rows of cells; gives a workbook.
//
// May import lang/diag, runtime/casefile.
//
// Invariants: nothing is passed over in silence: a workbook that ends early, a string
// that is not there, rows out of order stop the run; no cell becomes a binary
// floating-point number; memory is bounded whatever the file claims, by the texts that
// cells share.
//
// Tested against a workbook library that shares no code with this package, by tables of
// damaged and hostile workbooks, and by fuzzing.
//
// Stability: stable.
package xlsx
