package conformance

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
	"github.com/drgrule/drgrule/runtime/trace"
)

// drawer draws rows for the records of a program: cells of their types, near the constants
// that the rules speak of.
type drawer struct {
	r     *rand.Rand
	p     *ir.Program
	words map[value.Kind][]string
	keys  map[int][]string // ids of the rows drawn, by record
}

// drawRows draws a CSV file for every record that is read from one, by name.
func drawRows(r *rand.Rand, p *ir.Program) map[string][]byte {
	d := &drawer{r: r, p: p, words: map[value.Kind][]string{}, keys: map[int][]string{}}
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.Op == ir.Const {
			d.words[n.Value.Kind] = append(d.words[n.Value.Kind], n.Value.Text(n.Type))
		}
	}
	for k, more := range map[value.Kind][]string{
		value.Text: {"A", "B", "C1"}, value.Code: {"A", "A1", "C71", "XA0100001"}, value.Number: {"0", "1", "2", "0.01", "3", "100", "9999", "-1"},
		value.Date: {"2024-01-01", "2023-12-31", "2024-02-29", "1900-01-01", "2199-12-31"}, value.Month: {"2024-01", "2023-12"}, value.Bool: {"1", "0"},
	} {
		d.words[k] = append(d.words[k], more...)
	}
	for _, rec := range p.Records {
		for i := range 4 {
			d.keys[rec.ID] = append(d.keys[rec.ID], fmt.Sprintf("%d", i+1))
		}
	}
	out := map[string][]byte{}
	for _, rec := range p.Records {
		if !rec.Derived {
			out[rec.Name] = d.file(rec)
		}
	}
	return out
}

