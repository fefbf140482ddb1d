package cli

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/settle"
)

// settling are the flags of settle.
type settling struct {
	inputs
	opt         settle.Options
	dir, format string
	refusedFile string
	maxRefused  int
}

func (a *app) settleCommand() *cobra.Command {
	var s settling
	cmd := &cobra.Command{
		Use:   "settle RULESET RECORD=FILE… -o DIR",
		Short: "结算：结清跨病例的值，再计算每个病例 / close the values over many cases, then evaluate every case",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if s.dir == "" {
				return fail(ExitCannotRun, "%s", a.say("请用 -o 给出结果目录", "give a directory for the results with -o"))
			}
			p, err := a.open(args[0], false)
			if err != nil {
				return err
			}
			b, _, err := a.batch(p, args[1:], &s.inputs)
			if err != nil {
				return err
			}
			return a.settle(cmd.Context(), p, b, &s)
		},
	}
	cmd.Flags().StringVarP(&s.dir, "out", "o", "", "结果目录：每个记录一个文件，另有点值、名次等结清的值和结算证明 / directory for results, one file per record, and for what is settled and the certificate")
	cmd.Flags().StringVarP(&s.format, "format", "f", "csv", "csv, jsonl")
	cmd.Flags().StringVar(&s.refusedFile, "refused", "", "被拒绝病例的清单文件；拒绝过多、不写结果时也会写它 / file for the list of refused cases; it is written even when there are too many and no results are")
	cmd.Flags().IntVar(&s.maxRefused, "max-refused", 0, "允许拒绝的病例数，-1 不限 / refused cases allowed, -1 for any")
	cmd.Flags().IntVar(&s.opt.Workers, "workers", 0, "同时计算的线程数，不影响结果；0 表示与处理器数相同 / threads, without effect on results; 0 for as many as processors")
	cmd.Flags().IntVar(&s.opt.Batch, "batch", 0, "一次取几个病例，不影响结果 / cases that are taken at a time, without effect on results")
	a.inputFlags(cmd, &s.inputs)
	return cmd
}

