package ir_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/stdlib"
)

// compile compiles one file of rules, beside table files and what it extends.
func compile(t *testing.T, text string, more map[string]string) *ir.Program {
	t.Helper()
	out, err := lang.Compile(lang.Input{
		Entry: "rules", Library: stdlib.Library(), Options: check.Options{}, Modules: stdlib.Modules(),
		Open: func(string) (*lang.Dir, error) {
			return &lang.Dir{
				Files: []*diag.File{diag.NewFile("rules.hcl", []byte("ruleset \"rules\" {}\n"+text))},
				Table: func(path string) ([]byte, error) {
					if s, ok := more[path]; ok {
						return []byte(s), nil
					}
					return nil, errors.New("no such file")
				},
			}, nil
		},
		Module: func(string) (*lang.Dir, error) { return nil, errors.New("no modules here") },
	})
	if err != nil {
		t.Fatal(err)
	}
	if out.Diags.Errors() {
		t.Fatal(out.Diags)
	}
	return out.Program
}

// sound has every operation of the language.
const sound = `
table "groups" {
  key     = ["code"]
  columns = { code = text, weight = ratio, note = optional(text), from = from }
  rows    = [["A", 1, "", ""]]
}
table "listed" {
  key     = ["code"]
  columns = { code = text }
  rows    = [["A"]]
}
record "pool" {
  key    = ["id"]
  fields = { id = text, budget = money }
}
record "case" {
  key    = ["id"]
  clock  = "case.left"
  fields = { id = text, group = ref(groups), pool = ref(pool), left = date, cost = money, good = unknown(bool), moved = optional(date) }
}
record "item" {
  key    = ["case", "line"]
  fields = { case = { type = ref(case), back = "items" }, line = count, amount = money, use = { type = ref(use), is = ["item.case", "item.line"] } }
}
record "use" {
  key    = ["case", "line"]
  fields = { case = ref(case), line = count }
}
total "drugs" {
  by    = "item.case"
  where = "item.line > 0"
  mean  = "item.amount"
}
total "pool_cost" {
  by  = "case.pool"
  sum = "case.cost"
}
rank "place" {
  by    = "case.pool"
  order = ["case.cost", "case.id"]
}
criteria "eligible" {
  criterion "good" {
    require = "case.good"
  }
}
payment "base" {
  when    = "eligible"
  pays    = "case.cost"
  pending = "0"
}
output "a" {
  is = "any(case.items, let i = #; any(listed, .code == case.id and i.line > 1)) or count(groups) > 1"
}
output "b" {
  is = "base + round(drugs ?? 0, 2)"
}
output "c" {
  is = "case.group.note ?? groups(case.id).note ?? 'x'"
}
output "d" {
  is = "case.id in listed and case.good and (case.moved ?? case.left) > case.left"
}
output "e" {
  is = "place > 1 ? refuse('why') : case.pool.pool_cost > 0 ? review('why') : known(case.good) ? 1 : unknown('why')"
}
output "f" {
  is = "status(eligible)"
}
output "g" {
  per = "item"
  is  = "case_cost_of(item.case) > item.amount and item.use.line > 0"
}
function "case_cost_of" {
  args = { c = ref(case) }
  is   = "c.cost"
}
property "weights" {
  per   = "groups"
  holds = "groups.weight > 0"
}
`

// node finds the first node of an operation.
func node(t *testing.T, p *ir.Program, op ir.Op, more ...func(*ir.Node) bool) *ir.Node {
	t.Helper()
next:
	for i := range p.Nodes {
		if p.Nodes[i].Op != op {
			continue
		}
		for _, f := range more {
			if !f(&p.Nodes[i]) {
				continue next
			}
		}
		return &p.Nodes[i]
	}
	t.Fatalf("there is no %s", op)
	return nil
}

