// Package docs is the manual, held against the code by tests.
//
// Job: language.md, the reference manual of the language, and prelude.hcl, the data
// that its examples share.
//
// Takes and gives nothing at run time: it is text for people.
//
// May import nothing of this module; its test compiles and runs the examples.
//
// Invariants: every example compiles, every worked example passes and every formula
// gives the result beside it; every block, attribute, function, special form, limit and
// family of codes is named, and nothing is named that does not exist.
//
// Tested by language_test.go.
package docs
