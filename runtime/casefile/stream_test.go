package casefile_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk/disktest"
)

// kin has two records that belong to cases, one that belongs to one of them, rows of
// which few are allowed, and a record that cases refer to.
const kin = `
ruleset "t" {}
record "city" {
  key    = ["name"]
  fields = { name = text, rate = ratio }
}
record "case" {
  key    = ["id"]
  fields = { id = count, cost = { type = money, min = 0 }, city = optional(ref(city)) }
}
record "item" {
  key      = ["case", "line"]
  max_rows = 4
  fields   = { case = { type = ref(case), back = "items" }, line = text, amount = money, codes = list(text) }
}
record "sheet" {
  key    = ["case"]
  fields = { case = { type = ref(case), back = "sheets" }, day = optional(date) }
}
record "entry" {
  key    = ["sheet", "line"]
  fields = { sheet = { type = ref(sheet), back = "entries" }, line = text, amount = unknown(ratio) }
}
total "amount" {
  by  = "item.case"
  sum = "item.amount"
}
total "per_sheet" {
  by  = "entry.sheet"
  sum = "entry.amount ?? 0"
}
total "entries" {
  by  = "sheet.case"
  sum = "per_sheet"
}
output "amount" { is = "case.cost + amount + (has(case.city) ? round(case.city.rate * case.cost, 2) : 0)" }
output "entries" { is = "entries" }
output "codes" {
  per = "item"
  is  = "len(item.codes)"
}
output "late" {
  per = "sheet"
  is  = "has(sheet.day) and sheet.day > date('2024-01-01')"
}
`

// drawn are random files of those records.
type drawn struct {
	r       *rand.Rand
	rows    map[string][]string // by record
	nesting bool
}

func (d *drawn) id(n int) string {
	if d.r.IntN(40) == 0 {
		return []string{"", "x", "007"}[d.r.IntN(3)]
	}
	return fmt.Sprint(d.r.IntN(n))
}

func (d *drawn) amount() string {
	if d.r.IntN(30) == 0 {
		return []string{"", "x", "1e9", "0.001", "\"1,5\""}[d.r.IntN(5)]
	}
	return fmt.Sprintf("%d.%02d", d.r.IntN(1000), d.r.IntN(100))
}

// draw draws files in the order of the cases or out of it, with keys that stand twice,
// rows of nobody, cells and rows that cannot be read.
func draw(seed uint64) *drawn {
	d := &drawn{r: rand.New(rand.NewPCG(8, seed)), rows: map[string][]string{}}
	n := 1 + d.r.IntN(60)
	twice, orphans, order := d.r.IntN(3) == 0, d.r.IntN(3), d.r.IntN(4)
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint(i)
		if order == 1 {
			ids[i] = fmt.Sprint((i * 37) % 101) // some order that is not that of numbers
		}
		if twice && d.r.IntN(6) == 0 {
			ids[i] = fmt.Sprint(d.r.IntN(n))
		}
		if d.r.IntN(50) == 0 {
			ids[i] = d.id(n)
		}
	}
	for _, id := range ids {
		d.rows["case"] = append(d.rows["case"], id+","+d.amount()+","+[]string{"", "bj", "sh", "gz"}[d.r.IntN(4)])
		for range d.r.IntN(4) {
			owner := id
			if orphans > 0 && d.r.IntN(10) == 0 {
				owner = d.id(n + orphans*5)
			}
			d.rows["item"] = append(d.rows["item"], fmt.Sprintf("%s,%d,%s,a|b%d", owner, d.r.IntN(6), d.amount(), d.r.IntN(3)))
		}
		if d.r.IntN(3) > 0 {
			d.rows["sheet"] = append(d.rows["sheet"], id+","+[]string{"", "2024-02-29", "2024-02-30"}[min(d.r.IntN(12), 2)])
		}
		for range d.r.IntN(3) {
			d.rows["entry"] = append(d.rows["entry"], fmt.Sprintf("%s,%d,%s", id, d.r.IntN(3), d.amount()))
		}
	}
	d.rows["city"] = append(d.rows["city"], []string{"bj,1.5", "sh,0.333", "sh,1", "wh,x"}[:d.r.IntN(5)]...)
	for _, record := range []string{"case", "item", "sheet", "entry"} {
		rows := d.rows[record]
		if order == 2 || order == 3 && d.r.IntN(2) == 0 {
			d.r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		}
		if len(rows) > 0 && d.r.IntN(8) == 0 {
			rows[d.r.IntN(len(rows))] = []string{"1", "1,2,3,4,5,6", "\"1,2", ",,,"}[d.r.IntN(4)]
		}
	}
	return d
}

