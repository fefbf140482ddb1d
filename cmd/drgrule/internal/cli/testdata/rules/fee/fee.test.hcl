example "药品费另付" {
  given = {
    run  = { as_of = "2024-12-31" }
    case = {
      id = "TEST-1", group = "AA11", cost = "2000.00", day = "2024-06-30", effect = true
      items = [{ line = "1", code = "XA01", amount = "150.00" }]
    }
  }
  expect = { payment = "1150.00", outcome = "paid" }
  cite   = "doc: pay"
}

example "没有达到" {
  given = {
    run  = { as_of = "2024-12-31" }
    case = {
      id = "TEST-2", group = "AA13", cost = "2000.00", day = "2024-06-30", effect = true
      items = [{ line = "1", code = "XA01", amount = "100.00" }]
    }
  }
  expect = { payment = "500.00" }
  cite   = "doc: pay"
}

property "never_negative" {
  holds = "payment_of_standard >= 0"
  cite  = "doc: pay"
}

let "payment_of_standard" {
  is   = "standard"
  cite = "doc: pay"
}
