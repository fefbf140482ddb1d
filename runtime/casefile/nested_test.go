package casefile_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

type line struct {
	Line   string `parquet:"line"`
	Code   string `parquet:"code"`
	Amount int64  `parquet:"amount,decimal(2:18)"`
	Extra  string `parquet:"extra"`
}

type nesting[L any] struct {
	ID    string `parquet:"id"`
	Group string `parquet:"DRG编码"`
	Cost  int64  `parquet:"cost,decimal(2:18)"`
	Day   int32  `parquet:"day,date"`
	Items []L    `parquet:"items,list"`
}

func nestingFile[L any](t testing.TB, rows ...nesting[L]) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[nesting[L]](&b)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestNestedColumns: rows that nest in a row of Parquet are rows of the record that
// belongs to it, checked like those of a file; columns of them that nothing reads are
// listed, and ones whose type is not for the field stop the run.
func TestNestedColumns(t *testing.T) {
	p := program(t, rules)
	got := open(t, p, anyFile(p, "case.parquet", nestingFile(t,
		nesting[line]{"A", "AA11", 100, 19782, []line{{"1", "XX01", 150, "x"}, {"2", "XX02", -1, "y"}}},
		nesting[line]{"B", "AA11", 100, 19782, nil},
		nesting[line]{"C", "AA11", 100, 19782, []line{{"1", "XX01", 1, ""}, {"", "?", 1, ""}, {"1", "XX01", 1, ""}}},
	)))
	want := "case.parquet:1 A +case.parquet:1 +case.parquet:1\n" +
		"case.parquet:2 B\n" +
		"case.parquet:3 refused: case.parquet:3 DF1001 line; case.parquet:3 DF1010 code; case.parquet:3 DF1030 case,line\n" +
		"case.parquet is \ncase.parquet ignored items.extra\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	type inexact struct {
		Line   int64   `parquet:"line"`
		Code   string  `parquet:"code"`
		Amount float64 `parquet:"amount"`
	}
	got = open(t, p, anyFile(p, "case.parquet", nestingFile(t, nesting[inexact]{"A", "AA11", 100, 19782, nil})))
	if !strings.HasPrefix(got, "error case.parquet: column-type: items.line (") || !strings.Contains(got, ", items.amount (DOUBLE)") {
		t.Error(got)
	}
}
