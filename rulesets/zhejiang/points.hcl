# 基础结算：均值和基准点数、差异系数、三类病例的点数、再入院

# ---- 均值和基准点数：跨病例的值，清算前以公布值代替 ------------------------------------------------

function "published_for" {
  title      = "公布的病组均值和点数：当年的，当年未公布则为上一年的"
  args       = { city = ref(cities), of_year = count, group = ref(groups) }
  is         = <<-F
    published(city, of_year, group) ?? published(city, of_year - 1, group)
    ?? review('当年和上一年都没有公布该病组的均值和点数')
  F
  cite       = "zjreview: base_points"
  assumption = "published_points"
}

total "all_mean" {
  title       = "全部病例的例均费用"
  by          = "case.area_year"
  mean        = "case.total_cost"
  provisional = <<-F
    published_city(area_year.city, area_year.year).mean_cost
    ?? published_city(area_year.city, area_year.year - 1).mean_cost
    ?? review('当年和上一年都没有公布全部病例的例均费用')
  F
  cite        = "jh17: base_points"
  assumption  = "base_points"
}

total "group_mean" {
  title       = "病组例均费用"
  by          = "case.group_year"
  where       = "has(case.group_year)"
  mean        = "case.total_cost"
  provisional = "published_for(group_year.city, group_year.year, group_year.group).mean_cost"
  cite        = "jh17: base_points"
  assumption  = "base_points"
}

total "group_cases" {
  title       = "病组的病例数"
  by          = "case.group_year"
  where       = "has(case.group_year)"
  count       = "true"
  provisional = "published_for(group_year.city, group_year.year, group_year.group).cases"
  cite        = "zj19: special"
  assumption  = "few_cases"
}

param "all_points" {
  title = "全部病例例均费用对应的点数"
  unit  = points
  value = 100
  cite  = "jh17: base_points"
}

let "published_group" {
  title = "公布的病组均值和点数"
  is    = "published_for(case.hospital.city, year(case.settled), case.group)"
  cite  = "zjreview: base_points"
}

let "group_mean_cost" {
  title      = "病组例均费用，到分"
  is         = "round(case.group_year.group_mean ?? refuse('病组没有病例'), 2)"
  cite       = "jh17: base_points"
  assumption = "rounding"
}

let "all_mean_cost" {
  title      = "全部病例例均费用，到分"
  is         = "round(case.area_year.all_mean ?? refuse('统筹区没有病例'), 2)"
  cite       = "jh17: base_points"
  assumption = "rounding"
}

let "base_points" {
  title       = "病组基准点数"
  is          = "round(points.base(group_mean_cost, all_mean_cost, all_points), 4)"
  provisional = "published_group.base_points ?? review('没有公布该病组的基准点数')"
  cite        = ["jh17: base_points", "zjreview: base_points"]
  assumption  = "base_points"
}

let "daily_points" {
  title      = "床日病组的每日基准点数"
  is         = "published_group.daily_points ?? review('没有公布该床日病组的每日点数')"
  cite       = ["zj19: bed_day", "zjreview: base_points"]
  assumption = "bed_day"
}

# ---- 差异系数 ---------------------------------------------------------------------------------------

param "coefficient_composition" {
  title      = "差异系数的构成：医院；医院和等级；再加负担水平、CMI 和人次人头比"
  type       = enum("hospital", "hospital_grade", "five_parts")
  value      = "hospital"
  cite       = "zjcoef: composition"
  assumption = "coefficient"
}

param "coefficient_weight" {
  title = "各项系数的权重"
  keys  = { composition = enum("hospital", "hospital_grade", "five_parts"), part = enum("hospital", "grade", "burden", "cmi", "visits") }
  unit  = ratio
  min   = 0
  max   = 1
  value = {
    hospital_grade = { hospital = 0.6, grade = 0.4, burden = 0, cmi = 0, visits = 0 }
    five_parts     = { hospital = 0.4, grade = 0.3, burden = 0.1, cmi = 0.1, visits = 0.1 }
  }
  cite       = "zjcoef: composition"
  assumption = "coefficient"
  untested   = "加权的两种读法没有采用，权重用不到"
}

