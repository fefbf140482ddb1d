// Package diag says what is wrong with rules, and where.
//
// Job: source files and spans, positions (line, column, UTF-16, byte), the
// catalogue of codes with their texts in Chinese and English, and the renderings
// for people (pretty) and for programs (JSON).
//
// Takes bytes and byte offsets; gives text. Every other package of lang reports
// through it.
//
// May import nothing of this module.
//
// Invariants: a code, once published, keeps its meaning; every code has a message
// and a help sentence in both languages; a rendering is a function of the
// diagnostics and the options alone; marks stand under the characters they mean,
// whatever their display width; a character that is not seen is shown by its name.
//
// Tested by tables and golden renderings here, by the arguments of every call that
// makes a diagnostic, and by one wrong ruleset per code in docs/diagnostics.
//
// Stability: stable.
package diag
