package trace

import (
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
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
		text := n.Text(t.Dec)
		if t.Dec == 0 && t.Unit == value.One && len(text) <= 4 {
			return text // a year, a number of cases
		}
		return value.Group(text)
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

// showSlot writes a slot for people; what is not a value is a dash, what is known to be
// absent is none.
func showSlot(s slot.Slot, t value.Type) string {
	switch {
	case s.OK():
		return show(s.Value, t)
	case s.State == slot.Faulty && s.Fault.Code == diag.AbsentRead:
		return "none" // where it cannot matter: behind a test for it
	}
	return "—"
}

// quoted writes a slot as it stands in a formula: texts in quotes.
func quoted(s slot.Slot, t value.Type) string {
	text := showSlot(s, t)
	if s.OK() && (s.Value.Kind == value.Text || s.Value.Kind == value.Enum || s.Value.Kind == value.Code) {
		return "'" + text + "'"
	}
	return text
}

// tidy makes a formula one line.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// unreached stands in a formula for an arm that was not taken.
const unreached = "…"

// filler writes formulas with numbers in them.
type filler struct {
	b    *builder
	rec  int
	row  int
	text string
	read []string // names that values stand for
}

func (b *builder) filler(f *ir.Formula, rec, row int) *filler {
	return &filler{b: b, rec: rec, row: row, text: f.Text}
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
	return quoted(s, f.b.prog.Nodes[id].Type), true
}

// absent reports whether a part is known to have no value.
func (f *filler) absent(p *ir.Part) bool {
	if p.Has == ir.None {
		return false
	}
	s, ok := f.b.slot(p.Has, f.rec, f.row)
	return ok && s.Is(false)
}

// skipped reports whether an arm of a choice was not taken, as far as can be told. A
// literal is shown all the same.
func (f *filler) skipped(p *ir.Part, i int) bool {
	arm := &p.Parts[i]
	if i == 0 || p.Op != "??" && p.Op != "?:" || arm.Kind == ir.LiteralPart || arm.Node == ir.None {
		return false
	}
	if c := &p.Parts[0]; p.Op == "?:" && c.Node != ir.None {
		if s, ok := f.b.slot(c.Node, f.rec, f.row); ok && s.OK() {
			return s.Value.True() != (i == 1)
		}
	}
	_, ok := f.b.slot(arm.Node, f.rec, f.row)
	return !ok
}

// fill writes a part: names and look-ups become their values, the rest stands as
// written.
func (f *filler) fill(p *ir.Part) string { return f.part(p, false) }

// part is fill; none says that the part is known to have no value.
func (f *filler) part(p *ir.Part, none bool) string {
	none = none || f.absent(p)
	if none && p.Op != "??" {
		return "none"
	}
	switch p.Kind {
	case ir.LeafPart, ir.LoopPart:
		if v, ok := f.value(p.Node); ok {
			f.read = append(f.read, p.Name)
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
		if !none && f.skipped(p, i) {
			out.WriteString(unreached)
		} else {
			out.WriteString(f.part(c, none))
		}
		at = c.Hi
	}
	out.WriteString(f.text[at:p.Hi])
	return out.String()
}

// formula returns a formula as written and with numbers in it; the second is empty
// if it says no more than the first.
func (b *builder) formula(f *ir.Formula, rec, row int) (written, filled string) {
	written, filled, _ = b.fillFormula(f, rec, row)
	return written, filled
}

// fillFormula is formula that tells the names that values stand for as well.
func (b *builder) fillFormula(f *ir.Formula, rec, row int) (written, filled string, read []string) {
	if f == nil {
		return "", "", nil
	}
	fl := b.filler(f, rec, row)
	written, filled = tidy(f.Text), tidy(fl.fill(&f.Root))
	if filled == written {
		filled = ""
	}
	return written, filled, fl.read
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
		before, ok1 := b.partSlot(&p.Parts[0], fl)
		after, ok2 := b.partSlot(p, fl)
		if ok1 && ok2 && before.OK() && after.OK() {
			out = append(out, Rounding{
				Formula: tidy(f.Text[p.Lo:p.Hi]),
				Before:  show(before.Value, b.prog.Nodes[p.Parts[0].Node].Type), After: show(after.Value, b.prog.Nodes[p.Node].Type),
			})
		}
	}
	walk(&f.Root)
	return out
}
