ruleset "broken" {}

record "case" {
  key    = ["id"]
  fields = { id = text, cost = money }
}

output "payment" {
  is = "case.cots + case.cost"
}

output "wrong" {
  is = "case.cost + 'x'"
}
