//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package disk

import (
	"errors"
	"os"
	"syscall"
)

// flock is a lock that the kernel gives up when the process ends: the file may stay
// behind and means nothing by itself.
type flock struct{ f *os.File }

// Lock implements Layer.
func (system) Lock(name, text string) (Lock, error) {
	for {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		err = retry(func() error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) })
		if err == nil && !sameFile(f, name) {
			// Whoever held it has removed it meanwhile: this one is nobody's any more.
			f.Close()
			continue
		}
		if err == nil {
			err = write(f, text)
		} else if errors.Is(err, syscall.EWOULDBLOCK) {
			err = heldText(name)
		} else {
			err = &os.PathError{Op: "flock", Path: name, Err: err}
		}
		if err != nil {
			f.Close()
			return nil, err
		}
		return flock{f}, nil
	}
}

// retry repeats a call that a signal has interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != syscall.EINTR {
			return err
		}
	}
}

func sameFile(f *os.File, name string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(name)
	return err == nil && os.SameFile(a, b)
}

// Release implements Lock. The file goes first: once it is unlocked it could be
// another's.
func (l flock) Release() error {
	return errors.Join(System().Remove(l.f.Name()), l.f.Close())
}
