package drgrule

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/stdlib"
)

// Version is the version of this module's meaning and formats.
const Version = "0.1.0"

// Diagnostics are everything wrong with a ruleset. Compile returns them as its error.
type Diagnostics = diag.List

// Options change how rules are compiled. The zero value is useful.
type Options struct {
	Entry  string // the directory of the ruleset in the file system; "" means its root
	Strict bool   // warnings are errors, and every number needs a source or an assumption
}

// A Program is one compiled ruleset. It is immutable and safe for concurrent use.
type Program struct {
	ir       *ir.Program
	info     *check.Info
	warnings Diagnostics
	rules    fs.FS
	entry    string
}

// Compile reads and checks a ruleset. What it extends are directories beside it. The
// error is Diagnostics when the rules are at fault, and then holds every mistake;
// any other error is about reading them.
func Compile(rules fs.FS, opt Options) (*Program, error) {
	p, diags, err := Check(rules, opt)
	if err != nil {
		return nil, err
	}
	if p == nil || opt.Strict && len(diags) > 0 {
		return nil, diags
	}
	return p, nil
}

// Check is Compile that also returns warnings. The program is nil if there are
// errors.
func Check(rules fs.FS, opt Options) (p *Program, diags Diagnostics, err error) {
	defer contain("compile", "", &err)
	entry := path.Clean(opt.Entry)
	if opt.Entry == "" {
		entry = "."
	}
	if !fs.ValidPath(entry) {
		return nil, nil, fmt.Errorf("drgrule: %q is not a path inside the file system", opt.Entry)
	}
	out, err := lang.Compile(lang.Input{
		Entry: path.Base(entry),
		Open: func(name string) (*lang.Dir, error) {
			dir := path.Join(path.Dir(entry), name)
			if !fs.ValidPath(dir) || name != path.Base(entry) && !plainName(name) {
				return nil, fmt.Errorf("%q is not the name of a directory here", name)
			}
			return openDir(rules, dir, name)
		},
		Module:  openModule,
		Modules: stdlib.Modules(),
		Library: stdlib.Library(),
		Options: check.Options{Strict: opt.Strict},
	})
	if err != nil {
		return nil, nil, fmt.Errorf("drgrule: %w", err)
	}
	if out.Program == nil {
		return nil, out.Diags, nil
	}
	out.Diags = append(out.Diags, tableProperties(out.Program, nil)...).Sort()
	if out.Diags.Errors() {
		return nil, out.Diags, nil
	}
	return &Program{ir: out.Program, info: out.Info, warnings: out.Diags, rules: rules, entry: entry}, out.Diags, nil
}

// openDir reads the rules files of a directory. name is how messages call it.
func openDir(fsys fs.FS, dir, name string) (*lang.Dir, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, err
	}
	out := &lang.Dir{Table: func(p string) ([]byte, error) {
		if !fs.ValidPath(p) {
			return nil, fmt.Errorf("%q leaves the directory of the ruleset", p)
		}
		return readFile(fsys, path.Join(dir, p), int64(syntax.MaxTableBytes.Max))
	}}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".hcl") {
			continue
		}
		b, err := readFile(fsys, path.Join(dir, e.Name()), int64(syntax.MaxFileBytes.Max))
		if err != nil {
			return nil, err
		}
		out.Files = append(out.Files, diag.NewFile(path.Join(name, e.Name()), b))
	}
	if len(out.Files) == 0 {
		return nil, errors.New("there is no .hcl file")
	}
	sort.Slice(out.Files, func(i, j int) bool { return out.Files[i].Name < out.Files[j].Name })
	return out, nil
}

// plainName reports whether what a ruleset extends is the name of a directory beside it.
func plainName(name string) bool {
	return name != "" && name != "." && name != ".." && !strings.ContainsAny(name, `/\:`)
}

// readFile reads a regular file, at most one byte more than the limit: the limit's
// own diagnostic then says that it is too large.
func readFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	st, err := fs.Stat(fsys, name) // before it is opened: opening a pipe waits for its writer
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}

func openModule(name string) (*lang.Dir, error) {
	fsys, err := stdlib.Module(name)
	if err != nil {
		return nil, err
	}
	return openDir(fsys, ".", name)
}

// Hash identifies the meaning of the ruleset: two rulesets with the same hash give
// the same results. Layout, order, titles and citations are outside of it.
func (p *Program) Hash() string { return p.ir.Hash }

// TextHash identifies the exact text of the ruleset and its tables.
func (p *Program) TextHash() string { return p.ir.TextHash }

// Name returns the name of the ruleset.
func (p *Program) Name() string { return p.ir.Name }

// Warnings returns what is not wrong but worth a look.
func (p *Program) Warnings() Diagnostics { return slices.Clone(p.warnings) }

// IR returns the compiled form, for tools of this module. It must not be changed.
func (p *Program) IR() *ir.Program { return p.ir }
