# 北京市 CHS-DRG 付费新药新技术除外支付
#
# Two documents, which do not say the same thing: the rules of 2022 (applications, and
# payment on actual use) and the first list of 2024 (two gates and a difference). Both
# are here; the list that a technology stands on, and the date, choose.

ruleset "beijing" {
  title    = "北京市 CHS-DRG 付费新药新技术除外支付"
  region   = "110000"
  language = 1
  uses     = ["std/newness"]
}

source "bj30" {
  title  = "关于印发CHS-DRG付费新药新技术除外支付管理办法的通知（试行）"
  number = "京医保中心发〔2022〕30号"
  issued = "2022-07-13"
  grade  = "reprint"
  url    = "https://ybj.beijing.gov.cn/tzgg2022/202207/t20220713_2798069.html"
  clauses = {
    eligibility = "药品、医疗器械的申报条件"
    service     = "医疗服务项目的申报范围"
    applicant   = "申报主体和申报时间"
    assessment  = "评审：形式审查、专家论证、数据验证"
    payment     = "按实际使用另付，三年，按年结算"
  }
}

source "bjlist" {
  title  = "北京市 CHS-DRG 付费新药新技术除外支付首批清单（2024 年）"
  grade  = "press"
  url    = "https://medvalley.cn/yiliaojiankang/76707.html"
  clauses = {
    composition  = "清单构成：18 种药品、4 种耗材、2 项医疗服务，共 24 项"
    term         = "执行期：2024、2025、2026 年"
    match_keys   = "匹配位数：药品代码前 10 位，耗材代码 27 位，医疗服务项目代码"
    gates        = "触发条件：总费用与项目费用占比"
    payment      = "支付标准加差额"
    inheritance  = "同通用名药品视同清单内药品"
    cancellation = "纳入集中带量采购等情形取消除外支付"
  }
}

source "bjvbp" {
  title = "CHS-DRG 付费与带量采购政策联动"
  grade = "reprint"
  clauses = {
    surplus = "结余留用比例"
  }
}

# ---- what the documents leave open -----------------------------------------------------------------

assumption "only_2022" {
  text      = "2022 年的申报条件只用于 2022 年的申报；以后年度的申报时间和条件未见公布"
  not_taken = ["试行办法在以后年度继续适用"]
  cite      = "bj30: eligibility"
}

assumption "matching_2022" {
  text      = "2022 年规则下的项目按与 2024 年清单相同的匹配位数匹配；同通用名药品不视同，药品、耗材纳入集中带量采购后不取消，因为这两条只见于 2024 年清单"
  not_taken = ["2024 年清单的同通用名和取消规定也用于 2022 年规则下的项目"]
  cite      = "bj30: payment"
}

assumption "three_years" {
  text      = "2022 年规则的三年自清单表写明的开始日期起算；开始日期未见公布，示例表取申报次年 1 月 1 日"
  not_taken = ["自批准之日起算", "自申报之日起算"]
  cite      = "bj30: payment"
}

assumption "one_item" {
  text      = "属于同一清单内项目的几条明细合计为该项的费用 N：同通用名药品计入清单内药品，退费冲减"
  not_taken = ["每条明细分别判断", "同通用名药品与清单内药品分别判断"]
  cite      = "bjlist: gates"
}

assumption "several_items" {
  text      = "一个病例使用几项清单内项目时，逐项判断、逐项支付差额"
  not_taken = ["几项费用相加后一并判断"]
  cite      = "bjlist: gates"
}

assumption "citywide_means" {
  text      = "病组例均费用和同类费用例均值是全市的"
  not_taken = ["本院的例均费用"]
  cite      = "bjlist: gates"
}

assumption "no_other_high_cost_rule" {
  text      = "已触发除外支付的病例不再叠加普通高倍率规则"
  not_taken = ["两者同时适用"]
  cite      = "bjlist: payment"
}

assumption "actual_use" {
  text      = "2022 年规则下“按实际使用支付”指按项目实际费用（退费冲减后）全额另付，病组支付标准不变"
  not_taken = ["按医保支付标准或一定比例另付", "从病组支付标准中扣除同类费用"]
  cite      = "bj30: payment"
}