func (a *app) settle(ctx context.Context, p *drgrule.Program, b *drgrule.Batch, s *settling) error {
	report, err := b.Settle(ctx, s.opt)
	if err != nil {
		return fail(ExitCannotRun, "%v", err)
	}
	if s.format == "table" {
		return fail(ExitCannotRun, "-f: csv, jsonl")
	}
	w, err := a.newResults(p, s.dir, s.format, s.refusedFile, s.infos)
	if err != nil {
		return err
	}
	defer w.abandon()
	roots := b.Cases()
	sum, err := a.evaluate(ctx, p, b, roots, w)
	if err != nil {
		return err
	}
	values, err := a.closed(ctx, b, w)
	if err != nil {
		return err
	}
	a.controls(report, values)
	a.summary(p, b, roots, sum)
	if err := a.allowed(sum, s.maxRefused); err != nil {
		a.note("没有写出结果", "no results were written")
		if s.refusedFile != "" {
			return orElse(w.publishList(), err)
		}
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	if err := a.reconcile(ctx, p, b, roots, sum, w); err != nil {
		return err
	}
	if err := a.certify(b, roots, sum, values, s, w); err != nil {
		return err
	}
	if err := w.publish(); err != nil {
		return fail(ExitCannotRun, "%v", err)
	}
	return nil
}

func orElse(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// closed writes what is settled, and returns the values that are refused, of which the
// cases that read them are.
func (a *app) closed(ctx context.Context, b *drgrule.Batch, w *results) ([]drgrule.CertifiedRefusal, error) {
	rates, err := w.create(filepath.Join(w.dir, drgrule.RatesFile))
	if err != nil {
		return nil, err
	}
	if err := b.WriteRates(ctx, rates); err != nil {
		return nil, err
	}
	marks, err := w.create(filepath.Join(w.dir, drgrule.MarksFile))
	if err != nil {
		return nil, err
	}
	if err := b.WriteMarks(marks); err != nil {
		return nil, err
	}
	var out []drgrule.CertifiedRefusal
	err = b.Rates(ctx, func(r *settle.Rate) error {
		if r.Code != "" {
			out = append(out, drgrule.CertifiedRefusal{Record: r.Record, Key: r.Key, Name: r.Name, Code: string(r.Code), Note: r.Note})
		}
		return nil
	})
	return out, err
}

// maxRefusedValues bounds the refused values of pools that are printed; the certificate
// has them all.
const maxRefusedValues = 20

// controls prints the control totals, round by round.
func (a *app) controls(report *settle.Report, refused []drgrule.CertifiedRefusal) {
	round := 0
	for _, c := range report.Controls {
		if c.Stratum != round {
			round = c.Stratum
			a.note("第 %d 轮", "round %d", round)
		}
		sum := ""
		if c.Type.Kind == value.Number {
			sum = " = " + value.Group(value.OfNum(c.Included.Sum).Text(c.Type))
		}
		a.note("  %s：%d 个键；计入 %d 行%s，条件外 %d，待审 %d，拒绝 %d", "  %s: %d keys; %d rows included%s, %d outside `where`, %d held, %d refused",
			c.Name, c.Keys, c.Included.Rows, sum, c.Excluded.Rows, c.Held.Rows, c.Refused.Rows)
		if c.Open > 0 {
			a.note("    其中 %d 个键没有结清：有病例需要审核", "    %d keys stay open: a case is in review", c.Open)
		}
		if c.After.Rows > 0 {
			a.note("    计入之后又被拒绝：%d 行", "    refused after they were included: %d rows", c.After.Rows)
		}
		if k := c.Cap; k != nil {
			a.note("    上限 %s，申请 %s，支付 %s；超过上限的键 %d 个，少付 %d 行，余 %s", "    limits %s, claims %s, paid %s; %d keys over their limit, %d rows cut, %s left",
				value.Group(k.Limits.String()), value.Group(c.Included.Sum.Text(c.Digits)), value.Group(k.Paid.Text(c.Digits)), k.Over, k.Cut, value.Group(k.Left.String()))
		}
	}
	for i, r := range refused {
		if i == maxRefusedValues {
			a.note("……共 %d 个", "… %d in all", len(refused))
			break
		}
		a.note("拒绝 %s %s 的 %s：%s", "refused: of %s %s the value %s: %s", r.Record, r.Key, r.Name, r.Note)
	}
}

// certify writes the certificate, which names every other file by its content.
func (a *app) certify(b *drgrule.Batch, roots []string, sum *totals, refused []drgrule.CertifiedRefusal, s *settling, w *results) error {
	c := b.Certificate()
	c.Inputs, c.Refused = s.certified, refused
	for _, root := range roots {
		n := sum.roots[root]
		cases := drgrule.CertifiedCases{Record: root, Read: n.read, Outcomes: n.outcomes}
		for _, name := range slices.Sorted(maps.Keys(n.sums)) {
			t := n.types[name]
			cases.Totals = append(cases.Totals, drgrule.CertifiedTotal{Name: name, Sum: n.sums[name].Text(max(t.Dec, 0)), Unit: t.Unit.String()})
		}
		c.Cases = append(c.Cases, cases)
	}
	for _, o := range w.files {
		hash, rows, err := o.contents()
		if err != nil {
			return err
		}
		c.Outputs = append(c.Outputs, drgrule.CertifiedFile{Name: filepath.Base(o.final), SHA256: hash, Rows: rows})
	}
	f, err := w.create(filepath.Join(w.dir, drgrule.CertificateFile))
	if err != nil {
		return err
	}
	text, err := c.Encode()
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	// A certificate of an earlier settlement would speak of files that are gone.
	if err := os.Remove(f.final); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
