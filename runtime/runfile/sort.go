package runfile

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"github.com/drgrule/drgrule/runtime/disk"
)

// Room is what a sorter may take.
type Room struct {
	Memory int64 // bytes, about; 0 for as many as it needs: then nothing is written
	Disk   disk.Layer
	Dir    string       // for what does not fit
	Stop   func() error // asked now and then while files are merged; an error ends that
}

// A Sorter takes records in any order and gives them by key and ordinal; records that
// agree in both come as they were added. What comes in order is sorted already: it costs
// no merge, so a sorter is also where records are kept to be read again.
type Sorter struct {
	schema *Schema
	room   Room
	mem    memory
	runs   runs
	record []byte
	count  uint64
}

// NewSorter starts to sort.
func NewSorter(s *Schema, room Room) *Sorter {
	out := &Sorter{schema: s, room: room, runs: newRuns(s, room)}
	out.mem = memory{schema: s, limit: math.MaxInt64, chunk: 1 << 20, inOrder: true}
	if room.Memory > 0 { // one half for records, the other for merging those that were spilled
		out.mem.limit = room.Memory / 2
		out.mem.chunk = int(min(max(room.Memory/16, 256), 1<<20))
	}
	return out
}

// Add adds a record. Its values are not kept.
func (s *Sorter) Add(r Record) error {
	var err error
	if s.record, err = s.schema.append(s.record[:0], r); err != nil {
		return err
	}
	s.count++
	if s.mem.add(s.record) {
		return nil
	}
	return s.spill()
}

// spill writes out what is in memory.
func (s *Sorter) spill() error {
	if len(s.mem.entries) == 0 {
		return nil
	}
	s.mem.sort()
	if err := s.runs.begin(s.mem.record(0)); err != nil {
		return err
	}
	for i := range s.mem.entries {
		if err := s.runs.add(s.mem.record(i)); err != nil {
			return err
		}
	}
	s.mem.clear()
	return nil
}

// Finish ends the adding. The sorter must not be used any more.
func (s *Sorter) Finish() (*Sorted, error) {
	if !s.runs.any() {
		s.mem.sort()
		return &Sorted{schema: s.schema, mem: s.mem, count: s.count}, nil
	}
	err := s.spill()
	s.mem = memory{}
	if err == nil {
		err = s.runs.finish()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	out := &Sorted{schema: s.schema, runs: s.runs.all, count: s.count}
	s.runs.all = nil
	return out, nil
}

// Close gives up what was added. After Finish it does nothing.
func (s *Sorter) Close() error { return s.runs.close() }

// memory holds records as they are written, and where each is.
type memory struct {
	schema  *Schema
	limit   int64
	chunk   int
	chunks  [][]byte
	entries []entry
	used    int64
	inOrder bool
}

// entry is one record: what its key begins with, and its place.
type entry struct {
	prefix uint64
	chunk  uint32
	offset uint32
}

const entrySize = 16

// add copies a record and reports whether there is room for more.
func (m *memory) add(record []byte) bool {
	last := len(m.chunks) - 1
	need := len(record) + binary.MaxVarintLen32
	if last < 0 || cap(m.chunks[last])-len(m.chunks[last]) < need {
		last++
		m.chunks = append(m.chunks, make([]byte, 0, max(m.chunk, need)))
		m.used += int64(max(m.chunk, need))
	}
	at := len(m.chunks[last])
	m.chunks[last] = binary.AppendUvarint(m.chunks[last], uint64(len(record)))
	m.chunks[last] = append(m.chunks[last], record...)
	before := cap(m.entries)
	m.entries = append(m.entries, entry{m.schema.prefix(record), uint32(last), uint32(at)})
	m.used += int64(cap(m.entries)-before) * entrySize
	if n := len(m.entries); m.inOrder && n > 1 {
		m.inOrder = m.compare(m.entries[n-2], m.entries[n-1]) <= 0
	}
	return m.used < m.limit
}

func (m *memory) record(i int) []byte { return m.at(m.entries[i]) }

func (m *memory) at(e entry) []byte {
	b := m.chunks[e.chunk][e.offset:]
	n, k := binary.Uvarint(b)
	return b[k : k+int(n)]
}

func (m *memory) sort() {
	if !m.inOrder {
		slices.SortFunc(m.entries, m.compare)
	}
	m.inOrder = true
}

func (m *memory) compare(a, b entry) int {
	if a.prefix != b.prefix {
		return cmp.Compare(a.prefix, b.prefix)
	}
	return cmp.Or(m.schema.compare(m.at(a), m.at(b)), cmp.Compare(a.chunk, b.chunk), cmp.Compare(a.offset, b.offset))
}

// clear forgets the records. It keeps a chunk and the room of the entries for those to
// come, unless they alone would be half of what there may be.
func (m *memory) clear() {
	var kept [][]byte
	if first := m.chunks[0]; int64(cap(first)) <= m.limit/4 {
		kept = append(kept, first[:0])
	}
	m.chunks, m.entries, m.used, m.inOrder = kept, m.entries[:0], 0, true
	if int64(cap(m.entries))*entrySize > m.limit/2 {
		m.entries = nil
	}
	for _, c := range m.chunks {
		m.used += int64(cap(c))
	}
	m.used += int64(cap(m.entries)) * entrySize
}

// compare compares records as they are written: by key, then by ordinal.
func (s *Schema) compare(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	x, y := cursor{b: a}, cursor{b: b}
	n, m := x.uvarint(), y.uvarint()
	return cmp.Or(compareKeys(x.b, y.b, s.Key), cmp.Compare(n, m))
}

// prefix is that of a record's key; without a key that of its ordinal.
func (s *Schema) prefix(record []byte) uint64 {
	c := cursor{b: record}
	n := c.uvarint()
	if s.Key == 0 {
		return n
	}
	return prefix(c.b)
}
