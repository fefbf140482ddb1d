package settle

import (
	"cmp"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Count is rows, and the sum of what they give, where that is a number.
type Count struct {
	Rows int64
	Sum  value.Num
}

func (c *Count) add(v value.Value) {
	c.Rows++
	if v.Kind == value.Number {
		c.Sum = c.Sum.Add(v.Num)
	}
}

// Membership tells who is in a value over many cases. A row that is in review is held:
// left out if the total says so, else the total stays open.
type Membership struct {
	Included Count
	Excluded Count // `where` does not hold
	Held     Count
	Refused  Count
}

func (m *Membership) add(g *gift) {
	switch {
	case g.state.State == slot.Faulty:
		m.Refused.add(value.Value{})
	case !g.state.OK():
		m.Held.add(value.Value{})
	case !g.counts:
		m.Excluded.add(value.Value{})
	default:
		m.Included.add(g.in.Value)
	}
}

// A Control is the control totals of one value over many cases.
type Control struct {
	Name    string
	Kind    string // total, rank, running, cap, predicate
	Record  string // whose rows it is made of
	Target  string // by whose rows
	Stratum int
	Type    value.Type // of what the rows give
	Keys    int
	Open    int // keys that stay open
	Membership
	After Count // of Included: rows of cases that were refused later
}

// A Report is what a settlement counted.
type Report struct{ Controls []*Control }

// control begins the control totals of a unit.
func (r *Report) control(p *ir.Program, u *unit) *Control {
	c := &Control{Name: u.name, Kind: u.kind, Stratum: u.stratum, Record: p.Records[u.child()].Name}
	if u.loop == nil {
		c.Target = p.Records[u.given.Target].Name
		if u.given.Input != ir.None {
			c.Type = p.Nodes[u.given.Input].Type
		}
	}
	r.Controls = append(r.Controls, c)
	slices.SortStableFunc(r.Controls, func(a, b *Control) int {
		return cmp.Or(cmp.Compare(a.Stratum, b.Stratum), cmp.Compare(a.Name, b.Name))
	})
	return c
}
