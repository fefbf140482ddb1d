package settle

import (
	"context"
	"maps"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A Source gives the cases of a run, the same ones in the same order as often as they
// are asked for. What it refers to must be safe for concurrent use.
type Source interface {
	slot.References
	// Each gives the cases of a root record in the order of their file.
	Each(ctx context.Context, root int, yield func(Input) error) error
}

// An Input is one case as it was read.
type Input struct {
	Bundle  *slot.Bundle
	Refused bool // something is wrong with its cells: it takes no part
	Tag     any  // the source's own, handed back with the case
}

// population is a source with the rows that exist because cases name them, which no
// case alone knows.
type population struct {
	Source
	prog  *ir.Program
	named map[int][]value.Value          // by derived record: keys, in their order
	owned map[int]map[string][]*slot.Row // by derived record that has an owner: its rows, by the root's key
}

// populate finds the rows of derived records that rows of another root name: of those
// that are given no file, and that have results or are gone through by a unit.
func (s *Settlement) populate(ctx context.Context) error {
	p := s.prog
	out := &population{Source: s.source, prog: p, named: map[int][]value.Value{}, owned: map[int]map[string][]*slot.Row{}}
	s.cases = out
	wanted := map[int]bool{}
	for _, r := range p.Records {
		if r.Derived && !s.source.Given(r.ID) && (hasResults(p, r.ID) || slices.ContainsFunc(s.units, func(u *unit) bool { return u.child() == r.ID })) {
			wanted[r.ID] = r.Owner < 0 || s.namedFromElsewhere(r)
		}
	}
	keys := map[int]map[string]value.Value{}
	for _, root := range p.Records {
		if root.Owner >= 0 || !s.source.Given(root.ID) {
			continue
		}
		fields := namers(p, root.ID, wanted)
		if len(fields) == 0 {
			continue
		}
		plan := s.plan(0)
		err := s.source.Each(ctx, root.ID, func(in Input) error {
			if in.Refused {
				return nil
			}
			w := scalar.New(plan, in.Bundle, s.source)
			for _, f := range fields {
				if keys[f.RefTo] == nil {
					keys[f.RefTo] = map[string]value.Value{}
				}
				for i := range w.Rows(f.rec) {
					if k, has := reference(w, f.Field, f.rec, i); has && k.OK() {
						keys[f.RefTo][value.Key(k.Value)] = k.Value
					}
				}
				if len(keys[f.RefTo]) > s.opt.MaxKeys {
					return &TooManyKeys{Name: p.Records[f.RefTo].Name, Max: s.opt.MaxKeys}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for rec, byKey := range keys {
		out.take(p.Records[rec], slices.SortedFunc(maps.Values(byKey), value.Compare))
	}
	return nil
}

// namedFromElsewhere reports whether rows of another root name rows of a record.
func (s *Settlement) namedFromElsewhere(r *ir.Record) bool {
	return slices.ContainsFunc(s.prog.Records, func(from *ir.Record) bool {
		return from.Root != r.Root && slices.ContainsFunc(from.Fields, func(f *ir.Field) bool { return f.RefTo == r.ID && f.Is != ir.None })
	})
}

// reference reads a reference of a row; has is false if it names no row.
func reference(w *scalar.World, f *ir.Field, rec, i int) (ref slot.Slot, has bool) {
	if f.Is == ir.None {
		c := w.Row(rec, i).Fields[f.Index]
		return slot.Of(c.Value), c.Present
	}
	if f.IsHas != ir.None {
		if s := w.Eval(f.IsHas, rec, i); !s.OK() || s.Is(false) {
			return s, false
		}
	}
	return w.Eval(f.Is, rec, i), true
}

type namingField struct {
	*ir.Field
	rec int
}

// namers lists the computed references of a root's records that make wanted rows.
func namers(p *ir.Program, root int, wanted map[int]bool) []namingField {
	var out []namingField
	for _, r := range p.Records {
		for _, f := range r.Fields {
			if r.Root == root && f.Is != ir.None && f.RefTo >= 0 && wanted[f.RefTo] {
				out = append(out, namingField{f, r.ID})
			}
		}
	}
	return out
}

func hasResults(p *ir.Program, rec int) bool {
	return slices.ContainsFunc(p.Outputs, func(o *ir.Output) bool { return o.Rec == rec }) ||
		slices.ContainsFunc(p.Values, func(v *ir.Named) bool { return v.Kind == ir.PaymentValue && v.Rec == rec })
}

// take keeps the rows of a derived record: as cases of their own, or for their owners.
func (p *population) take(r *ir.Record, keys []value.Value) {
	p.named[r.ID] = keys
	if r.Owner < 0 {
		return
	}
	p.owned[r.ID] = map[string][]*slot.Row{}
	for _, k := range keys {
		row := slot.KeyRow(r, k)
		at := rootKey(p.prog, r, k)
		p.owned[r.ID][at] = append(p.owned[r.ID][at], &row)
	}
}

// rootKey is the key of the root's row that a row belongs to.
func rootKey(p *ir.Program, r *ir.Record, key value.Value) string {
	for r.Owner >= 0 {
		key = key.List[slices.Index(r.Key, r.OwnerBy)]
		r = p.Records[r.Owner]
	}
	return value.Key(key)
}

// Each implements Source.
func (p *population) Each(ctx context.Context, root int, yield func(Input) error) error {
	if p.Given(root) || !p.prog.Records[root].Derived {
		return p.Source.Each(ctx, root, func(in Input) error {
			p.attach(in.Bundle)
			return yield(in)
		})
	}
	for _, k := range p.named[root] {
		row := slot.KeyRow(p.prog.Records[root], k)
		b := &slot.Bundle{Root: root, Rows: make([][]*slot.Row, len(p.prog.Records))}
		b.Rows[root] = []*slot.Row{&row}
		p.attach(b)
		if err := yield(Input{Bundle: b}); err != nil {
			return err
		}
	}
	return nil
}

// attach adds the named rows that belong to a case.
func (p *population) attach(b *slot.Bundle) {
	if len(p.owned) == 0 || len(b.Rows[b.Root]) == 0 {
		return
	}
	key := value.Key(b.Rows[b.Root][0].Key(p.prog.Records[b.Root].Key))
	for rec, rows := range p.owned {
		if p.prog.Records[rec].Root == b.Root {
			b.Rows[rec] = append([]*slot.Row{}, rows[key]...)
		}
	}
}
