package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/drgrule/drgrule/runtime/casefile/parquet"
)

// grid is a table: its headings, then its rows.
type grid [][]string

func readGrid(t *testing.T, path string) grid {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (g grid) csv(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encoded(e encoding.Encoding) func(*testing.T, grid) []byte {
	return func(t *testing.T, g grid) []byte {
		t.Helper()
		b, err := e.NewEncoder().Bytes(g.csv(t))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

func gzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, part := range [][]byte{text[:len(text)/2], text[len(text)/2:]} { // two members, one text
		w := gzip.NewWriter(&b)
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func zstandard(t *testing.T, text []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return w.EncodeAll(text, nil)
}

// lines writes one object a line.
func (g grid) lines(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, row := range g[1:] {
		m := map[string]string{}
		for i, c := range row {
			m[g[0][i]] = c
		}
		line, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

// amount and day tell texts that can be written as what they are.
func amount(text string) bool { return regexp.MustCompile(`^-?\d{1,12}\.\d\d$`).MatchString(text) }

func day(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// all reports whether every cell of a column is of a kind.
func (g grid) all(column int, is func(string) bool) bool {
	return !slices.ContainsFunc(g[1:], func(r []string) bool { return !is(r[column]) })
}

// only leaves the rows whose cell in a column is of a kind.
func (g grid) only(column int, is func(string) bool) grid {
	out := grid{g[0]}
	for _, r := range g[1:] {
		if is(r[column]) {
			out = append(out, r)
		}
	}
	return out
}

// workbook writes a sheet, with amounts and days as spreadsheets have them where asked.
func workbook(asTypes bool) func(*testing.T, grid) []byte {
	return func(t *testing.T, g grid) []byte {
		t.Helper()
		f := excelize.NewFile()
		check := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		dated, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		check(err)
		for i, row := range g {
			for j, text := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				check(err)
				switch {
				case asTypes && i > 0 && amount(text):
					check(f.SetCellDefault("Sheet1", at, text))
				case asTypes && i > 0 && day(text):
					d, err := time.Parse(time.DateOnly, text)
					check(err)
					check(f.SetCellValue("Sheet1", at, d))
					check(f.SetCellStyle("Sheet1", at, at, dated))
				default:
					check(f.SetCellStr("Sheet1", at, text))
				}
			}
		}
		var b bytes.Buffer
		check(f.Write(&b))
		return b.Bytes()
	}
}

// columns writes a Parquet file, with amounts and days as such where asked.
func columns(asTypes bool) func(*testing.T, grid) []byte {
	return func(t *testing.T, g grid) []byte {
		t.Helper()
		var headings []parquet.Heading
		for j, name := range g[0] {
			h := parquet.Heading{Name: name}
			switch {
			case asTypes && g.all(j, amount):
				h.Kind, h.Scale = parquet.Decimal, 2
			case asTypes && g.all(j, day):
				h.Kind = parquet.Date
			}
			headings = append(headings, h)
		}
		var b bytes.Buffer
		w, err := parquet.NewWriter(&b, "rows", headings)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range g[1:] {
			if err := w.Row(row); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
}

// run evaluates Beijing's rules, and returns the results of cases and what was refused,
// the files without their endings and rows counted from the first below the headings.
func run(t *testing.T, dir, cases, items string, headless int, flags ...string) (results, refused string) {
	t.Helper()
	out := filepath.Join(dir, "out")
	var stderr strings.Builder
	args := append([]string{"eval", filepath.Join(repo, "rulesets/beijing"), "case=" + cases, "item=" + items, "-o", out, "--lang", "en"}, flags...)
	if code := Main(args, strings.NewReader(""), new(strings.Builder), &stderr); code != 0 {
		t.Fatalf("%s: exit %d\n%s", cases, code, stderr.String())
	}
	b, err := os.ReadFile(filepath.Join(out, "case.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range readGrid(t, filepath.Join(out, "refused.csv"))[1:] {
		for _, i := range []int{1, 6} {
			row[i], _, _ = strings.Cut(row[i], ".")
		}
		for _, i := range []int{2, 7} {
			if n, err := strconv.Atoi(row[i]); err == nil {
				row[i] = fmt.Sprint(n - 1 + headless)
			}
		}
		refused += strings.Join(row, ",") + "\n"
	}
	return string(b), refused
}

// TestFormatsAgree: the sample of Beijing, with all that is wrong in it, gives the same
// results and the same faults at the same places in every format, encoding and
// compression.
func TestFormatsAgree(t *testing.T) {
	samples := filepath.Join(repo, "rulesets/beijing/cases")
	cases, items := readGrid(t, filepath.Join(samples, "cases.csv")), readGrid(t, filepath.Join(samples, "items.csv"))
	text := func(t *testing.T, g grid) []byte { return g.csv(t) }
	check := func(t *testing.T, cases, items grid, ending string, write func(*testing.T, grid) []byte, headless int, results, refused string, flags ...string) {
		t.Helper()
		dir := t.TempDir()
		for name, g := range map[string]grid{"cases": cases, "items": items} {
			if err := os.WriteFile(filepath.Join(dir, name+ending), write(t, g), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, lost := run(t, dir, filepath.Join(dir, "cases"+ending), filepath.Join(dir, "items"+ending), headless, flags...)
		if diff := cmp.Diff(results, got); diff != "" {
			t.Errorf("results (-CSV +%s)\n%.2000s", ending, diff)
		}
		if diff := cmp.Diff(refused, lost); diff != "" {
			t.Errorf("refused (-CSV +%s)\n%.2000s", ending, diff)
		}
	}
	results, refused := run(t, t.TempDir(), filepath.Join(samples, "cases.csv"), filepath.Join(samples, "items.csv"), 0)
	if strings.Count(results, "\n") < 100 || strings.Count(refused, "\n") < 5 {
		t.Fatal("the sample has too few cases to compare")
	}
	for name, f := range map[string]struct {
		ending   string
		write    func(*testing.T, grid) []byte
		headless int // 1 where the first row is the first below the headings
		flags    []string
	}{
		"CSV":                           {".csv", text, 0, nil},
		"CSV under another name":        {".xlsx", text, 0, nil},
		"GB18030":                       {".csv", encoded(simplifiedchinese.GB18030), 0, nil},
		"GBK declared":                  {".txt", encoded(simplifiedchinese.GBK), 0, []string{"--encoding", "gbk"}},
		"UTF-16 little":                 {".csv", encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), 0, nil},
		"UTF-16 big":                    {".csv", encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), 0, nil},
		"UTF-16 declared":               {".csv", encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)), 0, []string{"--encoding", "utf16"}},
		"gzip":                          {".csv.gz", func(t *testing.T, g grid) []byte { return gzipped(t, g.csv(t)) }, 0, nil},
		"gzip of GB18030":               {".csv", func(t *testing.T, g grid) []byte { return gzipped(t, encoded(simplifiedchinese.GB18030)(t, g)) }, 0, nil},
		"Zstandard":                     {".csv.zst", func(t *testing.T, g grid) []byte { return zstandard(t, g.csv(t)) }, 0, nil},
		"JSON Lines":                    {".jsonl", func(t *testing.T, g grid) []byte { return g.lines(t) }, 1, nil},
		"JSON Lines under another name": {".csv", func(t *testing.T, g grid) []byte { return g.lines(t) }, 1, nil},
		"JSON Lines, Zstandard":         {".jsonl.zst", func(t *testing.T, g grid) []byte { return zstandard(t, g.lines(t)) }, 1, nil},
		"workbook of texts":             {".xlsx", workbook(false), 0, nil},
		"workbook of types":             {".csv", workbook(true), 0, nil},
		"Parquet of texts":              {".parquet", columns(false), 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, cases, items, f.ending, f.write, f.headless, results, refused, f.flags...)
		})
	}

	// A column of a type holds nothing else.
	cases, items = cases.only(2, amount).only(3, day), items.only(4, amount)
	results, refused = run(t, t.TempDir(), writeTemp(t, "cases.csv", cases.csv(t)), writeTemp(t, "items.csv", items.csv(t)), 0)
	if strings.Count(results, "\n") < 100 {
		t.Fatal("too few cases are left to compare")
	}
	t.Run("Parquet of types", func(t *testing.T) {
		check(t, cases, items, ".parquet", columns(true), 1, results, refused)
	})
}

func writeTemp(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
