package scalar

import (
	"maps"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Plan is a program with what stands for its values over many cases. It says which
// roots can be evaluated; it is immutable.
type Plan struct {
	prog     *ir.Program
	assumed  map[string]value.Value
	standing ir.Standing
	awaits   []bool     // by node
	roots    []ir.Roots // by record
}

// NewPlan prepares a program for evaluation, with the values that the caller supplies.
// st says how far many cases are closed.
func NewPlan(p *ir.Program, assumed map[string]value.Value, st ir.Standing) *Plan {
	st.Assumed = func(name string) bool { _, ok := assumed[name]; return ok }
	awaits := p.Awaiting(st)
	return &Plan{prog: p, assumed: assumed, standing: st, awaits: awaits, roots: p.Roots(awaits, st)}
}

// Awaits reports whether the node of an output or named value needs many cases.
func (p *Plan) Awaits(node ir.NodeID) bool { return p.awaits[node] }

// A World is one case with the slots of everything evaluated so far. It is not safe
// for concurrent use.
type World struct {
	prog    *ir.Program
	plan    *Plan
	refs    slot.References
	closed  slot.Closed
	root    int
	rows    [][]*row          // by record of the case
	known   []bool            // rows of a derived record have been found
	missing []slot.Slot       // why the rows of a derived record cannot be known
	index   []map[string]*row // by record and key
	outside map[string]*row   // rows of other records
	globals *frame
	watch   slot.Watcher
}

// Watch tells a watcher what is computed from now on.
func (w *World) Watch(by slot.Watcher) { w.watch = by }

// row is a row with its slots.
type row struct {
	slot.Row
	key   value.Value
	place int    // among the rows of its record
	world *World // the case that it is evaluated in
	frame *frame
}

// frame holds the slots of one row, of one element of a predicate, or of what
// belongs to no row.
type frame struct {
	row   *row
	up    *frame // around a predicate
	scope int
	elem  value.Value
	slots []slot.Slot
	state []uint8
}

const (
	unset uint8 = iota
	running
	set
)

func newFrame(r *row, up *frame, scope, slots int) *frame {
	return &frame{row: r, up: up, scope: scope, slots: make([]slot.Slot, slots), state: make([]uint8, slots)}
}

// Close gives the world what was made of many cases.
func (w *World) Close(c slot.Closed) { w.closed = c }

// New prepares a case for evaluation. refs may be nil.
func New(plan *Plan, b *slot.Bundle, refs slot.References) *World {
	p := plan.prog
	n := len(p.Records)
	w := &World{
		prog: p, plan: plan, refs: refs, root: b.Root, rows: make([][]*row, n), known: make([]bool, n),
		missing: make([]slot.Slot, n), index: make([]map[string]*row, n), outside: map[string]*row{},
		globals: newFrame(nil, nil, 0, p.Globals),
	}
	for _, r := range p.Records {
		if r.Root == b.Root && (!r.Derived || b.Rows[r.ID] != nil) {
			for _, in := range b.Rows[r.ID] {
				w.addRow(r, *in)
			}
			w.known[r.ID] = true
		}
	}
	return w
}

func (w *World) addRow(r *ir.Record, in slot.Row) *row {
	out := &row{Row: in, key: in.Key(r.Key), place: len(w.rows[r.ID]), world: w}
	out.frame = newFrame(out, nil, 0, r.Slots)
	w.rows[r.ID] = append(w.rows[r.ID], out)
	if w.index[r.ID] == nil {
		w.index[r.ID] = map[string]*row{}
	}
	w.index[r.ID][value.Key(out.key)] = out
	return out
}

// rowsOf returns the rows of a record in this case, in the order of their keys for a
// derived record, and why they cannot be known if they cannot.
func (w *World) rowsOf(rec int) ([]*row, slot.Slot) {
	if !w.known[rec] {
		w.known[rec] = true
		w.derive(w.prog.Records[rec])
	}
	return w.rows[rec], w.missing[rec]
}

// derive finds the rows of a derived record: the keys that other rows name.
func (w *World) derive(r *ir.Record) {
	keys := map[string]value.Value{}
	for _, from := range w.prog.Records {
		for _, f := range from.Fields {
			if f.RefTo != r.ID || f.Is == ir.None || from.Root != r.Root {
				continue
			}
			rows, missing := w.rowsOf(from.ID)
			w.missing[r.ID] = slot.Strict(w.missing[r.ID], missing)
			for _, in := range rows {
				w.nameRow(r, f, in, keys)
			}
		}
	}
	for _, k := range slices.SortedFunc(maps.Values(keys), value.Compare) {
		w.addRow(r, slot.KeyRow(r, k))
	}
}

// nameRow takes the key that one row names, if it names one.
func (w *World) nameRow(r *ir.Record, f *ir.Field, in *row, keys map[string]value.Value) {
	ref, has := w.reference(f, in)
	if !ref.OK() {
		w.missing[r.ID] = slot.Strict(w.missing[r.ID], ref)
	} else if has {
		keys[value.Key(ref.Value)] = ref.Value
	}
}

// find returns the row that a reference names: of this case, of another root's row with
// what belongs to it, or one that exists because it is named.
func (w *World) find(rec int, key value.Value) *row {
	r, at := w.prog.Records[rec], string(rune(rec))+value.Key(key)
	if out, ok := w.outside[at]; ok {
		return out
	}
	if r.Root == w.root {
		w.rowsOf(rec)
		return w.index[rec][value.Key(key)]
	}
	var out *row
	if r.Owner >= 0 {
		if up := w.find(r.Owner, key.List[slices.Index(r.Key, r.OwnerBy)]); up != nil && up.world != w {
			out = up.world.find(rec, key)
		}
	} else if w.refs != nil {
		if in := w.refs.Find(rec, key); in != nil {
			other := New(w.plan, in, w.refs)
			other.watch, other.closed = w.watch, w.closed
			out = other.rows[rec][0]
		}
	}
	if out == nil && r.Derived && (w.refs == nil || !w.refs.Given(rec)) {
		out = &row{Row: slot.KeyRow(r, key), key: key, world: w}
		out.frame = newFrame(out, nil, 0, r.Slots)
	}
	w.outside[at] = out
	return out
}

// Awaits reports whether the node of an output or named value needs many cases.
func (w *World) Awaits(node ir.NodeID) bool { return w.plan.Awaits(node) }

// Rows returns how many rows a record has in this case.
func (w *World) Rows(rec int) int {
	if w.prog.Records[rec].Root != w.root {
		return 0
	}
	rows, _ := w.rowsOf(rec)
	return len(rows)
}

// Row returns a row of the case as it was read, or made from its key.
func (w *World) Row(rec, i int) *slot.Row { return &w.rows[rec][i].Row }

// Key returns the reference to a row of the case.
func (w *World) Key(rec, i int) value.Value { return w.rows[rec][i].key }

// Eval evaluates a node for a row of the case; rec is -1 for what belongs to no row.
func (w *World) Eval(node ir.NodeID, rec, i int) slot.Slot {
	return w.eval(node, w.frameAt(rec, i))
}

func (w *World) frameAt(rec, i int) *frame {
	if rec < 0 {
		return w.globals
	}
	return w.rows[rec][i].frame
}

// Peek returns the slot of a node if it was evaluated for a row of the case.
func (w *World) Peek(node ir.NodeID, rec, i int) (slot.Slot, bool) {
	n := &w.prog.Nodes[node]
	if n.Rec >= 0 && n.Rec != rec {
		return slot.Slot{}, false
	}
	f := w.frameAt(n.Rec, i)
	if n.Scope > 0 || f.state[n.Slot] != set {
		return slot.Slot{}, false
	}
	return f.slots[n.Slot], true
}

// EvalAt evaluates a node for the row of any record that a key names, and tells whether
// there is such a row.
func (w *World) EvalAt(node ir.NodeID, rec int, key value.Value) (s slot.Slot, there bool) {
	r := w.find(rec, key)
	if r == nil {
		return slot.Slot{}, false
	}
	return r.world.eval(node, r.frame), true
}

// Preset puts what was computed elsewhere of a row of the case into its slots.
func (w *World) Preset(rec, i int, slots map[ir.NodeID]slot.Slot) {
	f := w.rows[rec][i].frame
	for id, s := range slots {
		n := &w.prog.Nodes[id]
		f.slots[n.Slot], f.state[n.Slot] = s, set
	}
}

// Over evaluates a loop for a row of the case over rows of other cases.
func (w *World) Over(loop ir.NodeID, rec, i int, elems []value.Value, others []*World) slot.Slot {
	for _, o := range others {
		for id, rows := range o.rows {
			for _, r := range rows {
				w.outside[string(rune(id))+value.Key(r.key)] = r
			}
		}
	}
	return w.over(loop, &w.prog.Nodes[loop], w.frameAt(rec, i), elems)
}

// Elements evaluates the body of a loop for each element, for explanations; of one over
// other cases it knows none.
func (w *World) Elements(node ir.NodeID, rec, i int, yield func(elem value.Value, body slot.Slot)) {
	n, f := &w.prog.Nodes[node], w.frameAt(rec, i)
	if n.Crosses() {
		return
	}
	elems, _ := w.elements(node, n, f)
	for _, e := range elems {
		yield(e, w.eval(n.Loop.Body, w.inside(n, f, e)))
	}
}

// EvalElement evaluates a node for one element that stands in no row: a claim about
// a table's row.
func (w *World) EvalElement(node ir.NodeID, scope int, elem value.Value) slot.Slot {
	f := newFrame(nil, w.globals, scope, w.prog.Scopes[scope].Slots)
	f.elem = elem
	return w.eval(node, f)
}
