package generate

import (
	"bytes"
	"context"
	"flag"
	"io"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/rulesets"
	"github.com/drgrule/drgrule/runtime/casefile"
)

var update = flag.Bool("update", false, "write the goldens")

// shipped are the rulesets that the repository ships.
func shipped(t testing.TB) []string {
	t.Helper()
	entries, err := fs.ReadDir(rulesets.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out
}

func compileShipped(t testing.TB, name string) *drgrule.Program {
	t.Helper()
	p, err := drgrule.Compile(rulesets.FS, drgrule.Options{Entry: name})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// compile makes a program of the text of one file.
func compile(t testing.TB, rules string) *drgrule.Program {
	t.Helper()
	p, err := drgrule.Compile(fstest.MapFS{"t/ruleset.hcl": {Data: []byte(rules)}}, drgrule.Options{Entry: "t"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// memory collects files as bytes.
type memory map[string]*bytes.Buffer

type openFile struct{ *bytes.Buffer }

// Close implements io.Closer.
func (openFile) Close() error { return nil }

func (m memory) create(name string) (io.WriteCloser, error) {
	m[name] = &bytes.Buffer{}
	return openFile{m[name]}, nil
}

// made generates the files of a program in memory.
func made(t testing.TB, p *drgrule.Program, opt Options) (memory, *Report, *Generator) {
	t.Helper()
	if opt.Main == "" {
		opt.Main = p.MainRecord()
	}
	g, err := New(p.IR(), opt)
	if err != nil {
		t.Fatal(err)
	}
	m := memory{}
	r, err := g.Write(context.Background(), m.create)
	if err != nil {
		t.Fatal(err)
	}
	return m, r, g
}

// opened reads what was generated.
func opened(t testing.TB, p *drgrule.Program, m memory, r *Report, opt Options) *casefile.Set {
	t.Helper()
	var in []casefile.File
	for _, f := range r.Files {
		file := casefile.File{Record: p.IR().Record(f.Record), Name: f.Name, Bytes: m[f.Name].Bytes(), Format: casefile.CSV, Encoding: cell.UTF8}
		if opt.Format == JSONLines {
			file.Format = casefile.JSONLines
		}
		if opt.GB18030 {
			file.Encoding = cell.GB18030
		}
		in = append(in, file)
	}
	set, err := casefile.Open(p.IR(), in)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// shapes are the ways in which files are written.
var shapes = map[string]Options{
	"csv":           {Format: CSV},
	"csv gb18030":   {Format: CSV, GB18030: true},
	"jsonl":         {Format: JSONLines},
	"jsonl gb18030": {Format: JSONLines, GB18030: true},
}

// everyType has a field of every type, rows three deep, a record that cells name and one
// that the rules name.
const everyType = `
ruleset "t" {}
codes "icd" {
  pattern = "^[A-Z]\\d{2}(\\.\\d)?$"
  case    = "upper"
}
record "ward" {
  key    = ["id"]
  fields = { id = { type = text, columns = ["病区"] }, beds = { type = count, min = 1, max = 90 } }
}
record "fund" {
  key    = ["year", "kind"]
  fields = { year = { type = count, min = 1901 }, kind = enum("310", "390"), budget = { type = money, min = 0, max = 1000000000 } }
}
record "case" {
  key   = ["id"]
  clock = "case.dscg_time"
  fields = {
    id        = { type = text, columns = ["病例号"] }
    psn_no    = text
    kind      = { type = enum("310", "390"), values = { "职工" = "310", "居民" = "390" } }
    ward      = ref(ward)
    group     = { type = ref(groups), columns = ["分组"] }
    adm_time  = date
    dscg_time = date
    month     = month
    days      = { type = days, min = 0, columns = ["act_ipt_days"] }
    cost      = { type = money, min = 0.01, columns = ["总费用"] }
    share     = { type = ratio, min = 0, max = 1 }
    urgent    = bool
    told      = unknown(bool)
    weight    = { type = optional(points), above = 0, below = 20 }
    dx        = list(code(icd))
    grades    = { type = optional(list(count)), separator = ";" }
    note      = { type = optional(text), columns = ["备注"] }
    fund      = { type = ref(fund), is = ["year(case.dscg_time)", "case.kind"] }
    stays     = { type = ref(stays), is = ["case.psn_no", "case.group"], back = "cases" }
  }
}
record "stays" {
  key    = ["person", "group"]
  fields = { person = text, group = ref(groups) }
}
record "sheet" {
  key      = ["case"]
  max_rows = 1
  fields   = { case = { type = ref(case), back = "sheets" }, no = count }
}
record "line" {
  key    = ["sheet", "line"]
  fields = { sheet = { type = ref(sheet), back = "lines" }, line = text, code = code(icd), amount = money }
}
record "item" {
  key    = ["case", "no"]
  fields = { case = { type = ref(case), back = "items" }, no = count, code = code(icd), kind = ref(kinds), paid = money }
}
table "kinds" {
  key     = ["name"]
  columns = { name = text, share = ratio }
  rows    = [["甲", 1], ["乙", 0.9], ["丙", 0]]
}
table "groups" {
  key     = ["code"]
  columns = { code = code(icd), mean = money, from = from }
  rows    = [["A01", 1000, "2024-01-01"], ["B02", 20000, "2024-01-01"], ["C03", 300000, "2024-06-01"]]
}
output "pays" {
  is = <<-F
    case.cost > 3 * case.group.mean and case.month == month(case.dscg_time) or case.urgent and case.told and has(case.note) and case.note == '急诊'
    or case.share >= 0.7 or case.days > 60 or has(case.weight) and case.weight > 2.5 or 'A01' in case.dx or case.ward.beds < 40
    or has(case.grades) and sum(case.grades, #) > 3 or case.fund.budget > 100000
  F
}
total "per_sheet" {
  by  = "line.sheet"
  sum = "line.amount"
}
total "amounts" {
  by  = "sheet.case"
  sum = "sheet.no > 3 ? per_sheet : 0"
}
total "times" {
  by          = "case.stays"
  count       = "true"
  provisional = "1"
}
output "again" { is = "case.stays.times > 1 or days(case.adm_time, case.dscg_time) < 0" }
total "paid" {
  by    = "item.case"
  where = "item.code != 'Z99'"
  sum   = "round(item.paid * item.kind.share, 2)"
}
output "rest" { is = "amounts > 0.5 * case.cost or paid > 0.8 * case.cost" }
`
