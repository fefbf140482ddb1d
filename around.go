package drgrule

import (
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

// around is what stands around the cases of one call: run inputs, rows that they refer
// to, and what stands for values over many cases.
type around struct {
	prog    *Program
	set     *casefile.Set
	plan    *scalar.Plan
	assumed map[string]value.Value
	run     map[string]string // as the caller gave them
	assume  map[string]string
	st      trace.Standing
	closed  slot.Closed // or nil
	tags    tagger
}

// beside binds what the caller gives beside one case.
func (p *Program) beside(r *Rates) (*around, error) {
	set, err := casefile.Open(p.ir, nil)
	if err != nil {
		return nil, err
	}
	return p.around(set, r)
}

// around binds what the caller gives beside the cases. Mistakes in it are the caller's:
// errors of the call, which name fields and codes, never values.
func (p *Program) around(set *casefile.Set, r *Rates) (*around, error) {
	if r == nil {
		r = &Rates{}
	}
	a := &around{prog: p, set: set, run: texts(r.Run), assume: r.Assume}
	run := r.Run
	if r.Settled != nil {
		var err error
		if run, err = a.as(r.Settled); err != nil {
			return nil, err
		}
	}
	if err := p.addRun(set, run); err != nil {
		return nil, err
	}
	if err := p.addRows(set, r.Rows); err != nil {
		return nil, err
	}
	var err error
	if a.assumed, err = p.assumed(a.assume); err != nil {
		return nil, err
	}
	if len(a.assumed) > 0 {
		a.st.Assumed = func(name string) bool { _, ok := a.assumed[name]; return ok }
	}
	if s := r.Settled; s != nil {
		a.settled(s.closed.Plan(a.assumed), s.closed)
		a.closed, a.st.Certificate = s.closed, s.Hash
		return a, nil
	}
	a.plan = scalar.NewPlan(p.ir, a.assumed, a.st.Standing)
	a.tags = p.tagger(a.st.Standing)
	return a, nil
}

// as takes the run inputs and assumed values of a settlement: its cases are evaluated
// with them again. What the caller gives must agree.
func (a *around) as(s *Settled) (map[string]any, error) {
	for name, v := range a.run {
		if was, ok := s.Certificate.Run[name]; !ok || was != v {
			return nil, fmt.Errorf("drgrule: the settlement ran with another %s", name)
		}
	}
	for name, v := range a.assume {
		if was, ok := s.Certificate.Assumed[name]; !ok || was != v {
			return nil, fmt.Errorf("drgrule: the settlement did not assume this %s", name)
		}
	}
	a.run, a.assume = s.Certificate.Run, s.Certificate.Assumed
	if len(a.run) == 0 {
		return nil, nil
	}
	run := map[string]any{}
	for name, v := range a.run {
		run[name] = v
	}
	return run, nil
}

// settled takes a plan in which many cases are closed.
func (a *around) settled(plan *scalar.Plan, rows interface {
	Rows(node ir.NodeID, key value.Value) (int64, bool)
}) {
	a.plan = plan
	a.st.Settled, a.st.Rows = true, rows.Rows
	a.tags = a.prog.tagger(a.st.Standing)
}

// world prepares a case for evaluation. closed is what many cases came to for it.
func (a *around) world(b *slot.Bundle, closed slot.Closed) *scalar.World {
	w := scalar.New(a.plan, b, a.set)
	w.Close(closed)
	return w
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

// addRows adds rows of other roots.
func (p *Program) addRows(set *casefile.Set, rows map[string][]map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		rec := p.ir.Record(name)
		if rec == nil || rec.Owner >= 0 || rec.Run {
			return fmt.Errorf("drgrule: there is no root record %q", name)
		}
		for i, m := range rows[name] {
			b, faults := casefile.Nested(p.ir, rec, m, "", i+1)
			if len(faults) > 0 {
				return fmt.Errorf("drgrule: row %d of %s: %s.%s: %s", i+1, name, faults[0].Record, faults[0].Column, faults[0].Code)
			}
			if !set.AddRow(rec, b.Rows[rec.ID][0], m) {
				return fmt.Errorf("drgrule: row %d of %s: %s", i+1, name, diag.RowTwice)
			}
		}
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
