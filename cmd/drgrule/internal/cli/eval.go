package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

func (a *app) evalCommand() *cobra.Command {
	var in inputs
	var outDir, format, refusedFile string
	var maxRefused int
	cmd := &cobra.Command{
		Use:   "eval RULESET RECORD=FILE… | FILE",
		Short: "计算病例文件 / evaluate case files",
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
			if format == "" {
				format = "csv"
				if outDir == "" && isTerminal(a.out) {
					format = "table"
				}
			}
			w, err := a.newResults(p, outDir, format, refusedFile, in.infos)
			if err != nil {
				return err
			}
			sum, err := a.evaluate(cmd.Context(), p, b, roots, w)
			if err != nil {
				w.abandon()
				return err
			}
			if err := w.close(); err != nil {
				w.abandon()
				return err
			}
			a.summary(p, b, roots, sum)
			return a.allowed(sum, maxRefused)
		},
	}
	a.ratesFlag(cmd, &in)
	cmd.Flags().StringVarP(&outDir, "out", "o", "", "结果目录，每个记录一个文件 / directory for results, one file per record")
	cmd.Flags().StringVarP(&format, "format", "f", "", "table、csv、jsonl；不给时终端用 table，否则 csv / table, csv, jsonl; unless given, table on a terminal, else csv")
	cmd.Flags().StringVar(&refusedFile, "refused", "", "被拒绝病例的清单文件 / file for the list of refused cases")
	cmd.Flags().IntVar(&maxRefused, "max-refused", -1, "允许拒绝的病例数，-1 不限 / refused cases allowed, -1 for any")
	a.inputFlags(cmd, &in)
	return cmd
}

// ratesFlag is for commands that evaluate cases of a settlement again.
func (a *app) ratesFlag(cmd *cobra.Command, in *inputs) {
	cmd.Flags().StringVar(&in.rates, "rates", "", "结算写出的目录：用其中结清的值重算它的病例 / directory that settle has written: evaluate its cases again with what was settled")
}

func (a *app) inputFlags(cmd *cobra.Command, in *inputs) {
	cmd.Flags().StringVar(&in.encoding, "encoding", "", "utf8、gb18030；不给时按字节判断 / utf8, gb18030; decided by the bytes unless given")
	cmd.Flags().StringArrayVar(&in.without, "without", nil, "记录：没有这种行，也没有文件 / record: there are no rows of it, and no file")
	cmd.Flags().StringArrayVar(&in.run, "run", nil, "名称=值：运行输入 / name=value: an input of the run")
	cmd.Flags().StringArrayVar(&in.assume, "assume", nil, "名称=值：假定的跨病例值 / name=value: an assumed value over many cases")
}

// allowed compares what was refused with what may be. A row that belongs to no case
// counts as well: whose row it was is not known, so any case may lack it.
func (a *app) allowed(sum *totals, most int) error {
	refused := 0
	for _, c := range sum.roots {
		refused += c.outcomes[drgrule.Refused]
	}
	switch {
	case most < 0 || refused+sum.lost <= most:
		return nil
	case sum.lost > 0:
		return fail(ExitRefused, a.say("拒绝 %d 例，另有 %d 行不属于任何病例，超过允许的 %d", "%d cases refused and %d rows of no case, %d allowed"), refused, sum.lost, most)
	}
	return fail(ExitRefused, a.say("拒绝 %d 例，超过允许的 %d 例", "%d cases refused, %d allowed"), refused, most)
}

// counts is what a run came to for one root record.
type counts struct {
	read     int
	outcomes map[drgrule.Outcome]int
	sums     map[string]value.Num // by output or payment
	types    map[string]value.Type
	codes    map[diag.Code]int
	reasons  map[string]int
	refused  tally
}

// totals is what a run came to.
type totals struct {
	roots map[string]*counts
	lost  int // rows that belong to no case
	codes map[diag.Code]int
}

