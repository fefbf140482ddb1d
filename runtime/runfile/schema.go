package runfile

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/drgrule/drgrule/lang/value"
)

// Version is the version of the format. A file of another version is not read.
const Version = 1

// A Column is one value of every record: of its kind, or absent.
type Column struct {
	Name string
	Kind value.Kind
}

// A Schema is what the records of a file hold. It is immutable once it is used.
type Schema struct {
	Name    string // of the records
	Stratum int    // that the records are spilled after
	Program string // hash of the ruleset that the values are of
	Columns []Column
	Key     int // so many columns, the first, are the key that records are sorted by
}

// Hash identifies the schema: files of equal hash can be read as each other.
func (s *Schema) Hash() [sha256.Size]byte {
	var b []byte
	text := func(t string) {
		b = binary.AppendUvarint(b, uint64(len(t)))
		b = append(b, t...)
	}
	text(s.Name)
	b = binary.AppendUvarint(b, uint64(s.Stratum))
	text(s.Program)
	b = binary.AppendUvarint(b, uint64(s.Key))
	b = binary.AppendUvarint(b, uint64(len(s.Columns)))
	for _, c := range s.Columns {
		text(c.Name)
		b = append(b, byte(c.Kind))
	}
	return sha256.Sum256(b)
}

// A Record is one record: its place in whatever it comes from, and its values. A value
// that is absent is the zero Value.
type Record struct {
	Ordinal uint64
	Values  []value.Value
}
