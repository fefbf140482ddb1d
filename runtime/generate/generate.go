package generate

import (
	"fmt"
	"slices"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/runtime/scalar"
	"github.com/drgrule/drgrule/runtime/slot"
)

// Format is the format of the files that are written.
type Format string

// The formats: a CSV file for each record, or a JSON Lines file for each root with the
// rows that belong to it nested.
const (
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
)

// Options say what is generated. The zero value of everything but Rows is useful.
type Options struct {
	Rows    int64            // of the main record
	Of      map[string]int64 // rows of other root records, by name
	Main    string           // the main record; "" means case, or else the first root
	Seed    uint64
	Format  Format // "" means CSV
	GB18030 bool   // encode as spreadsheets in China do, else UTF-8
	Planted int    // rows at a bound, in ten-thousandths of all; 0 means as many as bounds need
	Bad     int    // malformed rows, in ten-thousandths of all cases
}

// MaxRows bounds the rows of a record.
const MaxRows = 1_000_000_000

// A Generator makes the case files of one program. It is not safe for concurrent use.
type Generator struct {
	prog    *ir.Program
	opt     Options
	seed    uint64
	main    int // record
	width   int // digits of the numbers in ids
	survey  *survey
	records []*record       // by record; nil for derived ones
	days    [][]int64       // by table: days on which its rows hold
	aims    [][]aim         // by record
	aimed   map[*field]span // dates of the row at hand that must lie in a range

	bounds [][]*bound // by root record
	rares  [][]rare   // by root record: outcomes that cases are steered to
	shares []int64    // by record: rows that are planted, in ten-thousandths

	named   []*namedRows // by record; nil for those that no computed key names
	pointed []bool       // by record: other rows hold its key
	places  []map[string]int64
	found   map[string]*slot.Bundle
	eval    *scalar.Plan
}

// maxNamed bounds the rows of a record that the rows of others hold the keys of.
const maxNamed = 2_000

// New prepares the rows of a program. The error is about the options.
func New(p *ir.Program, opt Options) (*Generator, error) {
	n := len(p.Records)
	g := &Generator{
		prog: p, opt: opt, seed: opt.Seed, survey: newSurvey(p), aims: make([][]aim, n), aimed: map[*field]span{}, bounds: make([][]*bound, n),
		named: make([]*namedRows, n), pointed: make([]bool, n), places: make([]map[string]int64, n), found: map[string]*slot.Bundle{},
		rares: make([][]rare, n), shares: make([]int64, n), eval: scalar.NewPlan(p, nil, ir.Standing{}),
	}
	if err := g.check(); err != nil {
		return nil, err
	}
	g.width = max(4, len(fmt.Sprint(opt.Rows)))
	for _, t := range p.Tables {
		g.days = append(g.days, daysIn(t))
	}
	g.relations()
	g.plan()
	g.findAims()
	g.findBounds()
	g.probe()
	g.findRare()
	for _, rec := range g.records {
		if rec != nil {
			g.shares[rec.ID] = g.share(rec)
		}
	}
	return g, nil
}

// check completes the options.
func (g *Generator) check() error {
	if g.opt.Format == "" {
		g.opt.Format = CSV
	}
	if g.opt.Format != CSV && g.opt.Format != JSONLines {
		return fmt.Errorf("generate: the format %q is not known", g.opt.Format)
	}
	g.main = -1
	for _, r := range g.prog.Records {
		if hasFile(r) && r.Owner < 0 && (r.Name == g.opt.Main || g.opt.Main == "" && (g.main < 0 || r.Name == "case")) {
			g.main = r.ID
		}
	}
	if g.main < 0 {
		return fmt.Errorf("generate: there is no root record %q", g.opt.Main)
	}
	for name, n := range g.opt.Of {
		if r := g.prog.Record(name); r == nil || !hasFile(r) || r.Owner >= 0 {
			return fmt.Errorf("generate: there is no root record %q", name)
		} else if n < 0 || n > MaxRows {
			return fmt.Errorf("generate: %s: from 0 to %d rows", name, MaxRows)
		}
	}
	switch o := g.opt; {
	case o.Rows < 0 || o.Rows > MaxRows:
		return fmt.Errorf("generate: from 0 to %d rows", MaxRows)
	case o.Planted < 0 || o.Planted > 10_000 || o.Bad < 0 || o.Bad > 10_000:
		return fmt.Errorf("generate: a share lies between 0 and 1")
	}
	return nil
}

// daysIn are some days on which rows of a table hold, enough to find each of them.
func daysIn(t *ir.Table) []int64 {
	if !t.Dated {
		return nil
	}
	var out []int64
	for _, r := range t.Rows {
		day := r.From
		if day == ir.Always {
			day = r.Until - 1
		}
		out = append(out, day)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return thin(out)
}

// relations finds which root records are there because other rows name their rows: by
// a key in a cell, or by one that the rules compute.
func (g *Generator) relations() {
	for _, r := range g.prog.Records {
		for _, f := range r.Fields {
			if f.RefTo < 0 || f.Index == r.OwnerBy {
				continue
			}
			to := g.prog.Records[f.RefTo]
			if !hasFile(to) || to.Owner >= 0 || to.ID == g.main {
				continue
			}
			if f.Is == ir.None {
				g.pointed[to.ID] = true
			} else if g.named[to.ID] == nil {
				g.named[to.ID] = &namedRows{places: map[string]int64{}}
			}
		}
	}
	for i := range g.named {
		if g.pointed[i] {
			g.named[i] = nil
		}
	}
}

// forget drops the rows that were named and counted so far: every writing begins anew.
func (g *Generator) forget() {
	clear(g.found)
	for _, list := range g.bounds {
		for _, b := range list {
			b.planted = [3]int64{}
		}
	}
	for _, n := range g.named {
		if n != nil {
			clear(n.places)
			n.keys = nil
		}
	}
}

// rows is how many rows of a root there are by now: rows that others name become more.
func (g *Generator) rows(rec *record) int64 {
	if n := g.named[rec.ID]; n != nil {
		return int64(len(n.keys))
	}
	return g.count(rec)
}

// count is how many rows of a root record are made of their own accord.
func (g *Generator) count(rec *record) int64 {
	n := g.opt.Rows
	of, given := g.opt.Of[rec.Name]
	switch {
	case given:
		n = of
	case rec.ID == g.main:
	case g.pointed[rec.ID]:
		n = clamp(n/50, min(5, n), maxNamed)
	default:
		n = min(n, 2_000+n/100)
	}
	return min(n, g.capacity(rec))
}

// roots lists the root records with files: those that others name come last.
func (g *Generator) roots() []*record {
	var out []*record
	for _, rec := range g.records {
		if rec != nil && rec.up == nil && hasFile(rec.Record) && len(rec.columns) > 0 {
			out = append(out, rec)
		}
	}
	stage := func(rec *record) int {
		switch {
		case rec.ID == g.main:
			return 0
		case g.named[rec.ID] != nil:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b *record) int { return stage(a) - stage(b) })
	return out
}