func (a *app) evaluate(ctx context.Context, p *drgrule.Program, b *drgrule.Batch, roots []string, w *results) (*totals, error) {
	out := &totals{roots: map[string]*counts{}, codes: map[diag.Code]int{}}
	for _, root := range roots {
		c := &counts{
			outcomes: map[drgrule.Outcome]int{}, sums: map[string]value.Num{}, types: map[string]value.Type{},
			codes: map[diag.Code]int{}, reasons: map[string]int{},
		}
		out.roots[root] = c
		if err := w.begin(root); err != nil {
			return nil, err
		}
		err := b.Each(ctx, root, func(r *drgrule.Result) error {
			c.add(r)
			if r.Outcome == drgrule.Refused {
				c.refused.add(root, r.Key, r.File, r.Line)
				return w.refuse(r)
			}
			return w.write(r)
		})
		if err != nil {
			return nil, err
		}
	}
	type place struct {
		record, file string
		line         int
	}
	seen := map[place]bool{} // a row may have several faults
	for _, f := range b.Orphans() {
		if at := (place{f.Record, f.File, f.Line}); !seen[at] {
			seen[at] = true
			out.lost++
		}
		out.codes[f.Code]++
		if err := w.refuse(&drgrule.Result{Faults: []drgrule.Fault{f}}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c *counts) add(r *drgrule.Result) {
	c.read++
	c.outcomes[r.Outcome]++
	if r.Outcome == drgrule.Refused {
		seen := map[diag.Code]bool{}
		for _, f := range r.Faults {
			if !seen[f.Code] {
				seen[f.Code] = true
				c.codes[f.Code]++
			}
		}
		return
	}
	for _, reason := range r.Reasons {
		c.reasons[reason]++
	}
	for _, row := range r.Rows {
		for _, v := range append(slices.Clone(row.Outputs), row.Payments...) {
			if v.Type.Kind == value.Number && v.State == "value" {
				c.sums[v.Name] = c.sums[v.Name].Add(v.Value.Num)
				c.types[v.Name] = v.Type
			}
		}
	}
}

// summary prints the counts, reconciled, and the money.
func (a *app) summary(p *drgrule.Program, b *drgrule.Batch, roots []string, sum *totals) {
	for _, root := range roots {
		c := sum.roots[root]
		o := c.outcomes
		waits := "" // no case can await others in a ruleset without values over many cases
		if n := o[drgrule.Awaiting]; n > 0 {
			waits = fmt.Sprintf(a.say(" + 有待其他病例 %d", " + awaiting %d"), n)
		}
		a.note("%s：读入 %d = 支付 %d + 不适用 %d + 需要审核 %d + 已判定 %d%s + 拒绝 %d",
			"%s: read %d = paid %d + not applicable %d + review %d + decided %d%s + refused %d",
			root, c.read, o[drgrule.Paid], o[drgrule.NotApplicable], o[drgrule.NeedsReview], o[drgrule.Decided], waits, o[drgrule.Refused])
		if n := o[drgrule.Paid] + o[drgrule.NotApplicable] + o[drgrule.NeedsReview] + o[drgrule.Decided] + o[drgrule.Awaiting] + o[drgrule.Refused]; n != c.read {
			a.note("  计数不一致：%d", "  the counts do not agree: %d", n)
		}
		for _, name := range slices.Sorted(maps.Keys(c.sums)) {
			t := c.types[name]
			a.note("  合计 %s = %s %s", "  total %s = %s %s", name, value.Group(c.sums[name].Text(max(t.Dec, 0))), t.Unit.In(a.lang))
		}
		for _, name := range slices.Sorted(maps.Keys(b.Awaiting(root))) {
			a.note("  %s 有待跨病例的值：%s（结算前可用 --assume 给出）", "  %s awaits values over many cases: %s (give them with --assume until settlement)", name, strings.Join(b.Awaiting(root)[name], ", "))
		}
		a.ranked(c.codes, c.reasons)
	}
	if sum.lost > 0 {
		a.note("不属于任何病例的行：%d", "rows of no case: %d", sum.lost)
		a.ranked(sum.codes, nil)
	}
}

// ranked lists why cases were refused or sent to review, most frequent first.
func (a *app) ranked(codes map[diag.Code]int, reasons map[string]int) {
	for _, code := range byCount(codes) {
		a.note("  拒绝 %d：%s %s", "  refused %d: %s %s", codes[code], code, code.Info().Message.In(a.lang))
	}
	for _, r := range byCount(reasons) {
		a.note("  审核 %d：%s", "  review %d: %s", reasons[r], a.reason(r))
	}
}

func (a *app) reason(r string) string {
	if f, ok := strings.CutPrefix(r, "missing:"); ok {
		return a.say("缺少 ", "missing ") + f
	}
	if name, ok := strings.CutPrefix(r, "open:"); ok {
		return name + a.say(" 没有结清：有病例需要审核", " stays open: a case is in review")
	}
	return r
}

func byCount[K ~string](m map[K]int) []K {
	return slices.SortedFunc(maps.Keys(m), func(x, y K) int {
		if m[x] != m[y] {
			return m[y] - m[x]
		}
		return strings.Compare(string(x), string(y))
	})
}
