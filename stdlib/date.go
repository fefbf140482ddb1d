package stdlib

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

var (
	dayType   = value.NumberType(value.Days, 0, 6)
	yearType  = value.NumberType(value.One, 0, 4)
	maxMonths = int64(3600)
)

var dates = []*fn.Func{
	{
		Name: "date", Usage: "date('2024-02-29')", Min: 1, Max: 1, Version: 1,
		Doc: diag.Text{Zh: "写出的日期。", En: "A date written out."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if a[0].Const == nil || a[0].Const.Kind != value.Text {
				return problem(0, diag.FixedText, "date")
			}
			if _, ok := value.ParseDate(a[0].Const.Str); !ok {
				return problem(0, diag.BadDate, a[0].Const.Str)
			}
			return typed(value.DateType)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			v, _ := value.ParseDate(a[0].Str)
			return v, ""
		},
		Examples: []fn.Example{{Formula: "date('2024-02-29')", Result: "2024-02-29"}},
	},
	{
		Name: "days", Usage: "days(from, to)", Min: 2, Max: 2, Version: 1,
		Doc: diag.Text{Zh: "从 from 到 to 的日历日数，首日不计；to 较早时为负。", En: "Calendar days from one date to another, the first not counted; negative if the second is earlier."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if p := need("days", a, 0, value.Date, aDate); p != nil {
				return fn.Arg{}, p
			}
			return fn.Arg{Type: dayType}, need("days", a, 1, value.Date, aDate)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) { return value.OfInt(a[1].Int - a[0].Int), "" },
		Examples: []fn.Example{
			{Formula: "days(date('2024-02-28'), date('2024-03-01'))", Result: "2"},
			{Formula: "days(date('1988-04-16'), date('1988-04-18'))", Result: "2"},
		},
	},
	fromDate("year", "year(d)", yearType, diag.Text{Zh: "年份。", En: "The year."}, func(d int64) value.Value {
		y, _, _ := value.Civil(d)
		return value.OfInt(int64(y))
	}, fn.Example{Formula: "year(date('2024-02-29'))", Result: "2024"}),
	fromDate("month", "month(d)", value.MonthType, diag.Text{Zh: "年月。", En: "The year and month."}, value.OfMonth,
		fn.Example{Formula: "month(date('2024-02-29'))", Result: "2024-02"}),
	fromDate("last_day", "last_day(d)", value.DateType, diag.Text{Zh: "当月最后一天。", En: "The last day of its month."}, func(d int64) value.Value {
		y, m, _ := value.Civil(d)
		first := value.OfDate(y, m, 1)
		return value.OfDays(value.AddMonths(first.Int, 1) - 1)
	}, fn.Example{Formula: "last_day(date('2024-02-10'))", Result: "2024-02-29"}),
	{
		Name: "first_day", Usage: "first_day(year)", Min: 1, Max: 1, Version: 1,
		Doc: diag.Text{Zh: "某年的第一天。", En: "The first day of a year."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if t := a[0].Type; t.Kind != value.Number || t.Dec != 0 || t.Unit != value.One {
				return problem(0, diag.TypeMismatch, "first_day", aWhole, t)
			}
			return typed(value.DateType)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			y, ok := a[0].Num.Int64()
			if !ok || y < value.MinYear || y > value.MaxYear {
				return value.Value{}, diag.DateOverflow
			}
			return value.OfDate(int(y), 1, 1), ""
		},
		Examples: []fn.Example{{Formula: "first_day(2024)", Result: "2024-01-01"}},
	},
	{
		Name: "add_months", Usage: "add_months(d, n)", Min: 2, Max: 2, Version: 1,
		Doc: diag.Text{Zh: "d 之后 n 个月的日期；当月没有这一天时取月末。", En: "The date n months after d; the day is clamped to the end of the month."},
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			if p := need("add_months", a, 0, value.Date, aDate); p != nil {
				return fn.Arg{}, p
			}
			if t := a[1].Type; t.Kind != value.Number || t.Dec != 0 || t.Unit != value.One {
				return problem(1, diag.TypeMismatch, "add_months", aWhole, t)
			}
			return typed(value.DateType)
		},
		Eval: func(a []value.Value) (value.Value, diag.Code) {
			n, ok := a[1].Num.Int64()
			if !ok || n > maxMonths || n < -maxMonths {
				return value.Value{}, diag.DateOverflow
			}
			d := value.AddMonths(a[0].Int, n)
			if !value.ValidDays(d) {
				return value.Value{}, diag.DateOverflow
			}
			return value.OfDays(d), ""
		},
		Examples: []fn.Example{{Formula: "add_months(date('2024-01-31'), 1)", Result: "2024-02-29"}},
	},
}

func fromDate(name, usage string, t value.Type, doc diag.Text, eval func(int64) value.Value, ex fn.Example) *fn.Func {
	return &fn.Func{
		Name: name, Usage: usage, Min: 1, Max: 1, Version: 1, Doc: doc,
		Type: func(a []fn.Arg) (fn.Arg, *fn.Problem) {
			return fn.Arg{Type: t}, need(name, a, 0, value.Date, aDate)
		},
		Eval:     func(a []value.Value) (value.Value, diag.Code) { return eval(a[0].Int), "" },
		Examples: []fn.Example{ex},
	}
}
