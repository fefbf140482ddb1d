package check

import (
	"fmt"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
)

// MaxCost bounds the steps that one case may take.
const MaxCost = 1_000_000_000

// coster counts the steps of one case: the nodes of each formula, times the rows
// that they are evaluated for. Sums stop at a multiple of MaxCost.
type coster struct {
	c         *checker
	total     int64
	most      int64 // of one formula
	at        diag.Span
	functions map[*Function]int64
}

func (c *checker) cost() int64 {
	k := &coster{c: c, functions: map[*Function]int64{}}
	for _, r := range c.info.Records {
		for _, f := range r.Fields {
			k.add(r, 1, f.Is...)
		}
	}
	for _, v := range c.info.Values {
		for _, ver := range v.Versions {
			k.version(v, ver)
		}
		if t := v.Total; t != nil {
			k.add(t.Child, 1, append([]*syntax.Formula{t.By, t.Where, t.Input, t.Weight}, orderFormulas(t.Order)...)...)
		}
		if r := v.Rank; r != nil {
			k.add(v.Record, 1, append([]*syntax.Formula{r.By, r.Where}, orderFormulas(r.Order)...)...)
		}
		if p := v.Cap; p != nil {
			k.add(v.Record, 1, append([]*syntax.Formula{p.By, p.Limit}, orderFormulas(append(p.Ties, p.Order...))...)...)
		}
	}
	for _, o := range c.info.Outputs {
		k.add(o.Record, 1, o.Is)
	}
	for _, p := range c.info.Properties {
		if p.Table == nil {
			k.add(p.Record, 1, p.Holds)
		}
	}
	if k.total > MaxCost {
		c.report(diag.CostTooHigh, k.at, fmt.Sprint(MaxCost), fmt.Sprint(k.total))
	}
	return k.total
}

func (k *coster) version(v *Value, ver *Version) {
	if cr := ver.Criteria; cr != nil && cr.Each != nil {
		e := cr.Each
		k.add(v.Record, 1, cr.Applies, e.Rows)
		k.add(v.Record, k.elements(e.Rows.Expr), e.Where, e.Require, e.Waive)
		return
	}
	k.add(v.Record, 1, versionFormulas(ver)...)
}

// add counts formulas that are evaluated times over for each row of a record.
func (k *coster) add(r *Record, times int64, fs ...*syntax.Formula) {
	for _, f := range fs {
		if f == nil {
			continue
		}
		n := product(k.nodes(f.Expr), times, rowsPerCase(r))
		if n > k.most {
			k.most, k.at = n, f.Span
		}
		k.total = min(k.total+n, MaxCost*2)
	}
}

func product(factors ...int64) int64 {
	n := int64(1)
	for _, f := range factors {
		if f > 0 && n > MaxCost*2/f {
			return MaxCost * 2
		}
		n *= f
	}
	return n
}

func rowsPerCase(r *Record) int64 {
	n := int64(1)
	for ; r != nil && r.Owner != nil; r = r.Owner {
		n = product(n, int64(r.MaxRows))
	}
	return n
}

// nodes counts the steps of a formula: a predicate counts once per element, a
// function as what stands in it.
func (k *coster) nodes(e syntax.Expr) int64 {
	n := int64(1)
	children := syntax.Children(e)
	if call, ok := e.(*syntax.Call); ok {
		if call.Recv == nil && isSpecial(call.Name) && len(call.Args) == 2 {
			n += product(k.elements(call.Args[0]), k.nodes(call.Args[1]))
			children = call.Args[:1]
		}
		if f := k.c.info.Facts[e]; f != nil && f.Use.Kind == FunctionUse {
			n += k.function(f.Use.Function)
		}
	}
	for _, x := range children {
		n += k.nodes(x)
	}
	return min(n, MaxCost*2)
}

func (k *coster) function(f *Function) int64 {
	if n, ok := k.functions[f]; ok {
		return n
	}
	n := int64(1)
	if f.Bands != nil {
		for _, x := range bandFormulas(f.Bands) {
			if x != nil {
				n += k.nodes(x.Expr)
			}
		}
	} else {
		n += k.nodes(f.Body.Expr)
	}
	k.functions[f] = min(n, MaxCost*2)
	return k.functions[f]
}

// elements is how many elements a loop may go through.
func (k *coster) elements(e syntax.Expr) int64 {
	f := k.c.info.Facts[e]
	switch {
	case f == nil:
	case f.Use.Table != nil && f.Type.Name == f.Use.Table.Name:
		return int64(len(f.Use.Table.Rows))
	case f.Use.Kind == BackUse:
		return int64(f.Use.Record.MaxRows)
	}
	return DefaultMaxRows
}
