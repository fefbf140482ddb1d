package docs

import (
	"slices"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/syntax"
)

// TestVocabularies: the manual lists every vocabulary, and all that is called by more
// than one name in it.
func TestVocabularies(t *testing.T) {
	rs := rows(t, read(t, "language.md"), "Vocabularies:")
	var want []string
	for _, name := range syntax.Schema.Block("record").Attr("vocabulary").Words {
		want = append(want, "`"+name+"`")
		var synonyms []string
		for _, names := range check.Vocabulary(name) {
			if len(names) > 1 {
				synonyms = append(synonyms, strings.Join(names, " "))
			}
		}
		for _, r := range rs {
			if r[0] == "`"+name+"`" {
				same(t, "names of "+name, strings.Split(strings.ReplaceAll(r[2], "`", ""), ", "), append(synonyms, slices.Repeat([]string{"none"}, max(0, 1-len(synonyms)))...))
			}
		}
		if len(check.Vocabulary(name)) < 10 {
			t.Errorf("%s has %d items", name, len(check.Vocabulary(name)))
		}
	}
	var listed []string
	for _, r := range rs {
		listed = append(listed, r[0])
	}
	same(t, "vocabularies", listed, want)
}
