package cli

import (
	"bytes"
	"context"
	"io"
	"os"

	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/disk"
)

// content is what a file is read from. It is gone through more than once, so what can be
// read but once, such as a pipe, is copied first.
type content struct {
	bytes []byte
	open  func() (casefile.Input, error)
	copy  disk.File
}

// contentOf finds out how a file is opened. Whoever waits for a pipe can be interrupted.
func (a *app) contentOf(ctx context.Context, path, temp string) (content, error) {
	type answer struct {
		content
		err error
	}
	done := make(chan answer, 1)
	go func() {
		c, err := a.openContent(path, temp)
		done <- answer{c, err}
	}()
	select {
	case got := <-done:
		return got.content, got.err
	case <-ctx.Done():
		return content{}, ctx.Err()
	}
}

func (a *app) openContent(path, temp string) (content, error) {
	if path == "-" {
		return a.copyOf(a.in, temp)
	}
	f, err := os.Open(path)
	if err != nil {
		return content{}, fail(ExitCannotRun, "%v", err)
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		return a.copyOf(f, temp)
	}
	return content{open: func() (casefile.Input, error) { return os.Open(path) }}, nil
}

// copied is a copy of an input, opened once more.
type copied struct{ *io.SectionReader }

// Close does nothing: the copy stays for the next to open it.
func (copied) Close() error { return nil }

// copyOf copies an input: into memory as long as it is small.
func (a *app) copyOf(from io.Reader, temp string) (content, error) {
	const small = 1 << 20
	b, err := io.ReadAll(io.LimitReader(from, small))
	if err != nil {
		return content{}, fail(ExitCannotRun, "%v", err)
	}
	if len(b) < small {
		return content{bytes: b}, nil
	}
	to, err := disk.System().Scratch(temp)
	if err != nil {
		return content{}, a.diskError(err)
	}
	n, err := io.Copy(to, io.MultiReader(bytes.NewReader(b), from))
	if err != nil {
		to.Close()
		return content{}, a.diskError(err)
	}
	open := func() (casefile.Input, error) { return copied{io.NewSectionReader(to, 0, n)}, nil }
	return content{open: open, copy: to}, nil
}

// close gives up the copies.
func (in *inputs) close() {
	for _, c := range in.copies {
		c.Close()
	}
}
