package cell

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A Survey is what must be known of a whole text before its first row is read: what
// its bytes look like, and how its lines end. The bytes are written to it.
type Survey struct {
	mark        Encoding // that the text begins with, or Auto
	unit        int      // UTF-16: the first byte of a character that the last write has cut, or -1
	counts      counts
	held        []byte // a character that the last write has cut
	begun       bool
	newline, cr bool
}

// counts are the characters that tell UTF-8 from GB18030.
type counts struct{ sound, long, broken int }

// Write looks at the next bytes. It never fails.
func (s *Survey) Write(p []byte) (int, error) {
	n := len(p)
	if len(s.held) > 0 {
		p = append(slices.Clone(s.held), p...)
		s.held = nil
	}
	if !s.begun {
		for enc, mark := range marks {
			if len(p) < len(mark) && bytes.HasPrefix(mark, p) { // none yet, and perhaps one
				s.held = slices.Clone(p)
				return n, nil
			}
			if bytes.HasPrefix(p, mark) {
				s.mark, s.unit = enc, -1
			}
		}
		s.begun = true
		p = p[len(marks[s.mark]):]
	}
	if s.mark == UTF16LE || s.mark == UTF16BE {
		s.units(p)
		return n, nil
	}
	s.newline = s.newline || bytes.IndexByte(p, '\n') >= 0
	s.cr = s.cr || bytes.IndexByte(p, '\r') >= 0
	s.held = slices.Clone(p[s.counts.count(p, false):])
	return n, nil
}

// units looks at the characters of UTF-16: the byte of a line end may be half of another.
func (s *Survey) units(p []byte) {
	for _, b := range p {
		if s.unit < 0 {
			s.unit = int(b)
			continue
		}
		u := s.unit | int(b)<<8
		if s.mark == UTF16BE {
			u = s.unit<<8 | int(b)
		}
		s.newline = s.newline || u == '\n'
		s.cr = s.cr || u == '\r'
		s.unit = -1
	}
}

// Encoding is what the text is read in: a mark says so, then the declaration, then what
// the bytes look like.
func (s *Survey) Encoding(declared Encoding) Encoding {
	switch {
	case s.mark != Auto:
		return s.mark
	case declared == UTF16:
		return UTF16LE
	case declared == UTF8BOM:
		return UTF8
	case declared != Auto:
		return declared
	}
	c := s.counts
	c.count(s.held, true)
	return c.encoding()
}

// NoNewline reports that the text has carriage returns and no line end that is read.
func (s *Survey) NoNewline() bool { return s.cr && !s.newline }

// count looks at characters and returns how many bytes it has taken: a character that
// the end cuts is left, unless nothing follows.
func (c *counts) count(b []byte, last bool) int {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			if i++; i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 == 0 {
				i += 8
			}
			continue
		}
		if !last && !utf8.FullRune(b[i:]) {
			return i
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			c.broken++
		case n > 2:
			c.long++
			fallthrough
		default:
			c.sound++
		}
		i += n
	}
	return len(b)
}

// encoding chooses between UTF-8 and GB18030. In GB18030 text characters hardly ever
// look like UTF-8 sequences of three bytes (some 4 in 100 in the rules and files shipped
// here), so a text in which they are not rare is damaged UTF-8. In doubt it is UTF-8:
// there what does not decode is refused, while GB18030 gives almost every byte a
// meaning, and would read names as other names.
func (c counts) encoding() Encoding {
	if c.broken == 0 || 4*c.long > c.broken || c.sound > 10*c.broken {
		return UTF8
	}
	return GB18030
}

// NewReader gives the text of bytes in an encoding that a Survey has told: what Decode
// gives for all of them at once.
func NewReader(r io.Reader, enc Encoding) io.Reader {
	switch enc {
	case GB18030:
		return transform.NewReader(r, simplifiedchinese.GB18030.NewDecoder())
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case UTF8BOM:
		return &sound{r: r, skip: len(marks[UTF8BOM])}
	}
	return &sound{r: r}
}

// sound reads UTF-8 and puts one U+FFFD in the place of every run of bytes that are
// none.
type sound struct {
	r    io.Reader
	skip int    // bytes of the mark that are still to come
	raw  []byte // read and not yet judged
	out  []byte // judged and not yet handed out
	err  error
	buf  [32 << 10]byte
}

// Read implements io.Reader.
func (s *sound) Read(p []byte) (int, error) {
	for len(s.out) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		s.fill()
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

func (s *sound) fill() {
	n, err := s.r.Read(s.buf[:])
	skip := min(s.skip, n)
	s.skip -= skip
	s.raw = append(s.raw, s.buf[skip:n]...)
	s.err = err
	cut := len(s.raw)
	if err == nil {
		cut = settled(s.raw)
	}
	s.out = bytes.ToValidUTF8(s.raw[:cut], []byte("\uFFFD"))
	rest := s.raw[cut:]
	if len(rest) > utf8.UTFMax { // a run of bad bytes is one bad byte as far as its end goes
		rest = rest[len(rest)-utf8.UTFMax:]
	}
	s.raw = s.raw[:copy(s.raw, rest)]
}

// settled returns how much of a text is judged alike whatever follows: all but a run of
// bad bytes or a character that is cut at its end.
func settled(b []byte) int {
	end := len(b)
	for end > 0 {
		r, n := utf8.DecodeLastRune(b[:end])
		if r != utf8.RuneError || n != 1 {
			return end
		}
		end--
	}
	return end
}
