package cell

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/drgrule/drgrule/lang/diag"
)

func TestRows(t *testing.T) {
	bad := func(line, lines int) Row { return Row{Line: line, Lines: lines, Problem: diag.CellQuotes} }
	for _, tt := range []struct {
		what, in string
		header   []string
		want     []Row
	}{
		{"two rows", "a,b\n1,2\n3,4\n", []string{"a", "b"}, []Row{{2, 1, []string{"1", "2"}, ""}, {3, 1, []string{"3", "4"}, ""}}},
		{"no line end at the end", "a\n1", []string{"a"}, []Row{{2, 1, []string{"1"}, ""}}},
		{"CRLF", "a,b\r\n1,2\r\n", []string{"a", "b"}, []Row{{2, 1, []string{"1", "2"}, ""}}},
		{"header alone", "a,b", []string{"a", "b"}, nil},
		{"nothing", "", nil, nil},
		{"blanks around names", " a ,　b　,\tc\n1,2,3\n", []string{"a", "b", "c"}, []Row{{2, 1, []string{"1", "2", "3"}, ""}}},
		{"empty lines are no rows", "a\n\n1\n\n\n2\n", []string{"a"}, []Row{{3, 1, []string{"1"}, ""}, {6, 1, []string{"2"}, ""}}},
		{"empty cells", "a,b\n,\n\"\",\n", []string{"a", "b"}, []Row{{2, 1, []string{"", ""}, ""}, {3, 1, []string{"", ""}, ""}}},
		{"too few and too many", "a,b\n1\n1,2,3\n1,2\n", []string{"a", "b"}, []Row{
			{2, 1, []string{"1"}, diag.CellCount}, {3, 1, []string{"1", "2", "3"}, diag.CellCount}, {4, 1, []string{"1", "2"}, ""},
		}},
		{"quotes", "a,b\n\"x,y\",\"say \"\"no\"\"\"\n", []string{"a", "b"}, []Row{{2, 1, []string{"x,y", `say "no"`}, ""}}},
		{"a cell of three lines", "a,b\n\"1\n2\r\n3\",x\n4,5\n", []string{"a", "b"}, []Row{{2, 3, []string{"1\n2\n3", "x"}, ""}, {5, 1, []string{"4", "5"}, ""}}},
		{"a quote inside", "a,b\n1\"2,x\n3,4\n", []string{"a", "b"}, []Row{bad(2, 1), {3, 1, []string{"3", "4"}, ""}}},
		{"text behind a quote", "a,b\n\"1\"2,x\n3,4\n", []string{"a", "b"}, []Row{bad(2, 1), {3, 1, []string{"3", "4"}, ""}}},
		{"a quote that swallows the rest", "a,b\n1,2\n\"3,4\n5,6\n7,8\n", []string{"a", "b"}, []Row{{2, 1, []string{"1", "2"}, ""}, bad(3, 3)}},
		{"a quote that swallows one line", "a,b\n\"1,2\n3\",4\"\n5,6\n", []string{"a", "b"}, []Row{bad(2, 2), {4, 1, []string{"5", "6"}, ""}}},
		{"CR inside of a line stays", "a,b\n1\r1,2\n", []string{"a", "b"}, []Row{{2, 1, []string{"1\r1", "2"}, ""}}},
		{"names over two lines", "\"a\nb\",c\n1,2\n", []string{"a\nb", "c"}, []Row{{3, 1, []string{"1", "2"}, ""}}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			rs, err := NewRows([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			var got []Row
			for {
				row, err := rs.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, row)
			}
			if diff := cmp.Diff(tt.header, rs.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRowsRefuse(t *testing.T) {
	for in, want := range map[string]error{
		"a,b\r1,2\r": ErrCROnly, "\r": ErrCROnly, "a\"b\n1\n": ErrHeader, "\"a,b\n1,2\n": ErrHeader, "\"a\"b\n": ErrHeader,
	} {
		if _, err := NewRows([]byte(in)); !errors.Is(err, want) {
			t.Errorf("%q gives %v, want %v", in, err, want)
		}
	}
}

// FuzzRows: whatever the text, reading ends, every line behind the header belongs to at
// most one row, and lines only go forward.
func FuzzRows(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a\n\"1\n2\"\n3\n", "a\n\"\n", "a\n1\"\n\n2", "a\r\n\r\n\"x\"y\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rs, err := NewRows([]byte(text))
		if err != nil {
			return
		}
		free, lines := 1, strings.Count(text, "\n")+1
		for {
			row, err := rs.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if row.Line < free || row.Lines < 1 || row.Line+row.Lines-1 > lines {
				t.Fatalf("%q: a row of %d lines from %d, where %d is next of %d", text, row.Lines, row.Line, free, lines)
			}
			free = row.Line + row.Lines
		}
	})
}
