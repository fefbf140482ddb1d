# 激励的例子。示例表：ZZ01 自 2025-01-01 实施，ZZ02 自 2025-03-01；每点费用 100 元

example "裁剪部分 70000，第一年" {
  given = {
    case = {
      id = "TEST-1", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "肺癌"
    }
  }
  expect  = { payment_year = 1, trimmed_cost = 70000, incentive = 490, points = 910, outcome = "paid" }
  cite    = "zj17: payment (2)"
  grade   = overview
  derived = true
}

example "第二年系数 0.8" {
  given = {
    case = {
      id = "TEST-2", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2026-05-01"
      discharged = "2026-06-03", settled = "2026-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "肺癌"
    }
  }
  expect  = { payment_year = 2, incentive = 392 }
  cite    = "zj17: payment (2)"
  grade   = overview
  derived = true
}

example "恰好等于上限倍率：没有激励" {
  given = {
    case = {
      id = "TEST-3", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "80000.00", technology = "ZZT01", indication = "肺癌"
    }
  }
  expect  = { outlier_class = "normal", incentive_case = true, incentive = 0, points = 420 }
  cite    = "zj17: payment (2)"
  grade   = overview
  derived = true
}

example "适应症不在名单所列：没有激励" {
  given = {
    case = {
      id = "TEST-4", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "胃癌"
    }
  }
  expect = { incentive_case = false, incentive = 0 }
  cite   = "zj17: payment (1)"
  grade  = overview
}

example "完整结算年度：3 月实施的市，当年不支付" {
  given = {
    case = {
      id = "TEST-5", patient = "P1", hospital = "ZZH21", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "肺癌"
    }
  }
  expect  = { payment_year = 0, incentive_case = false, incentive = 0 }
  cite    = "zj17: payment (5)"
  grade   = overview
  derived = true
}

example "没有实施激励的市：不适用" {
  given = {
    case = {
      id = "TEST-6", patient = "P1", hospital = "ZZH31", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "肺癌"
    }
  }
  expect = { payment_year = "none", incentive_case = false, incentive = 0 }
  cite   = "zj17: payment (5)"
  grade  = overview
}

example "选定技术第四年仍有激励" {
  given = {
    case = {
      id = "TEST-7", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2028-05-01"
      discharged = "2028-06-03", settled = "2028-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT03", indication = "淋巴瘤"
    }
  }
  expect  = { payment_year = 4, incentive_coefficient = "0.6", incentive = 294 }
  cite    = "zj17: payment (2)"
  grade   = overview
  derived = true
}

example "罕见病：实际费用折算，代替原来的点数" {
  given = {
    case = {
      id = "TEST-8", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT04", indication = "罕见病甲"
    }
  }
  expect  = { complete_stay = 0, incentive = 0, rare_disease = 1500, points = 1500 }
  cite    = "zj17: payment (3)"
  grade   = overview
  derived = true
}

example "罕见病，但对病组均费影响不大：与其他技术相同" {
  given = {
    case = {
      id = "TEST-9", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT05", indication = "罕见病乙"
    }
  }
  expect  = { rare_disease = 0, incentive = 490, points = 910 }
  cite    = "zj17: payment (3)"
  grade   = overview
  derived = true
}

example "单议通过的不另计激励" {
  given = {
    case = {
      id = "TEST-10", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "肺癌"
      special_cases = [{ ground = "费用过高", applied = "2025-07-02", proper = true, experts = 3, in_favour = 2, unreasonable = 0 }]
    }
  }
  expect  = { incentive = 0, special_case_points = 1500, points = 1500 }
  cite    = "zjreview: outcome"
  grade   = reprint
  derived = true
}

example "封顶后的激励由结算给出" {
  given = {
    case = {
      id = "TEST-11", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00", technology = "ZZT01", indication = "肺癌"
    }
    incentive_paid = "345.6789"
  }
  expect  = { incentive = 490, incentive_points = "345.6789", points = "765.6789" }
  cite    = "zj17: payment (4)"
  grade   = overview
  derived = true
}

example "裁剪部分" {
  rows    = "examples/incentive_costs.csv"
  cite    = "zj17: payment (2)"
  grade   = overview
  derived = true
  note    = "倍率和每点费用是示例"
}

example "名单和适应症" {
  rows    = "examples/incentive_list.csv"
  cite    = ["zj17: payment (1)", "zj17: process"]
  grade   = overview
  derived = true
}

example "年次和系数" {
  rows    = "examples/incentive_years.csv"
  cite    = ["zj17: payment (2)", "zj17: payment (5)"]
  grade   = overview
  derived = true
  note    = "选定技术的系数是示例"
}

example "罕见病" {
  rows    = "examples/rare_diseases.csv"
  cite    = "zj17: payment (3)"
  grade   = overview
  derived = true
  note    = "按假设 rare"
}
