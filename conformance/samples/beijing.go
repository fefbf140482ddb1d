package main

import (
	"fmt"
	"math/rand/v2"
)

// The sample tables of the ruleset, as far as the boundaries need them.
type bjGroup struct {
	code string
	mean fen
}

type bjTech struct {
	code, name string
}

var (
	bjGroups = []bjGroup{{"ZZ11", 2000000}, {"ZZ13", 3000000}, {"ZZ15", 800000}, {"ZZ19", 5500000}}
	bjDrug   = bjTech{"XZZ0000001", "示例药一"}
	bjDrug2  = bjTech{"XZZ0000002", "示例药二"}
	bjDrug3  = bjTech{"XZZ0000003", "示例药三"}
	bjCons   = bjTech{"CZZ000000000000000000000001", "示例耗材一"}
	bjCons2  = bjTech{"CZZ000000000000000000000002", "示例耗材二"}
	bjServ   = bjTech{"ZZ00001", "示例服务一"}
	bjServ2  = bjTech{"ZZ00002", "示例服务二"}
	bjOld    = bjTech{"XZZ0000101", "示例药甲"}
	bjOldC   = bjTech{"CZZ000000000000000000000101", "示例耗材甲"}
)

// beijingCases collects the rows of the two files.
type beijingCases struct {
	r            *rand.Rand
	cases, items sheet
	n            int
}

// line is one fee line.
type line struct {
	code, name string
	amount     fen
}

// full is the code of a product that a prefix matches: whole drug codes are longer
// than what the list gives.
func (t bjTech) full() string {
	if t.code[0] == 'X' {
		return t.code + "010001"
	}
	return t.code
}

// add writes a case; what its lines do not reach is filled up with other costs.
func (b *beijingCases) add(group string, total fen, date string, lines ...line) {
	b.n++
	id := fmt.Sprintf("TEST-%04d", b.n)
	b.cases.add(id, group, total.String(), date)
	rest := total
	for i, l := range lines {
		b.items.add(id, fmt.Sprint(i+1), l.code, l.name, l.amount.String())
		rest -= l.amount
	}
	if rest != 0 {
		b.items.add(id, fmt.Sprint(len(lines)+1), "ZZ90001", "", rest.String())
	}
}

// beijing plants every boundary of the rules, then fills up with ordinary cases.
func beijing(out map[string][]byte) {
	b := &beijingCases{r: rand.New(rand.NewPCG(20240101, 30))}
	b.cases.add("病例号", "DRG编码", "医疗总费用", "出院日期")
	b.items.add("病例号", "明细流水号", "医保代码", "通用名", "金额")
	b.gates()
	b.dates()
	b.kinds()
	b.ordinary(90)
	b.faulty()
	b.alike()
	dir := "rulesets/beijing/cases/"
	out[dir+"cases.csv"], out[dir+"items.csv"] = b.cases.utf8(), b.items.utf8()
	out[dir+"cases.gb18030.csv"], out[dir+"items.gb18030.csv"] = b.cases.gb18030(), b.items.gb18030()
	out[dir+"applications.csv"] = applications().utf8()
	out[dir+"surplus.csv"] = surplus().utf8()
}

// gates: for each group and kind of technology, the total just below, at and just
// above twice the mean, and the share just below, at and just above 64 %.
func (b *beijingCases) gates() {
	for _, g := range bjGroups {
		for _, t := range []bjTech{bjDrug, bjCons, bjServ} {
			for _, dt := range []fen{-1, 0, 1} {
				total := 2*g.mean + dt
				at := total * 64 / 100
				for _, dn := range []fen{-1, 0, 1} {
					b.add(g.code, total, "2024-06-30", line{t.full(), "", at + dn})
				}
			}
			// Exactly 64 %: a total that is a multiple of 25 fen has a share in whole fen.
			total := 2*g.mean + 2500
			b.add(g.code, total, "2025-03-15", line{t.full(), "", total * 64 / 100})
			b.add(g.code, total, "2025-03-15", line{t.full(), "", total*64/100 + 1})
		}
	}
}

