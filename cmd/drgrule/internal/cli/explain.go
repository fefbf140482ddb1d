package cli

import (
	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule/runtime/trace"
)

func (a *app) explainCommand() *cobra.Command {
	var in inputs
	var key, record, format, whyNot string
	cmd := &cobra.Command{
		Use:   "explain RULESET RECORD=FILE… --case ID",
		Short: "说明一个病例的结果 / explain the result of one case",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.open(args[0], false)
			if err != nil {
				return err
			}
			b, roots, err := a.batch(p, args[1:], &in)
			if err != nil {
				return err
			}
			if record == "" {
				record = roots[0]
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
			case "json":
				return writeJSON(a.out, t)
			}
			return fail(ExitCannotRun, "-f: pretty, markdown, json")
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
