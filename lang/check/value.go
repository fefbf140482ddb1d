package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

var valueKinds = map[string]ValueKind{
	"let": LetValue, "bands": BandsValue, "criteria": CriteriaValue, "scorecard": ScorecardValue,
	"payment": PaymentValue, "total": TotalValue, "rank": RankValue, "cap": CapValue,
}

// declareFunctions reads `function` blocks and bands that have `arg`.
func (c *checker) declareFunctions() {
	for _, o := range c.order {
		b := o.blocks[0]
		switch {
		case b.Kind == "function":
			f := &Function{unsound: !complete(b.Block), Name: o.name, Title: textOf(b.Attr("title")), Source: c.provenance(b.Block, b.prefix), Block: b.Block, prefix: b.prefix}
			if a := b.Attr("is"); a != nil {
				f.Body = a.Formula
			}
			if a := b.Attr("args"); a != nil {
				for _, p := range a.Value.(*syntax.ObjectLit).Pairs {
					c.argument(f, p)
				}
			}
			if f.Body == nil {
				o.refused = true
				continue
			}
			o.function = f
		case b.Kind == "bands" && b.Attr("arg") != nil:
			o.function = c.bandsFunction(o.name, b)
			c.undated(o)
		}
	}
}

// undated: bands with `arg` are a function, which has neither dates nor versions.
func (c *checker) undated(o *object) {
	for _, more := range o.blocks[1:] {
		c.report(diag.BandsShape, more.NameSpan, diag.Text{Zh: "有 `arg` 的是函数，没有几个版本", En: "with `arg` they are a function, which has no versions"}).
			Label(o.span, "先在这里定义", "first defined here")
	}
	for _, name := range []string{"from", "through"} {
		if a := o.blocks[0].Attr(name); a != nil && len(o.blocks) == 1 {
			c.report(diag.BandsShape, a.NameSpan, diag.Text{Zh: "有 `arg` 的是函数，没有日期", En: "with `arg` they are a function, which has no dates"})
		}
	}
}

func (c *checker) argument(f *Function, p syntax.Pair) {
	if code := c.nameProblem(p.Key); code != "" {
		c.report(code, p.KeySpan, p.Key)
	} else if o := c.objects[f.prefix+p.Key]; o != nil && !o.refused {
		c.report(diag.NameTaken, p.KeySpan, p.Key).Label(o.span, "先在这里定义", "first defined here")
	}
	a := c.field(p, f.prefix)
	c.resolveRef(a)
	c.argumentSpec(a)
	f.Args = append(f.Args, a)
}

// argumentSpec: an argument may refer to a row by a key of several parts, because it
// is never read from a cell. It is no column of a table.
func (c *checker) argumentSpec(a *Field) {
	if a.Spec.Type.Prefix {
		c.report(diag.ColumnPlace, a.Span, "prefix")
		a.Spec.Type = value.NeverType
	}
	if a.Spec.Type.Kind == value.Ref {
		if key := c.keyFields(a.Spec.Type.Name); len(key) == 1 {
			a.Spec.Key = &key[0].Spec
		}
	}
}

func (c *checker) bandsFunction(name string, b block) *Function {
	f := &Function{Name: name, Title: textOf(b.Attr("title")), Source: c.provenance(b.Block, b.prefix), Block: b.Block, prefix: b.prefix}
	arg := &Field{Name: "x", Span: b.Attr("arg").Value.Span(), digits: -1}
	if !c.typeOf(b.Attr("arg").Value, &arg.Spec, b.prefix) {
		arg.Spec.Type = value.NeverType
	}
	c.resolveRef(arg)
	c.argumentSpec(arg)
	if b.Attr("of") != nil || b.Attr("per") != nil {
		c.report(diag.BandsShape, b.NameSpan, diag.Text{Zh: "`arg` 与 `of`、`per` 只能选一", En: "`arg` excludes `of` and `per`"})
	}
	f.Args = []*Field{arg}
	f.unsound = !c.sound(func() { f.Bands = c.readBands(b.Block) }) || !complete(b.Block)
	f.Bands.Arg = arg
	c.argumentFree(b, f.Bands)
	return f
}

// argumentFree: bands call their argument x, so no value may have that name where they
// name it.
func (c *checker) argumentFree(b block, bands *Bands) {
	o := c.objects[b.prefix+"x"]
	if o == nil || o.refused {
		return
	}
	for _, f := range bandFormulas(bands) {
		if f == nil {
			continue
		}
		named := false
		syntax.Walk(f.Expr, func(e syntax.Expr) bool {
			n, ok := e.(*syntax.Name)
			named = named || ok && n.Name == "x"
			return !named
		})
		if named {
			c.report(diag.NameTaken, b.Attr("arg").NameSpan, "x").Label(o.span, "先在这里定义", "first defined here")
			return
		}
	}
}

