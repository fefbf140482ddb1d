package casefile

import (
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/runfile"
)

// groups goes through the keys of cases, all cases of one key at once.
type groups struct {
	keys   *cursor
	policy Duplicates
	key    value.Value
	takers []uint64 // cases that get the rows which belong to the key
	begun  bool
}

func newGroups(keys *runfile.Sorted, policy Duplicates) (*groups, error) {
	c, err := begin(keys)
	return &groups{keys: c, policy: policy}, err
}

// seek goes on to the first key that is not below a key.
func (g *groups) seek(key value.Value) error {
	for (!g.begun || value.Compare(g.key, key) < 0) && !g.keys.done {
		g.begun = true
		g.key, g.takers = g.keys.rec.Values[0], g.takers[:0]
		for !g.keys.done && value.Equal(g.keys.rec.Values[0], g.key) {
			switch {
			case len(g.takers) == 0 || g.policy == AllDuplicates:
				g.takers = append(g.takers, g.keys.rec.Ordinal)
			case g.policy == LastDuplicate:
				g.takers[0] = g.keys.rec.Ordinal
			}
			if err := g.keys.next(); err != nil {
				return err
			}
		}
	}
	return nil
}

// is reports whether the key that was reached is a key.
func (g *groups) is(key value.Value) bool { return g.begun && value.Equal(g.key, key) }
