package cli

import (
	"encoding/csv"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/value"
)

func (a *app) schemaCommand() *cobra.Command {
	var format, template string
	cmd := &cobra.Command{
		Use:   "schema RULESET",
		Short: "列出读取的字段和输出 / list what is read and given",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := a.open(args[0], false)
			if err != nil {
				return err
			}
			s := p.Schema()
			if template != "" {
				return a.template(p, template)
			}
			switch format {
			case "json":
				return writeJSON(a.out, s)
			case "pretty":
				return a.showSchema(s)
			}
			return fail(ExitCannotRun, "-f: pretty, json")
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "pretty", "pretty, json")
	cmd.Flags().StringVar(&template, "template", "", "输出某个记录的空白 CSV 表头 / print an empty CSV with the header of a record")
	return cmd
}

// template prints the header of a case file that a hospital can fill in.
func (a *app) template(p *drgrule.Program, record string) error {
	r := p.IR().Record(record)
	if r == nil || r.Derived || r.Run {
		return fail(ExitCannotRun, a.say("规则集不读取记录 %q", "the ruleset reads no record %q"), record)
	}
	var head []string
	for _, f := range r.Fields {
		if f.Read && f.Is < 0 {
			head = append(head, f.Heading())
		}
	}
	w := csv.NewWriter(a.out)
	if err := w.Write(head); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// showSchema prints each record with what is read of it and what it gives.
func (a *app) showSchema(s drgrule.Schema) error {
	out := &strings.Builder{}
	fmt.Fprintf(out, "%s  %s  %s\n", s.Ruleset, s.Title, s.Hash[:12])
	for _, r := range s.Records {
		what := ""
		switch {
		case r.Derived:
			what = a.say("（各行由其他记录指明，没有文件）", " (its rows are named by others; it has no file)")
		case r.BelongsTo != "":
			what = fmt.Sprintf(a.say("（属于 %s，在 JSON 里嵌套为 %s）", " (belongs to %s, nests as %s in JSON)"), r.BelongsTo, r.Nests)
		}
		fmt.Fprintf(out, a.say("\n%s %s%s  键：%s\n", "\n%s %s%s  key: %s\n"), r.Name, r.Title, what, strings.Join(r.Key, ", "))
		for _, f := range r.Fields {
			fmt.Fprintf(out, "  %-18s %s%s\n", f.Name, fieldType(f), a.fieldNotes(f))
		}
		a.showResults(out, a.say("输出", "outputs"), r.Name, s.Outputs)
		a.showResults(out, a.say("支付", "payments"), r.Name, s.Payments)
	}
	_, err := fmt.Fprint(a.out, out.String())
	return err
}

func (a *app) showResults(out *strings.Builder, title, record string, list []drgrule.SchemaOutput) {
	for _, o := range list {
		if o.Record != record {
			continue
		}
		if title != "" {
			fmt.Fprintf(out, "  %s\n", title)
			title = ""
		}
		name := o.Column
		if o.Title != "" && o.Title != o.Column {
			name += " " + o.Title
		}
		wait := ""
		if len(o.Awaiting) > 0 {
			wait = a.say("  等待 ", "  awaits ") + strings.Join(o.Awaiting, ", ")
		}
		fmt.Fprintf(out, "    %-16s %s  %s%s\n", o.Name, outputType(o), name, wait)
	}
}

func fieldType(f drgrule.SchemaField) string {
	switch {
	case f.Decimals != nil:
		return numberType(f.Unit, *f.Decimals)
	case len(f.Values) > 0:
		return strings.Join(f.Values, " | ")
	case f.RefersTo != "":
		return f.Type + "(" + f.RefersTo + ")"
	}
	return f.Type
}

func outputType(o drgrule.SchemaOutput) string {
	if o.Decimals != nil {
		return numberType(o.Unit, *o.Decimals)
	}
	return o.Type
}

// numberType says a unit and decimals as a rule's author does.
func numberType(unit string, decimals int) string {
	switch {
	case unit == value.One.String() && decimals == 0:
		return "count"
	case decimals < 0:
		return unit
	}
	return fmt.Sprintf("%s, %d", unit, decimals)
}

func (a *app) fieldNotes(f drgrule.SchemaField) string {
	var notes []string
	if f.Optional {
		notes = append(notes, a.say("可以没有", "optional"))
	}
	if f.Unknown {
		notes = append(notes, a.say("可能未报告", "may be unreported"))
	}
	if f.Privacy > 0 {
		notes = append(notes, fmt.Sprintf(a.say("隐私 %d 级", "privacy %d"), f.Privacy))
	}
	if !f.Read {
		notes = append(notes, a.say("规则没有用到", "no rule reads it"))
	}
	for _, b := range []struct{ sign, text string }{{"≥", f.Min}, {">", f.Above}, {"≤", f.Max}, {"<", f.Below}} {
		if b.text != "" {
			notes = append(notes, b.sign+" "+b.text)
		}
	}
	if len(f.Columns) > 0 {
		notes = append(notes, strings.Join(f.Columns, "/"))
	}
	if len(notes) == 0 {
		return ""
	}
	return "  [" + strings.Join(notes, "; ") + "]"
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "版本 / version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.out, "drgrule %s, language %d, %s %s/%s\n", drgrule.Version, check.LanguageVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
