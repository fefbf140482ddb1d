# 留用结余的例子

example "任务量以内的中选产品，结余全部留用" {
  given  = { surplus = { id = "TEST-S1", product = "中选", amount = "1000.00" } }
  expect = { kept = "1000.00", outcome = "decided" }
  cite   = "bjvbp: surplus"
  grade  = reprint
}

example "超出任务量的中选产品，结余留用 70%" {
  given  = { surplus = { id = "TEST-S2", product = "中选超任务量", amount = "1000.00" } }
  expect = { kept = "700.00", outcome = "decided" }
  cite   = "bjvbp: surplus"
  grade  = reprint
}

example "非中选产品，结余留用 50%" {
  given  = { surplus = { id = "TEST-S3", product = "非中选", amount = "1000.00" } }
  expect = { kept = "500.00", outcome = "decided" }
  cite   = "bjvbp: surplus"
  grade  = reprint
}

example "留用结余四舍五入到分" {
  rows    = "examples/surplus.csv"
  cite    = "bjvbp: surplus"
  grade   = reprint
  derived = true
  note    = "舍入方式未见规定，按 output kept 的假设"
}

example "亏损不是结余" {
  given  = { surplus = { id = "TEST-S10", product = "中选", amount = "-1.00" } }
  expect = { outcome = "refused", fault = "DF1005" }
  note   = "结余金额不得为负；数据有问题的一行不会按 0 留用"
}
