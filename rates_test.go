package drgrule_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

func pool(budget string) []map[string]any {
	return []map[string]any{{"city": "C1", "year": 2024, "budget": budget}}
}

// TestRatesErrors: what stands beside a case is the caller's; a mistake in it is an
// error of the call, for one case and for a batch alike, and names what is wrong.
func TestRatesErrors(t *testing.T) {
	p := compile(t, "city")
	rows := func(record string, rows ...map[string]any) drgrule.Rates {
		return drgrule.Rates{Rows: map[string][]map[string]any{record: rows}}
	}
	twice := append(pool("1"), pool("2")...)
	for name, tt := range map[string]struct {
		rates drgrule.Rates
		says  string
	}{
		"run input that is unknown":     {drgrule.Rates{Run: map[string]any{"as_of": "2024-09-30", "year": 2024}}, "year: DF1034"},
		"run input that is missing":     {drgrule.Rates{Run: map[string]any{}}, "as_of: DF1001"},
		"run input that cannot be read": {drgrule.Rates{Run: map[string]any{"as_of": "30.9.2024"}}, "as_of: DF1006"},
		"rows of an unknown record":     {rows("fund"), `"fund"`},
		"rows of an owned record":       {rows("item"), `"item"`},
		"rows of the run":               {rows("run"), `"run"`},
		"row with an unknown field":     {rows("pool", map[string]any{"city": "C1", "year": 2024, "budget": 1, "money": 1}), "pool.money: DF1034"},
		"row with a missing field":      {rows("pool", map[string]any{"city": "C1", "year": 2024}), "pool.budget: DF1001"},
		"row with a float":              {rows("pool", map[string]any{"city": "C1", "year": 2024, "budget": 1.5}), "pool.budget: DF1015"},
		"row out of bounds":             {rows("pool", map[string]any{"city": "C1", "year": 2024, "budget": -1}), "pool.budget: DF1005"},
		"two rows of one key":           {rows("pool", twice...), "row 2 of pool: DF1030"},
		"assumed name that is unknown":  {drgrule.Rates{Assume: map[string]string{"pool_point": "1"}}, `"pool_point"`},
		"assumed value of one case":     {drgrule.Rates{Assume: map[string]string{"listed_cost": "1"}}, `"listed_cost"`},
		"assumed payment":               {drgrule.Rates{Assume: map[string]string{"addon": "1"}}, `"addon"`},
		"assumed text":                  {drgrule.Rates{Assume: map[string]string{"pool_points": "many"}}, "pool_points: DF1002"},
		"assumed nothing":               {drgrule.Rates{Assume: map[string]string{"pool_points": ""}}, "pool_points: DF1001"},
		"too many decimals assumed":     {drgrule.Rates{Assume: map[string]string{"pool_points": "1.00005"}}, "pool_points: DF1003"},
	} {
		_, err := p.Eval(context.Background(), test1(), &tt.rates)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: Eval: %v does not say %q", name, err, tt.says)
		}
		if _, err := p.Open(nil, &tt.rates); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: Open: %v does not say %q", name, err, tt.says)
		}
	}
	if _, err := compile(t, "province").Eval(context.Background(), test1(), &drgrule.Rates{Run: map[string]any{"as_of": "2024-09-30"}}); err == nil {
		t.Error("a ruleset without run inputs takes one")
	}
}

// TestRunIsNeeded: without the run input the case that reads it is refused, not guessed.
func TestRunIsNeeded(t *testing.T) {
	p := compile(t, "city")
	res := eval(t, p, test1(), nil)
	if res.Outcome != drgrule.Refused || len(res.Faults) != 1 || res.Faults[0].Code != "DF2011" || res.Faults[0].Detail != "run" {
		t.Errorf("%s %+v", res.Outcome, res.Faults)
	}
}

