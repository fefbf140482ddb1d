package diag

// Types, units and decimals.
const (
	TypeMismatch      Code = "DR2101"
	UnitMismatch      Code = "DR2102"
	NotComparable     Code = "DR2103"
	ArmsDiffer        Code = "DR2104"
	FixedNumber       Code = "DR2105"
	FixedText         Code = "DR2106"
	WordArgument      Code = "DR2107"
	ArgumentCount     Code = "DR2108"
	DivisorZero       Code = "DR2109"
	DivisorMayBeZero  Code = "DR2110"
	BadDate           Code = "DR2111"
	BadMember         Code = "DR2112"
	Unrounded         Code = "DR2113"
	TooManyDecimals   Code = "DR2114"
	UnknownType       Code = "DR2115"
	TypeArguments     Code = "DR2116"
	UnknownUnit       Code = "DR2117"
	NotAValue         Code = "DR2118"
	NoType            Code = "DR2119"
	RangePlace        Code = "DR2120"
	DateMinusDate     Code = "DR2121"
	BadBounds         Code = "DR2122"
	LiteralType       Code = "DR2123"
	LiteralBounds     Code = "DR2124"
	DeclaredUnit      Code = "DR2125"
	ElementPlace      Code = "DR2126"
	PredicateArgument Code = "DR2127"
	RoundsNothing     Code = "DR2128"
	TextCompare       Code = "DR2129"
	CallFails         Code = "DR2130"
)

