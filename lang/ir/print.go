package ir

import (
	"fmt"
	"strings"

	"github.com/drgrule/drgrule/lang/value"
)

// String prints the program for people: one node a line.
func (p *Program) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "program %s\n", p.Name)
	for i := range p.Nodes {
		fmt.Fprintf(&b, "%4d  %s\n", i, p.describe(NodeID(i)))
	}
	for _, v := range p.Values {
		fmt.Fprintf(&b, "%s %s = %d", v.Kind, v.Name, v.Node)
		if v.Has != None {
			fmt.Fprintf(&b, " has %d", v.Has)
		}
		if v.Stratum > 0 {
			fmt.Fprintf(&b, " stratum %d", v.Stratum)
		}
		b.WriteString("\n")
	}
	for _, o := range p.Outputs {
		fmt.Fprintf(&b, "output %s.%s = %d\n", p.recordName(o.Rec), o.Name, o.Node)
	}
	return b.String()
}

func (p *Program) recordName(r int) string {
	if r < 0 {
		return "-"
	}
	return p.Records[r].Name
}

func (p *Program) describe(id NodeID) string {
	n := &p.Nodes[id]
	var b strings.Builder
	where := p.recordName(n.Rec)
	if n.Scope > 0 {
		where = fmt.Sprintf("%s/%d", where, n.Scope)
	}
	fmt.Fprintf(&b, "%-10s %s", where, n.Op)
	switch n.Op {
	case Const:
		fmt.Fprintf(&b, " %s", constText(n.Value, n.Type))
	case Fail:
		fmt.Fprintf(&b, " %s %q", n.Code, n.Text)
	case Review, Missing:
		fmt.Fprintf(&b, " %q", n.Text)
	case Input, Has:
		b.WriteString(" " + p.Records[n.Rec].Fields[n.Index].Name)
	case Find, Hit:
		b.WriteString(" " + p.Tables[n.Index].Name)
	case Cell, CellHas:
		t := p.Tables[n.Index]
		b.WriteString(" " + t.Name + "." + t.Columns[n.Column].Name)
	case Make:
		b.WriteString(" " + p.Records[n.Index].Name)
	case Call:
		b.WriteString(" " + n.Func.Name)
	case Each:
		fmt.Fprintf(&b, " %s over %s scope %d", n.Loop.Kind, p.loopSource(n.Loop), n.Loop.Scope)
	case Fold, FoldHas:
		fmt.Fprintf(&b, " %s of %s", n.Fold.Agg.Name, p.Records[n.Fold.Child].Name)
	case Closed:
		b.WriteString(" " + n.Text)
	case Elem:
		fmt.Fprintf(&b, " of %d", n.Index)
	}
	if ops := n.Operands(); len(ops) > 0 {
		fmt.Fprintf(&b, " %v", ops)
	}
	fmt.Fprintf(&b, " : %s", n.Type)
	return b.String()
}

func (p *Program) loopSource(l *Loop) string {
	switch l.Over {
	case OverTable:
		return p.Tables[l.Table].Name
	case OverRows:
		return p.Records[l.Record].Name + " by " + p.Records[l.Record].Fields[l.Field].Name
	}
	return "list"
}

func constText(v value.Value, t value.Type) string {
	if v.Kind == value.Text || v.Kind == value.Enum || v.Kind == value.Code {
		return fmt.Sprintf("%q", v.Str)
	}
	return v.Text(t)
}
