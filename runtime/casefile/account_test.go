package casefile_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk/disktest"
)

// place is one line of one file.
type place struct {
	file string
	line int
}

// physical lists the lines of a file that hold something, by a scan that shares nothing
// with the reader, except that a row which the reader takes as one, with line breaks in
// its texts, stands for the lines that it takes.
func physical(f casefile.File) (lines []int, joined map[int]int) {
	text, _ := cell.Decode(f.Bytes, f.Encoding)
	joined = map[int]int{}
	first := 1
	if f.Format == casefile.CSV {
		rows, err := cell.NewRows(text)
		if err != nil {
			return nil, nil
		}
		first = 0
		for {
			row, err := rows.Next()
			if err != nil {
				break
			}
			if first == 0 {
				first = row.Line
			}
			for i := range row.Lines {
				if row.Problem == "" {
					joined[row.Line+i] = row.Line
				}
			}
		}
		if first == 0 {
			return nil, nil
		}
	}
	for i, line := range strings.Split(string(text), "\n") {
		if i+1 >= first && strings.Trim(line, ",\"\r \t\u3000") != "" && strings.TrimSpace(line) != "" {
			lines = append(lines, i+1)
		}
	}
	return lines, joined
}

// account opens files, evaluates every case, and holds what comes out against what went
// in: every row of a root is one case with one outcome, every line is told about, and
// no line of an owned record is in two cases or both in a case and lost.
func account(p *drgrule.Program, in []casefile.File) error {
	b, err := p.Open(in, nil)
	var whole *casefile.Error
	if errors.As(err, &whole) {
		return nil // told about the file as a whole
	}
	if err != nil {
		return err
	}
	seen := map[place]bool{}
	for _, root := range p.Roots() {
		read, n := 0, 0
		for i, f := range in {
			if f.Record.Name == root {
				read += b.Notes()[i].Rows
			}
		}
		err := b.Each(context.Background(), root, func(r *drgrule.Result) error {
			n++
			seen[place{r.File, r.Line}] = true
			if (r.Outcome == drgrule.Refused) != (len(r.Faults) > 0) {
				return fmt.Errorf("%s:%d: %s with %d faults", r.File, r.Line, r.Outcome, len(r.Faults))
			}
			for _, f := range r.Faults {
				seen[place{f.File, f.Line}] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n != read {
			return fmt.Errorf("%s: %d rows read, %d cases", root, read, n)
		}
	}
	if err := joinedOnce(p, in, seen); err != nil {
		return err
	}
	for _, f := range in {
		lines, joined := physical(f)
		for _, n := range lines {
			if !seen[place{f.Name, n}] && !seen[place{f.Name, joined[n]}] {
				return fmt.Errorf("%s:%d is lost", f.Name, n)
			}
		}
	}
	return nil
}

// joinedOnce notes the lines that cases carry and the lines that were lost; no line may
// be both.
func joinedOnce(p *drgrule.Program, in []casefile.File, seen map[place]bool) error {
	set, err := casefile.Open(p.IR(), in)
	if err != nil {
		return err
	}
	carried := map[place]bool{}
	for _, root := range p.Roots() {
		rec := p.IR().Record(root)
		for i := range set.Count(rec) {
			for _, rows := range set.Case(rec, i).Bundle.Rows {
				for _, r := range rows {
					carried[place{r.File, r.Line}] = true
				}
			}
		}
	}
	for _, f := range set.Orphans(p.Roots()) {
		at := place{f.File, f.Line}
		if carried[at] {
			return fmt.Errorf("%s:%d is in a case and lost", f.File, f.Line)
		}
		seen[at] = true
	}
	// Good rows of a record that is only referred to are there for those who refer.
	for _, rec := range p.IR().Records {
		if rec.Owner >= 0 || slices.Contains(p.Roots(), rec.Name) {
			continue
		}
		for i := range set.Count(rec) {
			if c := set.Case(rec, i); len(c.Faults) == 0 {
				r := c.Bundle.Rows[rec.ID][0]
				carried[place{r.File, r.Line}] = true
			}
		}
	}
	for at := range carried {
		seen[at] = true
	}
	return nil
}

// broken writes lines of cells with damage of every kind.
func broken(r *rand.Rand, header string, cells func() []string) string {
	var out strings.Builder
	out.WriteString(header)
	for range r.IntN(12) {
		c := cells()
		for i := range c {
			if r.IntN(12) == 0 {
				c[i] = []string{"", "x", "\"", "1e9", "\"a,b\"", "\"two\nlines\"", "\xff", "1.23E+15", "\x00", " "}[r.IntN(10)]
			}
		}
		switch r.IntN(12) {
		case 0:
			c = c[:r.IntN(len(c))]
		case 1:
			c = append(c, "more")
		}
		line := strings.Join(c, ",")
		if r.IntN(12) == 0 {
			at := r.IntN(len(line) + 1)
			line = line[:at] + "\"" + line[at:]
		}
		out.WriteString(line + []string{"\n", "\n", "\n", "\r\n", "\n\n"}[r.IntN(5)])
	}
	text := out.String()
	if r.IntN(10) == 0 && len(text) > len(header) {
		text = text[:len(header)+r.IntN(len(text)-len(header))] // the file is cut off
	}
	return text
}

// TestEveryRowIsAccountedFor draws broken files.
func TestEveryRowIsAccountedFor(t *testing.T) {
	p := program(t, rules)
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(1, seed))
		id := func() string { return string(rune('A' + r.IntN(6))) }
		in := []casefile.File{
			file(p, "case.csv", broken(r, head, func() []string { return []string{id(), "AA11", "1.00", "2024-01-01"} })),
			file(p, "item.csv", broken(r, itemHead, func() []string { return []string{id(), fmt.Sprint(r.IntN(4)), "XX01", "-1.5"} })),
			file(p, "city.csv", broken(r, "name,系数\n", func() []string { return []string{id(), "1.5"} })),
		}
		if err := account(p, in); err != nil {
			t.Fatalf("seed %d: %v\n%q\n%q\n%q", seed, err, in[0].Bytes, in[1].Bytes, in[2].Bytes)
		}
	}
}

// FuzzCaseFile: whatever the bytes, reading ends without a panic, every line is
// accounted for, and going through the file gives what holding it gives.
func FuzzCaseFile(f *testing.F) {
	p := program(f, rules)
	f.Add([]byte(head+"A"+row+"B\n"), []byte(itemHead+"A,1,XX01,1\n\"C,1\n"), uint8(0))
	f.Add([]byte("\ufeff"+head+"A"+row), []byte(gb18030(f, itemHead)+"A\xff,1,XX01,1\r\n\r\n,,,\n"), uint8(0))
	f.Add([]byte(head+"A,\"x\ny\",\"\n\",\"\"\"\"\nB,\"AA11,1,2024-01-01\nC,AA11\",1,2024-01-01\n"), []byte(""), uint8(2))
	f.Add([]byte(`{"id": "A", `+good+`, "items": [{"line": "1", "code": "XX01", "amount": 1}]}`+"\n[1]\n{"), []byte(`{"case": "A", "line": "1"}`), uint8(3))
	f.Add([]byte(`{"id": "A", "id": 1}`+"\r\n"+`{"病例号": 1e400}`), []byte(itemHead), uint8(1))
	f.Fuzz(func(t *testing.T, cases, items []byte, shape uint8) {
		in := []casefile.File{file(p, "case.csv", string(cases)), file(p, "item.csv", string(items))}
		for i := range in {
			if shape>>i&1 == 1 {
				in[i].Format = casefile.JSONLines
			}
			in[i].Encoding = []cell.Encoding{cell.Auto, cell.UTF8, cell.GB18030, cell.Auto}[shape>>2&3]
		}
		if err := account(p, in); err != nil {
			t.Fatal(err)
		}
		want, wantErr := fromSet(p, in, casefile.RefuseDuplicates, "case")
		got, err := fromStream(p, in, casefile.Options{Memory: 2_000, Disk: disktest.New()}, "case")
		if (err == nil) != (wantErr == nil) || got != want { // of two bad files either may be told of
			t.Fatalf("%v, %v (-set +stream)\n%s", wantErr, err, cmp.Diff(want, got))
		}
	})
}