let "composed_coefficient" {
  title    = "按构成计算的差异系数：医院的，或加权的"
  is       = <<-F
    if coefficient_composition == 'hospital' { coefficients(case.hospital, case.group).value }
    else {
      coefficient_weight(coefficient_composition, 'hospital') * coefficients(case.hospital, case.group).value
      + coefficient_weight(coefficient_composition, 'grade') * grade_coefficients(case.hospital.grade, case.group).value
      + coefficient_weight(coefficient_composition, 'burden') * case.hospital.burden
      + coefficient_weight(coefficient_composition, 'cmi') * case.hospital.cmi
      + coefficient_weight(coefficient_composition, 'visits') * case.hospital.visits
    }
  F
  cite     = "zjcoef: composition"
  untested = "采用按医院设置的系数；加权的两种读法没有采用，例子见 conformance/suite/policy/zhejiang"
}

let "coefficient" {
  title = "差异系数；同病组同标准的病组为 1"
  is    = "case.group in same_standard ? 1 : composed_coefficient"
  cite  = ["zj19: complete", "zj50: list", "zjcoef: composition"]
}

# ---- 三类病例的点数 ---------------------------------------------------------------------------------

let "grouped" {
  title = "入了组"
  is    = "has(case.group)"
}

let "complete_points" {
  title = "基准点数 × 差异系数"
  is    = "base_points * coefficient"
  cite  = "zj19: complete"
}

let "incomplete_points" {
  title = "基准点数 × 差异系数 × 费用 ÷ 病组例均费用，不超过基准点数"
  is    = "points.incomplete(base_points, coefficient, case.total_cost, group_mean_cost)"
  cite  = "zj19: incomplete"
}

payment "complete_stay" {
  title      = "住院过程完整病例的点数"
  when       = "grouped and case.group.kind == 'stay' and case.stay == 'complete'"
  pays       = "round(complete_points, 4)"
  cite       = "zj19: complete"
  assumption = "stay_process"
}

payment "incomplete_stay" {
  title      = "住院过程不完整病例的点数"
  when       = "grouped and case.group.kind == 'stay' and case.stay == 'incomplete'"
  pays       = "round(incomplete_points, 4)"
  cite       = "zj19: incomplete"
  assumption = "stay_process"
}

payment "bed_day_stay" {
  title      = "床日病组的点数：每日基准点数 × 天数"
  when       = "grouped and case.group.kind == 'bed_day'"
  pays       = "daily_points * case.bed_days"
  cite       = "zj19: bed_day"
  assumption = "bed_day"
}

# ---- 再入院：后一次住院改变前一次的点数 ---------------------------------------------------------------

param "readmission_days" {
  title = "再入院的天数"
  unit  = days
  value = 15
  cite  = "zj19: readmission"
}

param "readmission_share" {
  title = "再入院时上次住院点数减少的比例"
  unit  = ratio
  value = 0.5
  cite  = "zj19: readmission"
}

function "soon_after" {
  title      = "再次入院在规定天数之内"
  args       = { discharged = date, admitted_again = date }
  is         = "0 <= days(discharged, admitted_again) <= readmission_days"
  cite       = "zj19: readmission"
  assumption = "readmission"
}

let "readmitted" {
  title       = "同一人员出院后在规定天数内因同一病组再入院，没有正当理由"
  is          = <<-F
    has(case.group) and has(case.patient_group) and not case.group.exempt
    and any(case.patient_group.stays,
            .id != case.id and soon_after(case.discharged, .admitted) and not .good_reason)
  F
  provisional = "false"
  cite        = "zj19: readmission"
  assumption  = "readmission"
}

let "points_before" {
  title = "再入院扣减前的点数"
  is    = "complete_stay + incomplete_stay + bed_day_stay + special_case_points"
  cite  = "zj19: complete"
}

payment "readmission" {
  title      = "再入院：上次住院的点数减半"
  when       = "readmitted"
  pays       = "-round(points_before * readmission_share, 4)"
  cite       = "zj19: readmission"
  assumption = "readmission"
}

let "stay_points" {
  title = "住院点数：不含激励"
  is    = "points_before + readmission"
}

output "stay_points" {
  title  = "住院点数"
  is     = "stay_points"
  column = "住院点数"
  cite   = "zj19: complete"
}

property "incomplete_is_at_most_base" {
  title = "住院过程不完整病例的点数不超过基准点数"
  holds = "not grouped or incomplete_stay <= base_points"
  cite  = "zj19: incomplete"
}

property "points_are_not_negative" {
  title = "住院点数不为负"
  holds = "stay_points >= 0"
  cite  = "zj19: readmission"
}

property "one_kind_of_points" {
  title = "住院点数只来自一种情形"
  holds = "count([complete_stay, incomplete_stay, bed_day_stay, special_case_points], # > 0) <= 1"
  cite  = "zj19: complete"
}
