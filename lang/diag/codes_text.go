package diag

// Limits and characters: found by the guard, before any parser runs.
const (
	FileTooLarge        Code = "DR1001"
	TooManyFiles        Code = "DR1002"
	RulesetTooLarge     Code = "DR1003"
	NestingTooDeep      Code = "DR1004"
	TokenTooLong        Code = "DR1005"
	FormulaTooLong      Code = "DR1006"
	FormulaTooDeep      Code = "DR1007"
	FormulaTooManyParts Code = "DR1008"
	TableTooLarge       Code = "DR1009"
	TableTooManyRows    Code = "DR1010"
	ProgramTooLarge     Code = "DR1011"
	NumberTooWide       Code = "DR1012"
	TooManyStrata       Code = "DR1013"
	CostTooHigh         Code = "DR1014"
	ValuesTooDeep       Code = "DR1015"
	NotUTF8             Code = "DR1020"
	InvisibleCharacter  Code = "DR1021"
	NotComposed         Code = "DR1022"
	FullWidthCharacter  Code = "DR1023"
)

var _ = register(map[Code]Info{
	FileTooLarge: {Error,
		Text{"规则文件超过 %[1]d 字节（实有 %[2]d）", "the rules file is larger than %[1]d bytes (it has %[2]d)"},
		Text{"把规则拆成几个文件；大表放进 CSV 文件，用 `file` 引入", "split the rules into several files; put large tables into CSV files and name them with `file`"}},
	TooManyFiles: {Error,
		Text{"规则集超过 %[1]d 个文件（实有 %[2]d）", "the ruleset has more than %[1]d files (it has %[2]d)"},
		Text{"合并文件，或拆成模块用 `uses` 引入", "merge files, or split modules off and bring them in with `uses`"}},
	RulesetTooLarge: {Error,
		Text{"规则集总共超过 %[1]d 字节（实有 %[2]d）", "the ruleset is larger than %[1]d bytes in all (it has %[2]d)"},
		Text{"大表放进 CSV 文件", "put large tables into CSV files"}},
	NestingTooDeep: {Error,
		Text{"括号或块嵌套超过 %[1]d 层", "brackets or blocks are nested deeper than %[1]d levels"},
		Text{"把内层提出来，另起一个 `let`", "name the inner part with a `let` of its own"}},
	TokenTooLong: {Error,
		Text{"一个名称或文本超过 %[1]d 字节（实有 %[2]d）", "one name or text is longer than %[1]d bytes (it has %[2]d)"},
		Text{"缩短它；数据放进表文件", "shorten it; data belongs into a table file"}},
	FormulaTooLong: {Error,
		Text{"公式超过 %[1]d 字节（实有 %[2]d）", "the formula is longer than %[1]d bytes (it has %[2]d)"},
		Text{"拆成几个 `let`，或用表代替长的条件", "split it into several `let` blocks, or use a table instead of long conditions"}},
	FormulaTooDeep: {Error,
		Text{"公式嵌套超过 %[1]d 层", "the formula is nested deeper than %[1]d levels"},
		Text{"把内层写成单独的 `let`", "write the inner part as a `let` of its own"}},
	FormulaTooManyParts: {Error,
		Text{"公式超过 %[1]d 个部分", "the formula has more than %[1]d parts"},
		Text{"拆成几个 `let`，或用表代替", "split it into several `let` blocks, or use a table"}},
	TableTooLarge: {Error,
		Text{"表文件超过 %[1]d 字节（实有 %[2]d）", "the table file is larger than %[1]d bytes (it has %[2]d)"},
		Text{"去掉规则用不到的行和列", "leave out the rows and columns that no rule reads"}},
	TableTooManyRows: {Error,
		Text{"表超过 %[1]d 行", "the table has more than %[1]d rows"},
		Text{"去掉规则用不到的行", "leave out the rows that no rule reads"}},
	ProgramTooLarge: {Error,
		Text{"规则展开后超过 %[1]d 个计算步骤", "the rules expand to more than %[1]d steps"},
		Text{"函数在每次调用处展开：少嵌套调用，把共同部分写成 `let`", "functions are expanded at each call: nest fewer calls, and name common parts with `let`"}},
	NumberTooWide: {Error,
		Text{"这里的中间结果可能超过 %[1]d 位二进制", "an intermediate result here may take more than %[1]d bits"},
		Text{"先对中间结果舍入，例如 `round(…, 8)`，并说明依据或假设", "round an intermediate result first, such as `round(…, 8)`, with its citation or assumption"}},
	TooManyStrata: {Error,
		Text{"规则需要 %[2]d 轮跨病例计算，最多 %[1]d 轮", "the rules need %[2]d rounds over many cases, at most %[1]d are allowed"},
		Text{"检查跨病例汇总之间的依赖", "look at how the totals over many cases depend on each other"}},
	CostTooHigh: {Error,
		Text{"一个病例最多可能要算 %[2]s 步，上限 %[1]s 步", "one case may take up to %[2]s steps, the limit is %[1]s"},
		Text{"减小记录的 `max_rows`，或不要在逐行条件里再逐行", "lower `max_rows` of the records, or avoid going through rows within rows"}},
	ValuesTooDeep: {Error,
		Text{"从这里起，一个接一个读取的值和函数超过 %[1]d 个", "more than %[1]d values and functions read each other in a row from here"},
		Text{"逐行逐级的计算写成表或 `total`，不要一级写一个 `let`", "write what goes on step by step as a table or a `total`, not as one `let` for each step"}},
	NotUTF8: {Error,
		Text{"规则文件不是 UTF-8（字节位置 %[1]d）", "the rules file is not UTF-8 (at byte %[1]d)"},
		Text{"用 UTF-8 编码保存规则文件", "save the rules file as UTF-8"}},
	InvisibleCharacter: {Error,
		Text{"有看不见的字符 %[1]U", "there is an invisible character %[1]U"},
		Text{"删除它：看不见的字符会让规则与读到的不一样", "delete it: an invisible character makes the rules differ from what is read"}},
	NotComposed: {Error,
		Text{"这个字符不是 Unicode 合成形式（NFC）", "this character is not in composed form (Unicode NFC)"},
		Text{"换成普通的合成字符：看起来相同的两个名称必须是同一个名称", "write the ordinary composed character: two names that look the same must be the same"}},
	FullWidthCharacter: {Error,
		Text{"全角或中文标点 `%[1]s`", "full-width or typographic character `%[1]s`"},
		Text{"%[2]s", "%[2]s"}},
})
