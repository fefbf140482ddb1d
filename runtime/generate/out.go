package generate

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
)

// out writes one file line by line, and knows which line it is at.
type out struct {
	name string
	to   io.WriteCloser
	w    *bufio.Writer
	text io.Writer // into w, in the encoding of the file
	ends string    // of lines
	line int       // the one written last
	rows int64
	buf  []byte
}

func newOut(name string, to io.WriteCloser, enc cell.Encoding) (*out, error) {
	o := &out{name: name, to: to, w: bufio.NewWriterSize(to, 1<<18), ends: "\n"}
	if enc == cell.GB18030 {
		o.ends = "\r\n" // as spreadsheets end lines
	}
	var err error
	o.text, err = cell.NewWriter(o.w, enc)
	return o, err
}

// undecodable is a byte that no text of either encoding has.
const undecodable = "\xff"

// end writes the line in the buffer.
func (o *out) end() error {
	o.line++
	o.buf = append(o.buf, o.ends...)
	for line := o.buf; len(line) > 0; {
		i := bytes.IndexByte(line, undecodable[0])
		if i < 0 {
			i = len(line)
		}
		if _, err := o.text.Write(line[:i]); err != nil {
			return err
		}
		if line = line[i:]; len(line) > 0 { // into the file as it is
			if err := o.w.WriteByte(line[0]); err != nil {
				return err
			}
			line = line[1:]
		}
	}
	o.buf = o.buf[:0]
	return nil
}

func (o *out) close() error {
	if err := o.w.Flush(); err != nil {
		o.to.Close()
		return err
	}
	return o.to.Close()
}

// csvLine puts cells into the buffer. Cells of a line that is to be malformed stand as
// they are.
func (o *out) csvLine(cells []string, raw bool) {
	for i, c := range cells {
		if i > 0 {
			o.buf = append(o.buf, ',')
		}
		if raw || !strings.ContainsAny(c, "\",\r\n") {
			o.buf = append(o.buf, c...)
			continue
		}
		o.buf = append(o.buf, '"')
		o.buf = append(o.buf, strings.ReplaceAll(c, `"`, `""`)...)
		o.buf = append(o.buf, '"')
	}
}

// jsonMember puts a name and a text into the buffer: a number if it may stand as one.
func (o *out) jsonMember(name, text string, number bool) {
	if last := o.buf[len(o.buf)-1]; last != '{' {
		o.buf = append(o.buf, ',', ' ')
	}
	o.jsonText(name)
	o.buf = append(o.buf, ':', ' ')
	switch {
	case text == "":
		o.buf = append(o.buf, "null"...)
	case number && jsonNumber(text):
		o.buf = append(o.buf, text...)
	default:
		o.jsonText(text)
	}
}

// jsonNumber reports whether a text is a number of JSON as it stands.
func jsonNumber(s string) bool {
	whole, frac, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool {
		return s != "" && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
	}
	return digits(whole) && (len(whole) == 1 || whole[0] != '0') && (!point || digits(frac))
}

func (o *out) jsonText(s string) {
	o.buf = append(o.buf, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			o.buf = append(o.buf, '\\', c)
		case c < ' ':
			o.buf = append(o.buf, `\u00`...)
			o.buf = append(o.buf, strconv.FormatInt(int64(c)>>4, 16)...)
			o.buf = append(o.buf, strconv.FormatInt(int64(c)&15, 16)...)
		default:
			o.buf = append(o.buf, c)
		}
	}
	o.buf = append(o.buf, '"')
}
