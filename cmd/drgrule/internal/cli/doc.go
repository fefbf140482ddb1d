// Package cli is the command line: subcommands over the façade, and nothing that a
// program embedding drgrule could miss.
//
// Job: read arguments, open files, print results on stdout and messages on stderr in
// Chinese or English, and choose the exit code.
//
// Takes arguments and streams; gives an exit code.
//
// May import the root package, conformance, docs/diagnostics, lang/cell, lang/check (the
// language's version), lang/diag, lang/ir, lang/value, rulesets, runtime/casefile and
// the formats below it, runtime/coverage, runtime/disk, runtime/durable, runtime/generate, runtime/trace.
//
// Invariants: results go to stdout, everything else to stderr; output is a function of
// the arguments and the files; values of cases appear in results and explanations
// only, never in messages; colour only on a terminal.
//
// Tested by scripts in testdata/script.
package cli
