package check

import (
	"math/bits"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// poolBits is how many bits a sum over the rows of a pool may grow by: about 4·10⁹
// rows.
const poolBits = 32

// aggregateNames are the attributes of a total that say what it makes of its rows.
var aggregateNames = []string{"sum", "count", "mean", "min", "max", "weighted_mean", "variance", "percentile", "cv"}

func (c *checker) readTotal(b *syntax.Block) *Total {
	t := &Total{By: formulaOf(b, "by"), Where: formulaOf(b, "where"), Weight: formulaOf(b, "weight"), Order: c.orders(b.Attr("order"))}
	t.Exclude = textOf(b.Attr("open")) == "exclude"
	name := ""
	for _, n := range aggregateNames {
		if b.Attr(n) == nil {
			continue
		}
		if name != "" {
			c.shape(b, diag.TotalShape, b.NameSpan, diag.Text{Zh: "有两种汇总", En: "it makes two things of its rows"})
		}
		name, t.Input = n, b.Attr(n).Formula
	}
	if name == "" {
		c.shape(b, diag.TotalShape, b.NameSpan, diag.Text{Zh: "没有说明怎样汇总", En: "it does not say what to make of the rows"})
		return t
	}
	t.Aggregate = c.lib.Aggregate(name)
	if a := b.Attr("round_after"); a != nil {
		n := c.wholeNumber(a, 0, 18)
		t.RoundAfter = &n
		if name != "sum" {
			c.report(diag.TotalShape, a.NameSpan, diag.Text{Zh: "round_after 只用于 sum", En: "`round_after` is for `sum`"})
		}
	}
	c.totalParams(t, b, name)
	return t
}

// totalParams reads the fixed parameters of an aggregate; each belongs to one.
func (c *checker) totalParams(t *Total, b *syntax.Block, name string) {
	for _, p := range []struct {
		attr, owner string
		needed      bool
	}{
		{"weight", "weighted_mean", true}, {"at", "percentile", true}, {"method", "percentile", false},
		{"digits", "cv", true}, {"rounding", "cv", false},
	} {
		attr, owner := p.attr, p.owner
		a := b.Attr(attr)
		if owner == name && a == nil && p.needed {
			c.shape(b, diag.TotalShape, b.NameSpan, diag.Text{Zh: name + " 缺少 " + attr, En: name + " needs `" + attr + "`"})
		}
		if owner != name && a != nil {
			c.report(diag.TotalShape, a.NameSpan, diag.Text{Zh: attr + " 只用于 " + owner, En: "`" + attr + "` is for " + owner})
		}
	}
	if a := b.Attr("at"); a != nil {
		at, ok := value.ParseNum(a.Value.(*syntax.NumLit).Text)
		if !ok || at.Sign() <= 0 || at.Cmp(value.Int(1)) > 0 {
			c.report(diag.TotalShape, a.Value.Span(), diag.Text{Zh: "at 大于 0，不超过 1", En: "`at` is above 0 and at most 1"})
		}
		t.Params.At = at
	}
	t.Params.Interpolated = textOf(b.Attr("method")) == "interpolated"
	if a := b.Attr("digits"); a != nil {
		t.Params.Digits = c.wholeNumber(a, 0, 18)
	}
	if r := textOf(b.Attr("rounding")); r != "" {
		t.Params.Mode, _ = value.ParseMode(r)
	}
}

// orders reads a list of order keys: formulas, each bare or in asc(…) or desc(…).
func (c *checker) orders(a *syntax.Attr) []*Order {
	if a == nil {
		return nil
	}
	var out []*Order
	for _, f := range a.Formulas {
		o := &Order{By: f, Expr: f.Expr}
		if call, ok := f.Expr.(*syntax.Call); ok && call.Recv == nil && (call.Name == "desc" || call.Name == "asc") && len(call.Args) == 1 {
			o.Expr, o.Desc = call.Args[0], call.Name == "desc"
		}
		out = append(out, o)
	}
	return out
}

// target types `by`: it names the row of another record that a row belongs to.
func (s *scope) target(by *syntax.Formula, guards []string) *Record {
	if by == nil {
		return nil
	}
	s.formula = by
	f := s.with(guards, by.Expr)
	if f.bad {
		return nil
	}
	s.mustHave(f)
	if len(f.absent) > 0 {
		return nil
	}
	o := s.c.objects[f.Type.Name]
	if f.Type.Kind != value.Ref || o == nil || o.record == nil {
		s.report(diag.NotARecordRef, by.Expr.Span(), shorten(syntax.Print(by.Expr)), f.Type)
		return nil
	}
	return o.record
}

func (c *checker) totalFact(v *Value) *Fact {
	t := v.Total
	if t.Aggregate == nil || t.By == nil {
		return badFact
	}
	t.Child = c.grainOf(append([]*syntax.Formula{t.By, t.Where, t.Input, t.Weight}, orderFormulas(t.Order)...))
	if t.Child == nil {
		c.noGrain(v.Block, t.By, t.Where, t.Input, t.Weight)
		return badFact
	}
	s := &scope{c: c, rec: t.Child, prefix: v.prefix}
	defer func() { v.take(s) }()
	where := s.truth(t.Where, "where", nil)
	if where.bad {
		return badFact
	}
	target := s.target(t.By, where.yes)
	in := s.input(t.Input, where.yes)
	weight := &Fact{}
	if t.Weight != nil {
		weight = s.input(t.Weight, where.yes)
	}
	if target == nil || in.bad || weight.bad || !s.orderKeys(v.Block.Attr("order"), t.Order, where.yes, t.Child, t.By) {
		return badFact
	}
	v.Record = target
	if t.Order != nil {
		v.Record = t.Child
	}
	t.Crosses = t.Child.Across(target) || t.Order != nil
	v.Crosses = t.Crosses
	t.Params.RowBits = poolBits
	if !t.Crosses {
		t.Params.RowBits = bits.Len64(uint64(rowsPerCase(t.Child)))
	}
	arg, p := t.Aggregate.Type(fn.Arg{Type: in.Type, Free: in.Free}, t.Params)
	if p != nil {
		s.typeProblem(p, t.Input.Expr, t.Input.Expr.Span(), []syntax.Expr{t.Input.Expr}, []*Fact{in})
		return badFact
	}
	if t.Aggregate.Name == "sum" && !s.summable(t, in) {
		return badFact
	}
	out := &Fact{Type: arg.Type, folded: true, unknown: union(where.unknown, in.unknown)}
	if t.RoundAfter != nil {
		out.Type = value.RoundType(arg.Type, *t.RoundAfter)
	}
	if t.Aggregate.Empty {
		out.absent = []absence{{what: v.Name, span: v.Block.NameSpan}}
	}
	if t.Aggregate.Name == "sum" || t.Aggregate.Name == "count" {
		out.sign = in.sign.join(nonNegative)
	}
	return out
}

func orderFormulas(os []*Order) []*syntax.Formula {
	out := make([]*syntax.Formula, len(os))
	for i, o := range os {
		out[i] = o.By
	}
	return out
}

// input types what a row gives to a total.
func (s *scope) input(f *syntax.Formula, guards []string) *Fact {
	s.formula = f
	x := s.with(guards, f.Expr)
	if x.bad {
		return badFact
	}
	s.mustHave(x)
	if len(x.absent) > 0 {
		return badFact
	}
	return x
}

// summable: a sum takes numbers with fixed decimals, or says where it rounds.
func (s *scope) summable(t *Total, in *Fact) bool {
	if t.RoundAfter != nil {
		return true
	}
	return s.rounded(&Fact{Type: withoutFenLimit(in.Type)}, t.Input, diag.Text{Zh: "这个值", En: "this value"}, diag.Text{Zh: "相加", En: "summed"})
}

// withoutFenLimit: money may be added up with more than two decimals; only paying
// it out needs fen.
func withoutFenLimit(t value.Type) value.Type {
	t.Unit = value.One
	return t
}

// orderKeys types the keys of an order, which must contain the row's own key, or
// rows that are ordered together could tie. Rows that by brings together under their
// owner need not say which owner.
func (s *scope) orderKeys(a *syntax.Attr, os []*Order, guards []string, r *Record, by *syntax.Formula) bool {
	if a == nil {
		return true
	}
	if len(os) == 0 {
		s.report(diag.OrderNotUnique, a.Value.Span(), r.Name, r.keyPath())
		return false
	}
	ok := true
	last := map[string]bool{}
	for _, o := range os {
		s.formula = o.By
		f := s.with(guards, o.Expr)
		if f.bad {
			ok = false
			continue
		}
		if o.Expr != o.By.Expr {
			s.keep(o.By.Expr, &Fact{Type: f.Type, Use: Use{Kind: SpecialUse, Word: "order"}})
		}
		s.mustHave(f)
		ok = ok && len(f.absent) == 0 && s.rounded(&Fact{Type: withoutFenLimit(f.Type)}, o.By, diag.Text{Zh: "排序的键", En: "the order's key"}, diag.Text{Zh: "排序", En: "sorted by"})
		last[syntax.Print(o.Expr)] = true
	}
	for _, k := range r.Key {
		path := r.Name + "." + r.Fields[k].Name
		if ok && !last[path] && !(k == r.OwnerBy && syntax.Print(by.Expr) == path) {
			s.report(diag.OrderNotUnique, os[len(os)-1].By.Span, r.Name, path)
			return false
		}
	}
	return ok
}

func (c *checker) rankFact(v *Value) *Fact {
	r := v.Rank
	v.Record = c.grainOf(append([]*syntax.Formula{r.By, r.Where}, orderFormulas(r.Order)...))
	if v.Record == nil {
		c.noGrain(v.Block, append([]*syntax.Formula{r.By, r.Where}, orderFormulas(r.Order)...)...)
		return badFact
	}
	v.Crosses = true
	s := &scope{c: c, rec: v.Record, prefix: v.prefix}
	defer func() { v.take(s) }()
	where := s.truth(r.Where, "where", nil)
	if where.bad || s.target(r.By, where.yes) == nil || !s.orderKeys(v.Block.Attr("order"), r.Order, where.yes, v.Record, r.By) {
		return badFact
	}
	out := &Fact{Type: value.Count(), folded: true, sign: positive}
	if r.Where != nil {
		out.absent = []absence{{guards: []string{"true:" + s.key(r.Where.Expr)}, what: v.Name, span: v.Block.NameSpan}}
	}
	return out
}

func (c *checker) readCap(b *syntax.Block) *Cap {
	out := &Cap{
		By: formulaOf(b, "by"), Limit: formulaOf(b, "limit"), FirstCome: textOf(b.Attr("scale")) == "first_come",
		Cut: textOf(b.Attr("crossing")) == "cut", Ties: c.orders(b.Attr("ties")), Order: c.orders(b.Attr("order")),
	}
	if a := b.Attr("digits"); a != nil {
		out.Digits = c.wholeNumber(a, 0, 18)
	}
	firstCome := b.Attr("order") != nil && b.Attr("crossing") != nil && b.Attr("remainder") == nil
	proRata := b.Attr("order") == nil && b.Attr("crossing") == nil && b.Attr("remainder") != nil
	if out.FirstCome && !firstCome || !out.FirstCome && !proRata {
		c.shape(b, diag.CapShape, b.NameSpan, diag.Text{Zh: "各属性与 scale 不配", En: "its attributes do not go with its `scale`"})
	}
	return out
}

func (c *checker) capFact(v *Value) *Fact {
	k := v.Cap
	name := textOf(v.Block.Attr("of"))
	o := c.objects[name]
	if o == nil || o.value == nil || o.value.Kind != PaymentValue || k.By == nil || k.Limit == nil {
		at := v.Block.NameSpan
		if a := v.Block.Attr("of"); a != nil {
			at = a.Value.Span()
		}
		c.report(diag.CapShape, at, diag.Text{Zh: "没有支付 " + name, En: "there is no payment " + name})
		return badFact
	}
	k.Of = o.value
	o.used = true
	c.inferValue(k.Of, v.Block.Attr("of").Value.Span())
	if k.Of.fact.bad {
		return badFact
	}
	v.Record, v.Crosses = k.Of.Record, true
	v.deps = append(v.deps, dependency{k.Of, v.Block.Attr("of").Value.Span()})
	s := &scope{c: c, rec: v.Record, prefix: v.prefix}
	defer func() { v.take(s) }()
	k.Target = s.target(k.By, nil)
	if k.Target == nil || !s.orderKeys(v.Block.Attr("ties"), k.Ties, nil, v.Record, k.By) || !s.orderKeys(v.Block.Attr("order"), k.Order, nil, v.Record, k.By) {
		return badFact
	}
	limit := &scope{c: c, rec: k.Target, prefix: v.prefix, formula: k.Limit}
	f := limit.expr(k.Limit.Expr)
	v.take(limit)
	if f.bad {
		return badFact
	}
	limit.mustHave(f)
	if f.Type.Kind != value.Number || f.Type.Unit != k.Of.Type.Unit && !f.Free {
		c.report(diag.DeclaredUnit, k.Limit.Expr.Span(), k.Of.Type.Unit, f.Type)
		return badFact
	}
	if !limit.rounded(&Fact{Type: withoutFenLimit(f.Type)}, k.Limit, diag.Text{Zh: "上限", En: "the limit"}, diag.Text{Zh: "比较", En: "a limit"}) {
		return badFact
	}
	t := k.Of.Type
	if t.Dec > k.Digits {
		c.report(diag.CapShape, v.Block.NameSpan, diag.Text{Zh: "支付的小数位数比 digits 多", En: "the payment has more decimals than `digits`"})
	}
	t.Dec, t.Bits = k.Digits, t.Mag+value.DigitBits(k.Digits)
	return &Fact{Type: t, folded: true, sign: nonNegative}
}
