// Package lang is the table of contents of the front end: Compile is its passes in a
// row, and nothing else.
//
// Takes the files of a ruleset, of what it extends and of the modules it uses, and a
// function library; gives a program, or diagnostics. It is handed bytes and knows
// nothing of disks.
//
// May import every package below lang; none of them imports it.
//
// Tested by every limit of the text at its value and one beyond, by layers and modules,
// by what changes the text hash, and by rulesets far larger than people write; else
// through the packages below it and through the conformance suite.
package lang
