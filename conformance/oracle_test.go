package conformance

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
)

// The oracle computes random rulesets over many cases from the definitions, with all
// cases in memory and math/big. It shares nothing with the engine.

// states of an oracle's value, from the weakest.
const (
	oValue = iota
	oNone
	oUndetermined
	oReview
	oRefused
)

type oResult struct {
	state int
	n     *big.Rat
}

func oOK(n *big.Rat) oResult { return oResult{n: n} }

// strict combines operands.
func oStrict(f func(n ...*big.Rat) *big.Rat, xs ...oResult) oResult {
	out := oResult{}
	var ns []*big.Rat
	for _, x := range xs {
		out.state = max(out.state, x.state)
		if x.state == oValue && x.n == nil { // of a case that takes no part
			out.state = oRefused
		}
		ns = append(ns, x.n)
	}
	if out.state == oValue {
		out.n = f(ns...)
	}
	return out
}

// oSettle turns what is undetermined into review.
func oSettle(x oResult) oResult {
	if x.state == oUndetermined {
		x.state = oReview
	}
	return x
}

// oCase is one case of the oracle.
type oCase struct {
	id, pool, group string
	a, b, w         *big.Rat
	day             int
	flag            bool
	u               *bool // unreported: nil
	bad             bool  // a cell of it cannot be read

	refused int // the first round that it takes no part in; 0: from the start
	review  bool
	vals    map[string]oResult
}

const oNever = 1000

func (c *oCase) key(by string) string {
	if by == "pool" {
		return c.pool
	}
	return c.group
}

// oThing is one named value: its text in the language, and how it is computed.
type oThing struct {
	name    string
	text    string
	stratum int
	of      string // case, pool or group
	make    func(w *oWorld)
}

type oWorld struct {
	cases []*oCase
	pools map[string]*big.Rat // limits
	keyed map[string]map[string]oResult
}

