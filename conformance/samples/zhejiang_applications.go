package main

import "fmt"

func zhejiangPools() sheet {
	s := sheet{{"统筹区", "年度", "清算日期", "DRG年度预算"}}
	for i, c := range zjCities[:3] {
		for year := 2024; year <= 2029; year++ {
			s.add(c.code, fmt.Sprint(year), fmt.Sprintf("%d-03-31", year+1), fen((5+i)*100_000_000).String())
		}
	}
	return s
}

// zhejiangHospitalYears: applications for review around five in a thousand, swaps
// around a fifth.
func zhejiangHospitalYears() sheet {
	s := sheet{{"医疗机构代码", "年度", "出院DRG病例数", "申报特病单议例数", "更换例数"}}
	for i, r := range [][3]string{
		{"199", "0", "0"}, {"199", "1", "0"}, {"200", "1", "0"}, {"1999", "9", "1"}, {"1999", "10", "2"}, {"1999", "9", "2"}, {"20000", "100", "20"}, {"20000", "101", "21"},
	} {
		s.add(zjHospitals[i%4].code, fmt.Sprint(2025+i/4), r[0], r[1], r[2])
	}
	return s
}

func zhejiangPrepayments() sheet {
	s := sheet{{"预拨编号", "当月应付金额", "预拨金额"}}
	for i, paid := range around(85_000_000) {
		s.add(fmt.Sprintf("TEST-M%d", i+1), "1000000.00", paid.String())
	}
	return s
}

// zjApplication is an application for an incentive, as a row of the file.
type zjApplication struct {
	applied, applicant, kind, class                string
	approved, indication, nrdl, code, rare         string
	effect, innovative, cost, cases                string
	effectiveness, safety, innovation, caseC, mean string
	bureau, feedback, approval, published          string
}

// zhejiangApplications: each condition just met and just missed, unreported, waived;
// scores around the pass mark.
func zhejiangApplications() sheet {
	s := sheet{{"申报编号", "申报日期", "申报主体", "统筹区", "类别", "注册分类", "批准或上市日期", "新增适应症日期", "纳入国家医保目录日期", "医保代码", "罕见病",
		"疗效明显优于主流药品", "明显创新", "DRG编码", "技术费用", "上年本院病例数", "有效性得分", "安全性得分", "创新性得分", "病例费用", "病组三年例均费用",
		"经办审核通过", "公示无异议", "局长审定", "已公布"}}
	drug := zjApplication{
		applied: "2024-11-01", applicant: "医疗机构", kind: "药品", class: "1", approved: "2023-05-01", code: "XZZ0000001", rare: "否", effect: "是", cost: "30000.00", cases: "80",
		effectiveness: "16", safety: "15", innovation: "20", caseC: "60000.00", mean: "40000.00", bureau: "是", feedback: "是", approval: "是", published: "是",
	}
	service := drug
	service.kind, service.class, service.code, service.effect, service.innovative, service.cases = "服务项目", "", "ZZ00001", "", "是", "20"
	add := func(a zjApplication, change func(*zjApplication)) {
		change(&a)
		s.add(fmt.Sprintf("TEST-A%02d", len(s)), a.applied, a.applicant, "ZZ01", a.kind, a.class, a.approved, a.indication, a.nrdl, a.code, a.rare,
			a.effect, a.innovative, "ZZ11", a.cost, a.cases, a.effectiveness, a.safety, a.innovation, a.caseC, a.mean, a.bureau, a.feedback, a.approval, a.published)
	}
	for _, day := range []string{"2020-12-31", "2021-01-01", "2024-11-01", "2024-12-31", "2025-01-01"} {
		add(drug, func(a *zjApplication) { a.approved = day })
		add(drug, func(a *zjApplication) { a.class, a.approved, a.indication = "3", "2015-01-01", day })
		add(drug, func(a *zjApplication) { a.class, a.approved, a.nrdl = "", "", day })
		add(service, func(a *zjApplication) { a.approved = day })
		add(service, func(a *zjApplication) { a.kind, a.approved = "耗材", day })
	}
	for _, class := range []string{"1", "2", "3", "5.1", "5.2", ""} {
		add(drug, func(a *zjApplication) { a.class = class })
	}
	for _, cost := range around(2000000) {
		add(drug, func(a *zjApplication) { a.cost = cost.String() })
	}
	for _, rare := range []string{"否", "是"} {
		for _, n := range []string{"14", "15", "49", "50"} {
			add(drug, func(a *zjApplication) { a.cases, a.rare = n, rare })
			add(service, func(a *zjApplication) { a.cases, a.rare = n, rare })
		}
	}
	for _, a := range []zjApplication{drug, service} {
		add(a, func(a *zjApplication) { a.code = "" })
		add(a, func(a *zjApplication) { a.applicant = "企业" })
		for _, v := range []string{"否", ""} {
			add(a, func(a *zjApplication) { a.effect, a.innovative = v, v })
		}
	}
	for _, safety := range []string{"9.99", "10", "10.01", ""} { // 20 + 10 + 0 + 15 + 15 is the pass mark
		add(drug, func(a *zjApplication) { a.effectiveness, a.safety, a.innovation = "20", safety, "0" })
	}
	for _, cost := range around(2000000) { // half of the group's mean
		add(drug, func(a *zjApplication) { a.caseC = cost.String() })
	}
	add(drug, func(a *zjApplication) { a.effectiveness = "20.01" }) // above the maximum: refused
	for i := range 4 {
		for _, v := range []string{"否", ""} {
			add(drug, func(a *zjApplication) { *[]*string{&a.bureau, &a.feedback, &a.approval, &a.published}[i] = v })
		}
	}
	return s
}
