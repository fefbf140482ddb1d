# std/points: the points method
#
# A pool is shared by points. The base points of a group are its mean cost, with the
# mean cost of all cases as 1, 100 or 1000; a stay has points; a point has a value
# once all stays of the pool are known.
#
# Nothing is rounded here: the ruleset says where, and to how many digits.

ruleset "points" {
  title    = "点数法：基准点数、住院过程不完整病例、费用折算、点值"
  language = 1
}

function "base" {
  title = "基准点数：病组例均费用 ÷ 全部病例例均费用 × 全部病例的点数"
  args  = { group_mean = money, all_mean = money, scale = points }
  is    = "all_mean > 0 ? group_mean / all_mean * scale : refuse('全部病例的例均费用不大于 0')"
}

function "incomplete" {
  title = "住院过程不完整：基准点数 × 系数 × 费用 ÷ 病组例均费用，不超过基准点数（不乘系数）"
  args  = { group_points = points, coefficient = ratio, cost = money, group_mean = money }
  is    = "group_mean > 0 ? clamp(group_points * coefficient * cost / group_mean, 0, group_points) : refuse('病组的例均费用不大于 0')"
}

function "of_cost" {
  title = "费用折算成点数"
  args  = { cost = money, cost_per_point = money / points }
  is    = "cost_per_point > 0 ? cost / cost_per_point : refuse('每点的费用不大于 0')"
}

function "value" {
  title = "点值：预算 ÷ 总点数"
  args  = { budget = money, total = points }
  is    = "total > 0 ? budget / total : refuse('基金池没有点数')"
}
