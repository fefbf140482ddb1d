package ir

import (
	"fmt"
	"strings"

	"github.com/drgrule/drgrule/lang/value"
)

// Verify checks the invariants of a program. A program that fails is a defect of
// the compiler, never of the rules.
func (p *Program) Verify() error {
	seen := map[string]NodeID{}
	taken := map[[3]int]NodeID{}
	for i := range p.Nodes {
		id := NodeID(i)
		n := &p.Nodes[i]
		err := p.verifyOperands(id, n)
		if err == nil {
			err = p.verifyNode(n)
		}
		if err == nil {
			err = p.verifySlot(id, n, taken)
		}
		if err == nil && n.Loop == nil && n.Op != Const { // a predicate is equal to no other; a literal may have the value of a param
			key := p.identity(n)
			if other, twice := seen[key]; twice {
				err = fmt.Errorf("equals node %d", other)
			}
			seen[key] = id
		}
		if err != nil {
			return fmt.Errorf("node %d (%s): %w", i, n.Op, err)
		}
	}
	return p.verifyRoots()
}

// verifyOperands: operands come before a node and belong to its row, or to one around it.
func (p *Program) verifyOperands(id NodeID, n *Node) error {
	if n.Scope < 0 || n.Scope > 0 && n.Scope >= len(p.Scopes) || n.Rec < -1 || n.Rec >= len(p.Records) {
		return fmt.Errorf("stands in record %d, predicate %d", n.Rec, n.Scope)
	}
	stratum := 0
	for _, d := range n.Operands() {
		if d < 0 || d >= id {
			return fmt.Errorf("operand %d does not come before it", d)
		}
		stratum = max(stratum, p.Nodes[d].Stratum)
	}
	if n.Crosses() {
		stratum++
	}
	if n.Stratum != stratum {
		return fmt.Errorf("stands in stratum %d, its operands ask for %d", n.Stratum, stratum)
	}
	for _, a := range n.Args {
		if r := p.Nodes[a].Rec; r != -1 && r != n.Rec {
			return fmt.Errorf("operand %d belongs to another record", a)
		}
		if !p.within(p.Nodes[a].Scope, n.Scope) {
			return fmt.Errorf("operand %d stands in a predicate that is not around it", a)
		}
	}
	return nil
}

// within reports whether a predicate is one or stands around it.
func (p *Program) within(outer, scope int) bool {
	for ; scope > outer; scope = p.Scopes[scope].Parent {
	}
	return scope == outer
}

// arities are the operands of operations that take a fixed number.
var arities = map[Op]int{
	Const: 0, Fail: 0, Review: 0, Missing: 0, Self: 0, Input: 0, Has: 0, At: 1, Known: 1, Settle: 1, Pend: 2, Status: 2,
	Elem: 0, Fold: 0, FoldHas: 0, Scan: 0,
}

func (p *Program) verifyNode(n *Node) error {
	if want, fixed := arities[n.Op]; fixed && len(n.Args) != want {
		return fmt.Errorf("%d operands, not %d", len(n.Args), want)
	}
	switch n.Op {
	case Input, Has, Self:
		if n.Rec < 0 || n.Op != Self && n.Index >= len(p.Records[n.Rec].Fields) {
			return fmt.Errorf("reads no field of its record")
		}
	case Elem:
		if n.Index < 1 || n.Index >= len(p.Scopes) || n.Scope != n.Index {
			return fmt.Errorf("is the element of no predicate around it")
		}
	case Choose:
		if len(n.Args)%2 == 0 {
			return fmt.Errorf("%d operands", len(n.Args))
		}
		for i := 0; i+1 < len(n.Args); i += 2 {
			if !p.truth(n.Args[i]) {
				return fmt.Errorf("condition %d is no truth", n.Args[i])
			}
		}
	case All, Any:
		for _, a := range n.Args {
			if !p.truth(a) {
				return fmt.Errorf("operand %d is no truth", a)
			}
		}
	case Call:
		if n.Func == nil || len(n.Args) < n.Func.Min || n.Func.Max >= 0 && len(n.Args) > n.Func.Max {
			return fmt.Errorf("no function, or not its operands")
		}
	case At:
		if t := p.Nodes[n.Target]; t.Rec < 0 || t.Scope != 0 {
			return fmt.Errorf("target belongs to no record")
		}
	case Find, Hit, Cell, CellHas:
		return p.verifyLook(n)
	case Closed:
		if len(n.Args) < 1 || len(n.Args) > 2 {
			return fmt.Errorf("%d operands", len(n.Args))
		}
	case Each:
		return p.verifyLoop(n)
	case Fold, FoldHas:
		f := n.Fold
		if f == nil || n.Rec != f.Target || f.Agg == nil {
			return fmt.Errorf("fold of another record")
		}
		return p.verifyRows(f.Child, f.By, f.Where, f.Input, f.Weight)
	case Scan:
		s := n.Scan
		if s == nil || n.Rec != s.Record {
			return fmt.Errorf("scan of another record")
		}
		ids := []NodeID{s.By, s.Where, s.Input, s.Weight}
		for _, k := range append(append([]Key(nil), s.Order...), s.Ties...) {
			ids = append(ids, k.Node)
		}
		if err := p.verifyRows(s.Target, s.Limit); err != nil {
			return err
		}
		return p.verifyRows(s.Record, ids...)
	}
	return nil
}

