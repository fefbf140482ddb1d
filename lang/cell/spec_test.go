package cell

import (
	"regexp"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

func bound(text string, open bool) *Bound {
	n, ok := value.ParseNum(text)
	if !ok {
		panic(text)
	}
	return &Bound{Num: n, Open: open}
}

var (
	money    = Spec{Type: value.NumberType(value.Money, 2, 14)}
	whole    = Spec{Type: value.NumberType(value.One, 0, 12)}
	percent  = Spec{Type: value.NumberType(value.One, 4, 4), Lo: bound("0", false), Hi: bound("1", false)}
	above    = Spec{Type: value.NumberType(value.One, 2, 4), Lo: bound("0", true), Hi: bound("10", true)}
	unround  = Spec{Type: value.Type{Kind: value.Number, Dec: value.Rat}}
	text     = Spec{Type: value.TextType}
	truth    = Spec{Type: value.BoolType}
	date     = Spec{Type: value.DateType}
	month    = Spec{Type: value.MonthType}
	kind     = Spec{Type: value.EnumType("310", "390", "Other"), Aliases: map[string]string{"职工": "310", "居民": "390"}}
	icd      = Spec{Type: value.CodeType("icd"), Codes: &Codes{Name: "icd", Pattern: regexp.MustCompile(`^[A-Z]\d\d(\.\d)?$`), Upper: true}}
	exact    = Spec{Type: value.CodeType("exact"), Codes: &Codes{Name: "exact", Pattern: regexp.MustCompile(`^[a-z]+$`)}}
	anyCode  = Spec{Type: value.CodeType("any"), Codes: &Codes{Name: "any"}}
	prefix   = Spec{Type: value.Type{Kind: value.Code, Name: "icd", Prefix: true}, Codes: icd.Codes}
	group    = Spec{Type: value.RefType("groups"), Key: &icd}
	days     = Spec{Type: value.ListType(whole.Type), Separator: DefaultSeparator}
	codes    = Spec{Type: value.ListType(icd.Type), Separator: ";", Codes: icd.Codes}
	maybe    = Spec{Type: money.Type, Optional: true}
	unsaid   = Spec{Type: money.Type, Unknown: true}
	maybeDay = Spec{Type: value.ListType(whole.Type), Separator: DefaultSeparator, Optional: true}
)

// cells are texts with what they are read as: a value, `none` where nothing is there, or the
// code of what is wrong.
var cells = []struct {
	what string
	spec Spec
	in   map[string]string
}{
	{"money", money, map[string]string{
		"48000": "48000.00", "48000.5": "48000.50", "48000.500": "48000.50", "0.00": "0.00", "-0": "0.00", "-123.45": "-123.45", "+5": "5.00", "007": "7.00",
		" 48000.50 ": "48000.50", "\t48000\t": "48000.00", "　48000　": "48000.00",
		"": "DF1001", "  　\t": "DF1001",
		"48,000": "DF1002", "48，000": "DF1002", "48 000": "DF1002", "48\u00a0000": "DF1002", "48_000": "DF1002", "48'000": "DF1002", "\u00a048000": "DF1002",
		"４８０": "DF1002", "4８": "DF1002", "¥5": "DF1002", "5元": "DF1002", "5%": "DF1002", "1e3": "DF1002", "1E+3": "DF1002", "0x1F": "DF1002",
		".5": "DF1002", "5.": "DF1002", "5.0.0": "DF1002", "--5": "DF1002", "+-5": "DF1002", "-": "DF1002", "+": "DF1002", ".": "DF1002", "−5": "DF1002", "－5": "DF1002",
		"NaN": "DF1002", "Inf": "DF1002", "-Infinity": "DF1002", "1/3": "DF1002", "五": "DF1002", "是": "DF1002", "\u200b5": "DF1002", "5\x00": "DF1012", "5\n": "DF1002",
		"48000.505": "DF1003", "0.001": "DF1003", "0.0100000": "0.01",
		"99999999999999.99": "99999999999999.99", "-99999999999999.99": "-99999999999999.99", "1234567890123456": "DF1004", "-1234567890123456": "DF1004",
		strings.Repeat("9", 28): "DF1004", strings.Repeat("9", 29): "DF1002", strings.Repeat("0", 27) + "1": "1.00", strings.Repeat("0", 28) + "1": "DF1002",
		"5\ufffd": "DF1012",
	}},
	{"whole number", whole, map[string]string{"5": "5", "5.0": "5", "5.1": "DF1003", "-5": "-5", "1.0e0": "DF1002"}},
	{"ratio from 0 to 1", percent, map[string]string{"0": "0.0000", "1": "1.0000", "1.0": "1.0000", "-0.0": "0.0000", "1.0001": "DF1005", "-0.0001": "DF1005", "0.00001": "DF1003", "-5.00001": "DF1003", "70%": "DF1002", "99999999": "DF1005"}},
	{"number between open bounds", above, map[string]string{"0": "DF1005", "0.01": "0.01", "10": "DF1005", "9.99": "9.99"}},
	{"number without fixed decimals", unround, map[string]string{"0.123456789": "0.123456789", "": "DF1001"}},
	{"optional money", maybe, map[string]string{"": "none", " 　": "none", "0": "0.00", "null": "DF1002", "NULL": "DF1002", "-": "DF1002", "\\N": "DF1002"}},
	{"unreported money", unsaid, map[string]string{"": "none", "5": "5.00", "x": "DF1002"}},
	{"text", text, map[string]string{
		"a": "a", " a b ": "a b", "　甲　乙　": "甲　乙", "'": "'", "0123": "0123", "1e5": "1e5", "330227197001011234": "330227197001011234",
		"3.30227E+17": "DF1011", "3e+17": "DF1011", "3.30227e+17": "DF1011", "-3.30227E+17": "-3.30227E+17", "33.0227E+17": "33.0227E+17", "3.3E17": "3.3E17", "E+17": "E+17",
		"": "DF1001", "\ufffd": "DF1012", "a\ufffdb": "DF1012",
		strings.Repeat("a", MaxBytes): strings.Repeat("a", MaxBytes), strings.Repeat("a", MaxBytes+1): "DF1013", strings.Repeat("字", MaxBytes/3+1): "DF1013",
		" " + strings.Repeat("a", MaxBytes) + " ": strings.Repeat("a", MaxBytes),
	}},
	{"truth", truth, map[string]string{
		"是": "true", "否": "false", "true": "true", "TRUE": "true", "True": "true", "false": "false", "FALSE": "false", "1": "true", "0": "false", " 是 ": "true",
		"yes": "DF1008", "no": "DF1008", "Y": "DF1008", "t": "DF1008", "01": "DF1008", "1.0": "DF1008", "１": "DF1008", "有": "DF1008", "√": "DF1008", "": "DF1001",
	}},
	{"date", date, map[string]string{
		"2024-02-29": "2024-02-29", "2024/2/29": "2024-02-29", "2024/02/29": "2024-02-29", "2024-2-9": "2024-02-09", "20240229": "2024-02-29", "2000-02-29": "2000-02-29",
		"2024-02-29 13:05": "2024-02-29", "2024-02-29 13:05:59": "2024-02-29", "2024-02-29T13:05:59": "2024-02-29", "2024/2/29 0:00:00": "2024-02-29", "20240229T13:05": "2024-02-29",
		"2024-02-29 23:59:59.999": "2024-02-29", "1900-01-01": "1900-01-01", "2199-12-31": "2199-12-31", "　2024-02-29 ": "2024-02-29",
		"2023-02-29": "DF1006", "1900-02-29": "DF1006", "2100-02-29": "DF1006", "2024-02-30": "DF1006", "2024-04-31": "DF1006", "2024-13-01": "DF1006", "2024-00-10": "DF1006", "2024-01-00": "DF1006",
		"1899-12-31": "DF1006", "2200-01-01": "DF1006", "0000-00-00": "DF1006", "29.02.2024": "DF1006", "29/02/2024": "DF1006", "02/29/2024": "DF1006", "2024.02.29": "DF1006", "2024年2月29日": "DF1006",
		"24-02-29": "DF1006", "2024-02/29": "DF1006", "2024-002-29": "DF1006", "45351": "DF1006", "202402": "DF1006", "2024-02": "DF1006", "2024022": "DF1006", "２０２４-02-29": "DF1006",
		"2024-02-29 24:00": "DF1006", "2024-02-29 13:60": "DF1006", "2024-02-29 13": "DF1006", "2024-02-29T": "DF1006", "2024-02-29 13:05 PM": "DF1006", "2024-02-29T13:05:59Z": "DF1006",
		"2024-02-29T13:05:59+08:00": "DF1006", "2024-02-29  13:05": "DF1006", "today": "DF1006", "": "DF1001", "-024-02-29": "DF1006", "2024--2-29": "DF1006", "2024-02-": "DF1006",
	}},
	{"month", month, map[string]string{
		"2024-02": "2024-02", "202402": "2024-02", "190001": "1900-01", "2199-12": "2199-12",
		"2024-13": "DF1007", "2024-00": "DF1007", "1899-12": "DF1007", "2024-2": "DF1007", "2024/02": "DF1007", "2024-02-01": "DF1007", "24-02": "DF1007", "2024年2月": "DF1007", "": "DF1001",
	}},
	{"enum", kind, map[string]string{
		"310": "310", "职工": "310", "居民": "390", " 职工　": "310", "Other": "Other", "other": "DF1009", "OTHER": "DF1009", "0310": "DF1009", "310.0": "DF1009", "３１０": "DF1009", "": "DF1001",
	}},
	{"code in upper case", icd, map[string]string{
		"C71": "C71", "c71": "C71", " c71.1 ": "C71.1", "C711": "DF1010", "C 71": "DF1010", "C71 C72": "DF1010", "C71\n": "DF1010", "C\u00a071": "DF1010", "C71\u200b": "DF1010", "С71": "DF1010",
		"Ｃ71": "DF1010", "3.30227E+17": "DF1011", "": "DF1001",
	}},
	{"code as written", exact, map[string]string{"abc": "abc", "ABC": "DF1010", "a c": "DF1010"}},
	{"code without pattern", anyCode, map[string]string{
		"x-1/2": "x-1/2", "é": "é", "a b": "DF1010", "a　b": "DF1010", "a\tb": "DF1010", "a\rb": "DF1010", "a\u00adb": "DF1010", "3E+5": "DF1011", "3.30227E+17": "DF1011",
	}},
	{"beginning of a code", prefix, map[string]string{"c": "C", "C7": "C7", "C 7": "DF1010"}},
	{"reference", group, map[string]string{"c71": "C71", " C71 ": "C71", "71": "DF1010", "": "DF1001"}},
	{"list", days, map[string]string{
		"1": "1", "1|2": "1|2", " 1 | 2 ": "1|2", "1|1": "1|1", "1|": "DF1001", "|1": "DF1001", "1||2": "DF1001", "|": "DF1001", "1|x": "DF1002", "1|0.5": "DF1003", "1;2": "DF1002", "": "DF1001",
	}},
	{"list of codes between semicolons", codes, map[string]string{"c71;c72.1": "C71|C72.1", "c71;x": "DF1010", "c71|c72": "DF1010"}},
	{"optional list", maybeDay, map[string]string{"": "none", "1|": "DF1001"}},
}

func TestCells(t *testing.T) {
	for _, tt := range cells {
		t.Run(tt.what, func(t *testing.T) {
			for in, want := range tt.in {
				v, present, code := tt.spec.Parse(in)
				got := v.Text(tt.spec.Type)
				switch {
				case code != "":
					got = string(code)
				case !present:
					got = "none"
				}
				if got != want {
					t.Errorf("%.60q is read as %.60q, want %.60q", in, got, want)
				}
				if !present && (v.Kind != 0 || v.Str != "" || v.List != nil) {
					t.Errorf("%.60q has no value and yet %v", in, v)
				}
				if present && code != "" {
					t.Errorf("%.60q has a value and a problem", in)
				}
			}
		})
	}
}

// TestProblemsHaveTexts: what is wrong with a cell is told to people under a code of cells.
func TestProblemsHaveTexts(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range cells {
		for _, want := range tt.in {
			if strings.HasPrefix(want, "DF") && len(want) == 6 {
				seen[want] = true
			}
		}
	}
	for code := range seen {
		if info := diag.Code(code).Info(); info.Severity != diag.FaultOfData || info.Message.Zh == "" {
			t.Errorf("%s is no code of cells", code)
		}
	}
	for _, code := range []diag.Code{diag.CellEmpty, diag.CellNumber, diag.CellDecimals, diag.CellTooLarge, diag.CellBounds, diag.CellDate, diag.CellMonth,
		diag.CellBool, diag.CellEnum, diag.CellCode, diag.CellDamaged, diag.CellUndecodable, diag.CellTooLong} {
		if !seen[string(code)] {
			t.Errorf("no cell of the table gives %s", code)
		}
	}
}

// TestUpper: upper case is for letters that have one, and never makes a plain letter of one
// that only looks alike.
func TestUpper(t *testing.T) {
	for in, want := range map[string]string{"az09-": "AZ09-", "é": "É", "ß": "ß", "ı": "ı", "ſ": "ſ", "ａ": "Ａ", "я": "Я", "中": "中"} {
		if got := strings.Map(upper, in); got != want {
			t.Errorf("%q in upper case is %q, want %q", in, got, want)
		}
	}
}
