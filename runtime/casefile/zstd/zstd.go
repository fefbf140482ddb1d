package zstd

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// maxWindow bounds what of a text is kept in memory to repeat it; the standard's own
// command does not ask for more unless it is told to.
const maxWindow = 128 << 20

// Packing unpacks Zstandard.
type Packing struct{}

var _ casefile.Packing = Packing{}

// Name implements casefile.Packing.
func (Packing) Name() string { return "zstd" }

// Recognises implements casefile.Packing.
func (Packing) Recognises(head []byte) bool { return bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")) }

// Unpack implements casefile.Packing.
func (Packing) Unpack(r io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}
