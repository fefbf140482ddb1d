package runfile

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/disk"
)

// The parts of a file. The mark is drawn for each file and goes into every checksum, so
// that a block of another file is not taken for one of this.
const (
	magic      = "DRGRUN"
	headerSize = len(magic) + 2 + 32 + 8 + 4 // version, hash of the schema, mark, checksum
	frameSize  = 4 + 4                       // of a block: length, checksum
	endSize    = 8 + 4                       // records, checksum over the blocks
	// MaxRecord bounds the bytes of one record.
	MaxRecord = 64 << 20
	// blockSize is how many bytes a block has, about; readers have one in memory.
	blockSize = 64 << 10
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A Writer writes one file.
type Writer struct {
	f      disk.File
	schema *Schema
	size   int    // of a block, about
	buf    []byte // a block, behind room for its frame
	record []byte
	sums   sums
	count  uint64
}

// sums are the checksums of a file as it goes on.
type sums struct {
	mark   uint64
	blocks uint64
	all    uint32
}

// block returns the checksum of the next block.
func (s *sums) block(payload []byte) uint32 {
	var place [16]byte
	binary.LittleEndian.PutUint64(place[:], s.mark)
	binary.LittleEndian.PutUint64(place[8:], s.blocks)
	sum := crc32.Update(crc32.Checksum(place[:], castagnoli), castagnoli, payload)
	s.blocks++
	s.all = crc32.Update(s.all, castagnoli, binary.LittleEndian.AppendUint32(nil, sum))
	return sum
}

// NewWriter starts a file of records.
func NewWriter(f disk.File, s *Schema) (*Writer, error) { return newWriter(f, s, blockSize) }

func newWriter(f disk.File, s *Schema, size int) (*Writer, error) {
	w := &Writer{f: f, schema: s, size: size, buf: make([]byte, frameSize, frameSize+size)}
	var mark [8]byte
	if _, err := rand.Read(mark[:]); err != nil {
		return nil, err
	}
	w.sums.mark = binary.LittleEndian.Uint64(mark[:])
	hash := s.Hash()
	head := append([]byte(magic), Version>>8, Version&0xff)
	head = append(append(head, hash[:]...), mark[:]...)
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(head, castagnoli))
	_, err := f.Write(head)
	return w, err
}

// Append adds a record.
func (w *Writer) Append(r Record) error {
	var err error
	if w.record, err = w.schema.append(w.record[:0], r); err != nil {
		return err
	}
	return w.add(w.record)
}

// append writes a record: its ordinal, then its values.
func (s *Schema) append(b []byte, r Record) ([]byte, error) {
	if len(r.Values) != len(s.Columns) {
		return nil, fmt.Errorf("runfile: %s has %d columns, the record %d", s.Name, len(s.Columns), len(r.Values))
	}
	b = binary.AppendUvarint(b, r.Ordinal)
	for i, v := range r.Values {
		if v.Kind != s.Columns[i].Kind && v.Kind != value.Never {
			return nil, fmt.Errorf("runfile: %s.%s holds kind %d, not %d", s.Name, s.Columns[i].Name, s.Columns[i].Kind, v.Kind)
		}
		var err error
		if b, err = appendValue(b, v, 0); err != nil {
			return nil, fmt.Errorf("runfile: %s.%s: %w", s.Name, s.Columns[i].Name, err)
		}
	}
	if len(b) > MaxRecord {
		return nil, fmt.Errorf("runfile: a record of %s has %d bytes, at most %d are allowed", s.Name, len(b), MaxRecord)
	}
	return b, nil
}

// add adds a record as append has written it.
func (w *Writer) add(record []byte) error {
	if len(w.buf) > frameSize && len(w.buf)+len(record) > w.size {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.buf = binary.AppendUvarint(w.buf, uint64(len(record)))
	w.buf = append(w.buf, record...)
	w.count++
	return nil
}

// flush writes out the block.
func (w *Writer) flush() error {
	payload := w.buf[frameSize:]
	binary.LittleEndian.PutUint32(w.buf, uint32(len(payload)))
	binary.LittleEndian.PutUint32(w.buf[4:], w.sums.block(payload))
	_, err := w.f.Write(w.buf)
	w.buf = w.buf[:frameSize]
	if cap(w.buf) > 4*w.size { // a large record is no reason to keep its room
		w.buf = make([]byte, frameSize, frameSize+w.size)
	}
	return err
}

// Finish writes the end of the file and syncs it. The file stays open.
func (w *Writer) Finish() error {
	if err := w.end(); err != nil {
		return err
	}
	return w.f.Sync()
}

// end writes the end of the file. What does not have to outlast the process needs no
// more: its checksums tell whether it is there.
func (w *Writer) end() error {
	if len(w.buf) > frameSize {
		if err := w.flush(); err != nil {
			return err
		}
	}
	end := binary.LittleEndian.AppendUint64(nil, w.count)
	end = binary.LittleEndian.AppendUint32(end, w.sums.all)
	frame := binary.LittleEndian.AppendUint32(make([]byte, 4, frameSize+endSize), w.sums.block(end))
	_, err := w.f.Write(append(frame, end...))
	return err
}
