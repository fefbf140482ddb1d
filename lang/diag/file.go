package diag

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// A File is one source text. It is immutable.
type File struct {
	Name  string
	Src   []byte
	lines []int // byte offset at which each line starts
}

// NewFile indexes the lines of src. The caller must not change src afterwards.
func NewFile(name string, src []byte) *File {
	f := &File{Name: name, Src: src, lines: []int{0}}
	for i, b := range src {
		if b == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// A Position is a byte offset as people and programs name it. All but Byte count
// from 1.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"` // characters (code points)
	UTF16  int `json:"utf16"`  // UTF-16 code units, as editors count
	Byte   int `json:"byte"`   // offset in the file, from 0
}

// Position converts a byte offset. An offset beyond the end means the end.
func (f *File) Position(off int) Position {
	off = max(0, min(off, len(f.Src)))
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > off })
	p := Position{Line: line, Column: 1, UTF16: 1, Byte: off}
	i := f.lines[line-1]
	if line == 1 && bytes.HasPrefix(f.Src, []byte(bom)) {
		i = len(bom) // editors do not show the mark
	}
	for i < off {
		r, size := utf8.DecodeRune(f.Src[i:])
		p.Column++
		p.UTF16++
		if r > 0xFFFF {
			p.UTF16++
		}
		i += size
	}
	return p
}

// Line returns the text of a line without its end, and the offset where it starts.
// Lines count from 1.
func (f *File) Line(n int) (text string, start int) {
	if n < 1 || n > len(f.lines) {
		return "", len(f.Src)
	}
	start = f.lines[n-1]
	end := len(f.Src)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	if end > start && f.Src[end-1] == '\r' {
		end--
	}
	return string(f.Src[start:end]), start
}

// A Span is a range of bytes in a file, Lo included, Hi not. The zero Span means
// nowhere.
type Span struct {
	File   *File
	Lo, Hi int
}

// IsZero reports whether the span means nowhere.
func (s Span) IsZero() bool { return s.File == nil }

// Text returns the bytes of the span.
func (s Span) Text() string {
	if s.File == nil || s.Lo > s.Hi || s.Hi > len(s.File.Src) {
		return ""
	}
	return string(s.File.Src[s.Lo:s.Hi])
}

// Join returns the smallest span that covers both. Spans of different files do not
// join: the receiver wins.
func (s Span) Join(t Span) Span {
	switch {
	case s.File == nil:
		return t
	case t.File != s.File:
		return s
	}
	return Span{File: s.File, Lo: min(s.Lo, t.Lo), Hi: max(s.Hi, t.Hi)}
}

// Start returns the position of the first byte.
func (s Span) Start() Position { return s.File.Position(s.Lo) }

// End returns the position after the last byte.
func (s Span) End() Position { return s.File.Position(s.Hi) }
