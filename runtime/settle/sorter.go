package settle

import (
	"bytes"
	"cmp"
	"slices"
)

// A Sorter takes entries in any order and gives them in the order of their keys, those
// of one key in the order in which they came.
type Sorter interface {
	// Add keeps an entry; both slices belong to the sorter from then on.
	Add(key, data []byte) error
	// Sort ends the adding. What it returns can be opened again and again.
	Sort() (Sorted, error)
	// Discard gives up what was added.
	Discard()
}

// Sorted are the entries of a Sorter in their order.
type Sorted interface {
	Open() (Cursor, error)
	// Close removes them.
	Close() error
}

// A Cursor goes through entries once.
type Cursor interface {
	// Next returns the next entry, or false behind the last one. The slices are valid
	// until the next call.
	Next() (key, data []byte, ok bool, err error)
	Close() error
}

// InMemory makes a sorter that keeps everything in memory.
func InMemory() Sorter { return &memory{} }

type entry struct{ key, data []byte }

type memory struct{ entries []entry }

// Add implements Sorter.
func (m *memory) Add(key, data []byte) error {
	m.entries = append(m.entries, entry{key, data})
	return nil
}

// Sort implements Sorter.
func (m *memory) Sort() (Sorted, error) {
	slices.SortStableFunc(m.entries, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
	return m, nil
}

// Discard implements Sorter.
func (m *memory) Discard() { m.entries = nil }

// Open implements Sorted.
func (m *memory) Open() (Cursor, error) { return &memoryCursor{m.entries}, nil }

// Close implements Sorted.
func (m *memory) Close() error {
	m.entries = nil
	return nil
}

type memoryCursor struct{ rest []entry }

// Next implements Cursor.
func (c *memoryCursor) Next() (key, data []byte, ok bool, err error) {
	if len(c.rest) == 0 {
		return nil, nil, false, nil
	}
	e := c.rest[0]
	c.rest = c.rest[1:]
	return e.key, e.data, true, nil
}

// Close implements Cursor.
func (c *memoryCursor) Close() error { return nil }

// each goes through sorted entries.
func each(s Sorted, visit func(key, data []byte) error) (err error) {
	c, err := s.Open()
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, c.Close()) }()
	for {
		key, data, ok, err := c.Next()
		if err != nil || !ok {
			return err
		}
		if err := visit(key, data); err != nil {
			return err
		}
	}
}
