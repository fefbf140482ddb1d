# What the scripts of the command run on: two payments, lines of a case, a total over
# many cases, an input of the run.

ruleset "fee" {
  title = "示例支付规则"
}

source "doc" {
  title   = "示例办法"
  number  = "示例〔2024〕1号"
  issued  = "2024-01-01"
  grade   = "official"
  clauses = { pay = "支付标准" }
}

codes "item_code" {
  title   = "医保代码"
  pattern = "^[A-Z0-9]{4,30}$"
  case    = "upper"
}

record "run" {
  title  = "运行输入"
  fields = { as_of = date }
}

record "period" {
  title  = "年度"
  key    = ["year"]
  fields = { year = count }
}

record "case" {
  title = "病例"
  key   = ["id"]
  clock = "case.day"
  fields = {
    id     = { type = text, columns = ["病例号", "mdtrt_id"] }
    group  = { type = ref(groups), columns = ["DRG编码"] }
    cost   = { type = money, min = 0, columns = ["总费用"] }
    day    = { type = date, columns = ["出院日期"] }
    effect = { type = unknown(bool), columns = ["疗效"] }
    period = { type = ref(period), is = ["year(case.day)"] }
  }
}

record "item" {
  title = "费用明细"
  key   = ["case", "line"]
  fields = {
    case   = { type = ref(case), back = "items", columns = ["病例号"] }
    line   = { type = text, columns = ["流水号"] }
    code   = { type = code(item_code), columns = ["医保代码"] }
    amount = { type = money, columns = ["金额"] }
  }
}

table "groups" {
  title   = "病组"
  key     = ["code"]
  columns = { code = text, standard = money }
  rows    = [["AA11", 1000.00], ["AA13", 500.00]]
  sample  = true
  cite    = "doc: pay"
}

total "drugs" {
  title = "药品费"
  by    = "item.case"
  where = "item.code == 'XA01'"
  sum   = "item.amount"
  cite  = "doc: pay"
}

total "year_cost" {
  title = "全年费用"
  by    = "case.period"
  sum   = "case.cost"
  cite  = "doc: pay"
}

payment "standard" {
  title = "病组支付标准"
  pays  = "case.cost < 0.01 ? refuse('费用为 0') : case.group.standard"
  cite  = "doc: pay"
}

payment "extra" {
  title      = "另付"
  when       = "case.effect and drugs > 100"
  pays       = "drugs"
  assumption = "药品费全额另付"
}

payment "listed" {
  title      = "清单内"
  per        = "item"
  when       = "item.code == 'XA01' and item.amount > 0"
  pays       = "item.amount"
  assumption = "按实际金额"
}

output "payment" {
  title  = "支付金额"
  is     = "standard + extra"
  column = "支付金额"
  cite   = "doc: pay"
}

output "recent" {
  title  = "截止日前出院"
  is     = "case.day <= run.as_of"
  column = "截止日前"
  cite   = "doc: pay"
}

output "share" {
  title  = "占全年费用"
  is     = "case.period.year_cost > 0 ? round(case.cost / case.period.year_cost, 4) : 0"
  column = "占比"
  cite   = "doc: pay"
}
