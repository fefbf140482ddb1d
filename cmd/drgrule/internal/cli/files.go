package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk"
)

// inputs are the flags of commands that read case files.
type inputs struct {
	encoding string
	run      []string
	assume   []string
	without  []string
	sheets   []string

	memory     string
	temp       string
	duplicates string

	infos  []os.FileInfo // of the files that are read
	tabs   []string      // their sheets, if they are workbooks and one is named
	stdin  bool
	copies []disk.File
}

// caseFiles turns arguments record=path, or one bare path, into files.
func (a *app) caseFiles(ctx context.Context, p *drgrule.Program, args []string, in *inputs) ([]casefile.File, error) {
	enc, ok := encodings[in.encoding]
	if !ok {
		return nil, fail(ExitCannotRun, "--encoding: utf8, utf16, gb18030, gbk")
	}
	var files []casefile.File
	names := map[string]int{}
	var paths []string
	for _, arg := range args {
		record, path, given := strings.Cut(arg, "=")
		if !given {
			if len(args) > 1 {
				return nil, fail(ExitCannotRun, a.say("几个文件时写作 记录=文件：%s", "with several files write record=file: %s"), arg)
			}
			record, path = "", arg
		}
		rec := p.IR().Record(record)
		if given && (rec == nil || rec.Derived || rec.Run) {
			return nil, fail(ExitCannotRun, a.say("规则集不读取记录 %q，可以给出：%s", "the ruleset reads no record %q; it reads: %s"), record, strings.Join(readRecords(p), ", "))
		}
		sheet, err := a.sheet(p, in, record, len(args))
		if err != nil {
			return nil, err
		}
		f, err := a.caseFile(ctx, path, sheet, in)
		if err != nil {
			return nil, err
		}
		f.Encoding, f.Formats, f.Sheet = enc, formats, sheet
		if f.Record = rec; !given {
			if f.Record, err = a.recordOf(p, f); err != nil {
				return nil, err
			}
		}
		names[f.Name]++
		files, paths = append(files, f), append(paths, path)
	}
	for i := range files {
		if names[files[i].Name] > 1 {
			files[i].Name = paths[i] // the base alone would not tell which
		}
	}
	return files, nil
}

// caseFile reads one file. A file that is given twice would refuse every row of it, unless
// it is a workbook and two sheets of it are meant.
func (a *app) caseFile(ctx context.Context, path, sheet string, in *inputs) (casefile.File, error) {
	f := casefile.File{Name: filepath.Base(path)}
	if path == "-" {
		if in.stdin {
			return f, fail(ExitCannotRun, a.say("%s 给出了两次", "%s is given twice"), path)
		}
		in.stdin = true
	} else {
		st, err := os.Stat(path)
		if err != nil {
			return f, fail(ExitCannotRun, "%v", err)
		}
		for i, o := range in.infos {
			if os.SameFile(o, st) && in.tabs[i] == sheet {
				return f, fail(ExitCannotRun, a.say("%s 给出了两次", "%s is given twice"), path)
			}
		}
		in.infos, in.tabs = append(in.infos, st), append(in.tabs, sheet)
	}
	c, err := a.contentOf(ctx, path, in.temp)
	if err != nil {
		return f, err
	}
	if f.Bytes, f.Open = c.bytes, c.open; c.copy != nil {
		in.copies = append(in.copies, c.copy)
	}
	return f, nil
}

// recordOf tells which record a bare file is of. Headings that have the columns of one
// record alone say so; those that have the columns of several do not. Lines of JSON have none.
func (a *app) recordOf(p *drgrule.Program, f casefile.File) (*ir.Record, error) {
	main := p.IR().Record(p.MainRecord())
	var fit []*ir.Record
	for _, name := range readRecords(p) {
		if r := p.IR().Record(name); casefile.Fits(r, f) {
			fit = append(fit, r)
		}
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case len(fit) == 0:
		return main, nil // what it lacks is told for the main record
	}
	names := make([]string, len(fit))
	for i, r := range fit {
		names[i] = r.Name
	}
	return nil, fail(ExitCannotRun, a.say("%s 可以是这些记录的文件：%s；请写作 记录=文件", "%s could be a file of these records: %s; write record=file"), f.Name, strings.Join(names, ", "))
}

func readRecords(p *drgrule.Program) []string {
	var out []string
	for _, r := range p.IR().Records {
		if !r.Derived && !r.Run {
			out = append(out, r.Name)
		}
	}
	return out
}

