# 申报条件的例子。2022 年申报，“申报当年或之前两个自然年”即 2020-01-01 至 2022-12-31

example "2020 年首日批准，恰好 50 例" {
  given = {
    application = {
      id = "TEST-A1", applied = "2022-08-01", applicant = "企业", kind = "药品", approved = "2020-01-01", nhsa_code = "XZZ0000001"
      price_policy = true, better_effect = true, large_effect = true, city_cases = 50, rare_disease = false
    }
  }
  expect  = { eligible = true, decision = "met", outcome = "decided" }
  cite    = "bj30: eligibility (1)"
  grade   = reprint
  derived = true
}

example "2019 年批准，2021 年纳入国家医保目录" {
  given = {
    application = {
      id = "TEST-A2", applied = "2022-08-01", applicant = "企业", kind = "药品", approved = "2019-05-01", nrdl_entry = "2021-03-01"
      nhsa_code = "XZZ0000001", price_policy = true, better_effect = true, large_effect = true, city_cases = 50, rare_disease = false
    }
  }
  expect = {
    eligible = true, decision = "met", outcome = "decided"
    recent_approval = false, recent_drug_event = true, recent_device_event = false
  }
  cite    = "bj30: eligibility (1)"
  grade   = reprint
  derived = true
}

example "罕见病用药，全市 3 例" {
  given = {
    application = {
      id = "TEST-A3", applied = "2022-08-01", applicant = "企业", kind = "药品", approved = "2021-05-01", nhsa_code = "XZZ0000001"
      price_policy = true, better_effect = true, large_effect = true, city_cases = 3, rare_disease = true
    }
  }
  expect  = { eligible = true, decision = "met", outcome = "decided" }
  cite    = "bj30: eligibility (6)"
  grade   = reprint
  derived = true
}

example "新事件" {
  rows    = "examples/events.csv"
  cite    = "bj30: eligibility (1)"
  grade   = reprint
  derived = true
}

example "其余条件" {
  rows    = "examples/conditions.csv"
  cite    = "bj30: eligibility"
  grade   = reprint
  derived = true
}

example "申报主体和申报期" {
  rows    = "examples/applicants.csv"
  cite    = "bj30: applicant"
  grade   = reprint
  derived = true
}

example "医疗服务项目" {
  rows    = "examples/services.csv"
  cite    = ["bj30: service", "bj30: applicant"]
  grade   = reprint
  derived = true
  note    = "该条其余内容不详，所以没有一份申报能够判定为符合"
}

example "条件只用于 2022 年" {
  rows    = "examples/other_years.csv"
  cite    = "bj30: eligibility"
  grade   = reprint
  derived = true
  note    = "按假设 only_2022；办法印发之日为 2022-07-13"
}
