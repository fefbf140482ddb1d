# 明细属于哪一项：匹配、同通用名、执行期、取消

example "匹配位数" {
  given = {
    case = {
      id = "TEST-P1", group = "ZZ13", total_cost = "90000.00", discharged = "2024-06-30"
      items = [
        { line = "1", code = "XZZ0000001999999", amount = "100.00" }, { line = "2", code = "XZZ0000009999999", amount = "100.00" },
        { line = "3", code = "XZZ000000", amount = "100.00" }, { line = "4", code = "CZZ000000000000000000000001", amount = "60000.00" },
        { line = "5", code = "CZZ00000000000000000000000", amount = "100.00" }, { line = "6", code = "ZZ00001", amount = "100.00" },
        { line = "7", code = "ZZ000019", amount = "100.00" },
      ]
    }
  }
  expect = {
    payment = "82500.00", exclusion = "50500.00"
    items = [
      { technology = "XZZ0000001" }, { technology = "none" },
      { technology = "none" }, { technology = "CZZ000000000000000000000001" },
      { technology = "none" }, { technology = "ZZ00001" },
      { technology = "none" },
    ]
  }
  cite    = "bjlist: match_keys"
  grade   = press
  derived = true
  note    = "药品第 10 位不同、不足 10 位，耗材不足 27 位，服务项目代码多一位，都不匹配"
}

example "只有药品按通用名视同" {
  given = {
    case = {
      id = "TEST-P2", group = "ZZ13", total_cost = "90000.00", discharged = "2024-06-30"
      items = [
        { line = "1", code = "XYY9999999", generic_name = "示例药二", amount = "100.00" },
        { line = "2", code = "CYY999999999999999999999999", generic_name = "示例耗材一", amount = "60000.00" },
        { line = "3", code = "ZZ99999", generic_name = "示例服务一", amount = "100.00" },
        { line = "4", code = "XYY9999998", generic_name = "示例药九", amount = "100.00" },
        { line = "5", code = "XYY9999997", amount = "100.00" },
      ]
    }
  }
  expect = {
    payment = "32000.00", exclusion = 0
    items   = [{ technology = "XZZ0000002" }, { technology = "none" }, { technology = "none" }, { technology = "none" }, { technology = "none" }]
    uses    = [{ cost = "100.00", gates = false }]
  }
  cite    = "bjlist: inheritance"
  grade   = press
  derived = true
}

example "2022 年规则下的项目不按通用名视同" {
  given = {
    case = {
      id = "TEST-P3", group = "ZZ11", total_cost = "30000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XYY9999998010001", generic_name = "示例药甲", amount = "3500.00" }]
    }
  }
  expect  = { payment = "21000.00", exclusion = 0, items = [{ technology = "none" }], uses = [] }
  cite    = "bj30: payment"
  grade   = reprint
  derived = true
  note    = "按假设 matching_2022"
}

example "执行期" {
  rows    = "examples/term.csv"
  cite    = ["bjlist: term", "bjlist: inheritance"]
  grade   = press
  derived = true
}

example "纳入带量采购后取消" {
  given = {
    case = {
      id = "TEST-VBP", group = "ZZ11", total_cost = "50000.00", discharged = "2025-07-01"
      items = [{ line = "1", code = "XZZ0000003A", amount = "33000.00" }]
    }
  }
  expect = { payment = "21000.00", uses = [{ gates = false }] }
  cite   = "bjlist: cancellation"
  grade  = press
}

example "取消" {
  rows    = "examples/cancellation.csv"
  cite    = "bjlist: cancellation"
  grade   = press
  derived = true
  note    = "纳入采购和取消的日期是示例"
}
