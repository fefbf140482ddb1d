package trace

import (
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/slot"
)

// words are the fixed texts of a slip.
var words = map[string]diag.Text{
	"slip":                 {Zh: "支付说明单", En: "Payment slip"},
	"ruleset":              {Zh: "规则集", En: "ruleset"},
	"outcome":              {Zh: "结果类别", En: "outcome"},
	"refused":              {Zh: "拒绝", En: "refused"},
	"review":               {Zh: "需要审核", En: "needs review"},
	"paid":                 {Zh: "支付", En: "paid"},
	"not_applicable":       {Zh: "不适用", En: "not applicable"},
	"decided":              {Zh: "已判定", En: "decided"},
	"inputs":               {Zh: "所用数据", En: "inputs used"},
	"formula":              {Zh: "公式", En: "formula"},
	"filled":               {Zh: "代入", En: "with numbers"},
	"rounding":             {Zh: "舍入", En: "rounding"},
	"lookup":               {Zh: "查表", En: "table"},
	"parameter":            {Zh: "参数", En: "parameter"},
	"sample":               {Zh: "示例数据", En: "sample data"},
	"sources":              {Zh: "依据", En: "sources"},
	"assumptions":          {Zh: "所用假设", En: "assumptions"},
	"samples":              {Zh: "用到的示例表（不是公布的数据）", En: "sample tables read (not published data)"},
	"provisional":          {Zh: "暂定值（跨病例的值尚未结清）", En: "provisional (values over many cases not closed)"},
	"assumed":              {Zh: "假定值（由调用者给出，尚未结清）", En: "assumed (given by the caller, not closed)"},
	"standing_provisional": {Zh: "暂定", En: "provisional"},
	"standing_assumed":     {Zh: "假定", En: "assumed"},
	"closed":               {Zh: "结清后的公式", En: "once closed"},
	"read":                 {Zh: "跨病例的值", En: "over many cases"},
	"awaiting":             {Zh: "有待其他病例", En: "awaiting other cases"},
	"waiting":              {Zh: "有待其他病例的输出", En: "outputs that await other cases"},
	"cite":                 {Zh: "依据", En: "source"},
	"assumption":           {Zh: "假设", En: "assumption"},
	"when":                 {Zh: "支付条件", En: "when"},
	"missing":              {Zh: "缺少", En: "missing"},
	"holds":                {Zh: "成立", En: "holds"},
	"fails":                {Zh: "不成立", En: "fails"},
	"met":                  {Zh: "符合", En: "met"},
	"waived":               {Zh: "符合（豁免）", En: "met (waived)"},
	"not_met":              {Zh: "不符合", En: "not met"},
	"undetermined":         {Zh: "未能判定", En: "undetermined"},
	"not_reached":          {Zh: "未涉及", En: "not reached"},
	"none":                 {Zh: "无", En: "none"},
	"unreported":           {Zh: "未报告", En: "not reported"},
	"applies":              {Zh: "适用", En: "applies"},
	"not_in_force":         {Zh: "不适用，不在有效期内", En: "not applicable, not in force"},
	"when_false":           {Zh: "不适用，条件不成立", En: "not applicable, its condition does not hold"},
	"where":                {Zh: "涉及", En: "concerns"},
	"in_force":             {Zh: "有效期", En: "in force"},
	"output":               {Zh: "输出", En: "output"},
	"payment":              {Zh: "支付", En: "payment"},
	"criteria":             {Zh: "条件", En: "criteria"},
	"let":                  {Zh: "计算", En: "value"},
	"bands":                {Zh: "分档", En: "bands"},
	"scorecard":            {Zh: "评分", En: "scorecard"},
	"total":                {Zh: "汇总", En: "total"},
	"rank":                 {Zh: "排名", En: "rank"},
	"cap":                  {Zh: "封顶", En: "cap"},
	"band":                 {Zh: "适用的档", En: "band"},
	"rows":                 {Zh: "计入", En: "included"},
	"at_row":               {Zh: "所在的行", En: "row"},
	"todo":                 {Zh: "怎么办", En: "what to do"},
	"no_rows":              {Zh: "没有行", En: "no row"},
	"found":                {Zh: "有这一行", En: "there is such a row"},
	"no_row":               {Zh: "没有这一行", En: "no such row"},
	"rest":                 {Zh: "其余", En: "the rest"},
	"of":                   {Zh: "分档的值", En: "banded by"},
	"dimension":            {Zh: "得分", En: "score"},
	"pending":              {Zh: "审核期间暂计", En: "counts meanwhile as"},
	"lapsed":               {Zh: "这一天没有有效的行", En: "no row in force on that day"},
	"waits":                {Zh: "等待", En: "waits for"},
}

var grades = map[string]diag.Text{
	"official": {Zh: "官方", En: "official"}, "reprint": {Zh: "转载", En: "reprint"}, "press": {Zh: "媒体", En: "press"},
	"paper": {Zh: "论文", En: "paper"}, "overview": {Zh: "综述", En: "overview"}, "code": {Zh: "程序", En: "code"}, "derived": {Zh: "推算", En: "derived"},
}

func word(key string, l diag.Lang) string {
	if t, ok := words[key]; ok {
		return t.In(l)
	}
	return key
}

// reason writes a reason for review: a missing field, or the rule's own words.
func (p *writer) reason(s string) string {
	if f, ok := strings.CutPrefix(s, slot.MissingPrefix); ok {
		return p.word("missing") + " " + p.field(f)
	}
	return s
}

// lack writes what something undetermined lacks: a field, or the rule's own words.
func (p *writer) lack(s string) string {
	if why, ok := strings.CutPrefix(s, slot.WhyPrefix); ok {
		return why
	}
	return p.word("missing") + " " + p.field(s)
}

func citeText(c Cite, l diag.Lang) string {
	out := c.Number
	if out == "" {
		out = c.Title
	}
	if out == "" {
		out = c.Source
	}
	if c.Clause != "" {
		out += diag.Text{Zh: "，", En: ", "}.In(l) + c.Clause
	}
	if c.ClauseTitle != "" {
		out += diag.Text{Zh: "（" + c.ClauseTitle + "）", En: " (" + c.ClauseTitle + ")"}.In(l)
	}
	if g, ok := grades[c.Grade]; ok {
		out += " [" + g.In(l) + "]"
	}
	return out
}

func unitText(s Step, l diag.Lang) string {
	if s.Unit == "" || s.Unit == "ratio" {
		return ""
	}
	return " " + s.typ.Unit.In(l)
}
