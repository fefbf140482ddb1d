package settle

import (
	"maps"
	"slices"

	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// total makes a total over many cases: one accumulator for each row that it is of.
type total struct {
	s    *Settlement
	u    *unit
	keys map[string]*account
	open bool // a row is held of which nobody knows what it counts for
	ctl  *Control
	rows Sorter // of a Sorted aggregate: its inputs
}

// account is what a total has for one row.
type account struct {
	key   value.Value
	state fn.State
	open  bool
	Membership
}

func newTotal(s *Settlement, u *unit) *total {
	t := &total{s: s, u: u, keys: map[string]*account{}, ctl: s.Report.control(s.prog, u)}
	if u.given.Agg.Sorted {
		t.rows = s.opt.NewSorter()
	}
	return t
}

// account finds what is kept for a row, or begins it.
func (t *total) account(key value.Value) (*account, error) {
	k := value.Key(key)
	a := t.keys[k]
	if a == nil {
		if len(t.keys) == t.s.opt.MaxKeys {
			return nil, &TooManyKeys{Name: t.u.name, Max: t.s.opt.MaxKeys}
		}
		a = &account{key: key}
		if t.rows == nil {
			a.state = t.u.given.Agg.Start(t.u.given.Params, 0)
		}
		t.keys[k] = a
	}
	return a, nil
}

// take implements maker. A row that is in review keeps the total of its key open,
// unless the total says that it leaves such rows out.
func (t *total) take(g *gift) error {
	t.ctl.Membership.add(g)
	if !g.keyed {
		if g.state.State == slot.InReview && !t.u.given.Exclude {
			t.open = true
		}
		return nil
	}
	a, err := t.account(g.key)
	if err != nil {
		return err
	}
	a.add(g)
	switch {
	case g.state.State == slot.InReview && !t.u.given.Exclude:
		a.open = true
	case !g.state.OK():
	case t.rows != nil:
		key := appendOrder(appendOrder(nil, g.key), g.in.Value)
		e := encoder{}
		e.value(g.key)
		e.value(g.in.Value)
		return t.rows.Add(key, e.b)
	default:
		a.state.Add(g.in)
	}
	return nil
}

// close implements maker.
func (t *total) close(Sorter) error {
	if t.rows != nil {
		if err := t.sorted(); err != nil {
			return err
		}
	}
	empty := finished(t.u, t.u.given.Agg.Start(t.u.given.Params, 0))
	if t.open {
		empty = stillOpen(t.u)
	}
	out := t.s.rates.of(t.u)
	out.empty = empty
	for _, k := range slices.Sorted(maps.Keys(t.keys)) {
		a := t.keys[k]
		r := &rate{key: a.key, closed: finished(t.u, a.state), Membership: a.Membership}
		if a.open || t.open {
			r.closed = stillOpen(t.u)
			t.ctl.Open++
		}
		out.keys[k] = r
	}
	t.ctl.Keys = len(t.keys)
	t.keys = nil
	return nil
}

// sorted gives the inputs of an aggregate that takes them from small to large.
func (t *total) sorted() error {
	for _, a := range t.keys {
		a.state = t.u.given.Agg.Start(t.u.given.Params, a.Included.Rows)
	}
	rows, err := t.rows.Sort()
	if err != nil {
		return err
	}
	err = each(rows, func(_, data []byte) error {
		d := decoder{b: data}
		key, in := d.value(), d.value()
		if err := d.end(); err != nil {
			return err
		}
		t.keys[value.Key(key)].state.Add(fn.Input{Value: in})
		return nil
	})
	if err != nil {
		return err
	}
	return rows.Close()
}

// finished is what a total comes to: the value, and whether there is one.
func finished(u *unit, s fn.State) closed {
	v, ok := s.Value()
	if ok && u.given.Round >= 0 {
		v = value.OfNum(v.Num.Round(u.given.Round, value.HalfUp))
	}
	return closed{slot.Of(v), slot.Truth(ok)}
}

// stillOpen is what stands for a value that is not closed because a row that it is made
// of is in review.
func stillOpen(u *unit) closed {
	s := slot.ForReview(slot.OpenPrefix + u.name)
	return closed{s, s}
}
