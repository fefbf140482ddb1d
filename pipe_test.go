//go:build unix

package drgrule_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/drgrule/drgrule"
)

// TestPipeAmongRules: a pipe without a writer is refused, not waited for.
func TestPipeAmongRules(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ruleset.hcl"), []byte("ruleset \"r\" {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "more.hcl"), 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := drgrule.Compile(os.DirFS(dir), drgrule.Options{})
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a pipe was read as rules")
		}
	case <-time.After(10 * time.Second):
		t.Error("the compiler waits for the writer of a pipe")
	}
}
