package scalar

import (
	"maps"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// References gives the rows of records that lie outside of the case: pools,
// hospitals by month, the run. It must be safe for concurrent use.
type References interface {
	// Find returns the row of a root record with a key, as a case with the rows that
	// belong to it, or nil.
	Find(rec int, key value.Value) *slot.Bundle
	// Given reports whether the rows of a record were given, be there none. A
	// record that consists of its key, and is not given, has the rows that are named.
	Given(rec int) bool
}

// A Plan is a program with the values over many cases that the caller supplies. It
// says which roots can be evaluated; it is immutable.
type Plan struct {
	prog    *ir.Program
	assumed map[string]value.Value
	awaits  []bool        // by node
	roots   [][]ir.NodeID // by record: outputs and payments
	applies [][]ir.NodeID // by record: whether payments apply
	pays    []bool        // by root record
	waits   []bool        // by root record: a payment needs other cases
}

// NewPlan prepares a program for evaluation.
func NewPlan(p *ir.Program, assumed map[string]value.Value) *Plan {
	n := len(p.Records)
	out := &Plan{
		prog: p, assumed: assumed,
		roots: make([][]ir.NodeID, n), applies: make([][]ir.NodeID, n), pays: make([]bool, n), waits: make([]bool, n),
	}
	out.awaits = p.Awaiting(func(name string) bool { _, ok := assumed[name]; return ok })
	for _, o := range p.Outputs {
		if !out.awaits[o.Node] {
			out.roots[o.Rec] = append(out.roots[o.Rec], o.Node)
		}
	}
	for _, v := range p.Values {
		if v.Kind == ir.PaymentValue {
			out.pays[p.Records[v.Rec].Root] = true
			if out.awaits[v.Node] {
				out.waits[p.Records[v.Rec].Root] = true
			} else {
				out.roots[v.Rec] = append(out.roots[v.Rec], v.Checked, v.Node)
				out.applies[v.Rec] = append(out.applies[v.Rec], v.Applies)
			}
		}
	}
	return out
}

// Awaits reports whether the node of an output or named value needs many cases.
func (p *Plan) Awaits(node ir.NodeID) bool { return p.awaits[node] }

// A World is one case with the slots of everything evaluated so far. It is not safe
// for concurrent use.
type World struct {
	prog    *ir.Program
	plan    *Plan
	refs    References
	root    int
	rows    [][]*row          // by record of the case
	known   []bool            // rows of a derived record have been found
	missing []slot.Slot       // why the rows of a derived record cannot be known
	index   []map[string]*row // by record and key
	outside map[string]*row   // rows of other records
	globals *frame
	watch   Watcher
}

// A Watcher is told what an evaluation reaches: every slot when it is computed (elem
// is the element of its predicate, if it stands in one), the arm that a choice takes,
// every table row that a node reads, with the node's operands.
type Watcher interface {
	Slot(node ir.NodeID, s slot.Slot, elem value.Value)
	Arm(node ir.NodeID, arm int)
	Row(n *ir.Node, args []value.Value, row int)
}

// Watch tells a watcher what is computed from now on.
func (w *World) Watch(by Watcher) { w.watch = by }

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

// New prepares a case for evaluation. refs may be nil.
func New(plan *Plan, b *slot.Bundle, refs References) *World {
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
		w.addRow(r, keyRow(r, k))
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

// keyRow is a row that consists of its key.
func keyRow(r *ir.Record, key value.Value) slot.Row {
	out := slot.Row{Rec: r.ID, Fields: make([]slot.Cell, len(r.Fields))}
	for i, f := range r.Key {
		out.Fields[f] = slot.Cell{Value: key.List[i], Present: true}
	}
	return out
}

// find returns the row that a reference names: of this case, of another root's row with
// what belongs to it, or one that exists because it is named.
func (w *World) find(rec int, key value.Value) *row {
	r := w.prog.Records[rec]
	if r.Root == w.root {
		w.rowsOf(rec)
		return w.index[rec][value.Key(key)]
	}
	at := string(rune(rec)) + value.Key(key)
	if out, ok := w.outside[at]; ok {
		return out
	}
	var out *row
	if r.Owner >= 0 {
		if up := w.find(r.Owner, key.List[slices.Index(r.Key, r.OwnerBy)]); up != nil && up.world != w {
			out = up.world.find(rec, key)
		}
	} else if w.refs != nil {
		if in := w.refs.Find(rec, key); in != nil {
			other := New(w.plan, in, w.refs)
			other.watch = w.watch
			out = other.rows[rec][0]
		}
	}
	if out == nil && r.Derived && (w.refs == nil || !w.refs.Given(rec)) {
		out = &row{Row: keyRow(r, key), key: key, world: w}
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

// Elements evaluates the body of a loop for each element, for explanations.
func (w *World) Elements(node ir.NodeID, rec, i int, yield func(elem value.Value, body slot.Slot)) {
	n, f := &w.prog.Nodes[node], w.frameAt(rec, i)
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
