# std/newness: is an event recent, counted in calendar years?
#
# Policies count newness in calendar years: "the application year and the two
# calendar years before it". An event that did not happen is not new.

ruleset "newness" {
  title    = "新颖性窗口：按日历年计算"
  language = 1
}

function "within" {
  title = "事件发生在某日所在的日历年，或之前若干个日历年之内"
  args  = { event = optional(date), of = date, years_before = count }
  is    = "has(event) and year(of) - years_before <= year(event) <= year(of)"
}
