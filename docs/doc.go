// Package docs is the manual and the tutorial, held against the code by tests.
//
// Job: language.md, the reference manual of the language; prelude.hcl, the data that its
// examples share; tutorial.md and tutorial.zh.md, from a paragraph of a policy to a tested
// rule.
//
// Takes and gives nothing at run time: it is text for people.
//
// May import nothing of this module; its tests compile and run the examples, and run the
// command that the tutorials show.
//
// Invariants: every example compiles, every worked example passes and every formula
// gives the result beside it; every block, attribute, word, type, function, special form,
// limit, code, command and feature is named and shown, and nothing is named that does not
// exist; references lead somewhere; what the tutorials show is what the command prints.
//
// Tested by language_test.go (examples, formulas, cells), complete_test.go and limits_test.go (what must be
// named), meaning_test.go (tables that say what the code does), structure_test.go (links,
// references, words) and tutorial_test.go.
package docs
