# 支付：病组支付标准，加上清单内项目的除外支付

criteria "gates" {
  title   = "2024 年清单的触发条件"
  per     = "use"
  from    = "2024-01-01"
  through = "2026-12-31"
  applies = "use.technology.rules == '2024'"
  cite    = "bjlist: term"
  criterion "multiple" {
    title   = "总费用超过病组例均费用的 2 倍（不含 2 倍）"
    require = "use.case.total_cost > 2 * use.case.group.mean_cost"
    cite    = "bjlist: gates"
  }
  criterion "share" {
    title   = "项目费用占总费用的比例超过 64%（不含 64%）"
    require = "cost > 0.64 * use.case.total_cost"
    cite    = "bjlist: gates"
  }
  criterion "not_procured" {
    title   = "药品、耗材的通用名没有纳入集中带量采购"
    require = "use.technology.kind == 'service' or use.technology.generic_name not in vbp"
    cite    = "bjlist: cancellation"
  }
  criterion "not_cancelled" {
    title   = "医疗服务项目没有因新价格未通过数据验证而取消"
    require = "use.technology not in cancelled_services"
    cite    = "bjlist: cancellation"
  }
  assumption = "several_items"
}

payment "standard" {
  title = "病组支付标准 S"
  pays  = "case.group.standard"
  cite  = "bjlist: payment"
}

payment "difference" {
  title      = "差额 N − c"
  per        = "use"
  when       = "gates"
  pays       = "cost - category_mean(use.case.group, use.technology.kind).mean"
  cite       = "bjlist: payment"
  assumption = "no_other_high_cost_rule"
}

payment "actual_use" {
  title      = "按实际使用另付"
  per        = "use"
  when       = "use.technology.rules == '2022' and cost > 0"
  pays       = "cost"
  cite       = "bj30: payment"
  assumption = "actual_use"
}

total "differences" {
  title = "除外支付合计"
  by    = "use.case"
  sum   = "difference + actual_use"
}

output "payment" {
  title  = "支付金额"
  is     = "standard + differences"
  column = "支付金额"
  cite   = "bjlist: payment"
}

output "exclusion" {
  title  = "其中除外支付"
  is     = "differences"
  column = "除外支付"
}

property "difference_never_negative" {
  per   = "use"
  holds = "difference >= 0"
  cite  = "bjlist: payment"
}
