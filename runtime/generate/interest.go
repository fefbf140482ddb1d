package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// An interest is what the rules do with a field: what it is compared with, which
// table keys it selects, from when to when rows hold that its date selects. Values are
// drawn where rules look.
type interest struct {
	equals []value.Value // it is asked whether it is one of these
	points []int64       // bounds: days of a date, units of a number
	limits []int64       // bounds beyond which the rules refuse
	spans  [][]span      // dates: for each table, when its rows hold
	keys   []keyUse
	scales []lookup // what its size is compared with, best first
	names  bool     // other rows are named by it
	folded bool     // it is added up over the rows of a case
	years  bool     // a number that is the year of a date
}

// span is a half-open range of days.
type span struct{ from, until int64 }

// keyUse is a column of a table key that a field selects rows by.
type keyUse struct {
	table, column int
	prefix        bool
	guarded       bool // the rules say what holds without such a row
}

// survey goes through the rules once and notes what they do with every field.
type survey struct {
	prog   *ir.Program
	paths  *paths
	fields map[[2]int]*interest
	strict map[ir.NodeID]bool // comparisons that must hold, or the case is refused
}

func newSurvey(p *ir.Program) *survey {
	s := &survey{prog: p, paths: newPaths(p), fields: map[[2]int]*interest{}, strict: map[ir.NodeID]bool{}}
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.Op == ir.Choose {
			s.refusal(n)
		}
	}
	for i := range p.Nodes {
		s.node(ir.NodeID(i), &p.Nodes[i])
	}
	return s
}

// at returns the interest in a field.
func (s *survey) at(p path) *interest {
	k := [2]int{p.rec, p.field}
	if s.fields[k] == nil {
		s.fields[k] = &interest{}
	}
	return s.fields[k]
}

func (s *survey) field(p path) *ir.Field { return s.prog.Records[p.rec].Fields[p.field] }

// refusal marks the comparisons of a choice that ends in a refusal when they fail.
func (s *survey) refusal(n *ir.Node) {
	if s.prog.Nodes[n.Args[len(n.Args)-1]].Op != ir.Fail {
		return
	}
	var mark func(id ir.NodeID)
	mark = func(id ir.NodeID) {
		switch n := &s.prog.Nodes[id]; n.Op {
		case ir.All:
			for _, a := range n.Args {
				mark(a)
			}
		case ir.Call:
			s.strict[id] = true
		}
	}
	mark(n.Args[0])
}

func (s *survey) node(id ir.NodeID, n *ir.Node) {
	switch n.Op {
	case ir.Find, ir.Hit, ir.Cell, ir.CellHas:
		s.lookup(n)
	case ir.Make:
		if n.Index < 0 {
			return
		}
		for _, a := range n.Args {
			for _, p := range s.paths.of(a) {
				if p.plain() && !s.prog.Records[n.Index].Derived {
					s.at(p).names = true
				}
			}
		}
	case ir.Fold:
		if !n.Fold.Cross {
			s.added(n.Fold.Input, n.Fold.Child)
		}
	case ir.Call:
		switch n.Func.Name {
		case "==", "!=", "<", "<=", ">", ">=", "in":
			s.compared(id, n, n.Args[0], n.Args[1])
			s.compared(id, n, n.Args[1], n.Args[0])
			s.sized(n.Args[0], n.Args[1])
			s.sized(n.Args[1], n.Args[0])
		case "/", "-":
			s.sized(n.Args[0], n.Args[1])
			s.sized(n.Args[1], n.Args[0])
		}
	}
}

// added notes the amounts of rows that a total is made of.
func (s *survey) added(id ir.NodeID, rec int) {
	n := &s.prog.Nodes[id]
	switch n.Op {
	case ir.Input:
		if n.Rec == rec && n.Type.Kind == value.Number {
			s.at(path{rec: n.Rec, field: n.Index}).folded = true
		}
	case ir.Call, ir.Choose, ir.Settle:
		for _, a := range n.Args {
			s.added(a, rec)
		}
	}
}

func (s *survey) lookup(n *ir.Node) {
	t := s.prog.Tables[n.Index]
	keys := n.Args
	if t.Dated {
		keys = n.Args[:len(n.Args)-1]
		for _, p := range s.paths.of(n.Args[len(n.Args)-1]) {
			if p.plain() {
				in := s.at(p)
				in.spans = append(in.spans, tableSpans(t))
			}
		}
	}
	if n.ByRef {
		return
	}
	for k, a := range keys {
		for _, p := range s.paths.of(a) {
			s.selects(n, t, k, p)
		}
	}
}

