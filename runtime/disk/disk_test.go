package disk_test

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/runtime/disk"
)

// TestMain is a process that takes a lock and waits, when it is started as one.
func TestMain(m *testing.M) {
	if name := os.Getenv("DISK_TEST_LOCK"); name != "" {
		l, err := disk.System().Lock(name, "pid child")
		if err != nil {
			os.Stdout.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		os.Stdout.WriteString("locked\n")
		io.Copy(io.Discard, os.Stdin)
		if err := l.Release(); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// holder starts a process that holds a lock.
func holder(t *testing.T, name string) (*exec.Cmd, io.Closer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DISK_TEST_LOCK="+name)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the holder says %q, %v", line, err)
	}
	return cmd, in
}

// TestLock: a second process is refused and told who holds the lock; whether the first
// ends in order or is killed, the lock is free again.
func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	for _, kill := range []bool{false, true, false} {
		cmd, in := holder(t, name)
		var held *disk.Held
		if _, err := disk.System().Lock(name, "second"); !errors.As(err, &held) || held.Text != "pid child" || held.Name != name {
			t.Fatalf("while it is held: %v", err)
		}
		if kill {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			if cmd.Wait() == nil {
				t.Fatal("the holder ended in order")
			}
		} else {
			in.Close()
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the file of a lock that was released: %v", err)
			}
		}
		l, err := disk.System().Lock(name, "next")
		if err != nil {
			t.Fatalf("after it ended (killed: %v): %v", kill, err)
		}
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLockInTurn: of many at once, one at a time has the lock.
func TestLockInTurn(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	inside := make(chan bool, 1)
	done := make(chan int)
	for range 8 {
		go func() {
			got := 0
			for got < 50 {
				l, err := disk.System().Lock(name, "x")
				if err != nil {
					continue
				}
				select {
				case inside <- true:
				default:
					t.Error("two have the lock")
				}
				got++
				<-inside
				if err := l.Release(); err != nil {
					t.Error(err)
				}
			}
			done <- got
		}()
	}
	for range 8 {
		<-done
	}
}

// TestCreate refuses a file that is there, be it a link to another.
func TestCreate(t *testing.T) {
	dir := t.TempDir()
	l := disk.System()
	f, err := l.Create(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("text")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Sync(), f.Close(), l.SyncDir(dir)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Create(filepath.Join(dir, "a")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "b")); err != nil {
		t.Skip(err)
	}
	if _, err := l.Create(filepath.Join(dir, "b")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link: %v", err)
	}
	if err := l.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "b")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "b")); string(b) != "text" {
		t.Errorf("renamed: %q, %v", b, err)
	}
	if err := l.Remove(filepath.Join(dir, "a")); err != nil {
		t.Errorf("removing what is not there: %v", err)
	}
	if _, err := l.Open(filepath.Join(dir, "a")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), dir) {
		t.Errorf("opening what is not there: %v", err)
	}
}

// TestScratch: what is written can be read, and nothing is left in the directory.
func TestScratch(t *testing.T) {
	dir := t.TempDir()
	f, err := disk.System().Scratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("patients")); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(io.NewSectionReader(f, 3, 100))
	if string(b) != "ients" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("left %v, %v", left, err)
	}
	if _, err := disk.System().Scratch(filepath.Join(dir, "none")); err == nil {
		t.Error("a scratch file in no directory")
	}
}
