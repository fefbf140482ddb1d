package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/drgrule/drgrule/runtime/disk"
	"github.com/drgrule/drgrule/runtime/disk/disktest"
)

// What the paths hold before and after a run.
var (
	paths = []string{"out/a.csv", "out/b.csv", "other/refused.csv"}
	large = strings.Repeat("new and longer than what is buffered\n", 4000)
	fresh = map[string]string{"out/a.csv": large, "out/b.csv": "new\n", "other/refused.csv": ""}
	old   = map[string]string{"out/a.csv": "old a", "other/refused.csv": "old refused"}
)

func before() *disktest.Memory {
	m := disktest.New()
	for name, text := range old {
		m.Put(name, text)
	}
	return m
}

// run writes every path and commits.
func run(l disk.Layer) (err error) {
	o := New(l)
	defer func() { err = errors.Join(err, o.Abandon()) }()
	if err := o.ReserveDir("out"); err != nil {
		return err
	}
	for _, path := range paths {
		f, err := o.Create(path)
		if err != nil {
			return err
		}
		for text := fresh[path]; text != ""; {
			n := min(len(text), 70_000)
			if _, err := f.Write([]byte(text[:n])); err != nil {
				return err
			}
			text = text[n:]
		}
	}
	return o.Commit()
}

// whole says of a disk which paths are new; a path that is neither new nor old is
// reported.
func whole(t *testing.T, m *disktest.Memory, what string, args ...any) (renewed []string) {
	t.Helper()
	for _, path := range paths {
		got, there := m.Get(path)
		was, had := old[path]
		switch {
		case there && got == fresh[path]:
			renewed = append(renewed, path)
		case there != had || got != was:
			t.Errorf(what+": %s is torn: %d bytes, there %v", append(args, path, len(got), there)...)
		}
	}
	return renewed
}

// clean reports what a run that has ended has left.
func clean(t *testing.T, m *disktest.Memory, what string, args ...any) {
	t.Helper()
	for _, name := range m.Names() {
		if strings.Contains(name, "drgrule") {
			t.Errorf(what+": leaves %s", append(args, name)...)
		}
	}
	if m.Opened() != 0 || m.Locked() != 0 {
		t.Errorf(what+": %d files open, %d locks held", append(args, m.Opened(), m.Locked())...)
	}
}

// TestCommit: every file is new and synced, and nothing else is left.
func TestCommit(t *testing.T) {
	m := before()
	if err := run(m); err != nil {
		t.Fatal(err)
	}
	clean(t, m, "commit")
	for c := range disktest.PowerLostAfterNames + 1 {
		if renewed := whole(t, m.After(c), "crash %d", c); !slices.Equal(renewed, paths) {
			t.Errorf("after crash %d new are %q", c, renewed)
		}
	}
}

// calls returns how many calls a run makes.
func calls(t *testing.T) int {
	t.Helper()
	m := before()
	if err := run(m); err != nil {
		t.Fatal(err)
	}
	return m.Calls()
}

// TestEveryCallFails: whatever call fails, it is reported, no path is torn, and nothing
// that the run has begun is left.
func TestEveryCallFails(t *testing.T) {
	n := calls(t)
	if n < 20 {
		t.Fatalf("only %d calls", n)
	}
	for k := range n {
		m := before()
		m.FailAt(k+1, syscall.EIO)
		err := run(m)
		if !errors.Is(err, syscall.EIO) {
			t.Errorf("call %d: %v", k+1, err)
		}
		renewed := whole(t, m, "call %d", k+1)
		var partly *Partly
		if errors.As(err, &partly) && !slices.Equal(partly.New, renewed) {
			t.Errorf("call %d: new are %q, the error says %q", k+1, renewed, partly.New)
		}
		clean(t, m, "call %d", k+1)
	}
}

