package xlsx

import (
	"bytes"
	"io"
	"strings"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// Format is the name of the format.
const Format casefile.Format = "xlsx"

// Reader reads workbooks; it is handed to casefile in casefile.Formats.
type Reader struct{}

var _ casefile.TableFormat = Reader{}

// Format implements casefile.TableFormat.
func (Reader) Format() casefile.Format { return Format }

// Recognises implements casefile.TableFormat. Every zip archive begins like that; one
// that is no workbook is told apart when it is opened.
func (Reader) Recognises(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// Open implements casefile.TableFormat. It reads the sheet of that name, or the first
// that is visible.
func (Reader) Open(c *io.SectionReader, name string) (casefile.Table, error) {
	b, err := openBook(c)
	if err != nil {
		return nil, err
	}
	chosen := -1
	var names []string
	for i, s := range b.sheets {
		names = append(names, s.name)
		if chosen < 0 && (name == "" && !s.hidden || name != "" && s.name == name) {
			chosen = i
		}
	}
	if chosen < 0 {
		return nil, &casefile.Error{Code: casefile.NoSheet, Detail: strings.Join(names, ", ")}
	}
	f := b.parts[b.sheets[chosen].part]
	if f == nil {
		return nil, unreadable("%s: it is not in the archive", b.sheets[chosen].part)
	}
	p, err := openPart(f)
	if err != nil {
		return nil, err
	}
	t := &table{rows: rows{part: p, book: b}, name: names[chosen], others: -1}
	for _, s := range b.sheets {
		if !s.hidden {
			t.others++
		}
	}
	if b.sheets[chosen].hidden {
		t.others++
	}
	if _, err := t.head(); err != nil {
		return nil, err
	}
	return t, nil
}

// maxTitles is how many rows may stand above the headings.
const maxTitles = 10

// table implements casefile.Sheet.
type table struct {
	rows
	name    string
	others  int
	columns []casefile.Column
	at      []int // where in the sheet each column stands
	headed  int   // the row of the headings
	heads   int   // rows that were taken for the headings
	cells   []casefile.Cell
}

var _ casefile.Sheet = (*table)(nil)

// Columns implements casefile.Table.
func (t *table) Columns() []casefile.Column { return t.columns }

// Name implements casefile.Sheet.
func (t *table) Name() (string, int) { return t.name, t.others }

// HeadedAt implements casefile.Sheet.
func (t *table) HeadedAt() int { return t.headed }

// Close implements casefile.Table.
func (t *table) Close() error { return t.part.file.Close() }

// Below implements casefile.Sheet.
func (t *table) Below() (bool, error) {
	if t.heads > maxTitles {
		return false, nil
	}
	return t.head()
}

// head takes the next row with anything in it for the headings.
func (t *table) head() (bool, error) {
	t.width = 0
	for {
		ok, err := t.next()
		if err != nil || !ok {
			return false, err
		}
		t.columns, t.at = t.columns[:0:0], t.at[:0:0]
		for _, c := range t.row {
			if text := strings.Trim(c.Text, " \t\u3000\r\n"); text != "" {
				t.columns = append(t.columns, casefile.Column{Name: text})
				t.at = append(t.at, c.column)
			}
		}
		if len(t.columns) > 0 {
			t.headed = t.number
			t.heads++
			t.width = t.at[len(t.at)-1]
			t.cells = make([]casefile.Cell, len(t.columns))
			return true, nil
		}
	}
}
