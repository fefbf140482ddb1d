package ir

import (
	"slices"
	"sort"

	"github.com/drgrule/drgrule/lang/value"
)

// NewIndex builds the index of a table. Rows must be sorted by key, then date; it is
// called once, before the table is used.
func (t *Table) NewIndex() {
	t.index = make(map[string][]int32, len(t.Rows))
	lengths := map[int]bool{}
	for i, r := range t.Rows {
		k := value.Key(r.key(t.Key)...)
		t.index[k] = append(t.index[k], int32(i))
		if t.Prefix {
			lengths[len(r.Cells[t.Key[len(t.Key)-1]].Str)] = true
		}
	}
	for n := range lengths {
		t.prefixes = append(t.prefixes, n)
	}
	sort.Sort(sort.Reverse(sort.IntSlice(t.prefixes)))
}

func (r Row) key(cols []int) []value.Value {
	out := make([]value.Value, len(cols))
	for i, k := range cols {
		out[i] = r.Cells[k]
	}
	return out
}

// KeyOf returns the key of a row, which is how references name it.
func (t *Table) KeyOf(row int) value.Value { return value.OfRef(t.Rows[row].key(t.Key)...) }

// RowRef returns a reference to one row itself, whatever the date: for claims about
// the rows of a table.
func (t *Table) RowRef(row int) value.Value {
	v := t.KeyOf(row)
	v.Int = int64(row) + 1
	return v
}

// RowOf returns the row that RowRef made a reference to.
func RowOf(ref value.Value) (int, bool) { return int(ref.Int) - 1, ref.Int > 0 }

// Lookup finds the row with a key at a date, or -1. dated says that a row with the
// key exists, but not at that date. With a prefix key the last part is a whole code,
// unless exact asks for the row that holds it as its prefix.
func (t *Table) Lookup(key []value.Value, day int64, exact bool) (row int, dated bool) {
	if row, dated = t.at(value.Key(key...), day); row >= 0 || !t.Prefix || exact {
		return row, dated
	}
	parts := slices.Clone(key)
	last := len(parts) - 1
	code := key[last].Str
	for _, n := range t.prefixes {
		if n >= len(code) {
			continue
		}
		parts[last] = value.OfCode(code[:n])
		r, d := t.at(value.Key(parts...), day)
		if r >= 0 {
			return r, false
		}
		dated = dated || d
	}
	return -1, dated
}

func (t *Table) at(key string, day int64) (int, bool) {
	rows := t.index[key]
	for _, i := range rows {
		if r := &t.Rows[i]; !t.Dated || r.From <= day && day < r.Until {
			return int(i), false
		}
	}
	return -1, len(rows) > 0
}

// Row finds the row that a node reads, as Lookup does: by the key, or by a reference,
// that args hold; the last of them is the date if the table has dates. A reference
// to one row itself, dates or not, carries its number.
func (t *Table) Row(n *Node, args []value.Value) (row int, dated bool) {
	if n.ByRef {
		if i, ok := RowOf(args[0]); ok {
			return i, false
		}
	}
	key, day := args, int64(0)
	if t.Dated {
		key, day = args[:len(args)-1], args[len(args)-1].Int
	}
	if n.ByRef {
		key = key[0].List
	}
	return t.Lookup(key, day, n.ByRef)
}

// Contains reports whether any row has the key, at whatever date.
func (t *Table) Contains(key []value.Value) bool { return len(t.index[value.Key(key...)]) > 0 }

// RowRefs refers to every row, or of a table with dates to those in force on a day.
func (t *Table) RowRefs(day ...value.Value) []value.Value {
	var out []value.Value
	for i := range t.Rows {
		if len(day) == 0 || t.InForce(i, day[0].Int) {
			out = append(out, t.RowRef(i))
		}
	}
	return out
}

// InForce reports whether a row holds on a day.
func (t *Table) InForce(row int, day int64) bool {
	r := &t.Rows[row]
	return !t.Dated || r.From <= day && day < r.Until
}
