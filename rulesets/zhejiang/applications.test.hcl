# 激励申报的例子。示例表：ZZ01 的病组 ZZ11 例均 40000，技术费用超过 20000 的符合费用条件

example "1 类新药，2021-01-01 获批，本院 50 例" {
  given = {
    application = {
      id = "TEST-1", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "1", approved = "2021-01-01"
      nhsa_code = "XZZ0000001", rare_disease = false, better_effect = true, group = "ZZ11", cost = "20000.01", own_cases = 50
      score_effectiveness = 16, score_safety = 15, score_innovation = 20, case_cost = "60000.00", group_cost = "40000.00"
      bureau_review = true, feedback = true, approval = true, published = true
    }
  }
  expect  = { drug_eligible = true, eligible = "met", score = 81, recognised = "met", outcome = "decided" }
  cite    = "zj17: drugs"
  grade   = official
  derived = true
}

example "2020-12-31 获批：不是四年内" {
  given = {
    application = {
      id = "TEST-2", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "1", approved = "2020-12-31"
      nhsa_code = "XZZ0000001", rare_disease = false, better_effect = true, group = "ZZ11", cost = "20000.01", own_cases = 50
    }
  }
  expect  = { eligible = "not_met", recognised = "not_met" }
  cite    = "zj17: drugs (1)"
  grade   = official
  derived = true
}

example "3 类药，没有其他新事件" {
  given = {
    application = {
      id = "TEST-3", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "3", approved = "2023-05-01"
      nhsa_code = "XZZ0000001", rare_disease = false, better_effect = true, group = "ZZ11", cost = "20000.01", own_cases = 50
    }
  }
  expect  = { eligible = "not_met" }
  cite    = "zj17: drugs (1)"
  grade   = official
  derived = true
}

example "3 类药，新纳入国家医保目录" {
  given = {
    application = {
      id = "TEST-4", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "3", nrdl_entry = "2024-01-01"
      nhsa_code = "XZZ0000001", rare_disease = false, better_effect = true, group = "ZZ11", cost = "20000.01", own_cases = 50
    }
  }
  expect = { eligible = "met" }
  cite   = "zj17: drugs (1)"
  grade  = official
}

example "费用恰好 50%：不符合" {
  given = {
    application = {
      id = "TEST-5", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "1", approved = "2023-05-01"
      nhsa_code = "XZZ0000001", rare_disease = false, better_effect = true, group = "ZZ11", cost = "20000.00", own_cases = 50
    }
  }
  expect  = { eligible = "not_met" }
  cite    = "zj17: drugs (4)"
  grade   = official
  derived = true
}

example "罕见病药品没有例数要求" {
  given = {
    application = {
      id = "TEST-6", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "1", approved = "2023-05-01"
      nhsa_code = "XZZ0000001", rare_disease = true, better_effect = true, group = "ZZ11", cost = "30000.00", own_cases = 2
    }
  }
  expect = { eligible = "met" }
  cite   = "zj17: rare"
  grade  = official
}

example "服务项目，2023 年获批，15 例" {
  given = {
    application = {
      id = "TEST-7", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "服务项目", approved = "2023-05-01"
      nhsa_code = "ZZ00001", rare_disease = false, innovative = true, group = "ZZ11", cost = "1000.00", own_cases = 15
      score_effectiveness = 10, score_safety = 10, score_innovation = 10, case_cost = "20000.00", group_cost = "40000.00"
      bureau_review = true, feedback = true, approval = true, published = true
    }
  }
  expect  = { service_eligible = true, eligible = "met", score = 45, recognised = "not_met" }
  cite    = ["zj17: services", "zj17: services_volume"]
  grade   = overview
  derived = true
}

example "企业不能申报" {
  given = {
    application = {
      id = "TEST-8", applied = "2024-11-01", applicant = "企业", city = "ZZ01", kind = "药品", class = "1", approved = "2023-05-01"
      nhsa_code = "XZZ0000001", rare_disease = false, better_effect = true, group = "ZZ11", cost = "30000.00", own_cases = 80
    }
  }
  expect = { eligible = "not_met" }
  cite   = "zj17: applicant"
  grade  = official
}

example "疗效尚无结论：未能判定" {
  given = {
    application = {
      id = "TEST-9", applied = "2024-11-01", applicant = "医疗机构", city = "ZZ01", kind = "药品", class = "1", approved = "2023-05-01"
      nhsa_code = "XZZ0000001", rare_disease = false, group = "ZZ11", cost = "30000.00", own_cases = 80
    }
  }
  expect = { eligible = "undetermined", recognised = "undetermined", outcome = "review" }
  cite   = "zj17: drugs (3)"
  grade  = official
}

example "创新药品：四年内" {
  rows    = "examples/drugs_new.csv"
  cite    = "zj17: drugs (1)"
  grade   = official
  derived = true
}

example "创新药品：其余条件" {
  rows    = "examples/drugs_conditions.csv"
  cite    = ["zj17: drugs", "zj17: rare", "zj17: applicant"]
  grade   = official
  derived = true
}

example "医疗服务项目和耗材" {
  rows    = "examples/services.csv"
  cite    = ["zj17: services", "zj17: services_volume", "zj17: rare", "zj17: applicant"]
  grade   = overview
  derived = true
}

example "评分" {
  rows    = "examples/scores.csv"
  cite    = "zj17: score"
  grade   = overview
  derived = true
  note    = "按假设 score_bands"
}

example "认定流程" {
  rows    = "examples/process.csv"
  cite    = "zj17: process"
  grade   = overview
  derived = true
}
