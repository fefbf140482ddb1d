package drgrule_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var goBlock = regexp.MustCompile("(?ms)^```go\n(.*?)^```$")

// flush drops the indentation, which a block of the manual has less of.
func flush(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines {
		lines[i] = strings.TrimLeft(lines[i], "\t")
	}
	return strings.Join(lines, "\n")
}

// TestEmbeddingManual: every block of Go in the manual stands, line by line, in the
// examples of this package, which the go command compiles, runs and compares.
func TestEmbeddingManual(t *testing.T) {
	manual, err := os.ReadFile("docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("example*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		examples.WriteString(flush(string(b)) + "\n")
	}
	blocks := goBlock.FindAllStringSubmatch(string(manual), -1)
	if len(blocks) < 10 || len(blocks) != strings.Count(string(manual), "```go") {
		t.Errorf("the manual has %d blocks of Go, %d of them whole", strings.Count(string(manual), "```go"), len(blocks))
	}
	for _, b := range blocks {
		if !strings.Contains("\n"+examples.String(), "\n"+flush(b[1])+"\n") {
			t.Errorf("no example has\n%s", b[1])
		}
	}
}
