package casefile

// A Tally counts rows and tells two sets of them apart in which one row is missing and
// another there twice, which have the same number. The zero Tally has counted nothing;
// tallies of the same rows are equal, in whatever order they came.
type Tally struct{ Rows, Sum uint64 }

// Add counts a row: its place among the rows of its record, and its key.
func (t *Tally) Add(ordinal uint64, key ...string) {
	h := uint64(start)
	for _, k := range key {
		h = hash(h, k)
	}
	t.count(ordinal, h)
}

// addBytes is Add with a key that is written in bytes.
func (t *Tally) addBytes(ordinal uint64, key []byte) { t.count(ordinal, hash(start, key)) }

func (t *Tally) count(ordinal, h uint64) {
	t.Rows++
	t.Sum += mix(h ^ mix(ordinal+0x9e3779b97f4a7c15))
}

// plus is the tally of both sets.
func (t Tally) plus(u Tally) Tally { return Tally{t.Rows + u.Rows, t.Sum + u.Sum} }

// start and prime are those of FNV-1a; mix spreads its high bits.
const (
	start = 14695981039346656037
	prime = 1099511628211
)

func hash[T string | []byte](h uint64, text T) uint64 {
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * prime
	}
	return (h ^ uint64(len(text))) * prime // parts do not run into each other
}

func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
