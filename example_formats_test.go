package drgrule_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/drgrule/drgrule"
	"github.com/drgrule/drgrule/runtime/casefile"
	"github.com/drgrule/drgrule/runtime/casefile/parquet"
	"github.com/drgrule/drgrule/runtime/casefile/xlsx"
	"github.com/drgrule/drgrule/runtime/casefile/zstd"
)

// writeBook writes a workbook of one case.
func writeBook(w io.Writer) error {
	book, err := xlsx.NewWriter(w, "病例", []xlsx.Heading{{Name: "id"}, {Name: "group"}, {Name: "total_cost", Number: true, Decimals: 2}, {Name: "discharged"}, {Name: "city"}})
	if err != nil {
		return err
	}
	if err := book.Row([]string{"TEST-1", "AA11", "60000.00", "2024-06-30", "C1"}); err != nil {
		return err
	}
	return book.Close()
}

// Formats beyond CSV and JSON Lines are handed in; the content of a file decides which of
// them it is.
func ExampleProgram_Open_formats() {
	prog := province()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "cases.xlsx")
	f, err := os.Create(path)
	if err == nil {
		err = writeBook(f)
	}
	if err != nil {
		log.Fatal(err)
	}
	f.Close()

	formats := casefile.Formats{
		Tables:   []casefile.TableFormat{xlsx.Reader{}, parquet.Reader{}},
		Packings: []casefile.Packing{zstd.Packing{}},
	}
	book := casefile.File{
		Record: prog.IR().Record("case"), Name: "cases.xlsx", Formats: formats, Sheet: "病例",
		Open: func() (casefile.Input, error) { return os.Open(path) },
	}

	batch, err := prog.Open([]casefile.File{book}, nil)
	if err != nil {
		log.Fatal(err)
	}
	note := batch.Notes()[0]
	fmt.Println(note.Format, note.Sheet, note.Rows)
	err = batch.Each(context.Background(), "case", func(r *drgrule.Result) error {
		fmt.Println(r.Line, r.Outcome)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// xlsx 病例 1
	// 2 paid
}