// declareValues makes a value of every block that is one, with its versions.
func (c *checker) declareValues() {
	for _, o := range c.order {
		b := o.blocks[0]
		kind, ok := valueKinds[b.Kind]
		if !ok || o.function != nil || b.Kind == "bands" && b.Attr("arg") != nil {
			continue
		}
		v := &Value{Name: o.name, Kind: kind, Title: textOf(b.Attr("title")), Source: c.provenance(b.Block, b.prefix), Block: b.Block, prefix: b.prefix}
		if a := b.Attr("provisional"); a != nil {
			v.Provisional = a.Formula
		}
		o.value = v
		for _, blk := range o.blocks {
			from, until := c.dates(blk.Block)
			ver := &Version{From: from, Until: until, Block: blk.Block, Source: c.provenance(blk.Block, blk.prefix)}
			for _, w := range v.Versions {
				if ver.From < w.Until && w.From < ver.Until {
					c.report(diag.VersionsOverlap, blk.NameSpan, o.name).Label(w.Block.NameSpan, "另一个版本", "the other version")
				}
			}
			if !c.sound(func() { c.readVersion(v, ver) }) || !complete(blk.Block) {
				v.unsound = true
			}
			v.Versions = append(v.Versions, ver)
		}
		slices.SortStableFunc(v.Versions, func(a, b *Version) int {
			if a.From < b.From {
				return -1
			}
			return 1
		})
	}
}

// complete reports whether nothing of a block was left out or is missing: a mistake
// of that kind has been told.
func complete(b *syntax.Block) bool {
	wrong := func(a *syntax.Attr) bool { return faulty(a.Value) }
	return !b.Faulty && len(syntax.MissingAttrs(b)) == 0 && !slices.ContainsFunc(b.Attrs, wrong)
}

// readVersion takes the parts of a block; formulas were parsed with the file.
func (c *checker) readVersion(v *Value, ver *Version) {
	b := ver.Block
	switch v.Kind {
	case LetValue:
		ver.Let = formulaOf(b, "is")
	case BandsValue:
		ver.Bands = c.readBands(b)
		ver.Bands.Of = formulaOf(b, "of")
		if a := b.Attr("arg"); a != nil {
			c.report(diag.BandsShape, a.NameSpan, diag.Text{Zh: "别的版本没有 `arg`", En: "other versions have no `arg`"})
		} else if ver.Bands.Of == nil && !ver.Bands.Decision {
			c.shape(b, diag.BandsShape, b.NameSpan, diag.Text{Zh: "缺少 `of` 或 `arg`", En: "`of` or `arg` is missing"})
		}
	case CriteriaValue:
		ver.Criteria = c.readCriteria(b)
	case ScorecardValue:
		ver.Scorecard = c.readScorecard(b)
	case PaymentValue:
		ver.Payment = &Payment{
			When: formulaOf(b, "when"), Pays: formulaOf(b, "pays"), Pending: formulaOf(b, "pending"),
			InsteadOf: namesOf(b.Attr("instead_of")),
		}
	case TotalValue:
		v.Total = c.readTotal(b)
	case RankValue:
		v.Rank = &Rank{By: formulaOf(b, "by"), Where: formulaOf(b, "where"), Order: c.orders(b.Attr("order"))}
	case CapValue:
		v.Cap = c.readCap(b)
	}
}

func formulaOf(b *syntax.Block, name string) *syntax.Formula {
	if a := b.Attr(name); a != nil {
		return a.Formula
	}
	return nil
}

// inferValue finds grain and type of a named value; at is where it is read.
func (c *checker) inferValue(v *Value, at diag.Span) {
	switch v.state {
	case done:
		c.reads(v.depth)
		return
	case working:
		c.circle(v, at)
		return
	}
	v.state = working
	v.fact = badFact
	leave, ok := c.enter(at)
	if !ok {
		v.state = done
		return
	}
	defer func() {
		if v.depth = leave(); v.depth > MaxDepth {
			c.tooDeep(at)
			v.fact = badFact
		}
	}()
	c.path = append(c.path, v)
	saved := c.quiet
	c.quiet = 0
	fact := c.valueFact(v)
	if !fact.bad {
		fact = c.provisional(v, fact)
	}
	c.quiet = saved
	c.path = c.path[:len(c.path)-1]
	v.state = done
	v.fact = fact
	if fact.bad {
		return
	}
	v.Type, v.Optional = fact.Type, len(fact.absent) > 0
}

// circle reports values that depend on each other, with the path.
func (c *checker) circle(v *Value, at diag.Span) {
	i := slices.Index(c.path, v)
	var names []string
	for _, w := range c.path[max(i, 0):] {
		names = append(names, w.Name)
	}
	names = append(names, v.Name)
	c.diags = append(c.diags, diag.New(diag.Cycle, at, strings.Join(names, " → ")))
}

