# 创新医药技术的支付激励（2024 年）：激励点数、罕见病、封顶

param "incentive_share_paid" {
  title = "裁剪部分的激励比例"
  unit  = ratio
  value = 0.70
  cite  = "zj17: payment (2)"
}

param "cost_per_point" {
  title      = "每点费用"
  unit       = money / points
  value      = 100.00
  min        = 0.01
  cite       = "zj17: payment (2)"
  assumption = "cost_per_point"
}

param "year_coefficient" {
  title = "各年次的激励系数"
  keys  = { payment_year = count }
  unit  = ratio
  value = { "1" = 1, "2" = 0.8, "3" = 0.6 }
  cite  = "zj17: payment (2)"
}

param "term_years" {
  title = "激励年限"
  value = 3
  cite  = "zj17: payment (5)"
}

param "term_reading" {
  title      = "年次的读法：完整结算年度 full_year，日历年 calendar"
  type       = enum("full_year", "calendar")
  value      = "full_year"
  cite       = "zj17: payment (5)"
  assumption = "term"
}

# ---- 哪些病例 ---------------------------------------------------------------------------------------

let "payment_year" {
  title      = "激励年次；没有实施激励的市没有年次"
  is         = "incentives.payment_year(case.hospital.city.incentive_started, case.settled, term_reading)"
  cite       = "zj17: payment (5)"
  assumption = "term"
}

let "incentive_coefficient" {
  title      = "激励系数：选定技术逐年列明的，否则按年次"
  is         = <<-F
    selected_coefficients(case.technology, payment_year).value ?? year_coefficient(payment_year)
  F
  cite       = "zj17: payment (2)"
  assumption = "selected"
}

criteria "incentive_case" {
  title   = "可以激励的病例"
  per     = "case"
  applies = "has(case.technology) and has(payment_year)"
  cite    = "zj17: payment"
  criterion "listed" {
    title   = "技术在名单的有效期内"
    require = "case.technology in technologies"
    cite    = "zj17: process"
  }
  criterion "indication" {
    title   = "用于名单所列的适应症"
    require = "has(case.indication) and case.indication in case.technology.indications"
    cite    = "zj17: payment (1)"
  }
  criterion "not_reviewed" {
    title      = "没有通过特病单议"
    require    = "not any(case.special_cases, .accepted)"
    cite       = "zj17: payment (2)"
    assumption = "special_points"
  }
  criterion "in_term" {
    title   = "在激励年限内"
    require = "payment_year in 1..term_years or [case.technology, payment_year] in selected_coefficients"
    cite    = "zj17: payment (5)"
  }
}

let "trimmed_cost" {
  title = "裁剪部分：费用超过上限倍率的部分"
  is    = "outliers.trimmed(case.total_cost, group_mean_cost, group_high_multiple)"
  cite  = "zj17: payment (2)"
}

# ---- 激励点数 ---------------------------------------------------------------------------------------

payment "incentive" {
  title      = "激励点数：裁剪部分 × 70%，折算成点数，× 年次系数"
  when       = "incentive_case and outlier_class == 'high'"
  pays       = "round(points.of_cost(trimmed_cost * incentive_share_paid, cost_per_point) * incentive_coefficient, 4)"
  cite       = ["zj17: payment (2)", "zj17: payment (6)"]
  assumption = "cost_per_point"
}

payment "rare_disease" {
  title      = "罕见病药品、项目：实际费用折算成点数"
  when       = "incentive_case and case.technology.rare_disease and case.technology.large_effect"
  pays       = "round(points.of_cost(case.total_cost, cost_per_point), 4)"
  instead_of = ["complete_stay", "incomplete_stay", "bed_day_stay", "special_case_points", "incentive"]
  cite       = "zj17: payment (3)"
  assumption = "rare"
}

# ---- 封顶：本池全部病例的激励不超过该市的比例 ---------------------------------------------------------

total "settled_points" {
  title = "封顶的基数：本池的住院点数和罕见病点数"
  by    = "case.pool"
  sum   = "stay_points + rare_disease"
  cite  = "zj17: payment (4)"
}

let "incentive_limit" {
  title      = "本池激励点数的额度"
  per        = "pool"
  is         = "round(incentives.limit(settled_points, pool.city.incentive_share), 4, down)"
  cite       = "zj17: payment (4)"
  assumption = "cap"
}

cap "incentive_paid" {
  title       = "封顶后的激励点数"
  of          = "incentive"
  by          = "case.pool"
  limit       = "incentive_limit"
  scale       = pro_rata
  digits      = 4
  remainder   = largest
  ties        = ["case.id"]
  provisional = "incentive"
  cite        = "zj17: payment (4)"
  assumption  = "cap"
}

output "incentive_points" {
  title  = "激励点数"
  is     = "incentive_paid + rare_disease"
  column = "激励点数"
  cite   = "zj17: payment (2)"
}

property "incentive_only_above_the_limit" {
  title = "激励点数不为负；没有超过上限倍率的没有激励"
  holds = "incentive >= 0 and (incentive == 0 or outlier_class == 'high')"
  cite  = "zj17: payment (2)"
}
