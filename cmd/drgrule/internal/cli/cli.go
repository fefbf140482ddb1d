package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
)

// Exit codes, the same for every command.
const (
	ExitOK          = 0
	ExitFinding     = 1 // a test failed
	ExitCannotRun   = 2 // usage, a file that cannot be read
	ExitRules       = 3 // the ruleset is invalid
	ExitRefused     = 4 // more cases refused than allowed
	ExitInterrupted = 130
)

// exit is an error with the exit code that it asks for. An empty text has been
// printed already.
type exit struct {
	code int
	text string
}

// Error returns the message.
func (e *exit) Error() string { return e.text }

func fail(code int, format string, args ...any) error {
	return &exit{code, fmt.Sprintf(format, args...)}
}

// app is one run of the command.
type app struct {
	in       io.Reader
	out, err io.Writer
	lang     diag.Lang
	langFlag string
	color    string
}

// Main runs the command and returns its exit code.
func Main(args []string, in io.Reader, out, errOut io.Writer) int {
	a := &app{in: in, out: out, err: errOut, langFlag: asked(args)}
	if err := a.chooseLang(); err != nil {
		fmt.Fprintln(errOut, err)
		return ExitCannotRun
	}
	// Whoever reads the output may have had enough: the write fails, and what was begun
	// in files is removed.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal ends the process at once
	cmd := a.root()
	cmd.SetArgs(args)
	cmd.SetIn(in)
	cmd.SetOut(out)
	cmd.SetErr(errOut)
	called, err := cmd.ExecuteContextC(ctx)
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return ExitOK
	}
	if ctx.Err() != nil {
		fmt.Fprintln(errOut, a.say("已中断", "interrupted"))
		return ExitInterrupted
	}
	var e *exit
	if errors.As(err, &e) {
		if e.text != "" {
			fmt.Fprintln(errOut, e.text)
		}
		return e.code
	}
	if text := a.complaint(err, called); text != "" {
		fmt.Fprintln(errOut, text)
		return ExitCannotRun
	}
	fmt.Fprintf(errOut, "drgrule: %v\n", err)
	return ExitCannotRun
}

func (a *app) root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "drgrule",
		Short:         "医保支付规则的检查、计算与说明 / check, run and explain health-insurance payment rules",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if !slices.Contains([]string{"auto", "always", "never"}, a.color) {
				return fail(ExitCannotRun, "--color: auto, always, never")
			}
			return nil
		},
	}
	cmd.PersistentFlags().StringVar(&a.langFlag, "lang", a.langFlag, "语言：zh、en；不给时按系统语言 / language: zh, en; the locale's unless given")
	cmd.PersistentFlags().StringVar(&a.color, "color", "auto", "颜色：auto、always、never / colour: auto, always, never")
	cmd.PersistentFlags().BoolP("help", "h", false, "说明 / help")
	cmd.PersistentFlags().Lookup("lang").DefValue = ""
	cmd.CompletionOptions.HiddenDefaultCmd = true
	cmd.AddCommand(a.checkCommand(), a.evalCommand(), a.explainCommand(), a.testCommand(), a.schemaCommand(), a.genCommand(), a.conformanceCommand(), a.versionCommand())
	cmd.SetHelpCommand(a.helpCommand())
	cmd.InitDefaultHelpCmd()
	cmd.SetHelpFunc(a.help)
	cmd.SetUsageFunc(func(c *cobra.Command) error {
		a.usage(a.err, c)
		return nil
	})
	a.localize(cmd)
	return cmd
}

// chooseLang takes --lang, else the locale, else Chinese: most policy authors read it.
func (a *app) chooseLang() error {
	switch a.langFlag {
	case "zh":
		a.lang = diag.Zh
	case "en":
		a.lang = diag.En
	case "":
		a.lang = localeLang(os.Getenv)
	default:
		return fail(ExitCannotRun, "--lang: zh, en")
	}
	return nil
}

func localeLang(env func(string) string) diag.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" && v != "C" && v != "POSIX" && !strings.HasPrefix(v, "C.") {
			if strings.HasPrefix(v, "zh") {
				return diag.Zh
			}
			return diag.En
		}
	}
	return diag.Zh
}

// say picks a text in the language of the run.
func (a *app) say(zh, en string) string { return diag.Text{Zh: zh, En: en}.In(a.lang) }

// note writes a message to stderr.
func (a *app) note(zh, en string, args ...any) {
	fmt.Fprintf(a.err, a.say(zh, en)+"\n", args...)
}

func (a *app) colorOn(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && isTerminal(w)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// open compiles the ruleset in a directory. Diagnostics go to stderr.
func (a *app) open(dir string, strict bool) (*drgrule.Program, error) {
	p, diags, err := a.check(dir, strict)
	if err != nil {
		return nil, err
	}
	if p == nil {
		if err := diag.Pretty(a.err, diags, diag.PrettyOptions{Lang: a.lang, Color: a.colorOn(a.err)}); err != nil {
			return nil, err
		}
		return nil, fail(ExitRules, "%s", a.say("规则集无效", "the ruleset is invalid"))
	}
	return p, nil
}

// check reads a ruleset; its directory's parent is the root that nothing leaves, so
// that rulesets beside it can be extended.
func (a *app) check(dir string, strict bool) (*drgrule.Program, drgrule.Diagnostics, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, fail(ExitCannotRun, "%s: %v", dir, err)
	}
	if st, err := os.Stat(abs); err != nil || !st.IsDir() {
		return nil, nil, fail(ExitCannotRun, a.say("%s 不是规则集目录", "%s is not the directory of a ruleset"), dir)
	}
	root, err := os.OpenRoot(filepath.Dir(abs))
	if err != nil {
		return nil, nil, fail(ExitCannotRun, "%s: %v", dir, err)
	}
	p, diags, err := drgrule.Check(root.FS(), drgrule.Options{Entry: filepath.Base(abs), Strict: strict})
	if err != nil {
		return nil, nil, fail(ExitCannotRun, "%s: %v", dir, err)
	}
	return p, diags.Renamed(func(name string) string { return place(dir, name) }), nil
}

// place names a file of a ruleset by the path under which whoever gave the ruleset's
// directory can open it. Files of modules come with the program and keep their names.
func place(dir, name string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return name
	}
	full := filepath.Join(filepath.Dir(abs), filepath.FromSlash(name))
	if !exists(full) {
		return name
	}
	if cwd, err := os.Getwd(); err == nil && !filepath.IsAbs(dir) {
		if rel, err := filepath.Rel(cwd, full); err == nil {
			return rel
		}
	}
	return full
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
