package drgrule

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
	"github.com/drgrule/drgrule/runtime/trace"
)

// A Case is one case: its fields by name, and under their `back` names the rows that
// belong to it ([]map[string]any). Numbers are texts or Go integers; a float64 is
// refused, because it is not exact. Codes and ids are texts, dates are texts or
// time.Time (the day on its own clock).
type Case map[string]any

// Rates is what an evaluation needs beside the case. The zero value has nothing.
type Rates struct {
	Run    map[string]any              // the inputs of the run: the fields of record "run"
	Rows   map[string][]map[string]any // rows of other root records, such as pools, with what nests in them
	Assume map[string]string           // values over many cases, by name
}

// A Fault is one thing wrong with the data of a case: where, and what.
type Fault = casefile.Fault

// A Trace explains the result of one case. Render it with the functions of
// runtime/trace, or as JSON.
type Trace = trace.Trace

// An Outcome is how a case ends.
type Outcome = slot.Outcome

// The outcomes of a case.
const (
	Refused       = slot.Refused
	NeedsReview   = slot.NeedsReview
	Paid          = slot.Paid
	Awaiting      = slot.Awaiting
	NotApplicable = slot.NotApplicable
	Decided       = slot.Decided
)

// A Result is what a case comes to.
type Result struct {
	Record  string
	Outcome Outcome
	Faults  []Fault  // Refused: what is wrong with the data
	Reasons []string // NeedsReview: why; "missing:field" names a field that was not reported
	Rows    []Row    // the case itself, then the rows that belong to it and have results
	Hash    string   // of the ruleset
	Key     []string // of a case of a batch, its parts; one that could not be read is empty
	File    string   // where the case came from
	Line    int
	Ordinal uint64 // its place among the cases of its record, over all files of a batch
}

// A Row is the results of one row.
type Row struct {
	Record   string
	Key      []string
	Outputs  []Value
	Payments []Value
}

// Tags lists what the results of the row rest on.
func (r *Row) Tags() []string {
	var out []string
	for _, v := range slices.Concat(r.Outputs, r.Payments) {
		out = append(out, v.Tags...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A Value is one result. Text is empty unless the result is a value.
type Value struct {
	Name   string
	Column string // the heading in result files
	Text   string
	State  string // value, undetermined, review, refused, awaiting
	Value  value.Value
	Type   value.Type
	Tags   []string // what it rests on: sample:table, provisional:name, assumed:name
}

// Output returns the text of an output of the case itself.
func (r *Result) Output(name string) (string, bool) {
	if len(r.Rows) == 0 {
		return "", false
	}
	for _, v := range r.Rows[0].Outputs {
		if v.Name == name {
			return v.Text, v.State == trace.StateValue
		}
	}
	return "", false
}

// MainRecord returns the record that Eval takes cases of: "case" if the ruleset has
// it, else the first root record with results.
func (p *Program) MainRecord() string {
	if r := p.ir.Record("case"); r != nil && r.Owner < 0 {
		return r.Name
	}
	for _, r := range p.Roots() {
		return r
	}
	return ""
}

// Roots lists the records whose rows are evaluated as cases: those that have, or own
// rows that have, outputs or payments.
func (p *Program) Roots() []string {
	var out []string
	for _, r := range p.ir.Records {
		if r.Owner >= 0 || r.Run {
			continue
		}
		has := slices.ContainsFunc(p.ir.Outputs, func(o *ir.Output) bool { return p.ir.Records[o.Rec].Root == r.ID }) ||
			slices.ContainsFunc(p.ir.Values, func(v *ir.Named) bool {
				return v.Kind == ir.PaymentValue && p.ir.Records[v.Rec].Root == r.ID
			})
		if has && !r.Derived {
			out = append(out, r.Name)
		}
	}
	return out
}

// Eval evaluates one case of the main record. Rates may be nil. The error is about
// the call, never about the data: what is wrong with that is in the Result.
func (p *Program) Eval(ctx context.Context, c Case, r *Rates) (Result, error) {
	return p.EvalRecord(ctx, p.MainRecord(), c, r)
}

// EvalRecord evaluates one case of a given root record.
func (p *Program) EvalRecord(ctx context.Context, record string, c Case, r *Rates) (out Result, err error) {
	defer contain("evaluate", p.ir.Hash, &err)
	rec, w, faults, res, err := p.run(ctx, record, c, r)
	if err != nil {
		return Result{}, err
	}
	return p.result(rec, w, faults, res, p.tagger(r)), nil
}

// Explain evaluates one case of the main record and tells how its results came
// about.
func (p *Program) Explain(ctx context.Context, c Case, r *Rates) (*Trace, error) {
	return p.ExplainRecord(ctx, p.MainRecord(), c, r)
}

// ExplainRecord explains one case of a given root record.
func (p *Program) ExplainRecord(ctx context.Context, record string, c Case, r *Rates) (t *Trace, err error) {
	defer contain("explain", p.ir.Hash, &err)
	rec, w, faults, res, err := p.run(ctx, record, c, r)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return p.refused(rec, faults), nil
	}
	return trace.Build(p.ir, w, rec.ID, res, r.assumes), nil
}

// WhyNot explains one payment of a case: its condition, and what is missing for it.
func (p *Program) WhyNot(ctx context.Context, c Case, r *Rates, payment string) (t *Trace, err error) {
	defer contain("explain", p.ir.Hash, &err)
	v := p.ir.Value(payment)
	if v == nil || v.Kind != ir.PaymentValue {
		return nil, fmt.Errorf("drgrule: there is no payment %q", payment)
	}
	root := p.ir.Records[p.ir.Records[v.Rec].Root].Name
	rec, w, faults, res, err := p.run(ctx, root, c, r)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return p.refused(rec, faults), nil
	}
	t, _ = trace.WhyNot(p.ir, w, rec.ID, res, r.assumes, payment)
	return t, nil
}

// refused is the trace of a case that the gate refused.
func (p *Program) refused(rec *ir.Record, faults []Fault) *Trace {
	t := &Trace{
		FormatVersion: trace.FormatVersion, Ruleset: p.ir.Name, Title: p.ir.Title, Hash: p.ir.Hash,
		Record: rec.Name, RecordTitle: rec.Title, Outcome: string(Refused), Rows: []trace.Row{},
	}
	for _, f := range faults {
		t.Faults = append(t.Faults, trace.Fault{
			Record: f.Record, Title: p.ir.Record(f.Record).Title, Place: trace.Place(f.File, f.Line), Column: f.Column, Code: f.Code,
		})
	}
	return t
}

// run checks and evaluates one case. The world is nil when the gate refused it.
func (p *Program) run(ctx context.Context, record string, c Case, r *Rates) (*ir.Record, *scalar.World, []Fault, slot.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, nil, slot.Result{}, err
	}
	rec := p.ir.Record(record)
	if rec == nil || rec.Owner >= 0 {
		return nil, nil, nil, slot.Result{}, fmt.Errorf("drgrule: there is no root record %q", record)
	}
	plan, refs, err := p.surroundings(r)
	if err != nil {
		return nil, nil, nil, slot.Result{}, err
	}
	b, faults := casefile.Nested(p.ir, rec, c, "", 0)
	if len(faults) > 0 {
		return rec, nil, faults, slot.Result{Outcome: Refused}, nil
	}
	w := scalar.New(plan, b, refs)
	return rec, w, nil, w.Run(), nil
}

