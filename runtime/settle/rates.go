package settle

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// States of a value that is written.
const (
	isValue        = "value"
	isNone         = "none"
	isUndetermined = "undetermined"
	isReview       = "review"
	isRefused      = "refused"
)

// A Rate is one value of one row over many cases: a total, or what a pool makes of its
// totals.
type Rate struct {
	Record  string
	Key     string // its parts joined by "/"
	Name    string
	Kind    string // total; rank, running, cap: what its rows came to in all; let, bands, scorecard: made of totals
	Text    string // empty unless State is value
	State   string // value, none, undetermined, review, refused
	Note    string // why it is in review or refused
	Type    value.Type
	Members *Membership // totals
	Code    diag.Code   // refused
}

// Rates gives every closed total, for each row that something was given to and each row
// that was read, and after them what those rows make of their totals: a point value.
func (s *Settlement) Rates(ctx context.Context, yield func(*Rate) error) error {
	w := scalar.New(s.Plan(), &slot.Bundle{Root: -1, Rows: make([][]*slot.Row, len(s.prog.Records))}, s.source)
	w.Close(s.view(nil))
	list := slices.Clone(s.rates.list)
	slices.SortStableFunc(list, func(a, b *closedTotal) int { return cmp.Compare(a.unit.name, b.unit.name) })
	of := map[int][]value.Value{} // by record: every key
	for _, t := range list {
		rec := s.prog.Records[t.unit.given.Target]
		keys, err := s.keysOf(ctx, t)
		if err != nil {
			return err
		}
		if t.unit.given.Scan == nil {
			of[rec.ID] = merge(of[rec.ID], keys)
		}
		for _, k := range keys {
			if err := yield(s.rate(rec, t, k)); err != nil {
				return err
			}
		}
	}
	for _, v := range s.prog.Values {
		if v.Stratum == 0 || v.Rec < 0 || of[v.Rec] == nil || !slices.Contains([]ir.ValueKind{ir.LetValue, ir.BandsValue, ir.ScorecardValue}, v.Kind) {
			continue
		}
		rec := s.prog.Records[v.Rec]
		for _, k := range of[v.Rec] {
			r := &Rate{Record: rec.Name, Key: s.texts().key(rec, k), Name: v.Name, Kind: string(v.Kind), Type: v.Type}
			x, there := w.EvalAt(v.Node, v.Rec, k)
			if !there {
				continue
			}
			none := false
			if v.Has != ir.None {
				has, _ := w.EvalAt(v.Has, v.Rec, k)
				none = has.Is(false)
			}
			s.fill(r, x, none)
			if err := yield(r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Settlement) texts() texts { return texts{s.prog} }

// keysOf are the rows that a total is of: those that something was given to, and those
// that were read of its record.
func (s *Settlement) keysOf(ctx context.Context, t *closedTotal) ([]value.Value, error) {
	var out []value.Value
	for _, r := range t.keys {
		out = append(out, r.key)
	}
	rec := s.prog.Records[t.unit.given.Target]
	if rec.Owner < 0 && t.unit.given.Scan == nil && len(out) < s.opt.MaxKeys {
		err := s.cases.Each(ctx, rec.ID, func(in Input) error {
			if !in.Refused && len(out) < 2*s.opt.MaxKeys {
				out = append(out, in.Bundle.Rows[rec.ID][0].Key(rec.Key))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return merge(nil, out), nil
}

// merge unites sorted keys.
func merge(a, b []value.Value) []value.Value {
	out := slices.Concat(a, b)
	slices.SortFunc(out, value.Compare)
	return slices.CompactFunc(out, value.Equal)
}

func (s *Settlement) rate(rec *ir.Record, t *closedTotal, k value.Value) *Rate {
	r := &Rate{Record: rec.Name, Key: s.texts().key(rec, k), Name: t.unit.name, Kind: t.unit.kind, Members: &Membership{}}
	c := t.empty
	if found := t.keys[value.Key(k)]; found != nil {
		c, r.Members = found.closed, &found.Membership
	}
	node := t.unit.node
	if node == ir.None {
		node = t.unit.has
	}
	r.Type = s.prog.Nodes[node].Type
	s.fill(r, c.value, c.has.Is(false))
	return r
}

func (s *Settlement) fill(r *Rate, x slot.Slot, none bool) {
	r.State, r.Text, r.Note = written(s.texts(), x, r.Type)
	if none {
		r.State, r.Text = isNone, ""
	}
	if x.State == slot.Faulty {
		r.Code = x.Fault.Code
	}
}

// written shows a slot: its state, its value, and why it has none.
func written(t texts, x slot.Slot, typ value.Type) (state, text, note string) {
	switch x.State {
	case slot.Determined:
		return isValue, t.write(x.Value, typ), ""
	case slot.Undetermined:
		return isUndetermined, "", strings.Join(x.Reasons, "; ")
	case slot.InReview:
		return isReview, "", strings.Join(x.Reasons, "; ")
	}
	return isRefused, "", strings.TrimSpace(string(x.Fault.Code) + " " + x.Fault.Text)
}

// ratesHead and marksHead are the headings of the files.
var (
	ratesHead = []string{"record", "key", "name", "kind", "value", "state", "note", "rows", "excluded", "held", "refused", "ruleset"}
	marksHead = []string{"record", "key", "name", "node", "value", "state", "note"}
)

// WriteRates writes the closed totals and what is made of them, as CSV.
func (s *Settlement) WriteRates(ctx context.Context, to io.Writer) error {
	w := csv.NewWriter(to)
	if err := w.Write(ratesHead); err != nil {
		return err
	}
	err := s.Rates(ctx, func(r *Rate) error {
		count := [4]string{}
		if m := r.Members; m != nil {
			for i, c := range []Count{m.Included, m.Excluded, m.Held, m.Refused} {
				count[i] = strconv.FormatInt(c.Rows, 10)
			}
		}
		return w.Write([]string{r.Record, r.Key, r.Name, r.Kind, r.Text, r.State, r.Note, count[0], count[1], count[2], count[3], s.prog.Hash})
	})
	if err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// WriteMarks writes what was settled for single rows, as CSV: by record and key, and by
// the node of the program, which the ruleset's hash fixes.
func (s *Settlement) WriteMarks(to io.Writer) error {
	w := csv.NewWriter(to)
	if err := w.Write(marksHead); err != nil {
		return err
	}
	names := map[ir.NodeID]string{}
	for _, u := range s.units {
		names[u.node], names[u.has] = u.name, "has "+u.name
	}
	for _, round := range s.marks.rounds {
		err := each(round, func(key, data []byte) error {
			_, m, err := readMark(key, data)
			if err != nil {
				return err
			}
			n := &s.prog.Nodes[m.node]
			rec := s.prog.Records[n.Rec]
			state, text, note := written(s.texts(), m.slot, n.Type)
			if f := m.slot.Fault; state == isRefused { // its place orders it among others
				note = fmt.Sprintf("%s@%d:%d:%d %s", f.Code, f.Node, f.Rec, f.Row, f.Text)
			}
			return w.Write([]string{rec.Name, s.texts().key(rec, m.row), names[m.node], strconv.Itoa(int(m.node)), text, state, note})
		})
		if err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
