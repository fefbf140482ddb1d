package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

func (s *scope) findLocal(name string) *local {
	for i := len(s.locals) - 1; i >= 0; i-- {
		if s.locals[i].name == name {
			return s.locals[i]
		}
	}
	return nil
}

// lookup finds an object by name. A module sees its own names alone: what a ruleset
// calls its values is nothing to it.
func (s *scope) lookup(name string) *object { return s.c.objects[s.prefix+name] }

func (s *scope) name(e *syntax.Name) *Fact {
	if l := s.findLocal(e.Name); l != nil {
		if l.fact.bad {
			return badFact
		}
		f := *l.fact
		f.Use = Use{Kind: LocalUse, Word: e.Name}
		f.Const = nil
		f.absent = slices.Clone(f.absent)
		for i := range f.absent {
			f.absent[i].span = e.Span()
		}
		return s.narrow(&f)
	}
	o := s.lookup(e.Name)
	if o == nil {
		s.unknownName(e)
		return badFact
	}
	return s.object(o, e, e.Span())
}

// hyphenated reports whether a field has a name with a hyphen, which formulas read as
// a subtraction.
func hyphenated(fields []string, part string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(f, part) })
}

func (s *scope) unknownName(e *syntax.Name) {
	if s.c.lib.Func(e.Name) != nil || isSpecial(e.Name) {
		d := s.report(diag.NotAValue, e.Span(), e.Name, diag.Text{Zh: "函数", En: "a function"},
			diag.Text{Zh: "函数要带括号：`" + e.Name + "(…)`", En: "a function is called: `" + e.Name + "(…)`"})
		s.fieldNote(d, e.Name)
		return
	}
	for _, r := range s.c.info.Records {
		if hyphenated(fieldNames(r.Fields), "-"+e.Name) {
			return
		}
	}
	d := s.report(diag.UnknownName, e.Span(), e.Name)
	if s.fieldNote(d, e.Name) || !s.c.suggests(len(s.c.objects)) {
		return
	}
	var known []string
	for n := range s.c.objects {
		known = append(known, strings.TrimPrefix(n, s.prefix))
	}
	for _, l := range s.locals {
		known = append(known, l.name)
	}
	d.Suggest(e.Name, known)
}

// fieldNote says of which record a bare name is a field.
func (s *scope) fieldNote(d *diag.Diagnostic, name string) bool {
	records := s.c.info.Records
	if s.rec != nil {
		records = append([]*Record{s.rec}, records...)
	}
	for _, r := range records {
		if r.Field(name) == nil && r.Back(name) == nil {
			continue
		}
		path := r.Name
		if s.rec != nil && s.c.pathTo(s.rec, r) != "" {
			path = s.c.pathTo(s.rec, r)
		}
		d.Notef("`%[1]s` 是 `%[2]s` 的字段：写 `%[3]s.%[1]s`", "`%[1]s` is a field of `%[2]s`: write `%[3]s.%[1]s`", name, r.Name, path)
		return true
	}
	return false
}

// object is what a name of the one namespace stands for in a formula.
func (s *scope) object(o *object, e syntax.Expr, at diag.Span) *Fact {
	o.used = true
	switch {
	case o.record != nil:
		return s.recordName(o.record, at)
	case o.table != nil:
		if s.table == o.table {
			return &Fact{Type: value.RefType(o.name), Use: Use{Kind: SelfUse, Table: o.table}}
		}
		return &Fact{Type: value.RowsType(o.name), Use: Use{Kind: TableUse, Table: o.table}}
	case o.param != nil:
		if len(o.param.Keys) > 0 {
			s.report(diag.LookupNeedsKey, at, o.name, strings.Join(fieldNames(o.param.Keys), ", "))
			return badFact
		}
		return s.paramValue(o.param, at, nil)
	case o.function != nil:
		names := strings.Join(fieldNames(o.function.Args), ", ")
		s.report(diag.NotAValue, at, o.name, o.kind(),
			diag.Text{Zh: "写作 `" + o.name + "(" + names + ")`", En: "write `" + o.name + "(" + names + ")`"})
		return badFact
	case o.value != nil:
		return s.ownValue(o.value, e, at)
	}
	return badFact // its block has a mistake of its own
}

