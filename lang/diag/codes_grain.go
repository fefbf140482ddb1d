package diag

// Records, relations, grain and dates.
const (
	OtherGrain       Code = "DR2401"
	GrainUnclear     Code = "DR2402"
	UnknownPer       Code = "DR2403"
	NotARecordRef    Code = "DR2404"
	KeyField         Code = "DR2405"
	ClockShape       Code = "DR2407"
	NoClock          Code = "DR2408"
	OrderNotUnique   Code = "DR2410"
	FunctionReadsRow Code = "DR2411"
	KeyParts         Code = "DR2412"
	OwnerLoop        Code = "DR2413"
	FieldShape       Code = "DR2414"
	NoRowHere        Code = "DR2415"
	LookInside       Code = "DR2416"
	FoundLater       Code = "DR2417"
	KeyOverCases     Code = "DR2418"
	VersionsOverlap  Code = "DR2501"
	DatesReversed    Code = "DR2502"
	AtNothing        Code = "DR2503"
)

var _ = register(map[Code]Info{
	OtherGrain: {Error,
		Text{"%[1]s；%[2]s", "%[1]s; %[2]s"},
		Text{"%[3]s", "%[3]s"}},
	GrainUnclear: {Error,
		Text{"看不出这个值属于哪个记录的每一行", "it is not clear of which record this is a value"},
		Text{"写 `per = \"记录名\"`", "write `per = \"record\"`"}},
	UnknownPer: {Error,
		Text{"没有记录 `%[1]s`", "there is no record `%[1]s`"},
		Text{"`per` 是一个 `record` 块的名称；`property` 也可以是表", "`per` names a `record` block; for a `property` it may also be a table"}},
	NotARecordRef: {Error,
		Text{"`%[1]s` 要指向一个记录，这里是%[2]s", "`%[1]s` must refer to a record, this is %[2]s"},
		Text{"写一个类型为 `ref(记录)` 的路径，例如 `item.case`", "write a path of type `ref(record)`, such as `item.case`"}},
	KeyField: {Error,
		Text{"键 `%[1]s` 不是 `%[2]s` 的字段，或者它可能没有值", "key `%[1]s` is not a field of `%[2]s`, or it may have no value"},
		Text{"键由必有值的字段组成", "a key is made of fields that always have a value"}},
	ClockShape: {Error,
		Text{"`clock` 必须是一个必有的日期字段的路径", "`clock` must be the path of a date field that is always there"},
		Text{"例如 `clock = \"case.discharged\"`", "such as `clock = \"case.discharged\"`"}},
	NoClock: {Error,
		Text{"`%[1]s` 随日期变化，而 `%[2]s` 没有声明 `clock`", "`%[1]s` depends on the date, but `%[2]s` declares no `clock`"},
		Text{"给记录写 `clock = \"…\"`，或写明日期：`%[1]s.at(date)`", "give the record a `clock`, or name the date: `%[1]s.at(date)`"}},
	NoRowHere: {Error,
		Text{"`%[1]s` 随日期变化，而这个值不属于任何记录，没有日期", "`%[1]s` depends on the date, but this value belongs to no record, so it has none"},
		Text{"写 `per = \"记录名\"`，或写明日期：`%[1]s.at(date)`", "write `per = \"record\"`, or name the date: `%[1]s.at(date)`"}},
	OrderNotUnique: {Error,
		Text{"排序的最后必须是 `%[1]s` 的键 `%[2]s`，否则同值时没有先后", "an order must end with the key of `%[1]s`, `%[2]s`, or equal rows would have no order"},
		Text{"在列表末尾加上键", "add the key at the end of the list"}},
	FunctionReadsRow: {Error,
		Text{"函数里不能读 `%[1]s`：函数不属于任何一行", "a function cannot read `%[1]s`: it belongs to no row"},
		Text{"把它作为参数传入", "pass it as an argument"}},
	KeyParts: {Error,
		Text{"`%[1]s` 的键有 %[2]d 个部分，这里给出 %[3]d 个", "the key of `%[1]s` has %[2]d parts, here are %[3]d"},
		Text{"按键的顺序给出每个部分：%[4]s", "give each part in the order of the key: %[4]s"}},
	OwnerLoop: {Error,
		Text{"记录 `%[1]s` 通过键属于它自己", "record `%[1]s` belongs to itself through its key"},
		Text{"键里的 `ref` 只能指向上一级记录", "a `ref` in a key points to the record that owns this one"}},
	FieldShape: {Error,
		Text{"字段 `%[1]s` 的 `%[2]s` 写法不对", "`%[2]s` of field `%[1]s` is not written as it must be"},
		Text{"%[3]s", "%[3]s"}},
	LookInside: {Error,
		Text{"这里逐行查看其他病例，又用到外层逐行查看的那一行", "this goes through rows of other cases for each element of another predicate"},
		Text{"把里层写成那一行的 `let`，外层再读它：`.名称`", "make it a `let` of that row, and read it outside: `.name`"}},
	FoundLater: {Error,
		Text{"`%[1]s` 在第 %[2]d 轮才算出，而找到那一行的查找在第 %[3]d 轮", "`%[1]s` is known in round %[2]d, but the row is found in round %[3]d"},
		Text{"只读查找之前就已算出的值", "read of a row that is found among other cases what is known before the search"}},
	KeyOverCases: {Error,
		Text{"计算的引用指向哪一行，不能取决于跨病例的值", "which row a computed reference names cannot depend on a value over many cases"},
		Text{"键的各部分只用病例本身的数据；跨病例的条件写在 `where` 里", "make the key of the row's own data; a condition over many cases stands in a `where`"}},
	VersionsOverlap: {Error,
		Text{"`%[1]s` 的两个版本日期重叠", "two versions of `%[1]s` overlap in time"},
		Text{"`from` 和 `through` 都包含当天，让它们首尾相接", "`from` and `through` both include their day: let one version begin the day after the other ends"}},
	DatesReversed: {Error,
		Text{"`from` 在 `through` 之后", "`from` is later than `through`"},
		Text{"更正日期", "correct the dates"}},
	AtNothing: {Error,
		Text{"`.at` 只用在参数和表上", "`.at` stands only after parameters and tables"},
		Text{"写 `参数.at(日期)` 或 `表.at(日期, 键)`", "write `param.at(date)` or `table.at(date, key)`"}},
})
