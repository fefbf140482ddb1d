package slot

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// References gives the rows of records that lie outside of the case: pools,
// hospitals by month, the run. It must be safe for concurrent use.
type References interface {
	// Find returns the row of a root record with a key, as a case with the rows that
	// belong to it, or nil.
	Find(rec int, key value.Value) *Bundle
	// Given reports whether the rows of a record were given, be there none. A
	// record that consists of its key, and is not given, has the rows that are named.
	Given(rec int) bool
}

// Closed gives what was made of many cases, once they are closed. It must be safe for
// concurrent use.
type Closed interface {
	// Slot returns what a node that is made of many cases holds for the row with a key,
	// and false if that row was not among them. Of a row of another case that a predicate
	// has found it has the nodes that are read of it.
	Slot(node ir.NodeID, key value.Value) (Slot, bool)
}

// A Watcher is told what an evaluation reaches: every slot when it is computed (elem
// is the element of its predicate, if it stands in one), the arm that a choice takes,
// every table row that a node reads, with the node's operands.
type Watcher interface {
	Slot(node ir.NodeID, s Slot, elem value.Value)
	Arm(node ir.NodeID, arm int)
	Row(n *ir.Node, args []value.Value, row int)
}
