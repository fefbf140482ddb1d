// Package rulesets holds the rulesets that ship with drgrule, and nothing else.
//
// Job: one embedded file system. There is no logic here, ever: a ruleset is its HCL
// files, its tables and its documentation.
//
// May import nothing of this module.
//
// Tested by checking every ruleset strictly and running its examples, in conformance.
package rulesets
