package conformance

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/settle"
)

var settlements = flag.Int("settlements", 150, "random rulesets over many cases that are compared with the oracle")

const oracleRules = `ruleset "rules" {}
record "pool" {
  key    = ["city"]
  fields = { city = text, limit = { type = money, min = 0, max = 100000 } }
}
record "grp" {
  key    = ["name"]
  fields = { name = text }
}
record "case" {
  key = ["id"]
  fields = {
    id    = text
    pool  = ref(pool)
    grp   = text
    a     = { type = money, min = -1000, max = 1000 }
    b     = { type = money, min = -1000, max = 1000 }
    w     = { type = ratio, min = 0, max = 10 }
    day   = count
    flag  = bool
    u     = unknown(bool)
    one   = { type = money, min = 1, max = 1 }
    group = { type = ref(grp), is = ["case.grp"], back = "members" }
  }
}
`

// draw makes a ruleset of the oracle.
func (g *oGen) draw() string {
	yes := func(c *oCase) oResult {
		if c.u == nil {
			return oResult{state: oUndetermined}
		}
		if *c.u {
			return oOK(c.a)
		}
		return oOK(c.b)
	}
	g.value("base_a", "case.a", 0, func(_ *oWorld, c *oCase) oResult { return oOK(c.a) })
	g.value("base_b", "case.b", 0, func(_ *oWorld, c *oCase) oResult { return oOK(c.b) })
	if g.pick(3) == 0 {
		g.value("base_u", "case.u ? case.a : case.b", 0, func(_ *oWorld, c *oCase) oResult { return yes(c) })
	}
	for range 2 + g.pick(5) {
		switch g.pick(7) {
		case 0, 1, 2:
			g.total()
		case 3:
			g.scan()
		case 4:
			g.cap()
		case 5:
			g.refusal()
		case 6:
			g.look()
		}
	}
	var b strings.Builder
	b.WriteString(oracleRules)
	for _, t := range g.things {
		b.WriteString(t.text)
	}
	return b.String()
}

// cases draws case files, with ties, empty pools, what is not reported, bad cells.
func (g *oGen) cases() (*oWorld, map[string]string) {
	w := &oWorld{pools: map[string]*big.Rat{}, keyed: map[string]map[string]oResult{}}
	pools := "city,limit\n"
	for i := range 1 + g.pick(4) {
		limit := []int64{0, 1, 5000, 20001, 100000, 1000000}[g.pick(6)]
		w.pools[fmt.Sprintf("P%d", i)] = big.NewRat(limit, 100)
		pools += fmt.Sprintf("P%d,%s\n", i, big.NewRat(limit, 100).FloatString(2))
	}
	cases := "id,pool,grp,a,b,w,day,flag,u,one\n"
	amount := func() *big.Rat {
		if g.pick(3) == 0 {
			return big.NewRat([]int64{0, 1, 1000, -1000, 3333}[g.pick(5)], 100)
		}
		return big.NewRat(g.r.Int64N(60000)-15000, 100)
	}
	unknown := g.pick(3) // none, some, more
	for i := range g.pick(31) {
		c := &oCase{
			id: fmt.Sprintf("T%02d", (i*7)%31), pool: fmt.Sprintf("P%d", g.pick(len(w.pools))), group: fmt.Sprintf("G%d", g.pick(3)), refused: oNever,
			a: amount(), b: amount(), w: big.NewRat(int64(g.pick(4)), 2), day: g.pick(3), flag: g.pick(2) == 0, bad: g.pick(20) == 0, vals: map[string]oResult{},
		}
		yes := g.pick(2) == 0
		u := map[bool]string{true: "是", false: "否"}[yes]
		c.u = &yes
		if g.pick(8) < unknown {
			c.u, u = nil, ""
		}
		a := c.a.FloatString(2)
		if c.bad {
			c.refused, a = 0, "x"
		}
		cases += fmt.Sprintf("%s,%s,%s,%s,%s,%s,%d,%t,%s,1\n", c.id, c.pool, c.group, a, c.b.FloatString(2), c.w.FloatString(1), c.day, c.flag, u)
		w.cases = append(w.cases, c)
	}
	return w, map[string]string{"pool": pools, "case": cases}
}

