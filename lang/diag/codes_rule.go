package diag

// Payments, criteria, totals, outputs; sources; overlays and modules; examples.
const (
	ReplacesUnknown     Code = "DR2701"
	ScoreMaximum        Code = "DR2702"
	CriteriaShape       Code = "DR2703"
	TotalShape          Code = "DR2704"
	CapShape            Code = "DR2705"
	OutputType          Code = "DR2706"
	ProvisionalType     Code = "DR2707"
	PaymentType         Code = "DR2708"
	ColumnTwice         Code = "DR2709"
	ProvisionalDecimals Code = "DR2710"
	ProvisionalUnused   Code = "DR2711"
	UnknownSource       Code = "DR2801"
	UnknownClause       Code = "DR2802"
	CiteForm            Code = "DR2803"
	Uncited             Code = "DR2804"
	ExampleShape        Code = "DR2805"
	ExampleField        Code = "DR2806"
	OverrideNothing     Code = "DR2901"
	NeedsOverride       Code = "DR2902"
	DropsNothing        Code = "DR2903"
	ExtendsUnknown      Code = "DR2904"
	ExtendsLoop         Code = "DR2905"
	RulesetCount        Code = "DR2906"
	ModuleUnknown       Code = "DR2907"
	ModuleContent       Code = "DR2908"
	LanguageVersion     Code = "DR2909"
)

