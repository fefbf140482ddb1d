package casefile

import (
	"encoding/json"
	"fmt"

	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/runfile"
	"github.com/drgrule/drgrule/runtime/slot"
)

// A packer turns the rows of one record into records of a run file and back: the fields
// that rules read, where the row stands, what is wrong with it, and the rows that nest in
// it. Before them stands what the records are sorted by.
type packer struct {
	prog   *ir.Program
	rec    *ir.Record
	files  []File
	fields []int
	nests  []child
	schema *runfile.Schema
	values []value.Value
}

// The columns before those of the fields.
const (
	packedBy = iota
	packedFile
	packedLine
	packedFaults
	packedNested
	packedFields
)

// newPacker prepares for rows of a record that are sorted by a value of a kind.
func newPacker(p *ir.Program, r *ir.Record, files []File, by string, kind value.Kind) *packer {
	out := &packer{prog: p, rec: r, files: files, nests: children(p, r)}
	columns := []runfile.Column{
		{Name: by, Kind: kind}, {Name: "file", Kind: value.Number}, {Name: "line", Kind: value.Number},
		{Name: "faults", Kind: value.List}, {Name: "nested", Kind: value.Text},
	}
	for i, f := range r.Fields {
		if Reads(f) {
			out.fields = append(out.fields, i)
			columns = append(columns, runfile.Column{Name: f.Name, Kind: f.Spec.Type.Kind})
		}
	}
	out.schema = &runfile.Schema{Name: r.Name, Program: p.Hash, Columns: columns, Key: 1}
	out.values = make([]value.Value, len(columns))
	return out
}

// pack writes down a row. What is given is in place until the next call.
func (p *packer) pack(by value.Value, ordinal uint64, file int, rr readRow) (runfile.Record, error) {
	v := p.values
	v[packedBy] = by
	v[packedFile], v[packedLine] = value.OfInt(int64(file)), value.OfInt(int64(rr.row.Line))
	v[packedFaults], v[packedNested] = value.Value{}, value.Value{}
	if len(rr.faults) > 0 {
		v[packedFaults] = packFaults(rr.faults)
	}
	if rr.nested != nil {
		b, err := p.packNested(rr.nested)
		if err != nil {
			return runfile.Record{}, err
		}
		v[packedNested] = b
	}
	for i, f := range p.fields {
		v[packedFields+i] = value.Value{}
		if c := &rr.row.Fields[f]; c.Present {
			v[packedFields+i] = c.Value
		}
	}
	return runfile.Record{Ordinal: ordinal, Values: v}, nil
}

// unpack makes the row of a record.
func (p *packer) unpack(r runfile.Record) (readRow, error) {
	v := r.Values
	file, _ := v[packedFile].Num.Int64()
	line, _ := v[packedLine].Num.Int64()
	row := &slot.Row{Rec: p.rec.ID, Fields: make([]slot.Cell, len(p.rec.Fields)), File: p.files[file].Name, Line: int(line)}
	for i, f := range p.fields {
		if x := v[packedFields+i]; x.Kind != value.Never {
			row.Fields[f] = slot.Cell{Value: x, Present: true}
		}
	}
	out := readRow{row: row, faults: p.unpackFaults(v[packedFaults].List, row)}
	if text := v[packedNested].Str; text != "" {
		var err error
		if out.nested, err = Object([]byte(text)); err != nil {
			return readRow{}, fmt.Errorf("rows nested in a row of %s: %w", p.rec.Name, err)
		}
	}
	return out, nil
}

// packFaults keeps of the faults of a row what the row itself does not tell.
func packFaults(faults []Fault) value.Value {
	list := make([]value.Value, 0, 3*len(faults))
	for _, f := range faults {
		list = append(list, value.OfText(string(f.Code)), value.OfText(f.Column), value.OfText(f.Detail))
	}
	return value.OfList(list...)
}

func (p *packer) unpackFaults(list []value.Value, row *slot.Row) []Fault {
	var out []Fault
	for ; len(list) > 0; list = list[3:] {
		out = append(out, Fault{
			Record: p.rec.Name, File: row.File, Line: row.Line,
			Code: diag.Code(list[0].Str), Column: list[1].Str, Detail: list[2].Str,
		})
	}
	return out
}

// packNested writes the rows that nest in a row as JSON. Its own fields are values by
// now; if no rows nest in it, there is nothing to keep.
func (p *packer) packNested(m map[string]any) (value.Value, error) {
	kept := map[string]any{}
	for _, c := range p.nests {
		if x, ok := m[c.name]; ok {
			kept[c.name] = x
		}
	}
	if len(kept) == 0 {
		return value.Value{}, nil
	}
	b, err := json.Marshal(kept)
	return value.OfText(string(b)), err
}
