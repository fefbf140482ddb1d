package conformance

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/drgrule/drgrule/lang/syntax"
)

// A Case is one file of the suite.
type Case struct {
	Path    string
	Text    string            // what it shows, in a sentence
	Headers map[string]string // spec, level, ruleset, document, article, grade, result
	files   map[string][]byte
}

// headerNames are the headers that a case may have.
var headerNames = []string{"spec", "level", "ruleset", "document", "article", "grade", "result", "note"}

// headerWords are the values of the headers that have only a few.
var headerWords = map[string][]string{
	"level": {"core", "strict", "settle"}, "result": {"stated", "derived"}, "grade": syntax.Grades(),
}

// sections are the names that the files of a case may have, as patterns of path.Match;
// README.md says what each holds. A name that no pattern matches is a mistake: a file
// that nothing reads would be an expectation that nothing checks.
var sections = []string{
	"*.hcl", "*/*.hcl", "overlay.hcl", "tables/*.csv", "*/tables/*.csv", "*.csv", "*.jsonl", "run.txt",
	"want.diag", "want.hash", "want/*.csv", "want.explain", "want.orphans",
}

// Load reads every case below a directory.
func Load(fsys fs.FS, root string) ([]*Case, error) {
	var out []*Case
	err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".txtar" {
			return err
		}
		b, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		c, err := Parse(p, b)
		out = append(out, c)
		return err
	})
	return out, err
}

// Parse reads one case.
func Parse(name string, b []byte) (*Case, error) {
	a := txtar.Parse(b)
	c := &Case{Path: name, Headers: map[string]string{}, files: map[string][]byte{}}
	var text []string
	for _, line := range strings.Split(string(a.Comment), "\n") {
		k, v, ok := strings.Cut(line, ":")
		if ok && slices.Contains(headerNames, k) {
			c.Headers[k] = strings.TrimSpace(v)
		} else if s := strings.TrimSpace(line); s != "" {
			text = append(text, s)
		}
	}
	c.Text = strings.Join(text, " ")
	for _, f := range a.Files {
		if _, twice := c.files[f.Name]; twice {
			return nil, fmt.Errorf("%s: file %s stands twice", name, f.Name)
		}
		c.files[f.Name] = f.Data
	}
	if c.Headers["spec"] == "" || c.Headers["level"] == "" || c.Text == "" {
		return nil, fmt.Errorf("%s: a case needs a sentence, spec and level", name)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// check refuses a case of which a part would be read by nobody.
func (c *Case) check() error {
	for name, words := range headerWords {
		if v := c.Headers[name]; v != "" && !slices.Contains(words, v) {
			return fmt.Errorf("%s is %q, not one of %s", name, v, strings.Join(words, ", "))
		}
	}
	wants, rules, cases := 0, 0, 0
	for _, name := range sortedNames(c.files) {
		if !slices.ContainsFunc(sections, func(p string) bool { ok, _ := path.Match(p, name); return ok }) {
			return fmt.Errorf("nothing reads a file %s", name)
		}
		switch {
		case strings.HasPrefix(name, "want"):
			wants++
		case path.Ext(name) == ".hcl" || strings.HasPrefix(name, "tables/") || strings.Contains(name, "/tables/"):
			rules++
		default:
			cases++
		}
	}
	_, diags := c.files["want.diag"]
	_, overlay := c.files["overlay.hcl"]
	switch {
	case wants == 0:
		return errors.New("it expects nothing")
	case diags && wants+cases > 1:
		return errors.New("want.diag speaks of rules alone: it stands beside no cases and no other expectation")
	case overlay && c.Headers["ruleset"] == "":
		return errors.New("overlay.hcl stands over a shipped ruleset: name it in the header `ruleset`")
	case rules > 0 && !overlay && c.Headers["ruleset"] != "":
		return errors.New("rules beside a shipped ruleset stand in overlay.hcl")
	case rules == 0 && c.Headers["ruleset"] == "":
		return errors.New("it has no rules")
	}
	return nil
}

func sortedNames(m map[string][]byte) []string {
	out := make([]string, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
