package cli

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/drgrule/drgrule/lang/diag"
)

// asked finds --lang among the arguments: what is wrong with the others is told in the
// language that was asked for.
func asked(args []string) string {
	for i, arg := range args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			return v
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
		if arg == "--" {
			break
		}
	}
	return ""
}

// oneOf takes the text in the language of the run out of "中文 / English".
func (a *app) oneOf(s string) string {
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	for i := len(s) - 3; i > 0; i-- {
		if s[i:i+3] == " / " && strings.ContainsFunc(s[:i], han) && !strings.ContainsFunc(s[i:], han) {
			return diag.Text{Zh: s[:i], En: s[i+3:]}.In(a.lang)
		}
	}
	return s
}

// localize writes commands and flags in the language of the run, and help with them.
func (a *app) localize(cmd *cobra.Command) {
	cmd.Short = a.oneOf(cmd.Short)
	for _, set := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.PersistentFlags()} {
		set.VisitAll(func(f *pflag.Flag) { f.Usage = a.oneOf(f.Usage) })
	}
	for _, c := range cmd.Commands() {
		a.localize(c)
	}
}

// help prints what a command does and how it is called.
func (a *app) help(cmd *cobra.Command, _ []string) {
	if cmd.Short != "" {
		fmt.Fprintf(a.out, "%s\n\n", cmd.Short)
	}
	a.usage(a.out, cmd)
}

func (a *app) usage(w io.Writer, cmd *cobra.Command) {
	line := cmd.CommandPath()
	if cmd.Runnable() {
		line = cmd.UseLine()
	} else {
		line += a.say(" 命令", " COMMAND")
	}
	fmt.Fprintf(w, "%s\n  %s\n", a.say("用法：", "Usage:"), strings.TrimSuffix(line, " [flags]")+a.say(" [选项]", " [flags]"))
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", a.say("命令：", "Commands:"))
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(w, "  %-14s %s\n", c.Name(), c.Short)
			}
		}
	}
	a.flags(w, a.say("选项：", "Flags:"), cmd.NonInheritedFlags())
	a.flags(w, a.say("各命令都有的选项：", "Flags of every command:"), cmd.InheritedFlags())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, a.say("\n`%s COMMAND --help` 说明一个命令。\n", "\n`%s COMMAND --help` is about one command.\n"), cmd.CommandPath())
	}
}

func (a *app) flags(w io.Writer, title string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		switch f.Value.Type() {
		case "bool":
		case "int":
			name += " N"
		default:
			name += a.say(" 文本", " TEXT")
		}
		text := f.Usage
		if d := f.DefValue; d != "" && d != "false" && d != "[]" {
			text += fmt.Sprintf(a.say("（缺省 %s）", " (default %s)"), d)
		}
		fmt.Fprintf(w, "  %s%s  %s\n", name, strings.Repeat(" ", max(0, 24-diag.Width(name))), text)
	})
}

// complaints are what cobra and pflag say about arguments, and how it is said here.
var complaints = []struct {
	re   *regexp.Regexp
	text diag.Text
}{
	{regexp.MustCompile(`^unknown command "(.*?)" for "drgrule .*"(?s:.*)$`), diag.Text{Zh: "多余的参数 $1", En: "one argument too many: $1"}},
	{regexp.MustCompile(`^unknown command "(.*?)" for ".*"(?s:.*)Did you mean this\?\s+(\S+)(?s:.*)$`), diag.Text{Zh: "没有命令 $1，是否指 $2", En: "there is no command $1; did you mean $2"}},
	{regexp.MustCompile(`^unknown command "(.*?)" for "(.*?)"(?s:.*)$`), diag.Text{Zh: "没有命令 $1", En: "there is no command $1"}},
	{regexp.MustCompile(`^unknown flag: (.*)$`), diag.Text{Zh: "没有选项 $1", En: "there is no flag $1"}},
	{regexp.MustCompile(`^unknown shorthand flag: '(.*)' in (.*)$`), diag.Text{Zh: "没有选项 -$1", En: "there is no flag -$1"}},
	{regexp.MustCompile(`^flag needs an argument: '(.)' in -.*$`), diag.Text{Zh: "选项 -$1 后面要有值", En: "the flag -$1 needs a value"}},
	{regexp.MustCompile(`^flag needs an argument: (.*)$`), diag.Text{Zh: "选项 $1 后面要有值", En: "the flag $1 needs a value"}},
	{regexp.MustCompile(`^invalid argument "(.*)" for "(.*)" flag: .*$`), diag.Text{Zh: "选项 $2 不能是 $1", En: "the flag $2 cannot be $1"}},
	{regexp.MustCompile(`^bad flag syntax: (.*)$`), diag.Text{Zh: "看不懂选项 $1", En: "the flag $1 cannot be read"}},
	{regexp.MustCompile(`^requires at least (\d+) arg\(s\), only received (\d+)$`), diag.Text{Zh: "至少要有 $1 个参数，给了 $2 个", En: "arguments needed: at least $1, given: $2"}},
	{regexp.MustCompile(`^accepts (\d+) arg\(s\), received (\d+)$`), diag.Text{Zh: "要有 $1 个参数，给了 $2 个", En: "arguments needed: $1, given: $2"}},
	{regexp.MustCompile(`^required flag\(s\) "(.*)" not set$`), diag.Text{Zh: "要给出选项 --$1", En: "the flag --$1 must be given"}},
}

// complaint words an error about the arguments, or returns "".
func (a *app) complaint(err error, cmd *cobra.Command) string {
	for _, c := range complaints {
		if c.re.MatchString(err.Error()) {
			text := c.re.ReplaceAllString(err.Error(), c.text.In(a.lang))
			return text + fmt.Sprintf(a.say("\n用法：%s --help", "\nsee %s --help"), cmd.CommandPath())
		}
	}
	return ""
}

func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "说明一个命令 / about one command",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return fail(ExitCannotRun, a.say("没有命令 %s\n用法：drgrule --help", "there is no command %s\nsee drgrule --help"), strings.Join(args, " "))
			}
			a.help(c, nil)
			return nil
		},
	}
}
