# 支付的例子，用示例表中的病组（M 例均费用，S 支付标准，c 同类费用例均见 tables/category_means.csv）：
# ZZ11 M 20000 S 21000，ZZ13 M 30000 S 32000，ZZ15 M 8000 S 8500，ZZ19 M 55000 S 52300

example "BJ1 两个条件都满足" {
  given = {
    case = {
      id = "TEST-BJ1", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001A", amount = "33000.00" }, { line = "2", code = "ZZOTHER", amount = "17000.00" }]
    }
  }
  expect  = { payment = "48000.00", exclusion = "27000.00", outcome = "paid", uses = [{ gates = true, difference = "27000.00" }] }
  cite    = "bjlist: payment"
  grade   = press
  derived = true
}

example "BJ2 总费用恰好 2 倍" {
  given = {
    case = {
      id = "TEST-BJ2", group = "ZZ11", total_cost = "40000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001A", amount = "33000.00" }, { line = "2", code = "ZZOTHER", amount = "7000.00" }]
    }
  }
  expect  = { payment = "21000.00", uses = [{ gates = false }] }
  cite    = "bjlist: gates"
  grade   = press
  derived = true
}

example "BJ3 占比恰好 64%" {
  given = {
    case = {
      id = "TEST-BJ3", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001A", amount = "32000.00" }, { line = "2", code = "ZZOTHER", amount = "18000.00" }]
    }
  }
  expect  = { payment = "21000.00", uses = [{ gates = false }] }
  cite    = "bjlist: gates"
  grade   = press
  derived = true
}

example "BJ7 耗材用耗材例均" {
  given = {
    case = {
      id = "TEST-BJ7", group = "ZZ13", total_cost = "90000.00", discharged = "2025-01-15"
      items = [{ line = "1", code = "CZZ000000000000000000000001", amount = "60000.00" }, { line = "2", code = "ZZOTHER", amount = "30000.00" }]
    }
  }
  expect  = { payment = "82500.00", exclusion = "50500.00" }
  cite    = "bjlist: payment"
  grade   = press
  derived = true
}

example "BJ8 执行期已过" {
  given = {
    case = {
      id = "TEST-BJ8", group = "ZZ11", total_cost = "50000.00", discharged = "2027-01-01"
      items = [{ line = "1", code = "XZZ0000001A", amount = "33000.00" }, { line = "2", code = "ZZOTHER", amount = "17000.00" }]
    }
  }
  expect  = { payment = "21000.00", uses = [] }
  cite    = "bjlist: term"
  grade   = press
  derived = true
}

example "BJ9 同通用名药品" {
  given = {
    case = {
      id = "TEST-BJ9", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XYY9999999A", generic_name = "示例药一", amount = "33000.00" }, { line = "2", code = "ZZOTHER", amount = "17000.00" }]
    }
  }
  expect  = { payment = "48000.00" }
  cite    = "bjlist: inheritance"
  grade   = press
  derived = true
}

example "c 按病组和项目的类别取" {
  rows    = "examples/categories.csv"
  cite    = "bjlist: payment"
  grade   = press
  derived = true
  note    = "病组、产品和例均都是示例"
}

example "触发条件的边界" {
  rows    = "examples/gates.csv"
  cite    = "bjlist: gates"
  grade   = press
  derived = true
}

example "几项清单内项目逐项判断：各 33%，都不触发" {
  given = {
    case = {
      id = "TEST-M1", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001010001", amount = "16500.00" }, { line = "2", code = "XZZ0000002010001", amount = "16500.00" }]
    }
  }
  expect = {
    payment = "21000.00", exclusion = 0
    uses    = [{ cost = "16500.00", gates = false }, { cost = "16500.00", gates = false }]
  }
  cite    = "bjlist: gates"
  grade   = press
  derived = true
  note    = "按假设 several_items；相加后判断则为 66%"
}

example "几项清单内项目逐项支付：一项触发，一项不触发" {
  given = {
    case = {
      id = "TEST-M2", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001010001", amount = "33000.00" }, { line = "2", code = "XZZ0000002010001", amount = "16500.00" }]
    }
  }
  expect = {
    payment = "48000.00", exclusion = "27000.00"
    uses    = [{ gates = true, difference = "27000.00" }, { gates = false, difference = 0 }]
  }
  cite    = "bjlist: payment"
  grade   = press
  derived = true
  note    = "按假设 several_items"
}

example "一项的几条明细合计，同通用名药品计入" {
  given = {
    case = {
      id = "TEST-M3", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001010001", amount = "16500.00" }, { line = "2", code = "XYY9999999010001", generic_name = "示例药一", amount = "16500.00" }]
    }
  }
  expect  = { payment = "48000.00", exclusion = "27000.00", uses = [{ cost = "33000.00", gates = true }] }
  cite    = ["bjlist: gates", "bjlist: inheritance"]
  grade   = press
  derived = true
  note    = "按假设 one_item"
}

example "退费冲减后恰好 64%" {
  given = {
    case = {
      id = "TEST-M4", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001010001", amount = "33000.00" }, { line = "2", code = "XZZ0000001010001", amount = "-1000.00" }]
    }
  }
  expect  = { payment = "21000.00", exclusion = 0, uses = [{ cost = "32000.00", gates = false }] }
  cite    = "bjlist: gates"
  grade   = press
  derived = true
  note    = "按假设 one_item"
}

# 2022 年规则

example "2022 年清单按实际使用另付" {
  given = {
    case = {
      id = "TEST-2022", group = "ZZ11", total_cost = "30000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000101A", amount = "4000.00" }, { line = "2", code = "XZZ0000101A", amount = "-500.00" }]
    }
  }
  expect  = { payment = "24500.00", uses = [{ actual_use = "3500.00", gates = false }] }
  cite    = "bj30: payment"
  grade   = reprint
  derived = true
}

example "2022 年规则下的项目：执行期和费用" {
  rows    = "examples/actual_use.csv"
  cite    = "bj30: payment"
  grade   = reprint
  derived = true
  note    = "按假设 actual_use 和 three_years；起止日期是示例"
}

example "2022 年规则下的项目全部退费" {
  given = {
    case = {
      id = "TEST-U7", group = "ZZ11", total_cost = "30000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000101010001", amount = "3500.00" }, { line = "2", code = "XZZ0000101010001", amount = "-3500.00" }]
    }
  }
  expect  = { payment = "21000.00", exclusion = 0, uses = [{ cost = 0, actual_use = 0 }] }
  cite    = "bj30: payment"
  grade   = reprint
  derived = true
  note    = "没有实际使用；按假设 actual_use"
}

example "两种规则的项目同时使用" {
  given = {
    case = {
      id = "TEST-U8", group = "ZZ11", total_cost = "50000.00", discharged = "2024-06-30"
      items = [{ line = "1", code = "XZZ0000001010001", amount = "33000.00" }, { line = "2", code = "XZZ0000101010001", amount = "3500.00" }]
    }
  }
  expect = {
    payment = "51500.00", exclusion = "30500.00"
    uses    = [{ difference = "27000.00", actual_use = 0 }, { gates = false, difference = 0, actual_use = "3500.00" }]
  }
  cite    = ["bjlist: payment", "bj30: payment"]
  grade   = press
  derived = true
}

example "病组代码不在表中的病例被拒绝" {
  given  = { case = { id = "TEST-X", group = "AA11", total_cost = "1.00", discharged = "2024-06-30" } }
  expect = { outcome = "refused", fault = "DF1014" }
  note   = "数据有问题的病例不会按 0 支付"
}