// TestRowsReachBatches: rows given beside the files count as rows of files do; a row
// that both give is told.
func TestRowsReachBatches(t *testing.T) {
	p := compile(t, "province")
	files := []casefile.File{{
		Record: p.IR().Record("case"), Name: "case.csv", Format: casefile.CSV,
		Bytes: []byte("id,group,total_cost,discharged,city\nTEST-1,AA11,5000.00,2024-06-30,C1\n"),
	}}
	rates := &drgrule.Rates{
		Rows:   map[string][]map[string]any{"pool": pool("1000000")},
		Assume: map[string]string{"pool_points": "10000"},
	}
	b, err := p.Open(files, rates)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = b.Each(context.Background(), "case", func(r *drgrule.Result) error {
		text, _ := r.Output("estimate")
		got = append(got, text)
		return nil
	})
	if d := cmp.Diff([]string{"12500.00"}, got); err != nil || d != "" {
		t.Errorf("%v %s", err, d)
	}
	files = append(files, casefile.File{
		Record: p.IR().Record("pool"), Name: "pool.csv", Format: casefile.CSV, Bytes: []byte("city,year,budget\nC1,2024,5\n"),
	})
	if _, err := p.Open(files, rates); err == nil || !strings.Contains(err.Error(), "DF1030") {
		t.Errorf("a pool given twice: %v", err)
	}
}

// TestNestedRowsBesideACase: rows of another root come with the rows that nest in them.
func TestNestedRowsBesideACase(t *testing.T) {
	p, err := drgrule.Compile(fstest.MapFS{"r.hcl": {Data: []byte(`
ruleset "nested" {}
record "application" {
  key    = ["id"]
  fields = { id = text }
}
record "document" {
  key    = ["application", "line"]
  fields = { application = { type = ref(application), back = "documents" }, line = count, pages = count }
}
record "case" {
  key    = ["id"]
  fields = { id = text, application = ref(application) }
}
total "pages" {
  by  = "document.application"
  sum = "document.pages"
}
output "pages" {
  is = "case.application.pages"
}
`)}}, drgrule.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := drgrule.Case{"id": "TEST-1", "application": "P1"}
	rates := func(pages ...any) *drgrule.Rates {
		var documents []any
		for i, n := range pages {
			documents = append(documents, map[string]any{"line": i, "pages": n})
		}
		return &drgrule.Rates{Rows: map[string][]map[string]any{"application": {{"id": "P1", "documents": documents}}}}
	}
	res := eval(t, p, c, rates(7, 3))
	if text, ok := res.Output("pages"); !ok || text != "10" {
		t.Errorf("pages %q %v", text, res.Faults)
	}
	if _, err := p.Eval(context.Background(), c, rates(7, "many")); err == nil || !strings.Contains(err.Error(), "document.pages: DF1002") {
		t.Errorf("a document that cannot be read: %v", err)
	}
}

// TestFilesThatAreNone: a file of another ruleset's record, an unknown format or encoding
// is an error, not a guess.
func TestFilesThatAreNone(t *testing.T) {
	p := compile(t, "province")
	other, err := drgrule.Compile(os.DirFS("testdata/rulesets"), drgrule.Options{Entry: "city"})
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("id,group,total_cost,discharged,city\n")
	rec := p.IR().Record("case")
	for name, f := range map[string]casefile.File{
		"no record":           {Bytes: text, Format: casefile.CSV},
		"another's record":    {Record: other.IR().Record("case"), Bytes: text, Format: casefile.CSV},
		"no such content":     {Record: rec, Bytes: []byte("PK\x03\x04")},
		"an unknown format":   {Record: rec, Bytes: text, Format: "xlsx"},
		"an unknown coding":   {Record: rec, Bytes: text, Format: casefile.CSV, Encoding: "latin1"},
		"a column missing":    {Record: rec, Bytes: []byte("id,group,total_cost,city\n"), Format: casefile.CSV},
		"a column twice":      {Record: rec, Bytes: []byte("id,id,group,total_cost,discharged,city\n"), Format: casefile.CSV},
		"ends of lines in CR": {Record: rec, Bytes: []byte("id,group\rA,AA11\r"), Format: casefile.CSV},
	} {
		if _, err := p.Open([]casefile.File{f}, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := p.Open([]casefile.File{{Record: rec, Bytes: text, Format: casefile.CSV}}, nil); err != nil {
		t.Error(err)
	}
}