// rates reads --run name=value and --assume name=value.
func (in *inputs) rates() (*drgrule.Rates, error) {
	r := &drgrule.Rates{}
	for _, kv := range in.run {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			return nil, fail(ExitCannotRun, "--run %s: name=value", kv)
		}
		if r.Run == nil {
			r.Run = map[string]any{}
		}
		r.Run[k] = v
	}
	for _, kv := range in.assume {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			return nil, fail(ExitCannotRun, "--assume %s: name=value", kv)
		}
		if r.Assume == nil {
			r.Assume = map[string]string{}
		}
		r.Assume[k] = v
	}
	return r, nil
}

// batch opens the files of a run and prints what was decided about them. The batch must
// be closed.
func (a *app) batch(ctx context.Context, p *drgrule.Program, files []casefile.File, in *inputs, opt drgrule.RunOptions) (_ *drgrule.Batch, _ []string, err error) {
	rates, err := in.rates()
	if err != nil {
		return nil, nil, err
	}
	b, err := p.OpenRun(ctx, files, rates, opt)
	if err != nil {
		return nil, nil, a.openError(err)
	}
	defer func() {
		if err != nil {
			b.Close()
		}
	}()
	for _, n := range b.Notes() {
		a.noteFile(n)
	}
	if err := a.allGiven(p, b, in); err != nil {
		return nil, nil, err
	}
	var roots []string
	for _, name := range p.Roots() {
		if slices.ContainsFunc(files, func(f casefile.File) bool { return f.Record.Name == name }) {
			roots = append(roots, name)
		}
	}
	if len(roots) == 0 {
		return nil, nil, fail(ExitCannotRun, a.say("没有给出要计算的记录：%s", "no record to evaluate was given: %s"), strings.Join(p.Roots(), ", "))
	}
	return b, roots, nil
}

// allGiven refuses to take a forgotten file for one without rows, and a forgotten input
// of the run for a mistake of every case.
func (a *app) allGiven(p *drgrule.Program, b *drgrule.Batch, in *inputs) error {
	for _, name := range in.without {
		if r := p.IR().Record(name); r == nil || r.Derived {
			return fail(ExitCannotRun, a.say("--without %s：规则集不读取这个记录，可以给出：%s", "--without %s: the ruleset reads no such record; it reads: %s"), name, strings.Join(readRecords(p), ", "))
		}
	}
	for _, name := range b.Missing() {
		if !slices.Contains(in.without, name) {
			title := cmp.Or(p.IR().Record(name).Title, name)
			return fail(ExitCannotRun, a.say(
				"规则要用到记录 %[1]s（%[2]s）的各行，而没有给出它的文件：请加上 %[1]s=文件；确实没有时写 --without %[1]s",
				"the rules read rows of the record %[1]s (%[2]s), but its file is not given: add %[1]s=FILE; if there are none, say --without %[1]s",
			), name, title)
		}
	}
	if names := runInputs(p); len(names) > 0 && len(in.run) == 0 && !slices.Contains(in.without, "run") {
		return fail(ExitCannotRun, a.say(
			"规则要用到运行输入：请加上 --run %[1]s=值；没有时写 --without run，用到它的病例会被拒绝",
			"the rules read inputs of the run: add --run %[1]s=VALUE; without them say --without run, and the cases that need them are refused",
		), strings.Join(names, "=… --run "))
	}
	return nil
}

// runInputs are the inputs of the run that the rules read and that must have a value.
func runInputs(p *drgrule.Program) []string {
	var out []string
	if r := p.IR().Record("run"); r != nil && r.Run {
		for _, f := range r.Fields {
			if casefile.Required(f) {
				out = append(out, f.Name)
			}
		}
	}
	return out
}

// openError words what is wrong with the files as a whole, or with what is given beside
// them.
func (a *app) openError(err error) error {
	var file *casefile.Error
	var input *drgrule.InputError
	switch {
	case errors.As(err, &file):
		return fail(ExitCannotRun, "%s", a.fileError(file))
	case !errors.As(err, &input):
		return a.diskError(err)
	case input.Name == "":
		return fail(ExitCannotRun, "%s", a.say("--run：规则集没有运行输入", "--run: the ruleset has no inputs of the run"))
	case input.Code == "":
		return fail(ExitCannotRun, a.say("--assume %s：不是跨病例的值", "--assume %s: it is not a value over many cases"), input.Name)
	}
	return fail(ExitCannotRun, a.say("--%s %s：%s %s", "--%s %s: %s %s"), input.Kind, input.Name, input.Code, input.Code.Info().Message.In(a.lang))
}
