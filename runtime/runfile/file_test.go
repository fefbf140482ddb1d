package runfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/disk/disktest"
)

// everyKind has a column of every kind, the first two of which are the key.
var everyKind = &Schema{Name: "t", Stratum: 2, Program: "abc", Key: 2, Columns: []Column{
	{"ref", value.Ref}, {"number", value.Number}, {"bool", value.Bool}, {"text", value.Text}, {"code", value.Code},
	{"enum", value.Enum}, {"date", value.Date}, {"month", value.Month}, {"rows", value.Rows}, {"list", value.List},
}}

func randomRecord(r *rand.Rand, s *Schema, ordinal uint64) Record {
	out := Record{Ordinal: ordinal, Values: make([]value.Value, len(s.Columns))}
	for i, c := range s.Columns {
		if r.IntN(5) > 0 {
			out.Values[i] = randomValue(r, c.Kind, 0)
		}
	}
	return out
}

func sameRecord(a, b Record) bool {
	return a.Ordinal == b.Ordinal && slices.EqualFunc(a.Values, b.Values, same)
}

// written makes a file of random records in small blocks.
func written(t testing.TB, n int) (file []byte, records []Record) {
	t.Helper()
	m := disktest.New()
	f, err := m.Create("run")
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWriter(f, everyKind, 300)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(2, uint64(n)))
	for i := range n {
		records = append(records, randomRecord(r, everyKind, uint64(i)*1000))
		if err := w.Append(records[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	text, _ := m.After(disktest.PowerLostAfterNames).Get("run") // what was synced
	return []byte(text), records
}

// readAll reads a file as far as it goes.
func readAll(file []byte, s *Schema) (out []Record, err error) {
	r, err := NewReader(bytes.NewReader(file), "run", s)
	for err == nil {
		var rec Record
		if rec, err = r.Next(); err == nil {
			rec.Values = slices.Clone(rec.Values)
			out = append(out, rec)
		}
	}
	return out, err
}

// TestFile: records come back in their order, and the end is the end.
func TestFile(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		file, records := written(t, n)
		got, err := readAll(file, everyKind)
		if err != io.EOF || !slices.EqualFunc(got, records, sameRecord) {
			t.Errorf("%d records: read %d, %v", n, len(got), err)
		}
	}
}

// TestCutOff: a file that ends early gives the records that are whole and then an error,
// at whatever byte it ends.
func TestCutOff(t *testing.T) {
	file, records := written(t, 40)
	for n := range len(file) {
		got, err := readAll(file[:n], everyKind)
		var bad *Corrupt
		if !errors.As(err, &bad) || bad.Offset > int64(n) || !slices.EqualFunc(got, records[:len(got)], sameRecord) {
			t.Fatalf("cut at %d of %d: %d records, %v", n, len(file), len(got), err)
		}
	}
	if _, err := readAll(append(slices.Clone(file), 0), everyKind); err == io.EOF {
		t.Error("a byte behind the end is passed over")
	}
}

// TestDamage: no byte of a file can change without an error, and no record is given that
// was not written.
func TestDamage(t *testing.T) {
	file, records := written(t, 40)
	for i := range file {
		for _, by := range []byte{1, 0x80, 0xff} {
			bad := slices.Clone(file)
			bad[i] ^= by
			got, err := readAll(bad, everyKind)
			if err == io.EOF || !slices.EqualFunc(got, records[:len(got)], sameRecord) {
				t.Fatalf("byte %d of %d: %d records, %v", i, len(file), len(got), err)
			}
		}
	}
}

// TestBlocksHavePlaces: a block that stands in another place, or comes from another file
// of the same schema, is none of this file's.
func TestBlocksHavePlaces(t *testing.T) {
	file, records := written(t, 40)
	other, _ := written(t, 41)
	frame := func(b []byte, at int) int { return at + frameSize + int(binary.LittleEndian.Uint32(b[at:])) }
	second := frame(file, headerSize)
	third := frame(file, second)
	fourth := frame(file, third)
	for name, bad := range map[string][]byte{
		"left out":      slices.Concat(file[:second], file[third:]),
		"twice":         slices.Concat(file[:third], file[second:]),
		"exchanged":     slices.Concat(file[:second], file[third:fourth], file[second:third], file[fourth:]),
		"of another":    slices.Concat(other[:headerSize], file[headerSize:]),
		"first foreign": slices.Concat(file[:headerSize], other[headerSize:frame(other, headerSize)], file[second:]),
	} {
		got, err := readAll(bad, everyKind)
		var corrupt *Corrupt
		if !errors.As(err, &corrupt) || !slices.EqualFunc(got, records[:len(got)], sameRecord) {
			t.Errorf("%s: %d records, %v", name, len(got), err)
		}
	}
}

// TestMismatch: another schema is another file, however little it differs; so is another
// version of the format.
func TestMismatch(t *testing.T) {
	file, _ := written(t, 1)
	for name, change := range map[string]func(*Schema){
		"name":    func(s *Schema) { s.Name = "u" },
		"stratum": func(s *Schema) { s.Stratum++ },
		"program": func(s *Schema) { s.Program = "abd" },
		"key":     func(s *Schema) { s.Key-- },
		"kind":    func(s *Schema) { s.Columns[3].Kind = value.Code },
		"column":  func(s *Schema) { s.Columns[3].Name = "x" },
		"fewer":   func(s *Schema) { s.Columns = s.Columns[:9] },
	} {
		s := *everyKind
		s.Columns = slices.Clone(s.Columns)
		change(&s)
		_, err := readAll(file, &s)
		var other *Mismatch
		if !errors.As(err, &other) || other.What != "schema" {
			t.Errorf("%s: %v", name, err)
		}
	}
	later := slices.Clone(file)
	later[len(magic)+1]++
	binary.LittleEndian.PutUint32(later[headerSize-4:], crc32.Checksum(later[:headerSize-4], castagnoli))
	_, err := readAll(later, everyKind)
	var other *Mismatch
	if !errors.As(err, &other) || other.What != "version" {
		t.Errorf("version: %v", err)
	}
}

// TestLengthsAreNotTrusted: a file that says it has more than it has does not take the
// memory.
func TestLengthsAreNotTrusted(t *testing.T) {
	file, _ := written(t, 1)
	for _, n := range []uint32{1 << 20, MaxRecord, 1<<32 - 1} {
		bad := slices.Clone(file)
		binary.LittleEndian.PutUint32(bad[headerSize:], n)
		r, err := NewReader(bytes.NewReader(bad), "run", everyKind)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = r.Next(); err == nil || cap(r.block) > 1<<20 {
			t.Errorf("%d bytes announced: %d taken, %v", n, cap(r.block), err)
		}
	}
}

// TestWrongRecords are mistakes of whoever writes.
func TestWrongRecords(t *testing.T) {
	for name, rec := range map[string]Record{
		"too few":   {Values: make([]value.Value, 9)},
		"kind":      {Values: append([]value.Value{value.OfText("x")}, make([]value.Value, 9)...)},
		"too large": {Values: append(make([]value.Value, 3), append([]value.Value{value.OfText(strings.Repeat("x", MaxRecord))}, make([]value.Value, 6)...)...)},
	} {
		if _, err := everyKind.append(nil, rec); err == nil {
			t.Errorf("%s is written", name)
		}
	}
}

// TestWriterFails: whatever call of a writer fails, it says so.
func TestWriterFails(t *testing.T) {
	write := func(m *disktest.Memory) error {
		f, err := m.Create("run")
		if err != nil {
			return err
		}
		defer f.Close()
		w, err := newWriter(f, everyKind, 300)
		for i := 0; i < 20 && err == nil; i++ {
			err = w.Append(randomRecord(rand.New(rand.NewPCG(3, 3)), everyKind, uint64(i)))
		}
		if err != nil {
			return err
		}
		return w.Finish()
	}
	m := disktest.New()
	if err := write(m); err != nil {
		t.Fatal(err)
	}
	calls := m.Calls() - 1 // but the closing
	if calls < 5 {
		t.Fatalf("only %d calls", calls)
	}
	for k := range calls {
		m := disktest.New()
		m.FailAt(k+1, syscall.EIO)
		if err := write(m); !errors.Is(err, syscall.EIO) {
			t.Errorf("call %d: %v", k+1, err)
		}
	}
}

// FuzzFile: whatever the bytes, reading ends, with an error unless they are a file. The
// checksums are put right first, as far as the frames can be followed, so that the bytes
// reach the records.
func FuzzFile(f *testing.F) {
	for _, n := range []int{0, 1, 20} {
		file, _ := written(f, n)
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		repair(b)
		got, err := readAll(b, everyKind)
		if err == nil {
			t.Fatal("no end")
		}
		for _, rec := range got {
			if _, err := everyKind.append(nil, rec); err != nil {
				t.Fatalf("%+v was read and is not written: %v", rec, err)
			}
		}
	})
}

// repair makes the checksums of a file right, and its end that of its records.
func repair(b []byte) {
	if len(b) < headerSize {
		return
	}
	hash := everyKind.Hash()
	copy(b, magic)
	copy(b[len(magic):], []byte{Version >> 8, Version & 0xff})
	copy(b[len(magic)+2:], hash[:])
	binary.LittleEndian.PutUint32(b[headerSize-4:], crc32.Checksum(b[:headerSize-4], castagnoli))
	sums := sums{mark: binary.LittleEndian.Uint64(b[headerSize-12:])}
	for at := headerSize; at+frameSize <= len(b); {
		n := int(binary.LittleEndian.Uint32(b[at:]))
		if n == 0 {
			n = endSize
			if at+frameSize+n <= len(b) {
				binary.LittleEndian.PutUint32(b[at+frameSize+8:], sums.all)
			}
		}
		if n > len(b)-at-frameSize {
			return
		}
		binary.LittleEndian.PutUint32(b[at+4:], sums.block(b[at+frameSize:at+frameSize+n]))
		at += frameSize + n
	}
}
