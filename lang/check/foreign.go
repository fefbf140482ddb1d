package check

import (
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// foreign are functions of spreadsheets and databases that authors reach for, with what
// the language has instead. A name that merely looks similar would mislead them.
var foreign = map[string]diag.Text{}

func init() {
	for names, text := range map[string]diag.Text{
		"if iif iff when case":                     {Zh: "条件写作 `条件 ? 甲 : 乙`", En: "a choice is `condition ? a : b`"},
		"coalesce ifnull nvl ifna iferror":         {Zh: "没有值时用别的值，写作 `(x ?? 其他值)`", En: "another value where there is none is `(x ?? other)`"},
		"isnull isblank isempty exists":            {Zh: "有没有值写作 `has(x)`，没有值是 `not has(x)`", En: "whether there is a value is `has(x)`, and `not has(x)` whether there is none"},
		"avg average mean":                         {Zh: "平均值用 `total` 块的 `mean`，几个数的平均写作相加再除", En: "a mean is `mean` of a `total` block; of a few numbers, add and divide"},
		"datediff datedif daysbetween days360":     {Zh: "天数写作 `days(早, 晚)`", En: "a number of days is `days(earlier, later)`"},
		"dateadd adddays edate eomonth addmonths":  {Zh: "几天以后写作 `d + 30`，几个月以后写作 `add_months(d, n)`，月末是 `last_day(d)`", En: "days later is `d + 30`, months later `add_months(d, n)`, the end of a month `last_day(d)`"},
		"today now sysdate getdate":                {Zh: "没有“今天”，否则同一病例每天结果不同：用记录 `run` 的一个日期字段", En: "there is no today, for a case would come out differently every day: use a date of the record `run`"},
		"left right mid substr substring concat":   {Zh: "文本不能截取和连接：开头写作 `x startsWith 'A'`，按前缀查表用 `prefix(…)` 列", En: "texts are not cut or joined: a beginning is `x startsWith 'A'`, a look-up by one a `prefix(…)` column"},
		"age dateage":                              {Zh: "年龄用日期比较：`add_months(出生日期, 12 * 18) <= 入院日期` 是已满 18 周岁", En: "compare dates: `add_months(born, 12 * 18) <= admitted` is 18 years or more"},
		"between":                                  {Zh: "范围写作 `1 <= x <= 2`", En: "a range is `1 <= x <= 2`"},
		"mod modulo rem":                           {Zh: "没有求余数", En: "there is no remainder of a division"},
		"vlookup xlookup lookup index":             {Zh: "查表写作 `表名(键).列`", En: "a look-up is `table(key).column`"},
		"roundup rounddown ceiling truncate trunc": {Zh: "舍入写作 `round(x, 2, up)`，方式另有 down、ceiling、floor 等", En: "rounding is `round(x, 2, up)`; other modes are down, ceiling, floor and more"},
		"countif countifs sumif sumifs sumproduct": {Zh: "按条件计数和求和写作 `count(行, 条件)`、`sum(行, 条件 ? .字段 : 0)`", En: "to count and add on a condition: `count(rows, condition)`, `sum(rows, condition ? .field : 0)`"},
		"and or": {Zh: "写在两个条件中间：`a and b`、`a or b`", En: "they stand between two conditions: `a and b`, `a or b`"},
	} {
		for _, n := range strings.Fields(names) {
			foreign[n] = text
		}
	}
}
