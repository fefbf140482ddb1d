package syntax

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/drgrule/drgrule/lang/diag"
)

// Guard checks the bytes of a rules file before any parser sees them: size,
// encoding, invisible characters, nesting, lengths of tokens. It reports the first
// thing wrong, because what follows it cannot be trusted.
func Guard(f *diag.File) *diag.Diagnostic {
	if n := len(f.Src); n > MaxFileBytes.Max {
		return MaxFileBytes.exceeded(diag.Span{File: f}, n)
	}
	if d := guardCharacters(f); d != nil {
		return d
	}
	g := guard{file: f, src: f.Src, maxDepth: MaxNesting.Max}
	g.run()
	return g.problem
}

func at(f *diag.File, lo, hi int) diag.Span { return diag.Span{File: f, Lo: lo, Hi: hi} }

// guardCharacters refuses what an author cannot see: broken encoding, control and
// direction marks, invisible characters, and text that is not in composed form.
func guardCharacters(f *diag.File) *diag.Diagnostic {
	src := f.Src
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			return diag.New(diag.NotUTF8, at(f, i, i+1), i)
		case i == 0 && r == '\uFEFF': // a byte order mark at the very start is harmless
		case Invisible(r):
			return diag.New(diag.InvisibleCharacter, at(f, i, i+n), r)
		}
		i += n
	}
	if !norm.NFC.IsNormal(src) {
		lo := norm.NFC.QuickSpan(src)
		_, n := utf8.DecodeRune(src[lo:])
		return diag.New(diag.NotComposed, at(f, lo, lo+max(n, 1)))
	}
	return nil
}

// Invisible reports whether a character has no place in a text that people must be
// able to trust: control characters, direction overrides, zero-width characters,
// tags, and line separators that editors do not show.
func Invisible(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r == '\u00AD', r == '\u034F', r == '\u180E', r == '\u2028', r == '\u2029', r == '\uFEFF':
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE0FFF, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return unicode.IsControl(r)
}

// guard is the byte scan of a rules file. It follows HCL's own lexer in what is a
// comment, a string, a template and a heredoc, with a stack that stops at maxDepth.
type guard struct {
	file     *diag.File
	src      []byte
	i        int
	maxDepth int
	depth    int // deepest nesting of brackets, texts and templates
	stack    []frame
	outside  frame
	prefix   int // prefix operators in a row
	problem  *diag.Diagnostic
}

type frame struct {
	kind    byte   // '(' '[' '{' for brackets, '$' for a template sequence, '"' and 'H' for text
	marker  []byte // of a heredoc
	bol     bool   // heredoc: at the beginning of a line
	choices int    // conditional operators since the last separator: each is a level of recursion
}

// top is the innermost frame; outside of every bracket it is the file itself.
func (g *guard) top() *frame {
	if len(g.stack) == 0 {
		return &g.outside
	}
	return &g.stack[len(g.stack)-1]
}

func (g *guard) fail(d *diag.Diagnostic) {
	if g.problem == nil {
		g.problem = d
	}
	g.i = len(g.src)
}

func (g *guard) push(f frame) {
	g.stack = append(g.stack, f)
	g.depth = max(g.depth, len(g.stack))
	g.deeper(0)
	g.prefix = 0
}

// deeper counts the levels of recursion that the parsers would need here.
func (g *guard) deeper(more int) {
	n := len(g.stack) + more
	if n > g.maxDepth {
		g.fail(MaxNesting.exceeded(at(g.file, g.i, min(g.i+1, len(g.src))), n))
	}
}

func (g *guard) pop() { g.stack = g.stack[:len(g.stack)-1] }

func (g *guard) run() {
	if bytes.HasPrefix(g.src, []byte("\uFEFF")) {
		g.i = len("\uFEFF")
	}
	for g.i < len(g.src) {
		switch top := g.top(); top.kind {
		case '"':
			g.quoted()
		case 'H':
			g.heredoc(top)
		default:
			g.code(top)
		}
	}
}

