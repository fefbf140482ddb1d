package main

import (
	"bytes"
	"os"
	"testing"
)

// TestSamplesAreGenerated: the files in the repository are what the program makes.
func TestSamplesAreGenerated(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile("../../" + name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from what `go run ./conformance/samples` makes: %v", name, err)
		}
	}
}
