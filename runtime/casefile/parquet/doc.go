// Package parquet reads the cases in Parquet files, and writes results as such.
//
// Job: give the rows of a file as exact texts: whole numbers and DECIMAL, texts, days,
// truth values, lists of texts, and rows of other records that nest in a row.
//
// Takes the bytes of a file where they lie; gives a casefile.Table, some rows of each
// column in memory at a time. Takes rows of texts; gives a file.
//
// May import lang/diag, runtime/casefile.
//
// Invariants: no cell becomes a binary floating-point number: columns of such are named
// as what they are, and no field is read from them; what a file claims of itself is held
// against its bytes before memory is taken for it; a file that is damaged stops the run,
// never the program.
//
// Tested by round trips of every type, by tables of damaged and hostile files, by
// changing every byte of a sound file, and by fuzzing.
//
// Stability: stable.
package parquet
