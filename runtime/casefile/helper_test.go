package casefile_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// rules read every kind of field that files treat differently: required, optional,
// unreported, unread; codes and ids; a table's code; lines of a case; a record that
// is only referred to.
const rules = `
ruleset "t" {}
codes "sys" {
  pattern = "^[A-Z0-9]{4,30}$"
  case    = "upper"
}
table "groups" {
  key     = ["code"]
  columns = { code = text, mean = money }
  rows    = [["AA11", 1], ["AA13", 2]]
}
record "city" {
  key    = ["name"]
  fields = { name = text, rate = { type = ratio, columns = ["系数"] } }
}
record "case" {
  key = ["id"]
  fields = {
    id      = { type = text, columns = ["病例号", "mdtrt_id"] }
    group   = { type = ref(groups), columns = ["DRG编码"] }
    cost    = { type = money, min = 0, columns = ["总费用（元）", "总费用"] }
    day     = date
    note    = optional(text)
    planned = unknown(bool)
    city    = optional(ref(city))
    unread  = date
  }
}
record "item" {
  key = ["case", "line"]
  fields = {
    case   = { type = ref(case), back = "items", columns = ["病例号"] }
    line   = text
    code   = code(sys)
    amount = money
  }
}
total "amount" {
  by  = "item.case"
  sum = "item.amount"
}
output "sum" { is = "case.cost + case.group.mean + amount" }
output "flags" {
  is = "case.day >= date('2024-01-01') and has(case.note) and (case.planned ?? false)"
}
output "rate" {
  is = "has(case.city) ? case.city.rate : 0"
}
output "coded" { is = "item.code == 'XX0001'" }
`

func program(t testing.TB, text string) *drgrule.Program {
	t.Helper()
	p, err := drgrule.Compile(fstest.MapFS{"r/rules.hcl": {Data: []byte(text)}}, drgrule.Options{Entry: "r"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func file(p *drgrule.Program, name, text string) casefile.File {
	record, ext, _ := strings.Cut(name, ".")
	return casefile.File{Record: p.IR().Record(record), Name: name, Bytes: []byte(text), Format: casefile.Format(ext)}
}

func gb18030(t testing.TB, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// open reads files and writes what became of every row: the cases in order, then the
// rows of no case, then the notes.
func open(t testing.TB, p *drgrule.Program, files ...casefile.File) string {
	t.Helper()
	set, err := casefile.Open(p.IR(), files)
	if err != nil {
		return "error " + err.Error()
	}
	return listing(t, p, set)
}

func listing(t testing.TB, p *drgrule.Program, set *casefile.Set) string {
	t.Helper()
	var out strings.Builder
	for _, root := range p.Roots() {
		rec := p.IR().Record(root)
		for i := range set.Count(rec) {
			out.WriteString(caseLine(p, rec, set.Case(rec, i)) + "\n")
		}
	}
	for _, f := range set.Orphans(p.Roots()) {
		out.WriteString("lost " + faultText(f) + "\n")
	}
	for _, n := range set.Notes {
		if n.Encoding != cell.UTF8 {
			fmt.Fprintf(&out, "%s is %s\n", n.File, n.Encoding)
		}
		if len(n.Ignored) > 0 {
			fmt.Fprintf(&out, "%s ignored %s\n", n.File, strings.Join(n.Ignored, ", "))
		}
		if len(n.Absent) > 0 && !slices.Equal(n.Absent, []string{"note", "planned", "city"}) {
			fmt.Fprintf(&out, "%s absent %s\n", n.File, strings.Join(n.Absent, ", "))
		}
	}
	return out.String()
}

// caseLine is one case: its line and key, its rows of other records with their lines,
// or its faults.
func caseLine(p *drgrule.Program, rec *ir.Record, c casefile.Case) string {
	row := c.Bundle.Rows[rec.ID][0]
	if len(c.Faults) > 0 {
		parts := make([]string, len(c.Faults))
		for i, f := range c.Faults {
			parts[i] = faultText(f)
		}
		return fmt.Sprintf("%s:%d refused: %s", row.File, row.Line, strings.Join(parts, "; "))
	}
	line := fmt.Sprintf("%s:%d %s", row.File, row.Line, drgrule.KeyText(rec, row.Key(rec.Key)))
	for _, r := range p.IR().Records {
		for _, in := range c.Bundle.Rows[r.ID] {
			if r != rec {
				line += fmt.Sprintf(" +%s:%d", cmp.Or(in.File, r.Name), in.Line)
			}
		}
	}
	return line
}

func faultText(f casefile.Fault) string {
	return strings.TrimSpace(fmt.Sprintf("%s:%d %s %s", f.File, f.Line, f.Code, f.Column))
}
