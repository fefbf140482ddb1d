# 特病单议：一个病例能判断到的部分；申报比例等跨病例的部分见 clearing.hcl

param "few_cases" {
  title      = "病例过少的界线：少于多少例"
  value      = 5
  cite       = "zj19: special"
  assumption = "few_cases"
}

param "newborn_weight" {
  title = "低体重新生儿的体重界线"
  unit  = gram
  value = 1500
  cite  = "zjreview: newborn"
}

param "newborn_city_multiple" {
  title = "低体重新生儿：费用不低于全部病例例均费用的倍数"
  value = 2.5
  min   = 0
  cite  = "zjreview: newborn"
}

param "newborn_group_multiple" {
  title = "低体重新生儿：费用不低于病组例均费用的倍数"
  value = 1
  min   = 0
  cite  = "zjreview: newborn"
}

param "low_multiple" {
  title      = "下限倍率"
  value      = 0.5
  min        = 0
  cite       = "zj19: special"
  assumption = "multiples"
}

bands "high_multiple" {
  title      = "上限倍率，按病组基准点数分档"
  arg        = points
  unit       = ratio
  rows       = [{ below = 100, value = 3 }, { below = 300, value = 2.5 }, { value = 2 }]
  cite       = "zj17: payment (2)"
  assumption = "multiples"
}

# ---- 病例属于哪一类 ---------------------------------------------------------------------------------

let "group_high_multiple" {
  title = "病组的上限倍率"
  is    = "high_multiple(base_points)"
}

let "outlier_class" {
  title      = "费用类别：高倍率 high、低倍率 low、正常 normal；没有入组的、床日病组的不分类别"
  is         = <<-F
    grouped and case.group.kind == 'stay'
    ? outliers.class(case.total_cost, group_mean_cost, low_multiple, group_high_multiple) : 'unclassified'
  F
  cite       = ["zj19: special", "zj17: payment (2)"]
  assumption = "multiples"
}

let "in_small_group" {
  title = "病组的病例过少"
  is    = "has(case.group_year) and case.group_year.group_cases < few_cases"
  cite  = "zj19: special"
}

let "light_newborn" {
  title      = "低体重新生儿，费用达到两个均值的倍数"
  is         = <<-F
    grouped and has(case.birth_weight) and case.birth_weight < newborn_weight
    and case.total_cost >= newborn_city_multiple * all_mean_cost
    and case.total_cost >= newborn_group_multiple * group_mean_cost
  F
  cite       = "zjreview: newborn"
  assumption = "newborn_means"
}

# ---- 申报和评议 -------------------------------------------------------------------------------------

bands "ground_holds" {
  title = "申报理由成立"
  per   = "special_case"
  rows = [
    { when = "special_case.ground == 'high_cost'", is = "special_case.case.outlier_class == 'high'" },
    { when = "special_case.ground == 'low_cost'", is = "special_case.case.outlier_class == 'low'" },
    { when = "special_case.ground == 'few_cases'", is = "special_case.case.in_small_group" },
    { when = "special_case.ground == 'ungroupable'", is = "not special_case.case.grouped" },
    { when = "special_case.ground == 'newborn'", is = "special_case.case.light_newborn" },
    { when = "special_case.ground == 'new_drug'", is = "special_case.fills_gap" },
  ]
  cite  = ["zj19: special", "zjreview: newborn", "zjreview: new_drugs"]
}

criteria "accepted" {
  title = "特病单议通过"
  per   = "special_case"
  cite  = ["zj19: special", "zjreview: application"]
  criterion "ground" {
    title   = "申报理由成立"
    require = "ground_holds"
    cite    = ["zj19: special", "zjreview: newborn", "zjreview: new_drugs"]
  }
  criterion "proper" {
    title   = "费用过高、过低的，治疗合理"
    require = "special_case.proper"
    waive   = "special_case.ground not in ['high_cost', 'low_cost']"
    cite    = "zj19: special"
  }
  criterion "in_time" {
    title   = "在季度首月的前十五个工作日内申报"
    require = "any(review_windows, .opens <= special_case.applied <= .closes)"
    cite    = "zjreview: application"
  }
  criterion "experts" {
    title   = "至少 3 名专家评议"
    require = "special_case.experts >= 3"
    cite    = "zjreview: application"
  }
  criterion "majority" {
    title   = "多数专家同意"
    require = "special_case.in_favour > special_case.experts / 2"
    cite    = "zjreview: application"
  }
}

output "review_decision" {
  title  = "单议结论"
  per    = "special_case"
  is     = "status(accepted)"
  column = "单议结论"
  cite   = "zjreview: application"
}

# ---- 点数 -------------------------------------------------------------------------------------------

let "granted" {
  title      = "单议点数：专家核定的点数，或扣除不合理费用后折算的点数"
  per        = "special_case"
  is         = <<-F
    special_case.points
    ?? round(points.of_cost(max(0, special_case.case.total_cost - special_case.unreasonable), cost_per_point), 4)
  F
  cite       = ["zj19: special", "zjreview: outcome"]
  assumption = "special_points"
}

total "granted_points" {
  title = "单议点数"
  by    = "special_case.case"
  where = "accepted"
  sum   = "granted"
  cite  = "zjreview: outcome"
}

# 入不了组、病例过少的病例必须由专家核定；没有通过单议的，不按 0 点，也不按一般病例支付
payment "special_case_points" {
  title      = "特病单议的点数"
  when       = <<-F
    any(case.special_cases, .accepted)
    or (not grouped or in_small_group ? review('没有入组，或病组的病例过少：点数待专家核定') : false)
  F
  pays       = "granted_points"
  instead_of = ["complete_stay", "incomplete_stay", "bed_day_stay"]
  cite       = ["zj19: special", "zjreview: outcome"]
  assumption = "special_points"
}

output "outlier_class" {
  title  = "费用类别"
  is     = "outlier_class"
  column = "费用类别"
  cite   = "zj19: special"
}