// dates: the first and last day of the term, of cancellations, of the 2022 list.
func (b *beijingCases) dates() {
	for _, g := range bjGroups {
		total := 5 * g.mean / 2
		for _, d := range []string{"2023-12-31", "2024-01-01", "2026-12-31", "2027-01-01"} {
			b.add(g.code, total, d, line{bjDrug.full(), "", total * 66 / 100})
		}
		for _, d := range []string{"2025-06-30", "2025-07-01"} {
			b.add(g.code, total, d, line{bjDrug3.full(), "", total * 66 / 100})
		}
		for _, d := range []string{"2025-02-28", "2025-03-01"} {
			b.add(g.code, total, d, line{bjCons2.full(), "", total * 70 / 100})
		}
		for _, d := range []string{"2025-09-30", "2025-10-01"} {
			b.add(g.code, total, d, line{bjServ2.full(), "", total * 70 / 100})
		}
		for _, d := range []string{"2022-12-31", "2023-01-01", "2025-12-31", "2026-01-01"} {
			b.add(g.code, total, d, line{bjOld.full(), "", 350000}, line{bjOldC.full(), "", 125050})
		}
	}
}

// kinds: inheritance by generic name, several listed technologies in one case,
// refunds, a time of day behind the date.
func (b *beijingCases) kinds() {
	for _, g := range bjGroups {
		total := 5 * g.mean / 2
		b.add(g.code, total, "2024-09-01", line{"XYY9999999010001", "示例药一", total * 66 / 100})
		b.add(g.code, total, "2024-09-01", line{"CYY000000000000000000000009", "示例耗材一", total * 66 / 100})
		b.add(g.code, total, "2024-09-01", line{bjDrug.full(), "", total * 65 / 100}, line{bjCons.full(), "", total * 30 / 100})
		b.add(g.code, total, "2024-09-01", line{bjDrug.full(), "", total * 33 / 100}, line{bjDrug2.full(), "", total * 33 / 100})
		b.add(g.code, total, "2024-09-01", line{bjDrug.full(), "", total * 70 / 100}, line{bjDrug.full(), "", -total * 5 / 100})
		b.add(g.code, total, "2024-09-01", line{bjDrug.full(), "", 90000}, line{bjDrug.full(), "", -90000})
		b.add(g.code, total, "2024/9/1 08:30", line{bjDrug.full(), "示例药一", total * 66 / 100})
	}
}

// ordinary cases: costs spread around the mean, a few with a listed technology.
func (b *beijingCases) ordinary(n int) {
	techs := []bjTech{bjDrug, bjDrug2, bjCons, bjServ, bjOld}
	for range n {
		g := bjGroups[b.r.IntN(len(bjGroups))]
		total := g.mean/2 + fen(b.r.Int64N(int64(g.mean)*5/2))
		date := fmt.Sprintf("%d-%02d-%02d", 2024+b.r.IntN(3), 1+b.r.IntN(12), 1+b.r.IntN(28))
		var lines []line
		if b.r.IntN(3) == 0 {
			t := techs[b.r.IntN(len(techs))]
			lines = append(lines, line{t.full(), "", total * fen(20+b.r.IntN(60)) / 100})
		}
		lines = append(lines, line{"ZZ90002", "", total * fen(1+b.r.IntN(15)) / 100})
		b.add(g.code, total, date, lines...)
	}
}

// faulty rows are refused, each with its place: a code that no group has, a date that
// does not exist, an amount with a thousands separator, an empty cost, a damaged code.
func (b *beijingCases) faulty() {
	b.add("ZZ99", 1000000, "2024-05-01")
	b.add("ZZ11", 1000000, "2023-02-29")
	b.n++
	id := fmt.Sprintf("TEST-%04d", b.n)
	b.cases.add(id, "ZZ11", "1,234.50", "2024-05-01")
	b.n++
	id = fmt.Sprintf("TEST-%04d", b.n)
	b.cases.add(id, "ZZ11", "", "2024-05-01")
	b.n++
	id = fmt.Sprintf("TEST-%04d", b.n)
	b.cases.add(id, "ZZ11", "900.00", "2024-05-01")
	b.items.add(id, "1", "4.20102199001011E+17", "", "900.00")
}

