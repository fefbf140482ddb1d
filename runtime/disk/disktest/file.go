package disktest

import (
	"io"
	"io/fs"
	"slices"
)

// file is one opening of a file.
type file struct {
	m      *Memory
	name   string
	n      *node
	pos    int
	closed bool
}

// Name implements disk.File.
func (f *file) Name() string { return f.name }

func (f *file) call(op string) error {
	if f.closed {
		return &fs.PathError{Op: op, Path: f.name, Err: fs.ErrClosed}
	}
	return f.m.call(op, f.name)
}

// Write implements io.Writer: when it fails, half is there.
func (f *file) Write(p []byte) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	err := f.call("write")
	if err != nil && f.closed {
		return 0, err
	}
	if err != nil {
		p = p[:len(p)/2]
	}
	if f.m.space >= 0 && len(p) > f.m.space {
		p, err = p[:f.m.space], full(f.name)
	}
	if f.m.space >= 0 {
		f.m.space -= len(p)
	}
	f.n.data = append(f.n.data[:min(f.pos, len(f.n.data))], p...)
	f.pos += len(p)
	return len(p), err
}

// Read implements io.Reader.
func (f *file) Read(p []byte) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	n, err := f.readAt(p, int64(f.pos))
	f.pos += n
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

// ReadAt implements io.ReaderAt.
func (f *file) ReadAt(p []byte, at int64) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	return f.readAt(p, at)
}

func (f *file) readAt(p []byte, at int64) (int, error) {
	if err := f.call("read"); err != nil {
		return 0, err
	}
	if at >= int64(len(f.n.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.n.data[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Seek implements io.Seeker.
func (f *file) Seek(offset int64, whence int) (int64, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	if err := f.call("seek"); err != nil {
		return 0, err
	}
	switch whence {
	case io.SeekCurrent:
		offset += int64(f.pos)
	case io.SeekEnd:
		offset += int64(len(f.n.data))
	}
	f.pos = int(offset)
	return offset, nil
}

// Sync implements disk.File.
func (f *file) Sync() error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	if err := f.call("sync"); err != nil {
		return err
	}
	f.n.kept = slices.Clone(f.n.data)
	return nil
}

// Close implements io.Closer. It closes the file even if it fails.
func (f *file) Close() error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	if f.closed {
		return &fs.PathError{Op: "close", Path: f.name, Err: fs.ErrClosed}
	}
	err := f.call("close")
	f.closed = true
	f.m.open--
	return err
}
