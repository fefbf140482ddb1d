package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/disk"
	"github.com/drgrule/drgrule/runtime/durable"
	"github.com/drgrule/drgrule/runtime/generate"
)

func (a *app) genCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "gen", Short: "生成测试用的文件 / make files for tests"}
	cmd.AddCommand(a.genCasesCommand())
	return cmd
}

// genFlags are the flags of `gen cases`.
type genFlags struct {
	rows                                  []string
	seed                                  int
	dir, format, encoding, planted, spoil string
}

func (a *app) genCasesCommand() *cobra.Command {
	var in genFlags
	cmd := &cobra.Command{
		Use:   "cases RULESET -o DIR",
		Short: "生成任何规则集的合成病例文件 / make synthetic case files for any ruleset",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.open(args[0], false)
			if err != nil {
				return err
			}
			opt, err := a.genOptions(p, &in)
			if err != nil {
				return err
			}
			g, err := generate.New(p.IR(), opt)
			if err != nil {
				return fail(ExitCannotRun, "%v", err)
			}
			r, err := a.generate(cmd.Context(), g, in.dir)
			if err != nil {
				return err
			}
			a.generated(args[0], in.dir, r, opt)
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&in.rows, "rows", []string{"1000"}, "行数，或 记录=行数；可以重复 / rows, or record=rows; may be repeated")
	cmd.Flags().Lookup("rows").DefValue = "1000"
	cmd.Flags().IntVar(&in.seed, "seed", 1, "种子：同一种子生成同样的字节 / seed: the same seed gives the same bytes")
	cmd.Flags().StringVarP(&in.dir, "out", "o", "", "目录，每个记录一个文件 / directory, one file per record")
	cmd.Flags().StringVarP(&in.format, "format", "f", "csv", "csv, jsonl")
	cmd.Flags().StringVar(&in.encoding, "encoding", "utf8", "utf8, gb18030")
	cmd.Flags().StringVar(&in.planted, "planted", "", "落在规则界限上的行的比例，如 0.2；不给时按界限的多少 / share of rows at the rules' bounds, such as 0.2; by the number of bounds unless given")
	cmd.Flags().StringVar(&in.spoil, "bad", "", "有错误的病例的比例，如 0.01 / share of malformed cases, such as 0.01")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err)
	}
	return cmd
}

// genOptions reads the flags.
func (a *app) genOptions(p *drgrule.Program, in *genFlags) (opt generate.Options, err error) {
	opt = generate.Options{Main: p.MainRecord(), Seed: uint64(in.seed), Of: map[string]int64{}, Format: generate.Format(in.format)}
	if opt.Format != generate.CSV && opt.Format != generate.JSONLines {
		return opt, fail(ExitCannotRun, "-f: csv, jsonl")
	}
	switch in.encoding {
	case "utf8":
	case "gb18030":
		opt.GB18030 = true
	default:
		return opt, fail(ExitCannotRun, "--encoding: utf8, gb18030")
	}
	for _, text := range in.rows {
		record, number, given := strings.Cut(text, "=")
		if !given {
			record, number = opt.Main, text
		}
		rec := p.IR().Record(record)
		n, err := strconv.ParseInt(number, 10, 64)
		switch {
		case rec == nil || rec.Derived || rec.Run || rec.Owner >= 0:
			return opt, fail(ExitCannotRun, a.say("--rows %s：没有根记录 %q", "--rows %s: there is no root record %q"), text, record)
		case err != nil || n < 0 || n > generate.MaxRows:
			return opt, fail(ExitCannotRun, a.say("--rows %s：写 0 到 %d 的整数", "--rows %s: write a whole number from 0 to %d"), text, generate.MaxRows)
		case record == opt.Main:
			opt.Rows = n
		default:
			opt.Of[record] = n
		}
	}
	for _, share := range []struct {
		flag, text string
		to         *int
	}{{"--planted", in.planted, &opt.Planted}, {"--bad", in.spoil, &opt.Bad}} {
		if *share.to, err = tenThousandths(share.text); err != nil {
			return opt, fail(ExitCannotRun, a.say("%s %s：写 0 到 1 的数，最多四位小数", "%s %s: write a number from 0 to 1 with at most four decimals"), share.flag, share.text)
		}
	}
	return opt, nil
}

// tenThousandths reads a share.
func tenThousandths(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, ok := value.ParseNum(text)
	units, whole := n.Mul(value.Int(10_000)).Int64()
	if !ok || !whole || units < 0 || units > 10_000 {
		return 0, fmt.Errorf("%q is no share", text)
	}
	return int(units), nil
}

// generate writes the files of a directory: all of them, or none.
func (a *app) generate(ctx context.Context, g *generate.Generator, dir string) (*generate.Report, error) {
	var made []string // directories that were not there
	for d := filepath.Clean(dir); !exists(d); d = filepath.Dir(d) {
		made = append(made, d)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fail(ExitCannotRun, "%v", err)
	}
	files := durable.New(disk.System())
	r, err := func() (*generate.Report, error) {
		if err := files.ReserveDir(dir); err != nil {
			return nil, err
		}
		r, err := g.Write(ctx, func(name string) (io.WriteCloser, error) {
			f, err := files.Create(filepath.Join(dir, name))
			return committed{f}, err
		})
		if err != nil {
			return nil, err
		}
		return r, files.Commit()
	}()
	if err == nil {
		return r, nil
	}
	if err := files.Abandon(); err != nil {
		a.note("未能清理：%v", "not everything could be cleaned up: %v", err)
	}
	for _, d := range made {
		os.Remove(d) // unless somebody has put something there meanwhile
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, a.diskError(err)
}

// committed is a file that is closed when all are given their names.
type committed struct{ io.Writer }

// Close does nothing.
func (committed) Close() error { return nil }

// generated tells what was made, and how it is evaluated.
func (a *app) generated(ruleset, dir string, r *generate.Report, opt generate.Options) {
	args := []string{"drgrule eval", ruleset}
	for _, f := range r.Files {
		a.note("%s：%d 行", "%s: %d rows", f.Name, f.Rows)
		args = append(args, f.Record+"="+filepath.ToSlash(filepath.Join(dir, f.Name)))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Run)) {
		args = append(args, "--run "+name+"="+r.Run[name])
	}
	if opt.GB18030 {
		args = append(args, "--encoding gb18030")
	}
	var rows int64
	for _, b := range r.Bounds {
		rows += b.Below + b.At + b.Above
	}
	a.note("落在界限上：%d 行，%d 处界限，见 planted.csv", "at bounds: %d rows, %d bounds, see planted.csv", rows, len(r.Bounds))
	if opt.Bad > 0 {
		a.note("应当拒绝：%d 处，见 expected-refused.csv", "to be refused: %d, see expected-refused.csv", r.Refused)
	}
	a.note("计算：%s", "evaluate: %s", strings.Join(args, " "))
}
