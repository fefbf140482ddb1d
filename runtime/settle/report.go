package settle

import (
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
	Digits  int        // caps: decimals of what is paid
	Keys    int
	Open    int // keys that stay open
	Membership
	Cap   *CapTotals // caps
	After Count      // of Included: rows of cases that were refused later
}

// CapTotals are the control totals of a cap: what is claimed is the sum of Included.
type CapTotals struct {
	Limits value.Num // of all keys
	Paid   value.Num
	Over   int       // keys whose claims come to more than their limit
	Cut    int64     // rows that are paid less than they claim
	Left   value.Num // of the limits of keys that are over: what is not paid; below one unit for each
}

// caps adds up what the keys of a cap came to.
func (c *Control) caps(sums map[string]*partition) {
	c.Cap = &CapTotals{}
	for _, p := range sums {
		if p.open {
			continue
		}
		c.Cap.Limits, c.Cap.Paid = c.Cap.Limits.Add(p.limit), c.Cap.Paid.Add(p.paid)
		c.Cap.Cut += p.cut
		if p.sum.Cmp(p.limit) > 0 {
			c.Cap.Over++
			c.Cap.Left = c.Cap.Left.Add(p.limit.Sub(p.paid))
		}
	}
}

// A Report is what a settlement counted, by round.
type Report struct{ Controls []*Control }

// control begins the control totals of a unit.
func (r *Report) control(p *ir.Program, u *unit) *Control {
	c := &Control{Name: u.name, Kind: u.kind, Stratum: u.stratum, Record: p.Records[u.child()].Name}
	if u.loop == nil {
		if u.given.Scan != nil {
			c.Digits = u.given.Scan.Digits
		}
		c.Target = p.Records[u.given.Target].Name
		if u.given.Input != ir.None {
			c.Type = p.Nodes[u.given.Input].Type
		}
	}
	r.Controls = append(r.Controls, c)
	return c
}