// recordName: the name of a record is the row itself.
func (s *scope) recordName(r *Record, at diag.Span) *Fact {
	self := &Fact{Type: value.RefType(r.Name), Use: Use{Kind: SelfUse, Record: r}}
	switch {
	case r.IsRun():
		return self
	case s.fn != nil:
		s.report(diag.FunctionReadsRow, at, r.Name)
		return badFact
	case s.rec == r:
		return self
	}
	s.otherGrain(r.Name, r, "", at)
	return badFact
}

// otherGrain reports a name of another record's rows, with the path to write.
func (s *scope) otherGrain(name string, r *Record, member string, at diag.Span) {
	own := ""
	path := diag.Text{Zh: "先声明它们之间的 `ref`，或用 `total` 汇总上来", En: "declare a `ref` between them, or bring it up with a `total`"}
	what := diag.Text{Zh: "`" + name + "` 是每个 `" + r.Name + "` 的", En: "`" + name + "` belongs to each `" + r.Name + "`"}
	if name == r.Name {
		what = diag.Text{Zh: "`" + name + "` 有许多行，这里说不出是哪一行", En: "`" + name + "` has many rows and this does not say which"}
	}
	if s.rec != nil {
		own = s.rec.Name
		if p := s.c.pathTo(s.rec, r); p != "" {
			path = diag.Text{Zh: "从这里写出路径：`" + p + member + "`", En: "write the path from here: `" + p + member + "`"}
		} else if s.rec.IsRun() || s.c.pathTo(r, s.rec) != "" {
			path = diag.Text{
				Zh: "`" + r.Name + "` 的各行要先用 `total` 汇总到 `" + own + "`",
				En: "bring the rows of `" + r.Name + "` up to `" + own + "` with a `total`",
			}
		}
	} else if s.table != nil {
		own = s.table.Name
	}
	here := diag.Text{Zh: "这个公式属于每个 `" + own + "`", En: "this formula belongs to each `" + own + "`"}
	if own == "" {
		here = diag.Text{Zh: "这个公式不属于任何一行", En: "this formula belongs to no row"}
	}
	s.report(diag.OtherGrain, at, what, here, path)
}

// ownValue reads a named value of the row itself.
func (s *scope) ownValue(v *Value, e syntax.Expr, at diag.Span) *Fact {
	s.c.inferValue(v, at)
	switch {
	case v.fact.bad:
		return badFact
	case v.Record != nil && s.fn != nil && !v.Record.IsRun():
		s.report(diag.FunctionReadsRow, at, v.Name)
		return badFact
	case v.Record != nil && !v.Record.IsRun() && v.Record != s.rec:
		s.otherGrain(v.Name, v.Record, "."+v.Name, at)
		return badFact
	}
	return s.readValue(v, "", e, at)
}

// readValue reads a named value, of the row itself (path "") or through a path. What
// is known of it holds here too, seen through the path.
func (s *scope) readValue(v *Value, path string, e syntax.Expr, at diag.Span) *Fact {
	if v.state != done || v.fact == nil {
		return badFact // part of a circle that has been reported
	}
	s.deps = append(s.deps, dependency{v, at})
	f := *v.fact
	f.Const, f.Free, f.misses = nil, false, false
	f.Use = Use{Kind: ValueUse, Value: v}
	through := func(keys []string) []string {
		out := make([]string, 0, len(keys))
		for _, k := range keys {
			if g, ok := throughPath(k, v, path); ok {
				out = append(out, g)
			}
		}
		return out
	}
	f.yes, f.no, f.unknown = through(f.yes), through(f.no), through(f.unknown)
	if v.Kind == TotalValue {
		f.folded = true
	}
	f.absent = nil
	for _, a := range v.fact.absent {
		inner := a.inner
		if inner.IsZero() {
			inner = a.span
		}
		f.absent = append(f.absent, absence{guards: append(through(a.guards), s.key(e)), what: syntax.Print(e), span: at, inner: inner})
	}
	return s.narrow(&f)
}