var _ = register(map[Code]Info{
	ReplacesUnknown: {Error,
		Text{"`instead_of` 里的 `%[1]s` 不能被替代：%[2]s", "`%[1]s` cannot be replaced by `instead_of`: %[2]s"},
		Text{"写同一记录、同一单位的另一个 `payment` 的名称，不能互相替代", "name another `payment` of the same record and unit; they cannot replace each other"}},
	ScoreMaximum: {Error,
		Text{"各维度满分之和是 %[1]s，`maximum` 写的是 %[2]s", "the maxima of the dimensions add up to %[1]s, `maximum` says %[2]s"},
		Text{"更正 `max` 或 `maximum`", "correct `max` or `maximum`"}},
	CriteriaShape: {Error,
		Text{"`criteria` 的写法不对：%[1]s", "`criteria` is not written as it must be: %[1]s"},
		Text{"要么写 `criterion` 块，要么写 `each`、`as`、`require`", "either write `criterion` blocks, or `each`, `as` and `require`"}},
	TotalShape: {Error,
		Text{"`total` 的写法不对：%[1]s", "`total` is not written as it must be: %[1]s"},
		Text{"写 sum、count、mean、min、max、weighted_mean、variance、percentile、cv 中的一个；percentile 要 `at`，cv 要 `digits`，weighted_mean 要 `weight`", "give one of sum, count, mean, min, max, weighted_mean, variance, percentile, cv; percentile needs `at`, cv `digits`, weighted_mean `weight`"}},
	CapShape: {Error,
		Text{"`cap` 的写法不对：%[1]s", "`cap` is not written as it must be: %[1]s"},
		Text{"`of` 是一个 payment 的名称；`first_come` 要 `order` 和 `crossing`；`pro_rata` 要 `remainder = largest`", "`of` names a payment; `first_come` needs `order` and `crossing`; `pro_rata` needs `remainder = largest`"}},
	OutputType: {Error,
		Text{"输出不能是%[1]s", "an output cannot be %[1]s"},
		Text{"输出数、文本、代码、日期或真假值；一行里的值写作 `路径.列`", "give a number, text, code, date or truth value; a value of a row is `path.column`"}},
	ProvisionalType: {Error,
		Text{"`provisional` 是%[1]s，值是%[2]s", "`provisional` is %[1]s, the value is %[2]s"},
		Text{"给出同一种类和单位的值", "give a value of the same type and unit"}},
	PaymentType: {Error,
		Text{"支付必须是一种单位的数，这里给的是%[1]s", "a payment must be a number of one unit, this is %[1]s"},
		Text{"给出金额或点数，约去多余的单位：每天多少点的参数，单位是 points / days；得分先除以满分，满分是单位为 score 的参数", "give money or points; cancel any other unit: what is so much a day has the unit points / days, a score is divided by a full score, a param with `unit = score`"}},
	ProvisionalDecimals: {Error,
		Text{"`provisional` 有 %[1]d 位小数，它代替的值只有 %[2]d 位", "`provisional` has %[1]d decimals, the value that it stands in for has %[2]d"},
		Text{"先舍入：`round(…, %[2]d)`", "round it first: `round(…, %[2]d)`"}},
	ProvisionalUnused: {Error,
		Text{"`%[1]s` 不用等其他病例就有值，`provisional` 永远用不到", "`%[1]s` is known without other cases, so `provisional` is never used"},
		Text{"去掉 `provisional`", "remove `provisional`"}},
	ColumnTwice: {Error,
		Text{"结果里已有列 `%[1]s`", "the results already have a column `%[1]s`"},
		Text{"换一个 `column`；键和支付本来就各有一列，不必再写输出", "choose another `column`; the key and payments have columns of their own and need no output"}},
	UnknownSource: {Error,
		Text{"没有来源 `%[1]s`", "there is no source `%[1]s`"},
		Text{"用 `source \"%[1]s\" { … }` 声明", "declare it with `source \"%[1]s\" { … }`"}},
	UnknownClause: {Error,
		Text{"来源 `%[1]s` 没有列出条款 `%[2]s`", "source `%[1]s` lists no clause `%[2]s`"},
		Text{"列出的条款：%[3]s", "it lists: %[3]s"}},
	CiteForm: {Error,
		Text{"出处 `%[1]s` 的写法不对", "citation `%[1]s` is not written as it must be"},
		Text{"写作 `来源` 或 `来源: 条款`", "write `source` or `source: clause`"}},
	Uncited: {Warning,
		Text{"数 `%[1]s` 没有出处，也没有假设", "the number `%[1]s` has neither a source nor an assumption"},
		Text{"给所在的块写 `cite = \"来源: 条款\"` 或 `assumption = \"…\"`", "give its block `cite = \"source: clause\"` or `assumption = \"…\"`"}},
	ExampleShape: {Error,
		Text{"`example` 的写法不对：%[1]s", "`example` is not written as it must be: %[1]s"},
		Text{"写 `given = { 记录 = { 字段 = 值 } }` 和 `expect = { 名称 = 值 }`，或 `rows = \"文件.csv\"`", "write `given = { record = { field = value } }` and `expect = { name = value }`, or `rows = \"file.csv\"`"}},
	ExampleField: {Error,
		Text{"`example` 里的 `%[1]s` 不是%[2]s", "`%[1]s` in the `example` is not %[2]s"},
		Text{"可用：%[3]s", "known: %[3]s"}},
	OverrideNothing: {Error,
		Text{"没有可覆盖的 `%[1]s \"%[2]s\"`", "there is no `%[1]s \"%[2]s\"` to override"},
		Text{"去掉 `override`，或更正名称、类别和日期", "remove `override`, or correct name, kind and dates"}},
	NeedsOverride: {Error,
		Text{"`%[1]s \"%[2]s\"` 在下层规则集里已有定义", "`%[1]s \"%[2]s\"` is already defined in the ruleset below"},
		Text{"要替换它就写 `override = true`", "write `override = true` to replace it"}},
	DropsNothing: {Error,
		Text{"`drops` 里的 `%[1]s` 在下层规则集里不存在", "`drops` names `%[1]s`, which the ruleset below does not have"},
		Text{"更正名称", "correct the name"}},
	ExtendsUnknown: {Error,
		Text{"读不到下层规则集 `%[1]s`", "the ruleset below, `%[1]s`, cannot be read"},
		Text{"`extends` 是同级目录的名称", "`extends` names a directory beside this one"}},
	ExtendsLoop: {Error,
		Text{"规则集互相扩展成环：%[1]s", "rulesets extend each other in a circle: %[1]s"},
		Text{"断开一处", "break it at one place"}},
	RulesetCount: {Error,
		Text{"规则集要有且只有一个 `ruleset` 块，这里有 %[1]d 个", "a ruleset has exactly one `ruleset` block, here are %[1]d"},
		Text{"写一个 `ruleset \"名称\" { … }`", "write one `ruleset \"name\" { … }`"}},
	ModuleUnknown: {Error,
		Text{"没有模块 `%[1]s`", "there is no module `%[1]s`"},
		Text{"标准模块：%[2]s", "the standard modules: %[2]s"}},
	ModuleContent: {Error,
		Text{"模块里不能有 `%[1]s` 块", "a module cannot have a `%[1]s` block"},
		Text{"模块只含 function、bands（带 arg）、param、table、unit、codes、source、assumption", "a module has function, bands with `arg`, param, table, unit, codes, source and assumption blocks"}},
	LanguageVersion: {Error,
		Text{"规则集要求语言版本 %[1]s，这里是版本 %[2]d", "the ruleset asks for language version %[1]s, this is version %[2]d"},
		Text{"用相应版本的 drgrule，或更新规则集", "use a drgrule of that version, or update the ruleset"}},
})
