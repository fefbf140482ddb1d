package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// needs is what a formula reads beside the values that it names: the clocks of rows, where
// something depends on the date, and computed references.
type needs struct {
	clocks []*Record
	refs   []*Field
}

func (n *needs) add(m needs) {
	for _, r := range m.clocks {
		if !slices.Contains(n.clocks, r) {
			n.clocks = append(n.clocks, r)
		}
	}
	for _, f := range m.refs {
		if !slices.Contains(n.refs, f) {
			n.refs = append(n.refs, f)
		}
	}
}

// circler looks for circles that values alone do not show: through a clock, which selects the
// versions of what it is made of, or through computed references.
type circler struct {
	c     *checker
	state map[any]state
	path  []string
	on    []any
}

// circles reports the first circle through clocks and computed references.
func (c *checker) circles() {
	k := &circler{c: c, state: map[any]state{}}
	for _, r := range c.info.Records {
		k.clock(r)
		for _, f := range r.Fields {
			if f.Is != nil {
				k.field(f)
			}
		}
	}
}

// enter visits a node of the graph; what stands on the way to it already closes a circle.
func (k *circler) enter(node any, name string, at diag.Span, visit func()) {
	switch k.state[node] {
	case done:
		return
	case working:
		from := slices.Index(k.on, node)
		k.report(append(slices.Clone(k.path[from:]), name), at)
		return
	}
	k.state[node] = working
	k.path, k.on = append(k.path, name), append(k.on, node)
	visit()
	k.path, k.on = k.path[:len(k.path)-1], k.on[:len(k.on)-1]
	k.state[node] = done
}

// report tells a circle unless it, or another one, has been told.
func (k *circler) report(names []string, at diag.Span) {
	for _, d := range k.c.diags {
		if d.Code == diag.Cycle {
			return
		}
	}
	k.c.report(diag.Cycle, at, strings.Join(names, " → "))
}

type clockOf struct{ r *Record }

// clock needs the computed references on its path. A record without one has its owner's.
func (k *circler) clock(r *Record) {
	switch {
	case r.Clock != nil:
		k.enter(clockOf{r}, r.Name+".clock", r.Clock.Expr.Span(), func() {
			syntax.Walk(r.Clock.Expr, func(e syntax.Expr) bool {
				if f := k.c.info.Facts[e]; f != nil && f.Use.Kind == FieldUse && f.Use.Field.Is != nil {
					k.field(f.Use.Field)
				}
				return true
			})
		})
	case r.Owner != nil:
		k.clock(r.Owner)
	}
}

func (k *circler) field(f *Field) {
	k.enter(f, f.Record.Name+"."+f.Name, f.Span, func() { k.all(f.needs, f.deps) })
}

func (k *circler) value(v *Value, at diag.Span) {
	k.enter(v, v.Name, at, func() { k.all(v.needs, v.deps) })
}

func (k *circler) all(n needs, deps []dependency) {
	for _, r := range n.clocks {
		k.clock(r)
	}
	for _, f := range n.refs {
		k.field(f)
	}
	for _, d := range deps {
		k.value(d.value, d.span)
	}
}
