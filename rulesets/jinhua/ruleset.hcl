ruleset "jinhua" { # 只写与浙江省规则不同之处
  title   = "金华市病组点数法（2017 年）"
  region  = "330700"
  extends = "zhejiang"
  drops = ["incentive", "rare_disease", "incentive_case", "incentive_paid", "incentive_points", "incentive_limit", "settled_points", "incentive_only_above_the_limit", "application",
    "drug_eligible", "service_eligible", "expert_score", "recognised", "eligible", "score", "passed", "first_list_has_30_items"]
}
source "jh17" {
  override = true
  clauses  = { base_points = "病组基准点数", coefficient = "成本系数", complete = "住院过程完整的病例", incomplete = "住院过程不完整的病例", readmission = "再入院" }
}
param "readmission_days" {
  override = true
  value    = 10
  cite     = "jh17: readmission"
}
table "two_year_means" {
  file    = "tables/two_year_means.csv" # 前两年的例均费用：本院的，全市的
  key     = ["hospital", "year", "group"]
  columns = { hospital = ref(hospitals), year = count, group = ref(groups), own = { type = money, min = 0, max = 1000000 }, city = { type = money, min = 10 } }
  sample  = true
}
let "coefficient" {
  override   = true
  title      = "成本系数：本院例均费用 ÷ 全市例均费用；当年新增的病组为 1"
  is         = "let m = two_year_means(case.hospital, year(case.settled), case.group); [case.hospital.city, year(case.settled) - 1, case.group] in published ? m.own / m.city : 1"
  cite       = ["jh17: coefficient", "jh17: complete"]
  assumption = "当年新增的病组指上一年没有公布点数的病组；未采用：当年目录新列的病组"
}
let "incomplete_points" {
  override = true
  title    = "基准点数 × 费用 ÷ 病组例均费用，不乘系数，不超过基准点数"
  is       = "points.incomplete(base_points, 1, case.total_cost, group_mean_cost)"
  cite     = "jh17: incomplete"
}
let "case_points" {
  override = true
  is       = "stay_points"
  cite     = "zj19: point_value"
}
