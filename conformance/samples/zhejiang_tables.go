package main

import (
	"fmt"
	"slices"
)

// The sample tables of the ruleset: nothing in them comes from a real list. Codes of
// groups begin with ZZ, but for five that the published list of groups without a
// coefficient names.
type zjCity struct {
	code, name, started, share string
	all                        fen   // mean cost of all cases in 2023
	level                      int64 // means of groups, in percent of zjGroup.mean
	growth                     int64 // of all means, in percent a year
	early                      []int // years before zjFirstYear in which figures are published
}

type zjHospital struct {
	code, grade string
	city        int
	coefficient int64 // in ten-thousandths, of group 0
}

type zjGroup struct {
	code    string
	bedDay  bool
	exempt  bool
	mean    fen
	cases   int
	daily   string
	publish [2]int // first and last year in which figures are published; 0: all
}

var (
	zjCities = []zjCity{
		{"ZZ01", "示例市甲", "2025-01-01", "0.0500", 1000000, 100, 0, []int{2021}},
		{"ZZ02", "示例市乙", "2025-03-01", "0.0300", 1250000, 120, 2, nil},
		{"ZZ03", "示例市丙", "", "0.0000", 900000, 80, 3, nil},
		{"330700", "金华市", "", "0.0000", 960000, 96, 0, []int{2016, 2017}},
	}
	zjHospitals = []zjHospital{{"ZZH11", "3", 0, 10500}, {"ZZH12", "2", 0, 9200}, {"ZZH21", "3", 1, 11000}, {"ZZH31", "1", 2, 8800}, {"ZZH41", "3", 3, 10800}}
	zjGroups    = []zjGroup{
		{code: "ZZ11", mean: 4000000, cases: 120},
		{code: "ZZ13", mean: 800000, cases: 640},
		{code: "ZZ15", mean: 1200000, cases: 310},
		{code: "ZZ19", mean: 2500000, cases: 95},
		{code: "ZZ21", mean: 600000, cases: 410, exempt: true},
		{code: "ZZ23", mean: 9000000, cases: 4},
		{code: "ZZ25", mean: 7000000, cases: 5},
		{code: "ZZ29", mean: 3000000, cases: 60, bedDay: true, daily: "5.5000"},
		{code: "ZZ31", mean: 1500000, cases: 40, publish: [2]int{2025, 2025}},
		{code: "ZZ35", mean: 1000000, cases: 210},
		{code: "ZZ39", mean: 3000000, cases: 70},
		{code: "ZZ33", mean: 2200000, cases: 25, publish: [2]int{2017, 2027}},
		{code: "CB23", mean: 550000, cases: 220},
		{code: "CB25", mean: 480000, cases: 260},
		{code: "DE25", mean: 620000, cases: 180},
		{code: "DT13", mean: 350000, cases: 300},
		{code: "DT23", mean: 300000, cases: 330},
	}
	zjFirstYear, zjLastYear = 2023, 2028
	zjJinhuaYear            = 2017 // of the city's own rules
)

// years are those for which figures of the city are published.
func (c zjCity) years() []int {
	out := slices.Clone(c.early)
	for y := zjFirstYear; y <= zjLastYear; y++ {
		out = append(out, y)
	}
	return out
}

// grown is an amount of 2023 in another year, whole yuan.
func (c zjCity) grown(f fen, year int) fen {
	return f * fen(100+c.growth*int64(year-zjFirstYear)) / 100
}

func (c zjCity) allMean(year int) fen { return c.grown(c.all, year) }

func (c zjCity) mean(g zjGroup, year int) fen { return c.grown(g.mean*fen(c.level)/100, year) }

// basePoints are mean ÷ mean of all × 100, half up to 4 digits.
func (c zjCity) basePoints(g zjGroup, year int) string {
	m, all := int64(c.mean(g, year)), int64(c.allMean(year))
	return tenThousandths((m*100*10000*2 + all) / (2 * all))
}

func tenThousandths(n int64) string { return fmt.Sprintf("%d.%04d", n/10000, n%10000) }

