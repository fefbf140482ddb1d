package main

import (
	"fmt"
	"math/rand/v2"
)

// zjCase is one case; what is not set has an ordinary value.
type zjCase struct {
	patient                       string
	hospital, group               string
	incomplete                    bool
	admitted, discharged, settled string
	days                          int
	cost                          fen
	goodReason, weight            string
	technology, indication        string
}

// zjReview is an application for special-case review.
type zjReview struct {
	ground, applied, proper, fillsGap, experts, inFavour, points, unreasonable string
}

// zhejiangCases collects the rows of the files.
type zhejiangCases struct {
	r              *rand.Rand
	cases, reviews sheet
	n              int
}

// add writes a case, and its application if it has one.
func (z *zhejiangCases) add(c zjCase, reviews ...zjReview) {
	z.n++
	id := fmt.Sprintf("TEST-%04d", z.n)
	or := func(s, other string) string {
		if s == "" {
			return other
		}
		return s
	}
	if c.days == 0 {
		c.days = 9
	}
	discharged := or(c.discharged, "2025-06-10")
	z.cases.add(id, or(c.patient, fmt.Sprintf("TESTP%04d", z.n)), or(c.hospital, "ZZH11"), c.group,
		map[bool]string{true: "不完整", false: "完整"}[c.incomplete], or(c.admitted, "2025-06-01"), discharged, or(c.settled, discharged),
		fmt.Sprint(c.days), c.cost.String(), c.goodReason, c.weight, c.technology, c.indication)
	for _, r := range reviews {
		z.reviews.add(id, r.ground, or(r.applied, "2025-07-02"), r.proper, r.fillsGap, r.experts, r.inFavour, r.points, r.unreasonable)
	}
}

// around are a threshold just missed, met and just passed.
func around(f fen) []fen { return []fen{f - 1, f, f + 1} }

// zhejiang plants every boundary of the rules, then fills up with ordinary cases.
func zhejiang(out map[string][]byte) {
	z := &zhejiangCases{r: rand.New(rand.NewPCG(20190101, 17))}
	z.cases.add("病例号", "人员编号", "医疗机构代码", "DRG编码", "住院过程", "入院日期", "出院日期", "结算日期", "实际住院天数", "医疗总费用",
		"再入院有正当理由", "新生儿出生体重", "创新技术代码", "使用的适应症")
	z.reviews.add("病例号", "申报理由", "申报日期", "治疗合理", "填补空白", "评议专家人数", "同意人数", "核定点数", "不合理费用")
	z.stays()
	z.multiples()
	z.readmissions()
	z.reviewed()
	z.newborns()
	z.incentives()
	z.years()
	z.ordinary(120)
	z.faulty()
	dir := "rulesets/zhejiang/cases/"
	out[dir+"cases.csv"], out[dir+"special_cases.csv"] = z.cases.utf8(), z.reviews.utf8()
	out[dir+"cases.gb18030.csv"], out[dir+"special_cases.gb18030.csv"] = z.cases.gb18030(), z.reviews.gb18030()
	out[dir+"pools.csv"] = zhejiangPools().utf8()
	out[dir+"hospital_years.csv"] = zhejiangHospitalYears().utf8()
	out[dir+"prepayments.csv"] = zhejiangPrepayments().utf8()
	out[dir+"applications.csv"] = zhejiangApplications().utf8()
}

// stays: complete and incomplete stays of every group; an incomplete stay just below,
// at and just above the cost from which the base points limit it; days of bed-day
// groups.
func (z *zhejiangCases) stays() {
	for _, g := range zjGroups {
		if g.bedDay {
			for _, days := range []int{1, 33, 365} {
				z.add(zjCase{group: g.code, days: days, cost: fen(days) * 95000})
			}
			continue
		}
		for i, h := range zjHospitals[:3] {
			if i == 0 || g.publish == [2]int{} {
				z.add(zjCase{hospital: h.code, group: g.code, cost: zjCities[h.city].mean(g, 2025)})
			}
		}
	}
	for i, h := range zjHospitals[:2] {
		g := zjGroups[i]
		coefficient := fen(h.coefficient - 100*int64(i))
		limit := g.mean * 10000 / coefficient
		for _, cost := range []fen{limit - 1, limit, limit + 1, limit + 2, g.mean, 2 * g.mean, 1} {
			z.add(zjCase{hospital: h.code, group: g.code, incomplete: true, cost: cost})
		}
	}
	for _, d := range []string{"2021-09-05", "2021-09-06"} { // the list of groups without a coefficient
		z.add(zjCase{group: "CB23", cost: 550000, admitted: "2021-09-01", discharged: d})
	}
}

// multiples: costs around the lower and the upper multiple of each band of base points.
func (z *zhejiangCases) multiples() {
	for _, m := range []struct {
		group string
		high  fen // in tenths
	}{{"ZZ13", 30}, {"ZZ35", 25}, {"ZZ15", 25}, {"ZZ19", 25}, {"ZZ39", 20}, {"ZZ11", 20}} {
		mean := zjGroup{}.of(m.group).mean
		for _, cost := range append(around(mean/2), around(mean*m.high/10)...) {
			z.add(zjCase{group: m.group, cost: cost})
		}
	}
}