// throughPath rewrites a guard of a value's own row as seen through a path.
func throughPath(key string, v *Value, path string) (string, bool) {
	if path == "" || v.Record == nil {
		return key, true
	}
	mark := ""
	for _, m := range []string{"nz:", "known:", "true:"} {
		if strings.HasPrefix(key, m) {
			mark, key = m, strings.TrimPrefix(key, m)
		}
	}
	if strings.ContainsAny(key, " (#[@") {
		return "", false
	}
	if rest, ok := strings.CutPrefix(key, v.Record.Name+"."); ok {
		return mark + path + "." + rest, true
	}
	if strings.HasPrefix(key, "run.") {
		return mark + key, true
	}
	return mark + path + "." + key, true
}

// member types X.name: a field, a value, rows that refer here, or a column.
func (s *scope) member(e *syntax.Member) *Fact {
	if f, ok := s.moduleMember(e); ok {
		return f
	}
	x := s.valueOrRows(e.X)
	if x.bad {
		return badFact
	}
	if x.Type.Kind != value.Ref {
		d := s.report(diag.NoMembers, e.NameSpan, shorten(syntax.Print(e.X)), x.Type, e.Name)
		if t := x.Use.Table; x.Use.Kind == TableUse {
			d.Notef("一行的列写作 `%s.%s`", "a column of one row is `%s.%s`", t.keySpec(false).usage, e.Name)
		} else if f := s.c.lib.Func(e.Name); f != nil {
			d.Notef("函数写作 `%s`", "a function is `%s`", f.Usage)
		}
		return badFact
	}
	o := s.c.objects[x.Type.Name]
	if o.table != nil {
		return s.columnOf(e, x, o.table)
	}
	return s.memberOf(e, x, o.record)
}

// moduleMember recognises prefix.name.
func (s *scope) moduleMember(e *syntax.Member) (*Fact, bool) {
	x, ok := e.X.(*syntax.Name)
	if !ok || s.findLocal(x.Name) != nil || s.lookup(x.Name) != nil || !s.c.isModule(x.Name) {
		return nil, false
	}
	o := s.c.objects[x.Name+"."+e.Name]
	if o == nil {
		var known []string
		for n := range s.c.objects {
			if rest, ok := strings.CutPrefix(n, x.Name+"."); ok {
				known = append(known, rest)
			}
		}
		slices.Sort(known)
		s.report(diag.UnknownMember, e.NameSpan, x.Name, e.Name, strings.Join(known, ", ")).Suggest(e.Name, known)
		return badFact, true
	}
	return s.object(o, e, e.Span()), true
}

func (c *checker) isModule(prefix string) bool {
	return slices.ContainsFunc(c.set.Modules, func(m *Module) bool { return m.Prefix == prefix })
}

func (s *scope) columnOf(e *syntax.Member, x *Fact, t *Table) *Fact {
	f := t.Column(e.Name)
	if f == nil {
		names := fieldNames(t.Columns)
		s.report(diag.UnknownMember, e.NameSpan, t.Name, e.Name, strings.Join(names, ", ")).Suggest(e.Name, names)
		return badFact
	}
	dated := t.Dated() && s.table != t && !x.Row
	s.dated(dated, t.Name, e.Span())
	out := strict(&Fact{Type: f.Spec.Type, Use: Use{Kind: ColumnUse, Table: t, Field: f}}, x)
	out.misses = out.misses || dated
	f.Read = true
	return s.fieldFact(out, f, e)
}

// fieldFact adds to a fact what the declaration of a field says.
func (s *scope) fieldFact(out *Fact, f *Field, e syntax.Expr) *Fact {
	key := s.key(e)
	if f.Spec.Type.Kind == value.Never {
		return badFact
	}
	if f.Spec.Optional {
		out.absent = append(slices.Clip(out.absent), absence{guards: []string{key}, what: syntax.Print(e), span: e.Span()})
	}
	if f.Spec.Unknown {
		out.unknown = append(slices.Clip(out.unknown), key)
	}
	out.bounded(f.Spec)
	return s.narrow(out)
}

