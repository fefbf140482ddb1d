package generate

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/value"
)

// A speller writes values as cells. Most rows spell plainly, as the record's own heading
// suggests; some use the other spellings that the gate reads as well.
type speller struct {
	alias map[*field]map[string][]string // of members of an enumeration
}

func newSpeller(records []*record) *speller {
	sp := &speller{alias: map[*field]map[string][]string{}}
	for _, rec := range records {
		if rec == nil {
			continue
		}
		for _, f := range rec.fields {
			if f == nil || len(f.spec.Aliases) == 0 {
				continue
			}
			sp.alias[f] = map[string][]string{}
			for _, a := range slices.Sorted(maps.Keys(f.spec.Aliases)) {
				m := f.spec.Aliases[a]
				sp.alias[f][m] = append(sp.alias[f][m], a)
			}
		}
	}
	return sp
}

// text spells a cell. other asks for another spelling than the plain one.
func (sp *speller) text(f *field, c datum, s *source, other bool) string {
	if !c.has {
		return ""
	}
	switch f.Spec.Type.Kind {
	case value.Number:
		return numberText(f, c.n, s, other)
	case value.Bool:
		return boolText(c.n != 0, s, other)
	case value.Date:
		return dateText(c.n, s, other)
	case value.Month:
		t := value.MonthText(c.n)
		if other {
			return strings.Replace(t, "-", "", 1)
		}
		return t
	case value.List:
		parts := make([]string, len(c.v.List))
		for i, v := range c.v.List {
			parts[i] = sp.word(f, v, s, other)
		}
		return strings.Join(parts, f.Spec.Separator)
	}
	return sp.word(f, c.v, s, other)
}

func (sp *speller) word(f *field, v value.Value, s *source, other bool) string {
	switch v.Kind {
	case value.Enum:
		names := sp.alias[f][v.Str]
		switch {
		case len(names) == 0 || other && s.percent(50):
			return v.Str
		case other:
			return pick(s, names)
		}
		return names[0]
	case value.Code:
		if c := f.spec.Codes; other && c != nil && c.Upper && s.percent(50) {
			return strings.ToLower(v.Str)
		}
		return v.Str
	case value.Ref:
		if f.Spec.Key != nil && len(v.List) == 1 {
			return v.List[0].Text(f.Spec.Key.Type)
		}
	case value.Text:
		if other && f.Spec.Type.Kind != value.List && !f.key && s.percent(30) {
			return " " + v.Str + "　"
		}
		return v.Str
	}
	return v.Text(f.spec.Type)
}

func numberText(f *field, n int64, s *source, other bool) string {
	t := string(appendUnits(nil, n, f.dec))
	if !other {
		return t
	}
	switch s.below(4) {
	case 0:
		if strings.Contains(t, ".") {
			t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
		}
	case 1:
		if strings.Contains(t, ".") {
			t += "00"
		}
	case 2:
		return " " + t
	}
	return t
}

// appendUnits writes a number of units with their decimals.
func appendUnits(dst []byte, n int64, dec int) []byte {
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	if dec == 0 {
		return strconv.AppendInt(dst, n, 10)
	}
	var digits [24]byte
	t := strconv.AppendInt(digits[:0], n, 10)
	if len(t) <= dec {
		dst = append(dst, '0', '.')
		for range dec - len(t) {
			dst = append(dst, '0')
		}
		return append(dst, t...)
	}
	dst = append(dst, t[:len(t)-dec]...)
	return append(append(dst, '.'), t[len(t)-dec:]...)
}

func boolText(b bool, s *source, other bool) string {
	words := [2][]string{{"否", "false", "FALSE", "0"}, {"是", "true", "True", "1"}}
	i := 0
	if b {
		i = 1
	}
	if other {
		return pick(s, words[i])
	}
	return words[i][0]
}

func dateText(day int64, s *source, other bool) string {
	y, m, d := value.Civil(day)
	if other {
		switch s.below(4) {
		case 0:
			return strconv.Itoa(y) + "/" + strconv.Itoa(m) + "/" + strconv.Itoa(d)
		case 1:
			return strings.ReplaceAll(isoDate(y, m, d), "-", "")
		case 2:
			return isoDate(y, m, d) + " " + twoDigits(int(s.below(24))) + ":" + twoDigits(int(s.below(60))) + ":00"
		}
	}
	return isoDate(y, m, d)
}

func isoDate(y, m, d int) string {
	return strconv.Itoa(y) + "-" + twoDigits(m) + "-" + twoDigits(d)
}

func twoDigits(n int) string {
	return string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
}
