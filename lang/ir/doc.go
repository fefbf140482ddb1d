// Package ir is the contract between the front end and the engines.
//
// Job: a program as flat lists of typed, numbered nodes; records and tables; roots;
// what an explanation needs to show names, formulas and sources; printing,
// verification and hashing.
//
// Takes nodes from lang/lower; gives a Program, which is immutable.
//
// May import lang/diag, lang/value, lang/cell, lang/fn.
//
// Invariants, held by Verify: a node's operands have smaller numbers; equal nodes are
// one node, but a predicate is equal to no other; a node belongs to the rows of one
// record (or to none) and to one predicate (or to none), and has a slot of its own
// there. Numbers of nodes and the hash do not depend on where a block stands. Choose is
// the only node that leaves operands unevaluated.
//
// Tested by breaking a sound program in every way that Verify knows, by edits that
// change the hash or do not, by golden prints of small rulesets (lang/lower), and by
// Verify in every compilation of the test suites.
//
// Stability: unstable.
package ir
