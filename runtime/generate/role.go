package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A role is what a field is in the interfaces of the national platform, as far as it
// ties the field to others of its row: a stay ends after it began.
type role uint8

const (
	noRole role = iota
	admitted
	discharged
	settled
	bedDays
	person
	born
	birthWeight
	total
	lineAmount
	quantity
)

// roles are the names that give a field its role: those of the settlement list (4101),
// the settlement result (2304) and the fee detail (2301), and their usual headings.
var roles = map[role]struct {
	kind  value.Kind
	names []string
}{
	admitted:    {value.Date, []string{"adm_time", "begntime", "入院日期", "入院时间", "admitted"}},
	discharged:  {value.Date, []string{"dscg_time", "endtime", "出院日期", "出院时间", "discharged"}},
	settled:     {value.Date, []string{"setl_time", "setl_end_date", "结算日期", "结算时间", "settled"}},
	bedDays:     {value.Number, []string{"act_ipt_days", "ipt_days", "实际住院天数", "住院天数", "bed_days", "los"}},
	person:      {value.Text, []string{"psn_no", "人员编号", "patient"}},
	born:        {value.Date, []string{"brdy", "出生日期", "born"}},
	birthWeight: {value.Number, []string{"nwb_bir_wt", "nwb_adm_wt", "新生儿出生体重", "birth_weight"}},
	total:       {value.Number, []string{"medfee_sumamt", "医疗总费用", "总费用", "total_cost"}},
	lineAmount:  {value.Number, []string{"det_item_fee_sumamt", "明细项目费用总额"}},
	quantity:    {value.Number, []string{"cnt", "数量", "quantity"}},
}

var roleOf = func() map[string]role {
	out := map[string]role{}
	for r, is := range roles {
		for _, n := range is.names {
			out[cell.FoldHeading(n)] = r
		}
	}
	return out
}()

// roleBy finds the role of a field by the names that it has in files, then by its own.
func roleBy(f *ir.Field) role {
	for _, n := range append(slices.Clone(f.Columns), f.Name) {
		if r, ok := roleOf[cell.FoldHeading(n)]; ok && roles[r].kind == f.Spec.Type.Kind {
			return r
		}
	}
	return noRole
}
