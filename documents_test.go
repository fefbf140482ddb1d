package drgrule

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocumentsNameFiles: every file that the documents for contributors name exists,
// by its path or, where the text around it says which directory is meant, by its end;
// so does every directory below one of the module's own.
func TestDocumentsNameFiles(t *testing.T) {
	var paths []string
	err := fs.WalkDir(os.DirFS("."), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && p != "." && p != ".ci" && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		paths = append(paths, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile("`([a-zA-Z_./]+)`")
	found := 0
	for _, doc := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "RATIONALE.md", "conformance/README.md"} {
		b, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range token.FindAllStringSubmatch(string(b), -1) {
			name := strings.TrimSuffix(m[1], "/")
			top, _, below := strings.Cut(name, "/")
			if !strings.HasSuffix(name, ".go") && !(below && slices.Contains(paths, top) && name == strings.ToLower(name)) {
				continue
			}
			found++
			if !slices.ContainsFunc(paths, func(p string) bool { return p == name || strings.HasSuffix(p, "/"+name) }) {
				t.Errorf("%s names %s, which is not there", doc, m[1])
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d files are found in the documents: the pattern is too narrow", found)
	}
}
