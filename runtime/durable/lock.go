package durable

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/drgrule/drgrule/runtime/disk"
)

// InUse is the error of a path that another process is writing. What is not known of
// the process is empty.
type InUse struct {
	Path  string
	PID   int
	Host  string
	Since string // day and time on its clock
}

// Error returns the message in English.
func (e *InUse) Error() string {
	return fmt.Sprintf("%s is being written by process %d on %s since %s", e.Path, e.PID, e.Host, e.Since)
}

// holder is what a lock says of the process that holds it.
func holder() string {
	host, err := os.Hostname()
	if err != nil || host == "" || strings.ContainsAny(host, " \t\n") {
		host = "?"
	}
	return fmt.Sprintf("%d %s %s", os.Getpid(), host, time.Now().Format("2006-01-02T15:04:05"))
}

func inUse(path, text string) *InUse {
	e := &InUse{Path: path}
	if parts := strings.Fields(text); len(parts) == 3 {
		if n, err := strconv.Atoi(parts[0]); err == nil {
			e.PID, e.Host, e.Since = n, parts[1], parts[2]
		}
	}
	return e
}

// part names the file that an output is written to first.
func part(path string) string { return beside(path, "part") }

func beside(path, what string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".drgrule-"+what)
}

// Reserve keeps every other process from writing a file until the outputs are
// committed or abandoned. The error is *InUse if another has reserved it.
func (o *Outputs) Reserve(path string) error {
	path = filepath.Clean(path)
	return o.lock(path, beside(path, "lock"))
}

// ReserveDir keeps every other process from reserving the same directory.
func (o *Outputs) ReserveDir(dir string) error {
	return o.lock(dir, filepath.Join(dir, ".drgrule-lock"))
}

func (o *Outputs) lock(path, file string) error {
	if o.locks[file] != nil {
		return nil
	}
	l, err := o.disk.Lock(file, holder())
	var held *disk.Held
	if errors.As(err, &held) {
		return inUse(path, held.Text)
	}
	if err != nil {
		return err
	}
	o.locks[file] = l
	o.order = append(o.order, file)
	return nil
}

// release gives up what was reserved, the last first.
func (o *Outputs) release() error {
	var errs []error
	for _, file := range slices.Backward(o.order) {
		errs = append(errs, o.locks[file].Release())
	}
	o.order, o.locks = nil, map[string]disk.Lock{}
	return errors.Join(errs...)
}
