# Every type of field, and every way in which rules refuse a case. The cents of the cost
# choose the way.

ruleset "privacy" {}

codes "item_code" {
  pattern = "^[A-Z0-9]+$"
}

record "run" {
  fields = { as_of = optional(date) }
}

record "hospital" {
  key    = ["id"]
  fields = { id = text, beds = count }
}

record "case" {
  key   = ["id"]
  clock = "case.day"
  fields = {
    id       = { type = text, privacy = 1 }
    code     = code(item_code)
    cost     = { type = money, min = 0 }
    day      = date
    month    = month
    kind     = enum("drug", "device")
    urgent   = bool
    group    = ref(groups)
    hospital = ref(hospital)
    scores   = list(count)
  }
}

record "item" {
  key    = ["case", "line"]
  fields = { case = { type = ref(case), back = "lines" }, line = count, name = text }
}

table "groups" {
  key     = ["code"]
  columns = { code = text, name = text }
  rows    = [["AA11", "group"]]
}

total "beds" {
  by  = "case.hospital"
  sum = "case.hospital.beds"
}

param "rate" {
  through = "2020-12-31"
  value   = 0.5
}

let "way" {
  is = "floor((case.cost - floor(case.cost)) * 100)"
}

bands "band" {
  of   = "case.cost"
  rows = [{ below = "case.cost - 1", value = 1 }]
}

bands "rows" {
  per  = "case"
  rows = [{ when = "case.cost > 0", value = 1 }, { when = "case.cost > 1", value = 2 }]
}

scorecard "score" {
  per = "case"
  dimension "beds" {
    max = 10
    is  = "case.cost > 0 ? 11 : 1"
  }
}

payment "paid" {
  pays = <<-F
    if way == 1 { refuse('the first way') }
    else if way == 2 { groups(case.id).name == 'x' ? 1 : 2 }
    else if way == 3 { round(rate * 2, 0) }
    else if way == 4 { case.day + 200000 > case.day ? 1 : 2 }
    else if way == 5 { score }
    else if way == 6 { band }
    else if way == 7 { rows }
    else if way == 8 { case.hospital.beds }
    else { review('look at it') }
  F
}

output "id" {
  is     = "case.id"
  column = "shown"
}

output "seen" {
  is = <<-F
    len(case.code) > 0 and case.month == month(case.day) and case.kind == 'drug' and case.urgent
    and len(case.scores) > 0
    and case.group.name != ''
    and any(case.lines, len(.name) > 0)
    and (has(run.as_of) or true)
  F
}
