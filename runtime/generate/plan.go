package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// A record is how the rows of one record are drawn.
type record struct {
	*ir.Record
	up      *record
	kids    []*record // records with a file whose rows belong to this one's
	fields  []*field  // by field of the record; nil for what no file has
	columns []*field  // in the order of the file
	order   []*field  // in which they are drawn: what others depend on first
	anchor  *field    // the date that the other dates lie about
	total   *field    // the number that the amounts of its lines add up to
	amount  *field    // of a line: its share of the owner's total
}

// A field is how the cells of one column are drawn.
type field struct {
	*ir.Field
	in      *record
	on      interest
	role    role
	key     bool
	spec    *cell.Spec    // of its elements if it is a list
	from    []value.Value // what it is drawn from …
	w       weights       // … and how often
	tail    bool          // codes of the list are beginnings
	mostly  int64         // in a hundred draws, how many come from the list
	codes   *pattern
	seg     segments
	present int64 // in a hundred rows, how many have a value
	dec     int
	lo, hi  int64 // numbers: in units
}

// hasFile reports whether rows of a record come in files.
func hasFile(r *ir.Record) bool { return !r.Derived && !r.Run }

// plan makes the plans of all records with files.
func (g *Generator) plan() {
	g.records = make([]*record, len(g.prog.Records))
	for _, r := range g.prog.Records {
		if r.Derived {
			continue
		}
		rec := &record{Record: r, fields: make([]*field, len(r.Fields))}
		g.records[r.ID] = rec
		if r.Owner >= 0 && g.records[r.Owner] != nil {
			rec.up = g.records[r.Owner]
			rec.up.kids = append(rec.up.kids, rec)
		}
		for i, f := range r.Fields {
			if casefile.Reads(f) {
				rec.fields[i] = g.field(rec, f)
			}
		}
		g.tie(rec)
	}
}

func (g *Generator) field(rec *record, f *ir.Field) *field {
	out := &field{Field: f, in: rec, role: roleBy(f), key: slices.Contains(rec.Key, f.Index), spec: &f.Spec, present: 100}
	if in := g.survey.fields[[2]int{rec.ID, f.Index}]; in != nil {
		out.on = *in
	}
	if f.Spec.Optional {
		out.present = 30
	}
	if f.Spec.Unknown {
		out.present = 96
	}
	if f.Spec.Type.Kind == value.List {
		elem := f.Spec
		elem.Type, elem.Optional, elem.Unknown = *f.Spec.Type.Elem, false, false
		out.spec = &elem
	}
	switch out.spec.Type.Kind {
	case value.Ref:
		g.refTo(out)
	case value.Enum:
		for _, m := range out.spec.Type.Members {
			out.from = append(out.from, value.OfEnum(m))
		}
		out.w = zipf(len(out.from))
		if len(out.from) < 8 { // few members: each of them often
			out.w = weightsOf(len(out.from), func(i int) uint64 { return uint64(12 - i) })
		}
	case value.Text, value.Code:
		g.words(out)
	case value.Number:
		out.number()
		g.keyNumbers(out)
	case value.Date, value.Month:
		out.seg = daysOf(&out.on)
	}
	if out.role == birthWeight && f.Spec.Optional {
		out.present = 2
	}
	return out
}

// refTo draws references to table rows as often as Zipf says: few groups have most of
// the cases. Which they are depends on the seed.
func (g *Generator) refTo(f *field) {
	if f.Table < 0 {
		return
	}
	t := g.prog.Tables[f.Table]
	for i := range t.Rows {
		f.from = append(f.from, t.KeyOf(i))
	}
	f.from = slices.CompactFunc(f.from, value.Equal)
	g.shuffle(f)
	f.w, f.mostly = zipf(len(f.from)), 100
	if f.Spec.Optional {
		f.present = 8 // few cases use a listed technology
		if g.commonRef(f) {
			f.present = 95
		}
	}
}

// commonRef reports whether most rows have an optional reference: what names other rows,
// such as the group of a case, does.
func (g *Generator) commonRef(f *field) bool {
	for _, makes := range g.survey.paths.makes {
		for _, m := range makes {
			for _, a := range m.Args {
				if slices.ContainsFunc(g.survey.paths.of(a), func(p path) bool { return p.plain() && p.rec == f.in.ID && p.field == f.Index }) {
					return true
				}
			}
		}
	}
	return false
}

