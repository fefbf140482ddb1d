//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package disk

import (
	"errors"
	"io/fs"
	"os"
)

// exists is a lock by a file that is there. It outlasts a process that is killed, so
// whoever finds it is told to remove it.
type exists struct{ f *os.File }

// Lock implements Layer.
func (system) Lock(name, text string) (Lock, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil, heldText(name)
	}
	if err != nil {
		return nil, err
	}
	if err := write(f, text); err != nil {
		return nil, errors.Join(err, exists{f}.Release())
	}
	return exists{f}, nil
}

// Release implements Lock.
func (l exists) Release() error {
	return errors.Join(l.f.Close(), System().Remove(l.f.Name()))
}