func (c *checker) valueFact(v *Value) *Fact {
	if v.unsound {
		return badFact
	}
	switch v.Kind {
	case TotalValue:
		return c.totalFact(v)
	case RankValue:
		return c.rankFact(v)
	case CapValue:
		return c.capFact(v)
	}
	if !c.grain(v) {
		return badFact
	}
	var facts []*Fact
	dated := len(v.Versions) > 1
	for _, ver := range v.Versions {
		s := &scope{c: c, rec: v.Record, prefix: v.prefix}
		f := c.versionFact(v, ver, s)
		v.take(s)
		if f.bad {
			return badFact
		}
		facts = append(facts, f)
		dated = dated || ver.From != Always || ver.Until != Never
	}
	if dated {
		s := &scope{c: c, rec: v.Record}
		s.dated(true, v.Name, v.Block.NameSpan)
		v.take(s)
	}
	return c.versions(v, facts)
}

// take keeps what a value's formulas have read.
func (v *Value) take(s *scope) {
	v.deps = append(v.deps, s.deps...)
	v.needs.add(s.needs)
	if v.group.IsZero() {
		v.group = s.group
	}
}

func (c *checker) versionFact(v *Value, ver *Version, s *scope) *Fact {
	switch v.Kind {
	case LetValue:
		if ver.Let == nil {
			return badFact
		}
		s.formula = ver.Let
		f := s.expr(ver.Let.Expr)
		return c.declaredUnit(ver.Block, ver.Let.Expr, f)
	case BandsValue:
		if ver.Bands.Of != nil {
			s.formula = ver.Bands.Of
			return s.bands(ver.Bands, ver.Block, ver.Bands.Of.Expr)
		}
		return s.bands(ver.Bands, ver.Block, nil)
	case CriteriaValue:
		return s.criteria(ver.Criteria)
	case ScorecardValue:
		return s.scorecard(ver)
	default:
		return s.payment(ver)
	}
}

// versions joins the facts of the versions of one value.
func (c *checker) versions(v *Value, facts []*Fact) *Fact {
	exprs := make([]syntax.Expr, len(facts))
	s := &scope{c: c, rec: v.Record}
	out, ok := s.unify(v.Block.NameSpan, exprs, facts)
	if !ok {
		return badFact
	}
	if out.Type.Kind == value.Never {
		c.report(diag.NoType, v.Block.NameSpan, v.Name)
		return badFact
	}
	out.sign, out.yes, out.no = eitherSign(facts...), facts[0].yes, facts[0].no
	for _, f := range facts[1:] {
		out.yes, out.no = intersect(out.yes, f.yes), intersect(out.no, f.no)
	}
	return strict(out, facts...)
}

// declaredUnit holds a formula against the block's `unit`; literals take it.
func (c *checker) declaredUnit(b *syntax.Block, e syntax.Expr, f *Fact) *Fact {
	a := b.Attr("unit")
	if a == nil || f.bad {
		return f
	}
	u, ok := c.unit(a.Value)
	if !ok {
		return badFact
	}
	at := a.Value.Span()
	if e != nil {
		at = e.Span()
	}
	switch {
	case f.Type.Kind == value.Never:
	case f.Type.Kind == value.Number && f.Free:
		g := *f
		g.Type.Unit, g.Free = u, false
		if e != nil {
			c.keep(e, &g) // the lowering needs to know which unit a literal takes here
		}
		return &g
	case f.Type.Kind != value.Number || f.Type.Unit != u:
		var got any = f.Type
		if f.Type.Kind == value.Number {
			got = f.Type.Unit
		}
		c.report(diag.DeclaredUnit, at, u, got)
		return badFact
	}
	return f
}

// provisional checks the value that stands in until pools are closed, and makes the
// value as wide as it. It is rounded as the value is.
func (c *checker) provisional(v *Value, fact *Fact) *Fact {
	if v.Provisional == nil {
		return fact
	}
	s := &scope{c: c, rec: v.Record, prefix: v.prefix, formula: v.Provisional}
	f := s.expr(v.Provisional.Expr)
	v.provisionalDeps = s.deps
	v.needs.add(s.needs)
	if f.bad {
		return badFact
	}
	t, _, ok := fn.Union(fn.Arg{Type: fact.Type}, fn.Arg{Type: f.Type, Free: f.Free})
	switch {
	case !ok:
		c.report(diag.ProvisionalType, v.Provisional.Expr.Span(), f.Type, fact.Type)
		return badFact
	case fact.Type.Dec == value.Rat || t.Kind != value.Number:
	case !s.rounded(&Fact{Type: withoutFenLimit(f.Type)}, v.Provisional, diag.Text{Zh: "`provisional` ", En: "`provisional`"}, diag.Text{Zh: "代替这个值", En: "used instead of the value"}):
		return badFact
	case t.Dec > fact.Type.Dec:
		c.report(diag.ProvisionalDecimals, v.Provisional.Expr.Span(), f.Type.Dec, fact.Type.Dec)
		return badFact
	}
	if len(fact.absent) == 0 {
		s.mustHave(f)
	}
	out := *fact
	out.Type = t
	out.sign = out.sign.join(f.sign)
	out.yes, out.no = intersect(out.yes, f.yes), intersect(out.no, f.no)
	out.unknown = union(out.unknown, f.unknown)
	return &out
}

