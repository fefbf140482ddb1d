# The data that the examples of the manual share: records, tables, codes, sources.
# An example stands beside this file in one ruleset.

source "doc" {
  title   = "示例文件"
  number  = "示例〔2024〕1号"
  issued  = "2024-01-01"
  grade   = "code"
  clauses = { payment = "支付", scope = { title = "范围", grade = "derived" } }
}

codes "nhsa_item" {
  title   = "医保药品、耗材和医疗服务项目代码"
  pattern = "^[A-Z0-9]{4,30}$"
  case    = "upper"
}

record "run" {
  title  = "运行输入"
  fields = { as_of = date, year = count }
}

record "pool" {
  title = "基金池"
  key   = ["city", "insurance", "year"]
  clock = "pool.closes"
  fields = {
    city      = ref(cities)
    insurance = enum("310", "390")
    year      = count
    closes    = date
    budget    = { type = money, min = 0 }
  }
}

record "hospital_month" {
  title = "医院每月（由病例指明）"
  key   = ["hospital", "month"]
  fields = {
    hospital = ref(hospitals)
    month    = month
  }
}

record "case" {
  title = "病例"
  key   = ["id"]
  clock = "case.discharged"
  fields = {
    id             = { type = text, columns = ["病例号"] }
    hospital       = { type = ref(hospitals), columns = ["医院"] }
    insurance      = { type = enum("310", "390"), values = { "职工" = "310", "居民" = "390" } }
    group          = { type = ref(groups), columns = ["DRG编码"] }
    admitted       = date
    discharged     = { type = date, columns = ["出院日期"] }
    total_cost     = { type = money, min = 0, columns = ["医疗总费用"] }
    own_pay        = { type = money, min = 0 }
    diagnoses      = list(text)
    planned        = bool
    technology     = optional(ref(technologies))
    indication     = optional(text)
    transferred    = optional(date)
    good_reason    = unknown(bool)
    baseline       = unknown(score)
    pool           = { type = ref(pool), is = ["case.hospital.city", "case.insurance", "year(case.discharged)"], back = "cases" }
    hospital_month = { type = ref(hospital_month), is = ["case.hospital", "month(case.discharged)"] }
  }
}

record "item" {
  title = "费用明细"
  key   = ["case", "line"]
  fields = {
    case       = { type = ref(case), back = "items" }
    line       = count
    code       = code(nhsa_item)
    kind       = enum("drug", "device", "service")
    amount     = money
    technology = optional(ref(technologies))
    use        = { type = optional(ref(use)), is = ["item.case", "item.technology"] }
  }
}

record "use" {
  title = "病例使用的新技术（由明细指明）"
  key   = ["case", "technology"]
  fields = {
    case       = { type = ref(case), back = "uses" }
    technology = ref(technologies)
  }
}

record "application" {
  title = "申报"
  key   = ["id"]
  clock = "application.applied"
  fields = {
    id            = text
    applied       = date
    kind          = enum("drug", "device", "service")
    approved      = optional(date)
    cases         = { type = count, min = 0 }
    rare          = bool
    better_effect = unknown(bool)
    effect        = unknown(score)
    safety        = unknown(score)
  }
}

table "cities" {
  key     = ["code"]
  columns = { code = text, name = text, share = { type = ratio, min = 0, below = 1 } }
  rows    = [["330700", "金华", 0.05]]
  sample  = true
}

table "hospitals" {
  title   = "医院"
  key     = ["code"]
  columns = { code = text, city = ref(cities), tier = enum("1", "2", "3") }
  rows    = [["H1", "330700", "3"], ["H2", "330700", "2"]]
  sample  = true
}

table "groups" {
  title = "病组"
  key   = ["code"]
  columns = {
    code      = text
    mean_cost = { type = money, min = 0.01 }
    weight    = ratio
    points    = { type = points, above = 0 }
    note      = optional(text)
  }
  rows = [
    ["AA11", 20000.00, 1.25, 125, ""],
    ["AA13", 8000.00, 0.5, 50, "surgical"],
  ]
  sample = true
}

table "coefficients" {
  title   = "差异系数"
  key     = ["hospital", "group"]
  columns = { hospital = ref(hospitals), group = ref(groups), value = ratio }
  rows    = [["H1", "AA11", 1.1]]
  sample  = true
}

table "technologies" {
  title = "新技术清单"
  key   = ["code"]
  columns = {
    code        = text
    indications = list(text)
    rare        = bool
    from        = from
    through     = through
  }
  rows = [
    ["T1", ["glioma", "stroke"], false, "2024-01-01", "2025-12-31"],
    ["T2", ["stroke"], true, "2024-01-01", ""],
    ["T3", ["glioma"], false, "2020-01-01", "2022-12-31"],
  ]
  sample = true
}

table "listed" {
  title = "清单内项目：按代码前缀"
  key   = ["code"]
  columns = {
    code = prefix(nhsa_item)
    kind = enum("drug", "device", "service")
  }
  rows   = [["XA01", "drug"], ["C0201", "device"]]
  sample = true
}

criteria "employee" {
  title = "职工医保"
  criterion "insurance" { require = "case.insurance == '310'" }
}