// TestVerify breaks one thing of a sound program at a time.
func TestVerify(t *testing.T) {
	if err := compile(t, sound, nil).Verify(); err != nil {
		t.Fatal(err)
	}
	call := func(n *ir.Node) bool { return n.Rec >= 0 && len(n.Args) > 1 }
	last := func(p *ir.Program) ir.NodeID { return ir.NodeID(len(p.Nodes) - 1) }
	numberOf := func(p *ir.Program, n *ir.Node) ir.NodeID {
		for i := range p.Nodes {
			if &p.Nodes[i] == n {
				return ir.NodeID(i)
			}
		}
		return ir.None
	}
	ofRecord := func(p *ir.Program, name string) ir.NodeID {
		return numberOf(p, node(t, p, ir.Input, func(n *ir.Node) bool { return p.Records[n.Rec].Name == name }))
	}
	for _, tt := range []struct {
		what, want string
		damage     func(t *testing.T, p *ir.Program)
	}{
		{"operand behind", "does not come before", func(t *testing.T, p *ir.Program) { node(t, p, ir.Call, call).Args[0] = last(p) }},
		{"operand that is no node", "does not come before", func(t *testing.T, p *ir.Program) { node(t, p, ir.Call, call).Args[0] = -1 }},
		{"operand itself", "does not come before", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Choose)
			n.Args[0] = numberOf(p, n)
		}},
		{"operand of another record", "belongs to another record", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Call, func(n *ir.Node) bool { return n.Rec >= 0 && p.Records[n.Rec].Name == "item" && n.Scope == 0 })
			n.Args[0] = ofRecord(p, "case")
		}},
		{"operand inside of a predicate", "not around it", func(t *testing.T, p *ir.Program) {
			elem := numberOf(p, node(t, p, ir.Elem))
			for i := int(elem) + 1; ; i++ {
				if n := &p.Nodes[i]; n.Scope == 0 && n.Op == ir.Choose {
					n.Args[1] = elem
					return
				}
			}
		}},
		{"no such record", "stands in record", func(t *testing.T, p *ir.Program) { node(t, p, ir.Const).Rec = 99 }},
		{"no such predicate", "stands in record", func(t *testing.T, p *ir.Program) { node(t, p, ir.Const).Scope = 99 }},
		{"wrong stratum", "stands in stratum", func(t *testing.T, p *ir.Program) { node(t, p, ir.Input).Stratum = 1 }},
		{"round forgotten", "stands in stratum", func(t *testing.T, p *ir.Program) { node(t, p, ir.Scan).Stratum = 0 }},
		{"one node twice", "equals node", func(t *testing.T, p *ir.Program) {
			a := node(t, p, ir.Fail, func(n *ir.Node) bool { return n.Text == "why" })
			b := node(t, p, ir.Review)
			slot := b.Slot
			*b = *a
			b.Slot = slot
		}},
		{"slot of another", "has the slot of", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Call, call)
			n.Slot = p.Nodes[n.Args[0]].Slot
		}},
		{"slot beyond the row", "has slot", func(t *testing.T, p *ir.Program) { node(t, p, ir.Call, call).Slot = 9999 }},
		{"choice without another result", "operands", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Choose)
			n.Args = n.Args[:2]
		}},
		{"condition that is a number", "is no truth", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Choose, func(n *ir.Node) bool { return p.Nodes[n.Args[1]].Type.Kind == value.Number })
			n.Args[0] = n.Args[1]
		}},
		{"and of a number", "is no truth", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.All, func(n *ir.Node) bool { return n.Rec >= 0 && n.Scope == 0 })
			p.Nodes[n.Args[0]].Type = value.TextType
		}},
		{"call of nothing", "no function", func(t *testing.T, p *ir.Program) { node(t, p, ir.Call).Func = nil }},
		{"call without operands", "no function", func(t *testing.T, p *ir.Program) { node(t, p, ir.Call).Args = nil }},
		{"call with too many", "no function", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Call, func(n *ir.Node) bool { return n.Func.Name == ">" })
			n.Args = append(n.Args, n.Args[0])
		}},
		{"field that the record does not have", "no field", func(t *testing.T, p *ir.Program) { node(t, p, ir.Input).Index = 99 }},
		{"the row of no record", "stands in record", func(t *testing.T, p *ir.Program) { node(t, p, ir.Self).Rec = -2 }},
		{"known of two", "operands", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Known)
			n.Args = append(n.Args, n.Args[0])
		}},
		{"pending without", "operands", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Pend)
			n.Args = n.Args[:1]
		}},
		{"element of no predicate", "element", func(t *testing.T, p *ir.Program) { node(t, p, ir.Elem).Index = 0 }},
		{"element of another predicate", "element", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Elem)
			n.Index = n.Index%(len(p.Scopes)-1) + 1
		}},
		{"loop without a predicate", "scope", func(t *testing.T, p *ir.Program) { node(t, p, ir.Each).Loop.Scope = 0 }},
		{"loop without a body", "scope", func(t *testing.T, p *ir.Program) { node(t, p, ir.Each).Loop.Body = ir.None }},
		{"loop over nothing", "operands", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Each, func(n *ir.Node) bool { return n.Loop.Over == ir.OverTable && len(n.Args) == 0 })
			n.Loop.Over = ir.OverList
		}},
		{"body of another predicate", "elsewhere", func(t *testing.T, p *ir.Program) {
			outer := node(t, p, ir.Each, func(n *ir.Node) bool { return n.Scope == 0 && p.Nodes[n.Loop.Body].Op == ir.Each })
			outer.Loop.Body = p.Nodes[outer.Loop.Body].Loop.Body
		}},
		{"value of a row of no record", "belongs to no record", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.At)
			n.Target = 0
			p.Nodes[0].Rec, p.Nodes[0].Op, p.Nodes[0].Slot, p.Nodes[0].Args = -1, ir.Missing, p.Globals, nil
			p.Globals++
		}},
		{"look-up in no table", "reads no table", func(t *testing.T, p *ir.Program) { node(t, p, ir.Find).Index = 99 }},
		{"look-up without its key", "key of 1 parts", func(t *testing.T, p *ir.Program) { node(t, p, ir.Find).Args = nil }},
		{"look-up without its date", "key of 1 parts", func(t *testing.T, p *ir.Program) {
			n := node(t, p, ir.Find, func(n *ir.Node) bool { return p.Tables[n.Index].Dated })
			n.Args = n.Args[:1]
		}},
		{"column that the table does not have", "no column", func(t *testing.T, p *ir.Program) { node(t, p, ir.Cell).Column = 99 }},
		{"column by key", "no column", func(t *testing.T, p *ir.Program) { node(t, p, ir.Cell).ByRef = false }},
		{"total without a fold", "fold of another", func(t *testing.T, p *ir.Program) { node(t, p, ir.FoldHas).Fold = nil }},
		{"total of another record", "fold of another", func(t *testing.T, p *ir.Program) { node(t, p, ir.Fold).Fold.Target = 99 }},
		{"total of what is not its rows'", "is not of record", func(t *testing.T, p *ir.Program) {
			node(t, p, ir.Fold, func(n *ir.Node) bool { return !n.Fold.Cross }).Fold.Input = ofRecord(p, "case")
		}},
		{"rank of another record", "scan of another", func(t *testing.T, p *ir.Program) { node(t, p, ir.Scan).Scan.Record = 0 }},
		{"rank in the order of other rows", "is not of record", func(t *testing.T, p *ir.Program) {
			node(t, p, ir.Scan).Scan.Order[0].Node = ofRecord(p, "item")
		}},
		{"closed of nothing", "operands", func(t *testing.T, p *ir.Program) { node(t, p, ir.Closed).Args = nil }},
		{"output of another record", "output g", func(t *testing.T, p *ir.Program) {
			for _, o := range p.Outputs {
				if o.Name == "g" {
					o.Rec = p.Record("case").ID
				}
			}
		}},
		{"total of another row", "total drugs", func(t *testing.T, p *ir.Program) { p.Value("drugs").Rec = p.Record("item").ID }},
		{"payment that never says when", "payment base", func(t *testing.T, p *ir.Program) { p.Value("base").Applies = ir.None }},
		{"clock of another record", "record pool", func(t *testing.T, p *ir.Program) { p.Record("pool").Clock = p.Record("case").Clock }},
	} {
		t.Run(tt.what, func(t *testing.T) {
			p := compile(t, sound, nil)
			tt.damage(t, p)
			if err := p.Verify(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
