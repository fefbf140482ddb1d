package diag

// Names and references.
const (
	NameTaken         Code = "DR2001"
	ReservedName      Code = "DR2002"
	BadName           Code = "DR2003"
	UnknownName       Code = "DR2004"
	UnknownMember     Code = "DR2005"
	UnknownFunction   Code = "DR2006"
	UnknownReference  Code = "DR2007"
	UnknownCodes      Code = "DR2008"
	Cycle             Code = "DR2009"
	RecursiveFunction Code = "DR2010"
	UnusedName        Code = "DR2011"
	NoMembers         Code = "DR2012"
)

var _ = register(map[Code]Info{
	NameTaken: {Error,
		Text{"名称 `%[1]s` 已经用过", "the name `%[1]s` is taken"},
		Text{"换一个名称；同一个值的不同日期版本要用 `from`、`through` 分开", "choose another name; versions of one value by date need disjoint `from` and `through`"}},
	ReservedName: {Error,
		Text{"`%[1]s` 是保留字，不能用作名称", "`%[1]s` is reserved and cannot be a name"},
		Text{"换一个名称", "choose another name"}},
	BadName: {Error,
		Text{"`%[1]s` 不能用作名称", "`%[1]s` cannot be a name"},
		Text{"名称由字母、汉字、数字和下划线组成，不以数字开头，不含连字符", "a name is letters, Chinese characters, digits and underscores, does not start with a digit, and has no hyphen"}},
	UnknownName: {Error,
		Text{"没有名称 `%[1]s`", "unknown name `%[1]s`"},
		Text{"检查拼写，或用 `let`、`param`、`table` 等块定义它；文本要加单引号", "check the spelling, or define it with a `let`, `param`, `table` or other block; a text needs single quotes"}},
	UnknownMember: {Error,
		Text{"`%[1]s` 没有 `%[2]s`", "`%[1]s` has no `%[2]s`"},
		Text{"它有：%[3]s", "it has: %[3]s"}},
	UnknownFunction: {Error,
		Text{"没有函数 `%[1]s`", "there is no function `%[1]s`"},
		Text{"函数见语言手册，或用 `function` 块定义", "functions are in the manual, or are defined by a `function` block"}},
	UnknownReference: {Error,
		Text{"没有记录或表 `%[1]s`", "there is no record or table `%[1]s`"},
		Text{"检查拼写，或用 `record`、`table` 块声明", "check the spelling, or declare it with a `record` or `table` block"}},
	UnknownCodes: {Error,
		Text{"没有代码体系 `%[1]s`", "there is no code system `%[1]s`"},
		Text{"用 `codes \"%[1]s\" { … }` 声明", "declare it with `codes \"%[1]s\" { … }`"}},
	Cycle: {Error,
		Text{"值互相依赖成环：%[1]s", "values depend on each other in a circle: %[1]s"},
		Text{"断开一处；方程的解要由作者写成公式，并声明 `assumption`", "break it at one place; write the solution of an equation as a formula, with an `assumption`"}},
	RecursiveFunction: {Error,
		Text{"函数 `%[1]s` 调用了自己：%[2]s", "function `%[1]s` calls itself: %[2]s"},
		Text{"函数不能递归；用表或分档代替", "functions are not recursive; use a table or bands"}},
	UnusedName: {Warning,
		Text{"没有任何输出、支付或汇总用到 `%[1]s`", "no output, payment or total uses `%[1]s`"},
		Text{"删去它，或用到它", "remove it, or use it"}},
	NoMembers: {Error,
		Text{"`%[1]s` 是%[2]s，不能用 `.%[3]s`", "`%[1]s` is %[2]s, it has no `.%[3]s`"},
		Text{"`.` 只用在记录、引用和表的行后面", "`.` stands only after records, references and rows of tables"}},
})
