package ir

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/value"
)

// LanguageVersion is the version of the meaning that programs carry.
const LanguageVersion = 1

// A Program is one compiled ruleset. It is immutable and safe for concurrent use.
type Program struct {
	Name, Title, Region string
	Records             []*Record // owners before what they own
	Tables              []*Table
	Nodes               []Node
	Scopes              []Scope // predicates; Scopes[0] stands for none
	Globals             int     // slots of nodes that belong to no row
	Values              []*Named
	Outputs             []*Output
	Properties          []*Property
	Spots               []Spot // in the order of files and places
	Untested            []Untested
	Totals              []*Named // those of Values that are folds within a case, as roots
	Strata              int
	Cost                int64
	Hash, TextHash      string
}

// Record finds a record by name, or nil.
func (p *Program) Record(name string) *Record {
	for _, r := range p.Records {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// Value finds a named value, or nil.
func (p *Program) Value(name string) *Named {
	for _, v := range p.Values {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// A Record is a kind of row.
type Record struct {
	ID      int
	Name    string
	Title   string
	Key     []int // fields
	Fields  []*Field
	Owner   int // record, or -1
	OwnerBy int // field of the key that names the owner's row, or -1
	Root    int // the record whose rows carry this one's; itself if it has no owner
	Derived bool
	Run     bool
	MaxRows int
	Clock   NodeID // the date that selects versions, or None
	Slots   int    // nodes of this record
}

// Field finds a field by name, or nil.
func (r *Record) Field(name string) *Field {
	for _, f := range r.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// A Field is a field of a record.
type Field struct {
	Name    string
	Index   int
	Spec    cell.Spec
	Columns []string // names in files, beside Name; the first heads the field in files that are written
	Title   string
	Back    string // name of the rows of this record, seen from what the field refers to
	RefTo   int    // record, or -1
	Table   int    // table, or -1
	Privacy int    // 1 direct identifier … 4 aggregate; 0 not said
	Read    bool   // some formula reads it: it must be there and in order
	Is      NodeID // computed reference, or None
	IsHas   NodeID // whether it has a value, or None if it always has
}

// Heading is the name of the field in files that are written: the first of its
// columns, else its own.
func (f *Field) Heading() string {
	if len(f.Columns) > 0 {
		return f.Columns[0]
	}
	return f.Name
}

// A Table is data that belongs to the rules. Rows are sorted by key, then date.
type Table struct {
	ID       int
	Name     string
	Title    string
	Key      []int
	Columns  []Column
	Rows     []Row
	Dated    bool
	Prefix   bool // the last part of the key matches by prefix
	Sample   bool
	Param    bool // a parameter: the last column is its value
	Source   Source
	index    map[string][]int32
	prefixes []int // lengths of the prefixes, longest first
}

// A Column is a column of a table.
type Column struct {
	Name string
	Type value.Type
}

// A Row is one row of a table.
type Row struct {
	Cells       []value.Value
	Present     []bool
	From, Until int64  // half-open range of days
	Line        int    // in its file, from 1
	File        string // the table's own, or the rules file
}

// NodeID numbers a node of a program.
type NodeID int32

// None is no node.
const None NodeID = -1

// A Scope is a predicate: its nodes are evaluated once per element.
type Scope struct {
	Parent int
	Slots  int
}

// Op is the operation of a node.
type Op uint8

// The operations. What each takes and gives is written beside it.
const (
	Const   Op = iota // Value
	Fail              // a fault of code Code; Text is the rule's reason
	Review            // review for the reason Text
	Missing           // undetermined for the lack of Text
	Self              // the reference to the row itself
	Input             // field Index of the row
	Has               // whether field Index has a value
	Find              // reference to the row of table Index by key Args (and date)
	Hit               // whether there is such a row
	Cell              // column Column of the row that Args[0] refers to (and date)
	CellHas           // whether that cell has a value
	At                // node Target of the row that Args[0] refers to
	Make              // reference to a row of record Index, by key Args
	List              // list of Args
	Call              // Func(Args)
	Choose            // condition, result, condition, result, …, other result
	All               // and
	Any               // or
	Known             // whether Args[0] is determined
	Settle            // Args[0], with undetermined turned into review
	Pend              // Args[0], or Args[1] where it is undetermined
	Status            // status of criteria: Args are applies, truth
	Each              // goes through rows or elements: see Loop
	Elem              // the element that predicate Index looks at
	Fold              // total over rows: see Fold
	FoldHas           // whether that total has a value
	Scan              // rank, running total or cap over many cases: see Scan
	ScanHas           // whether that running total has a value
	Closed            // a value that needs many cases: as assumed, else Args[0] once they are closed, until then provisional Args[1]
)

var opNames = [...]string{"const", "fail", "review", "missing", "self", "input", "has", "find", "hit", "cell", "cellhas", "at", "make", "list", "call", "choose", "all", "any", "known", "settle", "pend", "status", "each", "elem", "fold", "foldhas", "scan", "scanhas", "closed"}

// String returns the operation's name in prints.
func (o Op) String() string { return opNames[o] }

// A Node is one step of a program.
type Node struct {
	Op      Op
	Rec     int // record whose rows it belongs to, or -1
	Scope   int // innermost predicate that it depends on, or 0
	Slot    int // its place among the nodes of that record or predicate
	Args    []NodeID
	Type    value.Type
	Value   value.Value // Const
	Code    diag.Code   // Fail
	Text    string      // Fail, Review, Missing; Closed: the value's name; Input: the field's path
	Index   int         // field, table, record or scope
	Column  int
	ByRef   bool // Find, Hit, Cell, CellHas: Args[0] is a reference to the row, not its key
	Target  NodeID
	Func    *fn.Func
	Loop    *Loop
	Fold    *FoldSpec
	Scan    *ScanSpec
	Stratum int // rounds over many cases before it is known
}

// Crosses reports whether the node itself is made of many cases.
func (n *Node) Crosses() bool {
	return n.Scan != nil || n.Fold != nil && n.Fold.Cross || n.Loop != nil && n.Loop.Cross
}

// Gives returns what the rows of a record give to a value over rows, or nil.
func (n *Node) Gives() *FoldSpec {
	if n.Scan != nil {
		return &n.Scan.FoldSpec
	}
	return n.Fold
}

// A Standing tells what stands for values over many cases in one run.
type Standing struct {
	Assumed func(name string) bool // the caller gives the value; nil: gives none
	Settled bool                   // many cases are closed, as far as Upto
	Upto    int                    // the highest stratum that is closed
	Needed  []bool                 // by node: what is closed at all; see Demanded
}

// Assumes reports whether the caller gives a value.
func (s Standing) Assumes(name string) bool { return s.Assumed != nil && s.Assumed(name) }

// Closed reports whether a node that is made of many cases has its value.
func (s Standing) Closed(id NodeID, n *Node) bool {
	return s.Settled && n.Stratum <= s.Upto && (s.Needed == nil || s.Needed[id])
}

// Source is the operand that a Closed node takes its value from, if it is not assumed.
func (s Standing) Source(n *Node) NodeID {
	if s.Settled {
		return n.Args[0]
	}
	return n.Args[len(n.Args)-1]
}

// Awaiting tells of every node whether it needs many cases that are not closed, and for
// which neither an assumption nor a provisional value stands in.
func (p *Program) Awaiting(st Standing) []bool {
	out := make([]bool, len(p.Nodes))
	for id := range p.Nodes { // operands come before what they belong to
		switch n := &p.Nodes[id]; {
		case n.Op == Closed:
			out[id] = !st.Assumes(n.Text) && out[st.Source(n)]
		case n.Crosses():
			out[id] = !st.Closed(NodeID(id), n)
		default:
			out[id] = slices.ContainsFunc(n.Operands(), func(o NodeID) bool { return out[o] })
		}
	}
	return out
}

// Tags lists what a node rests on: tables that are samples, and values over many
// cases that are assumed or provisional. An assumed value hides what it is made of, a
// provisional one the cases that it stands in for.
func (p *Program) Tags(id NodeID, st Standing) []string {
	seen := map[NodeID]bool{}
	var out []string
	var walk func(id NodeID)
	walk = func(id NodeID) {
		if id == None || seen[id] {
			return
		}
		seen[id] = true
		n := &p.Nodes[id]
		switch name := strings.TrimPrefix(n.Text, "has "); n.Op {
		case Find, Hit, Cell, CellHas:
			if t := p.Tables[n.Index]; t.Sample {
				out = append(out, "sample:"+t.Name)
			}
		case Each:
			if n.Loop.Over == OverTable && p.Tables[n.Loop.Table].Sample {
				out = append(out, "sample:"+p.Tables[n.Loop.Table].Name)
			}
		case Closed:
			switch {
			case st.Assumes(name):
				out = append(out, "assumed:"+name)
				return
			case st.Settled:
				walk(n.Args[0])
				return
			case len(n.Args) > 1:
				out = append(out, "provisional:"+name)
				walk(n.Args[1])
				return
			case p.Nodes[n.Args[0]].Crosses():
				return
			}
		}
		for _, o := range n.Operands() {
			walk(o)
		}
	}
	walk(id)
	slices.Sort(out)
	return slices.Compact(out)
}

// AwaitsWhat lists the values over many cases that a node waits for.
func (p *Program) AwaitsWhat(id NodeID) []string {
	seen := map[NodeID]bool{}
	var out []string
	var walk func(id NodeID)
	walk = func(id NodeID) {
		if id == None || seen[id] {
			return
		}
		seen[id] = true
		n := &p.Nodes[id]
		switch {
		case n.Op == Closed && len(n.Args) > 1:
			walk(n.Args[1])
			return
		case n.Op == Closed && p.Nodes[n.Args[0]].Crosses():
			out = append(out, strings.TrimPrefix(n.Text, "has "))
			return
		}
		for _, o := range n.Operands() {
			walk(o)
		}
	}
	walk(id)
	slices.Sort(out)
	return slices.Compact(out)
}

// LoopKind is what a loop makes of its elements.
type LoopKind uint8

// The kinds of loops.
const (
	LoopAny LoopKind = iota
	LoopAll
	LoopCount
	LoopSum
	LoopFind    // reference to the first element, or element itself
	LoopFindHas // whether there is one
	LoopNeed    // at least Need elements
)

var loopNames = [...]string{"any", "all", "count", "sum", "find", "findhas", "need"}

// String returns the kind's name in prints.
func (k LoopKind) String() string { return loopNames[k] }

// SourceKind is what a loop goes through.
type SourceKind uint8

// The sources of a loop: the rows of a table in force (Args: date, if the table is
// dated), the rows of a record that refer by a field to the row Args[0], the
// elements of the list Args[0].
const (
	OverTable SourceKind = iota
	OverRows
	OverList
)

// A Loop is what an Each node does.
type Loop struct {
	Kind   LoopKind
	Over   SourceKind
	Table  int // OverTable
	Record int // OverRows: whose rows
	Field  int // OverRows: the reference
	Scope  int
	Body   NodeID // truth; LoopSum: number
	Need   int
	Cross  bool // the rows belong to other cases
}

// A FoldSpec is a total over the rows that refer to a row. Its nodes belong to the
// child record.
type FoldSpec struct {
	Child         int
	Target        int
	By            NodeID
	Where         NodeID // or None
	Input, Weight NodeID // or None
	Agg           *fn.Aggregate
	Params        fn.Params
	Round         int // digits to round to after adding, or -1
	Exclude       bool
	Cross         bool
}

// ScanKind is what a scan over many cases makes.
type ScanKind uint8

// The scans.
const (
	ScanRank ScanKind = iota
	ScanRunning
	ScanCap
)

// A ScanSpec goes through the rows with the same By in an order. What each row gives is
// what it would give to a total: to a rank nothing, to a cap its claim.
type ScanSpec struct {
	FoldSpec
	Kind      ScanKind
	Order     []Key
	Limit     NodeID // cap: a node of the target
	Ties      []Key
	Digits    int
	FirstCome bool
	Cut       bool
}

// A Key is one key of an order.
type Key struct {
	Node NodeID
	Desc bool
}
