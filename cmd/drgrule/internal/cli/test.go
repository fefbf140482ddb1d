package cli

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/coverage"
)

func (a *app) testCommand() *cobra.Command {
	var run, format string
	var cover bool
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
				var reached *coverage.Report
				if cover {
					if reached, err = p.Coverage(cmd.Context()); err != nil {
						return err
					}
					failed = failed || !reached.Whole()
				}
				if err := a.showTests(dir, kept, reached, format); err != nil {
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
	cmd.Flags().BoolVar(&cover, "coverage", false, "列出例子没有走到的条件和表行；有遗漏时退出码为 1 / list conditions and table rows that no example reaches; exit code 1 if there are any")
	cmd.Flags().StringVarP(&format, "format", "f", "pretty", "pretty, json")
	return cmd
}

func (a *app) showTests(dir string, results []drgrule.TestResult, reached *coverage.Report, format string) error {
	switch format {
	case "json":
		out := map[string]any{"format_version": 1, "ruleset": dir, "results": append([]drgrule.TestResult{}, results...)}
		if reached != nil {
			out["coverage"] = reached
		}
		return writeJSON(a.out, out)
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
		fmt.Fprintf(a.out, "%s %s  (%s:%d)\n", a.say("未通过", "FAIL"), r.Name, place(dir, r.File), r.Line)
		for _, f := range r.Failures {
			fmt.Fprintf(a.out, a.say("    %s：期望 %s，得到 %s\n", "    %s: want %s, got %s\n"), f.Name, f.Want, f.Got)
		}
	}
	_, err := fmt.Fprintf(a.out, a.say("%s：%d 项中通过 %d 项\n", "%s: %[3]d of %[2]d passed\n"), dir, len(results), passed)
	if err == nil && reached != nil {
		err = a.showCoverage(dir, reached)
	}
	return err
}

var lacks = map[string]diag.Text{
	coverage.NeverReached: {Zh: "没有例子走到", En: "no example reaches it"},
	coverage.NeverHolds:   {Zh: "没有例子使它成立", En: "no example makes it hold"},
	coverage.NeverFails:   {Zh: "没有例子使它不成立", En: "no example makes it fail"},
	coverage.NeverTaken:   {Zh: "没有例子落在这一档", En: "no example falls into this row"},
	coverage.NotUntested:  {Zh: "`untested` 写了理由，例子却都走到了", En: "`untested` gives a reason, but examples reach it all"},
	coverage.NeverRead:    {Zh: "没有例子读到这一行", En: "no example reads this row"},
}

// short cuts a long condition in its middle: one that begins like its first operand
// still looks different.
func short(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:30]) + "…" + string(r[len(r)-29:])
	}
	return text
}

// showCoverage prints what the examples reached, and every place that they did not.
func (a *app) showCoverage(dir string, r *coverage.Report) error {
	for _, g := range r.Missed {
		at := fmt.Sprintf("%s:%d", place(dir, g.File), g.Line)
		if g.Column > 0 {
			at += fmt.Sprintf(":%d", g.Column)
		}
		text := short(g.Text)
		if text == "" {
			text = a.say("其余", "the rest")
		}
		fmt.Fprintf(a.out, a.say("  %s  %s：%s\n", "  %s  %s: %s\n"), at, text, lacks[g.Lacks].In(a.lang))
	}
	a.showExcused(dir, r.Excused)
	_, err := fmt.Fprintf(a.out, a.say(
		"%s：例子走到条件结果 %d/%d，分档 %d/%d，表行 %d/%d",
		"%s: examples reach %d of %d outcomes of conditions, %d of %d rows of bands, %d of %d table rows",
	), dir, r.Conditions.Reached, r.Conditions.All, r.Bands.Reached, r.Bands.All, r.TableRows.Reached, r.TableRows.All)
	if err == nil && r.SampleRows.All > 0 {
		_, err = fmt.Fprintf(a.out, a.say("；示例表的行 %d/%d，不要求", "; %d of %d rows of sample tables, which need not be"), r.SampleRows.Reached, r.SampleRows.All)
	}
	if err == nil && len(r.Excused) > 0 {
		_, err = fmt.Fprintf(a.out, a.say("；另有 %d 处写明了不走到的理由", "; %d more are untested for the reason that the rules give"), len(r.Excused))
	}
	if err == nil && r.Awaiting > 0 {
		_, err = fmt.Fprintf(a.out, a.say("；另有 %d 处要全部病例才能走到", "; %d more need many cases"), r.Awaiting)
	}
	if err == nil {
		_, err = fmt.Fprintln(a.out)
	}
	return err
}

// showExcused prints each reason for which places are not reached, at the first of them.
func (a *app) showExcused(dir string, gaps []coverage.Gap) {
	for i := 0; i < len(gaps); {
		n := i + 1
		for n < len(gaps) && gaps[n].Reason == gaps[i].Reason {
			n++
		}
		fmt.Fprintf(a.out, a.say("  %s:%d  %d 处不走到：%s\n", "  %s:%d  untested (%d): %s\n"), place(dir, gaps[i].File), gaps[i].Line, n-i, gaps[i].Reason)
		i = n
	}
}
