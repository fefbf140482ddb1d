ruleset "loose" {}

record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}

let "unread" {
  is = "case.cost * 2"
}

output "payment" {
  is = "round(case.cost * 0.7, 2)"
}
