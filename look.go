package drgrule

import (
	"context"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Looker looks at any named value of a case as text: for tests of rules, which
// speak of more than outputs.
type Looker struct {
	prog   *Program
	rec    *ir.Record
	w      *scalar.World // nil when the case was refused before evaluation
	res    slot.Result
	key    string
	faults []Fault
	tags   tagger
}

// Look evaluates every case of a root record and hands it to yield.
func (b *Batch) Look(ctx context.Context, record string, yield func(*Looker) error) error {
	rec, err := b.rootRecord(record)
	if err != nil {
		return err
	}
	tags := b.prog.tagger(b.given)
	return b.cases(ctx, rec, func(c casefile.Case) error {
		l, err := b.look(rec, c, tags)
		if err != nil {
			return err
		}
		return yield(l)
	})
}

func (b *Batch) look(rec *ir.Record, c casefile.Case, tags tagger) (l *Looker, err error) {
	row := c.Bundle.Rows[rec.ID][0]
	defer b.placed(row, &err)
	defer contain("evaluate", b.prog.ir.Hash, &err)
	l = &Looker{prog: b.prog, rec: rec, tags: tags, faults: c.Faults, key: KeyText(rec, row.Key(rec.Key)), res: slot.Result{Outcome: Refused}}
	if len(c.Faults) == 0 {
		l.w = scalar.New(b.plan, c.Bundle, b.stream.Set())
		l.res = l.w.Run()
	}
	return l, nil
}

// Rows returns how many rows of a record the case has.
func (l *Looker) Rows(rec int) int {
	if l.w == nil {
		return 0
	}
	return l.w.Rows(rec)
}

// Key returns the key of a row, its parts joined by "/".
func (l *Looker) Key(rec, i int) string {
	if l.w == nil {
		return l.key
	}
	return KeyText(l.prog.ir.Records[rec], l.w.Key(rec, i))
}

// Named returns a result of a row by name: an output, else a named value; or outcome,
// fault (its code), reasons, tags. What has no value is named for its state: none,
// undetermined, review, refused, awaiting.
func (l *Looker) Named(rec, i int, name string) string {
	switch {
	case name == "outcome":
		return string(l.res.Outcome)
	case name == "fault" && len(l.faults) > 0:
		return string(l.faults[0].Code)
	case name == "fault" && l.res.Fault != nil:
		return string(l.res.Fault.Code)
	case name == "fault":
		return ""
	case l.w == nil || l.res.Outcome == Refused:
		return "refused"
	}
	if name == "tags" {
		return strings.Join(l.rowTags(rec), " ")
	}
	text, _, ok := l.prog.named(l.w, l.prog.ir.Records[rec], i, name, l.res)
	if !ok {
		return "no such result"
	}
	return text
}

// named finds a result by name: an output of the row's record, then a named value.
func (p *Program) named(w *scalar.World, r *ir.Record, i int, name string, res slot.Result) (string, value.Type, bool) {
	for _, o := range p.ir.Outputs {
		if o.Name == name && o.Rec == r.ID {
			if w.Awaits(o.Node) {
				return "awaiting", o.Type, true
			}
			return slotText(w.Eval(o.Node, r.ID, i), o.Type), o.Type, true
		}
	}
	switch name {
	case "outcome":
		return string(res.Outcome), value.Type{}, true
	case "fault":
		return "none", value.Type{}, true
	case "reasons":
		return strings.Join(res.Reasons, "; "), value.Type{}, true
	}
	v := p.ir.Value(name)
	if v == nil || v.Rec != r.ID && v.Rec != -1 {
		return "", value.Type{}, false
	}
	if w.Awaits(v.Node) {
		return "awaiting", v.Type, true
	}
	if v.Has != ir.None {
		if has := w.Eval(v.Has, r.ID, i); has.Is(false) {
			return "none", v.Type, true
		}
	}
	return slotText(w.Eval(v.Node, r.ID, i), v.Type), v.Type, true
}

// rowTags lists what the outputs and payments of a record rest on.
func (l *Looker) rowTags(rec int) []string {
	var out []string
	for _, o := range l.prog.ir.Outputs {
		if o.Rec == rec {
			out = append(out, l.tags(o.Node, o.Tags)...)
		}
	}
	for _, v := range l.prog.ir.Values {
		if v.Kind == ir.PaymentValue && v.Rec == rec {
			out = append(out, l.tags(v.Node, v.Tags)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func slotText(s slot.Slot, t value.Type) string {
	switch s.State {
	case slot.Undetermined:
		return "undetermined"
	case slot.InReview:
		return "review"
	case slot.Faulty:
		return "refused: " + string(s.Fault.Code)
	}
	return s.Value.Text(t)
}
