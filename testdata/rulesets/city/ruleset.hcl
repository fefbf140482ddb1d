ruleset "city" {
  title   = "示例市"
  extends = "province"
}

param "base_rate" {
  override = true
  value    = 12000.00
}

record "run" {
  fields = { as_of = date }
}

output "overdue" {
  title      = "逾期申报"
  is         = "days(case.discharged, run.as_of) > 60"
  column     = "逾期"
  assumption = "出院后 60 天内申报"
}
