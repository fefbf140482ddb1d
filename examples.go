package drgrule

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/coverage"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A TestResult is how one worked example, or one property on the cases of the
// examples, went.
type TestResult struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"` // example, property
	File     string     `json:"file"`
	Line     int        `json:"line"`
	Passed   bool       `json:"passed"`
	Failures []Mismatch `json:"failures,omitempty"`
	Cites    []string   `json:"cites,omitempty"`
	Grade    string     `json:"grade,omitempty"`
	Derived  bool       `json:"derived,omitempty"`
}

// A Mismatch is one expectation that was not met.
type Mismatch struct {
	Name string `json:"name"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// Test runs the worked examples of the ruleset, and its properties on their cases.
func (p *Program) Test(ctx context.Context) ([]TestResult, error) {
	return p.test(ctx, &tester{prog: p})
}

// Coverage runs the worked examples and the properties, and tells which conditions and
// table rows of the ruleset they reach.
func (p *Program) Coverage(ctx context.Context) (*coverage.Report, error) {
	t := &tester{prog: p, watch: coverage.New(p.ir)}
	if _, err := p.test(ctx, t); err != nil {
		return nil, err
	}
	tableProperties(p.ir, t.watch)
	return t.watch.Report(path.Base(p.entry)), nil
}

func (p *Program) test(ctx context.Context, t *tester) (out []TestResult, err error) {
	defer contain("test", p.ir.Hash, &err)
	for _, ex := range p.info.Examples {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if ex.Rows != "" {
			more, err := t.rows(ex)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
		if ex.Given != nil {
			out = append(out, t.example(ex, ex.Name, given(ex.Given), expected(ex.Expect)))
		}
	}
	return append(out, t.properties()...), nil
}

// tester runs examples; it keeps the worlds that properties are checked on.
type tester struct {
	prog   *Program
	worlds []exampleWorld
	watch  *coverage.Collector // or nil
}

type exampleWorld struct {
	name string
	root int
	w    *scalar.World
}

// given turns the literals of an example into the maps that cases are given as. The word
// none is no text there, but what is not there.
func given(o *syntax.ObjectLit) map[string]any {
	return goObject(o, func(w string) any {
		if w == "none" {
			return nil
		}
		return w
	})
}

func goObject(o *syntax.ObjectLit, word func(string) any) map[string]any {
	out := map[string]any{}
	for _, p := range o.Pairs {
		out[p.Key] = goLiteral(p.Value, word)
	}
	return out
}

func goLiteral(l syntax.Lit, word func(string) any) any {
	switch v := l.(type) {
	case *syntax.StrLit:
		return v.Value
	case *syntax.NumLit:
		return literalNumber(v.Text)
	case *syntax.BoolLit:
		return v.Value
	case *syntax.Word:
		return word(v.Name)
	case *syntax.ListLit:
		out := make([]any, len(v.Items))
		for i, it := range v.Items {
			out[i] = goLiteral(it, word)
		}
		return out
	case *syntax.ObjectLit:
		return goObject(v, word)
	}
	return nil
}

// literalNumber keeps a number's digits on their way to a cell.
type literalNumber string

// String returns the digits.
func (n literalNumber) String() string { return string(n) }

func expected(o *syntax.ObjectLit) map[string]any {
	if o == nil {
		return nil
	}
	return goObject(o, func(w string) any { return w })
}

// rows runs the examples of a CSV file; the check has seen to its columns.
func (t *tester) rows(ex *check.Example) ([]TestResult, error) {
	b, err := readFile(t.prog.rules, path.Join(t.prog.entry, ex.Rows), int64(syntax.MaxTableBytes.Max))
	if err != nil {
		return nil, err
	}
	text, _ := cell.Decode(bytes.Clone(b), cell.Auto)
	rows, err := cell.NewRows(text)
	if err != nil {
		return nil, err
	}
	var out []TestResult
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil || row.Problem != "" {
			return nil, fmt.Errorf("%s: line %d cannot be read", ex.Rows, row.Line)
		}
		name, in, want := t.fromRow(rows.Header, row.Cells)
		if len(in)+len(want) == 0 {
			continue
		}
		if name != "" {
			name = ex.Name + ": " + name
		} else {
			name = fmt.Sprintf("%s, %s:%d", ex.Name, ex.Rows, row.Line)
		}
		r := t.example(ex, name, in, want)
		r.File, r.Line = path.Join(path.Dir(r.File), ex.Rows), row.Line
		out = append(out, r)
	}
}

// fromRow makes one example of a line: columns record.field are given, as are values over
// many cases; columns expect.name are expected; `name` and `note` are texts. A row of a
// record nests in the row that it belongs to.
func (t *tester) fromRow(header, cells []string) (name string, in, want map[string]any) {
	in, want = map[string]any{}, map[string]any{}
	for i, h := range header {
		text := strings.Trim(cells[i], " \t\u3000")
		group, field, dot := strings.Cut(h, ".")
		switch {
		case h == "name":
			name = text
		case h == "note" || text == "":
		case group == "expect":
			want[field] = text
		case !dot:
			in[h] = text
		default:
			below(in, group)[field] = text
		}
	}
	for _, r := range slices.Backward(t.prog.ir.Records) { // owners stand before what they own
		if m, ok := in[r.Name]; ok && r.Owner >= 0 {
			delete(in, r.Name)
			below(in, t.prog.ir.Records[r.Owner].Name)[casefile.NestName(r)] = []any{m}
		}
	}
	return name, in, want
}

// below is the map under a name; it is made if it is not there.
func below(m map[string]any, name string) map[string]any {
	in, ok := m[name].(map[string]any)
	if !ok {
		in = map[string]any{}
		m[name] = in
	}
	return in
}

func (t *tester) example(ex *check.Example, name string, in, want map[string]any) TestResult {
	pos := ex.Block.NameSpan.Start()
	out := TestResult{Name: name, Kind: "example", File: ex.File.Name, Line: pos.Line, Grade: ex.Grade, Derived: ex.Derived}
	for _, c := range ex.Source.Cites {
		out.Cites = append(out.Cites, strings.TrimSuffix(c.Source.Name+": "+c.Clause, ": "))
	}
	root, c, rates, err := t.split(in)
	if err != nil {
		out.Failures = []Mismatch{{Name: "given", Want: "a case", Got: err.Error()}}
		return out
	}
	out.Failures = t.compare(name, root, c, rates, want)
	out.Passed = len(out.Failures) == 0
	return out
}

// split tells the case itself from what stands beside it.
func (t *tester) split(in map[string]any) (root *ir.Record, c Case, r *Rates, err error) {
	r = &Rates{Rows: map[string][]map[string]any{}, Assume: map[string]string{}}
	roots := t.prog.Roots()
	about := t.prog.MainRecord() // of several records with results: the main one, or the first
	for _, name := range roots {
		if _, given := in[t.prog.MainRecord()]; !given && in[name] != nil {
			about = name
			break
		}
	}
	for name, x := range in {
		rec := t.prog.ir.Record(name)
		m, isMap := x.(map[string]any)
		switch {
		case rec == nil && x == nil:
			r.Assume[name] = ""
		case rec == nil:
			r.Assume[name] = fmt.Sprint(x)
		case rec.Run && isMap:
			r.Run = m
		case isMap && name == about:
			root, c = rec, m
		case isMap:
			r.Rows[name] = []map[string]any{m}
		default:
			rows, ok := x.([]any)
			if !ok {
				return nil, nil, nil, fmt.Errorf("%s is not a row", name)
			}
			for _, e := range rows {
				if m, ok := e.(map[string]any); ok {
					r.Rows[name] = append(r.Rows[name], m)
				}
			}
		}
	}
	if root == nil {
		return nil, nil, nil, fmt.Errorf("no record among %s", strings.Join(roots, ", "))
	}
	return root, c, r, nil
}

// compare evaluates a case and lists what differs from what is expected.
func (t *tester) compare(name string, root *ir.Record, c Case, rates *Rates, want map[string]any) []Mismatch {
	plan, refs, err := t.prog.surroundings(rates)
	if err != nil {
		return []Mismatch{{Name: "given", Want: "valid inputs", Got: err.Error()}}
	}
	b, faults := casefile.Nested(t.prog.ir, root, c, "", 0)
	if len(faults) > 0 {
		return compareRefused(want, faults[0].Code, fmt.Sprintf("%s %s.%s", faults[0].Code, faults[0].Record, faults[0].Column))
	}
	w := scalar.New(plan, b, refs)
	if t.watch != nil {
		w.Watch(t.watch)
	}
	res := w.Run()
	if res.Outcome == Refused {
		return compareRefused(want, res.Fault.Code, string(res.Fault.Code)+" "+res.Fault.Text)
	}
	t.worlds = append(t.worlds, exampleWorld{name, root.ID, w})
	return t.compareRow(w, root, 0, want, res)
}

// compareRefused: a refused case can only be expected to be refused. An example that
// expects nothing expects a case that is not.
func compareRefused(want map[string]any, code diag.Code, got string) []Mismatch {
	if len(want) == 0 {
		return []Mismatch{{Name: "outcome", Want: "not refused", Got: "refused: " + got}}
	}
	var out []Mismatch
	for _, name := range sortedKeys(want) {
		x := fmt.Sprint(want[name])
		if name == "outcome" && x == string(Refused) || name == "fault" && x == string(code) {
			continue
		}
		out = append(out, Mismatch{Name: name, Want: x, Got: "refused: " + got})
	}
	return out
}

func sortedKeys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// compareRow holds one row against what is expected of it. Names are outputs, then
// named values; the names of rows that belong to it lead to lists.
func (t *tester) compareRow(w *scalar.World, r *ir.Record, i int, want map[string]any, res slot.Result) []Mismatch {
	var out []Mismatch
	for _, name := range sortedKeys(want) {
		x := want[name]
		got, typ, ok := t.prog.named(w, r, i, name, res)
		if list, isList := x.([]any); isList && !ok {
			out = append(out, t.compareRows(w, r, i, name, list, res)...)
			continue
		}
		if !ok {
			out = append(out, Mismatch{Name: name, Want: fmt.Sprint(x), Got: "there is no such output or value"})
			continue
		}
		if !sameText(fmt.Sprint(x), got, typ) {
			out = append(out, Mismatch{Name: name, Want: fmt.Sprint(x), Got: got})
		}
	}
	return out
}

// sameText compares numbers, truths and dates as such: 48000 and 48000.00, 是 and true,
// 2024/6/30 and 2024-06-30 are the same.
func sameText(want, got string, t value.Type) bool {
	if want == got {
		return true
	}
	switch t.Kind {
	case value.Number:
		a, ok1 := value.ParseNum(want)
		b, ok2 := value.ParseNum(got)
		return ok1 && ok2 && a.Equal(b)
	case value.Bool, value.Date, value.Month:
		v, ok, _ := (&cell.Spec{Type: t}).Parse(want)
		return ok && v.Text(t) == got
	}
	return false
}

// compareRows compares the rows that belong to a row, in the order of the case (rows
// of a derived record in the order of their keys).
func (t *tester) compareRows(w *scalar.World, r *ir.Record, i int, name string, list []any, res slot.Result) []Mismatch {
	for _, child := range t.prog.ir.Records {
		if child.Owner != r.ID || casefile.NestName(child) != name {
			continue
		}
		var rows []int
		for j := range w.Rows(child.ID) {
			if owner := w.Row(child.ID, j).Fields[child.OwnerBy].Value; value.Equal(owner, w.Key(r.ID, i)) {
				rows = append(rows, j)
			}
		}
		if len(rows) != len(list) {
			return []Mismatch{{Name: name, Want: fmt.Sprintf("%d rows", len(list)), Got: fmt.Sprintf("%d rows", len(rows))}}
		}
		var out []Mismatch
		for k, x := range list {
			m, _ := x.(map[string]any)
			for _, d := range t.compareRow(w, child, rows[k], m, res) {
				d.Name = fmt.Sprintf("%s[%d].%s", name, k, d.Name)
				out = append(out, d)
			}
		}
		return out
	}
	return []Mismatch{{Name: name, Want: "rows", Got: "no rows have that name"}}
}

// properties checks the claims about rows of records on every example's case.
func (t *tester) properties() []TestResult {
	var out []TestResult
	awaits := t.prog.ir.Awaiting(func(string) bool { return false })
	for _, p := range t.prog.ir.Properties {
		if p.Rec < 0 {
			continue // a table's rows were checked when the ruleset was compiled
		}
		r := TestResult{Name: p.Name, Kind: "property", Passed: true}
		if at := p.Source.At; !at.IsZero() {
			r.File, r.Line = at.File.Name, at.Start().Line
		}
		for _, ew := range t.worlds {
			rec := t.prog.ir.Records[p.Rec]
			if rec.Root != ew.root || awaits[p.Node] {
				continue
			}
			for i := range ew.w.Rows(p.Rec) {
				if s := ew.w.Eval(p.Node, p.Rec, i); s.Is(false) || s.State == slot.Faulty {
					r.Passed = false
					r.Failures = append(r.Failures, Mismatch{Name: ew.name, Want: "true", Got: slotText(s, value.BoolType)})
				}
			}
		}
		out = append(out, r)
	}
	return out
}

// tableProperties checks the claims about rows of tables; a row that breaks one is a
// mistake of the rules.
func tableProperties(p *ir.Program, watch *coverage.Collector) diag.List {
	var out diag.List
	plan := scalar.NewPlan(p, nil)
	for _, prop := range p.Properties {
		if prop.Table < 0 {
			continue
		}
		t := p.Tables[prop.Table]
		w := scalar.New(plan, &slot.Bundle{Root: -1, Rows: make([][]*slot.Row, len(p.Records))}, nil)
		if watch != nil {
			w.Watch(watch)
		}
		for i := range t.Rows {
			ref := t.RowRef(i)
			if s := w.EvalElement(prop.Node, prop.Scope, ref); !s.Is(true) {
				key := make([]string, len(ref.List))
				for j, k := range t.Key {
					key[j] = ref.List[j].Text(t.Columns[k].Type)
				}
				out = append(out, diag.New(diag.PropertyFails, prop.Formula.Span, prop.Name, t.Name, strings.Join(key, " / ")))
				break
			}
		}
	}
	return out
}
