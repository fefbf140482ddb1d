package drgrule

import (
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// A Schema is what a ruleset reads and gives.
type Schema struct {
	FormatVersion int            `json:"format_version"`
	Ruleset       string         `json:"ruleset"`
	Title         string         `json:"title,omitempty"`
	Region        string         `json:"region,omitempty"`
	Hash          string         `json:"ruleset_hash"`
	Strata        int            `json:"strata"` // rounds, the first of one case included
	Cost          int64          `json:"cost"`   // most steps that one case may take
	Records       []SchemaRecord `json:"records"`
	Outputs       []SchemaOutput `json:"outputs"`
	Payments      []SchemaOutput `json:"payments"`
}

// A SchemaRecord is a kind of row that is read.
type SchemaRecord struct {
	Name      string        `json:"name"`
	Title     string        `json:"title,omitempty"`
	Key       []string      `json:"key"`
	BelongsTo string        `json:"belongs_to,omitempty"`
	Nests     string        `json:"nests_as,omitempty"` // its name inside the owner, in JSON
	Derived   bool          `json:"derived,omitempty"`  // has no file: other rows name its rows
	Fields    []SchemaField `json:"fields"`
}

// A SchemaField is a field of a record.
type SchemaField struct {
	Name     string   `json:"name"`
	Title    string   `json:"title,omitempty"`
	Columns  []string `json:"columns,omitempty"` // names that are recognised in files
	Type     string   `json:"type"`
	Unit     string   `json:"unit,omitempty"`
	Decimals *int     `json:"decimals,omitempty"`
	Values   []string `json:"values,omitempty"`
	RefersTo string   `json:"refers_to,omitempty"`
	Optional bool     `json:"optional,omitempty"`
	Unknown  bool     `json:"may_be_unreported,omitempty"`
	Read     bool     `json:"read"` // some rule reads it
	Min      string   `json:"min,omitempty"`
	Max      string   `json:"max,omitempty"`
	Above    string   `json:"above,omitempty"`
	Below    string   `json:"below,omitempty"`
	Privacy  int      `json:"privacy,omitempty"`
}

// A SchemaOutput is a result that is given: an output, or a payment, whose column is
// its name.
type SchemaOutput struct {
	Name     string   `json:"name"`
	Column   string   `json:"column"`
	Title    string   `json:"title,omitempty"`
	Record   string   `json:"record"`
	Type     string   `json:"type"`
	Unit     string   `json:"unit,omitempty"`
	Decimals *int     `json:"decimals,omitempty"`
	Awaiting []string `json:"awaiting,omitempty"` // values over many cases that it waits for
	Tags     []string `json:"tags,omitempty"`
}

var kindNames = map[value.Kind]string{
	value.Bool: "bool", value.Number: "number", value.Text: "text", value.Code: "code", value.Enum: "enum",
	value.Date: "date", value.Month: "month", value.Ref: "ref", value.List: "list",
}

// Schema describes what the program reads and gives.
func (p *Program) Schema() Schema {
	s := Schema{
		FormatVersion: 1, Ruleset: p.ir.Name, Title: p.ir.Title, Region: p.ir.Region, Hash: p.ir.Hash,
		Strata: p.ir.Strata, Cost: p.ir.Cost, Records: []SchemaRecord{}, Outputs: []SchemaOutput{}, Payments: []SchemaOutput{},
	}
	for _, r := range p.ir.Records {
		s.Records = append(s.Records, p.schemaRecord(r))
	}
	for _, o := range p.ir.Outputs {
		so := SchemaOutput{
			Name: o.Name, Column: o.Column, Title: o.Title, Record: p.ir.Records[o.Rec].Name,
			Type: kindNames[o.Type.Kind], Tags: o.Tags,
		}
		so.Unit, so.Decimals = numberShape(o.Type)
		if o.Awaits {
			so.Awaiting = o.AwaitsWhat
		}
		s.Outputs = append(s.Outputs, so)
	}
	for _, v := range p.ir.Values {
		if v.Kind != ir.PaymentValue {
			continue
		}
		so := SchemaOutput{
			Name: v.Name, Column: v.Name, Title: v.Title, Record: p.ir.Records[v.Rec].Name,
			Type: kindNames[v.Type.Kind], Tags: v.Tags,
		}
		so.Unit, so.Decimals = numberShape(v.Type)
		if v.Awaits {
			so.Awaiting = v.AwaitsWhat
		}
		s.Payments = append(s.Payments, so)
	}
	return s
}

func numberShape(t value.Type) (string, *int) {
	if t.Kind != value.Number {
		return "", nil
	}
	d := t.Dec
	return t.Unit.String(), &d
}

func (p *Program) schemaRecord(r *ir.Record) SchemaRecord {
	out := SchemaRecord{Name: r.Name, Title: r.Title, Derived: r.Derived, Key: []string{}, Fields: []SchemaField{}}
	for _, k := range r.Key {
		out.Key = append(out.Key, r.Fields[k].Name)
	}
	if r.Owner >= 0 {
		out.BelongsTo, out.Nests = p.ir.Records[r.Owner].Name, casefile.NestName(r)
	}
	for _, f := range r.Fields {
		if f.Is != ir.None {
			continue
		}
		sf := SchemaField{
			Name: f.Name, Title: f.Title, Columns: f.Columns, Type: kindNames[f.Spec.Type.Kind],
			Values: f.Spec.Type.Members, Optional: f.Spec.Optional, Unknown: f.Spec.Unknown, Read: f.Read, Privacy: f.Privacy,
		}
		sf.Unit, sf.Decimals = numberShape(f.Spec.Type)
		if k := f.Spec.Type.Kind; k == value.Ref || k == value.Code {
			sf.RefersTo = f.Spec.Type.Name
		}
		if b := f.Spec.Lo; b != nil {
			sf.Min, sf.Above = side(b.Open, b.Num)
		}
		if b := f.Spec.Hi; b != nil {
			sf.Max, sf.Below = side(b.Open, b.Num)
		}
		out.Fields = append(out.Fields, sf)
	}
	return out
}

// side returns a bound as inclusive or exclusive.
func side(open bool, n value.Num) (inclusive, exclusive string) {
	if open {
		return "", n.String()
	}
	return n.String(), ""
}
