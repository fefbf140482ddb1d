package main

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// sheet is a table of texts with a header.
type sheet [][]string

func (s *sheet) add(cells ...string) { *s = append(*s, cells) }

// plain writes the sheet as tables stand in a ruleset: UTF-8 without a mark.
func (s sheet) plain() []byte { return bytes.TrimPrefix(s.utf8(), []byte("\ufeff")) }

// utf8 writes the sheet as hospital systems do: UTF-8 with a mark.
func (s sheet) utf8() []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	if err := w.WriteAll(s); err != nil {
		fatal(err)
	}
	return b.Bytes()
}

// gb18030 writes the sheet as spreadsheets in China save it.
func (s sheet) gb18030() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.WriteAll(s); err != nil {
		fatal(err)
	}
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
	if err != nil {
		fatal(err)
	}
	return out
}

// fen is an amount of money.
type fen int64

func (f fen) String() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	return fmt.Sprintf("%s%d.%02d", sign, f/100, f%100)
}
