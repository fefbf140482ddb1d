// Package stdlib is the standard library: which functions exist, and what they mean.
//
// Job: one entry for each function, operator and aggregate (signature, units and
// decimals, documentation in both languages, examples, scalar kernel), and the
// modules written in the language itself, embedded in the binary.
//
// Takes and gives values; Library() is the table that the compiler is handed.
//
// May import lang/diag, lang/value, lang/fn.
//
// Invariants: no function reads a clock, the environment, a file or a random
// source; every fault has a code; the kernel here is the meaning, and a faster one
// elsewhere is held against it.
//
// Tested by running every entry's examples, and against math/big on random numbers.
package stdlib
