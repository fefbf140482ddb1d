package lower

import (
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

var kinds = map[check.ValueKind]ir.ValueKind{
	check.LetValue: ir.LetValue, check.BandsValue: ir.BandsValue, check.CriteriaValue: ir.CriteriaValue,
	check.ScorecardValue: ir.ScorecardValue, check.PaymentValue: ir.PaymentValue, check.TotalValue: ir.TotalValue,
	check.RankValue: ir.RankValue, check.CapValue: ir.CapValue,
}

// value lowers a named value once.
func (l *lowerer) value(v *check.Value) *nodes {
	if n := l.values[v]; n != nil {
		return n
	}
	rec := -1
	if v.Record != nil {
		rec = l.recID[v.Record]
	}
	n := &nodes{
		pair: pair{ir.None, ir.None}, applies: ir.None, checked: ir.None,
		named: &ir.Named{
			Name: v.Name, Kind: kinds[v.Kind], Title: v.Title, Rec: rec, Type: v.Type,
			Stratum: v.Stratum, Awaits: v.Awaits, Crosses: v.Crosses, Applies: ir.None, Checked: ir.None,
		},
	}
	l.values[v] = n
	outer := l.place
	l.place = v.Block.NameSpan
	switch v.Kind {
	case check.TotalValue:
		l.total(v, n)
	case check.RankValue:
		l.rank(v, n)
	case check.CapValue:
		l.cap(v, n)
	case check.CriteriaValue:
		l.criteria(v, n)
	case check.PaymentValue:
		l.payment(v, n)
	default:
		l.versions(v, n)
	}
	l.closed(v, n)
	l.place = outer
	n.named.Node, n.named.Has = n.node, n.has
	n.named.Applies, n.named.Checked = n.applies, n.checked
	return n
}

// closed wraps a value that needs many cases: one that is assumed, or its
// provisional value, stands in for it until they are closed.
func (l *lowerer) closed(v *check.Value, n *nodes) {
	if v.Stratum == 0 || v.Kind == check.PaymentValue || v.Kind == check.CriteriaValue {
		return
	}
	args := []ir.NodeID{n.node}
	if v.Provisional != nil {
		id, f := l.formula(v.Provisional, &env{rec: v.Record})
		args, n.named.StandIn = append(args, id), f
	}
	rec := n.named.Rec
	n.node = l.b.add(ir.Node{Op: ir.Closed, Rec: rec, Args: args, Text: v.Name, Type: v.Type}, false, 0)
	if n.has != ir.None {
		has := []ir.NodeID{n.has}
		if v.Provisional != nil {
			has = append(has, l.present(v.Provisional.Expr, &env{rec: v.Record}, false))
		}
		n.has = l.b.add(ir.Node{Op: ir.Closed, Rec: rec, Args: has, Text: "has " + v.Name, Type: value.BoolType}, false, 0)
	}
}

// formula lowers a formula and keeps the nodes of its parts for explanations.
func (l *lowerer) formula(f *syntax.Formula, v *env) (ir.NodeID, *ir.Formula) {
	in := v.derive()
	in.seen = map[syntax.Expr]ir.NodeID{}
	id := l.expr(f.Expr, in)
	return id, &ir.Formula{Text: f.Text, Span: f.Span, Root: l.part(f.Expr, in)}
}

func (l *lowerer) optionalFormula(f *syntax.Formula, v *env) (ir.NodeID, *ir.Formula) {
	if f == nil {
		return ir.None, nil
	}
	return l.formula(f, v)
}

// inForce is whether a version holds at the row's date, or None if it always does.
func (l *lowerer) inForce(ver *check.Version, r *check.Record) ir.NodeID {
	day := l.clock(r)
	var ids []ir.NodeID
	if ver.From != check.Always {
		ids = append(ids, l.b.call("<=", l.b.constant(value.OfDays(ver.From), value.DateType), day))
	}
	if ver.Until != check.Never {
		ids = append(ids, l.b.call("<", day, l.b.constant(value.OfDays(ver.Until), value.DateType)))
	}
	if ids == nil {
		return ir.None
	}
	return l.b.all(ids...)
}

// versions lowers a let, bands or scorecard: the version in force, or a refusal.
func (l *lowerer) versions(v *check.Value, n *nodes) {
	e := &env{rec: v.Record}
	var vals, has []ir.NodeID
	optional := v.Optional
	dated := false
	for _, ver := range v.Versions {
		out := ir.Version{From: ver.From, Until: ver.Until, InForce: l.inForce(ver, v.Record), Source: source(ver.Source, ver.Block)}
		there := l.b.truth(true)
		switch v.Kind {
		case check.LetValue:
			out.Node, out.Formula = l.formula(ver.Let, e)
			if optional {
				there = l.present(ver.Let.Expr, e, false)
			}
		case check.BandsValue:
			var of ir.NodeID = ir.None
			if ver.Bands.Of != nil {
				of, out.Formula = l.formula(ver.Bands.Of, e)
			}
			out.Node = l.bands(v.Name, ver.Bands, of, e, &out)
			if optional {
				there = l.bandsThere(ver.Bands, of, e)
			}
		case check.ScorecardValue:
			out.Node = l.scorecard(ver.Scorecard, e, &out)
		}
		n.named.Versions = append(n.named.Versions, out)
		if out.InForce != ir.None {
			vals, has = append(vals, out.InForce), append(has, out.InForce)
			dated = true
		}
		vals, has = append(vals, out.Node), append(has, there)
	}
	if dated {
		vals = append(vals, l.b.fail(diag.OutsideDates, v.Name))
		has = append(has, l.b.truth(true)) // so that the refusal is reached
	}
	n.node = l.b.choose(vals...)
	if optional {
		n.has = l.b.choose(has...)
	}
}

func (l *lowerer) scorecard(s *check.Scorecard, e *env, out *ir.Version) ir.NodeID {
	sum := ir.None
	zero := l.b.number(value.Int(0))
	for _, d := range s.Dimensions {
		id, f := l.formula(d.Is, e)
		inside := l.b.all(l.b.call("<=", zero, id), l.b.call("<=", id, l.b.number(d.Max)))
		held := l.b.choose(inside, id, l.b.fail(diag.OutOfRange, d.Name))
		out.Dimensions = append(out.Dimensions, ir.Dimension{Name: d.Name, Title: d.Title, Node: held, Max: d.Max, Formula: f, Source: source(d.Source, nil)})
		if sum == ir.None {
			sum = held
		} else {
			sum = l.b.call("+", sum, held)
		}
	}
	return sum
}

// criteria lowers to a truth: applies, and every criterion. Outside its dates a
// criteria block does not apply.
func (l *lowerer) criteria(v *check.Value, n *nodes) {
	e := &env{rec: v.Record}
	var truths, applies []ir.NodeID
	dated := false
	for _, ver := range v.Versions {
		out := ir.Version{From: ver.From, Until: ver.Until, InForce: l.inForce(ver, v.Record), Source: source(ver.Source, ver.Block)}
		a, t := l.criteriaVersion(ver.Criteria, e, &out)
		out.Node = t
		n.named.Versions = append(n.named.Versions, out)
		if out.InForce != ir.None {
			truths, applies = append(truths, out.InForce), append(applies, out.InForce)
			dated = true
		}
		truths, applies = append(truths, t), append(applies, a)
	}
	if dated {
		truths, applies = append(truths, l.b.truth(false)), append(applies, l.b.truth(false))
	}
	n.node, n.applies = l.b.choose(truths...), l.b.choose(applies...)
}

func (l *lowerer) criteriaVersion(cr *check.Criteria, e *env, out *ir.Version) (applies, truth ir.NodeID) {
	info := &ir.Criteria{Applies: ir.None}
	applies = l.b.truth(true)
	if cr.Applies != nil {
		applies, info.AppliesText = l.formula(cr.Applies, e)
		info.Applies = applies
	}
	var met []ir.NodeID
	for _, x := range cr.List {
		c := ir.Criterion{Name: x.Name, Title: x.Title, Source: source(x.Source, nil)}
		c.Source.At = x.Span
		c.Require, c.RequireText = l.formula(x.Require, e)
		c.Waive, c.WaiveText = l.optionalFormula(x.Waive, e)
		c.Node = c.Require
		if c.Waive != ir.None {
			c.Node = l.b.any(c.Waive, c.Require)
		}
		info.List = append(info.List, c)
		met = append(met, c.Node)
	}
	if cr.Each != nil {
		met = append(met, l.each(cr.Each, e))
		info.Each = &ir.Formula{Text: cr.Each.Require.Text, Span: cr.Each.Require.Span}
		info.Need = cr.Each.Need
	}
	out.Criteria = info
	all := met[0]
	if len(met) > 1 {
		all = l.b.add(ir.Node{Op: ir.All, Rec: -1, Args: met, Type: value.BoolType}, false, 0)
	}
	if info.Applies == ir.None {
		return applies, all
	}
	return applies, l.b.choose(applies, all, l.b.truth(false))
}

// each lowers a condition for every row: rows outside `where` count as met, or, with
// `need`, as not there.
func (l *lowerer) each(c *check.Each, e *env) ir.NodeID {
	lp := &ir.Loop{Kind: ir.LoopAll, Need: c.Need, Table: -1, Record: -1, Field: -1}
	if c.Need > 0 {
		lp.Kind = ir.LoopNeed
	}
	args, elem := l.source(c.Rows.Expr, lp, e)
	lp.Scope = l.scopeOf(c.Require.Expr, e)
	el := l.elem(lp.Scope, elem)
	in := e.inside(lp.Scope, el).bind(binding{name: c.As, pair: pair{el, ir.None}})
	lp.Body = l.expr(c.Require.Expr, in)
	if c.Waive != nil {
		lp.Body = l.b.any(l.expr(c.Waive.Expr, in), lp.Body)
	}
	if c.Where != nil {
		lp.Body = l.b.choose(l.expr(c.Where.Expr, in), lp.Body, l.b.truth(c.Need == 0))
	}
	return l.b.add(ir.Node{Op: ir.Each, Rec: -1, Args: args, Loop: lp, Type: value.BoolType}, false, lp.Scope)
}

// payment lowers a payment. A version applies when it is in force, its `when` holds
// and no payment that replaces it applies; the payment is its amount then, and an
// exact 0 otherwise. What is undetermined is in review.
func (l *lowerer) payment(v *check.Value, n *nodes) {
	e := &env{rec: v.Record}
	var amount, checked, applies []ir.NodeID
	for _, ver := range v.Versions {
		p := ver.Payment
		out := ir.Version{From: ver.From, Until: ver.Until, InForce: l.inForce(ver, v.Record), Source: source(ver.Source, ver.Block)}
		info := &ir.Payment{When: ir.None}
		conds := []ir.NodeID{}
		if out.InForce != ir.None {
			conds = append(conds, out.InForce)
		}
		if p.When != nil {
			info.When, info.WhenText = l.formula(p.When, e)
			conds = append(conds, info.When)
		}
		for _, r := range l.replacers(v) {
			info.Replacers = append(info.Replacers, r.Replacer)
			conds = append(conds, l.b.not(r.pays))
		}
		raw := l.b.all(conds...)
		info.Applies = l.b.op(ir.Settle, value.BoolType, raw)
		info.Pays, out.Formula = l.formula(p.Pays, e)
		pays := info.Pays
		if p.Pending != nil {
			var pending ir.NodeID
			pending, info.Pending = l.formula(p.Pending, e)
			held := l.b.choose(raw, pays, l.zero())
			amount = append(amount, l.orTrue(out.InForce), l.b.op(ir.Pend, v.Type, held, pending))
		} else {
			amount = append(amount, raw, pays)
		}
		checked = append(checked, raw, pays)
		applies = append(applies, raw)
		out.Node, out.Payment = pays, info
		n.named.Versions = append(n.named.Versions, out)
	}
	settle := func(ids []ir.NodeID, t value.Type) ir.NodeID {
		return l.b.op(ir.Settle, t, l.b.choose(append(ids, l.zero())...))
	}
	n.node, n.checked = settle(amount, v.Type), settle(checked, v.Type)
	n.applies = l.b.op(ir.Settle, value.BoolType, l.b.any(applies...))
}

func (l *lowerer) zero() ir.NodeID { return l.b.number(value.Int(0)) }

func (l *lowerer) orTrue(id ir.NodeID) ir.NodeID { return orTrue(l, id) }

// replacer is a payment that takes another's place. pays is whether it does: in
// review where its amount is, as what it replaces then is too.
type replacer struct {
	ir.Replacer
	pays ir.NodeID
}

// replacers are the versions of other payments that take this one's place.
func (l *lowerer) replacers(v *check.Value) []replacer {
	var out []replacer
	for _, w := range l.info.Values {
		for i, ver := range w.Versions {
			if ver.Payment == nil {
				continue
			}
			for _, r := range ver.Payment.Replaces {
				if r == v {
					n := l.value(w)
					applies := n.named.Versions[i].Payment.Applies
					known := l.b.call("==", n.node, n.node)
					out = append(out, replacer{ir.Replacer{Name: w.Name, Applies: applies}, l.b.choose(applies, known, l.b.truth(false))})
				}
			}
		}
	}
	return out
}

func (l *lowerer) total(v *check.Value, n *nodes) {
	t := v.Total
	e := &env{rec: t.Child}
	info := &ir.FoldInfo{Aggregate: t.Aggregate.Name, Source: source(v.Source, v.Block)}
	spec := &ir.FoldSpec{
		Child: l.recID[t.Child], Target: n.named.Rec, Agg: t.Aggregate, Params: t.Params,
		Round: -1, Exclude: t.Exclude, Cross: t.Crosses, Weight: ir.None,
	}
	if t.RoundAfter != nil {
		spec.Round = *t.RoundAfter
	}
	spec.By, info.By = l.formula(t.By, e)
	spec.Where, info.Where = l.optionalFormula(t.Where, e)
	spec.Input, info.Input = l.formula(t.Input, e)
	if t.Weight != nil {
		spec.Weight = l.expr(t.Weight.Expr, e)
	}
	n.named.FoldInfo = info
	if t.Order != nil {
		spec.Target = l.targetOf(t.By)
		n.node = l.scan(v, &ir.ScanSpec{
			FoldSpec: *spec, Kind: ir.ScanRunning, Order: l.keys(t.Order, e), Limit: ir.None,
		})
		n.has = spec.Where // a running total is none outside its `where`
		if t.Aggregate.Empty {
			has := l.b.add(ir.Node{Op: ir.ScanHas, Rec: spec.Child, Scan: l.b.nodes[n.node].Scan, Text: v.Name, Type: value.BoolType}, false, 0)
			n.has = l.b.choose(orTrue(l, spec.Where), has, l.b.truth(false))
		}
		return
	}
	n.named.Fold = spec
	n.node = l.b.add(ir.Node{Op: ir.Fold, Rec: spec.Target, Fold: spec, Type: v.Type}, false, 0)
	if t.Aggregate.Empty {
		n.has = l.b.add(ir.Node{Op: ir.FoldHas, Rec: spec.Target, Fold: spec, Type: value.BoolType}, false, 0)
	}
}

// targetOf is the record that a `by` refers to.
func (l *lowerer) targetOf(by *syntax.Formula) int {
	return l.recID[l.byName[l.fact(by.Expr).Type.Name]]
}

func (l *lowerer) keys(os []*check.Order, e *env) []ir.Key {
	var out []ir.Key
	for _, o := range os {
		out = append(out, ir.Key{Node: l.expr(o.Expr, e), Desc: o.Desc})
	}
	return out
}

func (l *lowerer) scan(v *check.Value, s *ir.ScanSpec) ir.NodeID {
	return l.b.add(ir.Node{Op: ir.Scan, Rec: s.Child, Scan: s, Text: v.Name, Type: v.Type}, false, 0)
}

func (l *lowerer) rank(v *check.Value, n *nodes) {
	r := v.Rank
	e := &env{rec: v.Record}
	s := &ir.ScanSpec{
		FoldSpec: ir.FoldSpec{
			Child: n.named.Rec, Target: l.targetOf(r.By), By: l.expr(r.By.Expr, e), Where: ir.None, Input: ir.None, Weight: ir.None,
			Round: -1, Cross: true,
		},
		Kind: ir.ScanRank, Order: l.keys(r.Order, e), Limit: ir.None,
	}
	if r.Where != nil {
		s.Where = l.expr(r.Where.Expr, e)
		n.has = s.Where // a rank is none outside its `where`
	}
	n.node = l.scan(v, s)
}

func (l *lowerer) cap(v *check.Value, n *nodes) {
	k := v.Cap
	e := &env{rec: v.Record}
	n.node = l.scan(v, &ir.ScanSpec{
		FoldSpec: ir.FoldSpec{
			Child: n.named.Rec, Target: l.recID[k.Target], By: l.expr(k.By.Expr, e), Where: ir.None,
			Input: l.value(k.Of).node, Weight: ir.None, Round: -1, Cross: true,
		},
		Kind: ir.ScanCap, Order: l.keys(k.Order, e), Ties: l.keys(k.Ties, e),
		Limit: l.expr(k.Limit.Expr, &env{rec: k.Target}), Digits: k.Digits, FirstCome: k.FirstCome, Cut: k.Cut,
	})
}
