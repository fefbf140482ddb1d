package value

import (
	"fmt"
	"strings"
	"time"
)

// The first and last year of the calendar.
const (
	MinYear = 1900
	MaxYear = 2199
)

// OfDate returns a civil date. The caller has checked it with ValidDate.
func OfDate(year, month, day int) Value {
	return Value{Kind: Date, Int: civil(year, month, day)}
}

// OfDays returns the date that many days after 1970-01-01.
func OfDays(days int64) Value { return Value{Kind: Date, Int: days} }

// civil counts days in UTC, where every day has 24 hours: no time zone is involved.
func civil(year, month, day int) int64 {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Civil returns year, month and day of a date's day number.
func Civil(days int64) (year, month, day int) {
	t := time.Unix(days*86400, 0).UTC()
	return t.Year(), int(t.Month()), t.Day()
}

// ValidDate reports whether the civil date exists within the calendar.
func ValidDate(year, month, day int) bool {
	if year < MinYear || year > MaxYear || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= monthDays(year, month)
}

func monthDays(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// ValidDays reports whether a day number lies within the calendar.
func ValidDays(days int64) bool {
	return days >= civil(MinYear, 1, 1) && days <= civil(MaxYear, 12, 31)
}

// AddMonths moves a date by whole months; the day is clamped to the month's end.
func AddMonths(days, months int64) int64 {
	y, m, d := Civil(days)
	t := int64(y)*12 + int64(m-1) + months
	year, month := int(floorDiv(t, 12)), int(t-floorDiv(t, 12)*12)+1
	return civil(year, month, min(d, monthDays(year, month)))
}

// OfMonth returns the year-month of a date.
func OfMonth(days int64) Value {
	y, m, _ := Civil(days)
	return Value{Kind: Month, Int: int64(y)*12 + int64(m-1)}
}

// DateText shows a day number as 2024-02-29.
func DateText(days int64) string {
	y, m, d := Civil(days)
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// MonthText shows a year-month as 2024-02.
func MonthText(m int64) string {
	return fmt.Sprintf("%04d-%02d", floorDiv(m, 12), m-floorDiv(m, 12)*12+1)
}

// ParseDate reads 2024-02-29, 2024/2/29 or 20240229, each with or without a time
// of day behind a blank or a T. The time of day is checked and dropped.
func ParseDate(s string) (Value, bool) {
	day, clock, timed := splitClock(s)
	if timed && !validClock(clock) {
		return Value{}, false
	}
	y, m, d, ok := splitDay(day)
	if !ok || !ValidDate(y, m, d) {
		return Value{}, false
	}
	return OfDate(y, m, d), true
}

// ParseMonth reads 2024-02 or 202402.
func ParseMonth(s string) (Value, bool) {
	if len(s) == 7 && s[4] == '-' {
		s = s[:4] + s[5:]
	}
	if len(s) != 6 || !digits(s) {
		return Value{}, false
	}
	y, m := atoi(s[:4]), atoi(s[4:])
	if !ValidDate(y, m, 1) {
		return Value{}, false
	}
	return Value{Kind: Month, Int: int64(y)*12 + int64(m-1)}, true
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func splitClock(s string) (day, clock string, timed bool) {
	if i := strings.IndexAny(s, " T"); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// splitDay cuts the three shapes of a day into numbers.
func splitDay(s string) (y, m, d int, ok bool) {
	if len(s) == 8 && digits(s) {
		return atoi(s[:4]), atoi(s[4:6]), atoi(s[6:]), true
	}
	if len(s) < 8 || len(s) > 10 || !digits(s[:4]) {
		return 0, 0, 0, false
	}
	sep := s[4]
	if sep != '-' && sep != '/' {
		return 0, 0, 0, false
	}
	rest := s[5:]
	for i := 1; i < len(rest)-1; i++ {
		if rest[i] == sep && i <= 2 && len(rest)-i-1 <= 2 && digits(rest[:i]) && digits(rest[i+1:]) {
			return atoi(s[:4]), atoi(rest[:i]), atoi(rest[i+1:]), true
		}
	}
	return 0, 0, 0, false
}

// validClock accepts HH:MM, HH:MM:SS and fractions of a second.
func validClock(s string) bool {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}
