package fn

import "github.com/drgrule/drgrule/lang/value"

// Union returns the type that holds the values of both: of branches, bands,
// versions and the two sides of `??`. A number made of literals takes the unit of
// the other. ok is false when there is no such type.
func Union(a, b Arg) (t value.Type, free, ok bool) {
	x, y := a.Type, b.Type
	switch {
	case x.Kind == value.Never:
		return y, b.Free, true
	case y.Kind == value.Never:
		return x, a.Free, true
	case x.Kind != y.Kind || x.Name != y.Name:
		return x, false, false
	}
	switch x.Kind {
	case value.Number:
		switch {
		case a.Free && !b.Free:
			x.Unit = y.Unit
		case b.Free && !a.Free:
		case x.Unit != y.Unit:
			return x, false, false
		}
		return value.UnionType(x, y), a.Free && b.Free, true
	case value.Enum:
		if subset(x.Members, y.Members) {
			return y, false, true
		}
		return x, false, subset(y.Members, x.Members)
	case value.List:
		e, free, ok := Union(Arg{Type: *x.Elem, Free: a.Free}, Arg{Type: *y.Elem, Free: b.Free})
		return value.ListType(e), free, ok
	}
	return x, false, true
}

func subset(a, b []string) bool {
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}
