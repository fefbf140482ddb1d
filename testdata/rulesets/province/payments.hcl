source "order" {
  title   = "示例省支付办法"
  number  = "示例〔2024〕1号"
  grade   = derived
  clauses = { standard = "病组支付标准", addon = "清单内药品" }
}

param "base_rate" {
  title = "基础费率"
  unit  = money
  value = 10000.00
  cite  = "order: standard"
}

total "listed_cost" {
  title = "清单内药品费用"
  by    = "item.case"
  where = "item.code in listed"
  sum   = "item.amount"
}

criteria "eligible" {
  title   = "另付条件"
  applies = "listed_cost > 0"
  criterion "indication" {
    title   = "符合适应症"
    require = "case.indication"
    cite    = "order: addon (1)"
  }
  criterion "share" {
    title   = "药品费用超过总费用的 30%"
    require = "listed_cost > 0.30 * case.total_cost"
    cite    = "order: addon (2)"
  }
}

payment "standard" {
  title = "病组支付标准"
  pays  = "round(case.group.weight * base_rate, 2)"
  cite  = "order: standard"
}

payment "addon" {
  title = "清单内药品另付"
  when  = "eligible"
  pays  = "round(listed_cost * 0.70, 2)"
  cite  = "order: addon (3)"
}

total "pool_points" {
  title = "基金池总点数"
  by    = "case.pool"
  sum   = "case.group.points"
}

let "point_value" {
  title      = "点值"
  per        = "pool"
  is         = "pool_points > 0 ? round(pool.budget / pool_points, 4) : refuse('no points in the pool')"
  assumption = "点值保留四位小数"
}

output "payment" {
  title  = "支付金额"
  is     = "standard + addon"
  column = "支付金额"
}

output "estimate" {
  title      = "按点值估算"
  is         = "round(case.group.points * case.pool.point_value, 2)"
  column     = "估算金额"
  assumption = "四舍五入到分"
}

output "listed" {
  title  = "清单内"
  per    = "item"
  is     = "item.code in listed"
  column = "清单内"
}
