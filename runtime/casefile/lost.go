package casefile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// Orphans are what is wrong with the rows that end in no case: those whose owner is not
// in the files or cannot be read, and those of root records that other rows refer to and
// that are not among cases, the records whose cases the caller evaluates. They are sorted
// by record, file and line.
func (s *Set) Orphans(cases []string) []Fault {
	var out []Fault
	for _, r := range s.prog.Records {
		for i := range s.Count(r) {
			if !slices.Contains(cases, r.Name) {
				out = append(out, s.Case(r, i).Faults...)
			}
		}
		for _, rr := range s.loose[r.ID] {
			out = append(out, s.lost(r, rr)...)
		}
	}
	s.unreached(s.owned, func(root *ir.Record, key string) bool { return s.index[root.ID][key].count > 0 }, func(r *ir.Record, rr readRow) {
		out = append(out, s.lost(r, rr)...)
	})
	slices.SortStableFunc(out, compareFaults)
	return out
}

func compareFaults(a, b Fault) int {
	return cmp.Or(strings.Compare(a.Record, b.Record), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
}

// unreached finds the rows that belong to no row of their owner, or to one that is
// unreached itself, by the keys that rows of roots have.
func (s *Set) unreached(owned ownedRows, root func(r *ir.Record, key string) bool, yield func(*ir.Record, readRow)) {
	reached := make([]map[string]bool, len(s.prog.Records)) // by record and key
	for _, r := range s.prog.Records {                      // owners come first
		reached[r.ID] = map[string]bool{}
		for k, rows := range owned[r.ID] {
			up := s.prog.Records[r.Owner]
			there := reached[up.ID][k]
			if up.Owner < 0 {
				there = root(up, k)
			}
			for _, rr := range rows {
				switch {
				case !there:
					yield(r, rr)
				case whole(rr.row, r.Key):
					reached[r.ID][value.Key(rr.row.Key(r.Key))] = true
				}
			}
		}
	}
}

// lost is what is wrong with a row that ends in no case: that it does, if nothing else.
func (s *Set) lost(r *ir.Record, rr readRow) []Fault {
	if len(rr.faults) > 0 {
		return rr.faults
	}
	return []Fault{{Record: r.Name, File: rr.row.File, Line: rr.row.Line, Column: s.columns(r, rr.row, r.OwnerBy), Code: diag.RowOrphan}}
}
