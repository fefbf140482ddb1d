package xlsx

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// Limits of a workbook, whatever it claims of itself.
const (
	MaxPartBytes   = 2 << 30   // of one unpacked part, such as a sheet
	MaxRatio       = 200       // unpacked to packed, of a part of more than 16 MiB
	MaxTextBytes   = 512 << 20 // of all texts that cells share
	MaxTexts       = 16 << 20  // how many texts cells share
	MaxRows        = 1 << 20
	MaxColumns     = 1 << 14
	MaxParts       = 4096
	maxTokenBytes  = 1 << 20
	maxDepth       = 64
	smallPartBytes = 16 << 20
)

func tooLarge(what string, limit int64) error {
	return &casefile.Error{Code: casefile.TooLarge, Detail: fmt.Sprintf("%s > %d", what, limit)}
}

func unreadable(format string, args ...any) error {
	return &casefile.Error{Code: casefile.Unreadable, Detail: fmt.Sprintf(format, args...)}
}

// A part is one file of the workbook, read as XML by the token.
type part struct {
	name   string
	file   io.ReadCloser
	tokens *xml.Decoder
	depth  int
}

func openPart(f *zip.File) (*part, error) {
	r, err := f.Open()
	if err != nil {
		return nil, unreadable("%s: %v", f.Name, err)
	}
	g := &guard{name: f.Name, packed: int64(f.CompressedSize64), r: bufio.NewReaderSize(r, 64<<10)}
	return &part{name: f.Name, file: r, tokens: xml.NewDecoder(g)}, nil
}

// next gives the next token. The end of the part before its last element is closed is
// an error.
func (p *part) next() (xml.Token, error) {
	t, err := p.tokens.Token()
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		var told *casefile.Error
		if errors.As(err, &told) {
			return nil, told
		}
		return nil, unreadable("%s: %v", p.name, err)
	}
	switch t.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > maxDepth {
			return nil, tooLarge(p.name+": elements in each other", maxDepth)
		}
	case xml.EndElement:
		p.depth--
	}
	return t, nil
}

// skip passes over the rest of the element that has just begun.
func (p *part) skip() error {
	for depth := p.depth; p.depth >= depth; {
		if _, err := p.next(); err != nil {
			return p.early(err)
		}
	}
	return nil
}

// text collects the characters up to the end of the element that has just begun.
func (p *part) text() (string, error) {
	var out []byte
	for depth := p.depth; p.depth >= depth; {
		t, err := p.next()
		if err != nil {
			return "", p.early(err)
		}
		if c, ok := t.(xml.CharData); ok {
			out = append(out, c...)
		}
		if len(out) > maxTokenBytes {
			return "", tooLarge(p.name+": text", maxTokenBytes)
		}
	}
	return string(out), nil
}

// early is the end of a part where more must follow.
func (p *part) early(err error) error {
	if err == io.EOF {
		return unreadable("%s: it ends early", p.name)
	}
	return err
}

// finish reads what is left, so that a part that was damaged does not pass for a whole
// one: its checksum stands at its end.
func (p *part) finish() error {
	for {
		if _, err := p.next(); err == io.EOF {
			return p.file.Close()
		} else if err != nil {
			return err
		}
	}
}

// attr returns an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// guard lets through no more of a part than its limits. The XML reader keeps a token in
// memory until it ends, so tokens are bounded before they reach it.
type guard struct {
	name    string
	packed  int64
	r       *bufio.Reader
	total   int64
	token   int
	tail    [2]byte // the last characters, to know the end of a comment by
	closing string  // what ends the part that is no element: a comment, CDATA
	bang    bool    // the last character was `<`
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.total += int64(n)
	switch {
	case g.total > MaxPartBytes:
		return 0, tooLarge(g.name, MaxPartBytes)
	case g.total > smallPartBytes && g.total > MaxRatio*g.packed:
		return 0, tooLarge(g.name+" / zip", MaxRatio)
	}
	for _, c := range p[:n] {
		g.token++
		if g.step(c); g.token > maxTokenBytes {
			return 0, tooLarge(g.name+": one token", maxTokenBytes)
		}
	}
	return n, err
}

// step follows where tokens begin. Inside of comments and the like a `<` begins none.
func (g *guard) step(c byte) {
	switch {
	case g.closing != "":
		if c == '>' && (g.closing == ">" || string(g.tail[2-len(g.closing)+1:]) == g.closing[:len(g.closing)-1]) {
			g.closing = ""
		}
	case g.bang:
		g.bang = false
		switch c {
		case '!':
			g.closing = "!"
		case '?':
			g.closing = "?>"
		}
	case c == '<':
		g.token, g.bang = 0, true
	}
	if g.closing == "!" && c != '!' {
		switch c {
		case '[':
			g.closing = "]]>"
		case '-':
			g.closing = "-->"
		default:
			g.closing = ">"
		}
	}
	g.tail[0], g.tail[1] = g.tail[1], c
}