func (d *drawer) file(rec *ir.Record) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	var head []string
	for _, f := range rec.Fields {
		if f.Is == ir.None {
			head = append(head, f.Name)
		}
	}
	_ = w.Write(head)
	rows := 4
	if rec.Owner >= 0 {
		rows = 7
	}
	if rec.Run {
		rows = 1
	}
	for i := range rows {
		var cells []string
		for j, f := range rec.Fields {
			if f.Is != ir.None {
				continue
			}
			text := d.cell(f, &f.Spec)
			if len(rec.Key) > 0 && j == rec.Key[len(rec.Key)-1] { // the last part tells rows apart
				if t, ok := d.distinct(&f.Spec, i); ok {
					text = t
				}
			}
			cells = append(cells, text)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}

// distinct is a key's text that differs from row to row.
func (d *drawer) distinct(s *cell.Spec, i int) (string, bool) {
	text := fmt.Sprintf("%d", i+1)
	_, _, code := s.Parse(text)
	return text, code == "" && s.Type.Kind != value.Enum && s.Type.Kind != value.Bool
}

func (d *drawer) cell(f *ir.Field, s *cell.Spec) string {
	if (s.Optional || s.Unknown) && d.r.IntN(3) == 0 {
		return ""
	}
	for range 20 {
		if text := d.text(f, s); text != "" {
			if _, _, code := s.Parse(text); code == "" {
				return text
			}
		}
	}
	for _, b := range []*cell.Bound{s.Lo, s.Hi} { // narrow bounds: one of them, or just inside
		if b != nil {
			step := value.Pow10(-max(s.Type.Dec, 0))
			for _, n := range []value.Num{b.Num, b.Num.Add(step), b.Num.Sub(step)} {
				if _, _, code := s.Parse(n.String()); code == "" {
					return n.String()
				}
			}
		}
	}
	return "1"
}

func (d *drawer) text(f *ir.Field, s *cell.Spec) string {
	pick := func(list []string) string { return list[d.r.IntN(len(list))] }
	switch s.Type.Kind {
	case value.Enum:
		return pick(s.Type.Members)
	case value.Ref:
		if f.RefTo >= 0 {
			return pick(d.keys[f.RefTo])
		}
		if rows := d.p.Tables[f.Table].Rows; len(rows) > 0 {
			t := d.p.Tables[f.Table]
			return rows[d.r.IntN(len(rows))].Cells[t.Key[0]].Text(t.Columns[t.Key[0]].Type)
		}
		return "A"
	case value.List:
		elem := *s
		elem.Type, elem.Optional, elem.Unknown = *s.Type.Elem, false, false
		var parts []string
		for range 1 + d.r.IntN(3) {
			parts = append(parts, d.text(f, &elem))
		}
		return strings.Join(parts, s.Separator)
	case value.Number:
		n, ok := value.ParseNum(pick(d.words[value.Number]))
		if !ok {
			return "1"
		}
		if s.Type.Dec >= 0 {
			if d.r.IntN(3) == 0 { // just beside what the rules speak of
				n = n.Add(value.Pow10(-s.Type.Dec).Mul(value.Int(int64(d.r.IntN(3) - 1))))
			}
			n = n.Round(s.Type.Dec, value.HalfUp)
		}
		return n.String()
	}
	return pick(d.words[s.Type.Kind])
}

// evalChecked evaluates every case of a program and returns what it comes to. It checks that
// - no root reads a value that is not there or divides by 0: the checker has excluded both;
// - every value of a node is of the node's type: its kind, its decimals, its size;
// - a named value that is there is not missed for want of a guard;
// - every case can be explained.
func evalChecked(t *testing.T, p *drgrule.Program, files map[string][]byte, text string) string {
	t.Helper()
	prog := p.IR()
	var in []casefile.File
	for _, name := range sortedNames(files) {
		in = append(in, casefile.File{Record: prog.Record(name), Name: name + ".csv", Bytes: files[name], Format: casefile.CSV})
	}
	set, err := casefile.Open(prog, in)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var out strings.Builder
	roots := p.Roots()
	slices.Sort(roots)
	for _, name := range roots {
		rec := prog.Record(name)
		for i := range set.Count(rec) {
			evalCase(t, &out, prog, set, rec, set.Case(rec, i), text, files)
		}
	}
	return out.String()
}

func evalCase(t *testing.T, out *strings.Builder, prog *ir.Program, set *casefile.Set, rec *ir.Record, c casefile.Case, text string, files map[string][]byte) {
	t.Helper()
	if len(c.Faults) > 0 {
		fmt.Fprintf(out, "%s refused by the gate: %s\n", rec.Name, c.Faults[0].Code)
		return
	}
	plan := scalar.NewPlan(prog, nil)
	w := scalar.New(plan, c.Bundle, set)
	res := w.Run()
	fmt.Fprintf(out, "%s %s %v", rec.Name, res.Outcome, res.Reasons)
	if f := res.Fault; f != nil {
		fmt.Fprintf(out, " %s %d", f.Code, f.Node)
		if f.Code == diag.AbsentRead || f.Code == diag.DivisionByZero {
			t.Fatalf("a root ends in %s at node %d\n%s\n%s\n%v", f.Code, f.Node, text, prog, files)
		}
	}
	out.WriteString("\n")
	dumpValues(t, out, prog, w, rec, text, files)
	checkNodes(t, prog, w, rec, text, files)
	tr := trace.Build(prog, scalar.New(plan, c.Bundle, set), rec.ID, res, func(string) bool { return false })
	if err := trace.Pretty(io.Discard, tr, diag.Zh); err != nil {
		t.Fatal(err)
	}
}

// dumpValues writes every named value and output of every row.
func dumpValues(t *testing.T, out *strings.Builder, prog *ir.Program, w *scalar.World, root *ir.Record, text string, files map[string][]byte) {
	t.Helper()
	var lines []string
	for _, rec := range prog.Records {
		if rec.Root != root.ID {
			continue
		}
		for i := range w.Rows(rec.ID) {
			for _, v := range prog.Values {
				if v.Rec != rec.ID || w.Awaits(v.Node) {
					continue
				}
				has := slot.Truth(true)
				if v.Has != ir.None {
					has = w.Eval(v.Has, rec.ID, i)
				}
				s := w.Eval(v.Node, rec.ID, i)
				if has.Is(true) && s.State == slot.Faulty && (s.Fault.Code == diag.AbsentRead || s.Fault.Code == diag.DivisionByZero) {
					t.Fatalf("%s ends in %s though it is there\n%s\n%s\n%v", v.Name, s.Fault.Code, text, prog, files)
				}
				if has.Is(true) {
					lines = append(lines, fmt.Sprintf("%s %d %s = %s", rec.Name, i, v.Name, slotDump(s, v.Type)))
				}
			}
			for _, o := range prog.Outputs {
				if o.Rec == rec.ID && !w.Awaits(o.Node) {
					lines = append(lines, fmt.Sprintf("%s %d output %s = %s", rec.Name, i, o.Name, slotDump(w.Eval(o.Node, rec.ID, i), o.Type)))
				}
			}
		}
	}
	slices.Sort(lines)
	out.WriteString(strings.Join(lines, "\n") + "\n")
}

func slotDump(s slot.Slot, typ value.Type) string {
	if s.State == slot.Faulty {
		return string(s.Fault.Code)
	}
	return fmt.Sprint(s.State, s.Reasons, s.Value.Text(typ))
}

// checkNodes evaluates every node of the rows, demanded or not, and holds its value against
// its type.
func checkNodes(t *testing.T, prog *ir.Program, w *scalar.World, root *ir.Record, text string, files map[string][]byte) {
	t.Helper()
	for id := range prog.Nodes {
		n := &prog.Nodes[id]
		if n.Scope > 0 || n.Rec >= 0 && prog.Records[n.Rec].Root != root.ID {
			continue
		}
		rows := 1
		if n.Rec >= 0 {
			rows = w.Rows(n.Rec)
		}
		for i := range rows {
			s := w.Eval(ir.NodeID(id), n.Rec, i)
			if wrong := outsideType(s, n.Type); wrong != "" {
				t.Fatalf("node %d: %s, its type %+v\n%s\n%s\n%v", id, wrong, n.Type, text, prog, files)
			}
		}
	}
}

// outsideType says in what a value is not of a type, or "".
func outsideType(s slot.Slot, t value.Type) string {
	if !s.OK() {
		return ""
	}
	v := s.Value
	switch {
	case v.Kind != t.Kind:
		return fmt.Sprintf("a value of kind %d", v.Kind)
	case v.Kind != value.Number:
		return ""
	}
	if t.Dec == value.Rat {
		if r := v.Num.Rat(); r.Num().BitLen() > t.Bits || r.Denom().BitLen() > t.DenBits {
			return fmt.Sprintf("%s has %d bits over %d", v.Num, r.Num().BitLen(), r.Denom().BitLen())
		}
		return ""
	}
	scaled := v.Num.Mul(value.Pow10(t.Dec))
	switch {
	case !scaled.IsInt():
		return fmt.Sprintf("%s has more than %d decimals", v.Num, t.Dec)
	case scaled.BitLen() > t.Bits:
		return fmt.Sprintf("%s has %d bits at %d decimals", v.Num, scaled.BitLen(), t.Dec)
	}
	return ""
}
