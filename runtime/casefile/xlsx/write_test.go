package xlsx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
)

func written(t testing.TB, columns []xlsx.Heading, rows ...[]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := xlsx.NewWriter(&b, "case", columns)
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

// TestWriter: what is written is read back the same, by this package and by a library
// that shares no code with it; numbers are numbers where a spreadsheet keeps them.
func TestWriter(t *testing.T) {
	b := written(t, []xlsx.Heading{{Name: "病例号"}, {Name: "<支付> & \"b\"", Number: true, Decimals: 2}, {Name: "note"}},
		[]string{"00123", "12.50", " a\r\n\tb_x0041_\x01 "},
		[]string{"420102199001011234", "1234567890123456.78", ""},
		[]string{"=1+1", "-0.01", "<a>&amp;"},
		[]string{"1E5", "", "😀"},
		[]string{"x", "not a number", "y"})
	want := "病例号|<支付> & \"b\"|note\n" +
		"2 00123|12.5| a\r\n\tb_x0041_\x01 \n" +
		"3 420102199001011234|1234567890123456.78|\n" +
		"4 =1+1|-0.01|<a>&amp;\n" +
		"5 1E5||😀\n" +
		"6 x|not a number|y\n"
	if diff := cmp.Diff(want, read(b, "case")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := f.GetRows("case")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{
		{"病例号", "<支付> & \"b\"", "note"}, {"00123", "12.50", " a\r\n\tb_x0041_\x01 "},
		{"420102199001011234", "1234567890123456.78"}, {"=1+1", "-0.01", "<a>&amp;"}, {"1E5", "", "😀"}, {"x", "not a number", "y"},
	}, shown); diff != "" {
		t.Errorf("as the other library shows it (-want +got)\n%s", diff)
	}
	for cell, want := range map[string]excelize.CellType{
		"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "A3": excelize.CellTypeInlineString,
		"B3": excelize.CellTypeInlineString, "A4": excelize.CellTypeInlineString, "B4": excelize.CellTypeUnset,
	} {
		if got, err := f.GetCellType("case", cell); err != nil || got != want {
			t.Errorf("%s is of type %v, %v", cell, got, err)
		}
	}
	if p, err := f.GetPanes("case"); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("the headings do not stay in sight: %+v %v", p, err)
	}
	if again := written(t, []xlsx.Heading{{Name: "病例号"}}); !bytes.Equal(again, written(t, []xlsx.Heading{{Name: "病例号"}})) {
		t.Error("the same workbook twice differs")
	}
}

// TestWriterLimits: what does not fit is an error, not a shorter file.
func TestWriterLimits(t *testing.T) {
	w, err := xlsx.NewWriter(new(bytes.Buffer), strings.Repeat("长", 40)+"[]", []xlsx.Heading{{Name: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row([]string{strings.Repeat("字", 32767)}); err != nil {
		t.Errorf("the largest cell: %v", err)
	}
	if err := w.Row([]string{strings.Repeat("字", 32768)}); !errors.Is(err, xlsx.ErrCell) {
		t.Errorf("a cell too large: %v", err)
	}
	if err := w.Close(); !errors.Is(err, xlsx.ErrCell) {
		t.Errorf("closing does not tell: %v", err)
	}
	if w, err = xlsx.NewWriter(new(bytes.Buffer), "x", nil); err != nil {
		t.Fatal(err)
	}
	for i := 2; i <= xlsx.MaxRows; i++ {
		if err := w.Row(nil); err != nil {
			t.Fatalf("row %d: %v", i, err)
		}
	}
	if err := w.Row(nil); !errors.Is(err, xlsx.ErrRows) {
		t.Errorf("a row too many: %v", err)
	}
}
