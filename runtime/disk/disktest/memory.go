package disktest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"github.com/drgrule/drgrule/runtime/disk"
)

// ErrStopped is what every call gives once the machine has stopped.
var ErrStopped = errors.New("disktest: the machine has stopped")

// A Memory is a disk in memory. It is safe for concurrent use.
type Memory struct {
	mu    sync.Mutex
	files map[string]*node // by name
	kept  map[string]*node // by the names that a loss of power leaves
	locks map[string]string
	calls int
	fail  map[int]error // by call
	stop  int           // the call from which on all fail, or 0
	space int           // bytes that can still be written, or -1
	open  int           // files that are open
	made  int           // scratch files made
}

// node is the content of a file.
type node struct {
	data []byte
	kept []byte // what a loss of power leaves
}

// New returns an empty disk.
func New() *Memory {
	return &Memory{files: map[string]*node{}, kept: map[string]*node{}, locks: map[string]string{}, fail: map[int]error{}, space: -1}
}

// Put makes a file that outlasts everything.
func (m *Memory) Put(name, data string) {
	n := &node{data: []byte(data), kept: []byte(data)}
	m.files[name], m.kept[name] = n, n
}

// Get returns what a file holds.
func (m *Memory) Get(name string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.files[name]
	if !ok {
		return "", false
	}
	return string(n.data), true
}

// Names lists the files, sorted.
func (m *Memory) Names() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.files))
}

// Calls returns how many calls there were.
func (m *Memory) Calls() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.calls
}

// Opened returns how many files are open, and Locked how many locks are held.
func (m *Memory) Opened() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open
}

// Locked returns how many locks are held.
func (m *Memory) Locked() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.locks)
}

// Scratches returns how many scratch files were made.
func (m *Memory) Scratches() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made
}

// FailAt makes the k-th call from the start fail, and only that one. A write has half
// written when it fails.
func (m *Memory) FailAt(k int, err error) { m.fail[k] = err }

// StopAt makes the k-th call and all after it fail.
func (m *Memory) StopAt(k int) { m.stop = k }

// Space lets that many more bytes be written; then the disk is full.
func (m *Memory) Space(n int) { m.space = n }

// A Crash is what ends a run.
type Crash int

// The crashes: the process is killed; power is lost; power is lost, and the names had
// been written by chance, as file systems may, but not what the files hold.
const (
	Killed Crash = iota
	PowerLost
	PowerLostAfterNames
)

// After returns the disk as the next process finds it.
func (m *Memory) After(c Crash) *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := New()
	names := m.files
	if c == PowerLost {
		names = m.kept
	}
	for name, n := range names {
		if c == Killed {
			out.Put(name, string(n.data))
		} else {
			out.Put(name, string(n.kept))
		}
	}
	return out
}

// call counts a call and says whether it fails.
func (m *Memory) call(op, name string) error {
	m.calls++
	err := m.fail[m.calls]
	if m.stop > 0 && m.calls >= m.stop {
		err = ErrStopped
	}
	if err != nil {
		return &fs.PathError{Op: op, Path: name, Err: err}
	}
	return nil
}

// Create implements disk.Layer.
func (m *Memory) Create(name string) (disk.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("create", name); err != nil {
		return nil, err
	}
	if m.files[name] != nil {
		return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	n := &node{}
	m.files[name] = n
	return m.handle(name, n), nil
}

// Open implements disk.Layer.
func (m *Memory) Open(name string) (disk.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("open", name); err != nil {
		return nil, err
	}
	n := m.files[name]
	if n == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return m.handle(name, n), nil
}

// Scratch implements disk.Layer.
func (m *Memory) Scratch(dir string) (disk.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.made++
	name := filepath.Join(dir, fmt.Sprintf("scratch-%d", m.made))
	if err := m.call("create", name); err != nil {
		return nil, err
	}
	return m.handle(name, &node{}), nil
}

func (m *Memory) handle(name string, n *node) *file {
	m.open++
	return &file{m: m, name: name, n: n}
}

// Rename implements disk.Layer.
func (m *Memory) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("rename", to); err != nil {
		return err
	}
	n := m.files[from]
	if n == nil {
		return &fs.PathError{Op: "rename", Path: from, Err: fs.ErrNotExist}
	}
	m.files[to] = n
	delete(m.files, from)
	return nil
}

// Remove implements disk.Layer.
func (m *Memory) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("remove", name); err != nil {
		return err
	}
	delete(m.files, name)
	return nil
}

// SyncDir implements disk.Layer.
func (m *Memory) SyncDir(dir string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("sync", dir); err != nil {
		return err
	}
	maps.DeleteFunc(m.kept, func(name string, _ *node) bool { return filepath.Dir(name) == dir })
	for name, n := range m.files {
		if filepath.Dir(name) == dir {
			m.kept[name] = n
		}
	}
	return nil
}

// Lock implements disk.Layer.
func (m *Memory) Lock(name, text string) (disk.Lock, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("lock", name); err != nil {
		return nil, err
	}
	if by, held := m.locks[name]; held {
		return nil, &disk.Held{Name: name, Text: by}
	}
	m.locks[name] = text
	return &lock{m, name}, nil
}

type lock struct {
	m    *Memory
	name string
}

// Release implements disk.Lock. It ends the lock even if it fails.
func (l *lock) Release() error {
	l.m.mu.Lock()
	defer l.m.mu.Unlock()
	delete(l.m.locks, l.name)
	return l.m.call("unlock", l.name)
}

// full is the error of a disk without space.
func full(name string) error { return &fs.PathError{Op: "write", Path: name, Err: syscall.ENOSPC} }