func (g *guard) code(top *frame) {
	c := g.src[g.i]
	rest := g.src[g.i:]
	switch {
	case c == '#', bytes.HasPrefix(rest, []byte("//")):
		g.skipLine()
		return
	case bytes.HasPrefix(rest, []byte("/*")):
		if n := bytes.Index(rest[2:], []byte("*/")); n >= 0 {
			g.i += n + 4
			return
		}
		// HCL's lexer would look for the end again from every later /*.
		g.fail(diag.New(diag.NotClosed, at(g.file, g.i, g.i+2)))
		return
	case c == '"':
		g.push(frame{kind: '"'})
	case bytes.HasPrefix(rest, []byte("<<")):
		if marker, n := heredocStart(rest); n > 0 {
			g.push(frame{kind: 'H', marker: marker, bol: true})
			g.i += n
			return
		}
	case c == '(' || c == '[' || c == '{':
		g.push(frame{kind: c})
	case c == ')' || c == ']' || c == '}':
		g.close(c)
	case c == '!' || c == '-':
		g.prefix++
		g.deeper(g.prefix)
	case c == '?':
		top.choices++
		g.deeper(top.choices)
	case c == ',' || c == '\n':
		top.choices = 0
	case wordByte(c):
		g.word()
		return
	}
	if c != ' ' && c != '\t' && c != '!' && c != '-' {
		g.prefix = 0
	}
	g.i++
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// word bounds the length of a name or number, and refuses full-width characters
// outside of texts.
func (g *guard) word() {
	start := g.i
	for g.i < len(g.src) && wordByte(g.src[g.i]) {
		r, n := utf8.DecodeRune(g.src[g.i:])
		if n > 1 && FullWidth(r) != "" {
			g.fail(diag.New(diag.FullWidthCharacter, at(g.file, g.i, g.i+n), string(r), FullWidth(r)))
			return
		}
		g.i += n
	}
	g.prefix = 0
	if n := g.i - start; n > MaxTokenBytes.Max {
		g.fail(MaxTokenBytes.exceeded(at(g.file, start, start+1), n))
		return
	}
	// HCL's parser computes the power of ten of a number while it parses.
	if text := string(g.src[start:g.i]); text[0] >= '0' && text[0] <= '9' && numberProblem(text) == diag.NumberExponent {
		g.fail(diag.New(diag.NumberExponent, at(g.file, start, g.i), text))
	}
}

func (g *guard) skipLine() {
	if n := bytes.IndexByte(g.src[g.i:], '\n'); n >= 0 {
		g.i += n
	} else {
		g.i = len(g.src)
	}
}

// close drops what the bracket closes. A brace also closes parentheses and square
// brackets left open inside it, as HCL's lexer does.
func (g *guard) close(c byte) {
	open := map[byte]byte{')': '(', ']': '[', '}': '{'}[c]
	top := g.top()
	if c != '}' {
		if top.kind == open {
			g.pop()
		}
		return
	}
	n := len(g.stack)
	for n > 0 && (g.stack[n-1].kind == '(' || g.stack[n-1].kind == '[') {
		n--
	}
	if n > 0 && (g.stack[n-1].kind == '{' || g.stack[n-1].kind == '$') {
		g.stack = g.stack[:n-1]
	}
}

// heredocStart recognises <<MARKER and <<-MARKER at the end of a line.
func heredocStart(s []byte) (marker []byte, n int) {
	i := 2
	if i < len(s) && s[i] == '-' {
		i++
	}
	start := i
	for i < len(s) {
		r, size := utf8.DecodeRune(s[i:])
		if !(r == '_' || unicode.IsLetter(r) || i > start && (r == '-' || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))) {
			break
		}
		i += size
	}
	if i == start {
		return nil, 0
	}
	end := i
	if i < len(s) && s[i] == '\r' {
		i++
	}
	if i >= len(s) || s[i] != '\n' {
		return nil, 0
	}
	return s[start:end], i + 1
}

// quoted scans one step inside a quoted text. HCL's lexer stays in it across line
// ends, so this does too.
func (g *guard) quoted() {
	start := g.i
	for g.i < len(g.src) {
		switch c := g.src[g.i]; {
		case c == '\\' && g.i+1 < len(g.src) && g.src[g.i+1] != '\n' && g.src[g.i+1] != '\r':
			_, n := utf8.DecodeRune(g.src[g.i+1:])
			g.i += 1 + n
		case c == '"':
			g.pop()
			g.i++
			g.bounded(start)
			return
		case c == '$' || c == '%':
			if g.template(c) {
				g.bounded(start)
				return
			}
		default:
			g.i++
		}
	}
	g.bounded(start)
}

func (g *guard) bounded(start int) {
	if n := g.i - start; n > MaxTokenBytes.Max {
		g.fail(MaxTokenBytes.exceeded(at(g.file, start, start+1), n))
	}
}

// template handles $ and % inside text: an escaped sequence, the start of a
// template sequence (then it returns true), or a plain character.
func (g *guard) template(c byte) bool {
	rest := g.src[g.i+1:]
	switch {
	case len(rest) >= 2 && rest[0] == c && rest[1] == '{':
		g.i += 3
	case len(rest) >= 1 && rest[0] == '{':
		g.i += 2
		g.push(frame{kind: '$'})
		return true
	default:
		g.i++
	}
	return false
}

// heredoc scans a heredoc up to its end or to a template sequence inside it.
func (g *guard) heredoc(top *frame) {
	start := g.i
	for g.i < len(g.src) {
		if top.bol {
			nl := bytes.IndexByte(g.src[g.i:], '\n')
			if nl >= 0 && bytes.Equal(bytes.TrimSpace(g.src[g.i:g.i+nl]), top.marker) {
				g.i += nl
				g.pop()
				g.bounded(start)
				return
			}
			top.bol = false
		}
		switch c := g.src[g.i]; {
		case c == '\n':
			top.bol = true
			g.i++
		case c == '$' || c == '%':
			if g.template(c) {
				g.bounded(start)
				return
			}
		default:
			g.i++
		}
	}
	g.bounded(start)
}