// words draws texts and codes from what rules ask for: keys of tables, columns,
// constants.
func (g *Generator) words(f *field) {
	f.mostly = 75
	guarded := true
	for _, u := range f.on.keys {
		t := g.prog.Tables[u.table]
		f.from = append(f.from, columnValues(t, u.column)...)
		f.tail = f.tail || u.prefix
		guarded = guarded && u.guarded
	}
	if len(f.on.keys) > 0 && guarded {
		f.mostly = 15
	} else if len(f.on.keys) > 0 {
		f.mostly = 98
	}
	f.from = append(f.from, f.on.equals...)
	slices.SortFunc(f.from, value.Compare)
	f.from = slices.CompactFunc(f.from, value.Equal)
	f.from = slices.DeleteFunc(f.from, func(v value.Value) bool {
		if v.Kind != f.spec.Type.Kind || f.tail {
			return v.Kind != f.spec.Type.Kind
		}
		_, present, code := f.spec.Parse(v.Str)
		return code != "" || !present
	})
	g.shuffle(f)
	f.w = zipf(len(f.from))
	if c := f.spec.Codes; c != nil && c.Pattern != nil {
		f.codes = patternOf(c.Pattern.String())
	}
}

func (g *Generator) shuffle(f *field) {
	s := stream(g.seed, 1, uint64(f.in.ID), uint64(f.Index))
	for i := len(f.from) - 1; i > 0; i-- {
		j := s.index(i + 1)
		f.from[i], f.from[j] = f.from[j], f.from[i]
	}
}

// number finds the range of a number in units of its last decimal.
func (f *field) number() {
	f.dec = decimals(f.spec.Type.Dec)
	f.hi = 1<<min(53, f.spec.Type.Bits) - 1
	f.lo = -f.hi
	if b := f.spec.Lo; b != nil {
		n, _ := b.Num.Mul(value.Pow10(f.dec)).Round(0, value.Ceiling).Int64()
		if f.lo = n; b.Open && value.Int(n).Equal(b.Num.Mul(value.Pow10(f.dec))) {
			f.lo++
		}
	}
	if b := f.spec.Hi; b != nil {
		n, ok := b.Num.Mul(value.Pow10(f.dec)).Round(0, value.Floor).Int64()
		if b.Open && value.Int(n).Equal(b.Num.Mul(value.Pow10(f.dec))) {
			n--
		}
		if ok {
			f.hi = min(f.hi, n)
		}
	}
	f.lo = min(f.lo, f.hi)
	f.seg = unitsBetween(f.on.points, f.on.limits, max(f.lo, min(0, f.hi)), f.hi+1)
}

// keyNumbers draws numbers that tables are looked up by from their keys.
func (g *Generator) keyNumbers(f *field) {
	for _, u := range f.on.keys {
		f.from = append(f.from, columnValues(g.prog.Tables[u.table], u.column)...)
	}
	slices.SortFunc(f.from, value.Compare)
	f.from = slices.DeleteFunc(slices.CompactFunc(f.from, value.Equal), func(v value.Value) bool { _, ok := f.cell(v); return !ok })
	g.shuffle(f)
	f.w, f.mostly = zipf(len(f.from)), 90
}

// tie finds what the fields of a record are to each other, and the order in which they
// are drawn: what tables are looked up by, then dates, then sizes.
func (g *Generator) tie(rec *record) {
	if rec.Clock != ir.None {
		for _, p := range g.survey.paths.of(rec.Clock) {
			if p.plain() && p.rec == rec.ID {
				rec.anchor = rec.fields[p.field]
			}
		}
	}
	stage := func(f *field) int {
		switch f.Spec.Type.Kind {
		case value.Date, value.Month:
			return 1
		case value.Number:
			return 2
		}
		return 0
	}
	for _, f := range rec.fields {
		if f == nil {
			continue
		}
		rec.columns = append(rec.columns, f)
		rec.order = append(rec.order, f)
		k := f.Spec.Type.Kind
		if rec.anchor == nil && k == value.Date && !f.Spec.Optional && f.role != born {
			rec.anchor = f
		}
		if k == value.Number && f.Spec.Type.Unit == value.Money && (rec.total == nil || f.role == total) {
			rec.total = f
		}
		if rec.up != nil && rec.up.total != nil && k == value.Number && f.Spec.Type.Unit == value.Money && (f.role == lineAmount || f.on.folded && rec.MaxRows > 10) && rec.amount == nil {
			rec.amount = f
		}
	}
	slices.SortStableFunc(rec.order, func(a, b *field) int { return stage(a) - stage(b) })
	if rec.anchor != nil {
		list := []*interest{&rec.anchor.on}
		for _, f := range rec.fields {
			if f != nil && f != rec.anchor && (f.role == admitted || f.role == discharged || f.role == settled) {
				list = append(list, &f.on)
			}
		}
		rec.anchor.seg = daysOf(list...)
	}
}
