package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/syntax"
)

// A vocabulary is what the fields of one of the national interfaces are called in files.
// Of each item the first name is the interface's own; the others are what other
// interfaces and the files of groupers call the same. Only names that stand for one thing
// are among them.
type vocabulary map[string][]term

// A term is one item of a vocabulary.
type term struct {
	names   []string
	privacy int // 1 direct identifier … 4 aggregate; 0 not said
}

// terms reads items of one class of privacy: blanks between items, `=` between the names
// of one.
func terms(privacy int, text string) (out []term) {
	for item := range strings.FieldsSeq(text) {
		out = append(out, term{strings.Split(item, "="), privacy})
	}
	return out
}

// vocabularies are those that a record can name: the settlement list (医疗保障基金结算清单),
// the result of a settlement, and the detail of fees. The classes are those in which the
// data of patients are held; where none is settled, none is said.
var vocabularies = vocabulary{
	"4101": slices.Concat(
		terms(1, `hi_no medcasno=病案号 psn_name certno patn_cert_type curr_addr emp_name emp_addr emp_tel poscode
			coner_name patn_rlts coner_addr coner_tel`),
		terms(2, `mdtrt_id setl_id gend=性别 brdy ntly naty prfs sp_psn_type nwb_adm_type nwb_bir_wt=新生儿出生体重
			nwb_adm_wt opsp_diag_caty opsp_mdtrt_date bill_code bill_no biz_sn chfpdr_name chfpdr_code
			hsorg hsorg_opter medins_fill_dept medins_fill_psn oper_dr_name oper_dr_code anst_dr_name anst_dr_code`),
		terms(3, `fixmedins_name fixmedins_code age=年龄 nwb_age=新生儿年龄天 hi_type=insutype=医保类型 insuplc
			ipt_med_type adm_way trt_type adm_time adm_caty refldept_dept dscg_time dscg_caty=出院科室
			act_ipt_days=住院天数 otp_wm_dise wm_dise_code otp_tcm_dise tcm_dise_code vent_used_dura
			pwcry_bfadm_coma_dura pwcry_afadm_coma_dura bld_cat bld_amt bld_unt dscg_way=离院方式 acp_medins_name
			acp_optins_code days_rinp_flag_31 days_rinp_pup_31 psn_selfpay psn_ownpay acct_pay
			psn_cashpay=psn_cash_pay diag_type diag_code=诊断编码 diag_name adm_cond_type med_chrgitm amt claa_sumfee
			clab_amt fulamt_ownpay_amt oth_amt oprn_oprt_type oprn_oprt_name oprn_oprt_code=手术操作编码
			oprn_oprt_date anst_way fund_pay_type fund_payamt scs_cutd_ward_type scs_cutd_inpool_time`),
		terms(4, `hi_setl_lv dcla_time diag_code_cnt maindiag_flag oprn_oprt_code_cnt spga_nurscare_days
			lv1_nurscare_days scd_nurscare_days lv3_nurscare_days setl_begn_date setl_end_date hi_paymtd`)),
	"2304": slices.Concat(
		terms(1, `psn_no psn_name certno`),
		terms(2, `mdtrt_id setl_id gend=性别 naty brdy`),
		terms(3, `age=年龄 insutype=hi_type=医保类型 medfee_sumamt=总费用 fulamt_ownpay_amt overlmt_selfpay
			preselfpay_amt inscp_scp_amt act_pay_dedc hifp_pay pool_prop_selfpay cvlserv_pay hifes_pay hifmi_pay
			hifob_pay maf_pay hosp_part_amt oth_pay fund_pay_sumamt psn_part_amt acct_pay psn_cash_pay=psn_cashpay
			balc acct_mulaid_pay fund_pay_type crt_payb_lmt_amt fund_payamt`),
		terms(0, `psn_cert_type psn_type cvlserv_flag setl_time mdtrt_cert_type med_type medins_setl_id clr_optins
			clr_way clr_type fund_pay_type_name setl_proc_info`)),
	"2301": slices.Concat(
		terms(1, `psn_no`),
		terms(2, `feedetl_sn init_feedetl_sn mdtrt_id`),
		terms(3, `med_list_codg medins_list_codg det_item_fee_sumamt cnt pric`),
		terms(0, `drord_no med_type fee_ocur_time hosp_appr_flag tcmdrug_used_way dscg_tkdrug_flag matn_fee_flag memo`)),
}

// Vocabulary lists the names of each item of a vocabulary, the interface's own first.
func Vocabulary(name string) [][]string {
	var out [][]string
	for _, t := range vocabularies[name] {
		out = append(out, t.names)
	}
	return out
}

// useVocabulary gives the fields of a record the names that the record's vocabulary has
// for them: the field is known by its own name or by one that it declares. A name that a
// field of the record declares itself is that field's.
func useVocabulary(r *Record, a *syntax.Attr) {
	if a == nil {
		return
	}
	declared := map[string]bool{}
	for _, f := range r.Fields {
		declared[f.Name] = true
		for _, name := range f.Columns {
			declared[name] = true
		}
	}
	for _, f := range r.Fields {
		own := f.Columns
		if !slices.Contains(own, f.Name) {
			own = append(slices.Clone(own), f.Name)
		}
		for _, t := range vocabularies[textOf(a)] {
			if !slices.ContainsFunc(t.names, func(name string) bool { return slices.Contains(own, name) }) {
				continue
			}
			for _, name := range t.names {
				if !declared[name] {
					own = append(own, name)
				}
			}
			f.Columns = own
			if f.Privacy == 0 {
				f.Privacy = t.privacy
			}
			break
		}
	}
}
