package coverage

import (
	"cmp"
	"path"
	"slices"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Collector notes what evaluations reach. It is a scalar.Watcher, for one goroutine.
type Collector struct {
	prog     *ir.Program
	held     map[ir.NodeID][2]bool // failed, held
	arms     map[ir.SpotNode]bool
	rows     []map[int]bool        // by table
	loops    map[ir.NodeID]through // by bodies of loops over tables
	demanded map[ir.NodeID]bool    // by what does not need many cases
	possible map[ir.NodeID][2]bool // fails, holds: as far as it has been asked for
	excused  map[int]bool          // blocks that give a reason, and need one
}

// through is a loop over the rows of a table: every row counts (all, sum), or only
// those for which the body holds.
type through struct {
	table int
	every bool
}

var _ scalar.Watcher = (*Collector)(nil)

// New makes a collector for cases of a program.
func New(p *ir.Program) *Collector {
	c := &Collector{prog: p, held: map[ir.NodeID][2]bool{}, arms: map[ir.SpotNode]bool{}, loops: map[ir.NodeID]through{}, possible: map[ir.NodeID][2]bool{}, excused: map[int]bool{}}
	for range p.Tables {
		c.rows = append(c.rows, map[int]bool{})
	}
	for i := range p.Nodes {
		if lp := p.Nodes[i].Loop; lp != nil && lp.Over == ir.OverTable {
			every := lp.Kind == ir.LoopAll || lp.Kind == ir.LoopSum
			c.loops[lp.Body] = through{lp.Table, every || c.loops[lp.Body].every}
		}
	}
	c.demanded = demanded(p)
	return c
}

// demanded are the nodes that some case may evaluate without many cases: from outputs,
// payments, totals, clocks, computed references and claims down.
func demanded(p *ir.Program) map[ir.NodeID]bool {
	out := map[ir.NodeID]bool{}
	var walk func(id ir.NodeID)
	walk = func(id ir.NodeID) {
		if id == ir.None || out[id] {
			return
		}
		out[id] = true
		n := &p.Nodes[id]
		if n.Op == ir.Closed && len(n.Args) > 1 { // its provisional value stands in
			walk(n.Args[1])
			return
		}
		for _, o := range n.Operands() {
			walk(o)
		}
	}
	awaits := p.Awaiting(func(string) bool { return false })
	root := func(ids ...ir.NodeID) {
		if !awaits[ids[0]] {
			for _, id := range ids {
				walk(id)
			}
		}
	}
	for _, o := range p.Outputs {
		root(o.Node)
	}
	for _, v := range p.Values {
		if v.Kind == ir.PaymentValue {
			root(v.Node, v.Applies, v.Checked)
		}
	}
	for _, v := range p.Totals {
		root(v.Node)
	}
	for _, q := range p.Properties {
		root(q.Node)
	}
	for _, r := range p.Records {
		walk(r.Clock)
		for _, f := range r.Fields {
			walk(f.Is)
			walk(f.IsHas)
		}
	}
	return out
}

// Slot notes the outcome of a condition. One that goes through the rows of a table
// reaches those for which it holds.
func (c *Collector) Slot(node ir.NodeID, s slot.Slot, elem value.Value) {
	if !s.OK() {
		return
	}
	if t, ok := c.loops[node]; ok && (t.every || s.Is(true)) {
		if row, ok := ir.RowOf(elem); ok {
			c.rows[t.table][row] = true
		}
	}
	if s.Value.Kind != value.Bool {
		return
	}
	seen := c.held[node]
	if s.Value.True() {
		seen[1] = true
	} else {
		seen[0] = true
	}
	c.held[node] = seen
}

// Arm notes which arm a choice takes.
func (c *Collector) Arm(node ir.NodeID, arm int) { c.arms[ir.SpotNode{Node: node, Arm: arm}] = true }

// Row notes a table row that a key selects. A predicate, or a claim about a table, that
// reads the row it is at selects none: it reads them all.
func (c *Collector) Row(n *ir.Node, args []value.Value, row int) {
	if n.ByRef {
		if _, at := ir.RowOf(args[0]); at {
			return
		}
	}
	c.rows[n.Index][row] = true
}

// A Count is how many of some kind of place there are, and how many were reached. A
// condition counts twice, once for each outcome.
type Count struct {
	Reached int `json:"reached"`
	All     int `json:"all"`
}

// A Report tells what the cases reached.
type Report struct {
	Conditions Count `json:"conditions"`
	Bands      Count `json:"bands"`
	TableRows  Count `json:"table_rows"`
	SampleRows Count `json:"sample_rows"` // of tables that are samples: stand-ins for a region's own, never missed
	Awaiting   int   `json:"awaiting"`    // outcomes that need many cases, counted nowhere else
	Missed     []Gap `json:"missed"`
	Excused    []Gap `json:"excused"` // not reached, with the reason that the rules give; counted nowhere else
}

// Whole reports whether nothing was missed.
func (r *Report) Whole() bool { return len(r.Missed) == 0 }

// What a gap lacks.
const (
	NeverReached = "never_reached"
	NeverHolds   = "never_holds"
	NeverFails   = "never_fails"
	NeverTaken   = "never_taken"
	NeverRead    = "never_read"
	NotUntested  = "not_untested" // a block says why it is untested, but is tested whole
)

// A Gap is one place that no case reached.
type Gap struct {
	Lacks  string `json:"lacks"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"`
	Text   string `json:"text"` // the condition, the bounds, the key of the row; empty for the row of bands that takes the rest
	Reason string `json:"reason,omitempty"`
}

// Report tells what was reached of the rules in the files of one directory: those of
// modules and of a ruleset that this one extends have tests of their own.
func (c *Collector) Report(dir string) *Report {
	out := &Report{Missed: []Gap{}, Excused: []Gap{}}
	for i := range c.prog.Spots {
		s := &c.prog.Spots[i]
		switch {
		case path.Dir(s.Span.File.Name) != dir:
		case s.Condition():
			c.condition(out, s)
		default:
			out.Bands.All++
			if slices.ContainsFunc(s.Nodes, func(n ir.SpotNode) bool { return c.arms[n] }) {
				out.Bands.Reached++
			} else if c.awaits(s) {
				out.Bands.All--
				out.Awaiting++
			} else {
				c.miss(out, &out.Bands, gap(NeverTaken, s), s.Span, 1)
			}
		}
	}
	for _, t := range c.prog.Tables {
		if at := t.Source.At; !at.IsZero() && path.Dir(at.File.Name) == dir {
			c.table(out, t, at)
		}
	}
	c.stale(out, dir)
	for _, list := range [][]Gap{out.Missed, out.Excused} {
		slices.SortStableFunc(list, func(a, b Gap) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
	}
	return out
}

// miss adds a gap of a kind of which there are two outcomes or one, unless the block at
// its place says why it is untested.
func (c *Collector) miss(out *Report, in *Count, g Gap, at diag.Span, outcomes int) {
	if i := slices.IndexFunc(c.prog.Untested, func(u ir.Untested) bool { return covers(u.Span, at) }); i >= 0 {
		c.excused[i] = true
		in.All -= outcomes
		g.Reason = c.prog.Untested[i].Reason
		out.Excused = append(out.Excused, g)
		return
	}
	out.Missed = append(out.Missed, g)
}

func covers(block, at diag.Span) bool {
	return block.File == at.File && block.Lo <= at.Lo && at.Hi <= block.Hi
}

// stale adds the blocks that give a reason for nothing.
func (c *Collector) stale(out *Report, dir string) {
	for i, u := range c.prog.Untested {
		if !c.excused[i] && path.Dir(u.Span.File.Name) == dir {
			at := u.Span.Start()
			out.Missed = append(out.Missed, Gap{Lacks: NotUntested, File: u.Span.File.Name, Line: at.Line, Column: at.Column, Text: u.Reason})
		}
	}
}

func (c *Collector) condition(out *Report, s *ir.Spot) {
	var seen, can [2]bool
	for _, n := range s.Nodes {
		seen, can = either(seen, c.held[n.Node]), either(can, c.outcomes(n.Node))
	}
	all, reached := count(can), count(seen)
	if reached == 0 && c.awaits(s) {
		out.Awaiting += all
		return
	}
	out.Conditions.All += all
	out.Conditions.Reached += reached
	switch {
	case reached == all:
	case reached == 0 && all == 2:
		c.miss(out, &out.Conditions, gap(NeverReached, s), s.Span, 2)
	case seen[1] || !can[1]:
		c.miss(out, &out.Conditions, gap(NeverFails, s), s.Span, 1)
	default:
		c.miss(out, &out.Conditions, gap(NeverHolds, s), s.Span, 1)
	}
}

func either(a, b [2]bool) [2]bool { return [2]bool{a[0] || b[0], a[1] || b[1]} }

func count(outcomes [2]bool) (n int) {
	for _, o := range outcomes {
		if o {
			n++
		}
	}
	return n
}

// outcomes tells whether a condition can fail, and whether it can hold, as far as its
// form says: what needs an answer that the rules leave unknown, or a constant, may lack
// one of the outcomes, and no example can reach it.
func (c *Collector) outcomes(id ir.NodeID) [2]bool {
	if known, ok := c.possible[id]; ok {
		return known
	}
	n := &c.prog.Nodes[id]
	out := [2]bool{true, true}
	switch n.Op {
	case ir.Const:
		out = [2]bool{!n.Value.True(), n.Value.True()}
	case ir.Fail, ir.Review, ir.Missing:
		out = [2]bool{}
	case ir.All, ir.Any:
		one := 0 // the outcome that one operand decides
		if n.Op == ir.Any {
			one = 1
		}
		out = [2]bool{}
		out[1-one] = true
		for _, a := range n.Args {
			can := c.outcomes(a)
			out[one], out[1-one] = out[one] || can[one], out[1-one] && can[1-one]
		}
	case ir.Choose:
		out = c.outcomes(n.Args[len(n.Args)-1])
		for i := 1; i < len(n.Args); i += 2 {
			out = either(out, c.outcomes(n.Args[i]))
		}
	case ir.At:
		out = c.outcomes(n.Target)
	case ir.Settle:
		out = c.outcomes(n.Args[0])
	case ir.Call:
		if n.Func.Name == "not" {
			can := c.outcomes(n.Args[0])
			out = [2]bool{can[1], can[0]}
		}
	}
	c.possible[id] = out
	return out
}

// awaits reports whether nothing that a case alone comes to demands a place.
func (c *Collector) awaits(s *ir.Spot) bool {
	return !slices.ContainsFunc(s.Nodes, func(n ir.SpotNode) bool { return c.demanded[n.Node] })
}

func gap(lacks string, s *ir.Spot) Gap {
	at := s.Span.Start()
	return Gap{Lacks: lacks, File: s.Span.File.Name, Line: at.Line, Column: at.Column, Text: s.Text}
}

func (c *Collector) table(out *Report, t *ir.Table, at diag.Span) {
	if len(c.rows[t.ID]) == 0 {
		switch read, demanded := c.readers(t); {
		case !read: // a param that stands in formulas as its value, codes that only cells name
			return
		case !demanded:
			out.Awaiting += len(t.Rows)
			return
		}
	}
	count := &out.TableRows
	if t.Sample {
		count = &out.SampleRows
	}
	for i := range t.Rows {
		count.All++
		if c.rows[t.ID][i] {
			count.Reached++
			continue
		}
		if t.Sample {
			continue
		}
		r := &t.Rows[i]
		g := Gap{Lacks: NeverRead, File: r.File, Line: r.Line, Text: t.Name}
		if g.File == "" {
			g.File, g.Line = at.File.Name, at.Start().Line
		}
		if key := t.KeyOf(i); len(key.List) > 0 {
			g.Text += "(" + key.Text(value.Type{Kind: value.Ref}) + ")"
		}
		c.miss(out, count, g, at, 1)
	}
}

// readers reports whether anything reads rows of a table, and whether anything does that
// does not need many cases.
func (c *Collector) readers(t *ir.Table) (read, demanded bool) {
	for i := range c.prog.Nodes {
		n := &c.prog.Nodes[i]
		reads := n.Loop != nil && n.Loop.Over == ir.OverTable && n.Loop.Table == t.ID
		switch n.Op {
		case ir.Find, ir.Hit, ir.Cell, ir.CellHas:
			reads = n.Index == t.ID
		}
		read = read || reads
		demanded = demanded || reads && c.demanded[ir.NodeID(i)]
	}
	return read, demanded
}
