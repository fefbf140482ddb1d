package runfile

import (
	"cmp"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"

	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/disk/disktest"
)

// inOrder sorts records as the sorter should, by their values.
func inOrder(s *Schema, records []Record) []Record {
	out := slices.Clone(records)
	slices.SortStableFunc(out, func(a, b Record) int {
		return cmp.Or(slices.CompareFunc(a.Values[:s.Key], b.Values[:s.Key], value.Compare), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	return out
}

func drain(it *Iterator) (out []Record, err error) {
	for {
		rec, err := it.Next()
		if err != nil {
			return out, err
		}
		rec.Values = slices.Clone(rec.Values)
		out = append(out, rec)
	}
}

// sorted sorts records in a room.
func sorted(s *Schema, records []Record, room Room) (*Sorted, error) {
	sorter := NewSorter(s, room)
	for _, r := range records {
		if err := sorter.Add(r); err != nil {
			return nil, errors.Join(err, sorter.Close())
		}
	}
	return sorter.Finish()
}

// TestSort: in whatever room, records come by key and ordinal, and those that agree as
// they were added; again and again, and to several at once. Nothing stays open.
func TestSort(t *testing.T) {
	spilled, deep := 0, 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(4, seed))
		s := *everyKind
		s.Key = r.IntN(4)
		var records []Record
		pool := []Record{}
		for range 1 + r.IntN(20) {
			pool = append(pool, randomRecord(r, &s, 0))
		}
		for i := range r.IntN(400) {
			rec := randomRecord(r, &s, uint64(r.IntN(10)))
			if r.IntN(3) > 0 { // keys that occur more than once
				copy(rec.Values, pool[r.IntN(len(pool))].Values[:s.Key])
			}
			if r.IntN(2) == 0 {
				rec.Ordinal = uint64(i)
			}
			records = append(records, rec)
		}
		if r.IntN(4) == 0 {
			records = inOrder(&s, records)
		}
		want := inOrder(&s, records)
		room := Room{Memory: []int64{0, 1, 2_000, 20_000, 50_000, 1 << 20}[r.IntN(6)], Disk: disktest.New()}
		m := room.Disk.(*disktest.Memory)
		out, err := sorted(&s, records, room)
		if err != nil {
			t.Fatal(err)
		}
		if m.Scratches() > 0 {
			spilled++
		}
		if m.Scratches() > 100 {
			deep++
		}
		if open := m.Opened(); open > newRuns(&s, room).fanIn {
			t.Fatalf("seed %d: %d files open", seed, open)
		}
		a, err := out.Iterate()
		if err != nil {
			t.Fatal(err)
		}
		b, err := out.Iterate()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Next(); err != nil && len(want) > 0 {
			t.Fatal(err)
		}
		got, err := drain(a)
		if err != io.EOF || !slices.EqualFunc(got, want, sameRecord) || out.Len() != uint64(len(want)) {
			t.Fatalf("seed %d, %d bytes: %d of %d records, %v", seed, room.Memory, len(got), len(want), err)
		}
		if rest, err := drain(b); err != io.EOF || !slices.EqualFunc(rest, want[min(1, len(want)):], sameRecord) {
			t.Fatalf("seed %d, %d bytes, the other: %d records, %v", seed, room.Memory, len(rest), err)
		}
		if err := out.Close(); err != nil || m.Opened() > 0 {
			t.Fatalf("seed %d: %d files open at the end, %v", seed, m.Opened(), err)
		}
		if room.Memory == 0 && m.Calls() > 0 {
			t.Fatalf("seed %d: %d calls without a bound", seed, m.Calls())
		}
	}
	if spilled < 200 || deep < 20 {
		t.Errorf("%d of 600 were spilled, %d often", spilled, deep)
	}
}

// oneText is a schema of one text, which is the key.
var oneText = &Schema{Name: "t", Key: 1, Columns: []Column{{"text", value.Text}}}

func texts(n int, text func(i int) string) []Record {
	out := make([]Record, n)
	for i := range out {
		out[i] = Record{Ordinal: uint64(i), Values: []value.Value{value.OfText(text(i))}}
	}
	return out
}

// TestInOrderAlready: what comes in order is one file, however little memory there is.
func TestInOrderAlready(t *testing.T) {
	for name, in := range map[string][]Record{
		"ascending": texts(5000, func(i int) string { return string(rune('a'+i/500)) + "x" }),
		"equal":     texts(5000, func(int) string { return "same" }),
	} {
		m := disktest.New()
		out, err := sorted(oneText, in, Room{Memory: 4_000, Disk: m})
		if err != nil {
			t.Fatal(err)
		}
		if m.Scratches() != 1 {
			t.Errorf("%s: %d files", name, m.Scratches())
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMemoryIsBounded: what a sorter holds does not grow with what it has been given.
func TestMemoryIsBounded(t *testing.T) {
	const room = 64 << 10
	m := disktest.New()
	sorter := NewSorter(oneText, Room{Memory: room, Disk: m})
	r := rand.New(rand.NewPCG(5, 5))
	most := int64(0)
	for _, rec := range texts(50_000, func(int) string { return string(rune('a' + r.IntN(26))) }) {
		if err := sorter.Add(rec); err != nil {
			t.Fatal(err)
		}
		held := int64(0)
		for _, c := range sorter.mem.chunks {
			held += int64(cap(c))
		}
		if most = max(most, held+int64(cap(sorter.mem.entries))*entrySize); held > room {
			t.Fatalf("holds %d bytes", held)
		}
	}
	if most < room/4 || most > room {
		t.Errorf("held %d bytes at most, of %d", most, room)
	}
	if files := m.Scratches(); files > 300 {
		t.Errorf("%d files for a megabyte", files)
	}
	if err := sorter.Close(); err != nil || m.Opened() > 0 {
		t.Errorf("%d files open, %v", m.Opened(), err)
	}
}

// sortOn sorts on a disk and reads everything.
func sortOn(m *disktest.Memory, in []Record) (err error) {
	out, err := sorted(oneText, in, Room{Memory: 5_000, Disk: m})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	it, err := out.Iterate()
	if err != nil {
		return err
	}
	if _, err = drain(it); err != io.EOF {
		return err
	}
	return nil
}

// TestSorterFails: whatever call fails, sorting says so and leaves nothing open; on a full
// disk too.
func TestSorterFails(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	in := texts(600, func(int) string { return string(rune('a' + r.IntN(26))) })
	m := disktest.New()
	if err := sortOn(m, in); err != nil {
		t.Fatal(err)
	}
	calls := m.Calls()
	if calls < 100 || m.Scratches() < 5 {
		t.Fatalf("only %d calls, %d files", calls, m.Scratches())
	}
	for k := range calls {
		m := disktest.New()
		m.FailAt(k+1, syscall.EIO)
		if err := sortOn(m, in); !errors.Is(err, syscall.EIO) || m.Opened() > 0 {
			t.Errorf("call %d: %v, %d files open", k+1, err, m.Opened())
		}
	}
	for n := 0; n < 5000; n += 1 + n/4 {
		m := disktest.New()
		m.Space(n)
		if err := sortOn(m, in); !errors.Is(err, syscall.ENOSPC) || m.Opened() > 0 {
			t.Errorf("%d bytes: %v, %d files open", n, err, m.Opened())
		}
	}
}

// TestWrongRecordIsToldOf: a mistake of whoever adds comes back at once.
func TestWrongRecordIsToldOf(t *testing.T) {
	sorter := NewSorter(oneText, Room{})
	if err := sorter.Add(Record{Values: []value.Value{value.OfCode("x")}}); err == nil {
		t.Error("a code was taken for a text")
	}
}

func BenchmarkSort(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 7))
	in := texts(200_000, func(int) string { return string(rune('a'+r.IntN(26))) + string(rune('a'+r.IntN(26))) + "0123456789" })
	for _, memory := range []int64{0, 1 << 20} {
		b.Run(map[bool]string{true: "memory", false: "spilled"}[memory == 0], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				out, err := sorted(oneText, in, Room{Memory: memory, Disk: disktest.New()})
				if err != nil {
					b.Fatal(err)
				}
				it, err := out.Iterate()
				if err != nil {
					b.Fatal(err)
				}
				for err == nil {
					_, err = it.Next()
				}
			}
			b.ReportMetric(float64(len(in)*b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
