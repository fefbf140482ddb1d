package conformance

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A Question is what an engine is asked about one case: rules, rows, and which results
// are wanted of them. It says nothing of the results that are expected.
type Question struct {
	Entry       string              `json:"entry"`             // the directory of the ruleset under test
	Strict      bool                `json:"strict"`            // check as check --strict does
	Rows        []string            `json:"rows"`              // files of rows: RECORD.csv, RECORD.jsonl
	Run         map[string]string   `json:"run,omitempty"`     // inputs of the run
	Assume      map[string]string   `json:"assume,omitempty"`  // values over many cases
	Settle      bool                `json:"settle,omitempty"`  // settle the rows before results are asked
	Diagnostics bool                `json:"diagnostics"`       // what is wrong with the rules is asked, nothing else
	Hash        bool                `json:"hash,omitempty"`    // the hash of the ruleset is asked
	Orphans     bool                `json:"orphans,omitempty"` // rows that belong to no case are asked
	Results     map[string][]string `json:"results,omitempty"` // by record: the key's heading, then names of results
	Explain     []string            `json:"explain,omitempty"` // `case KEY` or `whynot PAYMENT KEY`

	rules map[string][]byte // by directory and name
	rows  map[string][]byte
}

// Question asks for all that the case expects. rulesets holds the shipped rulesets.
func (c *Case) Question(rulesets fs.FS) (*Question, error) {
	q := &Question{Strict: c.Headers["level"] == "strict", Settle: c.Headers["level"] == "settle", rows: map[string][]byte{}, Rows: []string{}, Results: map[string][]string{}}
	if err := c.rules(q, rulesets); err != nil {
		return nil, err
	}
	_, q.Diagnostics = c.files["want.diag"]
	_, q.Hash = c.files["want.hash"]
	_, q.Orphans = c.files["want.orphans"]
	for _, name := range sortedNames(c.files) {
		record, results := strings.CutPrefix(name, "want/")
		ext := path.Ext(name)
		switch {
		case results:
			rows, err := csv.NewReader(bytes.NewReader(c.files[name])).ReadAll()
			if err != nil || len(rows) == 0 {
				return nil, fmt.Errorf("%s: %v", name, err)
			}
			q.Results[strings.TrimSuffix(record, ".csv")] = rows[0]
		case !strings.Contains(name, "/") && (ext == ".csv" || ext == ".jsonl"):
			q.Rows = append(q.Rows, name)
			q.rows[name] = c.files[name]
		}
	}
	for _, line := range nonEmpty(string(c.files["want.explain"])) {
		if asks(line) {
			q.Explain = append(q.Explain, line)
		}
	}
	return q, q.rates(string(c.files["run.txt"]))
}

// asks reports whether a line of want.explain asks for an explanation.
func asks(line string) bool {
	words := strings.Fields(line)
	return words[0] == "case" && len(words) == 2 || words[0] == "whynot" && len(words) == 3
}

// rules collects the directories that the case's rules stand in: its own files, or a
// shipped ruleset with the case's files as an overlay.
func (c *Case) rules(q *Question, rulesets fs.FS) error {
	q.rules, q.Entry = map[string][]byte{}, "rules"
	if base := c.Headers["ruleset"]; base != "" {
		err := fs.WalkDir(rulesets, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(rulesets, p)
			q.rules[p] = b
			return err
		})
		if err != nil {
			return err
		}
		if _, ok := c.files["overlay.hcl"]; !ok {
			q.Entry = base
			return nil
		}
	}
	for name, data := range c.files {
		if strings.HasSuffix(name, ".hcl") || strings.HasPrefix(name, "tables/") || strings.Contains(name, "/tables/") {
			dir := "rules"
			if other, rest, ok := strings.Cut(name, "/"); ok && other != "tables" {
				dir, name = other, rest
			}
			q.rules[path.Join(dir, name)] = data
		}
	}
	return nil
}

// rates reads run.txt: lines `run name=value` and `assume name=value`.
func (q *Question) rates(text string) error {
	q.Run, q.Assume = map[string]string{}, map[string]string{}
	for _, line := range nonEmpty(text) {
		kind, kv, _ := strings.Cut(line, " ")
		k, v, ok := strings.Cut(kv, "=")
		switch {
		case kind == "run" && ok:
			q.Run[k] = v
		case kind == "assume" && ok:
			q.Assume[k] = v
		default:
			return fmt.Errorf("run.txt: %q is neither `run name=value` nor `assume name=value`", line)
		}
	}
	return nil
}

// Directories of a question that is written out.
const (
	questionFile = "question.json"
	rulesDir     = "rulesets"
	rowsDir      = "rows"
	answerDir    = "answer"
)

// Write puts the question into a directory, as README.md describes it.
func (q *Question) Write(dir string) error {
	b, err := json.MarshalIndent(q, "", "  ")
	if err != nil {
		return err
	}
	files := map[string][]byte{questionFile: append(b, '\n')}
	for name, data := range q.rules {
		files[path.Join(rulesDir, name)] = data
	}
	for name, data := range q.rows {
		files[path.Join(rowsDir, name)] = data
	}
	if err := os.MkdirAll(filepath.Join(dir, answerDir), 0o755); err != nil {
		return err
	}
	for name, data := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(p, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// ReadQuestion reads a question that Write has put into a directory.
func ReadQuestion(dir string) (*Question, error) {
	b, err := os.ReadFile(filepath.Join(dir, questionFile))
	if err != nil {
		return nil, err
	}
	q := &Question{}
	if err := json.Unmarshal(b, q); err != nil {
		return nil, fmt.Errorf("%s: %w", questionFile, err)
	}
	if q.rules, err = readAll(filepath.Join(dir, rulesDir)); err != nil {
		return nil, err
	}
	q.rows, err = readAll(filepath.Join(dir, rowsDir))
	return q, err
}

// readAll reads every file below a directory; there may be none.
func readAll(dir string) (map[string][]byte, error) {
	out := map[string][]byte{}
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return out, nil
	}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[p], err = fs.ReadFile(fsys, p)
		return err
	})
	return out, err
}
