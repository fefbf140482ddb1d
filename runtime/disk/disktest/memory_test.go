package disktest

import (
	"errors"
	"slices"
	"syscall"
	"testing"

	"github.com/drgrule/drgrule/runtime/disk"
)

// TestCrashes: what is left depends on what was synced, bytes and names apart.
func TestCrashes(t *testing.T) {
	m := New()
	m.Put("d/old", "old")
	f, err := m.Create("d/new")
	if err != nil {
		t.Fatal(err)
	}
	write := func(s string) {
		if _, err := f.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	write("one ")
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	write("two")
	if err := m.Rename("d/new", "d/old"); err != nil {
		t.Fatal(err)
	}
	for c, want := range map[Crash]string{Killed: "one two", PowerLost: "old", PowerLostAfterNames: "one "} {
		if got, _ := m.After(c).Get("d/old"); got != want {
			t.Errorf("crash %d: %q, want %q", c, got, want)
		}
	}
	if err := m.SyncDir("d"); err != nil {
		t.Fatal(err)
	}
	if got, _ := m.After(PowerLost).Get("d/old"); got != "one " {
		t.Errorf("after the names were synced: %q", got)
	}
	if names := m.Names(); !slices.Equal(names, []string{"d/old"}) {
		t.Errorf("files %q", names)
	}
}

// TestFaults: a call fails once or for good; a write that fails, and one that meets the
// end of the disk, have written a part.
func TestFaults(t *testing.T) {
	m := New()
	f, _ := m.Create("a")
	m.FailAt(2, syscall.EIO)
	if n, err := f.Write([]byte("1234")); n != 2 || !errors.Is(err, syscall.EIO) {
		t.Errorf("%d, %v", n, err)
	}
	m.Space(3)
	if n, err := f.Write([]byte("5678")); n != 3 || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%d, %v", n, err)
	}
	if got, _ := m.Get("a"); got != "12567" {
		t.Errorf("holds %q", got)
	}
	m.StopAt(4)
	for range 2 {
		if err := f.Sync(); !errors.Is(err, ErrStopped) {
			t.Errorf("sync: %v", err)
		}
	}
	if m.Calls() != 5 || m.Opened() != 1 {
		t.Errorf("%d calls, %d open", m.Calls(), m.Opened())
	}
}

// TestLocks: a lock is held by one, and the other is told by whom.
func TestLocks(t *testing.T) {
	m := New()
	l, err := m.Lock("x", "first")
	if err != nil {
		t.Fatal(err)
	}
	var held *disk.Held
	if _, err := m.Lock("x", "second"); !errors.As(err, &held) || held.Text != "first" {
		t.Errorf("second: %v", err)
	}
	if err := l.Release(); err != nil || m.Locked() != 0 {
		t.Errorf("release: %v", err)
	}
}
