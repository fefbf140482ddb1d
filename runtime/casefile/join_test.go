package casefile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
)

const itemHead = "病例号,line,code,amount\n"

// files makes files of pairs of names and texts.
func files(p *drgrule.Program, pairs ...string) []casefile.File {
	var out []casefile.File
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, file(p, pairs[i], pairs[i+1]))
	}
	return out
}

// TestJoin: rows go to the case that they name; a bad one refuses it; what goes to no
// case is listed. Faults name the heading that the file has.
func TestJoin(t *testing.T) {
	p := program(t, rules)
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{
			"in whatever order",
			[]string{"case.csv", head + "A" + row + "B" + row + "C" + row, "item.csv", itemHead + "B,1,XX01,1\nA,1,XX01,1\nB,2,XX02,-1\n"},
			"case.csv:2 A +item.csv:3\ncase.csv:3 B +item.csv:2 +item.csv:4\ncase.csv:4 C\n",
		},
		{
			"a bad line refuses its case alone",
			[]string{"case.csv", head + "A" + row + "B" + row, "item.csv", itemHead + "A,1,XX01,x\nA,2,XX01,1\nB,1,XX01,1\nA,,X,1\n"},
			"case.csv:2 refused: item.csv:2 DF1002 amount; item.csv:5 DF1001 line; item.csv:5 DF1010 code\ncase.csv:3 B +item.csv:4\n",
		},
		{
			"lines of nobody",
			[]string{"case.csv", head + "A" + row, "item.csv", itemHead + "A,1,XX01,1\nB,1,XX01,1\nB,2,XX01,x\n,3,XX01,1\nA\n\"A,\n"},
			"case.csv:2 A +item.csv:2\nlost item.csv:3 DF1031 病例号\nlost item.csv:4 DF1002 amount\nlost item.csv:5 DF1001 病例号\n" +
				"lost item.csv:6 DF1020\nlost item.csv:7 DF1021\n",
		},
		{
			"rows that cannot be read are not joined to each other",
			[]string{"case.csv", head + "B\n", "item.csv", itemHead + "B\n,1,XX01,1\n"},
			"case.csv:2 refused: case.csv:2 DF1020\nlost item.csv:2 DF1020\nlost item.csv:3 DF1001 病例号\n",
		},
		{
			"a refused case keeps its lines",
			[]string{"case.csv", head + "A,AA11,x,2024-01-01\n", "item.csv", itemHead + "A,1,XX01,1\nA,2,XX01,x\n"},
			"case.csv:2 refused: case.csv:2 DF1002 总费用; item.csv:3 DF1002 amount\n",
		},
		{
			"a key that stands twice refuses every one",
			[]string{"case.csv", "mdtrt_id,DRG编码,总费用,day\nA" + row + "B" + row + "A" + row + "A,AA11,x,2024-01-01\n", "item.csv", itemHead + "A,1,XX01,1\n"},
			"case.csv:2 refused: case.csv:2 DF1030 mdtrt_id\ncase.csv:3 B\ncase.csv:4 refused: case.csv:4 DF1030 mdtrt_id\n" +
				"case.csv:5 refused: case.csv:5 DF1002 总费用; case.csv:5 DF1030 mdtrt_id\n",
		},
		{
			"keys are texts",
			[]string{"case.csv", head + "1" + row + "01" + row + "1.0" + row + "１" + row},
			"case.csv:2 1\ncase.csv:3 01\ncase.csv:4 1.0\ncase.csv:5 １\n",
		},
		{
			"a line that stands twice",
			[]string{"case.csv", head + "A" + row, "item.csv", itemHead + "A,1,XX01,1\nA,1,XX01,x\nA,,XX01,1\nA,,XX01,1\n"},
			"case.csv:2 refused: item.csv:3 DF1002 amount; item.csv:4 DF1001 line; item.csv:5 DF1001 line; item.csv:3 DF1030 病例号,line\n",
		},
		{
			"bad rows of a record that is only referred to",
			[]string{
				"case.csv", "病例号,DRG编码,总费用,day,city\nA,AA11,1.00,2024-01-01,sz\n",
				"city.csv", "name,系数\nbj,x\nsh,1\nsh,2\nsz,1.5\nwh\n",
			},
			"case.csv:2 A\nlost city.csv:2 DF1002 系数\nlost city.csv:3 DF1030 name\nlost city.csv:4 DF1030 name\nlost city.csv:6 DF1020\ncase.csv absent note, planned\n",
		},
		{
			"several files of one record",
			[]string{"case.csv", head + "A" + row + "B" + row, "case.b.csv", head + "C" + row + "B" + row},
			"case.csv:2 A\ncase.csv:3 refused: case.csv:3 DF1030 病例号\ncase.b.csv:2 C\ncase.b.csv:3 refused: case.b.csv:3 DF1030 病例号\n",
		},
	} {
		var in []casefile.File
		for _, f := range files(p, c.files...) {
			f.Format = casefile.CSV
			in = append(in, f)
		}
		if diff := cmp.Diff(c.want, open(t, p, in...)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestLostRowsKeepTheirOrder: by file and line, however many there are and whatever the
// order of Go's maps.
func TestLostRowsKeepTheirOrder(t *testing.T) {
	p := program(t, rules)
	text := itemHead
	for _, owner := range "ZYXWVUTSRQPONMLK" {
		text += string(owner) + ",1,x x,y\n"
	}
	in := files(p, "case.csv", head, "item.csv", text)
	more := file(p, "item.csv", text)
	more.Name = "item2.csv"
	in = append(in, more)
	first := open(t, p, in...)
	for range 20 {
		if diff := cmp.Diff(first, open(t, p, in...)); diff != "" {
			t.Fatalf("(-first +again)\n%s", diff)
		}
	}
	if want := "lost item.csv:2 DF1010 code\nlost item.csv:2 DF1002 amount\nlost item.csv:3 DF1010 code\n"; first[:len(want)] != want {
		t.Errorf("begins\n%s", first[:len(want)])
	}
}

// TestTwice: a set that is gone through again gives the same.
func TestTwice(t *testing.T) {
	p := program(t, rules)
	in := files(p,
		"case.jsonl", `{"id": "A", "group": "AA11", "cost": 1, "day": "2024-01-01", "items": [{"line": "1", "code": "XX01", "amount": 1}]}`+"\n"+`{"id": "B"}`,
		"item.csv", itemHead+"A,2,XX01,1\nB,1,XX01,1\nC,1,XX01,1\n",
		"city.csv", "name,系数\nbj,x\n")
	set, err := casefile.Open(p.IR(), in)
	if err != nil {
		t.Fatal(err)
	}
	first := listing(t, p, set)
	want := "case.jsonl:1 A +item.csv:2 +case.jsonl:1\n" +
		"case.jsonl:2 refused: case.jsonl:2 DF1001 group; case.jsonl:2 DF1001 cost; case.jsonl:2 DF1001 day\n" +
		"lost city.csv:2 DF1002 系数\nlost item.csv:4 DF1031 病例号\n"
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(first, listing(t, p, set)); diff != "" {
		t.Errorf("(-first +again)\n%s", diff)
	}
}
