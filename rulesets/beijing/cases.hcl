# 病例、费用明细，以及病例使用的清单内项目

codes "chs_drg" {
  title   = "CHS-DRG 分组代码"
  pattern = "^[A-Z]{2}[0-9][1359]$"
  case    = "upper"
}

codes "nhsa_item" {
  title   = "医保药品、耗材和医疗服务项目代码"
  pattern = "^[A-Z0-9]{4,30}$"
  case    = "upper"
}

record "case" {
  title = "病例"
  key   = ["id"]
  clock = "case.discharged"
  fields = {
    id         = { type = text, columns = ["病例号", "mdtrt_id"], privacy = 2 }
    group      = { type = ref(groups), columns = ["DRG编码", "drg_code"], privacy = 3 }
    total_cost = { type = money, min = 0.01, columns = ["医疗总费用", "medfee_sumamt"], privacy = 3 }
    discharged = { type = date, columns = ["出院日期", "dscg_time"], privacy = 3 }
  }
}

record "item" {
  title = "费用明细"
  key   = ["case", "line"]
  fields = {
    case         = { type = ref(case), back = "items", columns = ["病例号", "mdtrt_id"], privacy = 2 }
    line         = { type = text, columns = ["明细流水号", "feedetl_sn"], privacy = 2 }
    code         = { type = code(nhsa_item), columns = ["医保代码", "med_list_codg"], privacy = 3 }
    generic_name = { type = optional(text), columns = ["通用名"], privacy = 3 }
    amount       = { type = money, columns = ["金额", "det_item_fee_sumamt"], privacy = 3 }
    use          = { type = optional(ref(use)), is = ["item.case", "technology"] }
  }
}

# One row per case and listed technology used: its rows are those that items name.
record "use" {
  title = "清单内项目"
  key   = ["case", "technology"]
  fields = {
    case       = { type = ref(case), back = "uses" }
    technology = ref(listed)
  }
}

# ---- tables ----------------------------------------------------------------------------------------

table "groups" {
  title      = "病组：例均费用和支付标准"
  file       = "tables/groups.csv"
  key        = ["code"]
  columns    = { code = code(chs_drg), mean_cost = { type = money, min = 0.01 }, standard = { type = money, min = 0 } }
  sample     = true
  assumption = "citywide_means"
}

table "category_mean" {
  title      = "病组的同类费用例均值"
  file       = "tables/category_means.csv"
  key        = ["group", "kind"]
  columns    = { group = ref(groups), kind = enum("drug", "consumable", "service"), mean = { type = money, min = 0 } }
  sample     = true
  assumption = "citywide_means"
}

table "listed" {
  title = "清单：按代码匹配"
  file  = "tables/listed.csv"
  key   = ["code"]
  columns = {
    code         = prefix(nhsa_item)
    kind         = enum("drug", "consumable", "service")
    generic_name = text
    rules        = enum("2022", "2024")
    from         = from
    through      = through
  }
  sample = true
  cite   = "bjlist: term"
}

table "vbp" {
  title   = "已纳入国家或本市集中带量采购的通用名"
  file    = "tables/vbp.csv"
  key     = ["generic_name"]
  columns = { generic_name = text, from = from }
  sample  = true
  cite    = "bjlist: cancellation"
}

table "cancelled_services" {
  title   = "转为统一定价、新价格未通过数据验证的医疗服务项目"
  file    = "tables/cancelled_services.csv"
  key     = ["technology"]
  columns = { technology = ref(listed), from = from }
  sample  = true
  cite    = "bjlist: cancellation"
}

table "prefix_length" {
  title   = "匹配位数"
  key     = ["kind"]
  columns = { kind = enum("drug", "consumable", "service"), length = count }
  rows    = [["drug", 10], ["consumable", 27]]
  cite    = "bjlist: match_keys"
}

property "keys_have_their_length" {
  per   = "listed"
  holds = "listed.kind == 'service' or len(listed.code) == prefix_length(listed.kind).length"
  cite  = "bjlist: match_keys"
}

property "three_years" {
  per        = "listed"
  holds      = "listed.rules == '2024' or has(listed.from) and has(listed.through) and listed.through + 1 == add_months(listed.from, 36)"
  cite       = "bj30: payment"
  assumption = "three_years"
}

# ---- which listed technology a line belongs to -------------------------------------------------------

let "by_code" {
  title = "按代码匹配的项目：药品、耗材按前缀，医疗服务项目按整个代码"
  per   = "item"
  is    = <<-F
    let t = listed(item.code) ?? none;
    has(t) and (t.kind != 'service' or t.code == item.code) ? t : none
  F
  cite  = "bjlist: match_keys"
}

let "by_name" {
  title      = "按通用名匹配的药品"
  per        = "item"
  is         = <<-F
    find(listed, has(item.generic_name) and .rules == '2024' and .kind == 'drug' and .generic_name == item.generic_name)
  F
  cite       = "bjlist: inheritance"
  assumption = "matching_2022"
}

let "technology" {
  title = "明细所属的清单内项目"
  per   = "item"
  is    = "by_code ?? by_name"
  cite  = ["bjlist: match_keys", "bjlist: inheritance"]
}

total "cost" {
  title      = "项目费用 N"
  by         = "item.use"
  where      = "has(item.use)"
  sum        = "item.amount"
  assumption = "one_item"
}
