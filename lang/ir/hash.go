package ir

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"sort"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// Seal computes the hash of the program's meaning: named values, outputs and
// payments over the plain nodes, records with their fields, and the typed rows of
// the tables that are read. Layout, order of blocks, titles, citations and tests are
// outside of it.
func (p *Program) Seal() {
	tables := make([]string, len(p.Tables))
	for i, t := range p.Tables {
		tables[i] = t.digest()
	}
	nodes := make([]string, len(p.Nodes))
	for i := range p.Nodes {
		nodes[i] = p.digest(&p.Nodes[i], nodes, tables)
	}
	var parts []string
	add := func(kind, name string, t value.Type, ids ...NodeID) {
		d := newDigest()
		d.text(kind, name, fmt.Sprint(t.Kind), t.Unit.String(), fmt.Sprint(t.Dec))
		for _, id := range ids {
			if id != None {
				d.text(nodes[id])
			} else {
				d.text("")
			}
		}
		parts = append(parts, d.sum())
	}
	for _, o := range p.Outputs {
		add("output", p.Records[o.Rec].Name+"."+o.Name, o.Type, o.Node)
	}
	for _, v := range p.Values {
		switch v.Kind {
		case PaymentValue:
			add("payment", v.Name, v.Type, v.Applies, v.Checked, v.Node)
		case TotalValue, RankValue, CapValue:
			add(string(v.Kind), v.Name, v.Type, v.Node, v.Has)
		}
	}
	for _, r := range p.Records {
		parts = append(parts, p.recordDigest(r, nodes))
	}
	sort.Strings(parts)
	d := newDigest()
	d.text("drgrule", fmt.Sprint(LanguageVersion))
	d.text(parts...)
	p.Hash = d.sum()
}

// digester writes length-prefixed texts, so that no two lists of texts are written
// alike.
type digester struct{ h hash.Hash }

func newDigest() digester { return digester{sha256.New()} }

func (d digester) text(parts ...string) {
	var n [8]byte
	for _, s := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		d.h.Write(n[:])
		d.h.Write([]byte(s))
	}
}

func (d digester) sum() string { return hex.EncodeToString(d.h.Sum(nil)) }

// recordDigest names what a record refers to: the numbers of records and fields only
// tell where they stand in the text. A computed reference makes rows that others name,
// whether or not a formula reads it.
func (p *Program) recordDigest(r *Record, nodes []string) string {
	d := newDigest()
	d.text("record", r.Name, fmt.Sprint(r.Derived, r.MaxRows, len(r.Key)))
	for _, k := range r.Key {
		d.text(r.Fields[k].Name)
	}
	if r.Owner >= 0 {
		d.text(p.Records[r.Owner].Name, r.Fields[r.OwnerBy].Name)
	}
	fields := slices.SortedFunc(slices.Values(r.Fields), func(a, b *Field) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range fields {
		if f.Is != None {
			d.text("is", f.Name, nodes[f.Is])
			if f.IsHas != None {
				d.text(nodes[f.IsHas])
			}
		}
		if !f.Read {
			continue
		}
		t := f.Spec.Type
		d.text(f.Name, fmt.Sprint(t.Kind, t.Dec, t.Bits, t.Members, f.Spec.Optional, f.Spec.Unknown), t.Unit.String(), t.Name)
		d.text(boundText(f.Spec.Lo), boundText(f.Spec.Hi))
	}
	return d.sum()
}

func boundText(b *cell.Bound) string {
	if b == nil {
		return ""
	}
	return fmt.Sprint(b.Num.Rat().String(), b.Open)
}

// digest of a table covers its typed rows, sorted as they are. The order of the columns
// has no meaning but for the key.
func (t *Table) digest() string {
	d := newDigest()
	d.text("table", t.Name, fmt.Sprint(t.Dated, t.Prefix, len(t.Key)))
	for _, k := range t.Key {
		d.text(t.Columns[k].Name)
	}
	order := make([]int, len(t.Columns))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(t.Columns[i].Name, t.Columns[j].Name) })
	for _, i := range order {
		c := t.Columns[i]
		d.text(c.Name, fmt.Sprint(c.Type.Kind, c.Type.Dec), c.Type.Unit.String(), c.Type.Name)
	}
	for _, r := range t.Rows {
		for _, i := range order {
			d.text(fmt.Sprint(r.Present[i]), string(value.AppendKey(nil, r.Cells[i])))
		}
		d.text(fmt.Sprint(r.From, r.Until))
	}
	return d.sum()
}

func (p *Program) digest(n *Node, nodes, tables []string) string {
	d := newDigest()
	d.text(n.Op.String(), string(value.AppendKey(nil, n.Value)), fmt.Sprint(n.Value.Kind), string(n.Code), n.Text, fmt.Sprint(n.ByRef))
	switch n.Op {
	case Input, Has:
		r := p.Records[n.Rec]
		d.text(r.Name, r.Fields[n.Index].Name)
	case Find, Hit:
		d.text(tables[n.Index])
	case Cell, CellHas:
		d.text(tables[n.Index], p.Tables[n.Index].Columns[n.Column].Name)
	case Make:
		d.text(n.Type.Name)
	case Self:
		d.text(p.Records[n.Rec].Name)
	case Elem:
		d.text(fmt.Sprint(p.depth(n.Index)))
	}
	if n.Func != nil {
		d.text(n.Func.Name, fmt.Sprint(n.Func.Version))
	}
	if l := n.Loop; l != nil {
		d.text(l.Kind.String(), fmt.Sprint(l.Over, l.Need), p.loopSource(l))
		if l.Over == OverTable {
			d.text(tables[l.Table])
		}
	}
	if f := n.Fold; f != nil {
		d.text(f.Agg.Name, p.Records[f.Child].Name, p.Records[f.Target].Name, paramsText(f.Params), fmt.Sprint(f.Round, f.Exclude, f.Where != None))
	}
	if s := n.Scan; s != nil {
		d.text(fmt.Sprint(s.Kind, s.Digits, s.FirstCome, s.Cut, s.Where != None, len(s.Order)), p.Records[s.Child].Name)
		if s.Agg != nil {
			d.text(s.Agg.Name, paramsText(s.Params), fmt.Sprint(s.Round, s.Exclude))
		}
		for _, k := range append(append([]Key(nil), s.Order...), s.Ties...) {
			d.text(fmt.Sprint(k.Desc))
		}
	}
	for _, o := range n.Operands() {
		d.text(nodes[o])
	}
	return d.sum()
}

func paramsText(p fn.Params) string {
	return fmt.Sprint(p.At.Rat(), p.Interpolated, p.Digits, p.Mode)
}

// depth counts the predicates around one, itself included: what an element means
// does not depend on how predicates are numbered.
func (p *Program) depth(scope int) int {
	n := 0
	for ; scope > 0; scope = p.Scopes[scope].Parent {
		n++
	}
	return n
}
