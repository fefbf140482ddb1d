package cell

import (
	"bufio"
	"errors"
	"io"
)

// ErrTooLong says that a line has more than MaxRowBytes. Reading goes on behind it.
var ErrTooLong = errors.New("the line is too long")

// Lines reads a text line by line.
type Lines struct {
	r     *bufio.Reader
	line  int
	limit int
	buf   []byte
}

// NewLines starts to read a text.
func NewLines(r io.Reader) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 64<<10), limit: MaxRowBytes}
}

// Next returns the next line without its end, valid until the next call, and its
// number, or io.EOF.
func (l *Lines) Next() ([]byte, int, error) {
	l.buf = l.buf[:0]
	l.line++
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if long = long || len(l.buf)+len(part) > l.limit; !long {
			l.buf = append(l.buf, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err != nil && err != io.EOF:
			return nil, l.line, err
		case long:
			return nil, l.line, ErrTooLong
		case err == io.EOF && len(l.buf) == 0:
			return nil, l.line, io.EOF
		case err == io.EOF:
			return l.buf, l.line, nil
		}
		return l.buf[:len(l.buf)-1], l.line, nil
	}
}
