package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/trace"
)

func payments(p *drgrule.Program) []string {
	var out []string
	for _, v := range p.IR().Values {
		if v.Kind == ir.PaymentValue {
			out = append(out, v.Name)
		}
	}
	return out
}

func (a *app) explainCommand() *cobra.Command {
	var in inputs
	var key, record, format, whyNot string
	cmd := &cobra.Command{
		Use:   "explain RULESET RECORD=FILE… --case ID",
		Short: "说明一个病例的结果 / explain the result of one case",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains([]string{"pretty", "markdown", "json"}, format) {
				return fail(ExitCannotRun, "-f: pretty, markdown, json")
			}
			p, err := a.open(args[0], false)
			if err != nil {
				return err
			}
			opt, err := a.options(&in)
			if err != nil {
				return err
			}
			files, err := a.caseFiles(cmd.Context(), p, args[1:], &in)
			defer in.close()
			if err != nil {
				return err
			}
			b, roots, err := a.batch(cmd.Context(), p, files, &in, opt)
			if err != nil {
				return err
			}
			defer b.Close()
			switch {
			case record == "":
				record = roots[0]
			case !slices.Contains(roots, record):
				return fail(ExitCannotRun, a.say("--record %s：可以是 %s", "--record %s: it can be %s"), record, strings.Join(roots, ", "))
			}
			if v := p.IR().Value(whyNot); whyNot != "" && (v == nil || v.Kind != ir.PaymentValue) {
				return fail(ExitCannotRun, a.say("--why-not %s：规则集的支付是 %s", "--why-not %s: the payments of the ruleset are %s"), whyNot, strings.Join(payments(p), ", "))
			}
			var t *trace.Trace
			if whyNot != "" {
				t, err = b.WhyNot(cmd.Context(), key, whyNot)
			} else {
				t, err = b.Explain(cmd.Context(), record, key)
			}
			if err != nil {
				return fail(ExitCannotRun, "%v", err)
			}
			if t == nil {
				return fail(ExitCannotRun, "%s", a.say("文件里没有这个病例", "the files have no such case"))
			}
			switch format {
			case "pretty":
				return trace.Pretty(a.out, t, a.lang)
			case "markdown":
				return trace.Markdown(a.out, t, a.lang)
			}
			return writeJSON(a.out, t)
		},
	}
	cmd.Flags().StringVar(&key, "case", "", "病例的键，几部分之间用 / / key of the case, its parts joined by /")
	cmd.Flags().StringVar(&record, "record", "", "病例所属的记录 / record of the case")
	cmd.Flags().StringVar(&whyNot, "why-not", "", "说明某个支付为什么不适用 / explain why a payment does not apply")
	cmd.Flags().StringVarP(&format, "format", "f", "pretty", "pretty, markdown, json")
	a.inputFlags(cmd, &in)
	if err := cmd.MarkFlagRequired("case"); err != nil {
		panic(err)
	}
	return cmd
}
