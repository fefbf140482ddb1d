package parquet_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	pq "github.com/parquet-go/parquet-go"

	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/casefile/parquet"
)

// read opens a file and writes down what it holds: the columns with their kinds, then
// each row. Lists stand in brackets, rows in braces, and an absent list is a dash.
func read(b []byte) string {
	t, err := parquet.Reader{}.Open(io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b))), "")
	if err != nil {
		return failure(err)
	}
	var out strings.Builder
	out.WriteString(heads(t.Columns()) + "\n")
	for {
		row, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			out.WriteString(failure(err))
			break
		}
		fmt.Fprintf(&out, "%d %s\n", row.Line, cells(t.Columns(), row.Cells))
	}
	if err := t.Close(); err != nil {
		out.WriteString(failure(err))
	}
	return out.String()
}

func heads(columns []casefile.Column) string {
	kinds := map[casefile.ColumnKind]string{
		casefile.TextColumn: "text", casefile.NumberColumn: "number", casefile.DayColumn: "day", casefile.TruthColumn: "truth",
		casefile.ListColumn: "list", casefile.FloatColumn: "float", casefile.OtherColumn: "other",
	}
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name + ":" + kinds[c.Kind]
		if c.Kind == casefile.NestedColumn {
			out[i] = c.Name + "{" + heads(c.Columns) + "}"
		}
	}
	return strings.Join(out, "|")
}

func cells(columns []casefile.Column, cs []casefile.Cell) string {
	out := make([]string, len(cs))
	for i, c := range cs {
		switch {
		case columns[i].Kind == casefile.NestedColumn:
			for _, r := range c.Rows {
				out[i] += "{" + cells(columns[i].Columns, r) + "}"
			}
		case columns[i].Kind == casefile.ListColumn && c.List == nil:
			out[i] = "-"
		case columns[i].Kind == casefile.ListColumn:
			out[i] = "[" + strings.Join(c.List, ",") + "]"
		default:
			out[i] = c.Text
		}
	}
	return strings.Join(out, "|")
}

func failure(err error) string {
	var e *casefile.Error
	if errors.As(err, &e) {
		return "error " + e.Code + "\n"
	}
	return "untyped error " + err.Error() + "\n"
}

