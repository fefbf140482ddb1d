# std/incentives: incentives that run for some years, and are limited to a share
#
# Years of payment are counted from the day of the first use. `calendar`: the year of
# that day is year 1. `full_year`: only whole settlement years count, so that the year
# after is year 1, unless the first use was on 1 January. Year 0 and below lie before
# the term.

ruleset "incentives" {
  title    = "激励：按年度递减的年次，按比例封顶的额度"
  language = 1
}

function "payment_year" {
  title = "激励年次：自首次实施起第几年"
  args  = { started = date, of = date, reading = enum("full_year", "calendar") }
  is    = <<-F
    year(of) - year(started) + (reading == 'calendar' or started == first_day(year(started)) ? 1 : 0)
  F
}

# I / (P + I) <= s is I <= P × s / (1 − s).
function "limit" {
  title = "激励额度：激励占结算总量（含激励）的比例不超过 share"
  args  = { settled = points, share = { type = ratio, min = 0, below = 1 } }
  is    = "settled * share / (1 - share)"
}
