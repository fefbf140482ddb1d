# A ruleset for the examples of the façade: a standard per group, an add-on for listed
# drugs, and an estimate that needs the points of a whole pool. Every figure is made up.

ruleset "province" {
  title    = "示例省 DRG 付费"
  language = 1
}

record "case" {
  title = "病例"
  key   = ["id"]
  clock = "case.discharged"
  fields = {
    id         = { type = text, columns = ["病例号"], privacy = 2 }
    group      = { type = ref(groups), columns = ["DRG编码"] }
    total_cost = { type = money, min = 0.01, columns = ["医疗总费用"] }
    discharged = { type = date, columns = ["出院日期"] }
    city       = { type = text, columns = ["统筹区"] }
    indication = { type = unknown(bool), columns = ["符合适应症"] }
    pool       = { type = ref(pool), is = ["case.city", "year(case.discharged)"] }
  }
}

record "item" {
  title = "费用明细"
  key   = ["case", "line"]
  fields = {
    case   = { type = ref(case), back = "items" }
    line   = count
    code   = text
    amount = money
  }
}

record "pool" {
  title  = "基金池"
  key    = ["city", "year"]
  fields = { city = text, year = count, budget = { type = money, min = 0 } }
}

table "groups" {
  title      = "病组"
  file       = "tables/groups.csv"
  key        = ["code"]
  columns    = { code = text, weight = { type = ratio, min = 0.0001 }, points = points }
  assumption = "示例数据"
}

table "listed" {
  title      = "清单内药品"
  key        = ["code"]
  columns    = { code = text }
  rows       = [["X01"], ["X02"]]
  assumption = "示例数据"
}
