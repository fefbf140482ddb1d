package cli

import (
	"strings"
	"testing"

	"github.com/drgrule/drgrule/docs/diagnostics"
	"github.com/drgrule/drgrule/lang/diag"
)

// TestPageInOneLanguage splits every page: each language has its own title and text,
// and both have every example.
func TestPageInOneLanguage(t *testing.T) {
	for _, code := range diagnostics.Codes() {
		page, _ := diagnostics.Page(code)
		zh, en := (&app{lang: diag.Zh}).inLang(page), (&app{lang: diag.En}).inLang(page)
		if !strings.HasPrefix(zh, code+"  ") || !strings.HasPrefix(en, code+"  ") {
			t.Errorf("%s: a title is missing: %.40q, %.40q", code, zh, en)
		}
		if z, e := examples(zh), examples(en); z != e || z != examples(page) {
			t.Errorf("%s: the languages do not show the same examples", code)
		}
		if paragraphs(zh) < 1 || paragraphs(zh) != paragraphs(en) {
			t.Errorf("%s: %d paragraphs in Chinese, %d in English", code, paragraphs(zh), paragraphs(en))
		}
	}
}

func examples(page string) string {
	var out strings.Builder
	for i, part := range strings.Split("\n"+page, "\n```") {
		if i%2 == 1 {
			out.WriteString(part)
		}
	}
	return out.String()
}

func paragraphs(page string) int {
	n, code := -1, false
	for _, block := range strings.Split(page, "\n\n") {
		if !code && !isCode(block) {
			n++
		}
		code = code != (strings.Count("\n"+block, "\n```")%2 == 1)
	}
	return n
}
