package diag

// Cells: what is wrong with the text of one cell of a table or case file.
const (
	CellEmpty       Code = "DF1001"
	CellNumber      Code = "DF1002"
	CellDecimals    Code = "DF1003"
	CellTooLarge    Code = "DF1004"
	CellBounds      Code = "DF1005"
	CellDate        Code = "DF1006"
	CellMonth       Code = "DF1007"
	CellBool        Code = "DF1008"
	CellEnum        Code = "DF1009"
	CellCode        Code = "DF1010"
	CellDamaged     Code = "DF1011"
	CellUndecodable Code = "DF1012"
	CellTooLong     Code = "DF1013"
	CellRef         Code = "DF1014"
	CellFloat       Code = "DF1015"
	CellKind        Code = "DF1016"
	CellFormula     Code = "DF1017"
	CellCount       Code = "DF1020"
	CellQuotes      Code = "DF1021"
	LineNotObject   Code = "DF1022"
	RowTwice        Code = "DF1030"
	RowOrphan       Code = "DF1031"
	RowsTooMany     Code = "DF1032"
	OwnerDiffers    Code = "DF1033"
	FieldUnknown    Code = "DF1034"
)

var _ = register(map[Code]Info{
	CellEmpty: {FaultOfData,
		Text{"单元格是空的，而这个字段必须有值", "the cell is empty, but the field must have a value"},
		Text{"补上值；允许为空的字段在规则集里声明为 `optional` 或 `unknown`", "fill it in; a field that may be empty is declared `optional` or `unknown` in the ruleset"}},
	CellNumber: {FaultOfData,
		Text{"不是数：只接受 `123`、`-123.45` 这样的写法", "not a number: only `123` or `-123.45` is accepted"},
		Text{"去掉千分位、货币符号、指数和全角数字", "remove thousands separators, currency signs, exponents and full-width digits"}},
	CellDecimals: {FaultOfData,
		Text{"小数位数比字段声明的多", "more decimals than the field declares"},
		Text{"核对数据；金额最多两位小数", "check the data; money has at most two decimals"}},
	CellTooLarge: {FaultOfData,
		Text{"数太大，超出字段声明的位数", "the number is larger than the field's declared digits"},
		Text{"核对数据", "check the data"}},
	CellBounds: {FaultOfData,
		Text{"数不在字段声明的范围内", "the number lies outside the field's declared bounds"},
		Text{"核对数据和字段的 min、max、above、below", "check the data, and min, max, above, below of the field"}},
	CellDate: {FaultOfData,
		Text{"不是日期：接受 `2024-02-29`、`2024/2/29`、`20240229`，可带时间", "not a date: `2024-02-29`, `2024/2/29` or `20240229`, with or without a time, is accepted"},
		Text{"核对日期；1900 年以前和 2199 年以后不接受", "check the date; before 1900 and after 2199 none is accepted"}},
	CellMonth: {FaultOfData,
		Text{"不是年月：接受 `2024-02` 或 `202402`", "not a month: `2024-02` or `202402` is accepted"},
		Text{"核对年月", "check the month"}},
	CellBool: {FaultOfData,
		Text{"不是是非值：接受 `是`/`否`、`true`/`false`、`1`/`0`", "not a truth value: `是`/`否`, `true`/`false`, `1`/`0` are accepted"},
		Text{"改成其中之一", "write one of them"}},
	CellEnum: {FaultOfData,
		Text{"不是声明的取值之一", "not one of the declared values"},
		Text{"核对数据；其他写法可在字段的 `values` 里声明为别名", "check the data; other spellings can be declared as aliases in the field's `values`"}},
	CellCode: {FaultOfData,
		Text{"不符合代码体系的格式", "does not match the pattern of its code system"},
		Text{"核对代码", "check the code"}},
	CellDamaged: {FaultOfData,
		Text{"代码或编号已被电子表格改成科学计数法，原值已丢失", "the code or id was turned into scientific notation by a spreadsheet; its value is lost"},
		Text{"从来源系统重新导出，把这一列设为文本", "export it again from its system, with this column as text"}},
	CellUndecodable: {FaultOfData,
		Text{"有字节不能按文件的编码读出", "some bytes do not decode in the file's encoding"},
		Text{"核对文件编码（UTF-8 或 GB18030），从来源系统重新导出", "check the file's encoding (UTF-8 or GB18030) and export it again"}},
	CellTooLong: {FaultOfData,
		Text{"单元格文本太长", "the text of the cell is too long"},
		Text{"核对数据：是否有引号没有配对", "check the data: perhaps a quote is not closed"}},
	CellRef: {FaultOfData,
		Text{"表里没有这个代码", "the table has no such code"},
		Text{"核对代码，或在表里补上", "check the code, or add it to the table"}},
	CellFloat: {FaultOfData,
		Text{"数以浮点数给出，浮点数不精确", "the number was given as a floating-point value, which is not exact"},
		Text{"以文本或整数给出", "give it as a text or as a whole number"}},
	CellKind: {FaultOfData,
		Text{"值的种类不对", "the value is of the wrong kind"},
		Text{"核对字段的类型", "check the type of the field"}},
	CellFormula: {FaultOfData,
		Text{"是没有结果的公式：错误值（如 `#N/A`），或者从未计算过", "a formula without a result: an error such as `#N/A`, or never computed"},
		Text{"在电子表格里修正或重新计算公式，再保存", "correct or compute the formula in the spreadsheet, and save it again"}},
	CellCount: {FaultOfData,
		Text{"这一行的单元格数与表头不同", "the row has a different number of cells than the header"},
		Text{"核对是否多了或少了逗号、引号", "look for a comma or quote too many or too few"}},
	CellQuotes: {FaultOfData,
		Text{"这一行的引号不配对", "the quotes of this row do not match"},
		Text{"含有逗号或引号的单元格要整格加引号，里面的引号写两次", "quote the whole cell, and write a quote inside it twice"}},
	LineNotObject: {FaultOfData,
		Text{"这一行不是一个完整的 JSON 对象，或一个键写了两次", "the line is not one whole JSON object, or a key stands in it twice"},
		Text{"每行写一个 `{ … }`", "write one `{ … }` on each line"}},
	OwnerDiffers: {FaultOfData,
		Text{"这一行嵌在一个对象里，却写明属于另一个", "the row is nested in one object but names another as its owner"},
		Text{"嵌套的行不必写所属的记录；写了就要一致", "a nested row need not name its owner; if it does, it must be the one around it"}},
	RowTwice: {FaultOfData,
		Text{"同一个键出现了不止一次", "the same key occurs more than once"},
		Text{"删去重复的行，或更正键", "remove the repeated row, or correct its key"}},
	RowOrphan: {FaultOfData,
		Text{"所属的记录不在文件里", "the record that it belongs to is not in the file"},
		Text{"补上所属的记录，或删去这一行", "add the record that it belongs to, or remove the row"}},
	RowsTooMany: {FaultOfData,
		Text{"下属的行数超过记录声明的 max_rows", "more rows belong to it than the record's max_rows allows"},
		Text{"核对数据，或在记录里声明更大的 `max_rows`", "check the data, or declare a larger `max_rows` in the record"}},
	FieldUnknown: {FaultOfData,
		Text{"规则集没有声明这个字段", "the ruleset declares no such field"},
		Text{"核对字段名；`drgrule schema` 列出所有字段", "check the field's name; `drgrule schema` lists all fields"}},
})