var _ = register(map[Code]Info{
	TypeMismatch: {Error,
		Text{"`%[1]s` 需要%[2]s，这里给的是%[3]s", "`%[1]s` needs %[2]s, this is %[3]s"},
		Text{"改成%[2]s", "give %[2]s here"}},
	UnitMismatch: {Error,
		Text{"`%[1]s` 两边的单位不同：%[2]s 与 %[3]s", "the units on both sides of `%[1]s` differ: %[2]s and %[3]s"},
		Text{"先换算成同一单位，例如点数乘以每点金额", "convert to one unit first, such as points times money per point"}},
	NotComparable: {Error,
		Text{"不能用 `%[1]s` 比较%[2]s与%[3]s", "`%[1]s` cannot compare %[2]s with %[3]s"},
		Text{"两边要是同一种值；大小比较只用于数、日期和年月", "both sides must be of one kind; order exists for numbers, dates and months only"}},
	ArmsDiffer: {Error,
		Text{"各分支的结果种类或单位不同：%[1]s 与 %[2]s", "the results differ in type or unit: %[1]s and %[2]s"},
		Text{"让每个分支给出同一种结果", "let every branch give the same type and unit"}},
	FixedNumber: {Error,
		Text{"`%[1]s` 的这个参数要是直接写出的整数（%[2]d 到 %[3]d）", "this argument of `%[1]s` must be a whole number written out (%[2]d to %[3]d)"},
		Text{"直接写数字，不能是算出来的", "write the digits; it cannot be computed"}},
	FixedText: {Error,
		Text{"`%[1]s` 的参数必须是直接写出的文本，不能为空", "the argument of `%[1]s` must be a text written out, not an empty one"},
		Text{"写作 `%[1]s('…')`", "write `%[1]s('…')`"}},
	WordArgument: {Error,
		Text{"`%[1]s` 的这个参数应当是：%[2]s", "this argument of `%[1]s` must be one of: %[2]s"},
		Text{"直接写其中一个词，不加引号", "write one of these words, without quotes"}},
	ArgumentCount: {Error,
		Text{"`%[1]s` 的参数个数不对（这里有 %[2]d 个）", "`%[1]s` has the wrong number of arguments (%[2]d here)"},
		Text{"写作 `%[3]s`", "write `%[3]s`"}},
	DivisorZero: {Error,
		Text{"除数是 0", "the divisor is 0"},
		Text{"改正除数", "correct the divisor"}},
	DivisorMayBeZero: {Error,
		Text{"除数 `%[1]s` 可能是 0，而没有说明那时怎么办", "the divisor `%[1]s` may be 0, and the rule does not say what happens then"},
		Text{"写 `divide(a, b, 除数为 0 时的结果)`，或 `b > 0 ? a / b : …`，或给字段声明 `min`、`above`", "write `divide(a, b, result for 0)`, or `b > 0 ? a / b : …`, or declare `min` or `above` for the field"}},
	BadDate: {Error,
		Text{"`%[1]s` 不是日期", "`%[1]s` is not a date"},
		Text{"写作 `2024-02-29`，年份 1900 到 2199", "write `2024-02-29`, year 1900 to 2199"}},
	BadMember: {Error,
		Text{"`%[1]s` 不在取值之列", "`%[1]s` is not one of the values"},
		Text{"可取：%[2]s", "one of: %[2]s"}},
	Unrounded: {Error,
		Text{"%[1]s带有未舍入的商，不能%[2]s", "%[1]s still carries an unrounded quotient, so it cannot be %[2]s"},
		Text{"先舍入：`round(…, 2)`；政策没有规定时写 `round(…, 8)` 并声明 `assumption`", "round it first: `round(…, 2)`; where the policy is silent, `round(…, 8)` with an `assumption`"}},
	TooManyDecimals: {Error,
		Text{"%[1]s是金额，有 %[2]d 位小数，最多 2 位", "%[1]s is money with %[2]d decimals; at most 2 are allowed"},
		Text{"先舍入：`round(…, 2)`", "round it first: `round(…, 2)`"}},
	UnknownType: {Error,
		Text{"没有类型 `%[1]s`", "there is no type `%[1]s`"},
		Text{"类型有 money、points、ratio、days、count、score、text、bool、date、month、自定义单位，以及 code(…)、prefix(…)、enum(…)、ref(…)、list(…)、optional(…)、unknown(…)", "types are money, points, ratio, days, count, score, text, bool, date, month, own units, and code(…), prefix(…), enum(…), ref(…), list(…), optional(…), unknown(…)"}},
	TypeArguments: {Error,
		Text{"类型 `%[1]s` 的参数不对", "the arguments of type `%[1]s` are wrong"},
		Text{"例如 `enum(\"drug\", \"device\")`、`ref(groups)`、`optional(date)`；界限写在类型旁边：`{ type = optional(count), max = 10 }`", "such as `enum(\"drug\", \"device\")`, `ref(groups)`, `optional(date)`; bounds stand beside the type: `{ type = optional(count), max = 10 }`"}},
	UnknownUnit: {Error,
		Text{"没有单位 `%[1]s`", "there is no unit `%[1]s`"},
		Text{"单位有 money、points、ratio、count、days、score，或用 `unit` 块声明", "units are money, points, ratio, count, days, score, or one declared by a `unit` block"}},
	NotAValue: {Error,
		Text{"`%[1]s` 是%[2]s，不能当作值使用", "`%[1]s` is %[2]s, not a value"},
		Text{"%[3]s", "%[3]s"}},
	NoType: {Error,
		Text{"看不出`%[1]s`的类型：它从不给出值", "the type of `%[1]s` cannot be told: it never gives a value"},
		Text{"至少一个分支要给出值", "let at least one branch give a value"}},
	RangePlace: {Error,
		Text{"`a..b` 只能写在 `in` 的右边", "`a..b` may only stand to the right of `in`"},
		Text{"写 `x in a..b`，两端都包含，x 必须是整数", "write `x in a..b`; both ends are included, and x is whole"}},
	DateMinusDate: {Error,
		Text{"日期不能相减", "dates cannot be subtracted"},
		Text{"写 `days(早, 晚)`，它按日历日计数，不含首日", "write `days(earlier, later)`: calendar days, the first not counted"}},
	BadBounds: {Error,
		Text{"`%[1]s` 与 `%[2]s` 不能同时成立", "`%[1]s` and `%[2]s` cannot both hold"},
		Text{"每一侧只写一个界限，下限不大于上限", "give one bound for each side, the lower not above the upper"}},
	LiteralType: {Error,
		Text{"这个值应当是%[1]s", "this value must be %[1]s"},
		Text{"数直接写，不加引号；文本、日期和代码加引号", "numbers stand without quotes; texts, dates and codes in quotes"}},
	LiteralBounds: {Error,
		Text{"这个值不在声明的范围内", "this value lies outside the declared bounds"},
		Text{"更正值，或更正 min、max、above、below", "correct the value, or min, max, above, below"}},
	DeclaredUnit: {Error,
		Text{"声明的单位是 %[1]s，公式给出 %[2]s", "the declared unit is %[1]s, but the formula gives %[2]s"},
		Text{"更正 `unit`，或在公式里乘以带单位的参数：权重乘以单位为点的参数才是点数，单写 100 没有单位", "correct `unit`, or multiply by a param that brings it: a weight times a param in points gives points; a bare 100 has no unit"}},
	ElementPlace: {Error,
		Text{"`#` 和 `.字段` 只能用在 any、all、count、sum、find 的条件里", "`#` and `.field` stand only in a predicate of any, all, count, sum or find"},
		Text{"写出完整路径，例如 `case.字段`", "write the whole path, such as `case.field`"}},
	PredicateArgument: {Error,
		Text{"`%[1]s` 逐行看的应当是表、下属的行或列表，这里是%[2]s", "what `%[1]s` goes through must be a table, rows or a list; this is %[2]s"},
		Text{"例如表名，或 `case.items`", "such as the name of a table, or `case.items`"}},
	RoundsNothing: {Warning,
		Text{"这个舍入不改变任何值：它已经只有 %[1]d 位小数", "this rounding changes nothing: the value has only %[1]d decimals"},
		Text{"去掉它，或更正位数", "remove it, or correct the number of digits"}},
	CallFails: {Error,
		Text{"函数 `%[1]s` 对这些参数不成立：%[2]s", "function `%[1]s` does not work for these arguments: %[2]s"},
		Text{"换参数（例如先舍入），或改函数；参数的小数位数和范围以调用时的为准", "give other arguments, such as rounded ones, or change the function; decimals and bounds are those of the call"}},
	TextCompare: {Error,
		Text{"代码 `%[1]s` 不符合代码体系 `%[2]s` 的格式，永远不会相等", "code `%[1]s` does not match the pattern of `%[2]s`, so it can never be equal"},
		Text{"更正代码", "correct the code"}},
})