// selects notes that a path selects rows by the k-th part of a table's key.
func (s *survey) selects(n *ir.Node, t *ir.Table, k int, p path) {
	in := s.at(p)
	if p.plain() {
		u := keyUse{table: t.ID, column: t.Key[k], prefix: t.Prefix && k == len(t.Key)-1, guarded: n.Op == ir.Hit || n.Op == ir.CellHas}
		i := slices.IndexFunc(in.keys, func(v keyUse) bool { return v.table == u.table && v.column == u.column })
		if i < 0 {
			in.keys = append(in.keys, u)
		} else {
			in.keys[i].guarded = in.keys[i].guarded || u.guarded
		}
		return
	}
	if shift, ok := p.years(); ok {
		var list []span
		for _, r := range t.Rows {
			if y, ok := r.Cells[t.Key[k]].Num.Int64(); ok && r.Cells[t.Key[k]].Kind == value.Number {
				list = append(list, yearSpan(y-shift))
			}
		}
		in.spans = append(in.spans, list)
	}
}

// years reports whether a path is the year of a date, and how many years are added.
func (p path) years() (shift int64, ok bool) {
	for i, st := range p.steps {
		switch {
		case i == 0 && st.kind == yearOf:
			ok = true
		case i > 0 && st.kind == plus:
			shift += st.add
		default:
			return 0, false
		}
	}
	return shift, ok
}

func yearSpan(y int64) span {
	if y < value.MinYear || y >= value.MaxYear {
		return span{}
	}
	return span{value.OfDate(int(y), 1, 1).Int, value.OfDate(int(y)+1, 1, 1).Int}
}

func tableSpans(t *ir.Table) []span {
	var out []span
	for _, r := range t.Rows {
		out = append(out, span{r.From, r.Until})
	}
	return out
}

// compared notes what the field behind a is compared with.
func (s *survey) compared(id ir.NodeID, n *ir.Node, a, b ir.NodeID) {
	for _, p := range s.paths.of(a) {
		if v, ok := s.paths.constant(b); ok {
			s.constant(id, p, v)
		} else if t, c, ok := s.paths.column(b); ok && p.plain() {
			s.oneOf(p, columnValues(s.prog.Tables[t], c))
		} else if s.years(b) && p.plain() {
			s.at(p).years = true
		}
	}
}

func (s *survey) years(id ir.NodeID) bool {
	return slices.ContainsFunc(s.paths.of(id), func(p path) bool { _, ok := p.years(); return ok })
}

func (s *survey) constant(id ir.NodeID, p path, v value.Value) {
	if v.Kind == value.List {
		for _, e := range v.List {
			s.constant(id, p, e)
		}
		return
	}
	in := s.at(p)
	shift, isYear := p.years()
	switch {
	case p.plain():
		s.oneOf(p, []value.Value{v})
		if s.strict[id] && v.Kind == value.Number {
			if n, ok := unitsOf(v.Num, s.field(p).Spec.Type.Dec); ok {
				in.limits = append(in.limits, n)
			}
		}
	case isYear && v.Kind == value.Number:
		if y, ok := v.Num.Int64(); ok {
			if at := yearSpan(y - shift); at != (span{}) {
				in.points = append(in.points, at.from, at.until)
			}
		}
	}
}

// oneOf notes values that a field is held against.
func (s *survey) oneOf(p path, list []value.Value) {
	in := s.at(p)
	for _, v := range list {
		switch v.Kind {
		case value.Date, value.Month:
			in.points = append(in.points, v.Int)
		case value.Number:
			if n, ok := unitsOf(v.Num, s.field(p).Spec.Type.Dec); ok {
				in.points = append(in.points, n)
			}
		case value.Text, value.Code:
			in.equals = append(in.equals, v)
		}
	}
}

func columnValues(t *ir.Table, c int) []value.Value {
	var out []value.Value
	for _, r := range t.Rows {
		switch v := r.Cells[c]; {
		case !r.Present[c]:
		case v.Kind == value.List:
			out = append(out, v.List...)
		case v.Kind == value.Ref && len(v.List) == 1:
			out = append(out, v.List[0]) // whoever names the row names it by this
		default:
			out = append(out, v)
		}
	}
	slices.SortFunc(out, value.Compare)
	return slices.CompactFunc(out, value.Equal)
}

// unitsOf counts a number in units of the last decimal, rounded to the nearest.
func unitsOf(n value.Num, dec int) (int64, bool) {
	return n.Mul(value.Pow10(decimals(dec))).Round(0, value.HalfUp).Int64()
}

// decimals are those that values of a field are drawn with: four if the rules name none.
func decimals(dec int) int {
	if dec < 0 {
		return 4
	}
	return dec
}
