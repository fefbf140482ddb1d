# 激励的申报：条件、评分、流程。一行是一份申报，不是一个病例

record "application" {
  title = "激励申报"
  key   = ["id"]
  clock = "application.applied"
  fields = {
    id             = { type = text, columns = ["申报编号"], privacy = 4 }
    applied        = { type = date, columns = ["申报日期"], privacy = 4 }
    applicant      = { type = enum("hospital", "enterprise"), columns = ["申报主体"], values = { "医疗机构" = "hospital", "企业" = "enterprise" }, privacy = 4 }
    city           = { type = ref(cities), columns = ["统筹区"], privacy = 4 }
    kind           = { type = enum("drug", "service", "consumable"), columns = ["类别"], values = { "药品" = "drug", "服务项目" = "service", "耗材" = "consumable" }, privacy = 4 }
    class          = { type = optional(text), columns = ["注册分类"], privacy = 4 }
    approved       = { type = optional(date), columns = ["批准或上市日期"], privacy = 4 }
    new_indication = { type = optional(date), columns = ["新增适应症日期"], privacy = 4 }
    nrdl_entry     = { type = optional(date), columns = ["纳入国家医保目录日期"], privacy = 4 }
    nhsa_code      = { type = optional(text), columns = ["医保代码"], privacy = 4 }
    rare_disease   = { type = bool, columns = ["罕见病"], privacy = 4 }
    better_effect  = { type = unknown(bool), columns = ["疗效明显优于主流药品"], privacy = 4 }
    innovative     = { type = unknown(bool), columns = ["明显创新"], title = "明显创新：入路、方法、方式、解剖部位或适用范围", privacy = 4 }
    group          = { type = ref(groups), columns = ["DRG编码"], privacy = 4 }
    cost           = { type = money, min = 0, columns = ["技术费用"], privacy = 4 }
    own_cases      = { type = count, min = 0, columns = ["上年本院病例数"], title = "上一自然年本院的基本医保病例", privacy = 4 }

    score_effectiveness = { type = unknown(score), columns = ["有效性得分"], privacy = 4 }
    score_safety        = { type = unknown(score), columns = ["安全性得分"], privacy = 4 }
    score_innovation    = { type = unknown(score), columns = ["创新性得分"], privacy = 4 }
    case_cost           = { type = unknown(money), min = 0, columns = ["病例费用"], title = "使用该技术的病例的费用", privacy = 4 }
    group_cost          = { type = unknown(money), min = 0, columns = ["病组三年例均费用"], privacy = 4 }

    bureau_review = { type = unknown(bool), columns = ["经办审核通过"], privacy = 4 }
    feedback      = { type = unknown(bool), columns = ["公示无异议"], privacy = 4 }
    approval      = { type = unknown(bool), columns = ["局长审定"], privacy = 4 }
    published     = { type = unknown(bool), columns = ["已公布"], privacy = 4 }
  }
}

# ---- 申报条件 ---------------------------------------------------------------------------------------

param "years_before" {
  title = "“四年内”：申报当年和之前三个自然年"
  value = 3
  cite  = "zj17: drugs (1)"
}

criteria "drug_eligible" {
  title   = "创新药品的申报条件"
  per     = "application"
  applies = "application.kind == 'drug'"
  cite    = "zj17: drugs"
  criterion "new" {
    title   = "四年内获批为 1 类、2 类、5.1 类新药，或因新增适应症有重大变化，或新纳入国家医保目录"
    require = <<-F
      has(application.class) and application.class in ['1', '2', '5.1']
        and newness.within(application.approved, application.applied, years_before)
      or newness.within(application.new_indication, application.applied, years_before)
      or newness.within(application.nrdl_entry, application.applied, years_before)
    F
    cite    = "zj17: drugs (1)"
  }
  criterion "code" {
    title   = "有国家医保药品代码"
    require = "has(application.nhsa_code)"
    cite    = "zj17: drugs (2)"
  }
  criterion "effect" {
    title   = "临床疗效明显优于主流药品"
    require = "application.better_effect"
    cite    = "zj17: drugs (3)"
  }
  criterion "cost" {
    title      = "费用超过病组例均费用的 50%（不含 50%）"
    require    = <<-F
      application.cost > 0.50 * published_for(application.city, year(application.applied), application.group).mean_cost
    F
    cite       = "zj17: drugs (4)"
    assumption = "technology_cost"
  }
  criterion "volume" {
    title   = "上一自然年本院病例不少于 50 例，罕见病除外"
    require = "application.own_cases >= 50"
    waive   = "application.rare_disease"
    cite    = ["zj17: drugs (5)", "zj17: rare"]
  }
  criterion "applicant" {
    title   = "由医疗机构申报"
    require = "application.applicant == 'hospital'"
    cite    = "zj17: applicant"
  }
}

