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
		enc = detect(b)
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

// detect chooses between UTF-8 and GB18030. In GB18030 text characters hardly ever look
// like UTF-8 sequences of three bytes (some 4 in 100 in the rules and files shipped
// here), so a text in which they are not rare is damaged UTF-8. In doubt it is UTF-8:
// there what does not decode is refused, while GB18030 gives almost every byte a
// meaning, and would read names as other names.
func detect(b []byte) Encoding {
	sound, long, broken := 0, 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 2:
			long++
			fallthrough
		default:
			sound++
		}
		i += n
	}
	if broken == 0 || 4*long > broken || sound > 10*broken {
		return UTF8
	}
	return GB18030
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
