package syntax

import "github.com/drgrule/drgrule/lang/diag"

// nothing stands for characters that are to be left out.
const nothing = "\x00"

// fullWidth maps punctuation that a Chinese keyboard types to what rules are
// written with.
var fullWidth = map[rune]string{
	'，': ",", '、': ",", '。': ".", '；': ";", '：': ":", '？': "?", '！': "!=",
	'（': "(", '）': ")", '【': "[", '】': "]", '《': "<", '》': ">", '｛': "{", '｝': "}",
	'“': `"`, '”': `"`, '‘': "'", '’': "'", '「': "'", '」': "'",
	'＋': "+", '－': "-", '−': "-", '–': "-", '—': "-", '×': "*", '＊': "*", '÷': "/", '／': "/",
	'＝': "=", '≠': "!=", '＜': "<", '＞': ">", '≤': "<=", '≥': ">=", '≦': "<=", '≧': ">=",
	'％': "%", '＆': "and", '｜': "or", '．': ".", '·': ".", '＿': "_", '　': " ", '\u00A0': " ",
	'￥': nothing, '¥': nothing,
}

// FullWidth returns what to write instead of a full-width or typographic
// character, or "" for every other character. A currency sign has no place at all.
func FullWidth(r rune) string {
	if s, ok := fullWidth[r]; ok {
		return s
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII: digits, letters, signs
		return string(r - 0xFEE0)
	}
	return ""
}

func fullWidthCharacter(at diag.Span, r rune) *diag.Diagnostic {
	w := FullWidth(r)
	help := diag.Text{Zh: "换成半角 `" + w + "`", En: "write `" + w + "`"}
	switch w {
	case nothing:
		help = diag.Text{Zh: "删去它：金额的单位由类型和 `unit` 说明", En: "leave it out: types and `unit` say that a number is money"}
	case " ":
		help = diag.Text{Zh: "换成普通空格", En: "write an ordinary blank"}
	}
	return diag.New(diag.FullWidthCharacter, at, string(r), help)
}
