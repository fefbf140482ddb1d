# 再入院的例子。再入院要全部病例才能判断，例子里直接给出；天数等界线的例子在 conformance/suite/policy/zhejiang

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

example "再入院：上次住院的点数减半" {
  rows    = "examples/readmissions.csv"
  cite    = "zj19: readmission"
  grade   = official
  derived = true
}