// surroundings binds what stands beside one case.
func (p *Program) surroundings(r *Rates) (*scalar.Plan, *casefile.Set, error) {
	set, err := casefile.Open(p.ir, nil)
	if err != nil {
		return nil, nil, err
	}
	plan, err := p.surround(set, r)
	return plan, set, err
}

// surround adds what the caller gives beside the cases. Mistakes in it are the caller's:
// errors of the call, which name fields and codes, never values.
func (p *Program) surround(set *casefile.Set, r *Rates) (*scalar.Plan, error) {
	if r == nil {
		r = &Rates{}
	}
	if err := p.addRun(set, r.Run); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(r.Rows)) {
		rec := p.ir.Record(name)
		if rec == nil || rec.Owner >= 0 || rec.Run {
			return nil, fmt.Errorf("drgrule: there is no root record %q", name)
		}
		for i, m := range r.Rows[name] {
			b, faults := casefile.Nested(p.ir, rec, m, "", i+1)
			if len(faults) > 0 {
				return nil, fmt.Errorf("drgrule: row %d of %s: %s.%s: %s", i+1, name, faults[0].Record, faults[0].Column, faults[0].Code)
			}
			if !set.AddRow(rec, b.Rows[rec.ID][0], m) {
				return nil, fmt.Errorf("drgrule: row %d of %s: %s", i+1, name, diag.RowTwice)
			}
		}
	}
	assumed, err := p.assumed(r.Assume)
	if err != nil {
		return nil, err
	}
	return scalar.NewPlan(p.ir, assumed), nil
}

func (p *Program) addRun(set *casefile.Set, run map[string]any) error {
	rec := p.ir.Record("run")
	if rec == nil || !rec.Run {
		if len(run) > 0 {
			return &InputError{Kind: RunInput}
		}
		return nil
	}
	if run == nil {
		return nil // a rule that needs them refuses the case, with the place
	}
	row, faults := casefile.NewGate(p.ir, rec).Map(run, "", 0)
	if len(faults) > 0 {
		return &InputError{RunInput, faults[0].Column, faults[0].Code}
	}
	if !set.AddRow(rec, row, nil) {
		return fmt.Errorf("drgrule: run inputs: %s", diag.RowTwice)
	}
	return nil
}

