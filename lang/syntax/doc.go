// Package syntax turns the text of rules into a tree.
//
// Job: guard the two parsers, read the structure (HCL) by a description of blocks
// and attributes, read formulas (expr) into a closed tree of our own, keep exact
// literals and exact spans, and print formulas back.
//
// Takes files of bytes; gives blocks, formulas and diagnostics. It is the only
// package that names hcl, cty or expr: their types end here.
//
// May import lang/diag.
//
// Invariants: no parser sees text that the guard has not passed; a tree node's
// span covers the text it came from, parentheses included where they belong to it;
// numbers keep the characters the author wrote; only the node kinds of expr.go
// exist, whatever expr can parse; Print(Parse(x)) parses to the same tree.
//
// Tested by tables, by re-printing random formulas, by fuzzing the guard against
// HCL's own lexer, and by nesting bombs in subprocesses.
package syntax
