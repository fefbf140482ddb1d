package check

import "github.com/drgrule/drgrule/lang/diag"

// MaxDepth bounds how many values and functions read each other in a row. Checking,
// lowering and evaluating recurse along them, each through formulas as deep as
// formula-nesting allows, and Go cannot recover from a stack overflow.
const MaxDepth = 1000

// enter begins to infer a value or function; leave ends it and returns its depth. It
// is false where the stack itself is already too deep.
func (c *checker) enter(at diag.Span) (leave func() int, ok bool) {
	if c.depth == MaxDepth {
		c.tooDeep(at)
		return nil, false
	}
	outer, own := c.deepest, 0
	c.deepest = &own
	c.depth++
	return func() int {
		c.depth--
		c.deepest = outer
		c.reads(own + 1)
		return own + 1
	}, true
}

// reads notes the depth of what the value or function at hand reads. Which of them is
// inferred first depends on the order of blocks; the depth does not.
func (c *checker) reads(depth int) {
	if c.deepest != nil {
		*c.deepest = max(*c.deepest, depth)
	}
}

// tooDeep reports the limit once: it is one mistake, wherever it shows.
func (c *checker) tooDeep(at diag.Span) {
	if !c.deepTold {
		c.deepTold = true
		c.diags = append(c.diags, diag.New(diag.ValuesTooDeep, at, MaxDepth))
	}
}
