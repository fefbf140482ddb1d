// Package conformance is the suite of documented examples, and the programs that
// hold the engines against it and against each other.
//
// Job: load the cases of suite/, run them through an engine, and say what differs.
// The suite is independent of this implementation: its files are plain text that a
// payer's analyst can read; README.md gives the format.
//
// Takes the cases of the suite and an Engine: Reference is the one of this module, Program
// any program that reads a question and writes an answer in a directory. Gives what
// differs.
//
// May import anything of this module; the command line runs it, nothing else imports it.
//
// Invariants: values are text and compared as text; a skipped case that passes fails
// the run; meaning is checked against the regulation's own examples, engines against
// each other.
//
// Tested by running it, and by runner_test.go with cases that must fail.
package conformance
