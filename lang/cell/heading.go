package cell

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// FoldHeading makes headings of a file equal that people read as the same: blanks,
// full-width forms and the case of letters do not count.
func FoldHeading(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, width.Fold.String(s))
	return strings.ToLower(s)
}
