package settle

import (
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/slot"
)

// capped makes a cap: the claims of a key are paid as they are while they come to no
// more than its limit, else they are cut.
type capped struct {
	rows *rowSorter
	unit value.Num // the smallest amount that is paid
	so   map[*partition]value.Num
}

func newCap(s *Settlement, u *unit) *capped {
	return &capped{rows: newRowSorter(s, u), unit: value.Pow10(-u.given.Scan.Digits), so: map[*partition]value.Num{}}
}

// take implements maker.
func (c *capped) take(g *gift) error { return c.rows.take(g) }

// close implements maker.
func (c *capped) close(marks Sorter) error {
	var err error
	if c.rows.u.given.Scan.FirstCome {
		err = c.firstCome(marks)
	} else {
		err = c.proRata(marks)
	}
	if err != nil {
		return err
	}
	c.rows.ctl.caps(c.rows.sums)
	c.rows.done()
	return nil
}

// pay marks what a row is paid.
func (c *capped) pay(marks Sorter, g *gift, p *partition, amount value.Num) error {
	p.paid = p.paid.Add(amount)
	p.last = slot.Of(value.OfNum(p.paid))
	if amount.Cmp(g.in.Value.Num) < 0 {
		p.cut++
	}
	return c.rows.mark(marks, g, closed{slot.Of(value.OfNum(amount)), slot.Truth(true)})
}

// firstCome pays in the order until the limit is reached. The claim that crosses it is
// paid as far as the limit goes, or not at all; after it nothing is paid.
func (c *capped) firstCome(marks Sorter) error {
	return c.rows.each(marks, func(g *gift, p *partition) error {
		claim, before := g.in.Value.Num, c.so[p]
		after := before.Add(claim)
		c.so[p] = after
		limit := c.floor(p.limit)
		switch {
		case after.Cmp(limit) <= 0:
			return c.pay(marks, g, p, claim)
		case c.rows.u.given.Scan.Cut && before.Cmp(limit) < 0:
			return c.pay(marks, g, p, limit.Sub(before))
		}
		return c.pay(marks, g, p, value.Num{})
	})
}

// proRata pays each claim its share of the limit, rounded down to whole units, and one
// unit more to those that lost most by it, until the limit is used up. Of equal losses
// the ties decide, then the row's key.
func (c *capped) proRata(marks Sorter) error {
	over := c.rows.s.opt.NewSorter()
	err := c.rows.each(marks, func(g *gift, p *partition) error {
		if p.sum.Cmp(p.limit) <= 0 {
			return c.pay(marks, g, p, g.in.Value.Num)
		}
		exact := p.limit.Mul(g.in.Value.Num).Quo(p.sum)
		share := c.floor(exact)
		c.so[p] = c.so[p].Add(share)
		key := appendOrder(nil, g.key)
		key = appendKey(key, value.OfNum(c.loss(exact.Sub(share), p)), true)
		key = append(key, g.ties...)
		e := encoder{}
		e.num(share)
		return over.Add(appendOrder(key, g.row), append(e.b, c.rows.encode(g)...))
	})
	if err != nil {
		return err
	}
	sorted, err := over.Sort()
	if err != nil {
		return err
	}
	err = each(sorted, func(_, data []byte) error {
		d := decoder{b: data}
		amount := d.num()
		g, err := c.rows.decode(d.b)
		if err != nil {
			return err
		}
		p := c.rows.sums[value.Key(g.key)]
		if next := c.so[p].Add(c.unit); next.Cmp(p.limit) <= 0 {
			amount, c.so[p] = amount.Add(c.unit), next
		}
		return c.pay(marks, g, p, amount)
	})
	if err != nil {
		return err
	}
	return sorted.Close()
}

// floor rounds an amount down to whole units.
func (c *capped) floor(n value.Num) value.Num {
	return n.Round(c.rows.u.given.Scan.Digits, value.Floor)
}

// loss is what a claim has lost to rounding, as a whole number: the losses of one key
// have one denominator, that of limit ÷ claims.
func (c *capped) loss(of value.Num, p *partition) value.Num {
	finer := 0
	if d, ok := p.limit.Decimals(); ok && d > c.rows.u.given.Scan.Digits {
		finer = d - c.rows.u.given.Scan.Digits
	}
	return of.Quo(c.unit).Mul(p.sum.Quo(c.unit)).Mul(value.Pow10(finer))
}
