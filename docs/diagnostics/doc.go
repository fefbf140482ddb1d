// Package diagnostics holds the page of every diagnostic and fault: what it means, in
// Chinese and English, with a wrong and a right example that a test runs.
//
// Job: one embedded page for each code.
//
// May import nothing of this module; its test compiles the examples.
//
// Tested by diagnostics_test.go: every code has a page, the wrong example gives exactly
// that code at the place that is marked, the right one gives nothing.
package diagnostics
