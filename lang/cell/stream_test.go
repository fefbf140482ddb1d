package cell

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// scraps are what texts are made of here: characters of every length, pieces of
// characters, marks, line ends.
var scraps = []string{"a", "plain", "\n", "\r\n", "\r", "é", "病", "例", "😀", "\xff", "\x80", "\xe7", "\xe7\x97", "\xf0\x9f", "\xb2\xa1", "\x81\x30\x81\x30", "\xef\xbb\xbf", "\xef", "\uFFFD", "\xff\xfe", "\xfe\xff", "\n\x00", "\x00\n", "\r\x00", "\x00\r", "\x0a\x4e", "\x4e\x0a", "\xd8\x3d", "\x3d\xd8"}

// inPieces gives bytes a few at a time.
type inPieces struct {
	b []byte
	r *rand.Rand
}

func (p *inPieces) Read(to []byte) (int, error) {
	if len(p.b) == 0 {
		return 0, io.EOF
	}
	n := copy(to[:min(len(to), 1+p.r.IntN(5))], p.b)
	p.b = p.b[n:]
	return n, nil
}

// TestStreamsReadAsWhole: a text that comes in pieces is read in the encoding, and as
// the text, that it has when it is there as a whole.
func TestStreamsReadAsWhole(t *testing.T) {
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(1, seed))
		var text []byte
		for range r.IntN(12) {
			text = append(text, strings.Repeat(scraps[r.IntN(len(scraps))], 1+r.IntN(6))...)
		}
		declared := []Encoding{Auto, Auto, UTF8, GB18030, UTF16BE}[r.IntN(5)]
		want, wantEnc := Decode(bytes.Clone(text), declared)
		var s Survey
		if _, err := io.CopyBuffer(&s, struct{ io.Reader }{&inPieces{text, r}}, make([]byte, 7)); err != nil {
			t.Fatal(err)
		}
		enc := s.Encoding(declared)
		got, err := io.ReadAll(NewReader(&inPieces{text, r}, enc))
		if err != nil || enc != wantEnc || !bytes.Equal(got, want) {
			t.Fatalf("%q, declared %q: %q %q %v, whole %q %q", text, declared, enc, got, err, wantEnc, want)
		}
		lines := text // where line ends are looked for
		if enc == UTF16LE && bytes.HasPrefix(text, marks[enc]) || enc == UTF16BE && bytes.HasPrefix(text, marks[enc]) {
			lines = want
		}
		if cr := !bytes.Contains(lines, []byte("\n")) && bytes.Contains(lines, []byte("\r")); s.NoNewline() != cr {
			t.Fatalf("%q: NoNewline %v", text, s.NoNewline())
		}
	}
}

// TestBadRunsAreShort: however long a run of bad bytes is, it takes no memory.
func TestBadRunsAreShort(t *testing.T) {
	s := NewReader(bytes.NewReader(bytes.Repeat([]byte("\xff"), 1<<20)), UTF8).(*sound)
	got, err := io.ReadAll(s)
	if err != nil || string(got) != "\uFFFD" {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if cap(s.raw) > 1<<17 {
		t.Errorf("held %d bytes", cap(s.raw))
	}
}

// listed reads rows and writes them down, a line each.
func listed(rs *Rows, err error) string {
	if err != nil {
		return err.Error()
	}
	out := fmt.Sprintf("%q\n", rs.Header)
	for {
		row, err := rs.Next()
		if err != nil {
			return out + err.Error()
		}
		out += fmt.Sprintf("%d+%d %q %s\n", row.Line, row.Lines, row.Cells, row.Problem)
	}
}

// TestRowsInPieces: rows are the same however the text comes.
func TestRowsInPieces(t *testing.T) {
	bits := []string{"a", ",", ",", "\n", "\n", "\r\n", "\"", "\"\"", "病例", " ", "\"x,\ny\""}
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(2, seed))
		text := "h,i\n"
		for range r.IntN(30) {
			text += bits[r.IntN(len(bits))]
		}
		want := listed(NewRows([]byte(text)))
		if got := listed(ReadRows(&inPieces{[]byte(text), r})); got != want {
			t.Fatalf("%q (-whole +pieces)\n%s", text, cmp.Diff(want, got))
		}
	}
}

// TestRowsTooLong: a row longer than rows may be is passed over, with every line that it
// has taken in, and reading goes on; memory stays bounded.
func TestRowsTooLong(t *testing.T) {
	const limit = 40 << 10 // more than the reader reads ahead
	good := strings.Repeat("some,row\n", 10)
	lines := strings.Repeat("in,quotes\n", 9_000)
	long := strings.Repeat("x", 200_000)
	for name, c := range map[string]struct{ text, want string }{
		"a stray quote": {"h,i\na,\"b\n" + lines + "c,d\n", "2+%d [] DF1021\n"},
		"a long line":   {"h,i\n\n\r\na,b" + long + "\nc,d\n", "4+1 [] DF1013\n5+1 [\"c\" \"d\"] \nEOF"},
		"a long end":    {"h,i\nc,d\na,b" + long, "2+1 [\"c\" \"d\"] \n3+1 [] DF1013\nEOF"},
		"two of them":   {"h,i\n" + long + "\n" + long + "\r\n" + good, "2+1 [] DF1013\n3+1 [] DF1013\n4+1 [\"some\" \"row\"] \n"},
		"the header":    {"h," + long + "\na,b\n", ErrHeader.Error()},
	} {
		rs, err := readRows(iotest.HalfReader(strings.NewReader(c.text)), limit)
		got := listed(rs, err)
		if name == "a stray quote" {
			// The row ends somewhere behind the limit; all lines after it are rows again.
			n := strings.Count(c.text[:len(c.text)-4], "\n") - 1
			rows := strings.Count(got, "[\"in\" \"quotes\"]")
			if !strings.Contains(got, fmt.Sprintf(c.want, n-rows)) || !strings.HasSuffix(got, "[\"c\" \"d\"] \nEOF") || rows == 0 {
				t.Errorf("%s: %d of %d lines are rows again:\n%.300s", name, rows, n, got)
			}
		} else if !strings.Contains(got, c.want) {
			t.Errorf("%s: %.300s", name, got)
		}
		if rs != nil && cap(rs.text.buf) > 1<<20 {
			t.Errorf("%s: held %d bytes", name, cap(rs.text.buf))
		}
	}
}
