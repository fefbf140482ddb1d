package check

import (
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// MaxStrata bounds the rounds over many cases.
const MaxStrata = 16

// layers puts every value into its round: values made of many cases stand one round
// above what they are made of. It also finds circles that go through replacements.
func (c *checker) layers() {
	color := map[*Value]state{}
	var path []*Value
	var visit func(v *Value)
	visit = func(v *Value) {
		color[v] = working
		path = append(path, v)
		for _, d := range v.deps {
			w := d.value
			switch color[w] {
			case fresh:
				visit(w)
			case working:
				c.deepCircle(path, w, d.span)
			}
			v.Stratum = max(v.Stratum, w.Stratum)
			v.Awaits = v.Awaits || w.Awaits
		}
		if !v.group.IsZero() {
			v.Crosses = true
		}
		if v.Crosses {
			v.Stratum++
			v.Awaits = true
		}
		if v.Provisional != nil {
			v.Awaits = false
			for _, d := range v.provisionalDeps {
				if color[d.value] == fresh {
					visit(d.value)
				}
				v.Awaits = v.Awaits || d.value.Awaits
			}
		}
		path = path[:len(path)-1]
		color[v] = done
	}
	for _, o := range c.order {
		if v := o.value; v != nil && color[v] == fresh {
			visit(v)
		}
	}
	top, at := 0, diag.Span{}
	for _, o := range c.order {
		if o.value != nil && o.value.Stratum > top {
			top, at = o.value.Stratum, o.span
		}
		if o.value != nil && o.value.Provisional != nil && o.value.Stratum == 0 && !o.value.fact.bad {
			c.report(diag.ProvisionalUnused, o.value.Provisional.Span, o.name)
		}
	}
	c.info.Strata = top + 1
	if c.info.Strata > MaxStrata {
		c.report(diag.TooManyStrata, at, MaxStrata, c.info.Strata)
	}
	for _, o := range c.info.Outputs {
		o.Awaits = awaits(o.deps)
	}
	for _, p := range c.info.Properties {
		p.Awaits = awaits(p.deps)
	}
}

func awaits(deps []dependency) bool {
	for _, d := range deps {
		if d.value.Awaits {
			return true
		}
	}
	return false
}

func (c *checker) deepCircle(path []*Value, v *Value, at diag.Span) {
	var names []string
	for _, w := range path {
		if w == v || len(names) > 0 {
			names = append(names, w.Name)
		}
	}
	text := strings.Join(append(names, v.Name), " → ")
	for _, d := range c.diags {
		if d.Code == diag.Cycle {
			return // the same circle, seen from another side
		}
	}
	c.report(diag.Cycle, at, text)
}

// unused warns of names in the top layer that nothing reads.
func (c *checker) unused() {
	top := c.set.Layers[len(c.set.Layers)-1]
	for _, o := range c.order {
		b := o.blocks[0]
		if o.used || b.layer != top || b.Kind == "record" || b.Kind == "payment" || b.prefix != "" {
			continue
		}
		c.report(diag.UnusedName, b.NameSpan, o.name)
	}
}
