package syntax

// fullWidth maps punctuation that a Chinese keyboard types to what rules are
// written with.
var fullWidth = map[rune]string{
	'，': ",", '、': ",", '。': ".", '；': ";", '：': ":", '？': "?", '！': "!=",
	'（': "(", '）': ")", '【': "[", '】': "]", '《': "<", '》': ">", '｛': "{", '｝': "}",
	'“': `"`, '”': `"`, '‘': "'", '’': "'", '「': "'", '」': "'",
	'＋': "+", '－': "-", '−': "-", '–': "-", '—': "-", '×': "*", '＊': "*", '÷': "/", '／': "/",
	'＝': "=", '≠': "!=", '＜': "<", '＞': ">", '≤': "<=", '≥': ">=", '≦': "<=", '≧': ">=",
	'％': "%", '＆': "and", '｜': "or", '．': ".", '·': ".", '＿': "_", '　': " ", '\u00A0': " ",
	'￥': "", '¥': "",
}

// FullWidth returns what to write instead of a full-width or typographic
// character, or "" for every other character.
func FullWidth(r rune) string {
	if s, ok := fullWidth[r]; ok {
		if s == "" {
			return "(nothing)"
		}
		return s
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII: digits, letters, signs
		return string(r - 0xFEE0)
	}
	return ""
}
