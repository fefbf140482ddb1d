package casefile

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
)

// MaxUnpacked bounds what a compressed text may come to, as a multiple of the file: a
// file of costs and codes comes to ten or twenty times. Texts of less than FreelyUnpacked
// bytes may come to more.
const (
	MaxUnpacked    = 200
	FreelyUnpacked = 64 << 20
)

// gzipPacking is the one packing that this package brings along.
type gzipPacking struct{}

// Name implements Packing.
func (gzipPacking) Name() string { return "gzip" }

// Recognises implements Packing.
func (gzipPacking) Recognises(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) }

// Unpack implements Packing. Files that were joined end to end are one text.
func (gzipPacking) Unpack(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }

// unpack gives the text of a compressed file, and an error where it comes to more than
// texts do.
func unpack(p Packing, r io.Reader) (io.ReadCloser, error) {
	in := &counter{r: r}
	out, err := p.Unpack(in)
	if err != nil {
		return nil, err
	}
	return &unpacked{ReadCloser: out, in: in, name: p.Name()}, nil
}

// counter counts what is read through it.
type counter struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

type unpacked struct {
	io.ReadCloser
	in   *counter
	name string
	n    int64
}

// Read implements io.Reader.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if u.n += int64(n); u.n > FreelyUnpacked && u.n > MaxUnpacked*u.in.n {
		return 0, &Error{Code: TooLarge, Detail: fmt.Sprintf("%s: %d MiB > %d * %d KiB", u.name, u.n>>20, MaxUnpacked, u.in.n>>10)}
	}
	return n, err
}
