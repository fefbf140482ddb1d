# The ruleset that the examples of these pages stand in.

ruleset "example" {}

source "doc" {
  title   = "an example document"
  grade   = "code"
  clauses = { payment = "支付", scope = "范围" }
}

record "case" {
  key   = ["id"]
  clock = "case.discharged"
  fields = {
    id         = text
    group      = ref(groups)
    cost       = { type = money, min = 0 }
    points     = points
    days       = days
    discharged = date
    transfer   = optional(date)
    reported   = unknown(bool)
    kind       = enum("drug", "device")
    code       = code(item_code)
    pool       = ref(pool)
  }
}

record "item" {
  key = ["case", "line"]
  fields = {
    case   = { type = ref(case), back = "items" }
    line   = count
    amount = money
  }
}

record "pool" {
  key    = ["name"]
  fields = { name = text, budget = money }
}

codes "item_code" {
  pattern = "^[A-Z][0-9]{3}$"
}

table "groups" {
  key     = ["code"]
  columns = { code = text, mean = { type = money, min = 0.01 }, weight = ratio, note = optional(text) }
  rows    = [["AA11", 1000.00, 1.5, ""], ["AA13", 2000.00, 2.25, "surgical"]]
}
