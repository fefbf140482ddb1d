# 文件没有写明的地方：采用的读法，和没有采用的读法

assumption "rounding" {
  text      = "点数和点值四舍五入到 4 位小数，均值和金额四舍五入到分；其他中间结果不舍入"
  not_taken = ["差异系数、基准点数取 2 位小数", "只在年度清算时舍入"]
}

assumption "stay_process" {
  text      = "住院过程是否完整由病例数据给出；已知的文本没有写怎样判定"
  not_taken = ["按费用与病组例均费用之比判定"]
  cite      = "zj19: incomplete"
}

assumption "one_pool" {
  text      = "一个统筹区一年一个基金池，含异地参保人的病例，按结算日期所在的年度归集"
  not_taken = ["职工和居民分别设池", "按出院日期归集"]
  cite      = "zj19: pool"
}

assumption "base_points" {
  text      = "全省采用金华 2017 年的算法：病组例均费用 ÷ 全部病例例均费用 × 100，两个均值都取本池全部病例"
  not_taken = ["剔除费用异常病例后求均值", "取前几年的均值"]
  cite      = "jh17: base_points"
}

assumption "published_points" {
  text      = "清算前以当年公布的均值和点数代替，当年尚未公布的用上一年的；两年都没有的需要审核"
  not_taken = ["上一年没有的按 0 点"]
  cite      = "zjreview: base_points"
}

assumption "bed_day" {
  text      = "床日病组不乘差异系数；每日点数取公布值，天数取医保结算清单的实际住院天数；不分费用类别"
  not_taken = ["床日点数也乘差异系数"]
  cite      = "zj19: bed_day"
}

assumption "coefficient" {
  text      = "采用按医院设置的差异系数；各项权重未见公布，示例值"
  not_taken = ["按医院和等级加权", "再加负担水平、CMI 和人次人头比"]
  cite      = "zjcoef: composition"
}

assumption "same_standard" {
  text      = "名单自公布之日起按出院日期执行；50 个病组中已知 5 个代码，其余未见公布"
  not_taken = ["自次年起执行"]
  cite      = "zj50: list"
}

assumption "readmission" {
  text      = "从上次出院到再次入院不超过规定天数（含最后一天），不论是否同一医院；减半的是上次住院的住院点数，激励和罕见病点数不减"
  not_taken = ["最后一天不算", "只看同一医院", "激励点数一并减半"]
  cite      = "zj19: readmission"
}

assumption "multiples" {
  text      = "上限倍率按病组基准点数分档；上限、下限倍率未见公布，示例值；恰好等于倍率的不算异常"
  not_taken = ["各病组一个倍率", "等于倍率即为异常"]
  cite      = "zj17: payment (2)"
}

assumption "few_cases" {
  text      = "“原则上少于 5 例”按本池当年病例数少于 5 例判断；清算前用公布的病例数代替"
  not_taken = ["按上一年病例数", "由经办机构逐一认定"]
  cite      = "zj19: special"
}

assumption "newborn_means" {
  text      = "“全市均值”指本统筹区全部病例的例均费用，“病组均值”指病组例均费用"
  not_taken = ["全市新生儿病例的例均费用", "全市该病组的例均费用"]
  cite      = "zjreview: newborn"
}

assumption "special_points" {
  text      = "专家直接核定点数的用核定点数，否则按扣除不合理费用后的费用折算；核定后不再另计激励"
  not_taken = ["一律折算", "核定点数之外再计激励"]
  cite      = ["zj19: special", "zjreview: outcome"]
}

assumption "review_window" {
  text      = "前十五个工作日的截止日由日历表给出，示例表未扣除法定节假日"
  not_taken = ["按自然日计算"]
  cite      = "zjreview: application"
}

assumption "quota" {
  text      = "申报比例按医院全年出院的 DRG 病例计算，年度同基金池，按结算日期归集，向下取整；更换的上限按已申报例数计算，向下取整"
  not_taken = ["按季计算", "按出院日期归集", "四舍五入"]
  cite      = "zjreview: quota"
}

assumption "cost_per_point" {
  text      = "费用按固定的每点费用折算成点数；数值未见公布，示例值"
  not_taken = ["按全部病例例均费用的百分之一折算", "按当年点值折算"]
  cite      = "zj17: payment (2)"
}

assumption "term" {
  text      = "年次从激励在该市首次实施之日起，按完整的结算年度计算；首个不满一年的年度不支付"
  not_taken = ["按日历年计算：首次实施的当年为第一年", "按每项技术在该市首次使用之日计算"]
  cite      = "zj17: payment (5)"
}

assumption "selected" {
  text      = "选定技术（如突破性治疗）的年次和系数在表中逐年列明，未见公布，示例值"
  not_taken = ["选定技术与其他技术同一系数"]
  cite      = "zj17: payment (2)"
}

assumption "rare" {
  text      = "“实际费用”指整个病例的费用；代替病例原来的点数和激励，不受封顶限制，计入封顶的基数；对病组均费影响大由名单标明"
  not_taken = ["只折算技术的费用，另加病例原来的点数", "计入封顶"]
  cite      = "zj17: payment (3)"
}

assumption "cap" {
  text      = "以点数计：激励占本池全部点数（含激励）的比例不超过该市的比例，超过的按同一比例缩减；比例未见公布，示例值"
  not_taken = ["先到先得", "以金额计", "基数不含激励"]
  cite      = "zj17: payment (4)"
}

assumption "technology_cost" {
  text      = "按字面：技术费用超过病组例均费用的 50%，恰好 50% 不符合"
  not_taken = ["病例费用超过病组三年例均费用的 50%（综述）"]
  cite      = "zj17: drugs (4)"
}

assumption "score_bands" {
  text      = "各维度内部的分档和合格线未见公布：评审维度由专家给分，高费用和应用两项达到为满分、达不到为 0 分，罕见病没有例数要求但应用一项仍按例数；60 分合格"
  not_taken = ["高费用按超出幅度分档", "罕见病的应用一项为满分", "其他合格线"]
  cite      = "zj17: score"
}

assumption "prepayment" {
  text      = "预拨比例的基数是经办机构算定的当月应付金额"
  not_taken = ["以上年度月均结算额为基数", "以当月申报费用为基数"]
  cite      = "zj19: pool"
}
