# 记录：病例、特病单议申报，以及病例归入的基金池、病组、医院年度

codes "zj_drg" {
  title   = "DRG 分组代码"
  pattern = "^[A-Z]{2}[0-9][1359]$"
  case    = "upper"
}

unit "gram" {
  title    = "克"
  decimals = 2
}

record "case" {
  title = "病例"
  key   = ["id"]
  clock = "case.discharged"
  fields = {
    id           = { type = text, columns = ["mdtrt_id", "病例号"], privacy = 2 }
    patient      = { type = text, columns = ["psn_no", "人员编号"], privacy = 2 }
    hospital     = { type = ref(hospitals), columns = ["fixmedins_code", "医疗机构代码"], privacy = 3 }
    group        = { type = optional(ref(groups)), columns = ["drg_code", "DRG编码"], privacy = 3 }
    stay         = { type = enum("complete", "incomplete"), columns = ["住院过程"], values = { "完整" = "complete", "不完整" = "incomplete" }, privacy = 3 }
    admitted     = { type = date, columns = ["adm_time", "入院日期"], privacy = 3 }
    discharged   = { type = date, columns = ["dscg_time", "出院日期"], privacy = 3 }
    settled      = { type = date, columns = ["setl_time", "结算日期"], privacy = 3 }
    bed_days     = { type = days, min = 0, columns = ["act_ipt_days", "实际住院天数"], privacy = 3 }
    total_cost   = { type = money, min = 0.01, max = 10000000, columns = ["medfee_sumamt", "医疗总费用"], privacy = 3 }
    good_reason  = { type = unknown(bool), columns = ["再入院有正当理由"], privacy = 3 }
    birth_weight = { type = optional(gram), above = 0, columns = ["nwb_bir_wt", "新生儿出生体重"], privacy = 2 }
    technology   = { type = optional(ref(technologies)), columns = ["创新技术代码"], privacy = 3 }
    indication   = { type = optional(text), columns = ["使用的适应症"], privacy = 2 }

    pool          = { type = ref(pool), is = ["case.hospital.city", "year(case.settled)"] }
    area_year     = { type = ref(area_year), is = ["case.hospital.city", "year(case.settled)"] }
    group_year    = { type = optional(ref(group_year)), is = ["case.hospital.city", "year(case.settled)", "case.group"] }
    patient_group = { type = optional(ref(patient_group)), is = ["case.patient", "case.group"], back = "stays" }
    hospital_year = { type = ref(hospital_year), is = ["case.hospital", "year(case.settled)"] }
  }
}

record "special_case" {
  title    = "特病单议申报"
  key      = ["case"]
  max_rows = 1
  fields = {
    case         = { type = ref(case), back = "special_cases", columns = ["mdtrt_id", "病例号"], privacy = 2 }
    ground       = { type = enum("high_cost", "low_cost", "few_cases", "ungroupable", "newborn", "new_drug"), columns = ["申报理由"], values = { "费用过高" = "high_cost", "费用过低" = "low_cost", "病例过少" = "few_cases", "入不了组" = "ungroupable", "低体重新生儿" = "newborn", "新纳入目录药品" = "new_drug" }, privacy = 3 }
    applied      = { type = date, columns = ["申报日期"], privacy = 4 }
    proper       = { type = unknown(bool), columns = ["治疗合理"], privacy = 3 }
    fills_gap    = { type = unknown(bool), columns = ["填补空白"], privacy = 4 }
    experts      = { type = unknown(count), min = 0, columns = ["评议专家人数"], privacy = 4 }
    in_favour    = { type = unknown(count), min = 0, columns = ["同意人数"], privacy = 4 }
    points       = { type = optional(points), min = 0, columns = ["核定点数"], privacy = 3 }
    unreasonable = { type = unknown(money), min = 0, max = 100000000, columns = ["不合理费用"], privacy = 3 }
  }
}

record "pool" {
  title = "基金池：一个统筹区的一年"
  key   = ["city", "year"]
  clock = "pool.closes"
  fields = {
    city   = { type = ref(cities), columns = ["统筹区"], privacy = 4 }
    year   = { type = count, min = 1901, columns = ["年度"], privacy = 4 }
    closes = { type = date, columns = ["清算日期"], privacy = 4 }
    budget = { type = money, min = 0, max = 100000000000, columns = ["DRG年度预算"], privacy = 4 }
  }
}

# 以下三种记录没有文件，由病例指明

record "area_year" {
  title  = "统筹区年度"
  key    = ["city", "year"]
  fields = { city = ref(cities), year = count }
}

record "group_year" {
  title  = "病组年度"
  key    = ["city", "year", "group"]
  fields = { city = ref(cities), year = count, group = ref(groups) }
}

record "patient_group" {
  title  = "同一人员同一病组"
  key    = ["patient", "group"]
  fields = { patient = text, group = ref(groups) }
}

record "hospital_year" {
  title = "医院年度"
  key   = ["hospital", "year"]
  fields = {
    hospital  = { type = ref(hospitals), columns = ["医疗机构代码"], privacy = 4 }
    year      = { type = count, min = 1901, columns = ["年度"], privacy = 4 }
    drg_cases = { type = count, min = 0, columns = ["出院DRG病例数"], privacy = 4 }
    applied   = { type = count, min = 0, columns = ["申报特病单议例数"], privacy = 4 }
    swapped   = { type = count, min = 0, columns = ["更换例数"], privacy = 4 }
  }
}