// compute makes everything, round by round: first what is made of many cases.
func (g *oGen) compute(w *oWorld) {
	order := slices.Clone(g.things)
	late := func(t *oThing) int {
		n := t.stratum * 2
		if t.of == "case" || t.of == "check" {
			n++
		}
		return n
	}
	slices.SortStableFunc(order, func(x, y *oThing) int { return late(x) - late(y) })
	for _, t := range order {
		t.make(w)
	}
}

// TestSettlements compares random rulesets over many cases with the oracle.
func TestSettlements(t *testing.T) {
	wide, compared := 0, 0
	for i := range *settlements {
		s := *seed + uint64(i)
		g := &oGen{r: rand.New(rand.NewPCG(s, 4711))}
		rules := g.draw()
		p, err := drgrule.Compile(fstest.MapFS{"r.hcl": {Data: []byte(rules)}}, drgrule.Options{})
		var diags drgrule.Diagnostics
		if errors.As(err, &diags) && !slices.ContainsFunc(diags, func(d *diag.Diagnostic) bool {
			return d.Code.Info().Severity == diag.Error && d.Code != diag.NumberTooWide
		}) {
			wide++
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", s, err, rules)
		}
		for range 4 {
			w, files := g.cases()
			g.compute(w)
			compared += compareOracle(t, s, p, g, w, files, rules)
		}
	}
	t.Logf("%d results compared; %d rulesets were too wide", compared, wide)
	if compared < 20**settlements {
		t.Errorf("only %d results were compared", compared)
	}
}

func compareOracle(t *testing.T, s uint64, p *drgrule.Program, g *oGen, w *oWorld, files map[string]string, rules string) int {
	t.Helper()
	ctx := context.Background()
	var in []casefile.File
	for _, name := range []string{"pool", "case"} {
		in = append(in, casefile.File{Record: p.IR().Record(name), Name: name, Bytes: []byte(files[name]), Format: casefile.CSV})
	}
	b, err := p.Open(in, nil)
	if err == nil {
		_, err = b.Settle(ctx, settle.Options{Workers: 1 + g.pick(3), Batch: 1 + g.pick(5)})
	}
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", s, err, rules)
	}
	pays := strings.Contains(rules, "payment ")
	n, i := 0, 0
	fail := func(what string, got, want any) {
		t.Fatalf("seed %d: %s: %v, want %v\n%s\n%s%s", s, what, got, want, rules, files["pool"], files["case"])
	}
	err = b.Each(ctx, "case", func(r *drgrule.Result) error {
		c := w.cases[i]
		i++
		want := drgrule.Decided
		switch {
		case c.refused < oNever:
			want = drgrule.Refused
		case c.review:
			want = drgrule.NeedsReview
		case pays:
			want = drgrule.Paid
		}
		if n++; r.Outcome != want {
			fail("outcome of "+c.id, r.Outcome, want)
		}
		if r.Outcome == drgrule.Refused {
			return nil
		}
		for _, v := range r.Rows[0].Outputs {
			if strings.HasPrefix(v.Name, "check") {
				continue
			}
			x, got := c.vals[v.Name], v.State
			if v.State == "value" {
				got = v.Text
			}
			if n++; got != oText(x) {
				fail(c.id+"."+v.Name, got, oText(x))
			}
		}
		return nil
	})
	if err != nil || i != len(w.cases) {
		t.Fatalf("seed %d: %v, %d of %d cases", s, err, i, len(w.cases))
	}
	return n
}

func oText(x oResult) string {
	switch x.state {
	case oUndetermined:
		return "undetermined"
	case oReview:
		return "review"
	case oNone:
		return "none"
	}
	return x.n.FloatString(2)
}

// refusal draws an output that refuses some cases.
func (g *oGen) refusal() {
	in := g.input()
	limit := int64(200 + g.pick(2000))
	name := g.name("check")
	g.add(&oThing{name: name, stratum: in.stratum, of: "check", text: fmt.Sprintf("output %q {\n  is = \"%s > %d ? refuse('too much') : 1\"\n}\n", name, in.name, limit), make: func(w *oWorld) {
		for _, c := range w.cases {
			if x := c.vals[in.name]; x.state == oValue && x.n != nil && x.n.Cmp(big.NewRat(limit, 1)) > 0 {
				c.refused = min(c.refused, in.stratum+1)
			}
		}
	}})
}
