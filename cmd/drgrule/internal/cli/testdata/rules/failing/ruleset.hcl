ruleset "failing" {}

record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}

output "payment" {
  is = "round(case.cost * 0.7, 2)"
}

example "通过的例子" {
  given  = { case = { id = "TEST-1", cost = "100.00" } }
  expect = { payment = "70.00" }
}

example "算错的例子" {
  given  = { case = { id = "TEST-2", cost = "100.00" } }
  expect = { payment = "71.00", outcome = "decided" }
}
