package generate

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/value"
)

// unlimited is how many rows a record can have whose key holds a text.
const unlimited = int64(1) << 40

// capacity is how many rows of one owner, or of a root, can have different keys.
func (g *Generator) capacity(rec *record) int64 {
	n := int64(1)
	for _, k := range rec.Key {
		if k == rec.OwnerBy {
			continue
		}
		c := g.choices(rec.fields[k])
		if c >= unlimited || n >= unlimited/c {
			return unlimited
		}
		n *= c
	}
	return n
}

// choices is how many values a part of a key can have.
func (g *Generator) choices(f *field) int64 {
	switch f.Spec.Type.Kind {
	case value.Ref:
		if f.Table >= 0 {
			return int64(len(f.from))
		}
		return g.count(g.records[f.RefTo])
	case value.Enum:
		return int64(len(f.from))
	case value.Bool:
		return 2
	case value.Number:
		return clamp(f.hi-max(f.lo, 1)+1, 1, unlimited)
	case value.Date:
		return lastDay - firstDay
	}
	return unlimited
}

// key gives a row the key that belongs to its place among those of its owner: one part
// of it counts the rows, or all do together if each has few values.
func (g *Generator) key(r *row, place int64, s *source) {
	counts := -1
	for i, k := range r.of.Key {
		if f := r.of.fields[k]; k != r.of.OwnerBy && !r.cells[k].has && g.choices(f) >= 1_000_000 {
			counts = i
		}
	}
	rest := place
	if r.up != nil && counts < 0 {
		rest += s.below(1000) // not every owner has the first row of the table
	}
	for i, k := range r.of.Key {
		f := r.of.fields[k]
		switch {
		case r.cells[k].has:
		case k == r.of.OwnerBy:
			r.cells[k] = datum{has: true, v: r.up.ref()}
		case i == counts:
			r.cells[k] = g.counted(f, place)
		case counts >= 0 && r.up != nil:
			r.cells[k] = g.nth(f, s.below(g.choices(f)))
		case counts >= 0:
			r.cells[k] = g.nth(f, int64(f.w.draw(s)))
		default:
			n := g.choices(f)
			r.cells[k] = g.nth(f, rest%n)
			rest /= n
		}
	}
}

// counted is the value of a part of a key that has as many as there are rows.
func (g *Generator) counted(f *field, place int64) datum {
	switch f.Spec.Type.Kind {
	case value.Number:
		return datum{has: true, n: max(f.lo, 1) + place}
	case value.Date:
		return datum{has: true, n: value.OfDate(2024, 1, 1).Int + place%(20*year)}
	case value.Code:
		if f.codes != nil {
			return datum{has: true, v: value.OfCode(f.codes.counted(place))}
		}
		return datum{has: true, v: value.OfCode(g.id(f, place))}
	}
	return datum{has: true, v: value.OfText(g.id(f, place))}
}

// nth is the k-th value of a part of a key that has few.
func (g *Generator) nth(f *field, k int64) datum {
	switch f.Spec.Type.Kind {
	case value.Bool:
		return datum{has: true, n: k % 2}
	case value.Number:
		return datum{has: true, n: max(f.lo, 1) + k%max(1, f.hi-max(f.lo, 1)+1)}
	case value.Date:
		return datum{has: true, n: firstDay + k%(lastDay-firstDay)}
	case value.Ref:
		if f.Table < 0 {
			return datum{has: true, v: g.keyOf(g.records[f.RefTo], k)}
		}
	}
	if len(f.from) == 0 {
		return g.counted(f, k)
	}
	return datum{has: true, v: f.from[k%int64(len(f.from))]}
}

// id is a text that can be no real id: those of roots begin with TEST-, those of rows
// inside a case are their numbers.
func (g *Generator) id(f *field, place int64) string {
	if f.in.up != nil {
		return fmt.Sprint(place + 1)
	}
	return fmt.Sprintf("TEST-%0*d", g.width, place+1)
}

// keyOf is the reference to the k-th row of a root record.
func (g *Generator) keyOf(rec *record, k int64) value.Value {
	r := newRow(rec, nil)
	s := stream(g.seed, 2, uint64(rec.ID), uint64(k))
	g.key(r, k, &s)
	return r.ref()
}
