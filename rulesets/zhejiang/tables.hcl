# 表。已知的行照文件；没有来源的行是示例（sample），用到它的结果都有标记

table "cities" {
  title = "统筹区：激励首次实施日期和激励比例"
  file  = "tables/cities.csv"
  key   = ["code"]
  columns = {
    code              = { type = text, columns = ["统筹区"] }
    name              = { type = text, columns = ["名称"] }
    incentive_started = { type = optional(date), columns = ["激励首次实施日期"] }
    incentive_share   = { type = ratio, min = 0, below = 1, columns = ["激励比例"] }
  }
  sample = true
  cite   = ["zj17: payment (4)", "zj17: payment (5)"]
}

table "hospitals" {
  title = "医院：所在统筹区、等级，以及系数的其他构成"
  file  = "tables/hospitals.csv"
  key   = ["code"]
  columns = {
    code   = { type = text, columns = ["医疗机构代码"] }
    city   = { type = ref(cities), columns = ["统筹区"] }
    grade  = { type = enum("1", "2", "3"), columns = ["等级"] }
    burden = { type = ratio, min = 0, max = 10, columns = ["负担水平系数"] }
    cmi    = { type = ratio, min = 0, max = 10, columns = ["CMI系数"] }
    visits = { type = ratio, min = 0, max = 10, columns = ["人次人头比系数"] }
  }
  sample = true
  cite   = "zjcoef: composition"
}

table "groups" {
  title = "病组：付费方式，再入院是否除外"
  file  = "tables/groups.csv"
  key   = ["code"]
  columns = {
    code   = { type = code(zj_drg), columns = ["DRG编码"] }
    kind   = { type = enum("stay", "bed_day"), columns = ["付费方式"], values = { "病例" = "stay", "床日" = "bed_day" } }
    exempt = { type = bool, columns = ["再入院除外"], title = "肿瘤放疗、化疗等" }
  }
  sample = true
  cite   = ["zj19: bed_day", "zj19: readmission"]
}

table "published" {
  title = "各统筹区各年公布的病组例均费用、基准点数和病例数"
  file  = "tables/published.csv"
  key   = ["city", "year", "group"]
  columns = {
    city        = { type = ref(cities), columns = ["统筹区"] }
    year        = { type = count, columns = ["年度"] }
    group       = { type = ref(groups), columns = ["DRG编码"] }
    mean_cost    = { type = money, min = 0.01, max = 10000000, columns = ["例均费用"] }
    base_points  = { type = optional(points), min = 0, columns = ["基准点数"] }
    daily_points = { type = optional(points / days), min = 0, max = 10000, columns = ["每日点数"], title = "床日病组" }
    cases        = { type = count, min = 0, columns = ["病例数"] }
  }
  sample     = true
  assumption = "published_points"
}

table "published_city" {
  title = "各统筹区各年公布的全部病例例均费用"
  file  = "tables/published_city.csv"
  key   = ["city", "year"]
  columns = {
    city      = { type = ref(cities), columns = ["统筹区"] }
    year      = { type = count, columns = ["年度"] }
    mean_cost = { type = money, min = 0.01, max = 10000000, columns = ["例均费用"] }
  }
  sample     = true
  assumption = "published_points"
}

table "coefficients" {
  title = "医院各病组的差异系数"
  file  = "tables/coefficients.csv"
  key   = ["hospital", "group"]
  columns = {
    hospital = { type = ref(hospitals), columns = ["医疗机构代码"] }
    group    = { type = ref(groups), columns = ["DRG编码"] }
    value    = { type = ratio, min = 0, max = 10, columns = ["系数"] }
  }
  sample     = true
  assumption = "coefficient"
}

table "grade_coefficients" {
  title = "各等级各病组的差异系数"
  file  = "tables/grade_coefficients.csv"
  key   = ["grade", "group"]
  columns = {
    grade = { type = enum("1", "2", "3"), columns = ["等级"] }
    group = { type = ref(groups), columns = ["DRG编码"] }
    value = { type = ratio, min = 0, max = 10, columns = ["系数"] }
  }
  sample     = true
  assumption = "coefficient"
}

# 名单的前五个代码；不是示例
table "same_standard" {
  title      = "不设差异系数的病组（同病组同标准）"
  key        = ["group"]
  columns    = { group = ref(groups), from = from }
  rows       = [["CB23", "2021-09-06"], ["CB25", "2021-09-06"], ["DE25", "2021-09-06"], ["DT13", "2021-09-06"], ["DT23", "2021-09-06"]]
  cite       = "zj50: list"
  assumption = "same_standard"
}

table "technologies" {
  title = "创新医药技术激励名单"
  file  = "tables/technologies.csv"
  key   = ["code"]
  columns = {
    code         = { type = text, columns = ["技术代码"] }
    name         = { type = text, columns = ["名称"] }
    kind         = { type = enum("drug", "service", "consumable"), columns = ["类别"], values = { "药品" = "drug", "服务项目" = "service", "耗材" = "consumable" } }
    indications  = { type = list(text), columns = ["适应症"] }
    rare_disease = { type = bool, columns = ["罕见病"] }
    large_effect = { type = bool, columns = ["对病组均费影响大"] }
    from         = { type = from, columns = ["开始"] }
    through      = { type = through, columns = ["结束"] }
  }
  sample = true
  cite   = ["zj17: process", "zjlist: composition"]
}

table "selected_coefficients" {
  title = "选定技术（如突破性治疗）的激励系数，逐年列明"
  file  = "tables/selected_coefficients.csv"
  key   = ["technology", "payment_year"]
  columns = {
    technology   = { type = ref(technologies), columns = ["技术代码"] }
    payment_year = { type = count, columns = ["年次"] }
    value        = { type = ratio, min = 0, max = 10, columns = ["系数"] }
  }
  sample     = true
  assumption = "selected"
}

table "first_list" {
  title   = "首批名单的构成"
  key     = ["kind"]
  columns = { kind = enum("drug", "service", "consumable"), listed = count }
  rows    = [["drug", 25], ["service", 3], ["consumable", 2]]
  cite    = "zjlist: composition"
}

table "review_windows" {
  title = "特病单议的申报期：每季首月的第一天至第十五个工作日"
  file  = "tables/review_windows.csv"
  key   = ["opens"]
  columns = {
    opens  = { type = date, columns = ["开始"] }
    closes = { type = date, columns = ["截止"] }
  }
  sample     = true
  cite       = "zjreview: application"
  assumption = "review_window"
}

property "windows_open_with_a_quarter" {
  title = "申报期从季度首月的第一天开始，在首月之内截止"
  per   = "review_windows"
  holds = <<-F
    let january = first_day(year(review_windows.opens));
    review_windows.opens in [january, add_months(january, 3), add_months(january, 6), add_months(january, 9)]
      and review_windows.opens <= review_windows.closes <= last_day(review_windows.opens)
  F
  cite  = "zjreview: application"
}
