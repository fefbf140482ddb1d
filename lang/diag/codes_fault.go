package diag

// Faults of evaluation: a case that the rules refuse, with the place.
const (
	RowMissing     Code = "DF2001"
	OutsideDates   Code = "DF2002"
	DivisionByZero Code = "DF2003"
	DateOverflow   Code = "DF2005"
	OutOfRange     Code = "DF2006"
	BandGap        Code = "DF2007"
	Ambiguous      Code = "DF2008"
	AbsentRead     Code = "DF2009"
	Refused        Code = "DF2010"
	RecordMissing  Code = "DF2011"
	NotSettled     Code = "DF2012"
	BelowZero      Code = "DF2013"
	GroupTooLarge  Code = "DF2014"
)

var _ = register(map[Code]Info{
	RowMissing: {FaultOfData,
		Text{"查表没有找到对应的行", "the look-up found no row"},
		Text{"在表里补上这一行，或在规则里用 `(… ?? 其他值)` 说明没有时怎么办", "add the row to the table, or say in the rule what happens without one: `(… ?? other)`"}},
	OutsideDates: {FaultOfData,
		Text{"病例的日期不在参数或表行的有效期内", "the date lies outside the dates of the parameter or table row"},
		Text{"补上这一时期的版本，或核对日期", "add the version for that time, or check the date"}},
	DivisionByZero: {FaultOfData,
		Text{"除数为 0", "division by zero"},
		Text{"核对数据和字段声明的范围", "check the data and the field's declared bounds"}},
	DateOverflow: {FaultOfData,
		Text{"算出的日期在 1900 到 2199 年之外", "a computed date lies outside of 1900 to 2199"},
		Text{"核对数据", "check the data"}},
	OutOfRange: {FaultOfData,
		Text{"得分低于 0 或高于该维度的满分", "a score lies below 0 or above its dimension's maximum"},
		Text{"核对得分", "check the score"}},
	BandGap: {FaultOfData,
		Text{"没有一档或一条决策行适用", "no band or decision row applies"},
		Text{"补上缺少的档，或加一行不带界限的作为其余", "add the missing band, or a last row without bounds"}},
	Ambiguous: {FaultOfData,
		Text{"不止一条决策行同时成立", "more than one decision row holds"},
		Text{"让各行互斥，或声明 `hit`", "make the rows exclusive, or declare `hit`"}},
	AbsentRead: {FaultOfData,
		Text{"读取了不存在的值", "a value that is not there was read"},
		Text{"这是检查器的缺陷，请报告", "this is a defect of the checker; please report it"}},
	Refused: {FaultOfData,
		Text{"规则拒绝了这个病例", "the rules refuse this case"},
		Text{"见规则写明的理由", "see the reason that the rule gives"}},
	RecordMissing: {FaultOfData,
		Text{"引用的记录不在给出的文件里", "the record referred to is not in the files given"},
		Text{"给出那个记录的文件，或补上那一行", "give the record's file, or add the row"}},
	NotSettled: {FaultOfData,
		Text{"结清的结果里没有这一行", "this row was not among those that were settled"},
		Text{"核对 `--rates` 的目录是不是这些病例结算时写的", "check that the directory of `--rates` was written when these cases were settled"}},
	BelowZero: {FaultOfData,
		Text{"封顶的支付或上限为负数", "a claim or the limit of a cap is below 0"},
		Text{"核对数据；规则里可写 `max(0, …)`", "check the data; a rule can say `max(0, …)`"}},
	GroupTooLarge: {FaultOfData,
		Text{"指向同一行的其他病例的行数超过记录声明的 max_rows", "more rows of other cases refer to one row than the record's max_rows allows"},
		Text{"核对数据，或在记录里声明更大的 `max_rows`", "check the data, or declare a larger `max_rows` in the record"}},
})