// made writes rows of Go structs with the library.
func made[T any](t testing.TB, rows []T, options ...pq.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := pq.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type flat struct {
	ID      string    `parquet:"病例号"`
	Note    *string   `parquet:"note,optional"`
	Count   int32     `parquet:"count"`
	Large   int64     `parquet:"large"`
	Natural uint64    `parquet:"natural"`
	Cost    int64     `parquet:"cost,decimal(2:18)"`
	Price   [16]byte  `parquet:"price,decimal(6:38)"`
	Day     int32     `parquet:"day,date"`
	Local   int64     `parquet:"local,timestamp(microsecond:local)"`
	Moment  time.Time `parquet:"moment,timestamp"`
	Yes     bool      `parquet:"yes"`
	Double  float64   `parquet:"double"`
	Single  float32   `parquet:"single"`
	Raw     []byte    `parquet:"raw"`
}

// TestTypes: what columns of every type are read as.
func TestTypes(t *testing.T) {
	note := "a,\"b\"\n"
	price := [16]byte{15: 1}
	minus := [16]byte(bytes.Repeat([]byte{0xff}, 16))
	at := time.Date(2024, 2, 29, 23, 59, 59, 999_999_000, time.UTC)
	got := read(made(t, []flat{
		{ID: "00123", Note: &note, Count: -7, Large: 1 << 62, Natural: 1<<64 - 1, Cost: 1250, Price: price, Day: 19782, Local: at.UnixMicro(), Moment: at, Yes: true, Double: 0.1, Single: 1, Raw: []byte("\xff")},
		{ID: "", Cost: -5, Price: minus, Day: -25567, Local: -1},
		{Cost: 0, Day: 1 << 30, Local: 1<<63 - 1},
	}))
	want := "病例号:text|note:text|count:number|large:number|natural:number|cost:number|price:number|day:day|local:day|moment:other|yes:truth|double:float|single:float|raw:text\n" +
		"1 00123|a,\"b\"\n|-7|4611686018427387904|18446744073709551615|12.50|0.000001|2024-02-29|2024-02-29 23:59:59||true|||\xff\n" +
		"2 ||0|0|0|-0.05|-0.000001|1900-01-01|1969-12-31 23:59:59||false|||\n" +
		"3 ||0|0|0|0.00|0.000000|?|? 04:00:54||false|||\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

type item struct {
	Line  string   `parquet:"line"`
	Code  *string  `parquet:"code,optional"`
	Marks []string `parquet:"marks,list"`
	Parts []struct {
		N int64 `parquet:"n"`
	} `parquet:"parts,list"`
}

type deep struct {
	ID    string   `parquet:"id"`
	Codes []string `parquet:"codes,list"`
	Plain []string `parquet:"plain"`
	Items []item   `parquet:"items,list"`
	Loose []item   `parquet:"loose"`
	In    struct {
		A string `parquet:"a"`
	} `parquet:"in"`
	Numbers []int64 `parquet:"numbers,list"`
}

// TestNested: lists of texts, and rows that nest in a row, as deep as they go.
func TestNested(t *testing.T) {
	code := "XX01"
	parts := func(ns ...int64) (out []struct {
		N int64 `parquet:"n"`
	}) {
		for _, n := range ns {
			out = append(out, struct {
				N int64 `parquet:"n"`
			}{n})
		}
		return out
	}
	got := read(made(t, []deep{
		{ID: "A", Codes: []string{"C71", "I63"}, Plain: []string{"x"}, Items: []item{
			{Line: "1", Code: &code, Marks: []string{"m", "n"}, Parts: parts(1, 2)}, {Line: "2"}, {Line: "3", Parts: parts(3)},
		}, Loose: []item{{Line: "9", Parts: parts(4)}}},
		{ID: "B"},
		{ID: "C", Codes: []string{}, Plain: []string{"", "y"}, Items: []item{{}}},
	}))
	inner := "{line:text|code:text|marks:list|parts{n:number}}"
	want := "id:text|codes:list|plain:list|items" + inner + "|loose" + inner + "|in:other|numbers:other\n" +
		"1 A|[C71,I63]|[x]|{1|XX01|[m,n]|{1}{2}}{2||[]|}{3||[]|{3}}|{9||[]|{4}}||\n" +
		"2 B|[]|[]|||\n" +
		"3 C|[]|[,y]|{||[]|}|||\n"
	want = strings.Replace(want, "2 B|[]|[]|||\n", "2 B|[]|[]||||\n", 1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestCodecs: files are read in the compressions that programs write, in many pages and
// groups of rows.
func TestCodecs(t *testing.T) {
	type row struct {
		ID   string `parquet:"id,dict"`
		Cost int64  `parquet:"cost,decimal(2:18)"`
	}
	rows := make([]row, 5000)
	want := "id:text|cost:number\n"
	for i := range rows {
		rows[i] = row{fmt.Sprintf("TEST-%d", i/7), int64(i*3 - 100)}
		sign, n := "", rows[i].Cost
		if n < 0 {
			sign, n = "-", -n
		}
		want += fmt.Sprintf("%d TEST-%d|%s%d.%02d\n", i+1, i/7, sign, n/100, n%100)
	}
	for _, o := range []pq.WriterOption{pq.Compression(&pq.Uncompressed), pq.Compression(&pq.Snappy), pq.Compression(&pq.Gzip), pq.Compression(&pq.Zstd)} {
		for _, version := range []int{1, 2} {
			got := read(made(t, rows, o, pq.DataPageVersion(version), pq.PageBufferSize(1000), pq.MaxRowsPerRowGroup(1234)))
			if got != want {
				t.Errorf("version %d: %.300s", version, cmp.Diff(want, got))
			}
		}
	}
	for _, o := range []pq.WriterOption{pq.Compression(&pq.Brotli), pq.Compression(&pq.Lz4Raw)} {
		if got := read(made(t, rows, o)); got != "id:text|cost:number\nerror other-format\n" {
			t.Errorf("%.100s", got)
		}
	}
	type repeating struct {
		ID string `parquet:"id,delta"` // each text by what it shares with the one before
	}
	if got := read(made(t, []repeating{{"a"}})); got != "id:text\nerror other-format\n" {
		t.Errorf("texts that repeat each other: %q", got)
	}
}

// TestNothing: a file without rows, and one without columns.
func TestNothing(t *testing.T) {
	if got := read(made(t, []flat{})); strings.Count(got, "\n") != 1 {
		t.Errorf("no rows: %q", got)
	}
	if got := read(made(t, []struct{}{})); got != "\n" {
		t.Errorf("no columns: %q", got)
	}
	if _, err := (parquet.Reader{}).Open(nil, "Sheet1"); failure(err) != "error no-sheet\n" {
		t.Errorf("a sheet: %v", err)
	}
}
