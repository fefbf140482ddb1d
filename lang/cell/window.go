package cell

import (
	"bytes"
	"errors"
	"io"
)

var errRowTooLong = errors.New("cell: the row is too long")

// A window is the part of a text that has been handed to a reader and belongs to no row
// yet: lines are counted in it, and reading starts again in it behind a stray quote. It
// bounds what one row can take.
type window struct {
	src    io.Reader
	limit  int
	buf    []byte
	begin  int   // where the part starts in buf
	handed int   // how much of the part the reader has been given
	at     int64 // how much of the text the reader has left behind
}

// Read hands out what follows.
func (w *window) Read(p []byte) (int, error) {
	if part := w.buf[w.begin:]; w.handed < len(part) { // given once, to the reader before
		n := copy(p, part[w.handed:])
		w.handed += n
		return n, nil
	}
	if w.handed > w.limit {
		return 0, errRowTooLong
	}
	n, err := w.src.Read(p)
	if w.begin > len(w.buf)/2 {
		w.buf = w.buf[:copy(w.buf, w.buf[w.begin:])]
		w.begin = 0
	}
	w.buf = append(w.buf, p[:n]...)
	w.handed += n
	return n, err
}

// take gives up the part up to a place in the text, as the reader counts it.
func (w *window) take(to int64) []byte {
	n := int(to - w.at)
	out := w.buf[w.begin : w.begin+n]
	w.begin += n
	w.handed -= n
	w.at = to
	return out
}

// again makes the next reader start with the part.
func (w *window) again() { w.handed, w.at = 0, 0 }

// blankLine gives up the empty line that the part starts with, if it does.
func (w *window) blankLine() bool {
	part := w.buf[w.begin:]
	for _, end := range []string{"\n", "\r\n"} {
		if bytes.HasPrefix(part, []byte(end)) {
			w.begin += len(end)
			return true
		}
	}
	return false
}

// lines gives up the whole lines of the part, and returns how many there are.
func (w *window) lines() int {
	part := w.buf[w.begin:]
	end := bytes.LastIndexByte(part, '\n') + 1
	w.begin += end
	return bytes.Count(part[:end], []byte("\n"))
}

// dropLine gives up the line that the part is in the middle of, up to its end.
func (w *window) dropLine() error {
	for {
		w.buf, w.begin = w.buf[:cap(w.buf)], 0
		n, err := w.src.Read(w.buf)
		w.buf = w.buf[:n]
		if end := bytes.IndexByte(w.buf, '\n'); end >= 0 {
			w.begin = end + 1
			return nil
		}
		if w.begin = n; err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
