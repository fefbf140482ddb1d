package syntax

import "github.com/drgrule/drgrule/lang/diag"

// A Limit bounds one dimension of a ruleset's text. Each has a name, a documented
// value and a code of its own.
type Limit struct {
	Name string
	Max  int
	Code diag.Code
}

// The limits. Both parsers recurse on the nesting of their input and Go cannot
// recover from a stack overflow, so these are checked before either parser runs.
var (
	MaxFileBytes      = Limit{"file-bytes", 1 << 20, diag.FileTooLarge}
	MaxFiles          = Limit{"files", 1000, diag.TooManyFiles}
	MaxRulesetBytes   = Limit{"ruleset-bytes", 32 << 20, diag.RulesetTooLarge}
	MaxNesting        = Limit{"nesting", 100, diag.NestingTooDeep}
	MaxTokenBytes     = Limit{"token-bytes", 64 << 10, diag.TokenTooLong}
	MaxFormulaBytes   = Limit{"formula-bytes", 32 << 10, diag.FormulaTooLong}
	MaxFormulaNesting = Limit{"formula-nesting", 100, diag.FormulaTooDeep}
	MaxFormulaParts   = Limit{"formula-parts", 10000, diag.FormulaTooManyParts}
	MaxTableBytes     = Limit{"table-bytes", 256 << 20, diag.TableTooLarge}
	MaxTableRows      = Limit{"table-rows", 2_000_000, diag.TableTooManyRows}
)

// Limits lists every limit, for the manual and for the test that documents them.
func Limits() []Limit {
	return []Limit{
		MaxFileBytes, MaxFiles, MaxRulesetBytes, MaxNesting, MaxTokenBytes,
		MaxFormulaBytes, MaxFormulaNesting, MaxFormulaParts, MaxTableBytes, MaxTableRows,
	}
}

func (l Limit) exceeded(at diag.Span, actual int) *diag.Diagnostic {
	return diag.New(l.Code, at, l.Max, actual)
}
