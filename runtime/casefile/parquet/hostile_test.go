package parquet_test

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"strings"
	"testing"

	pq "github.com/parquet-go/parquet-go"
)

// allocated tells how many bytes a function has asked for in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// most is what a hostile file of some bytes may take: what a sound one of a few rows does.
const most = 64 << 20

func footer(meta []byte) []byte {
	b := append([]byte("PAR1"), meta...)
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(meta))), "PAR1"...)
}

// TestClaims: metadata that claim more than they have.
func TestClaims(t *testing.T) {
	list := func(field byte, n uint64, elem byte) []byte { // a list of n elements of a type
		return binary.AppendUvarint([]byte{field<<4 | 9, 0xf0 | elem}, n)
	}
	deep := bytes.Repeat([]byte{0x1c}, 1000)
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"nothing":                      {nil, "unreadable"},
		"marks alone":                  {[]byte("PAR1PAR1"), "unreadable"},
		"a footer of nothing":          {footer(nil), "unreadable"},
		"a footer before the file":     {append([]byte("PAR1"), "\xff\xff\x00\x00PAR1"...), "unreadable"},
		"an encrypted footer":          {append([]byte("PARE"), "\x00\x00\x00\x00\x00\x00\x00\x00PARE"...), "unreadable"},
		"a footer that is cut off":     {footer([]byte{0x15}), "unreadable"},
		"a list longer than the file":  {footer(list(2, 1<<31, 12)), "unreadable"},
		"a list of 2^63":               {footer(list(4, 1<<63, 12)), "unreadable"},
		"structures in each other":     {footer(deep), "unreadable"},
		"a text longer than the file":  {footer([]byte{0x68, 0xff, 0xff, 0xff, 0xff, 0x07}), "unreadable"},
		"a map":                        {footer([]byte{0x1b, 0x00, 0x00}), "unreadable"},
		"a million empty structures":   {footer(append(list(4, 1<<20, 12), make([]byte, 1<<20+1)...)), "too-large"},
		"a number that never ends":     {footer(append([]byte{0x15}, bytes.Repeat([]byte{0xff}, 20)...)), "unreadable"},
		"a footer larger than footers": {footer(make([]byte, 17<<20)), "too-large"},
	} {
		var got string
		spent := allocated(func() { got = read(c.b) })
		if got != "error "+c.want+"\n" {
			t.Errorf("%s: %q", name, got)
		}
		if spent > most {
			t.Errorf("%s: %d MiB", name, spent>>20)
		}
	}
}

// TestBombs: pages that come to more than they say, or say more than pages have.
func TestBombs(t *testing.T) {
	type row struct {
		ID string `parquet:"id"`
	}
	rows := []row{{strings.Repeat("A", 20<<20)}}
	for name, codec := range map[string]pq.WriterOption{"gzip": pq.Compression(&pq.Gzip), "zstd": pq.Compression(&pq.Zstd), "snappy": pq.Compression(&pq.Snappy)} {
		good := made(t, rows, codec, pq.PageBufferSize(32<<20), pq.DataPageVersion(1))
		// Behind the mark, the kind of the page and the head of the field, the page says
		// what it comes to.
		const at = 7
		size, n := binary.Uvarint(good[at:])
		if !strings.HasPrefix(string(good[4:at]), "\x15\x00\x15") || size>>1 < 20<<20 || size>>1 > 20<<20+16 {
			t.Fatalf("%s: the page does not say where it should what it comes to: %x", name, good[:20])
		}
		for _, claim := range []uint64{1 << 20 << 1, 1 << 30 << 1, 127 << 20 << 1} {
			// The numbers take four or five bytes; what stands behind moves with them, which
			// the metadata need not know: the page before the end is what is read.
			b := append(binary.AppendUvarint(bytes.Clone(good[:at]), claim), good[at+n:]...)
			var got string
			spent := allocated(func() { got = read(b) })
			if !strings.HasSuffix(got, "error unreadable\n") && !strings.HasSuffix(got, "error too-large\n") {
				t.Errorf("%s, %d: %.100q", name, claim, got)
			}
			if spent > most {
				t.Errorf("%s, %d: %d MiB", name, claim, spent>>20)
			}
		}
	}
}

// TestDamage: a file with one byte changed is refused, or reads as the whole one does,
// or gives other values where the file has no checksum; it never ends the program, never
// loses a row, and takes no more memory than the whole one. Cut off, it is not read.
func TestDamage(t *testing.T) {
	good := written(t, all,
		[]string{"TEST-1", "12.50", "1.2345", "2024-02-29", "true", "7"},
		[]string{"TEST-2", "-3", "", "2024-03-01", "false", ""})
	nested := made(t, []deep{{ID: "A", Codes: []string{"C71", "I63"}, Items: []item{{Line: "1", Marks: []string{"m"}}, {Line: "2"}}}, {ID: "B"}})
	for _, b := range [][]byte{good, nested} {
		for n := range b {
			if got := read(b[:n]); got != "error unreadable\n" {
				t.Fatalf("cut off at %d: %q", n, got)
			}
		}
		for i := range b {
			for _, change := range []byte{0x01, 0x80, 0xff} {
				c := bytes.Clone(b)
				c[i] ^= change
				var got string
				spent := allocated(func() { got = read(c) })
				if strings.Contains(got, "untyped error") || !strings.Contains(got, "error ") && strings.Count(got, "\n") != 3 {
					t.Fatalf("byte %d ^ %#x: %q", i, change, got)
				}
				if spent > most {
					t.Fatalf("byte %d ^ %#x: %d MiB", i, change, spent>>20)
				}
			}
		}
	}
}

// FuzzParquet: whatever the bytes, reading ends, without a panic, and every error has its
// code.
func FuzzParquet(f *testing.F) {
	f.Add(written(f, all, []string{"TEST-1", "12.50", "1.2345", "2024-02-29", "true", "7"}))
	f.Add(made(f, []deep{{ID: "A", Codes: []string{"C71"}, Items: []item{{Line: "1"}, {Line: "2"}}}, {ID: "B"}}))
	type dict struct {
		ID string `parquet:"id,dict"`
		N  int64  `parquet:"n,delta"`
	}
	f.Add(made(f, []dict{{"A", 1}, {"B", 2}, {"A", 3}}, pq.Compression(&pq.Zstd)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got := read(b); strings.Contains(got, "untyped error") {
			t.Error(got)
		}
	})
}
