package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

func (a *app) evalCommand() *cobra.Command {
	var in inputs
	var out outputs
	var maxRefused, workers, batch int
	cmd := &cobra.Command{
		Use:   "eval RULESET RECORD=FILE… | FILE",
		Short: "计算病例文件 / evaluate case files",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.open(args[0], false)
			if err != nil {
				return err
			}
			if out.format == "" {
				out.format = "csv"
				if out.dir == "" && isTerminal(a.out) {
					out.format = "table"
				}
			}
			opt, err := a.options(&in)
			if err != nil {
				return err
			}
			if opt.Workers, opt.Batch = workers, batch; workers < 0 || batch < 1 {
				return fail(ExitCannotRun, "%s", a.say("--workers、--batch：至少 1", "--workers, --batch: at least 1"))
			}
			if workers == 0 {
				opt.Workers = runtime.GOMAXPROCS(0)
			}
			w, err := a.newResults(p, out)
			if err != nil {
				return err
			}
			sum, err := a.evalFiles(cmd.Context(), p, args[1:], &in, opt, w)
			if err != nil {
				w.abandon()
				return err
			}
			return a.allowed(sum, maxRefused)
		},
	}
	cmd.Flags().StringVarP(&out.dir, "out", "o", "", "结果目录，每个记录一个文件 / directory for results, one file per record")
	cmd.Flags().StringVarP(&out.format, "format", "f", "", "table、csv、jsonl、xlsx、parquet；不给时终端用 table，否则 csv / table, csv, jsonl, xlsx, parquet; unless given, table on a terminal, else csv")
	cmd.Flags().StringVar(&out.refused, "refused", "", "被拒绝病例的清单文件 / file for the list of refused cases")
	cmd.Flags().StringVar(&out.coding, "encoding-out", "utf8", "CSV 结果的编码：utf8、utf8-bom、gb18030；后两种 Excel 能直接打开 / encoding of CSV results: utf8, utf8-bom, gb18030; Excel opens the latter two as they are")
	cmd.Flags().IntVar(&maxRefused, "max-refused", -1, "允许拒绝的病例数，-1 不限 / refused cases allowed, -1 for any")
	cmd.Flags().IntVar(&workers, "workers", 0, "同时计算的线程数；不给时用全部处理器 / how many evaluate at once; as many as there are processors unless given")
	cmd.Flags().IntVar(&batch, "batch", 1024, "每次交给一个线程的病例数 / cases that one of them takes at once")
	a.inputFlags(cmd, &in)
	return cmd
}

// evalFiles goes through the files from the first row to the last result.
func (a *app) evalFiles(ctx context.Context, p *drgrule.Program, args []string, in *inputs, opt drgrule.RunOptions, w *results) (sum *totals, err error) {
	defer func() {
		if err != nil && ctx.Err() != nil {
			w.interrupted()
		}
	}()
	files, err := a.caseFiles(ctx, p, args, in)
	defer in.close()
	if err != nil {
		return nil, err
	}
	if err := w.start(in.infos); err != nil {
		return nil, err
	}
	b, roots, err := a.batch(ctx, p, files, in, opt)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if sum, err = a.evaluate(ctx, p, b, roots, w); err != nil {
		return nil, a.diskError(err)
	}
	if err := w.close(); err != nil {
		return nil, err
	}
	a.summary(p, b, roots, sum)
	return sum, nil
}

func (a *app) inputFlags(cmd *cobra.Command, in *inputs) {
	cmd.Flags().StringVar(&in.encoding, "encoding", "", "utf8、utf16、gb18030、gbk；不给时按字节判断 / utf8, utf16, gb18030, gbk; decided by the bytes unless given")
	cmd.Flags().StringArrayVar(&in.sheets, "sheet", nil, "[记录=]工作表：读取工作簿的哪一张，不给时是第一张可见的 / [record=]sheet of a workbook; the first that is visible unless given")
	cmd.Flags().StringArrayVar(&in.without, "without", nil, "记录：没有这种行，也没有文件 / record: there are no rows of it, and no file")
	cmd.Flags().StringArrayVar(&in.run, "run", nil, "名称=值：运行输入 / name=value: an input of the run")
	cmd.Flags().StringArrayVar(&in.assume, "assume", nil, "名称=值：假定的跨病例值 / name=value: an assumed value over many cases")
	a.runFlags(cmd, in)
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
				return w.refuse(r)
			}
			return w.write(r)
		})
		if err == nil && w.written[root] != b.Read(root) {
			err = fmt.Errorf(a.say("内部错误：%s 读入 %d 例，写出 %d 例，或不是同样的病例；请报告", "internal error: of %s %d cases were read and %d written, or not the same; please report it"),
				root, b.Read(root).Rows, w.written[root].Rows)
		}
		if err != nil {
			return nil, err
		}
	}
	last := drgrule.Fault{} // a row may have several faults
	err := b.Orphans(ctx, func(f drgrule.Fault) error {
		if f.Record != last.Record || f.File != last.File || f.Line != last.Line {
			out.lost++
		}
		last = f
		out.codes[f.Code]++
		return w.fault(f, "", 0)
	})
	return out, err
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
