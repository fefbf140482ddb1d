package lang

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/lower"
	"github.com/drgrule/drgrule/lang/syntax"
)

// A Dir is the text of one ruleset directory or module.
type Dir struct {
	Files []*diag.File
	Table func(path string) ([]byte, error) // reads a table file of the directory
}

// Input is what a compilation reads.
type Input struct {
	Entry   string
	Open    func(ruleset string) (*Dir, error) // the entry, and what rulesets extend
	Module  func(name string) (*Dir, error)    // what rulesets use
	Modules []string                           // the names that Module knows
	Library *fn.Library
	Options check.Options
}

// Output is what a compilation gives.
type Output struct {
	Program *ir.Program // nil if the rules are at fault
	Info    *check.Info
	Diags   diag.List // every diagnostic, warnings too
}

// maxLayers bounds how far rulesets extend each other.
const maxLayers = 32

// Compile reads, checks and translates a ruleset. The error is about the world (a
// directory that cannot be read); mistakes of the rules are in Output.Diags.
func Compile(in Input) (Output, error) {
	c := &compiler{in: in}
	if err := c.layer(in.Entry, diag.Span{}); err != nil {
		return Output{}, err
	}
	c.modules()
	c.set.Faulty = len(c.diags) > 0
	if c.broken {
		return Output{Diags: c.diags.Sort()}, nil
	}
	info, diags := check.Check(&c.set, in.Library, in.Options)
	out := Output{Info: info, Diags: append(c.diags, diags...).Sort()}
	if out.Diags.Errors() {
		return out, nil
	}
	p, more := lower.Lower(info, in.Library)
	out.Diags = append(out.Diags, more...).Sort()
	if p != nil {
		p.TextHash = hex.EncodeToString(c.text())
		out.Program = p
	}
	return out, nil
}

type compiler struct {
	in    Input
	set   check.Set
	diags diag.List
	path  []string
	files []*diag.File
	bytes int

	broken bool // a part of the text is not there: its names would seem unknown
}

// layer reads one ruleset and, below it, what it extends.
func (c *compiler) layer(name string, at diag.Span) error {
	if slices.Contains(c.path, name) || len(c.path) >= maxLayers {
		c.diags = append(c.diags, diag.New(diag.ExtendsLoop, at, strings.Join(append(c.path, name), " → ")))
		c.broken = true
		return nil
	}
	c.path = append(c.path, name)
	dir, err := c.in.Open(name)
	if err != nil {
		if at.IsZero() {
			return fmt.Errorf("ruleset %s: %w", name, err)
		}
		c.diags = append(c.diags, diag.New(diag.ExtendsUnknown, at, name))
		c.broken = true
		return nil
	}
	l := &check.Layer{Name: name, Files: c.parse(dir), Table: c.counted(name, dir.Table)}
	if s := extends(l); s != nil {
		if err := c.layer(s.Value, s.Span()); err != nil {
			return err
		}
	}
	c.set.Layers = append(c.set.Layers, l)
	return nil
}

// extends is what the one `ruleset` block of a layer extends. Where there is another
// number of such blocks the check says so.
func extends(l *check.Layer) *syntax.StrLit {
	var heads []*syntax.Block
	for _, f := range l.Files {
		for _, b := range f.Blocks {
			if b.Kind == "ruleset" {
				heads = append(heads, b)
			}
		}
	}
	if len(heads) != 1 || heads[0].Attr("extends") == nil {
		return nil
	}
	return heads[0].Attr("extends").Value.(*syntax.StrLit)
}

// counted keeps the table files that are read, for the text hash.
func (c *compiler) counted(dir string, read func(string) ([]byte, error)) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		b, err := read(name)
		if err == nil {
			c.files = append(c.files, diag.NewFile(path.Join(dir, name), b))
		}
		return b, err
	}
}

func (c *compiler) parse(dir *Dir) []*syntax.File {
	if n := len(dir.Files); n > syntax.MaxFiles.Max {
		c.diags = append(c.diags, diag.New(diag.TooManyFiles, diag.Span{}, syntax.MaxFiles.Max, n))
		c.broken = true
		return nil
	}
	var out []*syntax.File
	for _, f := range dir.Files {
		if c.bytes += len(f.Src); c.bytes > syntax.MaxRulesetBytes.Max {
			c.diags = append(c.diags, diag.New(diag.RulesetTooLarge, diag.Span{File: f}, syntax.MaxRulesetBytes.Max, c.bytes))
			c.broken = true
			return out
		}
		c.files = append(c.files, f)
		parsed, diags := syntax.Parse(f)
		c.diags = append(c.diags, diags...)
		c.broken = c.broken || parsed.Broken
		out = append(out, parsed)
	}
	return out
}

// modules reads the modules that any layer uses.
func (c *compiler) modules() {
	seen := map[string]bool{}
	for _, l := range c.set.Layers {
		for _, f := range l.Files {
			for _, b := range f.Blocks {
				a := b.Attr("uses")
				if b.Kind != "ruleset" || a == nil {
					continue
				}
				for _, it := range a.Value.(*syntax.ListLit).Items {
					if s := it.(*syntax.StrLit); !seen[s.Value] {
						seen[s.Value] = true
						c.module(s)
					}
				}
			}
		}
	}
}

func (c *compiler) module(s *syntax.StrLit) {
	dir, err := c.in.Module(s.Value)
	if err != nil {
		c.diags = append(c.diags, diag.New(diag.ModuleUnknown, s.Span(), s.Value, strings.Join(c.in.Modules, ", ")).Suggest(s.Value, c.in.Modules))
		c.broken = true
		return
	}
	prefix := s.Value[strings.LastIndexByte(s.Value, '/')+1:]
	m := &check.Module{Prefix: prefix, Layer: check.Layer{Name: s.Value, Table: c.counted(s.Value, dir.Table)}}
	m.Files = c.parse(dir)
	c.set.Modules = append(c.set.Modules, m)
}

// text hashes everything that was read: the exact words, where the program's hash
// stands for the meaning.
func (c *compiler) text() []byte {
	files := slices.Clone(c.files)
	slices.SortStableFunc(files, func(a, b *diag.File) int { return strings.Compare(a.Name, b.Name) })
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%d:%s%d:", len(f.Name), f.Name, len(f.Src))
		h.Write(f.Src)
	}
	return h.Sum(nil)
}
