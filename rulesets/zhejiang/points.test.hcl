# 基础结算的例子。示例表：统筹区 ZZ01 全部病例例均 10000；病组 ZZ11 例均 40000、基准点数 400，医院 ZZH11 系数 1.05

example "住院过程完整：基准点数 × 差异系数" {
  given = {
    case = {
      id = "TEST-1", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-05-10", settled = "2025-05-10", bed_days = 9, total_cost = "42000.00"
    }
  }
  expect  = { base_points = 400, coefficient = "1.05", complete_stay = 420, stay_points = 420, points = 420, payment = "awaiting", outcome = "paid" }
  cite    = "zj19: complete"
  grade   = official
  derived = true
}

example "住院过程不完整：按费用折算，未达到基准点数" {
  given = {
    case = {
      id = "TEST-2", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "不完整", admitted = "2025-05-01"
      discharged = "2025-05-03", settled = "2025-05-03", bed_days = 2, total_cost = "10000.00"
    }
  }
  expect  = { incomplete_stay = 105, points = 105 }
  cite    = "zj19: incomplete"
  grade   = official
  derived = true
}

example "住院过程不完整：以不乘系数的基准点数为限" {
  given = {
    case = {
      id = "TEST-3", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "不完整", admitted = "2025-05-01"
      discharged = "2025-05-03", settled = "2025-05-03", bed_days = 2, total_cost = "40000.00"
    }
  }
  expect  = { incomplete_stay = 400, points = 400 }
  cite    = "zj19: incomplete"
  grade   = official
  derived = true
}

example "床日病组：每日 5.5 点，33 天" {
  given = {
    case = {
      id = "TEST-4", patient = "P1", hospital = "ZZH11", group = "ZZ29", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-06-03", settled = "2025-06-03", bed_days = 33, total_cost = "33000.00"
    }
  }
  expect  = { bed_day_stay = "181.5", points = "181.5", outlier_class = "unclassified" }
  cite    = "zj19: bed_day"
  grade   = official
  derived = true
}

example "同病组同标准：系数为 1" {
  given = {
    case = {
      id = "TEST-5", patient = "P1", hospital = "ZZH11", group = "CB23", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-05-04", settled = "2025-05-04", bed_days = 3, total_cost = "5500.00"
    }
  }
  expect  = { coefficient = 1, points = 55 }
  cite    = "zj50: list"
  grade   = press
  derived = true
}

example "再入院：结清前不扣减，给出再入院后减半" {
  given = {
    case = {
      id = "TEST-6", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-05-10", settled = "2025-05-10", bed_days = 9, total_cost = "42000.00"
    }
    readmitted = true
  }
  expect  = { points_before = 420, readmission = -210, stay_points = 210 }
  cite    = "zj19: readmission"
  grade   = official
  derived = true
}

example "当年未公布的用上一年：2029 年用 2028 年的点数" {
  given = {
    case = {
      id = "TEST-7", patient = "P1", hospital = "ZZH21", group = "ZZ11", stay = "完整", admitted = "2029-05-01"
      discharged = "2029-05-10", settled = "2029-05-10", bed_days = 9, total_cost = "48000.00"
    }
  }
  expect = { published_group = "ZZ02|2028|ZZ11", base_points = 384 }
  cite   = "zjreview: base_points"
  grade  = reprint
}

example "两年都没有公布：需要审核" {
  given = {
    case = {
      id = "TEST-8", patient = "P1", hospital = "ZZH11", group = "ZZ31", stay = "完整", admitted = "2027-05-01"
      discharged = "2027-05-10", settled = "2027-05-10", bed_days = 9, total_cost = "15000.00"
    }
  }
  expect = { outcome = "review", points = "review" }
  cite   = "zjreview: base_points"
  grade  = reprint
}

example "点值：预算 ÷ 总点数，金额到分" {
  given = {
    case = {
      id = "TEST-9", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-05-10", settled = "2025-05-10", bed_days = 9, total_cost = "42000.00"
    }
    pool        = { city = "ZZ01", year = 2025, closes = "2026-03-31", budget = "1000000.00" }
    pool_points = "10123.4567"
  }
  expect  = { points = 420, payment = "41487.81" }
  cite    = "zj19: point_value"
  grade   = official
  derived = true
}

example "每月预拨：恰好 85%" {
  given  = { prepayment = { id = "TEST-10", due = "1000.00", paid = "850.00" } }
  expect = { prepaid_enough = true, outcome = "decided" }
  cite   = "zj19: pool"
  grade  = official
}

example "每月预拨：不足 85%" {
  given  = { prepayment = { id = "TEST-11", due = "1000.00", paid = "849.99" } }
  expect = { prepaid_enough = false }
  cite   = "zj19: pool"
  grade  = official
}

example "病组代码不在表中的病例被拒绝" {
  given = {
    case = {
      id = "TEST-12", patient = "P1", hospital = "ZZH11", group = "AA11", stay = "完整", admitted = "2025-05-01"
      discharged = "2025-05-10", settled = "2025-05-10", bed_days = 9, total_cost = "42000.00"
    }
  }
  expect = { outcome = "refused", fault = "DF1014" }
  note   = "数据有问题的病例不会按 0 点支付"
}
