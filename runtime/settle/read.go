package settle

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// Plan prepares the program for cases of the settlement. assumed values are those with
// which it ran.
func (c *Closed) Plan(assumed map[string]value.Value) *scalar.Plan {
	return replan(c.prog, assumed, c.prog.Demanded(assuming(assumed)), math.MaxInt)
}

// A Closed is what a settlement has written, read back: with it any of its cases can be
// evaluated again without the others.
type Closed struct {
	prog   *ir.Program
	totals map[ir.NodeID]*readTotal // by both of its nodes
	scans  map[ir.NodeID]*readTotal // of these only how many rows there are
	marks  map[ir.NodeID]map[string]slot.Slot
}

type readTotal struct {
	value, has ir.NodeID
	empty      closed
	keys       map[string]closed
	rows       map[string]int64 // of how many rows each is made
}

// Read reads what WriteRates and WriteMarks have written. The caller sees to it that it
// is of the same program. An error names file and line, never what stands there.
func Read(p *ir.Program, rates, marks io.Reader) (*Closed, error) {
	c := &Closed{prog: p, totals: map[ir.NodeID]*readTotal{}, scans: map[ir.NodeID]*readTotal{}, marks: map[ir.NodeID]map[string]slot.Slot{}}
	byName := map[string]*readTotal{}
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.Fold != nil && n.Fold.Cross {
			c.total(ir.NodeID(i), n)
		}
	}
	for _, v := range p.Values {
		n := &p.Nodes[v.Node]
		if n.Op != ir.Closed {
			continue
		}
		if t := c.totals[n.Args[0]]; v.Kind == ir.TotalValue && t != nil {
			byName[v.Name] = t
		}
		if scan := n.Args[0]; p.Nodes[scan].Scan != nil {
			c.scans[scan] = &readTotal{value: scan, has: ir.None, rows: map[string]int64{}}
			byName[v.Name] = c.scans[scan]
		}
	}
	err := table("rates.csv", rates, ratesHead, func(cells []string) error {
		t := byName[cells[2]]
		if t == nil {
			return nil // what is made of totals is computed again
		}
		rec := p.Records[p.Nodes[t.value].Gives().Target]
		key, ok := texts{p}.read(cells[1], value.RefType(rec.Name))
		if !ok || rec.Name != cells[0] {
			return errCell
		}
		var err error
		if t.rows[value.Key(key)], err = strconv.ParseInt(cells[7], 10, 64); err != nil || t.keys == nil {
			return err
		}
		x, err := c.slot(cells[4], cells[5], cells[6], p.Nodes[t.value].Type)
		if err != nil {
			return err
		}
		has := slot.Truth(cells[5] == isValue)
		if x.State == slot.InReview {
			has = x
		}
		t.keys[value.Key(key)] = closed{x, has}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, table("marks.csv", marks, marksHead, func(cells []string) error {
		id, err := strconv.Atoi(cells[3])
		if err != nil || id < 0 || id >= len(p.Nodes) || p.Nodes[id].Rec < 0 {
			return errCell
		}
		n := &p.Nodes[id]
		key, ok := texts{p}.read(cells[1], value.RefType(p.Records[n.Rec].Name))
		if !ok {
			return errCell
		}
		x, err := c.slot(cells[4], cells[5], cells[6], n.Type)
		if err != nil {
			return err
		}
		if c.marks[ir.NodeID(id)] == nil {
			c.marks[ir.NodeID(id)] = map[string]slot.Slot{}
		}
		c.marks[ir.NodeID(id)][value.Key(key)] = x
		return nil
	})
}

// total makes a place for a total; of rows that are not written it is that of no rows.
func (c *Closed) total(id ir.NodeID, n *ir.Node) {
	var t *readTotal
	for _, other := range c.totals {
		if f := c.prog.Nodes[max(other.value, other.has)].Fold; f == n.Fold {
			t = other
		}
	}
	if t == nil {
		u := &unit{given: ir.Given{FoldSpec: n.Fold}}
		t = &readTotal{value: ir.None, has: ir.None, keys: map[string]closed{}, rows: map[string]int64{}, empty: finished(u, n.Fold.Agg.Start(n.Fold.Params, 0))}
	}
	if n.Op == ir.FoldHas {
		t.has = id
	} else {
		t.value = id
	}
	c.totals[id] = t
}

// errCell is about one cell; table adds the place.
var errCell = errors.New("a cell cannot be read")

// table reads a CSV file row by row.
func table(name string, from io.Reader, head []string, visit func(cells []string) error) error {
	r := csv.NewReader(from)
	r.ReuseRecord = true
	for line := 1; ; line++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) && line > 1 {
			return nil
		}
		switch {
		case err != nil:
			err = errCell
		case line == 1 && !slices.Equal(cells, head):
			err = errors.New("it is not what a settlement writes")
		case line > 1:
			err = visit(cells)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
}

// slot reads the three cells of a value.
func (c *Closed) slot(text, state, note string, t value.Type) (slot.Slot, error) {
	reasons := strings.Split(note, "; ")
	switch state {
	case isValue:
		v, ok := texts{c.prog}.read(text, t)
		if !ok {
			return slot.Slot{}, errCell
		}
		return slot.Of(v), nil
	case isNone:
		return slot.Slot{}, nil
	case isUndetermined:
		return slot.Lacking(reasons...), nil
	case isReview:
		return slot.ForReview(reasons...), nil
	case isRefused:
		head, why, _ := strings.Cut(note, " ")
		code, at, _ := strings.Cut(head, "@")
		f := slot.Fault{Code: diag.Code(code), Node: ir.None, Text: why, Rec: -1}
		if at != "" {
			if _, err := fmt.Sscanf(at, "%d:%d:%d", &f.Node, &f.Rec, &f.Row); err != nil {
				return slot.Slot{}, errCell
			}
		}
		return slot.Fail(f), nil
	}
	return slot.Slot{}, errCell
}

// Rows tells of how many rows a closed total of a row is made.
func (c *Closed) Rows(node ir.NodeID, key value.Value) (int64, bool) {
	t := c.totals[node]
	if t == nil {
		t = c.scans[node]
	}
	if t == nil {
		return 0, false
	}
	return t.rows[value.Key(key)], true
}

// Slot implements slot.Closed.
func (c *Closed) Slot(node ir.NodeID, key value.Value) (slot.Slot, bool) {
	if t := c.totals[node]; t != nil {
		x := t.empty
		if k, ok := t.keys[value.Key(key)]; ok {
			x = k
		}
		if node == t.has {
			return x.has, true
		}
		return x.value, true
	}
	s, ok := c.marks[node][value.Key(key)]
	return s, ok
}
