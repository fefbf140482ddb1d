package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/docs/diagnostics"
	"github.com/drgrule/drgrule/lang/diag"
)

// showPage prints what a code means, as its page says it: the paragraphs in the
// language of the run and the examples, which both languages share.
func (a *app) showPage(w io.Writer, code string) error {
	page, ok := diagnostics.Page(strings.ToUpper(code))
	if !ok {
		hint := ""
		if near := diag.Nearest(strings.ToUpper(code), diagnostics.Codes()); near != "" {
			hint = a.say("，是否指 ", "; did you mean ") + near
		}
		return fail(ExitCannotRun, a.say("没有代码 %s%s", "there is no code %s%s"), code, hint)
	}
	_, err := fmt.Fprint(w, a.inLang(page))
	return err
}

// inLang leaves out the heading and the paragraphs of the other language. A paragraph
// is Chinese if most of its letters are.
func (a *app) inLang(page string) string {
	var out []string
	code := false
	for _, block := range strings.Split(strings.TrimRight(page, "\n"), "\n\n") {
		fences := strings.Count("\n"+block, "\n```")
		switch {
		case code || isCode(block):
			out = append(out, block)
		case strings.HasPrefix(block, "# "):
			id, title := heading(block, a.lang)
			out = append(out, id+"  "+title)
		case a.lang == paragraphLang(block):
			out = append(out, block)
		}
		code = code != (fences%2 == 1)
	}
	return strings.Join(out, "\n\n") + "\n"
}

// heading reads the first line of a page: # CODE 中文 / English.
func heading(page string, l diag.Lang) (code, title string) {
	line, _, _ := strings.Cut(page, "\n")
	code, titles, _ := strings.Cut(strings.TrimPrefix(line, "# "), " ")
	zh, en, _ := strings.Cut(titles, " / ")
	return code, diag.Text{Zh: zh, En: en}.In(l)
}

// pageTitle is what a code means, in a few words that name nothing of one ruleset.
func pageTitle(c diag.Code, l diag.Lang) string {
	page, _ := diagnostics.Page(string(c))
	_, title := heading(page, l)
	return title
}

// isCode reports whether an example begins: fenced, or set in by four spaces.
func isCode(block string) bool {
	return strings.HasPrefix(block, "```") || strings.HasPrefix(block, "    ")
}

// paragraphLang ignores what stands in backquotes: words of rules are the same in both
// languages.
func paragraphLang(text string) diag.Lang {
	han, latin := 0, 0
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			continue
		}
		for _, r := range part {
			switch {
			case r >= 0x2e80:
				han++
			case slices.Contains([]rune("aeiou"), r):
				latin++
			}
		}
	}
	if han >= latin {
		return diag.Zh
	}
	return diag.En
}
