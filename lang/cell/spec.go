package cell

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// MaxBytes bounds the text of one cell.
const MaxBytes = 64 << 10

// A Bound limits a number from one side.
type Bound struct {
	Num  value.Num
	Open bool // the bound itself is outside
}

// A Spec is what a cell must hold.
type Spec struct {
	Type      value.Type
	Optional  bool // an empty cell means none
	Unknown   bool // an empty cell means not reported
	Lo, Hi    *Bound
	Aliases   map[string]string // enum: other spellings of members
	Separator string            // list: between elements
	Codes     *Codes            // code: the system's pattern and case
	Key       *Spec             // ref: what the referenced key's cell must hold
}

// Codes is a system of codes.
type Codes struct {
	Name    string
	Pattern *regexp.Regexp // nil: any text without blanks inside
	Upper   bool           // letters are compared in upper case
}

var excelDamage = regexp.MustCompile(`^\d(\.\d+)?[eE]\+\d+$`)

// formulaErrors are what a spreadsheet writes where a formula has failed, into workbooks
// and into the texts that it saves alike.
var formulaErrors = map[string]bool{
	"#N/A": true, "#DIV/0!": true, "#VALUE!": true, "#REF!": true, "#NAME?": true, "#NUM!": true, "#NULL!": true,
	"#SPILL!": true, "#CALC!": true, "#GETTING_DATA": true, "#FIELD!": true, "#BLOCKED!": true, "#CONNECT!": true, "#UNKNOWN!": true,
}

// Parse reads the text of a cell. Blanks around it do not count. It returns
// whether a value is there; a code other than "" says what is wrong.
func (s *Spec) Parse(text string) (v value.Value, present bool, problem diag.Code) {
	text = strings.Trim(text, " \t\u3000")
	switch {
	case text == "" && (s.Optional || s.Unknown):
		return value.Value{}, false, ""
	case text == "":
		return value.Value{}, false, diag.CellEmpty
	case len(text) > MaxBytes:
		return value.Value{}, false, diag.CellTooLong
	case strings.ContainsFunc(text, noText):
		return value.Value{}, false, diag.CellUndecodable
	case text[0] == '#' && formulaErrors[text]:
		return value.Value{}, false, diag.CellFormula
	}
	v, problem = s.parse(text)
	return v, problem == "", problem
}

// noText finds what no text holds: bytes that did not decode, and control characters,
// which come from files of another format or from damage.
func noText(r rune) bool {
	return r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f
}

func (s *Spec) parse(text string) (value.Value, diag.Code) {
	switch s.Type.Kind {
	case value.Number:
		return s.number(text)
	case value.Bool:
		return parseBool(text)
	case value.Date:
		if v, ok := value.ParseDate(text); ok {
			return v, ""
		}
		return value.Value{}, diag.CellDate
	case value.Month:
		if v, ok := value.ParseMonth(text); ok {
			return v, ""
		}
		return value.Value{}, diag.CellMonth
	case value.Enum:
		return s.enum(text)
	case value.Code:
		return s.code(text)
	case value.Ref:
		v, problem := s.Key.parse(text)
		if problem != "" {
			return value.Value{}, problem
		}
		return value.OfRef(v), ""
	case value.List:
		return s.list(text)
	}
	if excelDamage.MatchString(text) {
		return value.Value{}, diag.CellDamaged
	}
	return value.OfText(text), ""
}

func (s *Spec) number(text string) (value.Value, diag.Code) {
	n, ok := value.ParseNum(text)
	if !ok {
		return value.Value{}, diag.CellNumber
	}
	scaled := n
	if s.Type.Dec >= 0 {
		scaled = n.Mul(value.Pow10(s.Type.Dec))
	}
	switch {
	case !scaled.IsInt() && s.Type.Dec >= 0:
		return value.Value{}, diag.CellDecimals
	case s.Lo != nil && (n.Cmp(s.Lo.Num) < 0 || s.Lo.Open && n.Equal(s.Lo.Num)),
		s.Hi != nil && (n.Cmp(s.Hi.Num) > 0 || s.Hi.Open && n.Equal(s.Hi.Num)):
		return value.Value{}, diag.CellBounds
	case s.Type.Dec >= 0 && scaled.BitLen() > s.Type.Bits:
		return value.Value{}, diag.CellTooLarge
	}
	return value.OfNum(n), ""
}

func parseBool(text string) (value.Value, diag.Code) {
	switch strings.ToLower(text) {
	case "是", "true", "1":
		return value.OfBool(true), ""
	case "否", "false", "0":
		return value.OfBool(false), ""
	}
	return value.Value{}, diag.CellBool
}

func (s *Spec) enum(text string) (value.Value, diag.Code) {
	if m, ok := s.Aliases[text]; ok {
		text = m
	}
	for _, m := range s.Type.Members {
		if m == text {
			return value.OfEnum(m), ""
		}
	}
	return value.Value{}, diag.CellEnum
}

func (s *Spec) code(text string) (value.Value, diag.Code) {
	if excelDamage.MatchString(text) {
		return value.Value{}, diag.CellDamaged
	}
	if strings.ContainsFunc(text, unseen) {
		return value.Value{}, diag.CellCode
	}
	if c := s.Codes; c != nil {
		if c.Upper {
			text = strings.Map(upper, text)
		}
		// A prefix is a beginning of a code: the pattern speaks of whole ones.
		if c.Pattern != nil && !s.Type.Prefix && !c.Pattern.MatchString(text) {
			return value.Value{}, diag.CellCode
		}
	}
	return value.OfCode(text), ""
}

// unseen reports whether a character leaves nothing to see: two codes that look the same
// must be the same.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// upper is the upper case of a letter, unless that would make a plain letter of one that
// is not: a dotless i is no I.
func upper(r rune) rune {
	if u := unicode.ToUpper(r); r < unicode.MaxASCII || u > unicode.MaxASCII {
		return u
	}
	return r
}

func (s *Spec) list(text string) (value.Value, diag.Code) {
	elem := *s
	elem.Type, elem.Optional, elem.Unknown = *s.Type.Elem, false, false
	out := value.Value{Kind: value.List}
	for _, part := range strings.Split(text, s.Separator) {
		v, _, problem := elem.Parse(part)
		if problem != "" {
			return value.Value{}, problem
		}
		out.List = append(out.List, v)
	}
	return out, ""
}

// DefaultSeparator stands between the elements of a list unless its column says otherwise.
const DefaultSeparator = "|"
