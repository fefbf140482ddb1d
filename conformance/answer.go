package conformance

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An Answer is what an engine says to a Question.
type Answer struct {
	Diagnostics []string              // lines CODE FILE:LINE:FROM-TO; if not asked for: why the rules do not compile
	Hash        string                // of the ruleset
	Results     map[string][][]string // by record: for each row its key and the results asked for
	Orphans     []string              // lines RECORD LINE CODE
	Explain     []string              // a text for each explanation asked for
}

// An Engine answers questions.
type Engine interface {
	Answer(q *Question) (*Answer, error)
}

// Write puts an answer beside the question in a directory.
func (a *Answer) Write(dir string, q *Question) error {
	files := map[string]string{"diag": lines(a.Diagnostics)}
	if q.Hash {
		files["hash"] = a.Hash + "\n"
	}
	if q.Orphans {
		files["orphans"] = lines(a.Orphans)
	}
	for record, rows := range a.Results {
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(append([][]string{q.Results[record]}, rows...)); err != nil {
			return err
		}
		files[record+".csv"] = b.String()
	}
	for i, text := range a.Explain {
		files[fmt.Sprintf("explain-%d.txt", i+1)] = text + "\n"
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, answerDir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// ReadAnswer reads the answer that a program has written beside a question. Files that
// it has not written are answers that it does not give.
func ReadAnswer(dir string, q *Question) (*Answer, error) {
	files, err := readAll(filepath.Join(dir, answerDir))
	if err != nil {
		return nil, err
	}
	a := &Answer{
		Diagnostics: nonEmpty(string(files["diag"])), Hash: strings.TrimSpace(string(files["hash"])),
		Orphans: nonEmpty(string(files["orphans"])), Results: map[string][][]string{},
	}
	for record, head := range q.Results {
		b, ok := files[record+".csv"]
		if !ok {
			continue
		}
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil || len(rows) == 0 || !slices.Equal(rows[0], head) {
			return nil, fmt.Errorf("answer/%s.csv does not have the heading that was asked for", record)
		}
		a.Results[record] = rows[1:]
	}
	for i := range q.Explain {
		a.Explain = append(a.Explain, string(files[fmt.Sprintf("explain-%d.txt", i+1)]))
	}
	return a, nil
}

func lines(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return strings.Join(list, "\n") + "\n"
}
