package cell

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// An Encoding is how a file's bytes stand for characters.
type Encoding string

// The encodings. Auto decides by the bytes: a mark, else strict UTF-8, else GB18030.
const (
	Auto    Encoding = ""
	UTF8    Encoding = "utf-8"
	UTF8BOM Encoding = "utf-8 (BOM)"
	GB18030 Encoding = "gb18030"
)

var bom = []byte("\xef\xbb\xbf")

// Decode returns the text of a file and the encoding it was read in. Bytes that do
// not decode come out as U+FFFD, which Spec.Parse refuses cell by cell.
func Decode(b []byte, declared Encoding) ([]byte, Encoding) {
	if bytes.HasPrefix(b, bom) {
		return bytes.ToValidUTF8(b[len(bom):], []byte("\uFFFD")), UTF8BOM
	}
	enc := declared
	if enc == Auto {
		var c counts
		c.count(b, true)
		enc = c.encoding()
	}
	if enc == GB18030 {
		// The decoder has no error: what it cannot read becomes U+FFFD.
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		if err != nil {
			return bytes.ToValidUTF8(b, []byte("\uFFFD")), GB18030
		}
		return out, GB18030
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD")), UTF8
}

// Encode returns a text as bytes of an encoding; UTF8BOM and Auto are UTF-8 without a mark
// here, because a mark stands once in a file. Every character of Unicode has bytes in
// GB18030.
func Encode(text []byte, e Encoding) []byte {
	if e != GB18030 || !bytes.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return text
	}
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
	if err != nil {
		return text
	}
	return out
}