func (s *scope) memberOf(e *syntax.Member, x *Fact, r *Record) *Fact {
	if f := r.Field(e.Name); f != nil {
		f.Read = true
		s.computed(f)
		out := strict(&Fact{Type: f.Spec.Type, Use: Use{Kind: FieldUse, Record: r, Field: f}}, x)
		return s.fieldFact(out, f, e)
	}
	if f := r.Back(e.Name); f != nil {
		f.Read = true
		s.computed(f)
		if f.Record.Across(r) && s.group.IsZero() {
			s.group = e.Span()
		}
		return strict(&Fact{Type: value.RowsType(f.Record.Name), Use: Use{Kind: BackUse, Record: f.Record, Field: f}}, x)
	}
	if o := s.c.objects[e.Name]; o != nil && o.value != nil {
		v := o.value
		o.used = true
		s.c.inferValue(v, e.NameSpan)
		if v.fact.bad {
			return badFact
		}
		if v.Record == r {
			path := s.key(e.X)
			if x.Use.Kind == SelfUse {
				path = ""
			}
			out := s.readValue(v, path, e, e.Span())
			if out.bad {
				return out
			}
			return strict(out, &Fact{absent: x.absent, unknown: x.unknown, misses: x.misses})
		}
	}
	s.unknownMember(e, r)
	return badFact
}

func (s *scope) unknownMember(e *syntax.Member, r *Record) {
	names := fieldNames(r.Fields)
	if hyphenated(names, e.Name+"-") {
		return // the field's own name is at fault
	}
	for n := range r.backs {
		names = append(names, n)
	}
	slices.Sort(names[len(r.Fields):])
	known := slices.Clone(names)
	if s.c.suggests(len(s.c.order)) {
		for _, o := range s.c.order {
			if o.value != nil && o.value.Record == r {
				known = append(known, o.name)
			}
		}
	}
	d := s.report(diag.UnknownMember, e.NameSpan, r.Name, e.Name, strings.Join(names, ", "))
	var other *Record
	if o := s.c.objects[e.Name]; o != nil && o.value != nil {
		other = o.value.Record
	}
	if other == nil || other == r || s.c.pathTo(r, other) == "" {
		d.Suggest(e.Name, known)
		return
	}
	path := syntax.Print(e.X) + strings.TrimPrefix(s.c.pathTo(r, other), r.Name) + "." + e.Name
	d.Notef("`%s` 是 `%s` 的值：写 `%s`", "`%s` is a value of `%s`: write `%s`", e.Name, other.Name, path)
}

// computed infers what the parts of a computed reference read, so that circles
// through them are found.
func (s *scope) computed(f *Field) {
	if f.Is != nil {
		s.needs.add(needs{refs: []*Field{f}})
	}
	for _, part := range f.Is {
		syntax.Walk(part.Expr, func(e syntax.Expr) bool {
			if n, ok := e.(*syntax.Name); ok {
				if o := s.c.objects[n.Name]; o != nil && o.value != nil {
					s.c.inferValue(o.value, n.Span())
					s.deps = append(s.deps, dependency{o.value, n.Span()})
				}
			}
			return true
		})
	}
}

// dated notes that something depends on the date of the row.
func (s *scope) dated(yes bool, what string, at diag.Span) {
	switch {
	case !yes:
	case s.fn != nil:
		if s.fn.clock == "" {
			s.fn.clock = what
		}
	case s.rec == nil && s.table == nil:
		s.clockless(diag.NoRowHere, at, what, "")
	case s.rec == nil:
		s.clockless(diag.NoClock, at, what, s.table.Name)
	case !s.rec.hasClock():
		s.clockless(diag.NoClock, at, what, s.rec.Name)
	default:
		s.needs.add(needs{clocks: []*Record{s.rec}})
	}
}

// clockless is something dated that a formula without a date reads.
type clockless struct {
	formula *syntax.Formula
	what    string
}

// clockless reports it once for each formula.
func (s *scope) clockless(code diag.Code, at diag.Span, what, row string) {
	key := clockless{s.formula, what}
	if s.c.noClock[key] && s.formula != nil {
		return
	}
	s.c.noClock[key] = true
	s.report(code, at, what, row)
}

// paramValue reads a parameter; at is set when its date is given by `.at`.
func (s *scope) paramValue(p *Param, span diag.Span, atDate *Fact) *Fact {
	if p.Spec.Type.Kind == value.Never || len(p.Rows) == 0 {
		return badFact
	}
	if atDate == nil {
		s.dated(p.Dated(), p.Name, span)
	}
	f := &Fact{Type: p.Spec.Type, Use: Use{Kind: ParamUse, Param: p, At: atDate != nil}}
	f.misses = len(p.Keys) > 0 || p.Dated()
	f.bounded(p.Spec)
	return f
}
