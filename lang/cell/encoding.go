package cell

import (
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// An Encoding is how a file's bytes stand for characters.
type Encoding string

// The encodings. Auto decides by the bytes: a mark, else strict UTF-8, else GB18030.
// UTF-16 without a mark is read only where it is declared, and then as Windows writes it.
const (
	Auto    Encoding = ""
	UTF8    Encoding = "utf-8"
	UTF8BOM Encoding = "utf-8 (BOM)"
	UTF16   Encoding = "utf-16" // declared; a text is read as one of the next two
	UTF16LE Encoding = "utf-16le"
	UTF16BE Encoding = "utf-16be"
	GB18030 Encoding = "gb18030"
)

// Encodings are those that may be declared.
func Encodings() []Encoding {
	return []Encoding{Auto, UTF8, UTF8BOM, UTF16, UTF16LE, UTF16BE, GB18030}
}

// marks tell an encoding for certain, whatever is declared.
var marks = map[Encoding][]byte{
	UTF8BOM: []byte("\xef\xbb\xbf"),
	UTF16LE: []byte("\xff\xfe"),
	UTF16BE: []byte("\xfe\xff"),
}

// Decode returns the text of a file and the encoding it was read in. Bytes that do
// not decode come out as U+FFFD, which Spec.Parse refuses cell by cell.
func Decode(b []byte, declared Encoding) ([]byte, Encoding) {
	enc := declared
	switch declared {
	case Auto:
		var c counts
		c.count(b, true)
		enc = c.encoding()
	case UTF8BOM:
		enc = UTF8
	case UTF16:
		enc = UTF16LE
	}
	for marked, mark := range marks {
		if bytes.HasPrefix(b, mark) {
			b, enc = b[len(mark):], marked
			break
		}
	}
	var decoder *encoding.Decoder
	switch enc {
	case GB18030:
		decoder = simplifiedchinese.GB18030.NewDecoder()
	case UTF16LE:
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case UTF16BE:
		decoder = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	default:
		return bytes.ToValidUTF8(b, []byte("\uFFFD")), enc
	}
	// The decoders have no error: what they cannot read becomes U+FFFD.
	out, err := decoder.Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD")), enc
	}
	return out, enc
}

// NewWriter writes text in an encoding: UTF-8 with a mark or without, or GB18030, in
// which every text can be written. Closing it ends the text; w stays open.
func NewWriter(w io.Writer, enc Encoding) (io.WriteCloser, error) {
	switch enc {
	case Auto, UTF8:
		return transform.NewWriter(w, transform.Nop), nil
	case UTF8BOM:
		_, err := w.Write(marks[UTF8BOM])
		return transform.NewWriter(w, transform.Nop), err
	case GB18030:
		return transform.NewWriter(w, simplifiedchinese.GB18030.NewEncoder()), nil
	}
	return nil, fmt.Errorf("cell: text is not written in %s", enc)
}
