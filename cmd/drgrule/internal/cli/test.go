package cli

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
)

func (a *app) testCommand() *cobra.Command {
	var run, format string
	cmd := &cobra.Command{
		Use:   "test RULESET…",
		Short: "运行规则集的例子和性质 / run the examples and properties of rulesets",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			re, err := regexp.Compile(run)
			if err != nil {
				return fail(ExitCannotRun, "--run: %v", err)
			}
			failed := false
			for _, dir := range args {
				p, err := a.open(dir, false)
				if err != nil {
					return err
				}
				results, err := p.Test(cmd.Context())
				if err != nil {
					return err
				}
				var kept []drgrule.TestResult
				for _, r := range results {
					if re.MatchString(r.Name) {
						kept = append(kept, r)
						failed = failed || !r.Passed
					}
				}
				if err := a.showTests(dir, kept, format); err != nil {
					return err
				}
			}
			if failed {
				return &exit{code: ExitFinding}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&run, "run", "", "只运行名称匹配的例子（正则） / run only examples whose names match")
	cmd.Flags().StringVarP(&format, "format", "f", "pretty", "pretty, json")
	return cmd
}

func (a *app) showTests(dir string, results []drgrule.TestResult, format string) error {
	switch format {
	case "json":
		return writeJSON(a.out, map[string]any{"format_version": 1, "ruleset": dir, "results": results})
	case "pretty":
	default:
		return fail(ExitCannotRun, "-f: pretty, json")
	}
	passed := 0
	for _, r := range results {
		if r.Passed {
			passed++
			continue
		}
		fmt.Fprintf(a.out, "%s %s  (%s:%d)\n", a.say("未通过", "FAIL"), r.Name, r.File, r.Line)
		for _, f := range r.Failures {
			fmt.Fprintf(a.out, a.say("    %s：期望 %s，得到 %s\n", "    %s: want %s, got %s\n"), f.Name, f.Want, f.Got)
		}
	}
	_, err := fmt.Fprintf(a.out, a.say("%s：%d 项中通过 %d 项\n", "%s: %[3]d of %[2]d passed\n"), dir, len(results), passed)
	return err
}
