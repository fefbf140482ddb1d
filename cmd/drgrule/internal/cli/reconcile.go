package cli

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// A tally accounts for cases: how many, and a sum over their identities. Two tallies
// agree when the same cases are in both, each as often; counts alone would miss one that
// is lost while another is doubled.
type tally struct {
	n   int
	sum [4]uint64
}

// add takes a case by its key, or where that cannot be read by its place.
func (t *tally) add(record string, key []string, file string, line int) {
	id := append([]string{record}, key...)
	if key == nil {
		id = append(id, "", file, strconv.Itoa(line))
	}
	h := sha256.Sum256([]byte(strings.Join(id, "\x1f")))
	for i := range t.sum {
		t.sum[i] += binary.BigEndian.Uint64(h[8*i:])
	}
	t.n++
}

// reconcile reads the written files again, and holds them against what was read and what
// was computed: every case is in the results or refused, once, and the sums of the
// written numbers are those that were printed.
func (a *app) reconcile(ctx context.Context, p *drgrule.Program, b *drgrule.Batch, roots []string, sum *totals, w *results) error {
	for _, root := range roots {
		var in tally
		err := b.Keys(ctx, root, func(key []string, file string, line int) error {
			in.add(root, key, file, line)
			return nil
		})
		if err != nil {
			return err
		}
		c := sum.roots[root]
		out, sums := c.refused, map[string]value.Num{}
		for _, rec := range p.IR().Records {
			if p.IR().Records[rec.Root].Name != root || w.grains[rec.Name] == nil {
				continue
			}
			if err := w.reread(rec, &out, sums); err != nil {
				return fail(ExitCannotRun, a.say("写出的 %s 读不回来：%v", "the written results of %s cannot be read back: %v"), rec.Name, err)
			}
		}
		if in != out {
			return fail(ExitCannotRun, a.say("%s：读入 %d 例，结果和拒绝清单共 %d 例，不是同样的病例", "%s: %d cases were read, results and refused cases are %d, and not the same"), root, in.n, out.n)
		}
		for name, n := range c.sums {
			if sums[name].Cmp(n) != 0 {
				return fail(ExitCannotRun, a.say("%s：写出的 %s 合计与计算的不一致", "%s: the written %s do not add up to what was computed"), root, name)
			}
		}
	}
	return nil
}

// reread adds up a written file.
func (w *results) reread(rec *ir.Record, cases *tally, sums map[string]value.Num) error {
	f, err := w.written(rec.Name)
	if err != nil {
		return err
	}
	defer f.Close()
	add := func(name, cell string) error {
		n, ok := value.ParseNum(cell)
		if !ok {
			return errors.New(name)
		}
		sums[name] = sums[name].Add(n)
		return nil
	}
	count := func(key []string) {
		if rec.Owner < 0 {
			cases.add(rec.Name, key, "", 0)
		}
	}
	if w.format == "jsonl" {
		return rereadLines(f, rec, count, add)
	}
	return w.rereadCSV(f, rec, count, add)
}

func (w *results) rereadCSV(f io.Reader, rec *ir.Record, count func(key []string), add func(name, cell string) error) error {
	r := csv.NewReader(f)
	names := w.numbers(rec)
	for line := 0; ; line++ {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case line == 0:
			continue // the heading
		}
		count(cells[:len(rec.Key)])
		for i, name := range names {
			if name == "" || cells[i] == "" {
				continue
			}
			if err := add(name, cells[i]); err != nil {
				return err
			}
		}
	}
}

// numbers are the names of the results that are numbers, by the column of a CSV file.
func (w *results) numbers(rec *ir.Record) []string {
	out := make([]string, len(rec.Key))
	if rec.Owner < 0 {
		out = append(out, "") // outcome
	}
	name := func(name string, t value.Type) {
		if t.Kind != value.Number {
			name = ""
		}
		out = append(out, name)
	}
	for _, o := range w.prog.IR().Outputs {
		if o.Rec == rec.ID {
			name(o.Name, o.Type)
		}
	}
	for _, v := range w.prog.IR().Values {
		if v.Rec == rec.ID && v.Kind == ir.PaymentValue {
			name(v.Name, v.Type)
		}
	}
	return out
}

func rereadLines(f io.Reader, rec *ir.Record, count func(key []string), add func(name, cell string) error) error {
	d := json.NewDecoder(bufio.NewReader(f))
	for {
		var row struct {
			Key               map[string]string
			Outputs, Payments map[string]jsonValue
		}
		if err := d.Decode(&row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		key := make([]string, len(rec.Key))
		for i, k := range rec.Key {
			key[i] = row.Key[rec.Fields[k].Name]
		}
		count(key)
		for _, values := range []map[string]jsonValue{row.Outputs, row.Payments} {
			for name, v := range values {
				if v.Unit == "" || v.State != "value" {
					continue // no number
				}
				if err := add(name, v.Value); err != nil {
					return err
				}
			}
		}
	}
}

// contents reads a finished file again: its hash, and how many rows it has.
func (o *output) contents() (hash string, rows int, err error) {
	f, err := os.Open(o.Name())
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	lines := &lineCounter{}
	if _, err := io.Copy(io.MultiWriter(h, lines), f); err != nil {
		return "", 0, err
	}
	rows = lines.n
	if !strings.HasSuffix(o.final, ".jsonl") {
		rows-- // the heading
	}
	return hex.EncodeToString(h.Sum(nil)), rows, nil
}

// lineCounter counts the lines of a file, those inside of quotes apart.
type lineCounter struct {
	n      int
	quoted bool
}

// Write implements io.Writer.
func (c *lineCounter) Write(b []byte) (int, error) {
	for _, x := range b {
		switch {
		case x == '"':
			c.quoted = !c.quoted
		case x == '\n' && !c.quoted:
			c.n++
		}
	}
	return len(b), nil
}
