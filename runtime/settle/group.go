package settle

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// group makes a predicate over rows of other cases: it brings the rows that refer to
// one row together with those that ask about it.
type group struct {
	s    *Settlement
	u    *unit
	h    *haunt
	plan *scalar.Plan
	ctl  *Control
	rows Sorter
	open bool // a row is held of which nobody knows what it refers to
	now  []asked

	about  string // the group at hand: the row that its rows refer to
	worlds []*scalar.World
	elems  []value.Value
	ghosts []*ghost
	size   int
}

// asked is a question of a row whose answer is known without looking at other cases.
type asked struct {
	at    place
	row   value.Value
	state slot.Slot
}

// A member is a row that is looked at, or one that asks.
type member struct {
	key   value.Value // the row that it refers to, or asks about
	known bool        // that is known
	asks  bool
	index int // its place among the rows of its case
	ghost *ghost
}

func newGroup(s *Settlement, u *unit) *group {
	return &group{
		s: s, u: u, h: newHaunt(s.prog, u), plan: s.plan(u.stratum - 1), ctl: s.Report.control(s.prog, u), rows: s.opt.NewSorter(),
	}
}

// members are what the rows of a case give to a predicate, and what they ask.
func (m *measurer) members(w *scalar.World, i int, u *unit, at place, refusal slot.Slot) []*gift {
	var out []*gift
	h := m.haunts[i]
	if r := m.prog.Records[u.loop.Record]; r.Root == m.root {
		for row := range w.Rows(r.ID) {
			ref, has := reference(w, r.Fields[u.loop.Field], r.ID, row)
			if ref = slot.Settle(ref); !refusal.OK() {
				ref = slot.Strict(refusal, ref)
			}
			g := &gift{unit: i, at: at, row: w.Key(r.ID, row), counts: has, state: ref, member: &member{key: ref.Value, known: has && ref.OK()}}
			if g.member.known {
				g.member.ghost = h.ghost(w, r.ID, row, false)
			}
			out = append(out, g)
		}
	}
	if u.rec >= 0 && m.prog.Records[u.rec].Root == m.root {
		for row := range w.Rows(u.rec) {
			about := w.Eval(m.prog.Nodes[u.node].Args[0], u.rec, row)
			if !refusal.OK() {
				about = slot.Strict(refusal, about)
			}
			g := &gift{unit: i, at: at, row: w.Key(u.rec, row), state: about, member: &member{asks: true, key: about.Value, known: about.OK(), index: row}}
			if about.OK() {
				g.member.ghost = h.ghost(w, u.rec, row, true)
			}
			out = append(out, g)
		}
	}
	return out
}

// take implements maker.
func (g *group) take(x *gift) error {
	m := x.member
	if m == nil { // of a case that is not evaluated
		g.ctl.Membership.add(x)
		return nil
	}
	if !m.asks {
		g.ctl.Membership.add(x)
		g.open = g.open || x.state.State == slot.InReview
	}
	if !m.known {
		if m.asks {
			g.now = append(g.now, asked{x.at, x.row, x.state})
		}
		return nil
	}
	about := appendOrder(nil, m.key)
	e := encoder{}
	e.text(string(about))
	if m.asks {
		e.uint(1)
		e.uint(uint64(x.at.root))
		e.int(x.at.ordinal)
		e.uint(uint64(m.index))
	} else {
		e.uint(0)
	}
	e.value(x.row)
	m.ghost.encode(&e)
	kind := byte(0) // those that are looked at come first
	if m.asks {
		kind = 1
	}
	return g.rows.Add(appendOrder(append(about, kind), x.row), e.b)
}

// close implements maker.
func (g *group) close(marks Sorter) error {
	for _, a := range g.now {
		if err := addMark(marks, a.at, mark{g.u.node, a.row, a.state}); err != nil {
			return err
		}
	}
	g.now = nil
	sorted, err := g.rows.Sort()
	if err != nil {
		return err
	}
	err = each(sorted, func(_, data []byte) error { return g.next(marks, data) })
	if err != nil {
		return err
	}
	return sorted.Close()
}

// next takes the next row of a group: first come those that are looked at, in the order
// of their keys, then those that ask.
func (g *group) next(marks Sorter, data []byte) error {
	d := decoder{b: data}
	if about := d.text(); about != g.about || g.ctl.Keys == 0 {
		g.about, g.size = about, 0
		g.worlds, g.elems, g.ghosts = nil, nil, nil
		g.ctl.Keys++
		if g.open {
			g.ctl.Open++
		}
	}
	var at place
	index := 0
	asks := d.uint() == 1
	if asks {
		at, index = place{int(d.uint()), d.int()}, int(d.uint())
	}
	row := d.value()
	own := readGhost(&d)
	if err := d.end(); err != nil {
		return err
	}
	if asks {
		return g.ask(marks, at, row, index, own)
	}
	if g.size++; g.size > g.s.prog.Records[g.u.loop.Record].MaxRows {
		return nil // whoever asks is refused
	}
	g.worlds = append(g.worlds, own.world(g.s.prog, g.plan, g.s.source, g.s.view(nil)))
	g.elems = append(g.elems, row)
	g.ghosts = append(g.ghosts, own)
	return nil
}

// ask evaluates the predicate for one row that asks, and marks the answer. Of a row that
// a search has found, what others read of it becomes known as well.
func (g *group) ask(marks Sorter, at place, row value.Value, index int, own *ghost) error {
	answer := slot.Slot{}
	switch record := g.s.prog.Records[g.u.loop.Record]; {
	case g.open:
		answer = stillOpen(g.u).value
	case g.size > record.MaxRows:
		answer = slot.Fail(slot.Fault{Code: diag.GroupTooLarge, Node: g.u.node, Text: record.Name, Rec: g.u.rec, Row: index})
	default:
		w := own.world(g.s.prog, g.plan, g.s.source, g.s.view(nil))
		answer = w.Over(g.u.node, g.u.rec, 0, g.elems, g.worlds)
	}
	if answer.State == slot.Faulty {
		answer.Fault.Rec, answer.Fault.Row = g.u.rec, index // wherever it arose, it is of the row that asks
	}
	if err := addMark(marks, at, mark{g.u.node, row, answer}); err != nil {
		return err
	}
	if g.u.loop.Kind != ir.LoopFind || !answer.OK() {
		return nil
	}
	for i, e := range g.elems {
		if !value.Equal(e, answer.Value) {
			continue
		}
		for _, id := range g.h.found {
			if err := addMark(marks, at, mark{id, e, g.ghosts[i].rows[0].slots[id]}); err != nil {
				return err
			}
		}
	}
	return nil
}
