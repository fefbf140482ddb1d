# 特病单议的例子。每点费用 100 元。示例表：申报期 2025-07-01 至 2025-07-21；病组 ZZ23 只有 4 例；ZZ11 下限 0.5 倍、上限 2 倍

example "费用过高，治疗合理，扣除不合理费用后折算" {
  given = {
    case = {
      id = "TEST-1", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00"
      special_cases = [{ ground = "费用过高", applied = "2025-07-21", proper = true, experts = 3, in_favour = 2, unreasonable = "12000.00" }]
    }
  }
  expect = {
    outlier_class = "high", complete_stay = 0, special_case_points = 1380, points = 1380, outcome = "paid"
    special_cases = [{ accepted = true, ground_holds = true, granted = 1380, review_decision = "met" }]
  }
  cite    = "zjreview: outcome"
  grade   = reprint
  derived = true
}

example "专家直接核定点数" {
  given = {
    case = {
      id = "TEST-2", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "19999.99"
      special_cases = [{ ground = "费用过低", applied = "2025-07-01", proper = true, experts = 5, in_favour = 3, points = "230.5" }]
    }
  }
  expect  = { outlier_class = "low", special_case_points = "230.5", points = "230.5" }
  cite    = "zj19: special"
  grade   = official
  derived = true
}

example "病例过少：没有单议的需要审核" {
  given = {
    case = {
      id = "TEST-3", patient = "P1", hospital = "ZZH11", group = "ZZ23", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "90000.00"
    }
  }
  expect = { outcome = "review", points = "review", reasons = "没有入组，或病组的病例过少：点数待专家核定" }
  cite   = "zj19: special"
  grade  = official
}

example "病例过少：恰好 5 例的按一般病例支付" {
  given = {
    case = {
      id = "TEST-4", patient = "P1", hospital = "ZZH11", group = "ZZ25", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "70000.00"
    }
  }
  expect = { in_small_group = false, outcome = "paid" }
  cite   = "zj19: special"
  grade  = official
}

example "入不了组，专家核定" {
  given = {
    case = {
      id = "TEST-5", patient = "P1", hospital = "ZZH11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "90000.00"
      special_cases = [{ ground = "入不了组", applied = "2025-07-02", experts = 3, in_favour = 3, points = 700 }]
    }
  }
  expect = { grouped = false, points = 700, outcome = "paid" }
  cite   = "zj19: special"
  grade  = official
}

example "低体重新生儿：恰好达到两个倍数" {
  given = {
    case = {
      id = "TEST-6", patient = "P1", hospital = "ZZH11", group = "ZZ19", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "25000.00", birth_weight = "1499.99"
      special_cases = [{ ground = "低体重新生儿", applied = "2025-07-02", experts = 3, in_favour = 2, unreasonable = 0 }]
    }
  }
  expect  = { light_newborn = true, points = 250, special_cases = [{ review_decision = "met" }] }
  cite    = "zjreview: newborn"
  grade   = reprint
  derived = true
}

example "低体重新生儿：1500 克的不算" {
  given = {
    case = {
      id = "TEST-7", patient = "P1", hospital = "ZZH11", group = "ZZ19", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "25000.00", birth_weight = "1500.00"
      special_cases = [{ ground = "低体重新生儿", applied = "2025-07-02", experts = 3, in_favour = 2, unreasonable = 0 }]
    }
  }
  expect = { light_newborn = false, special_case_points = 0, special_cases = [{ review_decision = "not_met" }] }
  cite   = "zjreview: newborn"
  grade  = reprint
}

example "半数同意不是多数" {
  given = {
    case = {
      id = "TEST-8", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00"
      special_cases = [{ ground = "费用过高", applied = "2025-07-02", proper = true, experts = 4, in_favour = 2, unreasonable = 0 }]
    }
  }
  expect  = { points = 420, special_cases = [{ review_decision = "not_met" }] }
  cite    = "zjreview: application"
  grade   = reprint
  derived = true
}

example "评议尚未报告：需要审核" {
  given = {
    case = {
      id = "TEST-9", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00"
      special_cases = [{ ground = "费用过高", applied = "2025-07-02", proper = true, unreasonable = 0 }]
    }
  }
  expect = { outcome = "review", points = "review", special_cases = [{ review_decision = "undetermined" }] }
  cite   = "zjreview: application"
  grade  = reprint
}

example "过了第十五个工作日" {
  given = {
    case = {
      id = "TEST-10", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00"
      special_cases = [{ ground = "费用过高", applied = "2025-07-22", proper = true, experts = 3, in_favour = 3, unreasonable = 0 }]
    }
  }
  expect  = { points = 420, special_cases = [{ review_decision = "not_met" }] }
  cite    = "zjreview: application"
  grade   = reprint
  derived = true
}

example "申报理由" {
  rows    = "examples/review_grounds.csv"
  cite    = ["zj19: special", "zjreview: new_drugs"]
  grade   = reprint
  derived = true
}

example "低体重新生儿" {
  rows    = "examples/newborns.csv"
  cite    = "zjreview: newborn"
  grade   = reprint
  derived = true
  note    = "按假设 newborn_means；示例市甲全部病例例均 10000，示例市乙 13000"
}

example "申报期" {
  rows    = "examples/review_windows.csv"
  cite    = "zjreview: application"
  grade   = reprint
  derived = true
  note    = "申报期的示例表未扣除法定节假日"
}

example "专家人数和同意人数" {
  rows    = "examples/review_votes.csv"
  cite    = "zjreview: application"
  grade   = reprint
  derived = true
}

example "评议结果" {
  rows    = "examples/review_outcomes.csv"
  cite    = "zjreview: outcome"
  grade   = reprint
  derived = true
}

# 每档上限倍率和下限倍率的界线
example "费用类别" {
  rows    = "examples/outlier_classes.csv"
  cite    = "zj19: special"
  grade   = official
  derived = true
}

example "一个病例只能申报一次" {
  given = {
    case = {
      id = "TEST-12", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "150000.00"
      special_cases = [
        { ground = "费用过高", applied = "2025-07-02", proper = true, experts = 3, in_favour = 2, unreasonable = 0 },
        { ground = "新纳入目录药品", applied = "2025-10-09", fills_gap = true, experts = 3, in_favour = 2, unreasonable = 0 },
      ]
    }
  }
  expect = { outcome = "refused", fault = "DF1030" }
  note   = "数据有问题的病例不会按 0 点支付"
}
