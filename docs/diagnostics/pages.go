package diagnostics

import (
	"embed"
	"strings"
)

//go:embed *.md
var pages embed.FS

// Page returns the page of a code, or false if there is none.
func Page(code string) (string, bool) {
	b, err := pages.ReadFile(code + ".md")
	return string(b), err == nil
}

// Codes returns the codes that have pages, sorted.
func Codes() []string {
	entries, err := pages.ReadDir(".")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if n := e.Name(); n != "README.md" {
			out = append(out, strings.TrimSuffix(n, ".md"))
		}
	}
	return out
}
