// Package drgrule compiles health-insurance payment rules and applies them to cases.
//
// A region writes its DRG or DIP payment rules, and its add-on payments for new
// drugs, devices and procedures, as a directory of HCL files with formulas in them.
// Compile turns the directory into a Program; a Program evaluates cases exactly,
// explains every result down to the article of the policy, and is safe for
// concurrent use.
//
//	prog, err := drgrule.Compile(os.DirFS("rulesets"), drgrule.Options{Entry: "beijing"})
//	res, err := prog.Eval(ctx, drgrule.Case{"id": "TEST-1", "total_cost": "50000.00"}, nil)
//
// Job: the façade over lang, stdlib and runtime, for programs that embed drgrule.
//
// Takes file systems of rules and Go maps or files of cases; gives results, traces
// and diagnostics.
//
// May import lang, stdlib and runtime.
//
// Invariants: rules that are wrong are Diagnostics, data that is wrong is a Fault of
// its case, anything else is a Go error; no float64 is accepted; nothing is logged.
//
// Tested by the examples in this package, and through conformance.
//
// Stability: stable.
package drgrule
