package generate

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// build makes the row of a root record at a place, with the rows that belong to it. A
// key that is given is its key. The attempt makes another row of the same key.
func (g *Generator) build(rec *record, key *value.Value, place int64, attempt uint64, rich bool) *row {
	s := stream(g.seed, 2, uint64(rec.ID), uint64(place))
	r := newRow(rec, nil)
	if key != nil {
		for i, k := range rec.Key {
			if f := rec.fields[k]; f != nil {
				r.cells[k], _ = f.cell(key.List[i])
			}
		}
	}
	g.key(r, place, &s)
	s = stream(g.seed, 3, uint64(rec.ID), uint64(place), attempt)
	g.fill(r, place, &s, rich)
	g.gather(r, &s, rich)
	return r
}

// gather draws the rows that belong to a row.
func (g *Generator) gather(r *row, s *source, rich bool) {
	for i, kid := range r.of.kids {
		n := min(g.many(kid, s, rich), g.capacity(kid), int64(kid.MaxRows))
		for range n {
			g.add(r, i, s, rich)
		}
	}
	g.lines(r, s)
}

// add draws one more row that belongs to a row, of its i-th kind.
func (g *Generator) add(r *row, i int, s *source, rich bool) {
	k := newRow(r.of.kids[i], r)
	k.anchor = r.anchor
	place := int64(len(r.kids[i]))
	g.key(k, place, s)
	g.fill(k, place, s, rich)
	g.gather(k, s, rich)
	r.kids[i] = append(r.kids[i], k)
}

// many draws how many rows of a record belong to one row: a handful of lines, now and
// then hundreds; what there is at most one of is rare.
func (g *Generator) many(rec *record, s *source, rich bool) int64 {
	x := s.below(1000)
	switch {
	case rec.MaxRows == 1 && rich:
		return one(x < 800)
	case rec.MaxRows == 1:
		return one(x < 120)
	case rich:
		return s.between(1, 6)
	case x < 20:
		return 0
	case x < 600:
		return s.between(1, 4)
	case x < 900:
		return s.between(3, 10)
	case x < 995:
		return s.between(8, 30)
	}
	return s.between(30, 400)
}

func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// world evaluates a case by the reference interpreter: what the rules compare is its
// answer, and the generator has no meaning of its own.
func (g *Generator) world(r *row) *scalar.World { return scalar.New(g.eval, g.bundle(r), (*others)(g)) }

// others are the rows that a case refers to.
type others Generator

// Find implements scalar.References.
func (o *others) Find(rec int, key value.Value) *slot.Bundle {
	g := (*Generator)(o)
	to := g.records[rec]
	if to == nil || to.up != nil {
		return nil
	}
	at := string(rune(rec)) + value.Key(key)
	if b, ok := g.found[at]; ok {
		return b
	}
	if len(g.found) > 4096 {
		clear(g.found)
	}
	var b *slot.Bundle
	switch {
	case to.Run:
		b = g.bundle(g.run())
	case g.named[rec] != nil:
		b = g.bundle(g.namedRow(to, key))
	default:
		if place, ok := g.placeOf(to, key); ok {
			b = g.bundle(g.build(to, nil, place, 0, false))
		}
	}
	g.found[at] = b
	return b
}

// Given implements scalar.References.
func (o *others) Given(rec int) bool { return hasFile(o.prog.Records[rec]) }

// placeOf finds which row of a root has a key.
func (g *Generator) placeOf(rec *record, key value.Value) (int64, bool) {
	n := min(g.count(rec), maxNamed)
	if g.places[rec.ID] == nil {
		g.places[rec.ID] = map[string]int64{}
		for k := range n {
			g.places[rec.ID][value.Key(g.keyOf(rec, k))] = k
		}
	}
	place, ok := g.places[rec.ID][value.Key(key)]
	return place, ok
}

// run is the row of the inputs of the run.
func (g *Generator) run() *row {
	for _, rec := range g.records {
		if rec != nil && rec.Run {
			return g.build(rec, nil, 0, 0, true)
		}
	}
	return nil
}

// name notes the rows of other records that a case names by a computed key, so that they
// are written. The first case that names a row gives it its place.
func (g *Generator) name(r *row) {
	r.each(func(o *row) {
		for _, f := range o.of.Record.Fields {
			if f.Is == ir.None || f.RefTo < 0 || g.named[f.RefTo] == nil {
				continue
			}
			if key, ok := g.computed(f, o, r); ok {
				g.placeNamed(f.RefTo, key)
			}
		}
	})
}

// computed is the key that a computed reference names.
func (g *Generator) computed(f *ir.Field, r, root *row) (value.Value, bool) {
	n := &g.prog.Nodes[f.Is]
	if n.Op == ir.Make {
		parts := make([]value.Value, 0, len(n.Args))
		for _, a := range n.Args {
			ps := g.survey.paths.of(a)
			if len(ps) != 1 {
				break
			}
			v, ok := g.follow(ps[0], r)
			if !ok && f.IsHas != ir.None {
				return value.Value{}, false
			}
			if ok {
				parts = append(parts, v)
			}
		}
		if len(parts) == len(n.Args) {
			return value.OfRef(parts...), true
		}
	}
	return g.evaluated(f, r, root)
}

// evaluated asks the interpreter for a computed reference that no path leads to.
func (g *Generator) evaluated(f *ir.Field, r, root *row) (value.Value, bool) {
	w := g.world(root)
	i := root.placeIn(r)
	if f.IsHas != ir.None && !w.Eval(f.IsHas, r.of.ID, i).Is(true) {
		return value.Value{}, false
	}
	v := w.Eval(f.Is, r.of.ID, i)
	return v.Value, v.OK()
}

// placeIn finds a row among the rows of its record in a case.
func (r *row) placeIn(want *row) int {
	at, n := 0, 0
	r.each(func(o *row) {
		if o == want {
			at = n
		}
		if o.of == want.of {
			n++
		}
	})
	return at
}

// namedRows are the rows of a record that others name by computed keys.
type namedRows struct {
	places map[string]int64
	keys   []value.Value
}

func (g *Generator) placeNamed(rec int, key value.Value) int64 {
	n := g.named[rec]
	k := value.Key(key)
	place, ok := n.places[k]
	if !ok {
		place = int64(len(n.keys))
		n.places[k] = place
		n.keys = append(n.keys, key)
	}
	return place
}

func (g *Generator) namedRow(rec *record, key value.Value) *row {
	return g.planted(rec, &key, g.placeNamed(rec.ID, key))
}
