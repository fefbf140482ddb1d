package trace

import (
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// approximate is how many digits an unrounded number is shown with.
const approximate = 8

// show writes a value for people: thousands separated, unrounded numbers marked.
func show(v value.Value, t value.Type) string {
	switch v.Kind {
	case value.Number:
		return showNum(v.Num, t)
	case value.Ref, value.List:
		parts := make([]string, len(v.List))
		for i, e := range v.List {
			parts[i] = show(e, value.Type{})
			if v.Kind == value.Ref && e.Kind == value.Number {
				parts[i] = e.Text(value.Count()) // a year, a number: what is part of a key is no amount
			}
		}
		return strings.Join(parts, " / ")
	}
	return v.Text(t)
}

func showNum(n value.Num, t value.Type) string {
	if t.Kind == value.Number && t.Dec >= 0 {
		return value.Group(n.Text(t.Dec))
	}
	if d, ok := n.Decimals(); ok && d <= approximate {
		return value.Group(n.Text(d))
	}
	return "≈" + value.Group(n.Round(approximate, value.HalfUp).Text(approximate))
}

// state names the state of a slot.
func state(s slot.Slot) string {
	switch s.State {
	case slot.Undetermined:
		return StateUndetermined
	case slot.InReview:
		return StateReview
	case slot.Faulty:
		return StateRefused
	}
	return StateValue
}

// showSlot writes a slot for people; what is not a value is a dash.
func showSlot(s slot.Slot, t value.Type) string {
	if !s.OK() {
		return "—"
	}
	return show(s.Value, t)
}

// tidy makes a formula one line.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// filler writes formulas with numbers in them.
type filler struct {
	b    *builder
	rec  int
	row  int
	text string
}

func (b *builder) filler(f *ir.Formula, rec, row int) *filler {
	return &filler{b, rec, row, f.Text}
}

// value looks at a node without evaluating more than the case did.
func (f *filler) value(id ir.NodeID) (string, bool) {
	if id == ir.None {
		return "", false
	}
	s, ok := f.b.slot(id, f.rec, f.row)
	if !ok {
		return "", false
	}
	return showSlot(s, f.b.prog.Nodes[id].Type), true
}

// fill writes a part: names and look-ups become their values, the rest stands as
// written.
func (f *filler) fill(p *ir.Part) string {
	switch p.Kind {
	case ir.LeafPart:
		if p.Has != ir.None {
			if s, ok := f.b.slot(p.Has, f.rec, f.row); ok && s.Is(false) {
				return "none"
			}
		}
		if v, ok := f.value(p.Node); ok {
			return v
		}
		return f.text[p.Lo:p.Hi]
	case ir.LoopPart:
		if v, ok := f.value(p.Node); ok {
			return v
		}
		return f.text[p.Lo:p.Hi]
	case ir.LogicPart:
		if p.Op == "has" || p.Op == "known" {
			if v, ok := f.value(p.Node); ok {
				return v
			}
		}
	}
	var out strings.Builder
	at := p.Lo
	for i := range p.Parts {
		c := &p.Parts[i]
		out.WriteString(f.text[at:c.Lo])
		out.WriteString(f.fill(c))
		at = c.Hi
	}
	out.WriteString(f.text[at:p.Hi])
	return out.String()
}

// formula returns a formula as written and with numbers in it; the second is empty
// if it says no more than the first.
func (b *builder) formula(f *ir.Formula, rec, row int) (written, filled string) {
	if f == nil {
		return "", ""
	}
	written = tidy(f.Text)
	filled = tidy(b.filler(f, rec, row).fill(&f.Root))
	if filled == written {
		filled = ""
	}
	return written, filled
}

// roundings lists the rounding steps of a formula that were reached.
func (b *builder) roundings(f *ir.Formula, rec, row int) []Rounding {
	if f == nil {
		return nil
	}
	var out []Rounding
	fl := b.filler(f, rec, row)
	var walk func(p *ir.Part)
	walk = func(p *ir.Part) {
		for i := range p.Parts {
			walk(&p.Parts[i])
		}
		if p.Kind != ir.RoundPart || len(p.Parts) == 0 {
			return
		}
		before, ok1 := fl.value(p.Parts[0].Node)
		after, ok2 := fl.value(p.Node)
		if ok1 && ok2 {
			out = append(out, Rounding{Formula: tidy(f.Text[p.Lo:p.Hi]), Before: before, After: after})
		}
	}
	walk(&f.Root)
	return out
}
