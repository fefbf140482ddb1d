package casefile

import (
	"errors"
	"io"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/runfile"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A tree is a root record with the records that belong to it, whose rows are not held.
//
// Its files are read side by side: the rows that come next in the other files are taken
// with a case as long as they name it. What stands in another order is kept by key,
// joined to the keys of the cases, and sorted back into the order of the cases.
type tree struct {
	s     *Stream
	root  *ir.Record
	cases *packed // rows of the root
	keys  *runfile.Sorter
	twice *runfile.Sorter // cases whose key others have too
	marks *runfile.Sorted // the same, in their order
	lanes []*lane
	last  value.Value // the last key
	rises bool        // every key was greater than the one before: none stands twice
	read  Tally       // cases, as they were read
	below Tally       // rows that belong to them, as they were read, with the key of their case
	lost  Tally       // those of them that no case has
	buf   []byte
}

// The schemas of what is sorted beside rows. Kept is the one of several cases that has
// the rows which belong to their key.
var (
	keySchema  = runfile.Schema{Name: "keys", Columns: []runfile.Column{{Name: "key", Kind: value.Ref}}, Key: 1}
	markSchema = runfile.Schema{Name: "twice", Columns: []runfile.Column{{Name: "kept", Kind: value.Bool}}}
)

func newTree(s *Stream, root *ir.Record, in []*input, share int64) *tree {
	t := &tree{s: s, root: root, rises: true}
	t.cases = newPacked(newPacker(s.prog, root, s.files, "case", value.Number), s.room(8*share))
	t.keys = runfile.NewSorter(&keySchema, s.room(8*share))
	t.twice = runfile.NewSorter(&markSchema, s.room(16*share))
	for _, r := range s.prog.Records {
		if f := newFeed(in, r.ID); r.Root == root.ID && r.Owner >= 0 && len(f.in) > 0 {
			t.lanes = append(t.lanes, &lane{t: t, rec: r, feed: f})
		}
	}
	for _, l := range t.lanes {
		l.open(share * int64(len(t.lanes)))
	}
	return t
}

// fill reads the files.
func (t *tree) fill(cases *feed) error {
	for _, l := range t.lanes {
		if err := l.advance(); err != nil {
			return err
		}
	}
	for {
		rr, file, ordinal, err := cases.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = t.take(rr, file, ordinal)
		}
		if err != nil {
			return err
		}
	}
	for _, l := range t.lanes {
		for !l.done {
			if err := l.setApart(); err != nil {
				return err
			}
		}
	}
	return nil
}

// take takes a case, and the rows of others that come with it.
func (t *tree) take(rr readRow, file int, ordinal uint64) error {
	t.s.set.sawNested(t.root, rr)
	key := rr.row.Key(t.root.Key)
	t.read.Add(ordinal, KeyTexts(t.root, key)...)
	if err := t.cases.add(value.Value{}, ordinal, file, rr); err != nil {
		return err
	}
	if !whole(rr.row, t.root.Key) {
		return nil
	}
	if err := t.keys.Add(runfile.Record{Ordinal: ordinal, Values: []value.Value{key}}); err != nil {
		return err
	}
	t.rises = t.rises && (t.last.Kind == value.Never || value.Compare(t.last, key) < 0)
	t.last = key
	for _, l := range t.lanes {
		if err := l.meet(ordinal, key); err != nil {
			return err
		}
	}
	return nil
}

// join gives every row that has not met its case to it.
func (t *tree) join() (err error) {
	keys, err := t.keys.Finish()
	if err != nil {
		return err
	}
	defer func() { err = both(err, keys.Close()) }()
	if err := t.cases.finish(); err != nil {
		return err
	}
	if !t.rises {
		if err := t.mark(keys); err != nil {
			return err
		}
	}
	if t.marks, err = t.twice.Finish(); err != nil {
		return err
	}
	for _, l := range t.lanes {
		if err := l.join(keys); err != nil {
			return err
		}
	}
	return nil
}

// mark finds the cases whose keys stand more than once.
func (t *tree) mark(keys *runfile.Sorted) error {
	c, err := begin(keys)
	if err != nil {
		return err
	}
	last := t.s.opt.Duplicates == LastDuplicate
	put := func(ordinal uint64, kept bool) error {
		return t.twice.Add(runfile.Record{Ordinal: ordinal, Values: []value.Value{value.OfBool(kept)}})
	}
	for !c.done {
		key, before := c.rec.Values[0], c.rec.Ordinal
		n := 1
		for err = c.next(); err == nil && !c.done && value.Equal(c.rec.Values[0], key); err = c.next() {
			if err := put(before, n == 1 && !last); err != nil {
				return err
			}
			before = c.rec.Ordinal
			n++
		}
		if err == nil && n > 1 {
			err = put(before, last)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keyBytes writes a key for tallies. It is in place until the next call.
func (t *tree) keyBytes(key value.Value) []byte {
	t.buf = value.AppendKey(t.buf[:0], key)
	return t.buf
}

// rootKey is the key of the case that a row names, be it through the key of a row that
// belongs to it.
func (t *tree) rootKey(r *ir.Record, row *slot.Row) (value.Value, bool) {
	c := row.Fields[r.OwnerBy]
	return t.upKey(r, c.Value), c.Present
}

func (t *tree) upKey(r *ir.Record, owner value.Value) value.Value {
	for up := t.s.prog.Records[r.Owner]; up.Owner >= 0; up = t.s.prog.Records[up.Owner] {
		for i, k := range up.Key {
			if k == up.OwnerBy && i < len(owner.List) {
				owner = owner.List[i]
				break
			}
		}
	}
	return owner
}

func (t *tree) close() error {
	errs := []error{t.cases.close(), t.keys.Close(), closeSorter(t.twice, t.marks)}
	for _, l := range t.lanes {
		errs = append(errs, l.met.close(), l.apart.close(), l.joined.close())
	}
	return errors.Join(errs...)
}
