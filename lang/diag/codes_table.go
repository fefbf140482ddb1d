package diag

// Tables, parameters, bands.
const (
	TableSource      Code = "DR2601"
	TableFileMissing Code = "DR2602"
	TableHeader      Code = "DR2603"
	TableCell        Code = "DR2604"
	TableKeyTwice    Code = "DR2605"
	PrefixOverlap    Code = "DR2606"
	TableRowWidth    Code = "DR2607"
	ParamKeys        Code = "DR2608"
	ColumnPlace      Code = "DR2609"
	LookupArguments  Code = "DR2610"
	BandsShape       Code = "DR2611"
	BandsGap         Code = "DR2612"
	BandsOverlap     Code = "DR2613"
	PatternInvalid   Code = "DR2614"
	UnknownRow       Code = "DR2615"
	TableRefMissing  Code = "DR2616"
	TableFileShape   Code = "DR2617"
	LookupNeedsKey   Code = "DR2618"
	PropertyFails    Code = "DR2619"
)

var _ = register(map[Code]Info{
	TableSource: {Error,
		Text{"表 `%[1]s` 要有 `file` 或 `rows`，而且只有一个", "table `%[1]s` needs either `file` or `rows`"},
		Text{"小表写 `rows = [[…], […]]`，大表写 `file = \"tables/名称.csv\"`", "a small table is `rows = [[…], […]]`, a large one `file = \"tables/name.csv\"`"}},
	TableFileMissing: {Error,
		Text{"读不到表文件 `%[1]s`", "the table file `%[1]s` cannot be read"},
		Text{"路径相对于规则集的目录，不能指向目录之外", "the path is relative to the ruleset's directory and stays inside it"}},
	TableHeader: {Error,
		Text{"表文件缺少列 `%[1]s`", "the table file lacks the column `%[1]s`"},
		Text{"表头要有列名，或在列里用 `columns` 声明文件用的名称；文件的列：%[2]s", "the header must have it, or declare the file's name in `columns`; the file has: %[2]s"}},
	TableCell: {Error,
		Text{"`%[1]s` 第 %[2]d 行、`%[3]s`：%[4]s", "`%[1]s`, row %[2]d, `%[3]s`: %[4]s"},
		Text{"更正这个值，或它的类型", "correct the value, or its type"}},
	TableKeyTwice: {Error,
		Text{"表 `%[1]s` 第 %[2]d 行与第 %[3]d 行的键相同%[4]s", "rows %[2]d and %[3]d of table `%[1]s` have the same key%[4]s"},
		Text{"删去一行，或用 `from`、`through` 列分开日期", "remove one, or separate their dates with `from` and `through` columns"}},
	PrefixOverlap: {Error,
		Text{"表 `%[1]s` 第 %[2]d 行的前缀包含第 %[3]d 行的前缀%[4]s", "the prefix in row %[2]d of table `%[1]s` covers the one in row %[3]d%[4]s"},
		Text{"一个代码只能对上一行：改长前缀", "a code may match one row only: lengthen a prefix"}},
	TableRowWidth: {Error,
		Text{"这一行有 %[1]d 个值，表有 %[2]d 列", "this row has %[1]d values, the table has %[2]d columns"},
		Text{"按列的顺序写：%[3]s", "write them in the order of the columns: %[3]s"}},
	ParamKeys: {Error,
		Text{"参数 `%[1]s` 的 `value` 与 `keys` 不符", "`value` of parameter `%[1]s` does not fit its `keys`"},
		Text{"每个键写一项：`value = { \"键\" = 值 }`，几个键就套几层", "one entry per key: `value = { \"key\" = value }`, nested once for each key"}},
	ColumnPlace: {Error,
		Text{"类型 `%[1]s` 不能用在这里", "type `%[1]s` cannot stand here"},
		Text{"`from`、`through` 和 `prefix(…)` 只用在表的列上，`prefix` 只用在键的最后一列，每表各一列；param 不能是 `optional` 或 `unknown`", "`from`, `through` and `prefix(…)` are types of table columns, one each; `prefix` only in the last column of the key; a param is neither `optional` nor `unknown`"}},
	LookupArguments: {Error,
		Text{"`%[1]s` 的键有 %[2]d 个部分，这里给出 %[3]d 个", "the key of `%[1]s` has %[2]d parts, here are %[3]d"},
		Text{"写作 `%[4]s`", "write `%[4]s`"}},
	BandsShape: {Error,
		Text{"`bands` 的写法不对：%[1]s", "`bands` is not written as it must be: %[1]s"},
		Text{"每行 `{ below = 界限, value = 结果 }`，界限用 below、up_to、at_least、above，结果用 value 或 is；决策行用 when", "a row is `{ below = bound, value = result }`; bounds are below, up_to, at_least, above, results value or is; decision rows have `when`"}},
	BandsGap: {Error,
		Text{"分档有缺口：%[1]s没有档", "the bands leave a gap: no band for %[1]s"},
		Text{"让相邻两档首尾相接，或最后加一档不带界限", "let neighbouring bands meet, or add a last band without bounds"}},
	BandsOverlap: {Error,
		Text{"分档重叠或次序颠倒：%[1]s", "bands overlap or stand out of order: %[1]s"},
		Text{"从小到大写，相邻两档首尾相接", "write them from small to large, each beginning where the last ends"}},
	PatternInvalid: {Error,
		Text{"代码体系的 `pattern` 不是有效的正则表达式", "`pattern` is not a valid regular expression"},
		Text{"例如 `^[A-Z]{2}[0-9][1359]$`（RE2 语法）", "such as `^[A-Z]{2}[0-9][1359]$` (RE2 syntax)"}},
	UnknownRow: {Error,
		Text{"表 `%[2]s` 里没有 `%[1]s`", "table `%[2]s` has no row `%[1]s`"},
		Text{"更正代码，或在表里补上", "correct the code, or add it to the table"}},
	TableRefMissing: {Error,
		Text{"表 `%[1]s` 第 %[2]d 行、列 `%[3]s` 的代码不在表 `%[4]s` 里", "table `%[1]s`, row %[2]d, column `%[3]s`: the code is not in table `%[4]s`"},
		Text{"更正代码，或在 `%[4]s` 里补上", "correct the code, or add it to `%[4]s`"}},
	TableFileShape: {Error,
		Text{"表文件读不懂：%[1]s", "the table file cannot be read: %[1]s"},
		Text{"用逗号分隔，第一行是表头，编码为 UTF-8 或 GB18030", "use commas, a header in the first row, and UTF-8 or GB18030"}},
	LookupNeedsKey: {Error,
		Text{"`%[1]s` 要给出键才有值", "`%[1]s` has a value only for a key"},
		Text{"写作 `%[1]s(%[2]s)`", "write `%[1]s(%[2]s)`"}},
	PropertyFails: {Error,
		Text{"性质 `%[1]s` 对表 `%[2]s` 的行 %[3]s 不成立", "property `%[1]s` does not hold for row %[3]s of table `%[2]s`"},
		Text{"更正那一行，或更正性质", "correct the row, or the property"}},
})
