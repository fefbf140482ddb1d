// Command samples makes the sample case files that the shipped rulesets have.
//
// Job: write seeded, generated cases with every boundary of a ruleset's rules planted,
// under rulesets/NAME/cases. No row comes from a real file; ids start with TEST-.
//
// Takes the root of the repository as its argument; gives files.
//
// May import nothing of this module.
//
// Tested by making the files again and finding no difference.
package main
