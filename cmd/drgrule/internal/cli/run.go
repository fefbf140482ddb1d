package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/durable"
)

// runFlags are those that say how files are gone through.
func (a *app) runFlags(cmd *cobra.Command, in *inputs) {
	cmd.Flags().StringVar(&in.memory, "memory", "128MB", "病例行最多占用的内存，放不下的写到磁盘 / memory for rows; what does not fit is written to disk")
	cmd.Flags().StringVar(&in.temp, "temp", "", "放不下的行写到这个目录；不给时用系统的临时目录 / directory for rows that do not fit; the system's for temporary files unless given")
	cmd.Flags().StringVar(&in.duplicates, "duplicates", "", "键重复的病例：first、last、all；不给时全部拒绝 / cases with the same key: first, last, all; refused unless given")
}

// options reads the flags that say how files are gone through.
func (a *app) options(in *inputs) (opt drgrule.RunOptions, err error) {
	if opt.Memory, err = bytesOf(in.memory); err != nil {
		return opt, fail(ExitCannotRun, a.say("--memory %s：写作 128MB、2GB，至少 1MB", "--memory %s: write 128MB, 2GB; at least 1MB"), in.memory)
	}
	opt.Dir = in.temp
	opt.Duplicates = casefile.Duplicates(in.duplicates)
	if !slices.Contains([]casefile.Duplicates{casefile.RefuseDuplicates, casefile.FirstDuplicate, casefile.LastDuplicate, casefile.AllDuplicates}, opt.Duplicates) {
		return opt, fail(ExitCannotRun, "--duplicates: first, last, all")
	}
	return opt, nil
}

// bytesOf reads a number of bytes, with or without a unit.
func bytesOf(text string) (int64, error) {
	number := strings.TrimRight(strings.ToUpper(strings.TrimSpace(text)), "BIKMG")
	shift, ok := map[string]uint{"": 0, "B": 0, "K": 10, "KB": 10, "KIB": 10, "M": 20, "MB": 20, "MIB": 20, "G": 30, "GB": 30, "GIB": 30}[strings.ToUpper(strings.TrimSpace(text))[len(number):]]
	n, err := strconv.ParseInt(number, 10, 32)
	if !ok || err != nil || n<<shift < 1<<20 {
		return 0, errors.New("no number of bytes")
	}
	return n << shift, nil
}

// diskError words what went wrong with files that are written.
func (a *app) diskError(err error) error {
	var used *durable.InUse
	var partly *durable.Partly
	var path *fs.PathError
	switch {
	case errors.Is(err, syscall.EPIPE): // whoever read the output has had enough
		return err
	case errors.As(err, &used):
		return fail(ExitCannotRun, a.say(
			"%[1]s 正由另一个进程写入（进程 %[2]d，主机 %[3]s，自 %[4]s）；请等它结束，或另选位置",
			"%[1]s is being written by another process (%[2]d on %[3]s, since %[4]s); wait for it, or choose another place",
		), used.Path, used.PID, used.Host, used.Since)
	case errors.As(err, &partly):
		return fail(ExitCannotRun, a.say("%s；已经写好：%s；其余文件不变", "%s; already written: %s; the other files are as they were"), a.diskText(partly.Err), strings.Join(partly.New, ", "))
	case errors.As(err, &path):
		return fail(ExitCannotRun, "%s", a.diskText(err))
	}
	return err
}

func (a *app) diskText(err error) string {
	var path *fs.PathError
	if errors.Is(err, syscall.ENOSPC) && errors.As(err, &path) {
		return fmt.Sprintf(a.say("%s：磁盘空间不足", "%s: there is no space left on the disk"), path.Path)
	}
	return err.Error()
}
