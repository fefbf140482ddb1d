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
	depth    int // deepest nesting of brackets and texts
	stack    []frame
	outside  frame
	prefix   int // prefix operators in a row
	problem  *diag.Diagnostic
}

type frame struct {
	kind    byte   // '(' '[' '{' for brackets, '"' and 'H' for text
	open    int    // where it opens
	marker  []byte // of a heredoc
	bol     bool   // heredoc: at the beginning of a line
	choices int    // conditional operators since the last separator: each is a level of recursion
	item    bool   // in a list: an item has begun
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
	f.open = g.i
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
	if len(g.stack) > 0 && g.problem == nil {
		g.notClosed(g.top())
	}
}

// notClosed reports what opens a frame that never ends.
func (g *guard) notClosed(f *frame) {
	n := 1
	if f.kind == 'H' {
		n = len("<<")
	}
	g.fail(diag.New(diag.NotClosed, at(g.file, f.open, f.open+n)))
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
		if !g.begins(top) {
			return
		}
		g.push(frame{kind: '"'})
	case bytes.HasPrefix(rest, []byte("<<")):
		if marker, n := heredocStart(rest); n > 0 {
			g.push(frame{kind: 'H', marker: marker, bol: true})
			g.i += n
			return
		}
	case c == '(' || c == '[' || c == '{':
		if c != '(' && !g.begins(top) {
			return
		}
		g.push(frame{kind: c})
	case c == ')' || c == ']' || c == '}':
		g.close(c)
	case c == '!' || c == '-':
		g.prefix++
		g.deeper(g.prefix)
		top.item = false
	case c == '?':
		top.item = false
		top.choices++
		g.deeper(top.choices)
	case c == ',':
		top.choices, top.item = 0, false
	case c == '\n':
		top.choices = 0
	case c == '.' && g.i+1 < len(g.src) && digit(g.src[g.i+1]) && (g.i == 0 || !wordByte(g.src[g.i-1])):
		end := g.i + 1
		for end < len(g.src) && digit(g.src[end]) {
			end++
		}
		g.fail(diag.New(diag.NumberPoint, at(g.file, g.i, end), string(g.src[g.i:end])))
		return
	case wordByte(c):
		if !g.begins(top) {
			return
		}
		if digit(c) {
			g.number(top)
		} else {
			g.word()
		}
		return
	case c != ' ' && c != '\t' && c != '\r':
		top.item = false // an operator: what follows belongs to the same item
	}
	if c != ' ' && c != '\t' && c != '!' && c != '-' {
		g.prefix = 0
	}
	g.i++
}

// begins notes that an item of a list begins, and reports one that stands behind
// another without a comma.
func (g *guard) begins(top *frame) bool {
	if top.kind == '[' && top.item {
		g.fail(diag.New(diag.CommaMissing, at(g.file, g.i, g.i+1)))
		return false
	}
	top.item = true
	return true
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// word bounds the length of a name, and refuses full-width characters outside of
// texts.
func (g *guard) word() {
	start := g.i
	for g.i < len(g.src) && wordByte(g.src[g.i]) {
		r, n := utf8.DecodeRune(g.src[g.i:])
		if n > 1 && FullWidth(r) != "" {
			g.fail(fullWidthCharacter(at(g.file, g.i, g.i+n), r))
			return
		}
		g.i += n
	}
	g.prefix = 0
	if n := g.i - start; n > MaxTokenBytes.Max {
		g.fail(MaxTokenBytes.exceeded(at(g.file, start, start+1), n))
	}
}

func (g *guard) skipLine() {
	if n := bytes.IndexByte(g.src[g.i:], '\n'); n >= 0 {
		g.i += n
	} else {
		g.i = len(g.src)
	}
}

// close drops what the bracket closes.
func (g *guard) close(c byte) {
	open := map[byte]byte{')': '(', ']': '[', '}': '{'}[c]
	switch top := g.top(); {
	case top.kind == open:
		g.pop()
	case len(g.stack) == 0 || top.kind == '{':
		g.fail(diag.New(diag.NotOpened, at(g.file, g.i, g.i+1), string(rune(c))))
	default:
		g.notClosed(top)
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

// quoted scans the rest of a quoted text, which ends on its line.
func (g *guard) quoted() {
	start := g.i
	open := g.top()
	for g.i < len(g.src) {
		switch c := g.src[g.i]; {
		case c == '\\' && g.i+1 < len(g.src) && g.src[g.i+1] != '\n' && g.src[g.i+1] != '\r':
			_, n := utf8.DecodeRune(g.src[g.i+1:])
			g.i += 1 + n
		case c == '"':
			g.pop()
			g.bounded(start)
			g.textBehind()
			g.i++
			return
		case c == '\n':
			g.notClosed(open)
			return
		case c == '$' || c == '%':
			g.template(c)
		default:
			g.i++
		}
	}
	g.bounded(start)
}

// textBehind finds a text in double quotes inside another: is = "kind == "drug"".
func (g *guard) textBehind() {
	if g.i+1 >= len(g.src) || !wordByte(g.src[g.i+1]) {
		return
	}
	end := g.i + 1
	for end < len(g.src) && g.src[end] != '"' && g.src[end] != '\n' {
		end++
	}
	if end < len(g.src) && g.src[end] == '"' {
		end++
	}
	g.fail(diag.New(diag.FormulaQuotes, at(g.file, g.i, end)))
}

func (g *guard) bounded(start int) {
	if n := g.i - start; n > MaxTokenBytes.Max {
		g.fail(MaxTokenBytes.exceeded(at(g.file, start, start+1), n))
	}
}

// template handles $ and % inside text: an escaped sequence, the start of a template
// sequence, which the language does not have, or a plain character.
func (g *guard) template(c byte) {
	rest := g.src[g.i+1:]
	switch {
	case len(rest) >= 2 && rest[0] == c && rest[1] == '{':
		g.i += 3
	case len(rest) >= 1 && rest[0] == '{':
		g.fail(diag.New(diag.Interpolation, at(g.file, g.i, g.i+2)))
	default:
		g.i++
	}
}

// heredoc scans a heredoc up to its end.
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
			g.template(c)
		default:
			g.i++
		}
	}
	g.bounded(start)
}
