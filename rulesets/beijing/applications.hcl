# 2022 年规则：申报条件。一行是一份申报，不是一个病例。

record "application" {
  title = "申报"
  key   = ["id"]
  clock = "application.applied"
  fields = {
    id               = { type = text, columns = ["申报编号"] }
    applied          = { type = date, columns = ["申报日期"] }
    applicant        = { type = enum("enterprise", "hospital"), columns = ["申报主体"], values = { "企业" = "enterprise", "定点医疗机构" = "hospital" } }
    kind             = { type = enum("drug", "device", "service"), columns = ["类别"], values = { "药品" = "drug", "医疗器械" = "device", "医疗服务项目" = "service" } }
    approved         = { type = optional(date), columns = ["批准日期"], title = "新通用名药品、医疗器械或新价格项目的批准日期" }
    new_indication   = { type = optional(date), columns = ["新增适应症日期"], title = "使药品有较大变化的新适应症的批准日期" }
    nrdl_entry       = { type = optional(date), columns = ["纳入国家医保目录日期"], title = "药品纳入国家医保目录的日期" }
    newly_chargeable = { type = optional(date), columns = ["可单独收费日期"], title = "价格调整后医疗器械可单独收费的日期" }
    nhsa_code        = { type = optional(code(nhsa_item)), columns = ["医保代码"] }
    price_policy     = { type = unknown(bool), columns = ["符合价格政策"] }
    better_effect    = { type = unknown(bool), columns = ["疗效明显优于传统产品"] }
    large_effect     = { type = unknown(bool), columns = ["对病组支付标准影响较大"] }
    city_cases       = { type = count, min = 0, columns = ["全市累计病例数"] }
    rare_disease     = { type = bool, columns = ["罕见病"] }
  }
}

# 新事件：落在申报当年或之前两个自然年内

let "recent_approval" {
  title = "新通用名药品或医疗器械在窗口内批准"
  per   = "application"
  is    = "newness.within(application.approved, application.applied, 2)"
  cite  = "bj30: eligibility (1)"
}

let "recent_drug_event" {
  title = "药品在窗口内新增适应症，或纳入国家医保目录"
  per   = "application"
  is    = <<-F
    application.kind == 'drug'
    and (newness.within(application.new_indication, application.applied, 2)
      or newness.within(application.nrdl_entry, application.applied, 2))
  F
  cite  = "bj30: eligibility (1)"
}

let "recent_device_event" {
  title = "医疗器械在窗口内可单独收费"
  per   = "application"
  is    = "application.kind == 'device' and newness.within(application.newly_chargeable, application.applied, 2)"
  cite  = "bj30: eligibility (1)"
}

criteria "product_eligible" {
  title      = "药品、医疗器械申报条件（2022 年）"
  per        = "application"
  from       = "2022-07-13"
  through    = "2022-12-31"
  applies    = "application.kind in ['drug', 'device']"
  cite       = "bj30: eligibility"
  assumption = "only_2022"
  criterion "new" {
    title   = "申报当年或之前两个自然年内的新事件"
    require = "recent_approval or recent_drug_event or recent_device_event"
    cite    = "bj30: eligibility (1)"
  }
  criterion "code" {
    title   = "有医保药品代码或耗材代码"
    require = "has(application.nhsa_code)"
    cite    = "bj30: eligibility (2)"
  }
  criterion "price" {
    title   = "符合价格政策"
    require = "application.price_policy"
    cite    = "bj30: eligibility (3)"
  }
  criterion "effect" {
    title   = "临床疗效明显优于传统产品"
    require = "application.better_effect"
    cite    = "bj30: eligibility (4)"
  }
  criterion "impact" {
    title   = "对 DRG 支付标准影响较大"
    require = "application.large_effect"
    cite    = "bj30: eligibility (5)"
  }
  criterion "volume" {
    title   = "全市累计医保病例不少于 50 例（含 50 例），罕见病除外"
    require = "application.city_cases >= 50"
    waive   = "application.rare_disease"
    cite    = "bj30: eligibility (6)"
  }
  criterion "applicant" {
    title   = "由企业申报"
    require = "application.applicant == 'enterprise'"
    cite    = "bj30: applicant"
  }
  criterion "window" {
    title   = "在 2022 年申报期内：7 月 20 日至 8 月 19 日"
    require = "date('2022-07-20') <= application.applied <= date('2022-08-19')"
    cite    = "bj30: applicant"
  }
}

criteria "service_eligible" {
  title      = "医疗服务项目申报条件（2022 年）"
  per        = "application"
  from       = "2022-07-13"
  through    = "2022-12-31"
  applies    = "application.kind == 'service'"
  cite       = "bj30: service"
  assumption = "“三年内”指申报当年和之前两个自然年，与药品、医疗器械相同，未采用：满三十六个月；只用于 2022 年的申报"
  criterion "scope" {
    title   = "三年内本市新批准的价格项目"
    require = "newness.within(application.approved, application.applied, 2)"
    cite    = "bj30: service"
  }
  criterion "applicant" {
    title   = "由定点医疗机构申报"
    require = "application.applicant == 'hospital'"
    cite    = "bj30: applicant"
  }
  criterion "rest" {
    title   = "该条的其余条件"
    require = "unknown('医疗服务项目一条的其余内容未见公布')"
    cite    = "bj30: service"
  }
}

output "eligible" {
  title  = "是否符合申报条件"
  per    = "application"
  is     = "application.kind == 'service' ? service_eligible : product_eligible"
  column = "是否符合"
}

output "decision" {
  title  = "申报条件的判定"
  per    = "application"
  is     = "application.kind == 'service' ? status(service_eligible) : status(product_eligible)"
  column = "判定"
}
