package diag

// Formulas: their syntax, and what the formula parser would read differently from
// what the author means.
const (
	FormulaSyntax     Code = "DR1201"
	FormulaEmpty      Code = "DR1202"
	FormulaUnfinished Code = "DR1203"
	BracketNotClosed  Code = "DR1204"
	TextNotClosed     Code = "DR1205"
	FormulaToken      Code = "DR1206"
	FormulaQuotes     Code = "DR1207"
	SingleEquals      Code = "DR1208"
	UnknownOperator   Code = "DR1209"
	PowerOperator     Code = "DR1210"
	PercentSign       Code = "DR1211"
	HashComment       Code = "DR1212"
	Semicolon         Code = "DR1213"
	NilIsNone         Code = "DR1214"
	CoalesceBinding   Code = "DR1220"
	NotBinding        Code = "DR1221"
	ComparisonChain   Code = "DR1222"
	DateIsSubtraction Code = "DR1223"
	NumberBase        Code = "DR1230"
	NumberSeparator   Code = "DR1231"
	NumberExponent    Code = "DR1232"
	NumberPoint       Code = "DR1233"
	NumberLeadingZero Code = "DR1234"
	NumberTooLong     Code = "DR1235"
)

var _ = register(map[Code]Info{
	FormulaSyntax: {Error,
		Text{"公式读到 `%[1]s` 处读不下去", "the formula cannot be read at `%[1]s`"},
		Text{"检查这里是否缺少运算符、逗号或括号", "look for a missing operator, comma or bracket here"}},
	FormulaEmpty: {Error,
		Text{"公式是空的", "the formula is empty"},
		Text{"写上公式，或删去这个属性", "write the formula, or remove the attribute"}},
	FormulaUnfinished: {Error,
		Text{"公式没有写完", "the formula ends too early"},
		Text{"运算符后面还要有一个值", "an operator needs a value after it"}},
	BracketNotClosed: {Error,
		Text{"括号 `%[1]s` 没有配对", "bracket `%[1]s` is not closed"},
		Text{"补上右括号", "add the closing bracket"}},
	TextNotClosed: {Error,
		Text{"文本或注释没有结束，或者含有无效的反斜杠", "the text or comment does not end, or has an invalid backslash"},
		Text{"补上引号 `'`；文本不能跨行", "add the quote `'`; a text cannot span lines"}},
	FormulaToken: {Error,
		Text{"`%[1]s` 不是公式语言的一部分", "`%[1]s` is not part of the formula language"},
		Text{"可用的写法见语言手册“公式”一节", "what may be written is in the manual, section Formulas"}},
	FormulaQuotes: {Error,
		Text{"公式里的文本用单引号 `'…'`", "texts in formulas stand in single quotes `'…'`"},
		Text{"换成单引号", "use single quotes"}},
	SingleEquals: {Error,
		Text{"单个 `=` 不是比较", "a single `=` does not compare"},
		Text{"相等写 `==`", "write `==` for equality"}},
	UnknownOperator: {Error,
		Text{"没有运算符 `%[1]s`", "there is no operator `%[1]s`"},
		Text{"运算符有 `+ - * / ^ == != < <= > >= in and or not ?? ?:`", "the operators are `+ - * / ^ == != < <= > >= in and or not ?? ?:`"}},
	PowerOperator: {Error,
		Text{"乘方写 `^`，不写 `**`", "a power is written `^`, not `**`"},
		Text{"换成 `^`，指数必须是固定的非负整数", "write `^`; the exponent must be a fixed whole number ≥ 0"}},
	PercentSign: {Error,
		Text{"`%[1]s%%` 不是百分数：公式语言没有百分号", "`%[1]s%%` is not a percentage: formulas have no percent sign"},
		Text{"写成小数，例如 `70%%` 写 `0.70`", "write a decimal: `0.70` for `70%%`"}},
	HashComment: {Error,
		Text{"公式里 `#` 不是注释", "`#` does not start a comment in a formula"},
		Text{"注释写在公式外面，或用 `// …`", "put the comment outside of the formula, or write `// …`"}},
	Semicolon: {Error,
		Text{"一个公式只有一个结果，不能用 `;` 连接", "a formula has one result; `;` cannot join several"},
		Text{"`;` 只用在 `let 名称 = …; …` 里；多个条件用 `and` 连接", "`;` stands only in `let name = …; …`; join conditions with `and`"}},
	NilIsNone: {Error,
		Text{"没有 `%[1]s`", "there is no `%[1]s`"},
		Text{"没有值写 `none`，判断有没有值写 `has(x)`", "write `none` for no value, and `has(x)` to test for one"}},
	CoalesceBinding: {Error,
		Text{"`??` 比其他运算符结合得都紧，这里读成的不是看起来的意思", "`??` binds tighter than every other operator, so this does not mean what it seems to"},
		Text{"把 `??` 连同它的左右两边放进括号：`(a ?? b) * c`", "put `??` with both its sides into parentheses: `(a ?? b) * c`"}},
	NotBinding: {Error,
		Text{"`not` 比 `%[1]s` 结合得紧：这里先否定左边", "`not` binds tighter than `%[1]s`: this negates the left side first"},
		Text{"写 `x not in t`，或 `not (a == b)`，或 `a != b`", "write `x not in t`, or `not (a == b)`, or `a != b`"}},
	ComparisonChain: {Error,
		Text{"比较的结果又拿来用 `%[1]s` 比较", "the result of a comparison is compared again with `%[1]s`"},
		Text{"写 `a == b and b == c`；`a <= x <= b` 可以连写", "write `a == b and b == c`; only `a <= x <= b` may be chained"}},
	DateIsSubtraction: {Error,
		Text{"`%[1]s` 是减法，不是日期", "`%[1]s` is a subtraction, not a date"},
		Text{"日期写 `date('2024-01-01')`", "write a date as `date('2024-01-01')`"}},
	NumberBase: {Error,
		Text{"`%[1]s`：只有十进制数", "`%[1]s`: there are only decimal numbers"},
		Text{"写成十进制", "write it in decimal"}},
	NumberSeparator: {Error,
		Text{"`%[1]s`：数字里不能有分隔符", "`%[1]s`: a number has no separators"},
		Text{"去掉逗号和下划线；如果是两个数，逗号后面加空格", "leave out commas and underscores; if these are two numbers, put a blank behind the comma"}},
	NumberExponent: {Error,
		Text{"`%[1]s`：数字不能用指数写法", "`%[1]s`: a number has no exponent"},
		Text{"把各位数字写全", "write out all digits"}},
	NumberPoint: {Error,
		Text{"`%[1]s`：小数点两边都要有数字", "`%[1]s`: the point needs digits on both sides"},
		Text{"写 `0.5` 或 `5`", "write `0.5` or `5`"}},
	NumberLeadingZero: {Error,
		Text{"`%[1]s`：数字不能以 0 开头", "`%[1]s`: a number does not start with 0"},
		Text{"数去掉前导零；代码写成文本 `'%[1]s'`", "leave out the zeros of a number; write a code as a text `'%[1]s'`"}},
	NumberTooLong: {Error,
		Text{"`%[1]s`：数字太长（整数最多 18 位，小数最多 28 位）", "`%[1]s`: the number is too long (18 digits whole, 28 with decimals)"},
		Text{"缩短它；代码和编号要写成文本", "shorten it; codes and ids are texts"}},
})