// of finds a group by its code.
func (zjGroup) of(code string) zjGroup {
	for _, g := range zjGroups {
		if g.code == code {
			return g
		}
	}
	panic("no group " + code)
}

// readmissions: the same patient and group again after 0, 14, 15 and 16 days; with a
// good reason, one not reported, in another group, in a group that is excepted. They
// are decided once all cases are there.
func (z *zhejiangCases) readmissions() {
	for i, again := range []struct{ admitted, group, reason string }{
		{"2025-06-10", "ZZ13", "否"}, {"2025-06-20", "ZZ13", "否"}, {"2025-06-24", "ZZ13", "否"}, {"2025-06-25", "ZZ13", "否"}, {"2025-06-26", "ZZ13", "否"},
		{"2025-06-20", "ZZ13", "是"}, {"2025-06-20", "ZZ13", ""}, {"2025-06-20", "ZZ15", "否"}, {"2025-06-20", "ZZ21", "否"},
	} {
		first := "ZZ13"
		if again.group == "ZZ21" {
			first = "ZZ21"
		}
		patient := fmt.Sprintf("TESTR%02d", i+1)
		z.add(zjCase{patient: patient, group: first, cost: 780000})
		z.add(zjCase{patient: patient, group: again.group, cost: 810000, admitted: again.admitted, discharged: "2025-07-03", goodReason: again.reason})
	}
}

// reviewed: every ground, holding and not; the first and last day of the window;
// experts and majority around their bounds; what is not reported.
func (z *zhejiangCases) reviewed() {
	high, low := zjCase{group: "ZZ11", cost: 15000000}, zjCase{group: "ZZ11", cost: 1500000}
	few, five, none := zjCase{group: "ZZ23", cost: 9000000}, zjCase{group: "ZZ25", cost: 7000000}, zjCase{cost: 4200000}
	good := zjReview{ground: "费用过高", proper: "是", experts: "3", inFavour: "2", unreasonable: "0.00"}
	with := func(change func(*zjReview)) zjReview {
		r := good
		change(&r)
		return r
	}
	grounds := []string{"费用过高", "费用过低", "病例过少", "入不了组", "低体重新生儿", "新纳入目录药品"}
	for _, c := range []zjCase{high, low, few, none} {
		for _, ground := range grounds {
			z.add(c, with(func(r *zjReview) { r.ground = ground }))
		}
	}
	for _, c := range []zjCase{few, five, none} {
		z.add(c)
	}
	for _, day := range []string{"2025-06-30", "2025-07-01", "2025-07-21", "2025-07-22", "2025-08-01", "2025-10-01", "2025-10-21", "2025-10-22"} {
		z.add(high, with(func(r *zjReview) { r.applied = day }))
	}
	for _, v := range [][2]string{{"2", "2"}, {"3", "1"}, {"3", "2"}, {"4", "2"}, {"4", "3"}, {"5", "3"}, {"", "2"}, {"3", ""}, {"3", "3"}} {
		z.add(high, with(func(r *zjReview) { r.experts, r.inFavour = v[0], v[1] }))
	}
	for _, proper := range []string{"否", ""} {
		z.add(high, with(func(r *zjReview) { r.proper = proper }))
		z.add(few, with(func(r *zjReview) { r.ground, r.proper = "病例过少", proper }))
	}
	for _, gap := range []string{"是", "否", ""} {
		z.add(high, with(func(r *zjReview) { r.ground, r.fillsGap = "新纳入目录药品", gap }))
	}
	z.add(high, with(func(r *zjReview) { r.points, r.unreasonable = "1234.5678", "" }))
	z.add(high, with(func(r *zjReview) { r.unreasonable = "" }))
	z.add(high, with(func(r *zjReview) { r.unreasonable = "12345.67" }))
	z.add(high, with(func(r *zjReview) { r.unreasonable = "150000.01" }))
}

// newborns: the weight and both multiples around their bounds.
func (z *zhejiangCases) newborns() {
	r := zjReview{ground: "低体重新生儿", experts: "3", inFavour: "3", unreasonable: "0.00"}
	for _, weight := range []string{"1499.99", "1500.00", "900.00", ""} {
		z.add(zjCase{group: "ZZ19", cost: 2600000, weight: weight}, r)
	}
	for _, cost := range around(2500000) { // 2.5 × the mean of all; the mean of ZZ19
		z.add(zjCase{group: "ZZ19", cost: cost, weight: "1200.00"}, r)
		z.add(zjCase{group: "ZZ13", cost: cost, weight: "1200.00"}, r)
	}
	for _, cost := range around(3000000) { // the mean of ZZ39
		z.add(zjCase{group: "ZZ39", cost: cost, weight: "1200.00"}, r)
	}
}

