package parquet

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// Limits of a file, whatever it claims of itself.
const (
	MaxFooterBytes = 16 << 20
	MaxPageBytes   = 128 << 20 // of one page, unpacked
	MaxPageValues  = 16 << 20
	MaxColumns     = 4096
	maxMetadata    = 512 << 10 // structures in lists: row groups, columns of each, their statistics
	maxHeaderBytes = 1 << 20   // of one page
)

func tooLarge(what string, limit int64) error {
	return &casefile.Error{Code: casefile.TooLarge, Detail: fmt.Sprintf("parquet: %s > %d", what, limit)}
}

func unreadable(format string, args ...any) error {
	return &casefile.Error{Code: casefile.Unreadable, Detail: "parquet: " + fmt.Sprintf(format, args...)}
}

// checkFooter holds what the metadata claim against the bytes that they have.
func checkFooter(c *io.SectionReader) error {
	var tail [8]byte
	size := c.Size()
	if size < 12 {
		return unreadable("it is cut off")
	}
	if _, err := c.ReadAt(tail[:], size-8); err != nil {
		return unreadable("%v", err)
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	switch {
	case string(tail[4:]) == "PARE":
		return unreadable("it is encrypted")
	case string(tail[4:]) != "PAR1" || n > size-12:
		return unreadable("it is cut off")
	case n > MaxFooterBytes:
		return tooLarge("footer", MaxFooterBytes)
	}
	s := skim{r: bufio.NewReader(io.NewSectionReader(c, size-8-n, n)), left: n, lists: maxMetadata}
	return told(s.structure(0))
}

// told makes an error one that names its code.
func told(err error) error {
	var e *casefile.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return unreadable("%v", err)
}

// A pageHeader is what a page claims of itself.
type pageHeader struct {
	kind, packed, unpacked, values, encoding, levels int64
	plain                                            bool // not compressed, whatever the column says
}

func (h *pageHeader) take(fields [2]int16, v int64) {
	switch fields {
	case [2]int16{1}:
		h.kind = v
	case [2]int16{2}:
		h.unpacked = v
	case [2]int16{3}:
		h.packed = v
	case [2]int16{5, 1}, [2]int16{7, 1}, [2]int16{8, 1}:
		h.values = v
	case [2]int16{5, 2}, [2]int16{7, 2}, [2]int16{8, 4}:
		h.encoding = v
	case [2]int16{8, 5}, [2]int16{8, 6}:
		if v < 0 {
			h.levels = -1 << 40 // never becomes a sound number again
		}
		h.levels += v
	case [2]int16{8, 7}:
		h.plain = v == 0
	}
}

// encodings are those of which a page gives no more than its bytes or the values that it
// counts. One in which each text repeats the one before is not among them: a small page
// can come to any size.
var encodings = map[int64]bool{
	//lint:ignore SA1019 old files have it; it is read, never written
	int64(format.PlainDictionary): true,
	int64(format.Plain):           true, int64(format.RLE): true, int64(format.BitPacked): true,
	int64(format.DeltaBinaryPacked): true, int64(format.DeltaLengthByteArray): true, int64(format.RLEDictionary): true, int64(format.ByteStreamSplit): true,
}

// checkChunk goes through the pages of one column of a row group, and holds what they
// claim against what they have.
func checkChunk(c *io.SectionReader, m *format.ColumnMetaData) error {
	start := m.DataPageOffset
	if d := m.DictionaryPageOffset; d != 0 {
		start = d
	}
	size := m.TotalCompressedSize
	if start < 4 || size < 0 || start > c.Size()-8 || size > c.Size()-8-start {
		return unreadable("a column lies outside of the file")
	}
	switch m.Codec {
	case format.Uncompressed, format.Snappy, format.Gzip, format.Zstd:
	default:
		return &casefile.Error{Code: casefile.OtherFormat, Detail: "parquet (" + m.Codec.String() + ")"}
	}
	r := bufio.NewReaderSize(io.NewSectionReader(c, start, size), 64<<10)
	for left := size; left > 0; {
		var h pageHeader
		s := skim{r: r, left: min(left, maxHeaderBytes), visit: h.take}
		before := s.left
		if err := s.structure(0); err != nil {
			return told(err)
		}
		left -= before - s.left
		if err := h.check(left); err != nil {
			return err
		}
		left -= h.packed
		page := io.LimitReader(r, h.packed)
		if h.plain {
			h.levels = h.packed
		}
		if _, err := io.CopyN(io.Discard, page, h.levels); err != nil {
			return unreadable("a page is cut off")
		}
		if err := h.unpack(page, m.Codec); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, page); err != nil {
			return told(err)
		}
	}
	return nil
}

// check holds the numbers of a header against each other and the limits.
func (h *pageHeader) check(left int64) error {
	const data, index, dictionary, data2 = int64(format.DataPage), int64(format.IndexPage), int64(format.DictionaryPage), int64(format.DataPageV2)
	switch {
	case h.kind != data && h.kind != index && h.kind != dictionary && h.kind != data2,
		h.packed < 0, h.packed > left, h.unpacked < 0, h.values < 0, h.levels < 0, h.levels > h.packed, h.levels > h.unpacked:
		return unreadable("a page is damaged")
	case h.unpacked > MaxPageBytes:
		return tooLarge("page", MaxPageBytes)
	case h.values > MaxPageValues:
		return tooLarge("values of a page", MaxPageValues)
	case !encodings[h.encoding]:
		return &casefile.Error{Code: casefile.OtherFormat, Detail: "parquet (" + format.Encoding(h.encoding).String() + ")"}
	}
	return nil
}

// unpack finds out whether a page comes to what it claims. It is unpacked for that and
// thrown away: the library takes as much memory as there comes.
func (h *pageHeader) unpack(page io.Reader, codec format.CompressionCodec) error {
	if h.plain || h.kind == int64(format.IndexPage) {
		return nil
	}
	want := h.unpacked - h.levels
	var r io.Reader
	switch codec {
	case format.Uncompressed:
		if h.packed != h.unpacked {
			return unreadable("a page is damaged")
		}
		return nil
	case format.Snappy: // says first what it comes to, and is held to it
		n, err := binary.ReadUvarint(bufio.NewReaderSize(io.LimitReader(page, binary.MaxVarintLen64), 16))
		if err != nil && want == 0 {
			return nil
		}
		if err != nil || int64(n) != want {
			return unreadable("a page is damaged")
		}
		return nil
	case format.Gzip:
		z, err := gzip.NewReader(page)
		if err != nil {
			return unreadable("a page is damaged")
		}
		r = z
	case format.Zstd:
		z, err := zstd.NewReader(page, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(MaxPageBytes))
		if err != nil {
			return unreadable("a page is damaged")
		}
		defer z.Close()
		r = z
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r, want+1))
	if err != nil || n != want {
		return unreadable("a page is damaged")
	}
	return nil
}