var kinHeads = map[string]string{"case": "id,cost,city", "item": "case,line,amount,codes", "sheet": "case,day", "entry": "sheet,line,amount", "city": "name,rate"}

// files writes the rows as files: each record in one or two, as CSV or JSON Lines.
func (d *drawn) files(p *drgrule.Program) []casefile.File {
	var out []casefile.File
	for _, record := range []string{"case", "item", "sheet", "entry", "city"} {
		rows := d.rows[record]
		if len(rows) == 0 && d.r.IntN(2) == 0 {
			continue
		}
		cut := len(rows)
		if d.r.IntN(3) == 0 {
			cut = d.r.IntN(len(rows) + 1)
		}
		for i, part := range [][]string{rows[:cut], rows[cut:]} {
			if i == 1 && cut == len(rows) {
				continue
			}
			f := file(p, record+".csv", kinHeads[record]+"\n"+strings.Join(part, "\n"))
			f.Name = fmt.Sprintf("%s%d.csv", record, i)
			if d.r.IntN(4) == 0 {
				f = d.json(f, record, part)
			}
			out = append(out, f)
		}
	}
	d.r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// json writes rows as JSON Lines, some with rows that nest in them.
func (d *drawn) json(f casefile.File, record string, rows []string) casefile.File {
	var b strings.Builder
	for _, row := range rows {
		names, cells := strings.Split(kinHeads[record], ","), strings.Split(row, ",")
		b.WriteString("{")
		for i := range min(len(names), len(cells)) {
			fmt.Fprintf(&b, "%s%q: %q", []string{"", ", "}[min(i, 1)], names[i], strings.Trim(cells[i], `"`))
		}
		switch {
		case record == "case" && d.r.IntN(3) == 0:
			d.nesting = true
			fmt.Fprintf(&b, `, "items": [{"line": "n%d", "amount": %d.10, "codes": ["x", "y"]}, {"line": "n", "amount": "%s"}]`, d.r.IntN(3), d.r.IntN(10), strings.Trim(d.amount(), `"`))
		case record == "sheet" && d.r.IntN(3) == 0:
			d.nesting = true
			b.WriteString(`, "entries": [{"line": "n1", "amount": null}, {"line": "n2"}]`)
		}
		b.WriteString("}\n")
	}
	f.Bytes, f.Format = []byte(b.String()), casefile.JSONLines
	return f
}

// outcome is all that a reader makes of files, written down to the last value.
func outcome(p *drgrule.Program, count int, next func() (casefile.Case, error), orphans []casefile.Fault, notes []casefile.Note, missing string) (string, error) {
	var out strings.Builder
	fmt.Fprintf(&out, "%d cases\n", count)
	for {
		c, err := next()
		if err != nil {
			if err != io.EOF {
				return "", err
			}
			break
		}
		fmt.Fprintf(&out, "case %d: %+v\n", c.Ordinal, c.Faults)
		for rec, rows := range c.Bundle.Rows {
			fmt.Fprintf(&out, "  %d: given %v\n", rec, rows != nil)
			for _, row := range rows {
				fmt.Fprintf(&out, "    %s:%d", row.File, row.Line)
				for i, cell := range row.Fields {
					fmt.Fprintf(&out, " %v:%d:%s", cell.Present, cell.Value.Kind, cell.Value.Text(p.IR().Records[rec].Fields[i].Spec.Type))
				}
				out.WriteString("\n")
			}
		}
	}
	for _, f := range orphans {
		fmt.Fprintf(&out, "lost %+v\n", f)
	}
	fmt.Fprintf(&out, "%+v\nmissing %s\n", notes, missing)
	return out.String(), nil
}

// fromSet reads files with everything in memory.
func fromSet(p *drgrule.Program, files []casefile.File, d casefile.Duplicates, root string) (string, error) {
	set, err := casefile.Open(p.IR(), files)
	if err != nil {
		return "", err
	}
	set.Duplicates = d
	rec := p.IR().Record(root)
	i := 0
	next := func() (casefile.Case, error) {
		if i++; i > set.Count(rec) {
			return casefile.Case{}, io.EOF
		}
		return set.Case(rec, i-1), nil
	}
	var missing []string
	for _, r := range set.Missing() {
		missing = append(missing, r.Name)
	}
	return outcome(p, set.Count(rec), next, set.Orphans([]string{root}), set.Notes, strings.Join(missing, " "))
}

// fromStream reads them case by case.
func fromStream(p *drgrule.Program, files []casefile.File, opt casefile.Options, root string) (_ string, err error) {
	ctx := context.Background()
	s, err := casefile.OpenStream(ctx, p.IR(), files, opt)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	rec := p.IR().Record(root)
	cases, err := s.Cases(rec)
	if err != nil {
		return "", err
	}
	var lost []casefile.Fault
	if err := s.Orphans(ctx, []string{root}, func(f casefile.Fault) error { lost = append(lost, f); return nil }); err != nil {
		return "", err
	}
	var missing []string
	for _, r := range s.Missing() {
		missing = append(missing, r.Name)
	}
	return outcome(p, s.Count(rec), cases.Next, lost, s.Notes(), strings.Join(missing, " "))
}

// TestStreamIsSet: whatever the files, their order and the memory, going through them
// case by case gives what holding them gives.
func TestStreamIsSet(t *testing.T) {
	p := program(t, kin)
	policies := []casefile.Duplicates{casefile.RefuseDuplicates, casefile.FirstDuplicate, casefile.LastDuplicate, casefile.AllDuplicates}
	seen := map[string]int{}
	for seed := range uint64(1500) {
		d := draw(seed)
		files := d.files(p)
		policy, memory := policies[d.r.IntN(4)], []int64{0, 1, 3_000, 30_000, 1 << 20}[d.r.IntN(5)]
		root := []string{"case", "case", "case", "city"}[d.r.IntN(4)]
		want, wantErr := fromSet(p, files, policy, root)
		m := disktest.New()
		got, err := fromStream(p, files, casefile.Options{Memory: memory, Disk: m, Duplicates: policy}, root)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) || got != want {
			var texts []string
			for _, f := range files {
				texts = append(texts, f.Name+"\n"+string(f.Bytes))
			}
			t.Fatalf("seed %d, %d bytes, duplicates %q: %v, %v (-set +stream)\n%s\n%s", seed, memory, policy, wantErr, err, cmp.Diff(want, got), strings.Join(texts, "\n\n"))
		}
		if m.Opened() > 0 || memory == 0 && m.Calls() > 0 {
			t.Fatalf("seed %d: %d files open, %d calls", seed, m.Opened(), m.Calls())
		}
		if m.Scratches() > 20 {
			seen["many spills"]++
		}
		for what, text := range map[string]string{"twice": "DF1030", "lost": "lost ", "too many": "DF1032", "another owner": "DF1031"} {
			if strings.Contains(want, text) {
				seen[what]++
			}
		}
		if d.nesting {
			seen["nested"]++
		}
	}
	for _, what := range []string{"many spills", "twice", "lost", "too many", "another owner", "nested"} {
		if seen[what] < 100 {
			t.Errorf("%s: in %d of 1500", what, seen[what])
		}
	}
}

