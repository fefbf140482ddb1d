package rulesets

import "embed"

// FS has one directory for each ruleset.
//
//go:embed */*.hcl */tables */examples */*.md
var FS embed.FS
