package trace

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// total lists the rows that it counts.
func (b *builder) total(st *Step, v *ir.Named, i int) {
	st.Cites, st.Assumption = b.cites(v.FoldInfo.Source), v.FoldInfo.Source.Assumption
	f := v.Fold
	how := v.FoldInfo.Aggregate + "(" + tidy(v.FoldInfo.Input.Text) + ")"
	if v.FoldInfo.Where != nil {
		how += " where " + tidy(v.FoldInfo.Where.Text)
	}
	how += " by " + tidy(v.FoldInfo.By.Text)
	if st.Standing != "" && st.Standing != isSettled {
		st.Closed = how
	} else {
		st.Formula = how
	}
	if f == nil || f.Cross {
		return
	}
	child := b.prog.Records[f.Child]
	target := b.world.Key(v.Rec, i)
	for j := range b.world.Rows(f.Child) {
		if f.Where != ir.None && !b.isTrue(f.Where, f.Child, j) {
			continue
		}
		by, ok := b.slot(f.By, f.Child, j)
		in, ok2 := b.slot(f.Input, f.Child, j)
		if !ok || !ok2 || !by.OK() || !value.Equal(by.Value, target) {
			continue
		}
		p := Part{Name: child.Name + " " + show(b.world.Key(f.Child, j), value.Type{})}
		switch {
		case v.FoldInfo.Aggregate != "count":
			p.Text = showSlot(in, b.prog.Nodes[f.Input].Type)
		case in.Is(false):
			continue
		}
		st.Parts = append(st.Parts, p)
	}
}

// bands names the bands or decision rows that applied, and what they gave.
func (b *builder) bands(st *Step, v *ir.Named, ver *ir.Version, i int) {
	if f := ver.Formula; f != nil && f.Root.Node != ir.None {
		if s, ok := b.slot(f.Root.Node, v.Rec, i); ok && s.OK() {
			st.Of = show(s.Value, b.prog.Nodes[f.Root.Node].Type)
		}
	}
	if s, ok := b.slot(ver.Node, v.Rec, i); !ok || !s.OK() {
		return
	}
	for j := range ver.Rows {
		r := &ver.Rows[j]
		if ver.Hit == "marginal" {
			b.marginal(st, v, r, i)
			continue
		}
		rest := r.Text == "" // holds when no other does
		if rest && len(st.Parts) > 0 || !rest && !b.isTrue(r.When, v.Rec, i) {
			continue
		}
		name := r.Text
		if rest {
			name = "*"
		}
		s, _ := b.slot(r.Node, v.Rec, i)
		_, filled := b.formula(r.Result, v.Rec, i)
		st.Parts = append(st.Parts, Part{Name: name, Text: showSlot(s, v.Type), Note: filled})
		if ver.Hit == "first" {
			return
		}
	}
}

// marginal tells what one band contributes: the part of the value in it, at its rate.
func (b *builder) marginal(st *Step, v *ir.Named, r *ir.BandRow, i int) {
	part, ok := b.slot(r.Part, v.Rec, i)
	term, ok2 := b.slot(r.Term, v.Rec, i)
	rate, ok3 := b.slot(r.Node, v.Rec, i)
	if !ok || !ok2 || !ok3 || !part.OK() || part.Value.Num.Sign() == 0 {
		return
	}
	name := r.Text
	if name == "" {
		name = "*"
	}
	st.Parts = append(st.Parts, Part{
		Name: name, Text: showSlot(term, b.prog.Nodes[r.Term].Type),
		Note: showSlot(part, b.prog.Nodes[r.Part].Type) + " * " + showSlot(rate, b.prog.Nodes[r.Node].Type),
	})
}

// scorecard lists the dimensions.
func (b *builder) scorecard(st *Step, v *ir.Named, ver *ir.Version, i int) {
	for _, d := range ver.Dimensions {
		s, _ := b.slot(d.Node, v.Rec, i)
		_, filled := b.formula(d.Formula, v.Rec, i)
		name := d.Name
		if d.Title != "" {
			name = d.Title
		}
		st.Parts = append(st.Parts, Part{Name: name, Text: showSlot(s, v.Type), Note: fmt.Sprintf("%s (max %s)", filled, d.Max)})
	}
}
