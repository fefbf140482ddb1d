package casefile

// Duplicates says what becomes of rows of a root record that have one key.
type Duplicates string

// What may become of them. Rows that belong to that key come with the one that is kept,
// and where all are refused with the first, so that what is wrong with them is told once.
const (
	RefuseDuplicates Duplicates = ""      // all are refused
	FirstDuplicate   Duplicates = "first" // the first is a case, the others are refused
	LastDuplicate    Duplicates = "last"  // the last is a case, the others are refused
	AllDuplicates    Duplicates = "all"   // each is a case, with all rows that belong to the key
)

// place is what one row is among those with its key.
type place struct {
	refused bool // for being one of several
	carries bool // rows that belong to the key come with it
}

// once is the place of a row that is alone with its key.
var once = place{carries: true}

// kept tells which of several rows carries what belongs to their key.
func (d Duplicates) kept(s same) int {
	if d == LastDuplicate {
		return s.last
	}
	return s.first
}

// place tells what the i-th row is among those with its key.
func (d Duplicates) place(s same, i int) place {
	if s.count < 2 {
		return once
	}
	return d.among(i == d.kept(s))
}

// among is the place of one of several rows, which is kept or not.
func (d Duplicates) among(kept bool) place {
	switch d {
	case RefuseDuplicates:
		return place{refused: true, carries: kept}
	case AllDuplicates:
		return once
	}
	return place{refused: !kept, carries: kept}
}
