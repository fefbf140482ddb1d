package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// DefaultMaxRows bounds the rows that belong to one row of another record, unless
// the record says otherwise.
const DefaultMaxRows = 1000

// declareRecords reads the records, then their relations.
func (c *checker) declareRecords() {
	for _, o := range c.order {
		if b := o.blocks[0]; b.Kind == "record" {
			o.record = c.record(b)
			c.info.Records = append(c.info.Records, o.record)
		}
	}
	for _, r := range c.info.Records {
		for _, f := range r.Fields {
			c.resolveRef(f)
		}
	}
	for _, r := range c.info.Records {
		c.recordKey(r)
	}
	for _, r := range c.info.Records {
		c.owner(r)
	}
	c.ownersFirst()
	c.derived()
}

func (c *checker) record(b block) *Record {
	r := &Record{Name: b.Name, Title: textOf(b.Attr("title")), OwnerBy: -1, MaxRows: DefaultMaxRows, Block: b.Block, backs: map[string]*Field{}}
	if a := b.Attr("max_rows"); a != nil {
		r.MaxRows = c.wholeNumber(a, 1, 1_000_000)
	}
	fields := b.Attr("fields")
	if fields == nil {
		c.objects[b.Name].unsoundKey = true
		return r
	}
	for _, p := range fields.Value.(*syntax.ObjectLit).Pairs {
		if code := fieldNameProblem(p.Key); code != "" {
			c.report(code, p.KeySpan, p.Key)
		}
		f := c.field(p, "")
		if f.Spec.Type.Prefix {
			c.report(diag.ColumnPlace, p.Value.Span(), "prefix")
			f.Spec.Type = value.NeverType
		}
		f.Record, f.Index = r, len(r.Fields)
		r.Fields = append(r.Fields, f)
	}
	useVocabulary(r, b.Attr("vocabulary"))
	if a := b.Attr("clock"); a != nil {
		r.Clock = a.Formula
	}
	return r
}

// fieldNameProblem: fields stand after a point, so words of the language may name
// them; only the characters matter.
func fieldNameProblem(name string) diag.Code {
	if (&checker{lib: emptyLibrary}).nameProblem(name) == diag.BadName {
		return diag.BadName
	}
	return ""
}

// resolveRef finds what a reference refers to, and what its cell must hold.
func (c *checker) resolveRef(f *Field) {
	if f.Spec.Type.Kind != value.Ref {
		return
	}
	o := c.objects[f.Spec.Type.Name]
	if o != nil && o.refused {
		f.Spec.Type = value.NeverType
		return
	}
	if o == nil || o.blocks[0].Kind != "record" && o.blocks[0].Kind != "table" {
		var known []string
		for _, o := range c.order {
			if k := o.blocks[0].Kind; k == "record" || k == "table" {
				known = append(known, o.name)
			}
		}
		c.report(diag.UnknownReference, c.refAt[&f.Spec], f.Spec.Type.Name).Suggest(f.Spec.Type.Name, known)
		f.Spec.Type = value.NeverType
		return
	}
	o.used = true
	if f.Back == "" {
		return
	}
	if o.record == nil {
		c.report(diag.FieldShape, f.Span, f.Name, "back", diag.Text{Zh: "`back` 只用于指向记录的引用", En: "`back` is for references to a record"})
		return
	}
	if old := o.record.Back(f.Back); old != nil || o.record.Field(f.Back) != nil {
		c.report(diag.NameTaken, f.Span, f.Back)
		return
	}
	o.record.backs[f.Back] = f
}

// keySpec gives a reference the cell specification of the key that it holds; it is
// called once the keys are known.
func (c *checker) keySpec(f *Field) {
	if f.Spec.Type.Kind != value.Ref || f.Is != nil {
		return
	}
	key := c.keyFields(f.Spec.Type.Name)
	switch {
	case !c.soundKey(f.Spec.Type.Name):
		f.Spec.Type = value.NeverType
		return
	case len(key) != 1:
		c.report(diag.FieldShape, f.Span, f.Name, "type", diag.Text{
			Zh: "指向的记录或表没有键，或键有几个部分：写 `is = [\"每一部分\"]`",
			En: "what it refers to has no key, or one of several parts: write `is = [\"each part\"]`",
		})
		f.Spec.Type = value.NeverType
		return
	}
	f.Spec.Key = &key[0].Spec
}

