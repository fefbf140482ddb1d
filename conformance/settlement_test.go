package conformance

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/rulesets"
	"github.com/drgrule/drgrule/runtime/settle"
)

// settled are the cases of the suite that are settled, as questions.
func settled(t *testing.T, each func(t *testing.T, q *Question)) {
	t.Helper()
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Headers["level"] != "settle" {
			continue
		}
		t.Run(c.Name(), func(t *testing.T) {
			q, err := c.Question(rulesets.FS)
			if err != nil {
				t.Fatal(err)
			}
			each(t, q)
		})
	}
}

// settlement is everything that a settlement gives.
type settlement struct {
	prog    *drgrule.Program
	batch   *drgrule.Batch
	results map[string][]string // by root record: every result, as text
	rates   string
	marks   string
}

func settleQuestion(t *testing.T, q *Question, opt settle.Options) *settlement {
	t.Helper()
	ctx := context.Background()
	rules := fstest.MapFS{}
	for name, data := range q.rules {
		rules[name] = &fstest.MapFile{Data: data}
	}
	p, err := drgrule.Compile(rules, drgrule.Options{Entry: q.Entry})
	if err != nil {
		t.Fatal(err)
	}
	out := &settlement{prog: p, results: map[string][]string{}}
	if out.batch, err = open(p, q); err != nil {
		t.Fatal(err)
	}
	if _, err := out.batch.Settle(ctx, opt); err != nil {
		t.Fatal(err)
	}
	for _, record := range out.batch.Cases() {
		err := out.batch.Each(ctx, record, func(r *drgrule.Result) error {
			out.results[record] = append(out.results[record], resultText(r))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var rates, marks bytes.Buffer
	if err := out.batch.WriteRates(ctx, &rates); err != nil {
		t.Fatal(err)
	}
	if err := out.batch.WriteMarks(&marks); err != nil {
		t.Fatal(err)
	}
	out.rates, out.marks = rates.String(), marks.String()
	return out
}

// resultText is a result without the place that its case stands in.
func resultText(r *drgrule.Result) string {
	var b strings.Builder
	fmt.Fprint(&b, r.Record, r.Key, r.Outcome, r.Reasons)
	for _, f := range r.Faults {
		fmt.Fprint(&b, " ", f.Record, f.Column, f.Code, f.Detail)
	}
	for _, row := range r.Rows {
		fmt.Fprint(&b, "\n\t", row.Record, row.Key)
		for _, v := range slices.Concat(row.Outputs, row.Payments) {
			fmt.Fprint(&b, " ", v.Name, "=", v.Text, v.State, v.Tags)
		}
	}
	return b.String()
}

// TestSplits: neither the number of workers nor the size of batches changes a byte.
func TestSplits(t *testing.T) {
	settled(t, func(t *testing.T, q *Question) {
		want := settleQuestion(t, q, settle.Options{Workers: 1, Batch: 1000})
		for _, workers := range []int{1, 2, 3, 7} {
			for _, batch := range []int{1, 2, 7} {
				got := settleQuestion(t, q, settle.Options{Workers: workers, Batch: batch})
				if d := cmp.Diff(want.results, got.results); d != "" || want.rates != got.rates || want.marks != got.marks {
					t.Fatalf("%d workers, batches of %d:\n%s\n%s\n%s", workers, batch, d, cmp.Diff(want.rates, got.rates), cmp.Diff(want.marks, got.marks))
				}
			}
		}
	})
}

// TestShuffled: in whatever order the rows of the files stand, the same rows come out.
func TestShuffled(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	settled(t, func(t *testing.T, q *Question) {
		want := settleQuestion(t, q, settle.Options{})
		sortAll(want)
		for range 5 {
			other := *q
			other.rows = map[string][]byte{}
			for name, text := range q.rows {
				other.rows[name] = shuffled(t, r, text)
			}
			got := settleQuestion(t, &other, settle.Options{})
			sortAll(got)
			if d := cmp.Diff(want.results, got.results); d != "" || want.rates != got.rates || sortedText(want.marks) != sortedText(got.marks) {
				t.Fatalf("%s\n%s", d, cmp.Diff(want.rates, got.rates))
			}
		}
	})
}

// sortAll puts the results in an order of their own: they follow that of the files.
func sortAll(s *settlement) {
	for _, list := range s.results {
		for i, r := range list {
			list[i] = sortedText(r)
		}
		slices.Sort(list)
	}
}

// sortedText leaves the place of a fault among the rows of its case out: it is that of
// the file.
func sortedText(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if head, tail, ok := strings.Cut(line, "@"); ok {
			lines[i] = head + tail[strings.LastIndexByte(tail, ' '):]
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func shuffled(t *testing.T, r *rand.Rand, text []byte) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	body := rows[1:]
	r.Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReplay: with the rates and marks of a settlement each of its cases comes to the
// same again without the others, be it refused, in review or paid.
func TestReplay(t *testing.T) {
	settled(t, func(t *testing.T, q *Question) {
		was := settleQuestion(t, q, settle.Options{})
		cert, err := was.certified()
		if err != nil {
			t.Fatal(err)
		}
		again, err := was.prog.Settled(cert)
		if err != nil {
			t.Fatal(err)
		}
		for record, want := range was.results {
			text, given := q.rows[record+".csv"]
			if !given {
				continue // rows that cases name
			}
			rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows[1:] {
				alone := *q
				alone.rows = maps.Clone(q.rows)
				var b bytes.Buffer
				if err := csv.NewWriter(&b).WriteAll([][]string{rows[0], row}); err != nil {
					t.Fatal(err)
				}
				alone.rows[record+".csv"] = b.Bytes()
				got := was.replay(t, &alone, again, record)
				rest, same := strings.CutPrefix(want[i], got)
				if !same || !was.named(rest) {
					t.Errorf("%s %d: alone %s, among the others %s", record, i+1, got, want[i])
				}
			}
		}
	})
}

// named reports whether results are of rows alone that exist because other cases name
// them: they are not there without those.
func (s *settlement) named(rest string) bool {
	for _, line := range nonEmpty(rest) {
		record, _, _ := strings.Cut(line, "[")
		if r := s.prog.IR().Record(record); r == nil || !r.Derived {
			return false
		}
	}
	return true
}

// certified is the directory that a settlement writes, as far as it is read back.
func (s *settlement) certified() (fstest.MapFS, error) {
	files := fstest.MapFS{drgrule.RatesFile: {Data: []byte(s.rates)}, drgrule.MarksFile: {Data: []byte(s.marks)}}
	c := s.batch.Certificate()
	for name, f := range files {
		c.Outputs = append(c.Outputs, drgrule.CertifiedFile{Name: name, SHA256: drgrule.FileHash(f.Data)})
	}
	text, err := c.Encode()
	files[drgrule.CertificateFile] = &fstest.MapFile{Data: text}
	return files, err
}

// replay evaluates the one case of a question.
func (s *settlement) replay(t *testing.T, q *Question, again *drgrule.Settled, record string) string {
	t.Helper()
	b, err := openWith(s.prog, q, &drgrule.Rates{Settled: again})
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	err = b.Each(context.Background(), record, func(r *drgrule.Result) error {
		out += resultText(r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
