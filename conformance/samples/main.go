package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	for _, name := range slices.Sorted(maps.Keys(files())) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			fatal(err)
		}
		if err := os.WriteFile(path, files()[name], 0o644); err != nil {
			fatal(err)
		}
		fmt.Println(path)
	}
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "samples:", err)
	os.Exit(1)
}

// files makes every sample file, by its path in the repository.
func files() map[string][]byte {
	out := map[string][]byte{}
	beijing(out)
	zhejiang(out)
	zhejiangTables(out)
	jinhuaTables(out)
	return out
}
