package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/value"
)

// segments are the ranges of days or units between the bounds that rules know. Each
// has a weight, so that every range is drawn from, however short, and those for which
// tables have rows most of all.
type segments struct {
	ranges []span
	w      weights
}

func (g segments) empty() bool { return len(g.ranges) == 0 }

// draw draws from a range, and now and then its first or last value, or their
// neighbours outside.
func (g segments) draw(s *source) int64 {
	r := g.ranges[g.w.draw(s)]
	switch s.below(25) {
	case 0:
		return r.from - s.below(2)
	case 1:
		return r.until - s.below(2)
	}
	return s.between(r.from, r.until-1)
}

// within draws from a range that meets another one.
func (g segments) within(s *source, in span) (int64, bool) {
	for range 8 {
		if r := g.ranges[g.w.draw(s)]; r.from < in.until && in.from < r.until {
			return s.between(max(r.from, in.from), min(r.until, in.until)-1), true
		}
	}
	return 0, false
}

var (
	firstDay = value.OfDate(value.MinYear+20, 1, 1).Int
	lastDay  = value.OfDate(value.MaxYear-20, 12, 31).Int
)

const (
	year    = 365
	maxCuts = 400 // segments beyond them are joined
)

// daysOf makes the segments of dates that the rules look at together.
func daysOf(list ...*interest) segments {
	var cuts []int64
	near := map[int64]bool{}
	var tables [][]span
	for _, in := range list {
		for _, p := range in.points {
			if p > firstDay && p < lastDay {
				cuts = append(cuts, p, p+1)
				near[p], near[p+1] = true, true
			}
		}
		for _, rows := range in.spans {
			if rows = bounded(rows); len(rows) > 0 {
				tables = append(tables, rows)
			}
		}
	}
	for _, rows := range tables {
		for _, r := range rows {
			cuts = append(cuts, r.from, r.until)
		}
	}
	if len(cuts) == 0 {
		return segments{}
	}
	slices.Sort(cuts)
	cuts = thin(slices.Compact(cuts))
	cuts = append(append([]int64{cuts[0] - year}, cuts...), cuts[len(cuts)-1]+year)
	covers := make([][]int, len(tables))
	for i, rows := range tables {
		covers[i] = coverOf(cuts, rows)
	}
	out := segments{}
	for i := range len(cuts) - 1 {
		out.ranges = append(out.ranges, span{cuts[i], cuts[i+1]})
	}
	out.w = weightsOf(len(out.ranges), func(i int) uint64 {
		w := uint64(1)
		if i > 0 && i < len(out.ranges)-1 {
			w += 2
			if near[cuts[i]] || near[cuts[i+1]] {
				w += 20
			}
		}
		for _, c := range covers {
			w += uint64(60 * c[i] / max(1, slices.Max(c)))
		}
		return w
	})
	return out
}

// bounded gives ranges without an end two years of it, and drops those without either.
func bounded(rows []span) []span {
	var out []span
	for _, r := range rows {
		switch {
		case r.from < firstDay && r.until > lastDay || r.until <= r.from:
			continue
		case r.from < firstDay:
			r.from = r.until - 2*year
		case r.until > lastDay:
			r.until = r.from + 2*year
		}
		out = append(out, r)
	}
	return out
}

// thin keeps a bounded number of cuts.
func thin(cuts []int64) []int64 {
	if len(cuts) <= maxCuts {
		return cuts
	}
	var out []int64
	for i := range maxCuts {
		out = append(out, cuts[i*len(cuts)/maxCuts])
	}
	return out
}

// coverOf counts the rows that hold in each segment.
func coverOf(cuts []int64, rows []span) []int {
	out := make([]int, len(cuts)-1)
	for _, r := range rows {
		i, _ := slices.BinarySearch(cuts, r.from)
		for ; i < len(out) && cuts[i] < r.until; i++ {
			out[i]++
		}
	}
	return out
}

// unitsBetween makes the segments of a number: between the constants that it is
// compared with, and as far again above the last of them.
func unitsBetween(points, limits []int64, lo, hi int64) segments {
	cuts := slices.Clone(points)
	if len(cuts) == 0 {
		return segments{}
	}
	slices.Sort(cuts)
	cuts = thin(slices.Compact(cuts))
	last := cuts[len(cuts)-1]
	cuts = append(append([]int64{min(0, cuts[0])}, cuts...), last+max(last, 10))
	out := segments{}
	var w []uint64
	for i := range len(cuts) - 1 {
		r := span{max(cuts[i], lo), min(cuts[i+1], hi)}
		if r.until <= r.from {
			continue
		}
		weight := uint64(100)
		if len(limits) > 0 && (r.until <= slices.Min(limits) || r.from >= slices.Max(limits)) {
			weight = 1
		}
		out.ranges, w = append(out.ranges, r), append(w, weight)
	}
	out.w = weightsOf(len(w), func(i int) uint64 { return w[i] })
	return out
}
