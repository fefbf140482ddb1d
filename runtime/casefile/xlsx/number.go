package xlsx

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// digits15 is how many significant digits a spreadsheet keeps and shows of a number.
const digits15 = 15

// A decimal is a number as digits: 0.DIGITS times ten to the power of point.
type decimal struct {
	negative bool
	digits   string // without zeros at either end; empty for 0
	point    int
}

// parseDecimal reads the number of a cell: what spreadsheets write, with an exponent or
// without.
func parseDecimal(s string) (decimal, bool) {
	var d decimal
	s = strings.TrimSpace(s)
	if s != "" && (s[0] == '-' || s[0] == '+') {
		d.negative = s[0] == '-'
		s = s[1:]
	}
	mantissa, exponent, ok := s, 0, true
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		mantissa, exponent, ok = s[:i], e, err == nil && -400 <= e && e <= 400
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	if !ok || all == "" || len(all) > 400 || strings.Trim(all, "0123456789") != "" {
		return decimal{}, false
	}
	d.digits = strings.TrimLeft(all, "0")
	d.point = len(whole) - (len(all) - len(d.digits)) + exponent
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

// rounded keeps the significant digits that a spreadsheet keeps. The cell of a file has
// up to 17, which only say which binary number it was: 0.1 is stored as
// 0.10000000000000001.
func (d decimal) rounded() decimal {
	if len(d.digits) <= digits15 {
		return d
	}
	kept, next := []byte(d.digits[:digits15]), d.digits[digits15]
	if next >= '5' {
		i := digits15 - 1
		for ; i >= 0 && kept[i] == '9'; i-- {
			kept[i] = '0'
		}
		if i < 0 {
			kept, d.point = append([]byte("1"), kept...), d.point+1
		} else {
			kept[i]++
		}
	}
	d.digits = strings.TrimRight(string(kept), "0")
	return d
}

// text writes the number. One with more digits before the point than a spreadsheet
// keeps is written with an exponent, as the spreadsheet shows it: no number, no code
// and no id is read from that.
func (d decimal) text() string {
	sign := ""
	if d.negative {
		sign = "-"
	}
	n := len(d.digits)
	switch {
	case n == 0:
		return "0"
	case d.point > digits15:
		out := sign + d.digits[:1]
		if n > 1 {
			out += "." + d.digits[1:]
		}
		return fmt.Sprintf("%sE+%d", out, d.point-1)
	case d.point <= 0:
		return sign + "0." + strings.Repeat("0", -d.point) + d.digits
	case d.point >= n:
		return sign + d.digits + strings.Repeat("0", d.point-n)
	}
	return sign + d.digits[:d.point] + "." + d.digits[d.point:]
}

// shown is the text of a number whose format writes leading zeros.
func (d decimal) shown(width int) string {
	if d.negative || d.point > digits15 || len(d.digits) > max(d.point, 0) {
		return ""
	}
	text := d.text()
	if len(text) >= width {
		return ""
	}
	return strings.Repeat("0", width-len(text)) + text
}

// millisecondsOfDay is the resolution at which the time of a day is read: the binary
// number behind it is exact to some microseconds.
const millisecondsOfDay = 24 * 60 * 60 * 1000

// serial splits the number of a date into its day and the milliseconds behind it.
func (d decimal) serial() (day int, ms int64, ok bool) {
	if d.negative || d.point > 7 {
		return 0, 0, false
	}
	digits := d.digits
	if d.point < 0 {
		digits = strings.Repeat("0", -d.point) + digits
	}
	digits += strings.Repeat("0", max(d.point, 0)+10)
	cut := max(d.point, 0)
	day, err := strconv.Atoi("0" + digits[:cut])
	if err != nil {
		return 0, 0, false
	}
	fraction, err := strconv.ParseInt(digits[cut:cut+10], 10, 64)
	if err != nil {
		return 0, 0, false
	}
	ms = (fraction*millisecondsOfDay + 5_000_000_000) / 10_000_000_000
	if ms == millisecondsOfDay {
		day, ms = day+1, 0
	}
	return day, ms, day <= 2958465 // 9999-12-31
}

// dateText writes the number of a date as people read it. In the calendar that begins
// with 1900 a spreadsheet has a day 0 and a 29 February 1900; neither was ever.
func (d decimal) dateText(shows style, from1904 bool) string {
	day, ms, ok := d.serial()
	if !ok {
		return d.text()
	}
	var date string
	switch {
	case from1904:
		date = time.Date(1904, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case day == 0:
		date = "1900-01-00"
	case day < 60:
		date = time.Date(1899, 12, 31+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case day == 60:
		date = "1900-02-29"
	default:
		date = time.Date(1899, 12, 30+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	s := ms / 1000
	switch {
	case shows == month:
		return date[:len("2006-01")]
	case shows == clock:
		return fmt.Sprintf("%02d:%02d:%02d", int64(day)*24+s/3600, s/60%60, s%60)
	case s == 0:
		return date
	}
	return fmt.Sprintf("%s %02d:%02d:%02d", date, s/3600, s/60%60, s%60)
}
