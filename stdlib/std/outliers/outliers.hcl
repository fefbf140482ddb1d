# std/outliers: classes of cost, by the ratio of a case to its group
#
# A case is of high multiple above `high` times the mean of its group, of low multiple
# below `low` times the mean, and normal between them: both bounds are normal.

ruleset "outliers" {
  title    = "费用异常病例：高倍率、低倍率和裁剪部分"
  language = 1
}

function "class" {
  title = "费用类别：高倍率 high、低倍率 low、正常 normal；恰好等于倍率的为正常"
  args  = { cost = money, group_mean = money, low = ratio, high = ratio }
  is    = "cost > high * group_mean ? 'high' : cost < low * group_mean ? 'low' : 'normal'"
}

function "trimmed" {
  title = "裁剪部分：费用超过上限倍率的部分，没有超过的为 0"
  args  = { cost = money, group_mean = money, high = ratio }
  is    = "max(0, cost - high * group_mean)"
}
