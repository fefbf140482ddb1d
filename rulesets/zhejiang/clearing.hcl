# 清算：点值、支付金额、特病单议的申报比例、每月预拨
#
# 点值要等全年病例结清才知道。清算前用 --assume point_value=… 给出，结果有标记。

# ---- 点值和支付金额 ---------------------------------------------------------------------------------

let "case_points" {
  title = "病例点数"
  is    = "stay_points + rare_disease + incentive_paid"
  cite  = ["zj19: point_value", "zj17: payment (6)"]
}

total "pool_points" {
  title = "本池总点数"
  by    = "case.pool"
  sum   = "case_points"
  cite  = "zj19: point_value"
}

let "point_value" {
  title      = "点值：年度 DRG 预算 ÷ 总点数"
  per        = "pool"
  is         = "round(points.value(pool.budget, pool_points), 4)"
  cite       = ["zj19: point_value", "zj19: pool"]
  assumption = "one_pool"
}

let "case_payment" {
  title      = "支付金额"
  is         = "round(case_points * case.pool.point_value, 2)"
  cite       = "zj19: point_value"
  assumption = "rounding"
}

output "points" {
  title  = "病例点数"
  is     = "case_points"
  column = "病例点数"
  cite   = "zj19: point_value"
}

output "payment" {
  title  = "支付金额"
  is     = "case_payment"
  column = "支付金额"
  cite   = "zj19: point_value"
}

output "point_value" {
  title  = "点值"
  per    = "pool"
  is     = "point_value"
  column = "点值"
  cite   = "zj19: point_value"
}

output "incentive_limit" {
  title  = "激励额度"
  per    = "pool"
  is     = "incentive_limit"
  column = "激励额度"
  cite   = "zj17: payment (4)"
}

# ---- 医院年度：特病单议的申报比例 -----------------------------------------------------------------------

param "review_quota" {
  title = "特病单议的申报比例：出院 DRG 病例的千分之五"
  value = 0.005
  min   = 0
  cite  = "zjreview: quota"
}

param "swap_share" {
  title = "年度清算前可以更换的比例：已申报病例的百分之二十"
  value = 0.20
  min   = 0
  cite  = "zjreview: quota"
}

total "drg_discharges" {
  title       = "医院全年出院的 DRG 病例数"
  by          = "case.hospital_year"
  count       = "has(case.group)"
  provisional = "hospital_year.drg_cases"
  cite        = "zjreview: quota"
  assumption  = "quota"
}

total "review_applications" {
  title       = "医院全年申报特病单议的例数"
  by          = "special_case.case.hospital_year"
  count       = "true"
  provisional = "hospital_year.applied"
  cite        = "zjreview: quota"
}

output "review_quota" {
  title      = "可以申报特病单议的例数"
  per        = "hospital_year"
  is         = "floor(drg_discharges * review_quota)"
  column     = "可申报例数"
  cite       = "zjreview: quota"
  assumption = "quota"
}

output "within_quota" {
  title  = "申报例数在比例之内"
  per    = "hospital_year"
  is     = "review_applications <= floor(drg_discharges * review_quota)"
  column = "申报比例符合"
  cite   = "zjreview: quota"
}

output "swaps_allowed" {
  title  = "更换例数在比例之内"
  per    = "hospital_year"
  is     = "hospital_year.swapped <= floor(review_applications * swap_share)"
  column = "更换比例符合"
  cite   = "zjreview: quota"
}

# ---- 每月预拨 ---------------------------------------------------------------------------------------

record "prepayment" {
  title = "每月预拨"
  key   = ["id"]
  fields = {
    id   = { type = text, columns = ["预拨编号"], privacy = 4 }
    due  = { type = money, min = 0, columns = ["当月应付金额"], privacy = 4 }
    paid = { type = money, min = 0, columns = ["预拨金额"], privacy = 4 }
  }
}

param "prepaid_share" {
  title = "预拨比例，原则上不低于"
  unit  = ratio
  value = 0.85
  cite  = "zj19: pool"
}

output "prepaid_enough" {
  title      = "预拨达到比例"
  per        = "prepayment"
  is         = "prepayment.paid >= prepaid_share * prepayment.due"
  column     = "达到预拨比例"
  cite       = "zj19: pool"
  assumption = "prepayment"
}