// alike: what looks like a listed item and is none, and what counts as one item. It
// stands last, so that the cases before it keep their ids.
func (b *beijingCases) alike() {
	for _, g := range bjGroups {
		total := 5 * g.mean / 2
		b.add(g.code, total, "2024-09-01", line{bjServ.code + "9", "", total * 70 / 100})                                                      // a longer service code
		b.add(g.code, total, "2024-09-01", line{"XYY9999998010001", bjOld.name, total * 66 / 100})                                             // the name of a 2022 item
		b.add(g.code, total, "2024-09-01", line{bjDrug.full(), "", total * 33 / 100}, line{"XYY9999999010001", bjDrug.name, total * 33 / 100}) // one item
		b.add(g.code, total, "2024-09-01", line{bjDrug.full(), "", total * 66 / 100}, line{bjOld.full(), "", 350000})                          // both rules
	}
}

// applications of 2022: each condition met, just met and missed.
func applications() sheet {
	var s sheet
	s.add("申报编号", "申报日期", "申报主体", "类别", "批准日期", "新增适应症日期", "纳入国家医保目录日期", "可单独收费日期", "医保代码", "符合价格政策", "疗效明显优于传统产品", "对病组支付标准影响较大", "全市累计病例数", "罕见病")
	n := 0
	add := func(date, who, kind string, events [4]string, code string, judged [3]string, count, rare string) {
		n++
		s.add(fmt.Sprintf("TEST-A%02d", n), date, who, kind, events[0], events[1], events[2], events[3], code, judged[0], judged[1], judged[2], count, rare)
	}
	yes := [3]string{"是", "是", "是"}
	for _, approved := range []string{"2019-12-31", "2020-01-01", "2021-06-30", "2022-08-01"} {
		add("2022-08-01", "企业", "药品", [4]string{approved}, "XZZ0000001", yes, "50", "否")
	}
	for i := range 4 { // one event at a time; two of them are events of drugs only
		ev := [4]string{"2019-03-01"}
		ev[i] = "2021-03-01"
		add("2022-08-01", "企业", "医疗器械", ev, "CZZ000000000000000000000001", yes, "50", "否")
	}
	for _, count := range []string{"49", "50", "51"} {
		for _, rare := range []string{"否", "是"} {
			add("2022-08-01", "企业", "药品", [4]string{"2021-05-01"}, "XZZ0000001", yes, count, rare)
		}
	}
	add("2022-08-01", "企业", "药品", [4]string{"2021-05-01"}, "", yes, "80", "否")
	add("2022-08-01", "定点医疗机构", "药品", [4]string{"2021-05-01"}, "XZZ0000001", yes, "80", "否")
	for i := range 3 { // judged: no, or not reported
		for _, v := range []string{"否", ""} {
			judged := yes
			judged[i] = v
			add("2022-08-01", "企业", "药品", [4]string{"2021-05-01"}, "XZZ0000001", judged, "80", "否")
		}
	}
	add("2022-08-01", "企业", "药品", [4]string{"2021-05-01"}, "XZZ0000001", [3]string{"是", "", "是"}, "10", "否")
	for _, day := range []string{"2022-07-19", "2022-07-20", "2022-08-19", "2022-08-20", "2022-07-12", "2023-01-01"} {
		add(day, "企业", "药品", [4]string{"2021-05-01"}, "XZZ0000001", yes, "80", "否")
	}
	add("2022-08-01", "定点医疗机构", "医疗服务项目", [4]string{"2021-05-01"}, "ZZ00001", yes, "80", "否")
	add("2022-08-01", "企业", "医疗服务项目", [4]string{"2021-05-01"}, "ZZ00001", yes, "80", "否")
	add("2022-08-01", "定点医疗机构", "医疗服务项目", [4]string{"2019-05-01"}, "ZZ00001", yes, "80", "否")
	for i := 1; i < 4; i++ { // the same for a drug; the last is an event of devices only
		ev := [4]string{"2019-03-01"}
		ev[i] = "2021-03-01"
		add("2022-08-01", "企业", "药品", ev, "XZZ0000001", yes, "50", "否")
	}
	for _, day := range []string{"2019-12-31", "2020-01-01", "2022-12-31", "2023-01-01"} { // the edges of the window
		add("2022-08-01", "企业", "药品", [4]string{"2019-03-01", "", day}, "XZZ0000001", yes, "50", "否")
	}
	return s
}

func surplus() sheet {
	var s sheet
	s.add("结余编号", "产品情形", "结余金额")
	for i, product := range []string{"中选", "中选超任务量", "非中选"} {
		for j, amount := range []string{"0.00", "1000.00", "33.33"} {
			s.add(fmt.Sprintf("TEST-S%d", 3*i+j+1), product, amount)
		}
	}
	return s
}