criteria "service_eligible" {
  title   = "创新医疗服务项目（含耗材）的申报条件"
  per     = "application"
  applies = "application.kind in ['service', 'consumable']"
  cite    = "zj17: services"
  criterion "new" {
    title   = "四年内新批准的项目，或新上市的耗材"
    require = "newness.within(application.approved, application.applied, years_before)"
    cite    = "zj17: services"
  }
  criterion "code" {
    title   = "有国家医保代码"
    require = "has(application.nhsa_code)"
    cite    = "zj17: services"
  }
  criterion "innovative" {
    title   = "在入路、方法、方式、解剖部位或适用范围上有明显创新"
    require = "application.innovative"
    cite    = "zj17: services"
  }
  criterion "volume" {
    title   = "病例不少于 15 例，罕见病除外"
    require = "application.own_cases >= 15"
    waive   = "application.rare_disease"
    cite    = ["zj17: services_volume", "zj17: rare"]
  }
  criterion "applicant" {
    title   = "由医疗机构申报"
    require = "application.applicant == 'hospital'"
    cite    = "zj17: applicant"
  }
}

# ---- 评分 -------------------------------------------------------------------------------------------

param "pass_mark" {
  title      = "合格线"
  unit       = score
  value      = 60
  cite       = "zj17: score"
  assumption = "score_bands"
}

scorecard "expert_score" {
  title      = "评分"
  per        = "application"
  unit       = score
  maximum    = 100
  cite       = "zj17: score"
  assumption = "score_bands"
  dimension "effectiveness" {
    title = "有效性"
    max   = 20
    is    = "application.score_effectiveness"
    cite  = "zj17: score"
  }
  dimension "safety" {
    title = "安全性"
    max   = 20
    is    = "application.score_safety"
    cite  = "zj17: score"
  }
  dimension "innovation" {
    title = "创新性"
    max   = 30
    is    = "application.score_innovation"
    cite  = "zj17: score"
  }
  dimension "high_cost" {
    title = "高费用：病例费用超过病组三年例均费用的 50%"
    max   = 15
    is    = "application.case_cost > 0.50 * application.group_cost ? 15 : 0"
    cite  = "zj17: score"
  }
  dimension "volume" {
    title = "应用：药品 50 例、项目 15 例"
    max   = 15
    is    = "application.own_cases >= (application.kind == 'drug' ? 50 : 15) ? 15 : 0"
    cite  = "zj17: score"
  }
}

# ---- 认定流程 ---------------------------------------------------------------------------------------

criteria "recognised" {
  title = "认定：申报条件、专家评分、经办审核、公示、审定、公布"
  per   = "application"
  cite  = "zj17: process"
  criterion "eligible" {
    title   = "符合申报条件"
    require = "application.kind == 'drug' ? drug_eligible : service_eligible"
    cite    = ["zj17: drugs", "zj17: services"]
  }
  criterion "score" {
    title   = "评分达到合格线"
    require = "expert_score >= pass_mark"
    cite    = "zj17: score"
  }
  criterion "bureau_review" {
    title   = "医保部门审核通过"
    require = "application.bureau_review"
    cite    = "zj17: process"
  }
  criterion "feedback" {
    title   = "公开征求意见无异议"
    require = "application.feedback"
    cite    = "zj17: process"
  }
  criterion "approval" {
    title   = "局长审定"
    require = "application.approval"
    cite    = "zj17: process"
  }
  criterion "published" {
    title   = "已公布"
    require = "application.published"
    cite    = "zj17: process"
  }
}

output "eligible" {
  title  = "申报条件的判定"
  per    = "application"
  is     = "application.kind == 'drug' ? status(drug_eligible) : status(service_eligible)"
  column = "申报条件"
  cite   = ["zj17: drugs", "zj17: services"]
}

output "score" {
  title  = "评分"
  per    = "application"
  is     = "expert_score"
  column = "评分"
  cite   = "zj17: score"
}

output "passed" {
  title  = "通过认定"
  per    = "application"
  is     = "recognised"
  column = "通过认定"
  cite   = "zj17: process"
}

output "recognised" {
  title  = "认定的结论"
  per    = "application"
  is     = "status(recognised)"
  column = "认定"
  cite   = "zj17: process"
}

property "first_list_has_30_items" {
  title = "首批名单共 30 项"
  per   = "application"
  holds = "sum(first_list, .listed) == 30"
  cite  = "zjlist: composition"
}
