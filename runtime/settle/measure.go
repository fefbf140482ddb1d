package settle

import (
	"context"
	"slices"

	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A place is where a row stands among the cases of a run: marks go back to it.
type place struct {
	root    int
	ordinal int64
}

// A gift is what one row gives to one unit.
type gift struct {
	unit   int // among those of the round
	at     place
	row    value.Value // its own key
	key    value.Value // of the row that it counts for
	keyed  bool        // that key is known
	counts bool        // `where` holds
	in     fn.Input
	state  slot.Slot // not a value: why the row is held or refused
	order  []byte    // scans: the keys of the order
	ties   []byte    // caps: the keys for ties
	limit  value.Num // caps
	member *member   // predicates
}

// measured is what a case gives to the units of a round.
type measured struct{ gifts []*gift }

// measure goes once through every case that the units of a round are made of.
func (s *Settlement) measure(ctx context.Context, list []*unit, makers []maker) error {
	plan := s.plan(list[0].stratum - 1)
	for _, r := range s.prog.Records {
		if r.Owner >= 0 || !slices.ContainsFunc(list, func(u *unit) bool { return s.madeOf(u, r.ID) }) {
			continue
		}
		m := &measurer{Settlement: s, plan: plan, list: list, root: r.ID, haunts: make([]*haunt, len(list))}
		for i, u := range list {
			if u.loop != nil {
				m.haunts[i] = newHaunt(s.prog, u)
			}
		}
		cursor, err := s.marks.open(r.ID)
		if err != nil {
			return err
		}
		type numbered struct {
			Input
			ordinal int64
			marks   []mark
		}
		n := int64(-1)
		err = ordered(ctx, s.opt.Workers, s.opt.Batch, func(ctx context.Context, yield func(numbered) error) error {
			return s.cases.Each(ctx, r.ID, func(in Input) error {
				n++
				marks, err := cursor.of(n)
				if err != nil {
					return err
				}
				return yield(numbered{in, n, marks})
			})
		}, func(in numbered) *measured {
			return m.measure(in.Input, in.ordinal, in.marks)
		}, func(out *measured) error {
			for _, g := range out.gifts {
				if err := makers[g.unit].take(g); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			err = cursor.close()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// madeOf reports whether rows of a root's cases give something to a unit, or ask it.
func (s *Settlement) madeOf(u *unit, root int) bool {
	return s.prog.Records[u.child()].Root == root || u.loop != nil && u.rec >= 0 && s.prog.Records[u.rec].Root == root
}

// measurer looks at the cases of one root; it is used by many workers at a time.
type measurer struct {
	*Settlement
	plan   *scalar.Plan
	list   []*unit
	haunts []*haunt // of predicates
	root   int
}

// measure evaluates a case as far as it is known in this round. A case that some root
// refuses gives to nothing.
func (m *measurer) measure(in Input, ordinal int64, marks []mark) *measured {
	out := &measured{}
	at := place{m.root, ordinal}
	if in.Refused {
		m.refused(out, in.Bundle, at)
		return out
	}
	w := scalar.New(m.plan, in.Bundle, m.source)
	w.Close(m.view(marks))
	refusal := slot.Slot{}
	if res := w.Run(); res.Outcome == slot.Refused {
		refusal = slot.Fail(*res.Fault)
	}
	for i, u := range m.list {
		if u.loop != nil {
			out.gifts = append(out.gifts, m.members(w, i, u, at, refusal)...)
		} else if m.prog.Records[u.given.Child].Root == m.root {
			for row := range w.Rows(u.given.Child) {
				out.gifts = append(out.gifts, m.gift(w, i, u, row, at, refusal))
			}
		}
	}
	return out
}

// gift takes what one row gives to a total or a scan.
func (m *measurer) gift(w *scalar.World, i int, u *unit, row int, at place, refusal slot.Slot) *gift {
	g := &gift{unit: i, at: at, row: w.Key(u.given.Child, row)}
	g.key, g.in, g.state, g.counts = w.Gives(u.given, row)
	g.keyed = g.counts
	g.state = slot.Settle(g.state)
	if scan := u.given.Scan; scan != nil && g.counts && g.state.OK() {
		g.order, g.ties = keys(w, scan.Order, u.given.Child, row), keys(w, scan.Ties, u.given.Child, row)
		if scan.Kind == ir.ScanCap {
			limit, _ := w.EvalAt(scan.Limit, u.given.Target, g.key)
			g.limit = limit.Value.Num
		}
	}
	if !g.counts && !g.state.OK() { // `where` or `by` is not known; the key may be all the same
		if by := w.Eval(u.given.By, u.given.Child, row); by.OK() {
			g.key, g.keyed = by.Value, true
		}
	}
	if !refusal.OK() {
		g.state = slot.Strict(refusal, g.state)
	}
	return g
}

// keys writes the keys of an order for one row.
func keys(w *scalar.World, list []ir.Key, rec, row int) []byte {
	var out []byte
	for _, k := range list {
		out = appendKey(out, w.Eval(k.Node, rec, row).Value, k.Desc)
	}
	return out
}

// refused counts the rows of a case that the gate has refused.
func (m *measurer) refused(out *measured, b *slot.Bundle, at place) {
	state := slot.Fail(slot.Fault{Node: ir.None, Rec: -1})
	for i, u := range m.list {
		if m.prog.Records[u.child()].Root == m.root {
			for range b.Rows[u.child()] {
				out.gifts = append(out.gifts, &gift{unit: i, at: at, state: state})
			}
		}
	}
}