// TestStreamTakesWhatComesInOrder: rows in the order of their cases are not sorted, be
// that order what it may, but for a few until it is seen that keys do not rise; where
// they do, rows that name no case do not hinder the others.
func TestStreamTakesWhatComesInOrder(t *testing.T) {
	p := program(t, kin)
	for name, c := range map[string]struct {
		id     func(i int) int
		orphan bool
		apart  uint64
	}{
		"rising":               {func(i int) int { return i }, false, 0},
		"rising, with orphans": {func(i int) int { return i }, true, 30},
		"another order":        {func(i int) int { return i * 7919 % 10007 }, false, 0},
	} {
		cases, items := "id,cost,city\n", "case,line,amount,codes\n"
		for i := range 3000 {
			cases += fmt.Sprintf("%d,1,\n", 2*c.id(i))
			items += fmt.Sprintf("%d,1,1,a\n%d,2,1,a\n", 2*c.id(i), 2*c.id(i))
			if c.orphan && i%100 == 0 {
				items += fmt.Sprintf("%d,1,1,a\n", 2*c.id(i)+1)
			}
		}
		m := disktest.New()
		in := []casefile.File{file(p, "case.csv", cases), file(p, "item.csv", items)}
		s, err := casefile.OpenStream(context.Background(), p.IR(), in, casefile.Options{Memory: 100_000, Disk: m})
		if err != nil {
			t.Fatal(err)
		}
		if apart := s.Apart(); apart < c.apart || apart > c.apart+10 {
			t.Errorf("%s: %d rows were set apart, want %d", name, apart, c.apart)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStreamFails: whatever call on the disk fails, and wherever the disk ends, the run
// says so and leaves nothing open.
func TestStreamFails(t *testing.T) {
	p := program(t, kin)
	d := draw(10)
	in := d.files(p)
	run := func(m *disktest.Memory) error {
		_, err := fromStream(p, in, casefile.Options{Memory: 3_000, Disk: m}, "case")
		return err
	}
	m := disktest.New()
	if err := run(m); err != nil {
		t.Fatal(err)
	}
	n := m.Calls()
	if n < 100 {
		t.Fatalf("only %d calls", n)
	}
	step := max(1, n/400)
	for k := 1; k <= n; k += step {
		m := disktest.New()
		m.FailAt(k, io.ErrClosedPipe)
		if err := run(m); !errors.Is(err, io.ErrClosedPipe) || m.Opened() > 0 {
			t.Errorf("call %d of %d: %v, %d files open", k, n, err, m.Opened())
		}
	}
}

// TestStreamStops when its context ends.
func TestStreamStops(t *testing.T) {
	p := program(t, kin)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	in := []casefile.File{file(p, "case.csv", "id,cost,city\n"+strings.Repeat("1,1,\n", 5000))}
	if _, err := casefile.OpenStream(ctx, p.IR(), in, casefile.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestTally tells sets of rows apart, but not their orders.
func TestTally(t *testing.T) {
	type row struct {
		ordinal uint64
		key     []string
	}
	tally := func(rows ...row) (t casefile.Tally) {
		for _, r := range rows {
			t.Add(r.ordinal, r.key...)
		}
		return t
	}
	a, b, c := row{1, []string{"A"}}, row{2, []string{"A"}}, row{1, []string{"B"}}
	if tally(a, b, c) != tally(c, b, a) {
		t.Error("the order counts")
	}
	sets := [][]row{{}, {a}, {a, a}, {a, b}, {a, c}, {b, b}, {{1, []string{"A", ""}}}, {{1, []string{"", "A"}}}, {{2, []string{"B"}}, {1, []string{"A"}}}, {{1, []string{"B"}}, {2, []string{"A"}}}}
	for i, x := range sets {
		for _, y := range sets[:i] {
			if tally(x...) == tally(y...) {
				t.Errorf("%v and %v have one tally", x, y)
			}
		}
	}
	if n := tally(a, a, b).Rows; n != 3 {
		t.Errorf("%d rows counted", n)
	}
}
