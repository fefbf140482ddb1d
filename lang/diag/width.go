package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

const tabWidth = 4

// Width returns the columns that s takes on a terminal: East Asian wide and
// full-width characters take two, combining marks none.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case r == '\t':
		return tabWidth
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Pad appends spaces to s until it takes n columns.
func Pad(s string, n int) string {
	if w := Width(s); w < n {
		return s + strings.Repeat(" ", n-w)
	}
	return s
}

// visible returns s as it may stand on a terminal: with a name in the place of every
// character that is not seen, that turns the text around or that gives the terminal a
// command, and of every byte that is no character.
func visible(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		text, size := glyph(s[i:])
		b.WriteString(text)
		i += size
	}
	return b.String()
}

// glyph is what is shown for the first character of s, and how many bytes that takes.
func glyph(s string) (text string, size int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("<0x%02X>", s[0]), 1
	case r == '\t':
		return strings.Repeat(" ", tabWidth), size
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector), r == '\u034F':
		return fmt.Sprintf("<%U>", r), size
	}
	return s[:size], size
}