func (p *Program) truth(id NodeID) bool {
	k := p.Nodes[id].Type.Kind
	return k == value.Bool || k == value.Never
}

// verifyLook: a look-up gives the parts of the key or a reference, and a date where rows
// have dates; a cell of a row that was found needs none.
func (p *Program) verifyLook(n *Node) error {
	if n.Index < 0 || n.Index >= len(p.Tables) {
		return fmt.Errorf("reads no table")
	}
	t := p.Tables[n.Index]
	if (n.Op == Cell || n.Op == CellHas) && (n.Column < 0 || n.Column >= len(t.Columns) || !n.ByRef) {
		return fmt.Errorf("reads no column of a row")
	}
	want := len(t.Key)
	if n.ByRef {
		want = 1
	}
	got := len(n.Args)
	if t.Dated && got == want+1 || got == want && (!t.Dated || n.ByRef) {
		return nil
	}
	return fmt.Errorf("%d operands for a key of %d parts", got, len(t.Key))
}

func (p *Program) verifyLoop(n *Node) error {
	l := n.Loop
	if l == nil || l.Scope < 1 || l.Scope >= len(p.Scopes) || l.Body == None {
		return fmt.Errorf("loop without a scope")
	}
	if b := p.Nodes[l.Body]; b.Scope != l.Scope && !p.within(b.Scope, n.Scope) || b.Rec != -1 && b.Rec != n.Rec {
		return fmt.Errorf("the body stands elsewhere")
	}
	want := 1
	if l.Over == OverTable && !p.Tables[l.Table].Dated {
		want = 0
	}
	if len(n.Args) != want {
		return fmt.Errorf("%d operands, not %d", len(n.Args), want)
	}
	return nil
}

// verifyRows: what is evaluated for every row of a record belongs to it, or to no row.
func (p *Program) verifyRows(rec int, ids ...NodeID) error {
	for _, id := range ids {
		if id != None && (p.Nodes[id].Rec != -1 && p.Nodes[id].Rec != rec || p.Nodes[id].Scope != 0) {
			return fmt.Errorf("node %d is not of record %d", id, rec)
		}
	}
	return nil
}

// verifySlot: no two nodes share a place among those of their row or predicate.
func (p *Program) verifySlot(id NodeID, n *Node, taken map[[3]int]NodeID) error {
	place, size := [3]int{-1, 0, n.Slot}, p.Globals
	switch {
	case n.Scope > 0:
		place, size = [3]int{-1, n.Scope, n.Slot}, p.Scopes[n.Scope].Slots
	case n.Rec >= 0:
		place, size = [3]int{n.Rec, 0, n.Slot}, p.Records[n.Rec].Slots
	}
	if other, twice := taken[place]; twice {
		return fmt.Errorf("has the slot of node %d", other)
	}
	if n.Slot < 0 || n.Slot >= size {
		return fmt.Errorf("has slot %d of %d", n.Slot, size)
	}
	taken[place] = id
	return nil
}

// identity is equal for nodes that are computed alike from the same operands.
func (p *Program) identity(n *Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %d %v %d %d %t %d %s %q %s", n.Op, n.Rec, n.Scope, n.Args, n.Index, n.Column, n.ByRef, n.Target, n.Code, n.Text, n.Type)
	if n.Op == Const {
		fmt.Fprintf(&b, " %d %x", n.Value.Kind, value.AppendKey(nil, n.Value))
	}
	if n.Func != nil {
		b.WriteString(" " + n.Func.Name)
	}
	if n.Fold != nil {
		b.WriteString(p.foldText(n.Fold) + " " + paramsText(n.Fold.Params))
	}
	return b.String()
}

// verifyRoots: what a program is asked for belongs to the row that it is asked of.
func (p *Program) verifyRoots() error {
	for _, o := range p.Outputs {
		if err := p.verifyRows(o.Rec, o.Node); err != nil {
			return fmt.Errorf("output %s: %w", o.Name, err)
		}
	}
	for _, v := range p.Values {
		if err := p.verifyRows(v.Rec, v.Node, v.Has, v.Applies, v.Checked); err != nil {
			return fmt.Errorf("%s %s: %w", v.Kind, v.Name, err)
		}
		if v.Kind == PaymentValue && (v.Applies == None || v.Checked == None) {
			return fmt.Errorf("payment %s does not say when it applies", v.Name)
		}
	}
	for _, r := range p.Records {
		ids := []NodeID{r.Clock}
		for _, f := range r.Fields {
			ids = append(ids, f.Is, f.IsHas)
		}
		if err := p.verifyRows(r.ID, ids...); err != nil {
			return fmt.Errorf("record %s: %w", r.Name, err)
		}
	}
	return nil
}

// Operands lists every node that a node depends on, operands first, in a fixed
// order.
func (n *Node) Operands() []NodeID {
	out := append([]NodeID(nil), n.Args...)
	add := func(ids ...NodeID) {
		for _, id := range ids {
			if id != None {
				out = append(out, id)
			}
		}
	}
	if n.Op == At {
		add(n.Target)
	}
	if l := n.Loop; l != nil {
		add(l.Body)
	}
	if f := n.Fold; f != nil {
		add(f.By, f.Where, f.Input, f.Weight)
	}
	if s := n.Scan; s != nil {
		add(s.By, s.Where, s.Input, s.Weight, s.Limit)
		for _, k := range append(append([]Key(nil), s.Order...), s.Ties...) {
			add(k.Node)
		}
	}
	return out
}
