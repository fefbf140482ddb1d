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

example "当年未公布的用上一年：2029 年用 2028 年的点数" {
  given = {
    case = {
      id = "TEST-7", patient = "P1", hospital = "ZZH21", group = "ZZ11", stay = "完整", admitted = "2029-05-01"
      discharged = "2029-05-10", settled = "2029-05-10", bed_days = 9, total_cost = "48000.00"
    }
  }
  expect  = { published_group = "ZZ02|2028|ZZ11", base_points = 384 }
  cite    = "zjreview: base_points"
  grade   = reprint
  derived = true
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

example "三类病例的点数" {
  rows    = "examples/stays.csv"
  cite    = ["zj19: complete", "zj19: incomplete", "zj19: bed_day"]
  grade   = official
  derived = true
}

example "同病组同标准：五个病组，名单公布前后" {
  rows    = "examples/same_standard.csv"
  cite    = "zj50: list"
  grade   = press
  derived = true
  note    = "按假设 same_standard"
}

example "用哪一年公布的均值和点数" {
  rows    = "examples/published_years.csv"
  cite    = "zjreview: base_points"
  grade   = reprint
  derived = true
  note    = "按假设 published_points"
}

example "均值到分：结清后的均值" {
  given = {
    case = {
      id = "TEST-10", patient = "P1", hospital = "ZZH11", group = "ZZ11", stay = "不完整", admitted = "2025-05-01"
      discharged = "2025-05-03", settled = "2025-05-03", bed_days = 2, total_cost = "10000.00"
    }
    group_mean = "40000.126"
    all_mean   = "10000.124"
  }
  expect  = { group_mean_cost = "40000.13", all_mean_cost = "10000.12", incomplete_stay = "104.9997" }
  cite    = "jh17: base_points"
  grade   = press
  derived = true
  note    = "420 × 10000 ÷ 40000.13 = 104.999658…；按假设 rounding"
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
