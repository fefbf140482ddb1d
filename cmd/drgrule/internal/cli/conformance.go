package cli

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule/conformance"
	"github.com/drgrule/drgrule/rulesets"
)

// A suiteResult is how one case of the suite went.
type suiteResult struct {
	Case        string   `json:"case"`
	Status      string   `json:"status"` // passed, failed, error, skipped, passed_though_skipped
	Reason      string   `json:"reason,omitempty"`
	Differences []string `json:"differences,omitempty"`
}

func (r *suiteResult) bad() bool { return r.Status != "passed" && r.Status != "skipped" }

func (a *app) conformanceCommand() *cobra.Command {
	var run, program, skipFile, format string
	cmd := &cobra.Command{
		Use:   "conformance",
		Short: "运行一致性测试集 / run the conformance suite",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			re, err := regexp.Compile(run)
			if err != nil {
				return fail(ExitCannotRun, "--run: %v", err)
			}
			var engine conformance.Engine = conformance.Reference{Context: cmd.Context()}
			if program != "" {
				engine = &conformance.Program{Context: cmd.Context(), Args: strings.Fields(program), Limit: time.Minute}
			}
			skips, err := suiteSkips(program != "", skipFile)
			if err != nil {
				return fail(ExitCannotRun, "%v", err)
			}
			cases, err := conformance.Suite()
			if err != nil {
				return err
			}
			var results []suiteResult
			for _, c := range cases {
				if err := cmd.Context().Err(); err != nil {
					return err
				}
				if re.MatchString(c.Name()) {
					results = append(results, suiteCase(c, engine, skips))
				}
			}
			if err := a.showSuite(results, format); err != nil {
				return err
			}
			if slices.ContainsFunc(results, func(r suiteResult) bool { return r.bad() }) {
				return &exit{code: ExitFinding}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&run, "run", "", "只运行名称匹配的用例（正则） / run only cases whose names match")
	cmd.Flags().StringVar(&program, "cmd", "", "由另一个程序回答：PROGRAM [ARG…] DIR / let another program answer")
	cmd.Flags().StringVar(&skipFile, "skip", "", "与 --cmd 同用：已知不通过的用例清单 / with --cmd: a list of cases that are known to fail")
	cmd.Flags().StringVarP(&format, "format", "f", "pretty", "pretty, json")
	cmd.AddCommand(a.answerCommand())
	return cmd
}

// answerCommand makes this program one that `conformance --cmd` can call: the protocol
// is held by the same engine on both of its sides.
func (a *app) answerCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "answer DIR",
		Short: "回答目录里的一个用例 / answer the case in a directory",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := conformance.ReadQuestion(args[0])
			if err != nil {
				return fail(ExitCannotRun, "%v", err)
			}
			answer, err := conformance.Reference{Context: cmd.Context()}.Answer(q)
			if err != nil {
				return fail(ExitCannotRun, "%v", err)
			}
			return answer.Write(args[0], q)
		},
	}
}

// suiteSkips are the cases that may fail: those of the suite's own list, or those that
// the file lists for another program.
func suiteSkips(other bool, file string) (map[string]string, error) {
	switch {
	case !other && file == "":
		return conformance.Skips(conformance.ReferenceName)
	case file == "":
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return conformance.ParseSkips(string(b), "program")
}

func suiteCase(c *conformance.Case, e conformance.Engine, skips map[string]string) suiteResult {
	diffs, err := c.Run(e, rulesets.FS)
	reason, skipped := skips[c.Path]
	out := suiteResult{Case: c.Name(), Status: "passed", Reason: reason, Differences: diffs}
	switch passed := err == nil && len(diffs) == 0; {
	case skipped && passed:
		out.Status = "passed_though_skipped"
	case skipped:
		out.Status = "skipped"
	case err != nil:
		out.Status, out.Differences = "error", []string{err.Error()}
	case !passed:
		out.Status = "failed"
	}
	return out
}

// showSuite prints what failed, then the counts by directory.
func (a *app) showSuite(results []suiteResult, format string) error {
	switch format {
	case "json":
		return writeJSON(a.out, map[string]any{"format_version": 1, "results": append([]suiteResult{}, results...)})
	case "pretty":
	default:
		return fail(ExitCannotRun, "-f: pretty, json")
	}
	passed, all := map[string]int{}, map[string]int{}
	for _, r := range results {
		dir := path.Dir(r.Case)
		all[dir]++
		switch {
		case r.Status == "passed":
			passed[dir]++
		case r.Status == "skipped":
			fmt.Fprintf(a.out, a.say("已知不通过 %s：%s\n", "skipped %s: %s\n"), r.Case, r.Reason)
		case r.Status == "passed_though_skipped":
			fmt.Fprintf(a.out, a.say("未通过 %s：列为已知不通过（%s），却通过了\n", "FAIL %s: listed as known to fail (%s), but passes\n"), r.Case, r.Reason)
		default:
			fmt.Fprintf(a.out, a.say("未通过 %s\n", "FAIL %s\n"), r.Case)
			for _, d := range r.Differences {
				fmt.Fprintf(a.out, "    %s\n", strings.ReplaceAll(d, "\n", "\n    "))
			}
		}
	}
	dirs := make([]string, 0, len(all))
	total, ok := 0, 0
	for dir := range all {
		dirs = append(dirs, dir)
		total, ok = total+all[dir], ok+passed[dir]
	}
	slices.SortFunc(dirs, cmp.Compare)
	for _, dir := range dirs {
		fmt.Fprintf(a.out, "%-28s %d/%d\n", dir, passed[dir], all[dir])
	}
	_, err := fmt.Fprintf(a.out, a.say("%d 个用例中通过 %d 个\n", "%[2]d of %[1]d cases passed\n"), total, ok)
	return err
}