func (g zjGroup) publishedIn(year int) bool {
	return g.publish == [2]int{} || g.publish[0] <= year && year <= g.publish[1]
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

func zhejiangTables(out map[string][]byte) {
	put := func(name string, s sheet) { out["rulesets/zhejiang/tables/"+name+".csv"] = s.plain() }

	cities := sheet{{"统筹区", "名称", "激励首次实施日期", "激励比例"}}
	all := sheet{{"统筹区", "年度", "例均费用"}}
	published := sheet{{"统筹区", "年度", "DRG编码", "例均费用", "基准点数", "每日点数", "病例数"}}
	for _, c := range zjCities {
		cities.add(c.code, c.name, c.started, c.share)
		for _, y := range c.years() {
			all.add(c.code, fmt.Sprint(y), c.allMean(y).String())
			for _, g := range zjGroups {
				if g.publishedIn(y) {
					base := c.basePoints(g, y)
					if g.bedDay {
						base = ""
					}
					published.add(c.code, fmt.Sprint(y), g.code, c.mean(g, y).String(), base, g.daily, fmt.Sprint(g.cases))
				}
			}
		}
	}
	put("cities", cities)
	put("published_city", all)
	put("published", published)

	groups := sheet{{"DRG编码", "付费方式", "再入院除外"}}
	for _, g := range zjGroups {
		groups.add(g.code, map[bool]string{true: "床日", false: "病例"}[g.bedDay], yesNo(g.exempt))
	}
	put("groups", groups)

	hospitals := sheet{{"医疗机构代码", "统筹区", "等级", "负担水平系数", "CMI系数", "人次人头比系数"}}
	coefficients := sheet{{"医疗机构代码", "DRG编码", "系数"}}
	grades := sheet{{"等级", "DRG编码", "系数"}}
	for i, h := range zjHospitals {
		n := int64(i)
		hospitals.add(h.code, zjCities[h.city].code, h.grade, tenThousandths(9500+300*n), tenThousandths(10200-150*n), tenThousandths(9900+100*n))
		for k, g := range zjGroups {
			coefficients.add(h.code, g.code, tenThousandths(h.coefficient-100*int64(k)))
		}
	}
	for i, grade := range []string{"1", "2", "3"} {
		for _, g := range zjGroups {
			grades.add(grade, g.code, tenThousandths(int64(8800+800*i)))
		}
	}
	put("hospitals", hospitals)
	put("coefficients", coefficients)
	put("grade_coefficients", grades)
	zhejiangLists(put)
}

// zhejiangLists are the listed technologies, and the windows of special-case review.
func zhejiangLists(put func(string, sheet)) {
	technologies := sheet{{"技术代码", "名称", "类别", "适应症", "罕见病", "对病组均费影响大", "开始", "结束"}}
	technologies.add("ZZT01", "示例药一", "药品", "胶质瘤|肺癌", "否", "否", "2025-01-01", "2029-12-31")
	technologies.add("ZZT02", "示例耗材一", "耗材", "脑卒中", "否", "否", "2025-01-01", "2029-12-31")
	technologies.add("ZZT03", "示例突破性药", "药品", "淋巴瘤", "否", "否", "2025-01-01", "2031-12-31")
	technologies.add("ZZT04", "示例罕见病药", "药品", "罕见病甲", "是", "是", "2025-01-01", "2029-12-31")
	technologies.add("ZZT05", "示例罕见病药二", "药品", "罕见病乙", "是", "否", "2025-01-01", "2029-12-31")
	technologies.add("ZZT06", "示例服务项目一", "服务项目", "脑卒中", "否", "否", "2025-07-01", "2026-06-30")
	technologies.add("ZZT07", "示例耗材二", "耗材", "脑卒中", "否", "是", "2025-01-01", "2029-12-31")
	put("technologies", technologies)

	selected := sheet{{"技术代码", "年次", "系数"}}
	for i, v := range []string{"1.2000", "1.0000", "0.8000", "0.6000", "0.4000"} {
		selected.add("ZZT03", fmt.Sprint(i+1), v)
	}
	put("selected_coefficients", selected)

	windows := sheet{{"开始", "截止"}}
	for _, w := range [][2]string{
		{"2025-01-01", "2025-01-21"}, {"2025-04-01", "2025-04-21"}, {"2025-07-01", "2025-07-21"}, {"2025-10-01", "2025-10-21"},
		{"2026-01-01", "2026-01-21"}, {"2026-04-01", "2026-04-21"}, {"2026-07-01", "2026-07-21"}, {"2026-10-01", "2026-10-21"},
	} {
		windows.add(w[0], w[1])
	}
	put("review_windows", windows)
}

// jinhuaTables: means of the two years before 2017.
func jinhuaTables(out map[string][]byte) {
	s := sheet{{"hospital", "year", "group", "own", "city"}}
	h, c := zjHospitals[len(zjHospitals)-1], zjCities[len(zjCities)-1]
	for i, g := range zjGroups {
		if g.publishedIn(zjJinhuaYear - 1) {
			mean := c.mean(g, zjJinhuaYear-1)
			s.add(h.code, fmt.Sprint(zjJinhuaYear), g.code, (mean * fen(108-2*i) / 100).String(), mean.String())
		}
	}
	out["rulesets/jinhua/tables/two_year_means.csv"] = s.plain()
}
