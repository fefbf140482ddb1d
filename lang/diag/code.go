package diag

import "sort"

// A Code names one kind of mistake. Codes are stable: DR for rules, DF for data.
type Code string

// Info is the catalogue's entry of a code.
type Info struct {
	Severity Severity
	Message  Text // a format; its arguments are the diagnostic's
	Help     Text // the same arguments
}

var catalogue = map[Code]Info{}

// register adds a group of entries; a code that stands twice is a mistake of the
// catalogue itself.
func register(group map[Code]Info) bool {
	for c, e := range group {
		if _, twice := catalogue[c]; twice {
			panic("diag: code " + string(c) + " is registered twice")
		}
		catalogue[c] = e
	}
	return true
}

// Info returns the catalogue's entry. Every code in use has one; a test sees to it.
func (c Code) Info() Info { return catalogue[c] }

// Page returns the path of the code's page in the documentation.
func (c Code) Page() string { return "docs/diagnostics/" + string(c) + ".md" }

// Codes returns every code of the catalogue, sorted.
func Codes() []Code {
	out := make([]Code, 0, len(catalogue))
	for c := range catalogue {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
