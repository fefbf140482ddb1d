package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/value"
)

// attempts is how many cases are drawn to plant a bound: not every case has the rows and
// dates that its rule looks at.
const attempts = 6

// probe keeps the bounds that some case can be put at, with the move that gets there. Most
// of the others compare what the rules alone decide.
func (g *Generator) probe() {
	for root, rec := range g.records {
		g.bounds[root] = slices.DeleteFunc(g.bounds[root], func(b *bound) bool {
			best := -1
			for i := range int64(attempts) {
				s := stream(g.seed, 4, uint64(b.node), uint64(i))
				r := g.build(rec, nil, i%g.capacity(rec), uint64(b.node)<<8|uint64(i), true)
				by, exact, ok := g.plant(r, b, 0, &s)
				if ok && (best < 0 || exact) {
					best = by
				}
				if b.exact = b.exact || exact; b.exact {
					break
				}
			}
			if best < 0 {
				return true
			}
			b.moves = b.moves[best : best+1]
			return false
		})
	}
}

// A purpose is what a row is made for: a bound and where about it, or an outcome that is
// rare.
type purpose struct {
	bound *bound
	at    int
	rare  *rare
}

// planned tells what a place is for, if it is for anything. Bounds and outcomes take
// turns, so that each has its part of the share.
func (g *Generator) planned(rec *record, place int64) (purpose, bool) {
	bounds, rares, share := g.bounds[rec.ID], g.rares[rec.ID], g.shares[rec.ID]
	n := g.plants(rec)
	if n == 0 || place*share/10_000 == (place+1)*share/10_000 {
		return purpose{}, false
	}
	turn := place * share / 10_000 % n
	if turn < 3*int64(len(bounds)) {
		return purpose{bound: bounds[turn/3], at: int(turn % 3)}, true
	}
	return purpose{rare: &rares[turn-3*int64(len(bounds))]}, true
}

// plants is how many things there are that rows are made for.
func (g *Generator) plants(rec *record) int64 {
	return int64(3*len(g.bounds[rec.ID]) + len(g.rares[rec.ID]))
}

// Shares of planted rows, in ten-thousandths: at least one in fifty, and in small files as
// many as put some rows on each side of each bound, up to one in five. Of rows that cases
// name there are few, and half are planted.
const (
	leastPlanted = 200
	mostPlanted  = 2_000
	eachPlanted  = 5 // rows of each plant in a small file
	namedPlanted = 5_000
)

// share decides the share of the rows of a root that are planted.
func (g *Generator) share(rec *record) int64 {
	switch {
	case g.named[rec.ID] != nil:
		return namedPlanted
	case g.opt.Planted > 0:
		return int64(g.opt.Planted)
	}
	want := g.plants(rec) * eachPlanted * 10_000 / max(1, g.count(rec))
	return clamp(want, leastPlanted, mostPlanted)
}

// planted makes the row of a root at a place, for what it is planned for.
func (g *Generator) planted(rec *record, key *value.Value, place int64) *row {
	p, ok := g.planned(rec, place)
	if !ok {
		return g.build(rec, key, place, 0, false)
	}
	var last *row
	for i := range uint64(attempts) {
		s := stream(g.seed, 5, uint64(rec.ID), uint64(place), i)
		r := g.build(rec, key, place, 1+i, true)
		if p.rare != nil {
			if g.steered(r, *p.rare, &s) {
				return r
			}
			continue
		}
		_, exact, ok := g.plant(r, p.bound, offsets[p.at], &s)
		if ok {
			r.bound, r.atBound, last = p.bound, p.at, r
			if exact || !p.bound.exact {
				return r
			}
		}
	}
	if last == nil {
		return g.build(rec, key, place, 0, false)
	}
	return last
}

// returns makes the person of a row one who has been there before, now and then, for what
// totals over the stays of one person ask about: with the same group, some days after
// the last discharge.
func (g *Generator) returns(r *row, place int64, s *source) {
	i := slices.IndexFunc(r.of.order, func(f *field) bool { return f.role == person && !f.key })
	if i < 0 || r.up != nil {
		return
	}
	who := r.of.order[i]
	who0 := place
	if place > 0 && s.below(8) == 0 {
		who0 = place - s.between(1, min(place, returning))
	}
	r.cells[who.Index] = datum{has: true, v: value.OfText(g.personID(who0))}
	if _, made := g.planned(r.of, who0); who0 == place || made {
		return
	}
	before := g.build(r.of, nil, who0, 0, false)
	r.cells[who.Index] = before.cells[who.Index]
	for _, k := range g.together(r.of, who) {
		r.cells[k] = before.cells[k]
	}
	var in, out *field
	for _, f := range r.of.order {
		switch f.role {
		case admitted:
			in = f
		case discharged:
			out = f
		}
	}
	if in != nil && out != nil && before.cells[out.Index].has {
		days := s.between(0, 20)
		if s.percent(30) {
			days = s.between(21, 90)
		}
		r.cells[in.Index] = datum{has: true, n: before.cells[out.Index].n + days}
	}
}

// together lists the fields that rows are named by along with a field.
func (g *Generator) together(rec *record, f *field) []int {
	var out []int
	for _, makes := range g.survey.paths.makes {
		for _, m := range makes {
			var fields []int
			with := false
			for _, a := range m.Args {
				for _, p := range g.survey.paths.of(a) {
					if p.plain() && p.rec == rec.ID {
						with = with || p.field == f.Index
						fields = append(fields, p.field)
					}
				}
			}
			if with {
				out = append(out, fields...)
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(i int) bool { return i == f.Index || rec.fields[i] == nil || rec.fields[i].key })
}
