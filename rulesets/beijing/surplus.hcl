# 与带量采购联动：医院留用的 DRG 结余

record "surplus" {
  title = "结余"
  key   = ["id"]
  fields = {
    id      = { type = text, columns = ["结余编号"] }
    product = { type = enum("selected", "selected_beyond", "not_selected"), columns = ["产品情形"], values = { "中选" = "selected", "中选超任务量" = "selected_beyond", "非中选" = "not_selected" } }
    amount  = { type = money, min = 0, columns = ["结余金额"] }
  }
}

param "surplus_share" {
  title = "结余留用比例"
  keys  = { product = enum("selected", "selected_beyond", "not_selected") }
  unit  = ratio
  value = { selected = 1, selected_beyond = 0.70, not_selected = 0.50 }
  cite  = "bjvbp: surplus"
}

output "kept" {
  title      = "医院留用结余"
  per        = "surplus"
  is         = "round(surplus.amount * surplus_share(surplus.product), 2)"
  column     = "留用结余"
  cite       = "bjvbp: surplus"
  assumption = "留用金额四舍五入到分"
}
