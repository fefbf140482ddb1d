# 点值、支付金额、激励额度、申报比例、预拨的例子

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

example "点值和支付金额" {
  rows    = "examples/point_values.csv"
  cite    = ["zj19: point_value", "zj17: payment (6)"]
  grade   = overview
  derived = true
  note    = "总点数是示例"
}

example "额度：95 点的百分之五是 5 点" {
  given = {
    pool           = { city = "ZZ01", year = 2025, closes = "2026-03-31", budget = "1000000.00" }
    settled_points = 95
  }
  expect  = { incentive_limit = 5, point_value = "awaiting" }
  cite    = "zj17: payment (4)"
  grade   = overview
  derived = true
}

example "激励额度和点值" {
  rows    = "examples/pools.csv"
  cite    = ["zj17: payment (4)", "zj19: point_value"]
  grade   = overview
  derived = true
  note    = "总点数和比例是示例"
}

example "申报比例：千分之五向下取整，更换不超过百分之二十" {
  given = {
    hospital_year = { hospital = "ZZH11", year = 2025, drg_cases = 1999, applied = 9, swapped = 1 }
  }
  expect  = { review_quota = 9, within_quota = true, swaps_allowed = true }
  cite    = "zjreview: quota"
  grade   = reprint
  derived = true
}

example "申报、更换超过比例" {
  given = {
    hospital_year = { hospital = "ZZH11", year = 2025, drg_cases = 1999, applied = 10, swapped = 3 }
  }
  expect  = { review_quota = 9, within_quota = false, swaps_allowed = false }
  cite    = "zjreview: quota"
  grade   = reprint
  derived = true
}

example "申报比例和更换比例" {
  rows    = "examples/quotas.csv"
  cite    = "zjreview: quota"
  grade   = reprint
  derived = true
  note    = "按假设 quota"
}

example "每月预拨" {
  rows    = "examples/prepayments.csv"
  cite    = "zj19: pool"
  grade   = official
  derived = true
  note    = "按假设 prepayment"
}
