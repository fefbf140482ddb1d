package settle

import (
	"bytes"

	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// scan makes ranks and running totals: it goes through the rows of each key in their
// order, and keeps no more than where it is.
type scan struct {
	rows  *rowSorter
	state fn.State // running total: of the key at hand
	n     int64    // rank: rows of the key so far
	key   []byte
}

// rowSorter keeps the rows of a scan, by key and order, and who is among them.
type rowSorter struct {
	s     *Settlement
	u     *unit
	ctl   *Control
	sums  map[string]*partition
	open  bool // a row is held of which nobody knows what it counts for
	byKey Sorter
}

// partition is what is known of the rows of one key before they are gone through.
type partition struct {
	key   value.Value
	open  bool // a row is in review: nobody knows the place of the others
	sum   value.Num
	limit value.Num
	Membership
	paid value.Num // caps: what is paid
	cut  int64     // caps: rows that are paid less than they claim
	last slot.Slot // what the last row came to: a rank counts the rows, a running total has all
}

func newRowSorter(s *Settlement, u *unit) *rowSorter {
	return &rowSorter{s: s, u: u, ctl: s.Report.control(s.prog, u), sums: map[string]*partition{}, byKey: s.opt.NewSorter()}
}

func newScan(s *Settlement, u *unit) *scan { return &scan{rows: newRowSorter(s, u)} }

// take implements maker.
func (s *scan) take(g *gift) error { return s.rows.take(g) }

func (r *rowSorter) partition(key value.Value) (*partition, error) {
	k := value.Key(key)
	p := r.sums[k]
	if p == nil {
		if len(r.sums) == r.s.opt.MaxKeys {
			return nil, &TooManyKeys{Name: r.u.name, Max: r.s.opt.MaxKeys}
		}
		p = &partition{key: key}
		r.sums[k] = p
	}
	return p, nil
}

// take keeps a row that has a place. One that is in review has none; unless it is left
// out, nobody knows the places of the others either.
func (r *rowSorter) take(g *gift) error {
	r.ctl.Membership.add(g)
	var p *partition
	if g.keyed {
		var err error
		if p, err = r.partition(g.key); err != nil {
			return err
		}
		p.Membership.add(g)
	}
	switch {
	case g.state.State == slot.InReview && !r.u.given.Exclude && p == nil:
		r.open = true
	case g.state.State == slot.InReview && !r.u.given.Exclude:
		p.open = true
	case g.state.OK() && !g.counts:
		return nil // outside of `where`: whoever reads it asks first
	}
	if g.row.Kind == value.Never {
		return nil // of a case that is not evaluated
	}
	if g.state.OK() && g.in.Value.Kind == value.Number {
		p.sum = p.sum.Add(g.in.Value.Num)
	}
	if g.state.OK() {
		p.limit = g.limit
	}
	return r.byKey.Add(r.order(g), r.encode(g))
}

// order is the key of a row: what it counts for, its place, itself. Rows without a
// place come first.
func (r *rowSorter) order(g *gift) []byte {
	if !g.state.OK() {
		return appendOrder(nil, g.row)
	}
	out := appendOrder(nil, g.key)
	out = append(out, g.order...)
	return appendOrder(out, g.row)
}

func (r *rowSorter) encode(g *gift) []byte {
	e := encoder{}
	e.uint(uint64(g.at.root))
	e.int(g.at.ordinal)
	e.value(g.row)
	e.slot(g.state)
	if g.state.OK() {
		e.value(g.key)
		e.value(g.in.Value)
		e.value(g.in.Weight)
		e.text(string(g.ties))
	}
	return e.b
}

func (r *rowSorter) decode(data []byte) (*gift, error) {
	d := decoder{b: data}
	g := &gift{at: place{int(d.uint()), d.int()}, row: d.value(), state: d.slot()}
	if g.state.OK() {
		g.key, g.in.Value, g.in.Weight, g.ties = d.value(), d.value(), d.value(), []byte(d.text())
	}
	return g, d.end()
}

// each goes through the rows in their order, and marks those that have no place for what
// they are.
func (r *rowSorter) each(marks Sorter, visit func(g *gift, p *partition) error) error {
	sorted, err := r.byKey.Sort()
	if err != nil {
		return err
	}
	err = each(sorted, func(_, data []byte) error {
		g, err := r.decode(data)
		if err != nil {
			return err
		}
		if !g.state.OK() {
			return r.mark(marks, g, closed{g.state, g.state})
		}
		p := r.sums[value.Key(g.key)]
		if r.open || p.open {
			return r.mark(marks, g, stillOpen(r.u))
		}
		return visit(g, p)
	})
	if err != nil {
		return err
	}
	return sorted.Close()
}

// done keeps what the rows of each key came to in all.
func (r *rowSorter) done() {
	out := r.s.rates.of(r.u)
	for k, p := range r.sums {
		x := closed{p.last, slot.Truth(p.Included.Rows > 0)}
		if r.open || p.open {
			r.ctl.Open++
			x = stillOpen(r.u)
		}
		out.keys[k] = &rate{key: p.key, closed: x, Membership: p.Membership}
	}
	r.ctl.Keys = len(r.sums)
	r.sums = nil
}

// mark writes what the value came to for a row.
func (r *rowSorter) mark(marks Sorter, g *gift, c closed) error {
	if r.u.node != ir.None {
		if err := addMark(marks, g.at, mark{r.u.node, g.row, c.value}); err != nil {
			return err
		}
	}
	if r.u.has != ir.None {
		return addMark(marks, g.at, mark{r.u.has, g.row, c.has})
	}
	return nil
}

// close implements maker.
func (s *scan) close(marks Sorter) error {
	u := s.rows.u
	err := s.rows.each(marks, func(g *gift, p *partition) error {
		if key := appendOrder(nil, g.key); s.n == 0 || !bytes.Equal(key, s.key) {
			s.key, s.n = key, 0
			if u.given.Agg != nil {
				s.state = u.given.Agg.Start(u.given.Params, 0)
			}
		}
		s.n++
		x := closed{slot.Of(value.OfInt(s.n)), slot.Truth(true)}
		if u.given.Scan.Kind == ir.ScanRunning {
			s.state.Add(g.in)
			x = finished(u, s.state)
		}
		p.last = x.value
		return s.rows.mark(marks, g, x)
	})
	s.rows.done()
	return err
}
