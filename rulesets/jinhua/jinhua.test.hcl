# 与浙江省规则不同之处的例子。示例表：金华全部病例例均 9600；病组 ZZ11 例均 38400、基准点数 400

example "成本系数：本院例均费用 ÷ 全市例均费用" {
  given = {
    case = {
      id = "TEST-1", patient = "P1", hospital = "ZZH41", group = "ZZ11", stay = "完整", admitted = "2017-05-01"
      discharged = "2017-05-10", settled = "2017-05-10", bed_days = 9, total_cost = "42000.00"
    }
  }
  expect  = { base_points = 400, complete_stay = 432, points = 432, payment = "awaiting" }
  cite    = "jh17: coefficient"
  grade   = press
  derived = true
}

example "当年新增的病组：系数为 1" {
  given = {
    case = {
      id = "TEST-2", patient = "P1", hospital = "ZZH41", group = "ZZ33", stay = "完整", admitted = "2017-05-01"
      discharged = "2017-05-10", settled = "2017-05-10", bed_days = 9, total_cost = "42000.00"
    }
  }
  expect = { coefficient = 1, points = 220 }
  cite   = "jh17: coefficient"
  grade  = press
}

example "住院过程不完整：不乘系数" {
  given = {
    case = {
      id = "TEST-3", patient = "P1", hospital = "ZZH41", group = "ZZ11", stay = "不完整", admitted = "2017-05-01"
      discharged = "2017-05-03", settled = "2017-05-03", bed_days = 2, total_cost = "9600.00"
    }
  }
  expect  = { incomplete_stay = 100, points = 100 }
  cite    = "jh17: incomplete"
  grade   = press
  derived = true
}

example "住院过程不完整：不超过基准点数" {
  given = {
    case = {
      id = "TEST-4", patient = "P1", hospital = "ZZH41", group = "ZZ11", stay = "不完整", admitted = "2017-05-01"
      discharged = "2017-05-03", settled = "2017-05-03", bed_days = 2, total_cost = "38400.01"
    }
  }
  expect  = { points = 400 }
  cite    = "jh17: incomplete"
  grade   = press
  derived = true
}

example "名单公布之前的病组也有成本系数" {
  given = {
    case = {
      id = "TEST-5", patient = "P1", hospital = "ZZH41", group = "DT23", stay = "完整", admitted = "2017-05-01"
      discharged = "2017-05-03", settled = "2017-05-03", bed_days = 2, total_cost = "3000.00"
    }
  }
  expect  = { base_points = 30, points = "22.8" }
  cite    = "jh17: coefficient"
  grade   = press
  derived = true
}

example "基准点数：病组例均费用 ÷ 全市例均费用 × 100" {
  given = {
    case = {
      id = "TEST-6", patient = "P1", hospital = "ZZH41", group = "ZZ19", stay = "完整", admitted = "2017-05-01"
      discharged = "2017-05-10", settled = "2017-05-10", bed_days = 9, total_cost = "24000.00"
    }
  }
  expect  = { group_mean_cost = "24000.00", all_mean_cost = "9600.00", base_points = 250 }
  cite    = "jh17: base_points"
  grade   = press
  derived = true
  note    = "24000 ÷ 9600 × 100；清算前用公布的基准点数"
}

example "点值：沿用省的规则" {
  given = {
    case = {
      id = "TEST-7", patient = "P1", hospital = "ZZH41", group = "ZZ11", stay = "完整", admitted = "2017-05-01"
      discharged = "2017-05-10", settled = "2017-05-10", bed_days = 9, total_cost = "42000.00"
    }
    pool        = { city = "330700", year = 2017, closes = "2018-03-31", budget = "1000000.00" }
    pool_points = 8000
  }
  expect  = { points = 432, payment = "54000.00" }
  cite    = "zj19: point_value"
  grade   = official
  derived = true
  note    = "1000000 ÷ 8000 = 125 元；432 × 125"
}

example "成本系数：各病组" {
  rows    = "examples/coefficients.csv"
  cite    = ["jh17: coefficient", "jh17: complete"]
  grade   = press
  derived = true
}

example "不完整的病例，以及沿用省规则的病例" {
  rows    = "examples/stays.csv"
  cite    = ["jh17: incomplete", "jh17: readmission"]
  grade   = press
  derived = true
  note    = "再入院的天数要全部病例才能判断，例子在 conformance/suite/policy/jinhua"
}