// assumed reads values over many cases that the caller supplies; each must be of the
// type of its value.
func (p *Program) assumed(in map[string]string) (map[string]value.Value, error) {
	if len(in) == 0 {
		return nil, nil
	}
	out := map[string]value.Value{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		v := p.ir.Value(name)
		if v == nil || v.Stratum == 0 || v.Kind == ir.PaymentValue || v.Kind == ir.CriteriaValue {
			return nil, &InputError{Kind: AssumedValue, Name: name}
		}
		spec := cell.Spec{Type: v.Type, Optional: v.Has != ir.None}
		x, present, code := spec.Parse(in[name])
		if code != "" {
			return nil, &InputError{AssumedValue, name, code}
		}
		out[name] = x
		if v.Has != ir.None {
			out["has "+name] = value.OfBool(present)
		}
	}
	return out, nil
}

// result collects what a case came to.
func (p *Program) result(rec *ir.Record, w *scalar.World, faults []Fault, res slot.Result, tags tagger) Result {
	out := Result{Record: rec.Name, Outcome: res.Outcome, Faults: faults, Reasons: res.Reasons, Hash: p.ir.Hash}
	if w == nil {
		return out
	}
	if f := res.Fault; f != nil {
		out.Faults = append(out.Faults, p.evalFault(rec, w, f))
	}
	for _, r := range p.ir.Records {
		if r != rec && (r.Root != rec.ID || !p.hasResults(r.ID)) {
			continue
		}
		for i := range w.Rows(r.ID) {
			out.Rows = append(out.Rows, p.resultRow(r, w, i, res.Outcome, tags))
		}
	}
	return out
}

// assumes reports whether a value over many cases is given.
func (r *Rates) assumes(name string) bool {
	if r == nil {
		return false
	}
	_, ok := r.Assume[name]
	return ok
}

// A tagger lists what a result rests on under the values that a run assumes; static is
// what it rests on under none. It is not safe for concurrent use.
type tagger func(node ir.NodeID, static []string) []string

func (p *Program) tagger(r *Rates) tagger {
	if r == nil || len(r.Assume) == 0 {
		return func(_ ir.NodeID, static []string) []string { return static }
	}
	known := map[ir.NodeID][]string{}
	return func(node ir.NodeID, _ []string) []string {
		if _, ok := known[node]; !ok {
			known[node] = p.ir.Tags(node, r.assumes)
		}
		return known[node]
	}
}

func (p *Program) hasResults(rec int) bool {
	return slices.ContainsFunc(p.ir.Outputs, func(o *ir.Output) bool { return o.Rec == rec }) ||
		slices.ContainsFunc(p.ir.Values, func(v *ir.Named) bool { return v.Kind == ir.PaymentValue && v.Rec == rec })
}

// evalFault names the row and the values where a fault arose.
func (p *Program) evalFault(rec *ir.Record, w *scalar.World, f *slot.Fault) Fault {
	out := Fault{Record: rec.Name, Code: f.Code, Detail: f.Text}
	row := w.Row(rec.ID, 0)
	if f.Rec >= 0 && p.ir.Records[f.Rec].Root == rec.ID && f.Row < w.Rows(f.Rec) {
		out.Record = p.ir.Records[f.Rec].Name
		row = w.Row(f.Rec, f.Row)
	}
	out.File, out.Line = row.File, row.Line
	return out
}

func (p *Program) resultRow(r *ir.Record, w *scalar.World, i int, outcome Outcome, tags tagger) Row {
	out := Row{Record: r.Name}
	key := w.Key(r.ID, i)
	for j, k := range r.Key {
		out.Key = append(out.Key, key.List[j].Text(r.Fields[k].Spec.Type))
	}
	for _, v := range p.ir.Values {
		if v.Kind == ir.PaymentValue && v.Rec == r.ID {
			out.Payments = append(out.Payments, p.resultValue(w, Value{Name: v.Name, Column: v.Name, Type: v.Type, Tags: tags(v.Node, v.Tags)}, v.Node, r.ID, i, outcome))
		}
	}
	for _, o := range p.ir.Outputs {
		if o.Rec == r.ID {
			out.Outputs = append(out.Outputs, p.resultValue(w, Value{Name: o.Name, Column: o.Column, Type: o.Type, Tags: tags(o.Node, o.Tags)}, o.Node, r.ID, i, outcome))
		}
	}
	return out
}

func (p *Program) resultValue(w *scalar.World, v Value, node ir.NodeID, rec, i int, outcome Outcome) Value {
	switch {
	case w.Awaits(node):
		v.State = trace.StateAwaiting
		return v
	case outcome == Refused:
		v.State = trace.StateRefused
		return v
	}
	s := w.Eval(node, rec, i)
	switch s.State {
	case slot.Determined:
		v.State, v.Value, v.Text = trace.StateValue, s.Value, s.Value.Text(v.Type)
	case slot.Undetermined:
		v.State = trace.StateUndetermined
	case slot.InReview:
		v.State = trace.StateReview
	default:
		v.State = trace.StateRefused
	}
	return v
}
