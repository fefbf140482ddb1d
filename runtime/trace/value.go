package trace

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// value explains a named value of a row.
func (b *builder) value(v *ir.Named, i int) Step {
	st := Step{Kind: string(v.Kind), Name: v.Name, Title: v.Title}
	s, ok := b.slot(v.Node, v.Rec, i)
	if !ok {
		st.State = "not_reached"
		return st
	}
	if v.Has != ir.None {
		if has, ok := b.slot(v.Has, v.Rec, i); ok && has.Is(false) {
			st.State = StateNone
		}
	}
	none := st.State == StateNone
	ver := b.version(v, i)
	var f *ir.Formula
	node := v.Node
	if ver != nil {
		f, node = ver.Formula, ver.Node
		if b.isOther(node, v) {
			node = ir.None // it only names another value, which has a step of its own
		}
		st.Cites, st.Assumption = b.cites(ver.Source), ver.Source.Assumption
		st.Dates = dates(ver)
	}
	if st.Standing = b.standing(v); st.Standing != "" && st.Standing != isSettled {
		if f != nil {
			st.Closed = tidy(f.Text)
		}
		f, node = nil, ir.None
		if st.Standing == standsIn {
			f, node = v.StandIn, v.StandIn.Root.Node
		}
	}
	b.fillStep(&st, s, v.Type, f, node, v.Rec, i)
	if none {
		st.State, st.Text, st.Reasons = StateNone, "", nil
	}
	b.among(&st, v, i)
	switch {
	case v.Kind == ir.CriteriaValue:
		b.criteria(&st, v, ver, i)
	case v.Kind == ir.PaymentValue:
		b.payment(&st, v, ver, i)
	case v.FoldInfo != nil:
		b.total(&st, v, i)
	case ver != nil && len(ver.Rows) > 0:
		b.bands(&st, v, ver, i)
	case ver != nil && len(ver.Dimensions) > 0:
		b.scorecard(&st, v, ver, i)
	}
	return st
}

func dates(ver *ir.Version) string {
	if ver.From == ir.Always && ver.Until == ir.Never {
		return ""
	}
	from, through := "", ""
	if ver.From != ir.Always {
		from = value.DateText(ver.From)
	}
	if ver.Until != ir.Never {
		through = value.DateText(ver.Until - 1)
	}
	return from + ".." + through
}

// version is the version in force, or the only one.
func (b *builder) version(v *ir.Named, i int) *ir.Version {
	for j := range v.Versions {
		ver := &v.Versions[j]
		if ver.InForce == ir.None {
			return ver
		}
		if s, ok := b.slot(ver.InForce, v.Rec, i); ok && s.Is(true) {
			return ver
		}
	}
	if len(v.Versions) == 1 {
		return &v.Versions[0]
	}
	return nil
}

// criteria lists the conditions. What does not apply is said, and nothing else.
func (b *builder) criteria(st *Step, v *ir.Named, ver *ir.Version, i int) {
	st.Formula, st.Filled = "", ""
	if s, ok := b.slot(v.Node, v.Rec, i); ok {
		st.Text = b.status(s)
	}
	if ver == nil || ver.Criteria == nil || ver.InForce != ir.None && !b.isTrue(ver.InForce, v.Rec, i) {
		st.Text = "not_applicable"
		return
	}
	c := ver.Criteria
	if c.Applies != ir.None {
		applies := b.condition(c.Applies, c.AppliesText, v.Rec, i)
		applies.Name = "applies"
		if applies.Status != "met" {
			st.Text = "not_applicable"
			if applies.Status == StateUndetermined {
				st.Text = StateUndetermined
			}
			st.Criteria = append(st.Criteria, applies)
			return
		}
	}
	for j := range c.List {
		st.Criteria = append(st.Criteria, b.criterion(&c.List[j], v.Rec, i))
	}
	if c.Each != nil {
		b.each(st, v, ver, c, i)
	}
}

func (b *builder) isTrue(id ir.NodeID, rec, i int) bool {
	s, ok := b.slot(id, rec, i)
	return ok && s.Is(true)
}

// each lists every row of a condition over rows as a condition of its own.
func (b *builder) each(st *Step, v *ir.Named, ver *ir.Version, c *ir.Criteria, i int) {
	loop := ir.None
	b.region(ver.Node, func(id ir.NodeID) {
		if n := &b.prog.Nodes[id]; n.Op == ir.Each && loop == ir.None && (n.Loop.Kind == ir.LoopAll || n.Loop.Kind == ir.LoopNeed) {
			loop = id
		}
	})
	if loop == ir.None {
		return
	}
	rec := b.prog.Nodes[loop].Rec
	b.world.Elements(loop, rec, i, func(elem value.Value, body slot.Slot) {
		st.Criteria = append(st.Criteria, Criterion{
			Name: show(elem, value.Type{}), Status: b.status(body), Formula: tidy(c.Each.Text), Missing: missing(body),
		})
	})
	if c.Need > 0 {
		st.Parts = append(st.Parts, Part{Name: "need", Text: fmt.Sprint(c.Need)})
	}
}

// payment says whether it applies, and why not.
func (b *builder) payment(st *Step, v *ir.Named, ver *ir.Version, i int) {
	if ver == nil || ver.Payment == nil || ver.InForce != ir.None && !b.isTrue(ver.InForce, v.Rec, i) {
		st.Applies, st.Formula, st.Filled, st.Lookups = "not_in_force", "", "", nil
		return
	}
	p := ver.Payment
	if p.When != ir.None {
		c := b.condition(p.When, p.WhenText, v.Rec, i)
		st.When = &c
	}
	for _, r := range p.Replacers {
		if b.isTrue(r.Applies, v.Rec, i) {
			st.ReplacedBy = append(st.ReplacedBy, r.Name)
		}
	}
	applies, _ := b.slot(v.Applies, v.Rec, i)
	checked, _ := b.slot(v.Checked, v.Rec, i)
	switch {
	case applies.State == slot.InReview || checked.State == slot.InReview:
		st.Applies = StateReview
		if applies.State == slot.InReview {
			st.Reasons = applies.Reasons
		} else {
			st.Reasons = checked.Reasons
		}
		if p.Pending != nil {
			st.Pending = st.Text
		}
	case applies.Is(true):
		st.Applies = "applies"
	case len(st.ReplacedBy) > 0:
		st.Applies = "replaced"
	default:
		st.Applies = "when_false"
	}
	if st.Applies != "applies" {
		st.Filled, st.Roundings, st.Lookups = "", nil, nil
	}
}
