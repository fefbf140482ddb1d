package settle

import (
	"encoding/binary"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// closed is what a value over many cases came to for one row: the value, and whether
// there is one.
type closed struct{ value, has slot.Slot }

// rates are what is closed by key: totals, and of scans what their rows came to in all.
type rates struct {
	byNode map[ir.NodeID]*closedTotal // totals: what their nodes hold
	scans  map[ir.NodeID]*closedTotal
	list   []*closedTotal
}

type closedTotal struct {
	unit  *unit
	empty closed // of a row to which nothing was given
	keys  map[string]*rate
}

// rate is a closed total of one row, and who is in it.
type rate struct {
	key value.Value
	closed
	Membership
}

func newRates() rates {
	return rates{byNode: map[ir.NodeID]*closedTotal{}, scans: map[ir.NodeID]*closedTotal{}}
}

// of begins a closed total, or what is known of a scan by key.
func (r *rates) of(u *unit) *closedTotal {
	t := &closedTotal{unit: u, keys: map[string]*rate{}}
	to := r.byNode
	if u.given.Scan != nil {
		to = r.scans
	}
	for _, id := range []ir.NodeID{u.node, u.has} {
		if id != ir.None {
			to[id] = t
		}
	}
	r.list = append(r.list, t)
	return t
}

// slot is what a node of a total holds for a row.
func (r *rates) slot(node ir.NodeID, key value.Value) (slot.Slot, bool) {
	t := r.byNode[node]
	if t == nil {
		return slot.Slot{}, false
	}
	c := t.empty
	if k := t.keys[value.Key(key)]; k != nil {
		c = k.closed
	}
	if node == t.unit.has {
		return c.has, true
	}
	return c.value, true
}

// Rows tells of how many rows a closed total of a row is made, or how many rows stand in
// the order of a scan.
func (s *Settlement) Rows(node ir.NodeID, key value.Value) (int64, bool) {
	t := s.rates.byNode[node]
	if t == nil {
		t = s.rates.scans[node]
	}
	if t == nil {
		return 0, false
	}
	if k := t.keys[value.Key(key)]; k != nil {
		return k.Included.Rows, true
	}
	return 0, true
}

// A mark is what a node came to for one row of a case.
type mark struct {
	node ir.NodeID
	row  value.Value
	slot slot.Slot
}

// marks are the results of scans and predicates, by round, in the order of the cases;
// those that other cases read are at hand by key as well.
type marks struct {
	rounds []Sorted
	keep   map[ir.NodeID]bool
	kept   map[ir.NodeID]map[string]slot.Slot
}

func newMarks(p *ir.Program) marks {
	return marks{keep: kept(p), kept: map[ir.NodeID]map[string]slot.Slot{}}
}

// addMark writes a mark for a row of a case.
func addMark(to Sorter, at place, m mark) error {
	key := binary.BigEndian.AppendUint32(nil, uint32(at.root))
	key = binary.BigEndian.AppendUint64(key, uint64(at.ordinal))
	e := encoder{}
	e.uint(uint64(m.node))
	e.value(m.row)
	e.slot(m.slot)
	return to.Add(key, e.b)
}

func readMark(key, data []byte) (place, mark, error) {
	d := decoder{b: data}
	m := mark{node: ir.NodeID(d.uint()), row: d.value(), slot: d.slot()}
	return place{int(binary.BigEndian.Uint32(key)), int64(binary.BigEndian.Uint64(key[4:]))}, m, d.end()
}

// take sorts the marks of a round.
func (m *marks) take(s Sorter) error {
	sorted, err := s.Sort()
	if err != nil {
		return err
	}
	m.rounds = append(m.rounds, sorted)
	if len(m.keep) == 0 {
		return nil
	}
	return each(sorted, func(key, data []byte) error {
		_, x, err := readMark(key, data)
		if err != nil || !m.keep[x.node] {
			return err
		}
		if m.kept[x.node] == nil {
			m.kept[x.node] = map[string]slot.Slot{}
		}
		m.kept[x.node][value.Key(x.row)] = x.slot
		return nil
	})
}

// open goes along the cases of a root.
func (m *marks) open(root int) (*markCursor, error) {
	out := &markCursor{root: root}
	for _, s := range m.rounds {
		c, err := s.Open()
		if err != nil {
			return nil, err
		}
		r := &roundCursor{Cursor: c}
		out.rounds = append(out.rounds, r)
		if err := r.move(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// markCursor goes along the cases of a root in their order.
type markCursor struct {
	root   int
	rounds []*roundCursor
}

type roundCursor struct {
	Cursor
	at   place
	next mark
	ok   bool
}

func (c *roundCursor) move() error {
	key, data, ok, err := c.Next()
	if c.ok = ok; err != nil || !ok {
		return err
	}
	c.at, c.next, err = readMark(key, data)
	return err
}

// of returns the marks of a case; the cases must be asked for in their order.
func (c *markCursor) of(ordinal int64) ([]mark, error) {
	var out []mark
	for _, r := range c.rounds {
		for r.ok && (r.at.root < c.root || r.at.root == c.root && r.at.ordinal <= ordinal) {
			if r.at == (place{c.root, ordinal}) {
				out = append(out, r.next)
			}
			if err := r.move(); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (c *markCursor) close() error {
	for _, r := range c.rounds {
		if err := r.Close(); err != nil {
			return err
		}
	}
	return nil
}

// view is what is closed, seen from one case.
type view struct {
	s    *Settlement
	rows map[string]slot.Slot
}

func (s *Settlement) view(list []mark) *view {
	v := &view{s: s}
	if len(list) > 0 {
		v.rows = make(map[string]slot.Slot, len(list))
		for _, m := range list {
			v.rows[markKey(m.node, m.row)] = m.slot
		}
	}
	return v
}

func markKey(node ir.NodeID, row value.Value) string {
	return string(binary.AppendUvarint(nil, uint64(node))) + value.Key(row)
}

// Slot implements slot.Closed.
func (v *view) Slot(node ir.NodeID, key value.Value) (slot.Slot, bool) {
	if s, ok := v.s.rates.slot(node, key); ok {
		return s, true
	}
	if s, ok := v.rows[markKey(node, key)]; ok {
		return s, true
	}
	s, ok := v.s.marks.kept[node][value.Key(key)]
	return s, ok
}
