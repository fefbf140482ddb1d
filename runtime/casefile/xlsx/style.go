package xlsx

import (
	"regexp"
	"strings"
)

// A style is what the format of a cell makes of a number.
type style int

// The styles. A style above none is the width of a number with leading zeros.
const (
	plain style = 0
	date  style = -1 // a day, with the time if there is one
	month style = -2 // a year and month without a day
	clock style = -3 // a time of day, or hours
)

// builtin are the formats that every workbook has by number, as spreadsheets in Chinese
// show those that depend on the language.
func builtin(id int) style {
	switch {
	case id == 17 || id == 27 || id == 36 || id == 50 || id == 52 || id == 57:
		return month
	case 14 <= id && id <= 16 || id == 22 || 28 <= id && id <= 31 || 51 <= id && id <= 54 || id == 58:
		return date
	case 18 <= id && id <= 21 || 32 <= id && id <= 35 || 45 <= id && id <= 47 || id == 55 || id == 56:
		return clock
	}
	return plain
}

var (
	literal  = regexp.MustCompile(`"[^"]*"?|\\.?|_.?|\*.?|\[[^\]]*\]?`)
	elapsed  = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)
	allZeros = regexp.MustCompile(`^0{2,}$`)
)

// custom tells what a format makes of a number by its letters.
func custom(code string) style {
	code, _, _ = strings.Cut(code, ";")
	if allZeros.MatchString(code) && len(code) <= digits15 {
		return style(len(code))
	}
	if elapsed.MatchString(code) {
		return clock
	}
	code = strings.ToLower(literal.ReplaceAllString(code, ""))
	if code == "general" || code == "g/通用格式" {
		return plain
	}
	has := func(letter string) bool { return strings.Contains(code, letter) }
	switch {
	case has("y") && has("m") && !has("d") && !has("h") && !has("s"):
		return month
	case has("y") || has("d"):
		return date
	case has("h") || has("s"):
		return clock
	case has("m"):
		return date
	}
	return plain
}
