// Package value holds the types and values of the language.
//
// Job: exact rational numbers with explicit rounding, units, civil dates, text,
// codes, references and lists; comparison, canonical keys, printing. No I/O.
//
// Takes and gives Go values; diag lends the two languages.
//
// May import lang/diag only.
//
// Invariants: a Num is always reduced, so equal numbers have equal
// representations; no operation rounds unless its name says so; no float64 exists
// anywhere; AppendKey is injective for values of one type; dates are civil days
// from 1900 to 2199 without time zone.
//
// Tested by tables and by comparison with math/big on random numbers around the
// borders of 64 bits.
//
// Stability: stable.
package value