// grain finds the record that a value belongs to: as `per` says, or from what its
// formulas read.
func (c *checker) grain(v *Value) bool {
	if r, found, ok := c.per(v.Block); found {
		v.Record = r
		return ok
	}
	var fs []*syntax.Formula
	for _, ver := range v.Versions {
		fs = append(fs, versionFormulas(ver)...)
	}
	v.Record = c.grainOf(fs)
	if v.Record == nil && v.Kind != LetValue && v.Kind != BandsValue {
		c.noGrain(v.Block, fs...)
		return false
	}
	return true
}

// noGrain reports that formulas do not tell of which record they speak, unless they
// have mistakes of their own or read what has.
func (c *checker) noGrain(b *syntax.Block, fs ...*syntax.Formula) {
	before, bad := len(c.diags), !complete(b)
	for _, f := range fs {
		if f != nil {
			bad = (&scope{c: c, formula: f}).valueOrRows(f.Expr).bad || bad
		}
	}
	if !bad && len(c.diags) == before {
		c.report(diag.GrainUnclear, b.NameSpan)
	}
}

func (c *checker) per(b *syntax.Block) (r *Record, found, ok bool) {
	a := b.Attr("per")
	if a == nil {
		return nil, false, true
	}
	name := textOf(a)
	if o := c.objects[name]; o != nil && o.record != nil {
		return o.record, true, true
	}
	var known []string
	for _, r := range c.info.Records {
		known = append(known, r.Name)
	}
	c.report(diag.UnknownPer, a.Value.Span(), name).Suggest(name, known)
	return nil, true, false
}

// grainOf finds the finest record that formulas name directly.
func (c *checker) grainOf(fs []*syntax.Formula) *Record {
	var found []*Record
	for _, f := range fs {
		if f == nil {
			continue
		}
		local := map[string]bool{}
		syntax.Walk(f.Expr, func(e syntax.Expr) bool {
			switch e := e.(type) {
			case *syntax.Let:
				local[e.Name] = true
			case *syntax.Name:
				if o := c.objects[e.Name]; o != nil && !local[e.Name] {
					if r := c.rootRecord(o, e.Span()); r != nil && !slices.Contains(found, r) {
						found = append(found, r)
					}
				}
			}
			return true
		})
	}
	for _, r := range found {
		if !slices.ContainsFunc(found, func(o *Record) bool { return c.pathTo(r, o) == "" }) {
			return r
		}
	}
	if len(found) > 0 {
		return found[0]
	}
	return nil
}

// rootRecord is the record whose rows a name speaks of.
func (c *checker) rootRecord(o *object, at diag.Span) *Record {
	switch {
	case o.record != nil && !o.record.IsRun():
		return o.record
	case o.value != nil:
		c.inferValue(o.value, at)
		if r := o.value.Record; r != nil && !r.IsRun() {
			return r
		}
	}
	return nil
}

func bandFormulas(b *Bands) []*syntax.Formula {
	var out []*syntax.Formula
	for _, r := range b.Rows {
		out = append(out, r.Lo, r.Hi, r.When, r.Result)
	}
	return out
}

// versionFormulas lists the formulas of a version, for finding its grain.
func versionFormulas(ver *Version) []*syntax.Formula {
	out := []*syntax.Formula{ver.Let}
	if b := ver.Bands; b != nil {
		out = append(append(out, b.Of), bandFormulas(b)...)
	}
	if cr := ver.Criteria; cr != nil {
		out = append(out, cr.Applies)
		for _, x := range cr.List {
			out = append(out, x.Require, x.Waive)
		}
		if e := cr.Each; e != nil {
			out = append(out, e.Rows, e.Where, e.Require, e.Waive)
		}
	}
	if sc := ver.Scorecard; sc != nil {
		for _, d := range sc.Dimensions {
			out = append(out, d.Is)
		}
	}
	if p := ver.Payment; p != nil {
		out = append(out, p.When, p.Pays, p.Pending)
	}
	return out
}
