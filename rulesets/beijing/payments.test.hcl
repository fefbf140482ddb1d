# 支付的例子：用示例表中的病组 ZZ11（例均 20000，标准 21000，同类药品 6000）和 ZZ13

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

example "病组代码不在表中的病例被拒绝" {
  given  = { case = { id = "TEST-X", group = "AA11", total_cost = "1.00", discharged = "2024-06-30" } }
  expect = { outcome = "refused", fault = "DF1014" }
  note   = "数据有问题的病例不会按 0 支付"
}

example "surplus 留用比例" {
  given  = { surplus = { id = "TEST-S1", product = "selected_beyond", amount = "1000.00" } }
  expect = { kept = "700.00", outcome = "decided" }
  cite   = "bjvbp: surplus"
  grade  = reprint
}
