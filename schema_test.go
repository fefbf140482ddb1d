package drgrule_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule"
)

// TestSchema: what a caller needs to give and to read a case: nesting, bounds, what may
// be missing, what is awaited. Computed fields are nobody's to give.
func TestSchema(t *testing.T) {
	s := compile(t, "province").Schema()
	two, none := 2, 0
	want := map[string]drgrule.SchemaRecord{
		"case": {
			Name: "case", Title: "病例", Key: []string{"id"}, Fields: []drgrule.SchemaField{
				{Name: "id", Columns: []string{"病例号"}, Type: "text", Read: true, Privacy: 2},
				{Name: "group", Columns: []string{"DRG编码"}, Type: "ref", RefersTo: "groups", Read: true},
				{Name: "total_cost", Columns: []string{"医疗总费用"}, Type: "number", Unit: "money", Decimals: &two, Min: "0.01", Read: true},
				{Name: "discharged", Columns: []string{"出院日期"}, Type: "date", Read: true},
				{Name: "city", Columns: []string{"统筹区"}, Type: "text", Read: true},
				{Name: "indication", Columns: []string{"符合适应症"}, Type: "bool", Unknown: true, Read: true},
			},
		},
		"item": {
			Name: "item", Title: "费用明细", Key: []string{"case", "line"}, BelongsTo: "case", Nests: "items", Fields: []drgrule.SchemaField{
				{Name: "case", Type: "ref", RefersTo: "case", Read: true},
				{Name: "line", Type: "number", Unit: "ratio", Decimals: &none, Read: true},
				{Name: "code", Type: "text", Read: true},
				{Name: "amount", Type: "number", Unit: "money", Decimals: &two, Read: true},
			},
		},
	}
	for _, r := range s.Records {
		if w, ok := want[r.Name]; ok {
			if d := cmp.Diff(w, r); d != "" {
				t.Error(d)
			}
			delete(want, r.Name)
		}
	}
	if len(want) > 0 {
		t.Errorf("the schema lacks %v", want)
	}
	for _, o := range s.Outputs {
		if o.Name == "estimate" && (o.Unit != "money" || *o.Decimals != 2 || !cmp.Equal(o.Awaiting, []string{"pool_points"})) {
			t.Errorf("estimate: %+v", o)
		}
	}
	if s.FormatVersion != 1 || s.Ruleset != "province" || s.Strata != 2 || s.Cost < 1000 || len(s.Hash) != 64 {
		t.Errorf("%+v", s)
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again drgrule.Schema
	if err := json.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, again); d != "" {
		t.Error(d)
	}
}