// incentives: costs around the upper multiple with a listed technology, indications,
// rare diseases, the days on which a technology is listed, review beside an incentive.
func (z *zhejiangCases) incentives() {
	use := func(technology, indication string, cost fen) zjCase {
		return zjCase{group: "ZZ11", cost: cost, technology: technology, indication: indication}
	}
	for _, cost := range append(around(8000000), 15000000, 8000100) {
		z.add(use("ZZT01", "肺癌", cost))
	}
	for _, indication := range []string{"胶质瘤", "胃癌", ""} {
		z.add(use("ZZT01", indication, 15000000))
	}
	for _, t := range [][2]string{{"ZZT02", "脑卒中"}, {"ZZT03", "淋巴瘤"}, {"ZZT04", "罕见病甲"}, {"ZZT04", "肺癌"}, {"ZZT05", "罕见病乙"}} {
		z.add(use(t[0], t[1], 15000000))
	}
	z.add(use("ZZT04", "罕见病甲", 1000000)) // not of high multiple: the actual cost all the same
	for _, d := range []string{"2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01"} {
		c := use("ZZT06", "脑卒中", 15000000)
		c.discharged = d
		z.add(c)
	}
	reviewed := zjReview{ground: "费用过高", proper: "是", experts: "3", inFavour: "2", unreasonable: "0.00"}
	z.add(use("ZZT01", "肺癌", 15000000), reviewed)
	reviewed.inFavour = "1"
	z.add(use("ZZT01", "肺癌", 15000000), reviewed)
	rare := use("ZZT04", "罕见病甲", 15000000)
	rare.group = "ZZ23" // few cases: the actual cost goes before the experts
	z.add(rare)
	bed := use("ZZT01", "肺癌", 15000000)
	bed.group = "ZZ29"
	z.add(bed)
}

// years: the last and first day of each settlement year in every city, for a plain and
// a selected technology.
func (z *zhejiangCases) years() {
	for _, h := range zjHospitals[:4] {
		for year := 2024; year <= 2030; year++ {
			for _, t := range [][2]string{{"ZZT01", "肺癌"}, {"ZZT03", "淋巴瘤"}} {
				for _, day := range []string{"01-01", "12-31"} {
					if year == 2024 && day == "01-01" || year == 2030 && day == "12-31" {
						continue
					}
					d := fmt.Sprintf("%d-%s", year, day)
					z.add(zjCase{hospital: h.code, group: "ZZ11", cost: 15000000, discharged: d, admitted: fmt.Sprintf("%d-11-30", year-1), technology: t[0], indication: t[1]})
				}
			}
		}
	}
}

// ordinary cases: costs spread around the mean, most stays complete.
func (z *zhejiangCases) ordinary(n int) {
	for range n {
		h := zjHospitals[z.r.IntN(4)]
		g := zjGroups[z.r.IntN(7)]
		year := 2025 + z.r.IntN(2)
		month, day := 1+z.r.IntN(12), 10+z.r.IntN(18)
		mean := zjCities[h.city].mean(g, year)
		c := zjCase{hospital: h.code, group: g.code, incomplete: z.r.IntN(6) == 0, cost: mean/3 + fen(z.r.Int64N(int64(mean)*3/2))}
		c.admitted, c.discharged = fmt.Sprintf("%d-%02d-%02d", year, month, day-z.r.IntN(9)), fmt.Sprintf("%d-%02d-%02d", year, month, day)
		z.add(c)
	}
}

// faulty rows are refused, each with its place.
func (z *zhejiangCases) faulty() {
	z.add(zjCase{group: "ZZ99", cost: 1000000})
	z.add(zjCase{group: "ZZ11", cost: 1000000, discharged: "2025-02-29"})
	z.add(zjCase{group: "ZZ11", cost: -100})
	z.add(zjCase{group: "ZZ11", cost: 1000000, hospital: "ZZH99"})
	z.add(zjCase{group: "ZZ11", cost: 1000000, technology: "ZZT99"})
	z.add(zjCase{group: "ZZ11", cost: 1000000, weight: "0"})
	z.add(zjCase{group: "ZZ11", cost: 1000000, patient: "3.30227E+17"})
	z.add(zjCase{group: "ZZ11", cost: 1000000}, zjReview{ground: "费用过高", applied: "2025年7月2日", experts: "3", inFavour: "2"})
	z.add(zjCase{group: "ZZ11", cost: 1000000}, zjReview{ground: "别的理由", experts: "3", inFavour: "2"})
	z.reviews.add("TEST-9999", "费用过高", "2025-07-02", "是", "", "3", "2", "", "0.00") // of no case
	for range 2 {
		z.cases.add("TEST-TWICE", "TESTP-TWICE", "ZZH11", "ZZ11", "完整", "2025-06-01", "2025-06-10", "2025-06-10", "9", "40000.00", "", "", "", "")
	}
}