// soundKey reports whether the key of a record or table can be read from a cell. A
// key that leads back to itself through references is reported once.
func (c *checker) soundKey(name string) bool {
	seen := map[string]bool{}
	for {
		o := c.objects[name]
		switch {
		case o == nil || o.unsoundKey:
			return false
		case seen[name]:
			c.report(diag.OwnerLoop, o.span, name)
			o.unsoundKey = true
			return false
		}
		seen[name] = true
		key := c.keyFields(name)
		if len(key) != 1 || key[0].Spec.Type.Kind != value.Ref {
			return true
		}
		name = key[0].Spec.Type.Name
	}
}

// keyFields returns the key of a record or table.
func (c *checker) keyFields(name string) []*Field {
	o := c.objects[name]
	switch {
	case o == nil:
		return nil
	case o.record != nil:
		out := make([]*Field, len(o.record.Key))
		for i, k := range o.record.Key {
			out[i] = o.record.Fields[k]
		}
		return out
	case o.table != nil:
		out := make([]*Field, len(o.table.Key))
		for i, k := range o.table.Key {
			out[i] = o.table.Columns[k]
		}
		return out
	}
	return nil
}

func (c *checker) recordKey(r *Record) {
	a := r.Block.Attr("key")
	if r.Block.Attr("fields") == nil {
		return
	}
	if a == nil {
		if r.Name != "run" {
			c.objects[r.Name].unsoundKey = true
			c.shape(r.Block, diag.AttributeMissing, r.Block.Header, "record", r.Name, "key")
		}
		return
	}
	if r.Name != "run" {
		c.noKey(r.Name, r.Block, a)
	}
	for _, it := range a.Value.(*syntax.ListLit).Items {
		name := it.(*syntax.StrLit).Value
		f := r.Field(name)
		if f == nil || f.Spec.Optional || f.Spec.Unknown || f.Is != nil {
			c.report(diag.KeyField, it.Span(), name, r.Name).Suggest(name, fieldNames(r.Fields))
			c.objects[r.Name].unsoundKey = true
			continue
		}
		f.Read = true
		r.Key = append(r.Key, f.Index)
	}
}

// noKey reports a key without parts, which is none.
func (c *checker) noKey(name string, b *syntax.Block, key *syntax.Attr) {
	if len(key.Value.(*syntax.ListLit).Items) == 0 {
		c.report(diag.AttributeMissing, key.Value.Span(), b.Kind, b.Name, "key")
		c.objects[name].unsoundKey = true
	}
}

func fieldNames(fs []*Field) []string {
	out := make([]string, len(fs))
	for i, f := range fs {
		out[i] = f.Name
	}
	return out
}

// owner: a record whose key names a row of another record belongs to that row.
func (c *checker) owner(r *Record) {
	for _, k := range r.Key {
		f := r.Fields[k]
		if o := c.objects[f.Spec.Type.Name]; f.Spec.Type.Kind == value.Ref && o != nil && o.record != nil {
			r.Owner, r.OwnerBy = o.record, k
			break
		}
	}
	for p := r.Owner; p != nil; p = p.Owner {
		if p == r {
			c.report(diag.OwnerLoop, r.Block.NameSpan, r.Name)
			c.objects[r.Name].unsoundKey = true
			r.Owner, r.OwnerBy = nil, -1
			return
		}
	}
}

// keyPath is how an order names the last part of the key.
func (r *Record) keyPath() string {
	if len(r.Key) == 0 {
		return r.Name
	}
	return r.Name + "." + r.Fields[r.Key[len(r.Key)-1]].Name
}

