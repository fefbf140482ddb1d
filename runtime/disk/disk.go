package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// A Layer does what code that writes files needs done.
type Layer interface {
	// Create makes a new file, and fails if there is one.
	Create(name string) (File, error)
	// Open opens a file for reading.
	Open(name string) (File, error)
	// Scratch makes a file that has no name that anybody else could open.
	Scratch(dir string) (File, error)
	// Rename gives a file another name; a file that has it already is replaced.
	Rename(from, to string) error
	// Remove removes a file. It is no error if there is none.
	Remove(name string) error
	// SyncDir makes the names in a directory outlast a loss of power.
	SyncDir(dir string) error
	// Lock takes a file as a lock for this process. The error is *Held if another has
	// it; whoever is told who holds it sees the text.
	Lock(name, text string) (Lock, error)
}

// A File is an open file.
type File interface {
	io.Reader
	io.ReaderAt
	io.Seeker
	io.Writer
	io.Closer
	// Name is the path for messages.
	Name() string
	// Sync makes what was written outlast a loss of power.
	Sync() error
}

// A Lock is held until it is released or the process ends.
type Lock interface {
	Release() error
}

// Held is the error of a lock that another process has.
type Held struct {
	Name string // of the lock's file
	Text string // what the holder has written into it
}

// Error returns the message in English.
func (e *Held) Error() string { return fmt.Sprintf("%s is held by %s", e.Name, e.Text) }

// System is the file system of the machine.
func System() Layer { return system{} }

type system struct{}

// Create implements Layer. The file may be read by whom the user's mask lets.
func (system) Create(name string) (File, error) {
	return opened(os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666))
}

// Open implements Layer.
func (system) Open(name string) (File, error) { return opened(os.Open(name)) }

// opened keeps a nil *os.File from becoming a File that is not nil.
func opened(f *os.File, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Rename implements Layer.
func (system) Rename(from, to string) error { return os.Rename(from, to) }

// Remove implements Layer.
func (system) Remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// SyncDir implements Layer. Windows writes names at once, and js has nothing to sync.
func (system) SyncDir(dir string) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Scratch implements Layer. The file loses its name at once where the system lets it;
// elsewhere when it is closed, so that only a process that is killed leaves it behind.
func (system) Scratch(dir string) (File, error) {
	f, err := os.CreateTemp(dir, "drgrule-scratch-*")
	if err != nil {
		return nil, err
	}
	if runtime.GOOS == "windows" || os.Remove(f.Name()) != nil {
		return &scratch{f}, nil
	}
	return f, nil
}

// scratch is a file that has kept its name.
type scratch struct{ *os.File }

// Close implements io.Closer.
func (s *scratch) Close() error {
	return errors.Join(s.File.Close(), System().Remove(s.Name()))
}

// heldText reads who holds a lock.
func heldText(name string) error {
	b, err := os.ReadFile(name)
	if err != nil || len(b) > 1<<10 {
		b = nil
	}
	return &Held{Name: name, Text: strings.TrimSpace(string(b))}
}

// write replaces the text of a lock's file.
func write(f *os.File, text string) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(text+"\n"), 0)
	return err
}
