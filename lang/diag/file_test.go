package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPositions: a position counts lines, characters, UTF-16 units and bytes, each as
// somebody else does: people, editors, programs.
func TestPositions(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		off       int
		want      Position
	}{
		{"beginning", "ab", 0, Position{1, 1, 1, 0}},
		{"end", "ab", 2, Position{1, 3, 3, 2}},
		{"beyond the end", "ab", 99, Position{1, 3, 3, 2}},
		{"before the beginning", "ab", -1, Position{1, 1, 1, 0}},
		{"empty file", "", 0, Position{1, 1, 1, 0}},
		{"chinese", "费用x", 6, Position{1, 3, 3, 6}},
		{"outside of the basic plane", "𠮷👍x", 8, Position{1, 3, 5, 8}},
		{"combining mark", "x\u0302y", 3, Position{1, 3, 3, 3}},
		{"tab is one character", "\tx", 1, Position{1, 2, 2, 1}},
		{"line end belongs to its line", "a\nb", 1, Position{1, 2, 2, 1}},
		{"next line", "a\nb", 2, Position{2, 1, 1, 2}},
		{"CRLF", "a\r\nb", 3, Position{2, 1, 1, 3}},
		{"CR alone ends no line", "a\rb", 2, Position{1, 3, 3, 2}},
		{"behind the last line end", "a\n", 2, Position{2, 1, 1, 2}},
		{"broken encoding counts bytes", "\xff\xfex", 2, Position{1, 3, 3, 2}},
		{"mark of the byte order is not counted", "\ufeffab", 4, Position{1, 2, 2, 4}},
		{"inside of that mark", "\ufeffab", 1, Position{1, 1, 1, 1}},
	} {
		if diff := cmp.Diff(tt.want, NewFile("x", []byte(tt.src)).Position(tt.off)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestPositionsGoForward: from byte to byte no count goes back, and a new line begins at 1.
func TestPositionsGoForward(t *testing.T) {
	f := NewFile("x", []byte("a费\r\n𠮷\tx\n\nb\u0302"))
	last := f.Position(0)
	for off := 1; off <= len(f.Src); off++ {
		p := f.Position(off)
		switch {
		case p.Line == last.Line && (p.Column < last.Column || p.UTF16 < last.UTF16),
			p.Line != last.Line && (p.Line != last.Line+1 || p.Column != 1 || p.UTF16 != 1 || f.Src[off-1] != '\n'):
			t.Errorf("byte %d is %+v, the one before %+v", off, p, last)
		}
		last = p
	}
}

func TestLine(t *testing.T) {
	f := NewFile("x", []byte("一\r\n\nthree"))
	for n, want := range map[int]string{0: "", 1: "一", 2: "", 3: "three", 4: ""} {
		text, start := f.Line(n)
		if text != want || n >= 1 && n <= 3 && !strings.HasPrefix(string(f.Src[start:]), want) {
			t.Errorf("line %d is %q at byte %d, want %q", n, text, start, want)
		}
	}
}

func TestSpans(t *testing.T) {
	f, g := NewFile("f", []byte("0123456789")), NewFile("g", []byte("x"))
	for _, tt := range []struct{ a, b, want Span }{
		{Span{f, 2, 3}, Span{f, 5, 6}, Span{f, 2, 6}},
		{Span{f, 5, 6}, Span{f, 2, 3}, Span{f, 2, 6}},
		{Span{}, Span{f, 5, 6}, Span{f, 5, 6}},
		{Span{f, 5, 6}, Span{}, Span{f, 5, 6}},
		{Span{f, 5, 6}, Span{g, 0, 1}, Span{f, 5, 6}},
	} {
		if got := tt.a.Join(tt.b); got != tt.want {
			t.Errorf("%v with %v is %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
	for _, tt := range []struct {
		s    Span
		want string
	}{{Span{f, 2, 4}, "23"}, {Span{f, 10, 10}, ""}, {Span{}, ""}, {Span{f, 9, 11}, ""}, {Span{f, 4, 2}, ""}} {
		if got := tt.s.Text(); got != tt.want {
			t.Errorf("%+v has the text %q, want %q", tt.s, got, tt.want)
		}
	}
	if at := (Span{f, 2, 4}); at.Start().Column != 3 || at.End().Column != 5 || at.IsZero() || !(Span{}).IsZero() {
		t.Errorf("%v goes from %v to %v", at, at.Start(), at.End())
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "费用": 4, "１２": 4, "ｱ": 1, "한": 2, "👍": 2, "é": 1, "e\u0301": 1, "x\u0302y": 2, "\t": 4,
		"a\tb": 6, "“": 1, "…": 1, "　": 2, "\u200b": 0, "𠮷": 2, "①": 1, "，": 2, "Ж": 1,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
	for _, tt := range []struct {
		s    string
		n    int
		want string
	}{{"费用", 6, "费用  "}, {"费用", 4, "费用"}, {"费用", 3, "费用"}, {"", 2, "  "}} {
		if got := Pad(tt.s, tt.n); got != tt.want {
			t.Errorf("%q padded to %d is %q, want %q", tt.s, tt.n, got, tt.want)
		}
	}
}

// TestVisible: what is not seen gets a name, everything else stays.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"费用 x̂": "费用 x̂", "a\tb": "a    b", "a\x1b[0m": "a<U+001B>[0m", "\u202eabc": "<U+202E>abc", "\xff": "<0xFF>", "\ufffd": "\ufffd",
		"a\u200d": "a<U+200D>", "\u2028": "<U+2028>", "❤\ufe0f": "❤<U+FE0F>", "\u0085": "<U+0085>", "\U000E0041": "<U+E0041>", "\u034f": "<U+034F>",
	} {
		if got := visible(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}
