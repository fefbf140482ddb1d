package runfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/drgrule/drgrule/lang/value"
)

// A Corrupt is the error of a file that is not whole, or not as it was written.
type Corrupt struct {
	Name   string
	Offset int64 // where, in bytes
	Reason string
}

// Error returns the message in English.
func (e *Corrupt) Error() string {
	return fmt.Sprintf("%s: damaged at byte %d: %s", e.Name, e.Offset, e.Reason)
}

// A Mismatch is the error of a file that is whole, but of another version or schema.
type Mismatch struct {
	Name string
	What string // version, schema
}

// Error returns the message in English.
func (e *Mismatch) Error() string { return fmt.Sprintf("%s: it has another %s", e.Name, e.What) }

// A Reader reads one file, record by record.
type Reader struct {
	src    io.ReaderAt
	name   string
	schema *Schema
	at     int64 // of the next block
	block  []byte
	rest   []byte // of the block
	sums   sums
	count  uint64
	done   bool
	values []value.Value
}

// NewReader reads the header of a file; name is for messages.
func NewReader(src io.ReaderAt, name string, s *Schema) (*Reader, error) {
	r := &Reader{src: src, name: name, schema: s, values: make([]value.Value, len(s.Columns))}
	head, err := r.read(headerSize)
	if err != nil {
		return nil, err
	}
	body, sum := head[:headerSize-4], binary.LittleEndian.Uint32(head[headerSize-4:])
	hash := s.Hash()
	switch {
	case string(head[:len(magic)]) != magic:
		return nil, &Corrupt{name, 0, "it is no file of this format"}
	case crc32.Checksum(body, castagnoli) != sum:
		return nil, &Corrupt{name, 0, "the checksum of its header is wrong"}
	case body[len(magic)] != Version>>8 || body[len(magic)+1] != Version&0xff:
		return nil, &Mismatch{name, "version"}
	case string(body[len(magic)+2:len(magic)+2+len(hash)]) != string(hash[:]):
		return nil, &Mismatch{name, "schema"}
	}
	r.sums.mark = binary.LittleEndian.Uint64(body[len(body)-8:])
	return r, nil
}

// read reads the next n bytes. Whatever a file says of itself, no more memory is taken
// than it has bytes for.
func (r *Reader) read(n int) ([]byte, error) {
	const step = 1 << 20
	out := r.block[:0]
	for len(out) < n {
		from := len(out)
		to := min(n, from+max(step, from))
		if to > cap(out) {
			out = append(make([]byte, 0, to), out...)
		}
		out = out[:to]
		k, err := r.src.ReadAt(out[from:], r.at+int64(from))
		if from+k < to {
			if err == io.EOF {
				return nil, &Corrupt{r.name, r.at + int64(from+k), "it is cut off"}
			}
			return nil, fmt.Errorf("%s: %w", r.name, err)
		}
	}
	r.block = out
	r.at += int64(n)
	return out, nil
}

// Next returns the next record, or io.EOF. Its values are in place until the next call;
// the texts and lists that they hold are the caller's.
func (r *Reader) Next() (Record, error) {
	b, err := r.next()
	if err != nil {
		return Record{}, err
	}
	return r.schema.decode(b, r.values), nil
}

// decode makes the values of a record that has been checked.
func (s *Schema) decode(b []byte, into []value.Value) Record {
	c := cursor{b: b}
	out := Record{Ordinal: c.uvarint(), Values: into}
	for i := range s.Columns {
		into[i] = c.value(0)
	}
	return out
}

// next returns the next record as it is written, checked; it is in place until the next
// call.
func (r *Reader) next() ([]byte, error) {
	for len(r.rest) == 0 {
		if err := r.nextBlock(); err != nil {
			return nil, err
		}
	}
	begin := len(r.block) - len(r.rest)
	c := cursor{b: r.rest}
	b := c.bytes()
	if c.bad == nil {
		c.bad = r.schema.check(b)
	}
	if c.bad != nil {
		return nil, &Corrupt{r.name, r.at - int64(len(r.block)-begin), c.bad.Error()}
	}
	r.rest = c.b
	r.count++
	return b, nil
}

func (r *Reader) nextBlock() error {
	if r.done {
		return io.EOF
	}
	start := r.at
	frame, err := r.read(frameSize)
	if err != nil {
		return err
	}
	n, sum := binary.LittleEndian.Uint32(frame), binary.LittleEndian.Uint32(frame[4:])
	last, all := n == 0, r.sums.all
	if n > MaxRecord+1<<20 {
		return &Corrupt{r.name, start, "a block is larger than blocks are"}
	}
	if last {
		n = endSize
	}
	block, err := r.read(int(n))
	if err != nil {
		return err
	}
	switch {
	case r.sums.block(block) != sum:
		return &Corrupt{r.name, start, "the checksum of a block is wrong"}
	case !last:
		r.rest = block
		return nil
	case binary.LittleEndian.Uint64(block) != r.count || binary.LittleEndian.Uint32(block[8:]) != all:
		return &Corrupt{r.name, start, "the end tells of other records"}
	}
	if k, err := r.src.ReadAt(make([]byte, 1), r.at); k > 0 {
		return &Corrupt{r.name, r.at, "bytes follow its end"}
	} else if err != nil && err != io.EOF {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	r.done = true
	return io.EOF
}

// check reports what is wrong with a record as it is written.
func (s *Schema) check(b []byte) error {
	c := cursor{b: b}
	c.uvarint()
	for _, col := range s.Columns {
		if kind := c.skip(0); kind != col.Kind && kind != value.Never && c.bad == nil {
			c.bad = errors.New("a value is of another kind than its column")
		}
	}
	if c.bad == nil && len(c.b) > 0 {
		c.bad = errors.New("a record has bytes behind its values")
	}
	return c.bad
}

// skip passes over a value.
func (c *cursor) skip(depth int) value.Kind {
	kind := c.kind()
	switch kind {
	case value.Bool, value.Date, value.Month:
		c.varint()
	case value.Number:
		c.num()
	case value.Text, value.Code, value.Enum:
		c.bytes()
	case value.Ref, value.Rows, value.List:
		if depth == maxDepth {
			c.fail(errDeep)
			return kind
		}
		for n := c.uvarint(); n > 0 && c.bad == nil; n-- {
			c.skip(depth + 1)
		}
	}
	return kind
}
