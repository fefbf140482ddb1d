package casefile

import (
	"io"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/runfile"
)

// A lane is one record that belongs to cases, directly or through others.
type lane struct {
	t      *tree
	rec    *ir.Record
	feed   *feed
	met    *packed // rows that came while their case was read, by its ordinal
	apart  *packed // rows that did not, by the key of their case
	joined *packed // the same, by the ordinal of their case

	// The row that comes next.
	rr      readRow
	file    int
	ordinal uint64
	key     value.Value // of its case
	done    bool        // there is none
}

func (l *lane) open(share int64) {
	s := l.t.s
	byCase := func() *packer { return newPacker(s.prog, l.rec, s.files, "case", value.Number) }
	l.met = newPacked(byCase(), s.room(8*share))
	l.apart = newPacked(newPacker(s.prog, l.rec, s.files, "key", value.Ref), s.room(4*share))
	l.joined = newPacked(byCase(), s.room(4*share))
}

// advance goes on to the next row that names a case.
func (l *lane) advance() (err error) {
	for {
		l.rr, l.file, l.ordinal, err = l.feed.next()
		if err == io.EOF {
			l.done = true
			return nil
		}
		if err != nil {
			return err
		}
		named := false
		l.key, named = l.t.rootKey(l.rec, l.rr.row)
		l.t.below.addBytes(l.ordinal, l.t.keyBytes(l.key))
		if named {
			return nil
		}
		if err := l.lose(l.rr, l.ordinal, l.key); err != nil {
			return err
		}
	}
}

// meet takes the rows that come next and name the case that is read. A row that stands
// before it in an order that cases have kept so far names none that is still to come.
func (l *lane) meet(ordinal uint64, key value.Value) error {
	for !l.done {
		c := value.Compare(l.key, key)
		switch {
		case c == 0:
			if err := l.met.add(value.OfInt(int64(ordinal)), l.ordinal, l.file, l.rr); err != nil {
				return err
			}
			if err := l.advance(); err != nil {
				return err
			}
		case c < 0 && l.t.rises:
			if err := l.setApart(); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
}

// setApart keeps the next row until all cases are known.
func (l *lane) setApart() error {
	if err := l.apart.add(l.key, l.ordinal, l.file, l.rr); err != nil {
		return err
	}
	return l.advance()
}

// lose notes a row that no case has.
func (l *lane) lose(rr readRow, ordinal uint64, key value.Value) error {
	l.t.lost.addBytes(ordinal, l.t.keyBytes(key))
	return l.t.s.lost.add(l.t.s.set.lost(l.rec, rr))
}

// join gives the rows that were set apart to their cases.
func (l *lane) join(keys *runfile.Sorted) error {
	if err := l.met.finish(); err != nil {
		return err
	}
	if l.t.marks.Len() > 0 {
		if err := l.part(); err != nil {
			return err
		}
	}
	if err := l.apart.finish(); err != nil {
		return err
	}
	if l.apart.sorted.Len() > 0 {
		if err := l.match(keys); err != nil {
			return err
		}
	}
	if err := l.apart.close(); err != nil {
		return err
	}
	return l.joined.finish()
}

// part sets rows apart that have met a case whose key others have too, unless it is the
// one that keeps them.
func (l *lane) part() error {
	met, err := begin(l.met.sorted)
	if err != nil {
		return err
	}
	marks, err := begin(l.t.marks)
	if err != nil {
		return err
	}
	for n := 1; !met.done && !marks.done; n++ {
		if err := l.t.s.pause(n); err != nil {
			return err
		}
		ordinal, next := met.number(), met
		switch {
		case ordinal > marks.rec.Ordinal:
			next = marks
		case ordinal == marks.rec.Ordinal && !l.t.keeps(marks.rec.Values[0].True()):
			owner := met.rec.Values[packedFields+l.met.column(l.rec.OwnerBy)]
			if err := l.apart.move(l.t.upKey(l.rec, owner), met.rec); err != nil {
				return err
			}
		}
		if err := next.next(); err != nil {
			return err
		}
	}
	return nil
}

// keeps reports whether rows that have met a case whose key others have too stay with
// it.
func (t *tree) keeps(kept bool) bool { return kept && t.s.opt.Duplicates != AllDuplicates }

// match goes through the rows that were set apart and the keys of cases, both in the
// order of keys.
func (l *lane) match(keys *runfile.Sorted) error {
	rows, err := begin(l.apart.sorted)
	if err != nil {
		return err
	}
	cases, err := newGroups(keys, l.t.s.opt.Duplicates)
	if err != nil {
		return err
	}
	for n := 1; !rows.done; n++ {
		if err := l.t.s.pause(n); err != nil {
			return err
		}
		key := rows.rec.Values[packedBy]
		if err := cases.seek(key); err != nil {
			return err
		}
		if !cases.is(key) {
			rr, err := l.apart.unpack(rows.rec)
			if err == nil {
				err = l.lose(rr, rows.rec.Ordinal, key)
			}
			if err != nil {
				return err
			}
		} else {
			for _, ordinal := range cases.takers {
				if err := l.joined.move(value.OfInt(int64(ordinal)), rows.rec); err != nil {
					return err
				}
			}
		}
		if err := rows.next(); err != nil {
			return err
		}
	}
	return nil
}
