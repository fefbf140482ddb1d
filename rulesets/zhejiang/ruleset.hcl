# 浙江省 DRG 点数付费（2019 年）、特病单议，以及创新医药技术医保支付激励（2024 年）
#
# 规则分几个文件：
#   cases.hcl         病例、特病单议申报、基金池等记录
#   tables.hcl        表：医院、病组、点数、系数、激励名单
#   points.hcl        基准点数、差异系数、三类病例的点数、再入院
#   review.hcl        特病单议
#   incentive.hcl     激励点数、罕见病、封顶
#   clearing.hcl      点值、支付金额、预拨和清算、单议指标
#   applications.hcl  激励的申报条件、评分、流程

ruleset "zhejiang" {
  title    = "浙江省 DRG 点数付费（2019 年）与创新医药技术支付激励（2024 年）"
  region   = "330000"
  language = 1
  uses     = ["std/points", "std/outliers", "std/incentives", "std/newness"]
}

# ---- 来源 -------------------------------------------------------------------------------------------

source "zj19" {
  title = "浙江省基本医疗保险住院费用DRGs点数付费暂行办法（2019 年）"
  grade = "official"
  url   = "https://hznews.hangzhou.com.cn/chengshi/content/2019-11/23/content_7309246_2.htm"
  clauses = {
    complete    = "住院过程完整的病例"
    incomplete  = "住院过程不完整的病例"
    bed_day     = "床日病组"
    special     = "特病单议"
    readmission = "再入院"
    pool        = "基金池、预拨和清算"
    point_value = "点值"
  }
}

source "zj50" {
  title  = "不设差异系数的病组名单（50 个，同病组同标准）"
  issued = "2021-09-06"
  grade  = "press"
  clauses = {
    list = "名单；已知其中前五个代码"
  }
}

source "zjcoef" {
  title = "浙江省点数法差异系数的设置，中华医院管理杂志 2022;38(6):443-447"
  grade = "paper"
  clauses = {
    composition = "差异系数的构成"
  }
}

source "zjreview" {
  title = "特例单议通知"
  grade = "reprint"
  clauses = {
    application = "按季申报、专家评议"
    quota       = "申报比例和更换比例"
    newborn     = "低体重新生儿"
    new_drugs   = "新纳入医保目录、填补空白的药品"
    base_points = "采用哪一年的基准点数"
    outcome     = "评议结果"
  }
}

source "zj17" {
  title  = "浙江省创新医药技术医保支付激励管理办法（试行）"
  number = "浙医保发〔2024〕17号"
  issued = "2024-10-09"
  grade  = "official"
  url    = "http://ybj.zj.gov.cn/art/2024/10/12/art_1229113757_2530959.html"
  clauses = {
    drugs           = "创新药品的申报条件"
    services        = "创新医疗服务项目（含耗材）的申报条件"
    services_volume = { title = "医疗服务项目的病例数", grade = "overview" }
    rare            = "罕见病药品和项目"
    applicant       = "申报主体"
    score           = { title = "评分", grade = "overview" }
    process         = { title = "认定流程", grade = "overview" }
    payment         = { title = "支付激励", grade = "overview" }
  }
}

source "zjlist" {
  title = "浙江省首批创新医药技术激励名单"
  grade = "paper"
  clauses = {
    composition = "25 种药品、3 个医疗服务项目、2 种耗材，共 30 项"
  }
}

source "jh17" {
  title = "金华市病组点数法（2017 年），中国医院院长 2017(8)"
  grade = "press"
  clauses = {
    base_points = "病组基准点数" # 其余条款只用于金华市，在 rulesets/jinhua
  }
}
