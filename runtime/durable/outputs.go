package durable

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/runtime/disk"
)

// Outputs are the files that one run writes. It is not safe for concurrent use.
type Outputs struct {
	disk  disk.Layer
	locks map[string]disk.Lock // by their files
	order []string             // files of locks, as they were taken
	files []*File
}

// New starts a run that writes through a file layer.
func New(l disk.Layer) *Outputs { return &Outputs{disk: l, locks: map[string]disk.Lock{}} }

// A File is an output that is being written. It has its name once the outputs are
// committed.
type File struct {
	path string
	f    disk.File // nil once it is finished
	w    *bufio.Writer
}

// Write implements io.Writer.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	return n, f.named(err)
}

// named makes an error of the part one of the file that it is to become: that is the
// name which whoever runs this has given.
func (f *File) named(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) && path.Path == part(f.path) {
		return &fs.PathError{Op: path.Op, Path: f.path, Err: path.Err}
	}
	return err
}

// Create starts to write a file.
func (o *Outputs) Create(path string) (*File, error) {
	path = filepath.Clean(path)
	for _, f := range o.files {
		if f.path == path {
			return nil, fmt.Errorf("%s would be written twice", path)
		}
	}
	if err := o.Reserve(path); err != nil {
		return nil, err
	}
	// Whoever has left a part behind has lost the lock, so it is nobody's.
	if err := o.disk.Remove(part(path)); err != nil {
		return nil, err
	}
	f, err := o.disk.Create(part(path))
	if err != nil {
		return nil, err
	}
	out := &File{path, f, bufio.NewWriterSize(f, 64<<10)}
	o.files = append(o.files, out)
	return out, nil
}

// Commit gives every file its name. If it fails, each path holds its old file or the
// whole new one: the error is *Partly if some are new, and the rest is given up.
func (o *Outputs) Commit() error {
	for _, f := range o.files {
		if err := f.finish(); err != nil {
			return errors.Join(err, o.Abandon())
		}
	}
	if err := o.rename(); err != nil {
		return errors.Join(err, o.Abandon())
	}
	return o.release()
}

// finish writes out everything and syncs it.
func (f *File) finish() error {
	err := f.w.Flush()
	if err == nil {
		err = f.f.Sync()
	}
	file := f.f
	f.f = nil
	return f.named(errors.Join(err, file.Close()))
}

// rename gives the files their names, and then makes sure that the names are kept.
func (o *Outputs) rename() error {
	var renamed, dirs []string
	for len(o.files) > 0 {
		f := o.files[0]
		if err := o.disk.Rename(part(f.path), f.path); err != nil {
			if len(renamed) == 0 {
				return err
			}
			return &Partly{New: renamed, Err: err}
		}
		o.files = o.files[1:]
		renamed = append(renamed, f.path)
		if dir := filepath.Dir(f.path); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	for _, dir := range dirs {
		if err := o.disk.SyncDir(dir); err != nil {
			return &Partly{New: renamed, Err: err}
		}
	}
	return nil
}

// Partly is the error of outputs of which some have got their names before a call
// failed. Those are whole; the others are as they were.
type Partly struct {
	New []string
	Err error
}

// Error returns the message in English.
func (e *Partly) Error() string {
	return fmt.Sprintf("%v (already written: %s)", e.Err, strings.Join(e.New, ", "))
}

// Unwrap returns what failed.
func (e *Partly) Unwrap() error { return e.Err }

// Abandon takes away what has no name yet, and gives up what was reserved. After Commit
// it does nothing.
func (o *Outputs) Abandon() error {
	var errs []error
	for _, f := range o.files {
		if f.f != nil {
			errs = append(errs, f.f.Close())
			f.f = nil
		}
		errs = append(errs, o.disk.Remove(part(f.path)))
	}
	o.files = nil
	return errors.Join(append(errs, o.release())...)
}
