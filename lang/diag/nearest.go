package diag

import (
	"sort"
	"strings"

	"github.com/agext/levenshtein"
)

// Nearest returns the candidate that name is most likely a slip of, or "" when
// none is near: at most a third of the characters may differ, at least one may.
func Nearest(name string, candidates []string) string {
	sorted := append([]string(nil), candidates...)
	sort.Strings(sorted)
	best, bestDist := "", len([]rune(name))/3+1
	for _, c := range sorted {
		if c == name {
			continue
		}
		if strings.EqualFold(c, name) {
			return c
		}
		if d := levenshtein.Distance(name, c, nil); d <= bestDist && d < len([]rune(c)) {
			if d < bestDist || best == "" {
				best, bestDist = c, d
			}
		}
	}
	return best
}
