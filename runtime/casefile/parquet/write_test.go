package parquet_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pq "github.com/parquet-go/parquet-go"

	"github.com/drgrule/drgrule/runtime/casefile/parquet"
)

func written(t testing.TB, headings []parquet.Heading, rows ...[]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := parquet.NewWriter(&b, "case", headings)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var all = []parquet.Heading{
	{Name: "病例号"}, {Name: "z,支付 (元)", Kind: parquet.Decimal, Scale: 2}, {Name: "a", Kind: parquet.Decimal, Scale: 4, Large: true},
	{Name: "day", Kind: parquet.Date}, {Name: "yes", Kind: parquet.Truth}, {Name: "n", Kind: parquet.Decimal},
}

// TestWriter: what is written is read back the same, with the types that it was given,
// and in the order of the headings.
func TestWriter(t *testing.T) {
	nines := strings.Repeat("9", 34) + ".9999"
	b := written(t, all,
		[]string{"00123", "12.50", "-0.0001", "2024-02-29", "true", "7"},
		[]string{"", "", "", "", "", ""},
		[]string{"x", "-9999999999999999.99", nines, "1900-01-01", "false", "-0"},
		[]string{"y", "9999999999999999.99", "-" + nines, "2199-12-31"})
	want := "病例号:text|z,支付 (元):number|a:number|day:day|yes:truth|n:number\n" +
		"1 00123|12.50|-0.0001|2024-02-29|true|7\n" +
		"2 |||||\n" +
		"3 x|-9999999999999999.99|" + nines + "|1900-01-01|false|0\n" +
		"4 y|9999999999999999.99|-" + nines + "|2199-12-31||\n"
	if diff := cmp.Diff(want, read(b)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	f, err := pq.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, c := range f.Root().Columns() {
		name := c.Type().String()
		if !c.Optional() {
			name += " required"
		}
		types = append(types, name)
	}
	if diff := cmp.Diff([]string{"STRING", "DECIMAL(18,2)", "DECIMAL(38,4)", "DATE", "BOOLEAN", "DECIMAL(18,0)"}, types); diff != "" {
		t.Errorf("types (-want +got)\n%s", diff)
	}
	if !bytes.Equal(written(t, all, []string{"x", "1"}), written(t, all, []string{"x", "1"})) {
		t.Error("the same file twice differs")
	}
}

// TestWriterRefuses: nothing is rounded, cut or guessed, and no value stands in the error.
func TestWriterRefuses(t *testing.T) {
	for _, cells := range [][]string{
		{"", "12.505"}, {"", "1e5"}, {"", "10000000000000000.00"}, {"", "x"}, {"", "--1"}, {"", "-"}, {"", "."}, {"", "+1"},
		{"", "", "1" + strings.Repeat("0", 34)}, {"", "", "", "2024-02-30"}, {"", "", "", "", "是"},
	} {
		w, err := parquet.NewWriter(new(bytes.Buffer), "case", all)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Row(cells); !errors.Is(err, parquet.ErrValue) || strings.Contains(err.Error(), "12.505") {
			t.Errorf("%q: %v", cells, err)
		}
	}
	if _, err := parquet.NewWriter(new(bytes.Buffer), "case", []parquet.Heading{{Name: "x"}, {Name: "x"}}); err == nil {
		t.Error("two columns of one name")
	}
}
