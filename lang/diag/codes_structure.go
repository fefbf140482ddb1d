package diag

// The structure of rules files: blocks, attributes, literals.
const (
	StructureSyntax     Code = "DR1101"
	NotClosed           Code = "DR1102"
	OneAttributePerLine Code = "DR1103"
	AttributeTwice      Code = "DR1104"
	TopLevelAttribute   Code = "DR1105"
	UnknownBlock        Code = "DR1106"
	OneLabel            Code = "DR1107"
	UnknownAttribute    Code = "DR1108"
	AttributeMissing    Code = "DR1109"
	AttributeKind       Code = "DR1110"
	AttributeWord       Code = "DR1111"
	NotALiteral         Code = "DR1112"
	Interpolation       Code = "DR1113"
	KeyTwice            Code = "DR1114"
	NumberKey           Code = "DR1115"
	BadKey              Code = "DR1116"
	BadEscape           Code = "DR1117"
	InnerBlocksMissing  Code = "DR1118"
	NotOpened           Code = "DR1119"
	NumberRange         Code = "DR1120"
	CommaMissing        Code = "DR1121"
)

var _ = register(map[Code]Info{
	StructureSyntax: {Error,
		Text{"规则文件的结构读不懂", "the structure of the rules file cannot be read"},
		Text{"块写作 `类别 \"名称\" { 属性 = 值 }`，每行一个属性", "a block is `kind \"name\" { attribute = value }`, one attribute on a line"}},
	NotClosed: {Error,
		Text{"这里打开的括号、块或文本没有结束", "the bracket, block or text opened here is not closed"},
		Text{"补上结尾的 `}`、`)`、`]`、引号或 heredoc 标记", "add the closing `}`, `)`, `]`, quote or heredoc marker"}},
	NotOpened: {Error,
		Text{"多了一个 `%[1]s`：前面没有与它配对的括号", "there is one `%[1]s` too many: nothing before it is open"},
		Text{"删去它，或补上开头的括号", "remove it, or add the bracket that it should close"}},
	NumberRange: {Error,
		Text{"`%[1]s` 要是 %[2]d 到 %[3]d 的整数", "`%[1]s` must be a whole number from %[2]d to %[3]d"},
		Text{"写出数字，不加引号", "write the digits, without quotes"}},
	CommaMissing: {Error,
		Text{"列表的两项之间缺少逗号", "a comma is missing between two items of the list"},
		Text{"在这一项前面加 `,`", "put a `,` before this item"}},
	OneAttributePerLine: {Error,
		Text{"一行只能写一个属性", "only one attribute may stand on a line"},
		Text{"在这里换行", "start a new line here"}},
	AttributeTwice: {Error,
		Text{"属性 `%[1]s` 写了两次", "attribute `%[1]s` is given twice"},
		Text{"只留一个；不同日期的版本要写成两个块", "keep one; versions by date are two blocks"}},
	TopLevelAttribute: {Error,
		Text{"属性 `%[1]s` 不在任何块里", "attribute `%[1]s` stands outside of any block"},
		Text{"放进它所属的块", "move it into the block that it belongs to"}},
	UnknownBlock: {Error,
		Text{"没有 `%[1]s` 这种块", "there is no block of kind `%[1]s`"},
		Text{"可用的块：%[2]s", "blocks that may stand here: %[2]s"}},
	OneLabel: {Error,
		Text{"`%[1]s` 块要有且只有一个名称，这里有 %[2]d 个", "a `%[1]s` block has exactly one name, here are %[2]d"},
		Text{"写作 `%[1]s \"名称\" { … }`", "write `%[1]s \"name\" { … }`"}},
	UnknownAttribute: {Error,
		Text{"%[2]s没有属性 `%[1]s`", "%[2]s has no attribute `%[1]s`"},
		Text{"可用的属性：%[3]s", "its attributes: %[3]s"}},
	AttributeMissing: {Error,
		Text{"`%[1]s \"%[2]s\"` 缺少属性 `%[3]s`", "`%[1]s \"%[2]s\"` lacks attribute `%[3]s`"},
		Text{"写上 `%[3]s = …`", "add `%[3]s = …`"}},
	InnerBlocksMissing: {Error,
		Text{"`%[1]s \"%[2]s\"` 里没有 `%[3]s` 块", "`%[1]s \"%[2]s\"` has no `%[3]s` block"},
		Text{"至少写一个 `%[3]s \"名称\" { … }`", "write at least one `%[3]s \"name\" { … }`"}},
	AttributeKind: {Error,
		Text{"属性 `%[1]s` 应当是%[2]s", "attribute `%[1]s` must be %[2]s"},
		Text{"改成%[2]s", "write %[2]s"}},
	AttributeWord: {Error,
		Text{"属性 `%[1]s` 的值不在可选之列", "attribute `%[1]s` has a value that it cannot have"},
		Text{"可选：%[2]s", "one of: %[2]s"}},
	NotALiteral: {Error,
		Text{"这里要写固定的值，不能写算式", "this must be a fixed value, not a computation"},
		Text{"公式要放进引号：`is = \"…\"`", "formulas stand in quotes: `is = \"…\"`"}},
	Interpolation: {Error,
		Text{"文本里不能用 `${` 或 `%%{`", "a text cannot contain `${` or `%%{`"},
		Text{"公式里直接写名称，不用 `${…}`；要写出字符本身，写 `$${` 或 `%%%%{`", "a formula names values directly, without `${…}`; for the characters themselves write `$${` or `%%%%{`"}},
	KeyTwice: {Error,
		Text{"键 `%[1]s` 写了两次", "key `%[1]s` is given twice"},
		Text{"删去一个", "remove one"}},
	NumberKey: {Error,
		Text{"`%[1]s` 以数字开头，却没有加引号：前导零和字母会丢失", "`%[1]s` starts with a digit and is not quoted: leading zeros and letters would be lost"},
		Text{"代码是文本：写作 `\"%[1]s\"`", "a code is a text: write `\"%[1]s\"`"}},
	BadKey: {Error,
		Text{"键必须是名称或带引号的文本", "a key must be a name or a quoted text"},
		Text{"写作 `名称 = …` 或 `\"文本\" = …`", "write `name = …` or `\"text\" = …`"}},
	BadEscape: {Error,
		Text{"反斜杠后的字符无效", "the character after the backslash is not an escape"},
		Text{"反斜杠本身写作 `\\\\`", "write a backslash itself as `\\\\`"}},
})
