package ir

import (
	"fmt"
	"strings"

	"github.com/drgrule/drgrule/lang/value"
)

// String prints the program for people: one node a line, with the record that it belongs
// to, or `-`, and the predicate that it stands in; then what the nodes are for.
func (p *Program) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "program %s\n", p.Name)
	for i := range p.Nodes {
		fmt.Fprintf(&b, "%4d  %s\n", i, p.describe(NodeID(i)))
	}
	for _, r := range p.Records {
		if r.Clock != None {
			fmt.Fprintf(&b, "record %s clock %d\n", r.Name, r.Clock)
		}
		for _, f := range r.Fields {
			if f.Is != None {
				fmt.Fprintf(&b, "field %s.%s = %d%s\n", r.Name, f.Name, f.Is, part("has", f.IsHas))
			}
		}
	}
	for _, v := range p.Values {
		fmt.Fprintf(&b, "%s %s = %d%s%s%s", v.Kind, v.Name, v.Node, part("has", v.Has), part("applies", v.Applies), part("checked", v.Checked))
		if v.Stratum > 0 {
			fmt.Fprintf(&b, " stratum %d", v.Stratum)
		}
		b.WriteString("\n")
	}
	for _, o := range p.Outputs {
		fmt.Fprintf(&b, "output %s.%s = %d\n", p.recordName(o.Rec), o.Name, o.Node)
	}
	for _, y := range p.Properties {
		fmt.Fprintf(&b, "property %s = %d\n", y.Name, y.Node)
	}
	return b.String()
}

func part(what string, id NodeID) string {
	if id == None {
		return ""
	}
	return fmt.Sprintf(" %s %d", what, id)
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
		b.WriteString(" " + constText(n.Value, n.Type))
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
	case At:
		fmt.Fprintf(&b, " %s %d", p.Records[n.Index].Name, n.Target)
	case Call:
		b.WriteString(" " + n.Func.Name)
	case Each:
		fmt.Fprintf(&b, " %s over %s scope %d body %d", n.Loop.Kind, p.loopSource(n.Loop), n.Loop.Scope, n.Loop.Body)
		if n.Loop.Need > 0 {
			fmt.Fprintf(&b, " need %d", n.Loop.Need)
		}
	case Fold, FoldHas:
		b.WriteString(p.foldText(n.Fold))
	case Scan, ScanHas:
		b.WriteString(p.scanText(n.Scan))
	case Closed:
		b.WriteString(" " + n.Text)
	case Elem:
		fmt.Fprintf(&b, " of %d", n.Index)
	}
	if n.ByRef {
		b.WriteString(" by reference")
	}
	if len(n.Args) > 0 {
		fmt.Fprintf(&b, " %v", n.Args)
	}
	fmt.Fprintf(&b, " : %s", n.Type)
	if n.Stratum > 0 {
		fmt.Fprintf(&b, " stratum %d", n.Stratum)
	}
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

func (p *Program) foldText(f *FoldSpec) string {
	text := fmt.Sprintf(" %s of %s by %d%s input %d%s", f.Agg.Name, p.Records[f.Child].Name, f.By, part("where", f.Where), f.Input, part("weight", f.Weight))
	if f.Round >= 0 {
		text += fmt.Sprintf(" round %d", f.Round)
	}
	if f.Exclude {
		text += " without open rows"
	}
	return text
}

var scanNames = map[ScanKind]string{ScanRank: "rank", ScanRunning: "running", ScanCap: "cap"}

func (p *Program) scanText(s *ScanSpec) string {
	text := " " + scanNames[s.Kind]
	if s.Agg != nil {
		text += " " + s.Agg.Name
	}
	text += fmt.Sprintf(" of %s by %d%s%s%s%s", p.Records[s.Child].Name, s.By, part("where", s.Where), part("input", s.Input), part("weight", s.Weight), part("limit", s.Limit))
	for i, keys := range [][]Key{s.Order, s.Ties} {
		for j, k := range keys {
			if j == 0 {
				text += []string{" order", " ties"}[i]
			}
			text += fmt.Sprintf(" %d", k.Node)
			if k.Desc {
				text += " desc"
			}
		}
	}
	return text
}

func constText(v value.Value, t value.Type) string {
	switch v.Kind {
	case value.Text, value.Enum, value.Code:
		return fmt.Sprintf("%q", v.Str)
	case value.Ref:
		return fmt.Sprintf("%q", v.Text(t))
	}
	return v.Text(t)
}
