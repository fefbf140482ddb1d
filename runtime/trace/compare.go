package trace

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// criterion explains one condition: how it ended, both sides of its comparisons, and
// what is missing.
func (b *builder) criterion(c *ir.Criterion, rec, row int) Criterion {
	out := b.condition(c.Require, c.RequireText, rec, row)
	out.Name, out.Title, out.Cites = c.Name, c.Title, b.cites(c.Source)
	if c.Waive != ir.None {
		if w, ok := b.slot(c.Waive, rec, row); ok && w.Is(true) {
			out.Status = "waived"
			out.Formula, out.Filled = b.formula(c.WaiveText, rec, row)
			out.Compares, out.Missing = nil, nil
			return out
		}
		whole, ok := b.slot(c.Node, rec, row)
		if ok && !whole.OK() {
			out.Status, out.Missing = b.status(whole), missing(whole)
		}
	}
	return out
}

// condition explains a truth.
func (b *builder) condition(node ir.NodeID, f *ir.Formula, rec, row int) Criterion {
	out := Criterion{Status: "not_reached"}
	if f != nil {
		out.Formula, out.Filled = b.formula(f, rec, row)
		out.Compares = b.compares(f, rec, row)
	}
	if s, ok := b.slot(node, rec, row); ok {
		out.Status, out.Missing = b.status(s), missing(s)
	}
	return out
}

func (b *builder) status(s slot.Slot) string {
	switch {
	case s.Is(true):
		return "met"
	case s.OK():
		return "not_met"
	}
	return state(s)
}

func missing(s slot.Slot) []string {
	if s.State == slot.Undetermined {
		return s.Reasons
	}
	return nil
}

// compares lists the comparisons of a condition that decide it: those under and, or
// and not, not those inside of values.
func (b *builder) compares(f *ir.Formula, rec, row int) []Compare {
	var out []Compare
	fl := b.filler(f, rec, row)
	var walk func(p *ir.Part, negated bool)
	walk = func(p *ir.Part, negated bool) {
		switch p.Kind {
		case ir.ComparePart:
			for _, c := range b.compare(p, fl) {
				if negated { // x not in y
					c.Op, c.Holds, c.Need, c.Short = "not "+c.Op, !c.Holds && c.State == "", "", ""
				}
				out = append(out, c)
			}
		case ir.LogicPart, ir.OtherPart:
			for i := range p.Parts {
				walk(&p.Parts[i], negated != (p.Op == "not"))
			}
		}
	}
	walk(&f.Root, false)
	return out
}

func (b *builder) compare(p *ir.Part, fl *filler) []Compare {
	ops := strings.Split(p.Op, " ")
	var out []Compare
	for i := 0; i+1 < len(p.Parts) && i < len(ops); i++ {
		l, r := &p.Parts[i], &p.Parts[i+1]
		c := Compare{Formula: tidy(fl.text[l.Lo:r.Hi]), Op: ops[i], Left: fl.fill(l), Right: fl.fill(r)}
		ls, ok1 := b.partSlot(l, fl)
		rs, ok2 := b.partSlot(r, fl)
		if ok1 {
			c.Left = quoted(ls, b.prog.Nodes[l.Node].Type)
		}
		if ok2 {
			c.Right = quoted(rs, b.prog.Nodes[r.Node].Type)
		}
		if !ok1 || !ok2 || !ls.OK() || !rs.OK() || !slices.Contains([]string{"<", "<=", ">", ">=", "==", "!="}, ops[i]) {
			if s, ok := b.partSlot(p, fl); ok && len(ops) == 1 {
				if c.Holds = s.Is(true); !s.OK() {
					c.State = state(s)
				}
				out = append(out, c)
			}
			continue
		}
		c.Holds = holds(ops[i], value.Compare(ls.Value, rs.Value))
		if !c.Holds && ls.Value.Kind == value.Number {
			c.Need, c.Short = shortfall(ops[i], ls.Value.Num, rs.Value.Num, b.prog.Nodes[l.Node].Type)
		}
		out = append(out, c)
	}
	return out
}

func (b *builder) partSlot(p *ir.Part, fl *filler) (slot.Slot, bool) {
	if p.Node == ir.None {
		return slot.Slot{}, false
	}
	return b.slot(p.Node, fl.rec, fl.row)
}

func holds(op string, c int) bool {
	switch op {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "==":
		return c == 0
	}
	return c != 0
}

// shortfall returns the left value nearest to passing, at the decimals that values of
// its kind have, and its distance. The right side is taken as it is.
func shortfall(op string, left, right value.Num, t value.Type) (need, short string) {
	d := t.Dec
	if d < 0 {
		return "", "" // an unrounded number has no nearest one
	}
	step := value.Pow10(-d)
	var n value.Num
	switch op {
	case ">":
		n = right.Round(d, value.Floor).Add(step)
	case ">=":
		n = right.Round(d, value.Ceiling)
	case "<":
		n = right.Round(d, value.Ceiling).Sub(step)
	case "<=":
		n = right.Round(d, value.Floor)
	default:
		return "", ""
	}
	return showNum(n, t), showNum(n.Sub(left).Abs(), t)
}