// TestEveryCallIsTheLast: whenever process or machine stop, no path is torn, and the next
// run is not hindered and cleans up.
func TestEveryCallIsTheLast(t *testing.T) {
	n := calls(t)
	some := map[int]bool{}
	for k := range n + 1 {
		for c := range disktest.PowerLostAfterNames + 1 {
			m := before()
			m.StopAt(k + 1)
			if err := run(m); (err != nil) != (k < n) {
				t.Errorf("stopped at call %d: %v", k+1, err)
			}
			next := m.After(c)
			some[len(whole(t, next, "stopped at call %d, crash %d", k+1, c))] = true
			if err := run(next); err != nil {
				t.Errorf("stopped at call %d, crash %d, next run: %v", k+1, c, err)
			}
			if renewed := whole(t, next, "next run"); !slices.Equal(renewed, paths) {
				t.Errorf("stopped at call %d, crash %d: the next run renews %q", k+1, c, renewed)
			}
			clean(t, next, "stopped at call %d, crash %d, next run", k+1, c)
		}
	}
	if !some[0] || !some[len(paths)] {
		t.Errorf("after crashes %v files were new: none or all never happened", some)
	}
}

// TestDiskFull: wherever the disk ends, the old files stay.
func TestDiskFull(t *testing.T) {
	size := len(large) + len("new\n")
	for n := 0; n < size; n += 1 + n/3 {
		m := before()
		m.Space(n)
		err := run(m)
		var path *fs.PathError
		if !errors.Is(err, syscall.ENOSPC) || !errors.As(err, &path) || !slices.Contains(paths, path.Path) {
			t.Errorf("%d bytes: %v", n, err)
		}
		if renewed := whole(t, m, "%d bytes", n); len(renewed) > 0 {
			t.Errorf("%d bytes: %q are new", n, renewed)
		}
		clean(t, m, "%d bytes", n)
	}
	m := before()
	m.Space(size)
	if err := run(m); err != nil {
		t.Errorf("enough: %v", err)
	}
}

// TestAbandon: everything is as it was, and the paths are free.
func TestAbandon(t *testing.T) {
	m := before()
	o := New(m)
	f, err := o.Create("out/a.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(large)); err != nil {
		t.Fatal(err)
	}
	if err := o.Abandon(); err != nil {
		t.Fatal(err)
	}
	clean(t, m, "abandon")
	if renewed := whole(t, m, "abandon"); renewed != nil {
		t.Errorf("new are %q", renewed)
	}
	if err := run(m); err != nil {
		t.Errorf("the next run: %v", err)
	}
}

// TestTwoRuns: the second is refused, for a file as for a directory, and told by whom;
// the first goes on.
func TestTwoRuns(t *testing.T) {
	m := before()
	first, second := New(m), New(m)
	if err := first.ReserveDir("out"); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Create("out/a.csv"); err != nil {
		t.Fatal(err)
	}
	for path, err := range map[string]error{"out": second.ReserveDir("out/"), "out/a.csv": second.Reserve("./out/a.csv")} {
		var used *InUse
		if !errors.As(err, &used) || filepath.Clean(used.Path) != path || used.PID != os.Getpid() || used.Host == "" || used.Since == "" {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := second.Create("out/b.csv"); err != nil {
		t.Errorf("another file: %v", err)
	}
	if err := errors.Join(first.Commit(), second.Abandon()); err != nil {
		t.Fatal(err)
	}
	if got, _ := m.Get("out/a.csv"); got != "" {
		t.Errorf("the first run wrote %d bytes", len(got))
	}
	clean(t, m, "both")
}

// TestOnePathTwice: a run does not write over its own file.
func TestOnePathTwice(t *testing.T) {
	o := New(before())
	if _, err := o.Create("out/a.csv"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Create("out/../out/a.csv"); err == nil {
		t.Error("the same path is created again")
	}
}

// TestWhatALockSays: a text that is not ours names nobody.
func TestWhatALockSays(t *testing.T) {
	for text, want := range map[string]InUse{
		"12 host 2026-01-02T03:04:05": {Path: "p", PID: 12, Host: "host", Since: "2026-01-02T03:04:05"},
		"":                            {Path: "p"},
		"x y z":                       {Path: "p"},
		"12 host":                     {Path: "p"},
	} {
		if got := inUse("p", text); *got != want {
			t.Errorf("%q: %+v", text, *got)
		}
	}
	if got := inUse("p", holder()); got.PID != os.Getpid() {
		t.Errorf("our own: %+v", got)
	}
}