// keys are the rows that totals are of.
func (w *oWorld) keys(by string) []string {
	out := map[string]bool{}
	if by == "pool" {
		for k := range w.pools {
			out[k] = true
		}
	} else {
		for _, c := range w.cases {
			if !c.bad {
				out[c.group] = true
			}
		}
	}
	var list []string
	for k := range out {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// oCond is a condition that a `where` may have.
type oCond struct {
	text string
	of   func(c *oCase) (held bool, known bool)
}

var oConds = []oCond{
	{"", func(*oCase) (bool, bool) { return true, true }},
	{"case.flag", func(c *oCase) (bool, bool) { return c.flag, true }},
	{"case.a > 10", func(c *oCase) (bool, bool) { return c.a.Cmp(big.NewRat(10, 1)) > 0, true }},
	{"case.u", func(c *oCase) (bool, bool) {
		if c.u == nil {
			return false, false
		}
		return *c.u, true
	}},
}

// oMember is a row of a total or scan, as `where` and its input leave it.
type oMember struct {
	c     *oCase
	state int // oNone: outside of `where`
	in, w *big.Rat
}

// members are the rows that take part in a unit of a round, by key. What is not known
// sends the case to review.
func (w *oWorld) members(stratum int, by string, cond oCond, input string) map[string][]oMember {
	out := map[string][]oMember{}
	for _, c := range w.cases {
		if c.refused <= stratum {
			continue
		}
		m := oMember{c: c, in: new(big.Rat), w: c.w}
		held, known := cond.of(c)
		switch {
		case !known:
			m.state = oReview
		case !held:
			m.state = oNone
		default:
			x := oResult{n: new(big.Rat)}
			if input != "" {
				x = oSettle(c.vals[input])
			}
			m.state, m.in = x.state, x.n
		}
		c.review = c.review || m.state == oReview
		out[c.key(by)] = append(out[c.key(by)], m)
	}
	return out
}

func oRound(n *big.Rat, digits int) *big.Rat { // half away from zero
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	x := new(big.Rat).Mul(new(big.Rat).Abs(n), scale)
	x.Add(x, big.NewRat(1, 2))
	q := new(big.Rat).SetInt(new(big.Int).Quo(x.Num(), x.Denom()))
	if n.Sign() < 0 {
		q.Neg(q)
	}
	return q.Quo(q, scale)
}

func oFloor(n *big.Rat, digits int) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	x := new(big.Rat).Mul(n, scale)
	q := new(big.Int)
	q.Div(x.Num(), x.Denom())
	return new(big.Rat).Quo(new(big.Rat).SetInt(q), scale)
}

func oSum(list []oMember, f func(oMember) *big.Rat) *big.Rat {
	out := new(big.Rat)
	for _, m := range list {
		out.Add(out, f(m))
	}
	return out
}

// oAggregate is an aggregate by its definition.
func oAggregate(name string, list []oMember) oResult {
	n := big.NewRat(int64(len(list)), 1)
	in := func(m oMember) *big.Rat { return m.in }
	switch name {
	case "sum":
		return oOK(oSum(list, in))
	case "count":
		return oOK(n)
	}
	if len(list) == 0 {
		return oResult{state: oNone}
	}
	mean := new(big.Rat).Quo(oSum(list, in), n)
	variance := func() *big.Rat {
		return new(big.Rat).Quo(oSum(list, func(m oMember) *big.Rat {
			d := new(big.Rat).Sub(m.in, mean)
			return d.Mul(d, d)
		}), n)
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(x, y oMember) int { return x.in.Cmp(y.in) })
	switch name {
	case "mean":
		return oOK(mean)
	case "min":
		return oOK(sorted[0].in)
	case "max":
		return oOK(sorted[len(sorted)-1].in)
	case "weighted_mean":
		all := oSum(list, func(m oMember) *big.Rat { return m.w })
		if all.Sign() == 0 {
			return oResult{state: oNone}
		}
		return oOK(new(big.Rat).Quo(oSum(list, func(m oMember) *big.Rat { return new(big.Rat).Mul(m.in, m.w) }), all))
	case "variance":
		return oOK(variance())
	case "percentile": // at 0.3, nearest rank
		at := (len(sorted)*3 + 9) / 10
		return oOK(sorted[max(at, 1)-1].in)
	case "cv": // 3 digits
		if mean.Sign() == 0 {
			return oResult{state: oNone}
		}
		r := new(big.Rat).Quo(variance(), new(big.Rat).Mul(mean, mean))
		k := int64(0)
		for step := int64(1 << 40); step > 0; step >>= 1 { // the largest k with (k - 1/2) / 1000 ≤ √r
			x := big.NewRat(2*(k+step)-1, 2000)
			if x.Mul(x, x).Cmp(r) <= 0 {
				k += step
			}
		}
		out := big.NewRat(k, 1000)
		if mean.Sign() < 0 {
			out.Neg(out)
		}
		return oOK(out)
	}
	panic(name)
}

var oAggregates = []string{"sum", "count", "mean", "min", "max", "weighted_mean", "variance", "percentile", "cv"}

// oOrder compares two cases by the order of a scan.
type oOrder struct {
	text string
	less func(x, y *oCase) int
}

var oOrders = []oOrder{
	{`"case.id"`, func(x, y *oCase) int { return strings.Compare(x.id, y.id) }},
	{`"desc(case.a)", "case.id"`, func(x, y *oCase) int {
		if d := y.a.Cmp(x.a); d != 0 {
			return d
		}
		return strings.Compare(x.id, y.id)
	}},
	{`"case.day", "case.b", "desc(case.id)"`, func(x, y *oCase) int {
		if x.day != y.day {
			return x.day - y.day
		}
		if d := x.b.Cmp(y.b); d != 0 {
			return d
		}
		return strings.Compare(y.id, x.id)
	}},
}

// oGen draws a ruleset.
type oGen struct {
	r      *rand.Rand
	things []*oThing
	money  []*oThing // values of the case, of type money
	n      int
}

func (g *oGen) name(kind string) string {
	g.n++
	return fmt.Sprintf("%s_%d", kind, g.n)
}

func (g *oGen) pick(n int) int { return g.r.IntN(n) }

func (g *oGen) add(t *oThing) *oThing {
	g.things = append(g.things, t)
	return t
}

func (g *oGen) input() *oThing { return g.money[g.pick(len(g.money))] }

// total draws a total, and a value of the case that reads it.
func (g *oGen) total() {
	in, by, agg := g.input(), []string{"pool", "group"}[g.pick(2)], oAggregates[g.pick(len(oAggregates))]
	cond := oConds[g.pick(len(oConds))]
	exclude := g.pick(3) == 0
	name := g.name("total")
	var b strings.Builder
	fmt.Fprintf(&b, "total %q {\n  by = \"case.%s\"\n", name, by)
	expr := in.name
	switch agg {
	case "count":
		expr = "true"
	case "percentile":
		b.WriteString("  at = 0.3\n")
	case "cv":
		b.WriteString("  digits = 3\n")
	case "weighted_mean":
		b.WriteString("  weight = \"case.w\"\n")
	}
	fmt.Fprintf(&b, "  %s = %q\n", agg, expr)
	if cond.text != "" {
		fmt.Fprintf(&b, "  where = %q\n", cond.text)
	}
	if exclude {
		b.WriteString("  open = exclude\n")
	}
	stratum := in.stratum + 1
	input := in.name
	if agg == "count" {
		stratum, input = 1, ""
	}
	if agg == "count" && cond.text == "" { // what it counts by is the case's own
		stratum = 1
	}
	g.add(&oThing{name: name, text: b.String() + "}\n", stratum: stratum, of: by, make: func(w *oWorld) {
		w.keyed[name] = map[string]oResult{}
		members := w.members(stratum, by, cond, input)
		for _, k := range w.keys(by) {
			var list []oMember
			open := false
			for _, m := range members[k] {
				switch {
				case m.state == oValue:
					list = append(list, m)
				case m.state == oReview && !exclude:
					open = true
				}
			}
			w.keyed[name][k] = oAggregate(agg, list)
			if open {
				w.keyed[name][k] = oResult{state: oReview}
			}
		}
	}})
	reads := "case." + by + "." + name + " ?? 0"
	if agg == "sum" || agg == "count" {
		reads = "case." + by + "." + name
	}
	unit := map[string]string{"count": " * case.one", "cv": " * case.one"}[agg]
	if agg == "variance" { // money × money
		reads, unit = "("+reads+") / case.one", ""
	}
	p := g.input()
	let := g.name("let")
	g.value(let, fmt.Sprintf("round(clamp(%s - (%s)%s, -100000, 100000), 2)", p.name, reads, unit), max(stratum, p.stratum), func(w *oWorld, c *oCase) oResult {
		t := w.keyed[name][c.key(by)]
		if t.state == oNone {
			t = oOK(new(big.Rat))
		}
		return oStrict(func(n ...*big.Rat) *big.Rat {
			x := new(big.Rat).Sub(n[0], n[1])
			limit := big.NewRat(100000, 1)
			if x.Cmp(limit) > 0 {
				x = limit
			}
			if neg := new(big.Rat).Neg(limit); x.Cmp(neg) < 0 {
				x = neg
			}
			return oRound(x, 2)
		}, c.vals[p.name], t)
	})
}

// value adds a let of the case and an output of it.
func (g *oGen) value(name, is string, stratum int, of func(w *oWorld, c *oCase) oResult) {
	t := &oThing{name: name, stratum: stratum, of: "case", text: fmt.Sprintf("let %q {\n  is = %q\n}\noutput %q {\n  is = %q\n}\n", name, is, name, name)}
	t.make = func(w *oWorld) {
		for _, c := range w.cases {
			if c.bad {
				continue
			}
			c.vals[name] = of(w, c)
			c.review = c.review || c.vals[name].state == oUndetermined || c.vals[name].state == oReview
		}
	}
	g.money = append(g.money, g.add(t))
}

// scan draws a rank or a running total, and a value of the case that reads it.
func (g *oGen) scan() {
	in, by, order := g.input(), []string{"pool", "group"}[g.pick(2)], oOrders[g.pick(len(oOrders))]
	cond := oConds[g.pick(len(oConds))]
	where := ""
	if cond.text != "" {
		where = fmt.Sprintf("  where = %q\n", cond.text)
	}
	name, stratum := g.name("scan"), 1
	running := g.pick(2) == 0
	text := fmt.Sprintf("rank %q {\n  by = \"case.%s\"\n%s  order = [%s]\n}\n", name, by, where, order.text)
	input := ""
	if running {
		stratum, input = in.stratum+1, in.name
		text = fmt.Sprintf("total %q {\n  by = \"case.%s\"\n%s  sum = %q\n  order = [%s]\n}\n", name, by, where, in.name, order.text)
	}
	g.add(&oThing{name: name, text: text, stratum: stratum, of: "scan", make: func(w *oWorld) {
		for _, c := range w.cases {
			c.vals[name] = oResult{state: oNone}
		}
		for _, list := range w.members(stratum, by, cond, input) {
			open := false
			var in []oMember
			for _, m := range list {
				open = open || m.state == oReview
				if m.state == oValue {
					in = append(in, m)
				}
			}
			slices.SortFunc(in, func(x, y oMember) int { return order.less(x.c, y.c) })
			sum := new(big.Rat)
			for i, m := range in {
				sum = new(big.Rat).Add(sum, m.in)
				x := oOK(sum)
				if !running {
					x = oOK(big.NewRat(int64(i+1), 1))
				}
				if open {
					x = oResult{state: oReview}
				}
				m.c.vals[name] = x
			}
			for _, m := range list { // where its input is in review, so is its own place
				if _, known := cond.of(m.c); known && m.state == oReview {
					m.c.vals[name] = oResult{state: oReview}
				}
			}
		}
	}})
	p := g.input()
	unit := " * case.one"
	if running {
		unit = ""
	}
	reads := name
	if where != "" {
		reads = "(" + name + " ?? 0)"
	}
	g.value(g.name("let"), fmt.Sprintf("%s + %s%s", p.name, reads, unit), max(stratum, p.stratum), func(_ *oWorld, c *oCase) oResult {
		x := c.vals[name]
		if x.state == oNone {
			x = oOK(new(big.Rat))
		}
		return oStrict(func(n ...*big.Rat) *big.Rat { return new(big.Rat).Add(n[0], n[1]) }, c.vals[p.name], x)
	})
}

// cap draws a payment with a cap, and a value of the case that reads it.
func (g *oGen) cap() {
	in := g.input()
	pay, name, kind := g.name("pay"), g.name("cap"), g.pick(3)
	order := oOrders[g.pick(len(oOrders))]
	how := fmt.Sprintf("  scale = pro_rata\n  remainder = largest\n  ties = [%s]\n", order.text)
	if kind > 0 {
		how = fmt.Sprintf("  scale = first_come\n  crossing = %s\n  order = [%s]\n  ties = [\"case.id\"]\n", []string{"", "cut", "drop"}[kind], order.text)
	}
	stratum := in.stratum + 1
	text := fmt.Sprintf("payment %q {\n  pays = \"max(0, %s)\"\n}\ncap %q {\n  of = %q\n  by = \"case.pool\"\n  limit = \"pool.limit\"\n  digits = 2\n%s}\n", pay, in.name, name, pay, how)
	g.add(&oThing{name: name, text: text, stratum: stratum, of: "scan", make: func(w *oWorld) {
		for _, c := range w.cases {
			x := oStrict(func(n ...*big.Rat) *big.Rat {
				if n[0].Sign() < 0 {
					return new(big.Rat)
				}
				return n[0]
			}, c.vals[in.name])
			c.vals[pay] = oSettle(x)
		}
		for pool, list := range w.members(stratum, "pool", oConds[0], pay) {
			oCap(kind, w.pools[pool], order, list, name)
		}
	}})
	g.value(g.name("let"), name, stratum, func(_ *oWorld, c *oCase) oResult { return c.vals[name] })
}

// oCap pays the claims of one pool.
func oCap(kind int, limit *big.Rat, order oOrder, list []oMember, name string) {
	for _, m := range list {
		if m.state == oReview {
			for _, o := range list {
				o.c.vals[name] = oResult{state: oReview}
			}
			return
		}
	}
	slices.SortFunc(list, func(x, y oMember) int { return order.less(x.c, y.c) })
	all := oSum(list, func(m oMember) *big.Rat { return m.in })
	before := new(big.Rat)
	type part struct {
		m         oMember
		paid, off *big.Rat
	}
	var parts []part
	paid := new(big.Rat)
	for _, m := range list {
		after := new(big.Rat).Add(before, m.in)
		p := m.in
		off := new(big.Rat)
		switch {
		case kind == 0 && all.Cmp(limit) > 0:
			exact := new(big.Rat).Quo(new(big.Rat).Mul(limit, m.in), all)
			p = oFloor(exact, 2)
			off.Sub(exact, p)
		case kind == 0, after.Cmp(limit) <= 0:
		case kind == 1 && before.Cmp(limit) < 0:
			p = new(big.Rat).Sub(limit, before)
		default:
			p = new(big.Rat)
		}
		before = after
		paid.Add(paid, p)
		parts = append(parts, part{m, p, off})
	}
	if kind == 0 && all.Cmp(limit) > 0 {
		slices.SortStableFunc(parts, func(x, y part) int { return y.off.Cmp(x.off) })
		fen := big.NewRat(1, 100)
		for i := range parts {
			if next := new(big.Rat).Add(paid, fen); next.Cmp(limit) <= 0 {
				parts[i].paid, paid = new(big.Rat).Add(parts[i].paid, fen), next
			}
		}
	}
	for _, p := range parts {
		p.m.c.vals[name] = oOK(p.paid)
	}
}

// look draws a look at the other cases of a group: how many have more of something than
// the case has of something else, or what they have in all.
func (g *oGen) look() {
	p, q := g.input(), g.input()
	counts := g.pick(2) == 0
	name, is := g.name("look"), fmt.Sprintf("count(case.group.members, .%s > %s) * case.one", p.name, q.name)
	if !counts {
		is = fmt.Sprintf("sum(case.group.members, .id != case.id ? .%s : %s)", p.name, q.name)
	}
	stratum := max(p.stratum, q.stratum) + 1
	g.add(&oThing{name: name, stratum: stratum, of: "look", make: func(w *oWorld) {
		for _, c := range w.cases {
			out := oOK(new(big.Rat))
			for _, m := range w.cases {
				if m.refused <= stratum || c.bad || m.group != c.group {
					continue
				}
				x, y := m.vals[p.name], c.vals[q.name]
				if !counts {
					if m == c {
						x = y
					}
					y = oOK(new(big.Rat))
				}
				out = oStrict(func(n ...*big.Rat) *big.Rat {
					switch {
					case !counts:
						return new(big.Rat).Add(n[2], n[0])
					case n[0].Cmp(n[1]) > 0:
						return new(big.Rat).Add(n[2], big.NewRat(1, 1))
					}
					return n[2]
				}, x, y, out)
			}
			c.vals[name] = out
		}
	}})
	g.value(g.name("let"), is, stratum, func(_ *oWorld, c *oCase) oResult { return c.vals[name] })
}
