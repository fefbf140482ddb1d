package check

import (
	"math"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// LanguageVersion is the version of the language that this package checks.
const LanguageVersion = 1

// Info is what is known of a ruleset once it has been checked.
type Info struct {
	Name, Title, Region string
	Records             []*Record     // in the order of declaration, owners first
	Tables              []*Table      // by name
	Params              []*Param      // by name
	Values              []*Value      // by name
	Functions           []*Function   // by name
	Outputs             []*Output     // by name, then grain
	Properties          []*Property   // by name
	Examples            []*Example    // in the order of the files
	Sources             []*Source     // by name
	Citations           []Citation    // in the order of the text; a block stands once for each of its parts
	Untested            []Untested    // in the order of the text
	Assumptions         []*Assumption // by name
	Facts               map[syntax.Expr]*Fact
	Strata              int   // rounds over many cases: 1 plus the highest stratum
	Cost                int64 // most steps that one case may take
}

// A Record is a kind of row: case, item line, application, pool, run.
type Record struct {
	Name    string
	Title   string
	Key     []int // fields
	Fields  []*Field
	Clock   *syntax.Formula // nil: that of the owner, if any
	Owner   *Record         // the record that a key field refers to
	OwnerBy int             // that field, or -1
	Derived bool            // has the rows that other rows name
	spread  bool            // derived, and rows of another root name them
	MaxRows int
	Block   *syntax.Block
	backs   map[string]*Field // rows of other records that refer to this one
}

// Root returns the record whose rows carry this record's rows with them.
func (r *Record) Root() *Record {
	for r.Owner != nil {
		r = r.Owner
	}
	return r
}

// Across reports whether the rows of a record that refer to one row of another lie in
// many cases: in those of another root, or named by them, so that no case alone knows
// which there are.
func (r *Record) Across(of *Record) bool { return r.Root() != of.Root() || r.spread }

// IsRun reports whether the record is the single row of run inputs.
func (r *Record) IsRun() bool { return r.Name == "run" && len(r.Key) == 0 }

// Field finds a field by name, or nil.
func (r *Record) Field(name string) *Field {
	for _, f := range r.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Back finds the field of another record whose `back` name this is, or nil.
func (r *Record) Back(name string) *Field { return r.backs[name] }

// A Field is a field of a record or a column of a table.
type Field struct {
	Name    string
	Index   int
	Record  *Record // nil for a column
	Spec    cell.Spec
	Columns []string // names in files
	Title   string
	Is      []*syntax.Formula // computed reference: the parts of the key
	Back    string
	Privacy int // 1 direct identifier … 4 aggregate; 0 not said
	Span    diag.Span
	isSpan  diag.Span // of `is`
	digits  int       // declared `decimals`, or -1
	needs   needs     // of `is`
	deps    []dependency
	Read    bool // some formula reads it
}

// Heading is the name of the field's column in files of results: the first that it
// declares for files, else its own.
func (f *Field) Heading() string {
	if len(f.Columns) > 0 {
		return f.Columns[0]
	}
	return f.Name
}

// Optional reports whether the field may be none.
func (f *Field) Optional() bool { return f.Spec.Optional }

// A Table is a table of data that belongs to the rules.
type Table struct {
	Name          string
	Title         string
	Key           []int
	Columns       []*Field
	From, Through int  // columns with dates, or -1
	Prefix        bool // the last part of the key matches by prefix
	Sample        bool
	Rows          []Row
	Source        Provenance
	Block         *syntax.Block
	file          *diag.File
	index         map[string][]int
}

// A Row is one row of a table.
type Row struct {
	Cells   []value.Value
	Present []bool
	From    int64 // first day
	Until   int64 // first day after
	Line    int
	Span    diag.Span
}

// Always are the dates of what has no dates.
const (
	Always = math.MinInt64
	Never  = math.MaxInt64
)

// Column finds a column by name, or nil.
func (t *Table) Column(name string) *Field {
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Dated reports whether rows have dates.
func (t *Table) Dated() bool { return t.From >= 0 || t.Through >= 0 }

// A Param is a parameter: a table of keys and dates with one value.
type Param struct {
	Name   string
	Title  string
	Keys   []*Field
	Spec   cell.Spec // of the value
	Rows   []Row     // Cells: the keys, then the value
	Source Provenance
	Blocks []*syntax.Block
	index  map[string][]int
}

// Dated reports whether any version has dates.
func (p *Param) Dated() bool {
	for _, r := range p.Rows {
		if r.From != Always || r.Until != Never {
			return true
		}
	}
	return false
}

// A Function is a function of the ruleset, or bands with `arg`.
type Function struct {
	Name   string
	Title  string
	Args   []*Field
	Body   *syntax.Formula // nil for bands
	Bands  *Bands
	Source Provenance
	Block  *syntax.Block

	state   state
	depth   int // as of values
	prefix  string
	clock   string // what in the body depends on the date, or ""
	unsound bool   // its own block has a mistake
	deps    []*Value
	needs   needs
	results map[string]*bodyFact
}

// A bodyFact is what a function's body is for the arguments of one call, or what is
// wrong with it there.
type bodyFact struct {
	fact  *Fact
	wrong *diag.Diagnostic
}

// ValueKind is the kind of block that a named value comes from.
type ValueKind uint8

// The kinds of named values.
const (
	LetValue ValueKind = iota
	BandsValue
	CriteriaValue
	ScorecardValue
	PaymentValue
	TotalValue
	RankValue
	CapValue
)

// A Value is a named value: a derived column of one record.
type Value struct {
	Name        string
	Kind        ValueKind
	Title       string
	Record      *Record // nil: the same for every row
	Type        value.Type
	Optional    bool
	Versions    []*Version // by date
	Total       *Total
	Rank        *Rank
	Cap         *Cap
	Provisional *syntax.Formula
	Source      Provenance
	Stratum     int           // rounds over many cases before it is known
	Crosses     bool          // is itself made of many cases
	Awaits      bool          // unknown until pools are closed, and no provisional stands in
	Block       *syntax.Block // of the first version

	state           state
	depth           int  // how many values and functions stand on each other up to it
	unsound         bool // its block has a mistake of its own
	fact            *Fact
	prefix          string
	deps            []dependency
	needs           needs
	provisionalDeps []dependency
	group           diag.Span // reads rows across cases here
}

// A Version is a named value between two dates.
type Version struct {
	From, Until int64
	Block       *syntax.Block
	Let         *syntax.Formula
	Bands       *Bands
	Criteria    *Criteria
	Scorecard   *Scorecard
	Payment     *Payment
	Source      Provenance
}

// Bands are the rows of a `bands` block.
type Bands struct {
	Of       *syntax.Formula // nil for a function
	Arg      *Field
	Rows     []*BandRow
	Marginal bool
	Downward bool   // the rows stand from large to small
	Hit      string // unique, first, all, highest, sum: for decision rows
	Decision bool
}

// A BandRow is one band or decision row.
type BandRow struct {
	Lo, Hi         *syntax.Formula // nil: open
	LoOpen, HiOpen bool            // the bound itself is outside
	When           *syntax.Formula
	Result         *syntax.Formula
	Span           diag.Span
}

// Criteria are the conditions of a `criteria` block.
type Criteria struct {
	Applies *syntax.Formula
	List    []*Criterion
	Each    *Each
}

// A Criterion is one named condition.
type Criterion struct {
	Name, Title    string
	Require, Waive *syntax.Formula
	Source         Provenance
	Span           diag.Span
}

// Each is a condition for each row of a table or of related rows.
type Each struct {
	Rows           *syntax.Formula
	As             string
	Where          *syntax.Formula
	Need           int // 0: all
	Require, Waive *syntax.Formula
}

// A Scorecard is a sum of dimensions.
type Scorecard struct{ Dimensions []*Dimension }

// A Dimension is one dimension of a scorecard.
type Dimension struct {
	Name, Title string
	Max         value.Num
	Is          *syntax.Formula
	Source      Provenance
}

// A Payment is one version of a payment.
type Payment struct {
	When, Pays, Pending *syntax.Formula
	InsteadOf           []string
	Replaces            []*Value
}

// A Total is a fold over the rows that refer to a row of another record.
type Total struct {
	Child      *Record // whose rows are added
	By         *syntax.Formula
	Where      *syntax.Formula
	Input      *syntax.Formula
	Weight     *syntax.Formula
	Aggregate  *fn.Aggregate
	Params     fn.Params
	Order      []*Order // running total
	Exclude    bool     // open = exclude
	RoundAfter *int
	Crosses    bool
}

// A Rank is the position of a row among those with the same `by`.
type Rank struct {
	By, Where *syntax.Formula
	Order     []*Order
}

// An Order is one key of an order.
type Order struct {
	By   *syntax.Formula
	Expr syntax.Expr // By without desc(…) or asc(…)
	Desc bool
}

// A Cap limits a payment over many cases.
type Cap struct {
	Of        *Value
	By        *syntax.Formula
	Target    *Record
	Limit     *syntax.Formula
	FirstCome bool
	Cut       bool // first come: the crossing claim is cut to what is left
	Digits    int
	Ties      []*Order
	Order     []*Order
}

// An Output is a named result.
type Output struct {
	Name     string
	Record   *Record
	Is       *syntax.Formula
	Column   string
	Title    string
	Type     value.Type
	Optional bool
	Awaits   bool
	Source   Provenance
	Block    *syntax.Block
	deps     []dependency
}

// A Property is a claim about every row.
type Property struct {
	Name   string
	Record *Record
	Table  *Table // instead of Record: a claim about every row of a table
	Holds  *syntax.Formula
	Awaits bool
	Source Provenance
	Block  *syntax.Block
	deps   []dependency
}

// An Example is one worked example.
type Example struct {
	Name    string
	Given   *syntax.ObjectLit
	Expect  *syntax.ObjectLit
	Rows    string // a CSV file of examples
	File    *diag.File
	Grade   string
	Derived bool
	Note    string
	Source  Provenance
	Block   *syntax.Block
}

// A Source is a document.
type Source struct {
	Name, Title, Number, Issued, Grade, URL string
	Clauses                                 []Clause // empty: not listed
	Block                                   *syntax.Block
}

// A Clause is an article of a source.
type Clause struct{ Name, Title, Grade string }

// An Assumption is a reading that no document settles.
type Assumption struct {
	Name, Text string
	NotTaken   []string
	Source     Provenance
	Block      *syntax.Block
}

// Provenance says where a rule comes from.
type Provenance struct {
	Cites      []Cite
	Assumption string // text, or the name of an assumption block
}

// A Cite is one citation.
type Cite struct {
	Source      *Source
	Clause      string // as written: the clause and what stands behind it
	Listed      string // the clause of the source's list that it stands under
	ClauseTitle string
	Grade       string // of the clause, else of the source
}

// An Untested is a block of which examples need not reach every part, and why.
type Untested struct {
	Block  *syntax.Block
	Reason string
}

// A Citation is one place that cites a source.
type Citation struct {
	Cite  Cite
	Block *syntax.Block
}

// state is the state of an entity whose type is inferred on demand.
type state uint8

const (
	fresh state = iota
	working
	done
)

// dependency is a named value that a formula reads, and where.
type dependency struct {
	value *Value
	span  diag.Span
}

// UseKind says what a name, member or call stands for.
type UseKind uint8

// The uses. Special calls (has, refuse, divide, find, …) keep their name in Word.
const (
	NoUse       UseKind = iota
	SelfUse             // the row itself
	FieldUse            // a field of the row that X refers to
	BackUse             // the rows that refer to X
	ValueUse            // a named value, of the row itself or of the row that X refers to
	ParamUse            // a parameter, with or without keys
	TableUse            // a table as a set of rows
	RowUse              // a row of a table by its key
	ColumnUse           // a column of the row that X refers to
	LocalUse            // a let, an argument or an `as` name
	WordUse             // a bare word argument
	FuncUse             // a function of the library
	FunctionUse         // a function of the ruleset
	SpecialUse          // a special form
)

// A Use is what a node stands for.
type Use struct {
	Kind     UseKind
	Record   *Record
	Field    *Field
	Table    *Table
	Param    *Param
	Value    *Value
	Func     *fn.Func
	Function *Function
	Word     string
	At       bool // param.at(date, …), table.at(date, …): the first argument is the date
	Range    bool // x in lo..hi
	InTable  bool // key in table
	ByRef    bool // the key is a reference to a row of that table
}

// A Fact is what is known of one node of a formula.
type Fact struct {
	Type     value.Type
	Free     bool         // made of literals only: takes the unit of its surroundings
	Const    *value.Value // a literal, converted to the type that its place needs
	Use      Use
	Optional bool // may be none
	Row      bool // a reference to a row that was found, whatever the date

	bad     bool
	misses  bool      // has a look-up that may find nothing, written in this node
	absent  []absence // why it may be none
	unknown []string  // fields whose being unreported makes it undetermined
	yes, no []string  // what holds when it is true, when it is false
	sign    sign
	folded  bool // comes from a total: never shown to be non-zero
	lo, hi  *cell.Bound
}

// Misses reports whether the node has a look-up that may find nothing.
func (f *Fact) Misses() bool { return f.misses }

// MayBeUnknown reports whether an unreported field can make the node undetermined.
func (f *Fact) MayBeUnknown() bool { return len(f.unknown) > 0 }

// absence is one reason why an expression may be none. Any of the guards takes it
// away: the path itself, or a named value on the way to it.
type absence struct {
	guards []string
	what   string
	span   diag.Span
	inner  diag.Span // where it arises, when read through a named value
}
