package runfile

import (
	"cmp"
	"io"

	"github.com/drgrule/drgrule/lang/value"
)

// Sorted are records in order. They can be gone through as often as one likes, by
// several at once.
type Sorted struct {
	schema *Schema
	mem    memory
	runs   []*run
	count  uint64
}

// Len returns how many records there are.
func (s *Sorted) Len() uint64 { return s.count }

// Close gives up the records.
func (s *Sorted) Close() error {
	all := s.runs
	s.runs, s.mem = nil, memory{}
	return closeRuns(all)
}

// An Iterator goes through records in order.
type Iterator struct {
	schema *Schema
	src    source
	values []value.Value
}

// source gives records as they are written, each in place until the next call.
type source interface{ next() ([]byte, error) }

// Iterate starts with the first record.
func (s *Sorted) Iterate() (*Iterator, error) {
	out := &Iterator{schema: s.schema, values: make([]value.Value, len(s.schema.Columns))}
	if s.runs == nil {
		out.src = &inMemory{m: &s.mem}
		return out, nil
	}
	var err error
	out.src, err = mergeRuns(s.schema, s.runs)
	return out, err
}

// Next returns the next record, or io.EOF. Its values are in place until the next call;
// the texts and lists that they hold are the caller's.
func (it *Iterator) Next() (Record, error) {
	b, err := it.src.next()
	if err != nil {
		return Record{}, err
	}
	return it.schema.decode(b, it.values), nil
}

type inMemory struct {
	m *memory
	i int
}

func (s *inMemory) next() ([]byte, error) {
	if s.i == len(s.m.entries) {
		return nil, io.EOF
	}
	s.i++
	return s.m.record(s.i - 1), nil
}

// merger merges runs: a heap of those that have records left.
type merger struct {
	schema *Schema
	heads  []head
	stale  bool // the record of the first head has been given
}

// head is the next record of one run.
type head struct {
	prefix uint64
	record []byte
	from   *Reader
	run    int
}

func mergeRuns(s *Schema, all []*run) (*merger, error) {
	m := &merger{schema: s}
	for i, r := range all {
		from, err := NewReader(r.f, r.f.Name(), s)
		if err != nil {
			return nil, err
		}
		h := head{from: from, run: i}
		if err := h.advance(s); err == io.EOF {
			continue
		} else if err != nil {
			return nil, err
		}
		m.heads = append(m.heads, h)
	}
	for i := len(m.heads)/2 - 1; i >= 0; i-- {
		m.down(i)
	}
	return m, nil
}

func (h *head) advance(s *Schema) error {
	var err error
	if h.record, err = h.from.next(); err == nil {
		h.prefix = s.prefix(h.record)
	}
	return err
}

func (m *merger) next() ([]byte, error) {
	if m.stale {
		m.stale = false
		switch err := m.heads[0].advance(m.schema); err {
		case nil:
		case io.EOF:
			last := len(m.heads) - 1
			m.heads[0] = m.heads[last]
			m.heads = m.heads[:last]
		default:
			return nil, err
		}
		m.down(0)
	}
	if len(m.heads) == 0 {
		return nil, io.EOF
	}
	m.stale = true
	return m.heads[0].record, nil
}

// down moves a head to its place below those that come before it.
func (m *merger) down(i int) {
	for {
		least := i
		for k := 2*i + 1; k <= 2*i+2 && k < len(m.heads); k++ {
			if m.before(k, least) {
				least = k
			}
		}
		if least == i {
			return
		}
		m.heads[i], m.heads[least] = m.heads[least], m.heads[i]
		i = least
	}
}

func (m *merger) before(i, k int) bool {
	a, b := &m.heads[i], &m.heads[k]
	if a.prefix != b.prefix {
		return a.prefix < b.prefix
	}
	return cmp.Or(m.schema.compare(a.record, b.record), cmp.Compare(a.run, b.run)) < 0
}
