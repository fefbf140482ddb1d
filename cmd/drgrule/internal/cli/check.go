package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
)

func (a *app) checkCommand() *cobra.Command {
	var strict bool
	var format, code string
	cmd := &cobra.Command{
		Use:   "check RULESET… | check --explain CODE",
		Short: "检查规则集 / check rulesets",
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case code != "" && len(args) == 0:
				return a.showPage(a.out, code)
			case code != "":
				return fail(ExitCannotRun, "%s", a.say("--explain 只说明代码，不检查规则集", "--explain only explains a code; it checks no ruleset"))
			case len(args) == 0:
				return fail(ExitCannotRun, "%s", a.say("要检查哪个规则集？给出它的目录", "which ruleset? give its directory"))
			}
			if !slices.Contains([]string{"pretty", "json", "sarif"}, format) {
				return fail(ExitCannotRun, "-f: pretty, json, sarif")
			}
			bad := false
			var all drgrule.Diagnostics // json, sarif: one document, whatever the number of rulesets
			for _, dir := range args {
				p, diags, err := a.check(dir, strict)
				if err != nil {
					return err
				}
				bad = bad || p == nil || strict && len(diags) > 0
				all = append(all, diags...)
				if format == "pretty" {
					err = a.showCheck(a.out, dir, p, diags)
				}
				if err != nil {
					return err
				}
			}
			if err := a.showDocument(a.out, all, format); err != nil {
				return err
			}
			if bad {
				return &exit{code: ExitRules}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "警告也算错误，每个数都要有出处或假设 / warnings are errors, every number needs a source or an assumption")
	cmd.Flags().StringVarP(&format, "format", "f", "pretty", "pretty, json, sarif")
	cmd.Flags().StringVar(&code, "explain", "", "说明一个诊断代码 / explain a code, such as DR2113")
	return cmd
}

// showDocument writes diagnostics for programs.
func (a *app) showDocument(w io.Writer, diags drgrule.Diagnostics, format string) error {
	switch format {
	case "json":
		return diag.JSON(w, diags, a.lang)
	case "sarif":
		return sarif(w, diags, a.lang)
	}
	return nil
}

func (a *app) showCheck(w io.Writer, dir string, p *drgrule.Program, diags drgrule.Diagnostics) error {
	if err := diag.Pretty(w, diags, diag.PrettyOptions{Lang: a.lang, Color: a.colorOn(w)}); err != nil {
		return err
	}
	errs, warnings := 0, 0
	for _, d := range diags {
		if d.Code.Info().Severity == diag.Error {
			errs++
		} else {
			warnings++
		}
	}
	if errs+warnings > 0 {
		_, err := fmt.Fprintf(w, a.say("%s：%s，%s\n", "%s: %s, %s\n"), dir, a.counted(errs, "错误", "error"), a.counted(warnings, "警告", "warning"))
		return err
	}
	s := p.Schema()
	_, err := fmt.Fprintf(w, a.say(
		"%s：没有问题。规则集 %s，哈希 %s，跨病例计算 %d 轮，一个病例最多 %d 步\n",
		"%s: nothing found. Ruleset %s, hash %s, %d rounds over many cases, at most %d steps a case\n",
	), dir, s.Ruleset, s.Hash[:12], s.Strata-1, s.Cost)
	if err == nil {
		err = a.showStrata(w, p)
	}
	return err
}

// counted is a number with its noun.
func (a *app) counted(n int, zh, en string) string {
	if n != 1 {
		en += "s"
	}
	return fmt.Sprint(n, a.say(" 个"+zh, " "+en))
}

// showStrata prints which values need many cases, round by round.
func (a *app) showStrata(w io.Writer, p *drgrule.Program) error {
	values := slices.Clone(p.IR().Values)
	slices.SortStableFunc(values, func(x, y *ir.Named) int { return x.Stratum - y.Stratum })
	for _, v := range values {
		if !v.Crosses {
			continue
		}
		wait := ""
		if v.Awaits {
			wait = a.say("，结算前没有值", ", no value before settlement")
		}
		if _, err := fmt.Fprintf(w, a.say("  第 %d 轮：%s %s%s\n", "  round %d: %s %s%s\n"), v.Stratum, v.Kind, v.Name, wait); err != nil {
			return err
		}
	}
	return nil
}

// SARIF 2.1.0, as much of it as code-review tools read.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string    `json:"id"`
		HelpURI string    `json:"helpUri,omitempty"`
		Short   sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
		Context  *sarifRegion  `json:"contextRegion,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// region counts columns in UTF-16 units, as SARIF does by default.
func region(s diag.Span) sarifRegion {
	from, to := s.Start(), s.End()
	return sarifRegion{from.Line, from.UTF16, to.Line, to.UTF16}
}

func sarif(w io.Writer, diags drgrule.Diagnostics, l diag.Lang) error {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "drgrule", Version: drgrule.Version, Rules: []sarifRule{}}}, Results: []sarifResult{}}
	seen := map[diag.Code]bool{}
	for _, d := range diags {
		if !seen[d.Code] {
			seen[d.Code] = true
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: string(d.Code), HelpURI: d.Code.Page(), Short: sarifText{pageTitle(d.Code, l)}})
		}
		r := sarifResult{RuleID: string(d.Code), Level: d.Code.Info().Severity.String(), Message: sarifText{d.Message(l)}}
		if !d.Span.IsZero() {
			p := sarifPhysical{Artifact: sarifArtifact{d.Span.File.Name}, Region: region(d.Span)}
			if !d.Context.IsZero() {
				c := region(d.Context)
				p.Context = &c
			}
			r.Locations = []sarifLocation{{p}}
		}
		run.Results = append(run.Results, r)
	}
	return writeJSON(w, sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
