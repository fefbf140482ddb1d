package fn

import (
	"slices"
	"sort"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// An Arg is what is known of an argument or a result before any case is read.
type Arg struct {
	Type  value.Type
	Free  bool         // made of literals only: takes the unit of its surroundings
	Const *value.Value // known when the ruleset is loaded
}

// A Problem is why a call does not type. Arg is the argument at fault, or -1 when
// it is the call as a whole.
type Problem struct {
	Code diag.Code
	Args []any
	Arg  int
}

// A Func is one function or operator.
type Func struct {
	Name     string           // as formulas write it
	Usage    string           // name and arguments, for the manual
	Doc      diag.Text        // what it gives
	Min, Max int              // number of arguments; Max -1 means any number
	Words    map[int][]string // arguments that are bare words, with the words allowed
	Type     func(args []Arg) (Arg, *Problem)
	Eval     func(args []value.Value) (value.Value, diag.Code)
	Version  int       // grows when the meaning changes; part of a ruleset's hash
	Examples []Example // run by a test, shown in the manual
}

// An Example is a formula of literals and what it gives.
type Example struct{ Formula, Result string }

// An Aggregate makes one value of the values of many rows. It takes them one after the
// other, so that the rows of a pool need not be in memory together.
type Aggregate struct {
	Name   string // the attribute of a total that selects it
	Doc    diag.Text
	Empty  bool // without rows (or, for cv, with mean 0) the result is none
	Weight bool // takes a second formula, `weight`
	Sorted bool // takes its rows from small to large, and knows at the start how many there are
	Type   func(in Arg, p Params) (Arg, *Problem)
	Start  func(p Params, rows int64) State // rows counts only if it is Sorted
}

// A State is what an aggregate keeps of the rows taken so far. It is exact, and so
// comes to the same whatever their order, unless the aggregate is Sorted.
type State interface {
	Add(in Input)
	Value() (value.Value, bool) // false: none
}

// Eval makes the value of rows that are at hand, in whatever order; false: none.
func (a *Aggregate) Eval(rows []Input, p Params) (value.Value, bool) {
	if a.Sorted {
		rows = slices.Clone(rows)
		slices.SortFunc(rows, func(x, y Input) int { return value.Compare(x.Value, y.Value) })
	}
	s := a.Start(p, int64(len(rows)))
	for _, r := range rows {
		s.Add(r)
	}
	return s.Value()
}

// An Input is what one row gives to an aggregate.
type Input struct{ Value, Weight value.Value }

// Params are the fixed parameters of an aggregate, as a total's attributes give them.
type Params struct {
	At           value.Num // percentile: the share of rows at or below it
	Interpolated bool      // percentile: between the two nearest rows
	Digits       int       // cv: decimals of the result
	Mode         value.Mode
	RowBits      int // bits of the largest number of rows, by which a sum may grow
}

// A Library is a table of functions and aggregates.
type Library struct {
	funcs map[string]*Func
	aggs  map[string]*Aggregate
}

// NewLibrary makes a table. A name that stands twice is a mistake of the caller.
func NewLibrary(funcs []*Func, aggs []*Aggregate) *Library {
	l := &Library{map[string]*Func{}, map[string]*Aggregate{}}
	for _, f := range funcs {
		if l.funcs[f.Name] != nil {
			panic("fn: " + f.Name + " stands twice")
		}
		l.funcs[f.Name] = f
	}
	for _, a := range aggs {
		if l.aggs[a.Name] != nil {
			panic("fn: aggregate " + a.Name + " stands twice")
		}
		l.aggs[a.Name] = a
	}
	return l
}

// Func finds a function or operator by name, or nil.
func (l *Library) Func(name string) *Func { return l.funcs[name] }

// Aggregate finds an aggregate by name, or nil.
func (l *Library) Aggregate(name string) *Aggregate { return l.aggs[name] }

// Names returns the names of the functions that formulas can call, sorted.
// Operators, which no formula can write as a call, are left out.
func (l *Library) Names() []string {
	var out []string
	for n := range l.funcs {
		if c := n[0]; c >= 'a' && c <= 'z' && n != "not" && n != "in" {
			out = append(out, n)
		}
	}
	sort.Strings(out)
	return out
}
