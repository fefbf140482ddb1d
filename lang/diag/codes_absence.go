package diag

// Absence: what may be none, what may be unreported.
const (
	AbsentHere       Code = "DR2301"
	HasNothing       Code = "DR2302"
	CoalesceNothing  Code = "DR2303"
	KnownNothing     Code = "DR2304"
	HasUnreported    Code = "DR2305"
	StatusArgument   Code = "DR2306"
	OptionalAndKnown Code = "DR2307"
)

var _ = register(map[Code]Info{
	AbsentHere: {Error,
		Text{"`%[1]s` 这里可能没有值", "`%[1]s` may have no value here"},
		Text{"先判断：`has(%[1]s) and …`，或写 `(%[1]s ?? 其他值)`，或放进 `when`、`applies`", "test it first: `has(%[1]s) and …`, or write `(%[1]s ?? other)`, or put the test into `when` or `applies`"}},
	HasNothing: {Error,
		Text{"`%[1]s` 总是有值，`has` 没有意义", "`%[1]s` always has a value, so `has` tells nothing"},
		Text{"去掉 `has`；查表有没有这一行写 `key in table`", "remove `has`; whether a table has a row is `key in table`"}},
	CoalesceNothing: {Error,
		Text{"`??` 左边 `%[1]s` 总是有值，右边永远用不到", "the left side of `??`, `%[1]s`, always has a value, so the right side is never used"},
		Text{"去掉 `??`；`??` 只接住写在它左边的查表和可能没有的值，不接住另一个 `let` 里的查表", "remove `??`; it catches look-ups and optional values written to its own left, not look-ups inside another `let`"}},
	KnownNothing: {Error,
		Text{"`%[1]s` 总是已知的，`known` 没有意义", "`%[1]s` is always known, so `known` tells nothing"},
		Text{"去掉 `known`，或把字段声明为 `unknown(…)`", "remove `known`, or declare the field `unknown(…)`"}},
	HasUnreported: {Error,
		Text{"`%[1]s` 是可能未报告的值，不是可能没有的值", "`%[1]s` may be unreported, which is not the same as none"},
		Text{"判断是否报告写 `known(%[1]s)`", "write `known(%[1]s)` to test whether it was reported"}},
	StatusArgument: {Error,
		Text{"`status` 的参数必须是一个 `criteria` 块的名称", "the argument of `status` must be the name of a `criteria` block"},
		Text{"写 `status(名称)`，或 `status(路径.名称)`", "write `status(name)` or `status(path.name)`"}},
	OptionalAndKnown: {Error,
		Text{"一个字段不能既可能没有又可能未报告", "a field cannot be both optional and unknown"},
		Text{"`optional` 表示可以没有，`unknown` 表示应有而可能没报，选一个", "`optional` means there may be none, `unknown` means it exists but may be unreported: choose one"}},
})
