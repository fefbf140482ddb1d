package disk

import (
	"errors"
	"os"
	"syscall"
)

// sharingViolation is the error of opening what another process does not share.
const sharingViolation = syscall.Errno(32)

// open is a lock by a file that is not shared for writing: the system closes it when the
// process ends.
type open struct{ f *os.File }

// Lock implements Layer.
func (system) Lock(name, text string) (Lock, error) {
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: name, Err: err}
	}
	h, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err == sharingViolation {
		return nil, heldText(name)
	}
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: name, Err: err}
	}
	f := os.NewFile(uintptr(h), name)
	if err := write(f, text); err != nil {
		f.Close()
		return nil, err
	}
	return open{f}, nil
}

// Release implements Lock. Between the two calls another process may take the lock; the
// file then stays, because it is open.
func (l open) Release() error {
	if err := l.f.Close(); err != nil {
		return err
	}
	if err := System().Remove(l.f.Name()); err != nil && !errors.Is(err, sharingViolation) {
		return err
	}
	return nil
}