// ownersFirst orders the records so that each stands after its owner.
func (c *checker) ownersFirst() {
	var out []*Record
	placed := map[*Record]bool{}
	var place func(r *Record)
	place = func(r *Record) {
		if placed[r] {
			return
		}
		placed[r] = true
		if r.Owner != nil {
			place(r.Owner)
		}
		out = append(out, r)
	}
	for _, r := range c.info.Records {
		place(r)
	}
	c.info.Records = out
}

// derived: a record that consists of its key, and that some computed reference
// names, has the rows that are named.
func (c *checker) derived() {
	named := map[string][]*Record{} // by name: the records whose rows name its rows
	for _, r := range c.info.Records {
		for _, f := range r.Fields {
			if f.Is != nil {
				named[f.Spec.Type.Name] = append(named[f.Spec.Type.Name], r)
			}
		}
	}
	for _, r := range c.info.Records {
		by := named[r.Name]
		r.Derived = len(by) > 0 && len(r.Key) > 0 && len(r.Key) == len(r.Fields)
		r.spread = r.Derived && slices.ContainsFunc(by, func(from *Record) bool { return from.Root() != r.Root() })
	}
}

// hasClock reports whether a record, or what owns it, has a clock.
func (r *Record) hasClock() bool {
	for ; r != nil; r = r.Owner {
		if r.Clock != nil {
			return true
		}
	}
	return false
}

// checkClock checks a record's clock: a path of fields that ends in a date.
func (c *checker) checkClock(r *Record) {
	if r.Clock == nil {
		return
	}
	s := &scope{c: c, rec: r, formula: r.Clock}
	f := s.expr(r.Clock.Expr)
	switch {
	case f.bad:
	case f.Type.Kind != value.Date || len(f.absent) > 0 || len(f.unknown) > 0 || !c.fieldPath(r.Clock.Expr):
		c.report(diag.ClockShape, r.Clock.Expr.Span()).Within(r.Clock.Span)
	}
}

// fieldPath reports whether a formula is a path of fields from the row itself.
func (c *checker) fieldPath(e syntax.Expr) bool {
	f := c.info.Facts[e]
	if m, ok := e.(*syntax.Member); ok {
		return f.Use.Kind == FieldUse && c.fieldPath(m.X)
	}
	return f != nil && f.Use.Kind == SelfUse
}

// pathTo returns how a row of from names its row of to, or "".
func (c *checker) pathTo(from, to *Record) string {
	type step struct {
		r    *Record
		path string
	}
	seen := map[*Record]bool{from: true}
	for queue := []step{{from, from.Name}}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if s.r == to {
			return s.path
		}
		for _, f := range s.r.Fields {
			o := c.objects[f.Spec.Type.Name]
			if f.Spec.Type.Kind != value.Ref || o == nil || o.record == nil || seen[o.record] {
				continue
			}
			seen[o.record] = true
			queue = append(queue, step{o.record, s.path + "." + f.Name})
		}
	}
	return ""
}

// computedRefs checks the parts of computed references.
func (c *checker) computedRefs() {
	for _, r := range c.info.Records {
		c.checkClock(r)
		for _, f := range r.Fields {
			if f.Is != nil && f.Spec.Type.Kind == value.Ref {
				c.computedRef(r, f)
			}
		}
	}
}

func (c *checker) computedRef(r *Record, f *Field) {
	key := c.keyFields(f.Spec.Type.Name)
	if c.objects[f.Spec.Type.Name].unsoundKey {
		return
	}
	if len(key) != len(f.Is) {
		c.report(diag.KeyParts, f.isSpan, f.Spec.Type.Name, len(key), len(f.Is), strings.Join(fieldNames(key), ", "))
		return
	}
	for i, part := range f.Is {
		s := &scope{c: c, rec: r, formula: part}
		fact := s.assign(key[i].Spec, s.expr(part.Expr), part.Expr, f.Name)
		f.needs.add(s.needs)
		f.deps = append(f.deps, s.deps...)
		if fact.bad || !s.rounded(&Fact{Type: withoutFenLimit(fact.Type)}, part, diag.Text{Zh: "键", En: "the key"}, diag.Text{Zh: "用作键", En: "used as a key"}) {
			continue
		}
		if !f.Spec.Optional {
			s.mustHave(fact)
		}
	}
}
