package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// pages are the pages that this directory has for people.
var pages = []string{"language.md", "tutorial.md", "tutorial.zh.md", "diagnostics/README.md"}

var headingLine = regexp.MustCompile(`(?m)^(#{1,6}) (.*)$`)

// prose is a page without its fenced blocks.
func prose(text string) string { return fencePattern.ReplaceAllString(text, "") }

// slug is the anchor that a heading gets: lower case, without punctuation, blanks as
// hyphens.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// TestLinks: what pages link to exists, the heading within it too.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	anchors := func(page string) []string {
		var out []string
		for _, m := range headingLine.FindAllStringSubmatch(prose(read(t, page)), -1) {
			out = append(out, slug(m[2]))
		}
		return out
	}
	for _, page := range pages {
		for _, m := range link.FindAllStringSubmatch(prose(read(t, page)), -1) {
			if strings.HasPrefix(m[1], "https://") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			target := page
			if file != "" {
				target = filepath.Join(filepath.Dir(page), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", page, m[1])
				continue
			}
			if anchor != "" && !slices.Contains(anchors(target), anchor) {
				t.Errorf("%s links to %s, and there is no such heading", page, m[1])
			}
		}
	}
}

// TestReferences: parts and sections are numbered in a row, the contents name every part,
// and every number of a part or section that the text refers to exists.
func TestReferences(t *testing.T) {
	manual := prose(read(t, "language.md"))
	var numbers []string
	part, sub := 0, 0
	for _, m := range headingLine.FindAllStringSubmatch(manual, -1) {
		number, title, _ := strings.Cut(m[2], " ")
		switch len(m[1]) {
		case 2:
			part, sub = part+1, 0
			if number != strconv.Itoa(part) {
				t.Errorf("part %q should have the number %d", m[2], part)
			}
			if entry := number + " [" + title + "](#" + slug(m[2]) + ")"; !strings.Contains(manual, entry) {
				t.Errorf("the contents lack %q", entry)
			}
		case 3:
			sub++
			if number != strconv.Itoa(part)+"."+strconv.Itoa(sub) {
				t.Errorf("section %q should have the number %d.%d", m[2], part, sub)
			}
		}
		numbers = append(numbers, number)
	}
	text := codeSpan.ReplaceAllString(manual, "")
	references := 0
	for _, m := range regexp.MustCompile(`(?:[Pp]arts? |[(, ])(\d{1,2}\.\d{1,2})(?:[^\d.]|\.\s)|[Pp]arts? (\d{1,2})(?:[^\d.]|\.\s)`).FindAllStringSubmatch(text, -1) {
		references++
		if n := m[1] + m[2]; !slices.Contains(numbers, n) {
			t.Errorf("the text refers to %s, which does not exist", n)
		}
	}
	if references < 100 {
		t.Errorf("only %d references found", references)
	}
}

// TestFeatures: the table of what documents ask for has each of the forty features of the
// design once, with one of the states that the text above it explains.
func TestFeatures(t *testing.T) {
	manual := read(t, "language.md")
	states := []string{"works", "awaited", "partly", "not there"}
	for _, s := range states {
		if !strings.Contains(section(t, manual, "19.1"), "*"+s+"*") {
			t.Errorf("19.1 does not explain the state %q", s)
		}
	}
	rs := rows(t, manual, "What documents ask for:")
	for i, r := range rs {
		if r[0] != strconv.Itoa(i+1) {
			t.Errorf("row %d of the features has the number %s", i+1, r[0])
		}
		if !slices.Contains(states, r[2]) {
			t.Errorf("feature %s has the state %q, not one of %v", r[0], r[2], states)
		}
		if r[1] == "" || r[3] == "" {
			t.Errorf("feature %s says too little: %v", r[0], r)
		}
	}
	if len(rs) != 40 {
		t.Errorf("there are %d features, not 40", len(rs))
	}
}

// TestGlossary: every pair has a Chinese and an English term, no Chinese term stands
// twice, and where the text introduces a term with its Chinese name the glossary has it
// so.
func TestGlossary(t *testing.T) {
	manual := read(t, "language.md")
	english := map[string]string{}
	for _, r := range rows(t, manual, "Terms:") {
		if r[0] == "" || r[1] == "" || r[2] == "" {
			t.Errorf("the glossary's row %v is not 名称, term, meaning", r)
			continue
		}
		if english[r[0]] != "" {
			t.Errorf("%s stands twice", r[0])
		}
		english[r[0]] = r[1]
	}
	for _, r := range rows(t, manual, "Kinds of blocks:") {
		english[r[1]] = strings.Trim(r[0], "`")
	}
	for _, r := range rows(t, manual, "Statuses:") {
		english[r[1]] = strings.Trim(r[0], "`")
	}
	for _, r := range rows(t, manual, "Outcomes:") {
		english[r[2]] = r[0]
	}
	english["需要审核"] += ", in review" // a value is in review, a case needs it
	introduced := regexp.MustCompile("(?:\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*|`([^`]+)`) \\((\\p{Han}+)\\)")
	found := 0
	for _, m := range introduced.FindAllStringSubmatch(prose(manual), -1) {
		term, zh := m[1]+m[2]+m[3], m[4]
		found++
		if e, ok := english[zh]; !ok || !slices.Contains(strings.Split(e, ", "), strings.TrimSuffix(term, "s")) && !slices.Contains(strings.Split(e, ", "), term) {
			t.Errorf("the text calls %s %q, the glossary %q", zh, term, e)
		}
	}
	if found < 25 {
		t.Errorf("only %d terms are introduced with their Chinese names", found)
	}
}

// TestWords: results are called outcomes; status is the function of criteria alone.
func TestWords(t *testing.T) {
	for _, page := range pages {
		text := read(t, page)
		if regexp.MustCompile(`(?m)expect\s*=\s*\{[^}]*\bstatus\s*=`).MatchString(text) {
			t.Errorf("%s expects a status; a case has an outcome", page)
		}
		for _, m := range regexp.MustCompile(`(?i)[^\n]*\bstatus(es)?\b[^\n]*`).FindAllString(prose(text), -1) {
			if !strings.Contains(m, "criteri") && !strings.Contains(m, "status(") && !strings.Contains(m, "`status`") && !strings.Contains(m, "Statuses:") && !strings.Contains(m, "| status |") {
				t.Errorf("%s uses status for something else: %s", page, m)
			}
		}
	}
}
