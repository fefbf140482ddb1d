package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/casefile/parquet"
)

// evalTo evaluates the sample of Beijing into a directory.
func evalTo(t *testing.T, flags ...string) string {
	t.Helper()
	out, dir := t.TempDir(), filepath.Join(repo, "rulesets/beijing")
	args := []string{"eval", dir, "case=" + filepath.Join(dir, "cases/cases.csv"), "item=" + filepath.Join(dir, "cases/items.csv"), "-o", out, "--lang", "en"}
	var stderr strings.Builder
	if code := Main(append(args, flags...), strings.NewReader(""), io.Discard, &stderr); code != 0 {
		t.Fatalf("%v: exit %d\n%s", flags, code, stderr.String())
	}
	return out
}

func readFile(t *testing.T, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestResultFormats: results are the same cell by cell in every format, read back by
// others than who wrote them; amounts are numbers in a workbook and DECIMAL in Parquet.
func TestResultFormats(t *testing.T) {
	want := readGrid(t, filepath.Join(evalTo(t), "case.csv"))
	if len(want) < 100 {
		t.Fatal("the sample has too few cases")
	}

	f, err := excelize.OpenFile(filepath.Join(evalTo(t, "-f", "xlsx"), "case.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("case") // as people see them, blanks at the end left out
	if err != nil {
		t.Fatal(err)
	}
	got := make(grid, len(rows))
	for i, r := range rows {
		got[i] = append(r, make([]string, len(want[0])-len(r))...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("workbook (-CSV +xlsx)\n%.2000s", diff)
	}
	paid := -1
	for i, h := range want[0] {
		if h == "支付金额" || strings.HasSuffix(h, "金额") {
			paid = i
		}
	}
	if paid < 0 {
		t.Fatalf("no amount among %q", want[0])
	}

	b := readFile(t, evalTo(t, "-f", "parquet"), "case.parquet")
	table, err := parquet.Reader{}.Open(io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b))), "")
	if err != nil {
		t.Fatal(err)
	}
	got = grid{nil}
	for i, c := range table.Columns() {
		got[0] = append(got[0], c.Name)
		if i == paid && (c.Kind != casefile.NumberColumn || c.Of != "DECIMAL(18,2)" && c.Of != "DECIMAL(38,2)") {
			t.Errorf("%s is %s", c.Name, c.Of)
		}
	}
	for {
		row, err := table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Text
		}
		got = append(got, cells)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parquet (-CSV +parquet)\n%.2000s", diff)
	}
	at, err := excelize.CoordinatesToCellName(paid+1, 2)
	if err != nil {
		t.Fatal(err)
	}
	if kind, err := f.GetCellType("case", at); err != nil || want[1][paid] != "" && kind != excelize.CellTypeUnset {
		t.Errorf("%s of the workbook is no number: %v %v", at, kind, err)
	}
}

// TestEncodingOut: the same text in other encodings, the list of the refused as well.
func TestEncodingOut(t *testing.T) {
	plain := evalTo(t)
	for coding, decode := range map[string]func([]byte) ([]byte, error){
		"utf8-bom": func(b []byte) ([]byte, error) { return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), nil },
		"gb18030":  simplifiedchinese.GB18030.NewDecoder().Bytes,
	} {
		out := evalTo(t, "--encoding-out", coding)
		for _, name := range []string{"case.csv", "refused.csv"} {
			b := readFile(t, out, name)
			text, err := decode(b)
			if err != nil || !bytes.Equal(text, readFile(t, plain, name)) || bytes.Equal(text, b) {
				t.Errorf("%s in %s is another text: %v", name, coding, err)
			}
		}
	}
}
