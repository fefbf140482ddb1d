package generate

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/value"
)

// A class is a way in which rows are malformed, with the code that the gate must give.
// Letters and numbers are those of the classes of bad case files.
type class struct {
	name string
	code diag.Code
	// cells: which fields it can befall, and the texts that it makes of them
	fits  func(f *field) bool
	texts func(f *field, plain string) []string
	// rows: what is done to the whole row
	whole  wholeKind
	format Format // "" means any
	heavy  bool   // it makes files large, and so is rare
}

type wholeKind uint8

const (
	inCell     wholeKind = iota
	tooFew               // cells
	tooMany              // cells
	bareQuote            // a quote inside a cell
	twice                // the row stands there twice
	orphan               // the row belongs to none
	cutOff               // the line ends too early
	nameTwice            // a name stands twice in an object
	nameExtra            // a name that is not declared
	otherOwner           // a nested row names another owner
	noText               // a number or truth where a text is asked for
)

func kindIs(kinds ...value.Kind) func(*field) bool {
	return func(f *field) bool {
		for _, k := range kinds {
			if f.Spec.Type.Kind == k {
				return true
			}
		}
		return false
	}
}

func fixed(texts ...string) func(*field, string) []string {
	return func(*field, string) []string { return texts }
}

// ids reports whether a cell holds a text or code, be it of a key that it names.
func ids(f *field) bool {
	k := f.Spec.Type.Kind
	if k == value.Ref && f.Spec.Key != nil {
		k = f.Spec.Key.Type.Kind
	}
	return k == value.Text || k == value.Code
}

// classes are every way in which a row is malformed.
var classes = []class{
	{name: "C1 bytes that do not decode", code: diag.CellUndecodable, fits: anyField, texts: func(_ *field, plain string) []string { return []string{undecodable + plain, plain + undecodable} }},
	{name: "C1 NUL", code: diag.CellUndecodable, fits: anyField, texts: func(_ *field, plain string) []string { return []string{plain + "\x00"} }},
	{name: "C3 a quote inside a cell", code: diag.CellQuotes, whole: bareQuote, format: CSV},
	{name: "C5 too few cells", code: diag.CellCount, whole: tooFew, format: CSV},
	{name: "C5 too many cells", code: diag.CellCount, whole: tooMany, format: CSV},
	{name: "C5 empty", code: diag.CellEmpty, fits: func(f *field) bool { return !f.Spec.Optional && !f.Spec.Unknown }, texts: fixed("", "  ", "　")},
	{name: "C6 not a number", code: diag.CellNumber, fits: kindIs(value.Number), texts: fixed("1e5", "NaN", "Inf", "-0x1p-2", "1_000", "1,234.50", "１２３", "￥12", "12元", "--5", ".5", "5.", "1 000")},
	{name: "C6 too many decimals", code: diag.CellDecimals, fits: func(f *field) bool { return f.Spec.Type.Kind == value.Number && f.Spec.Type.Dec >= 0 }, texts: moreDecimals},
	{name: "C6 too large", code: diag.CellTooLarge, fits: func(f *field) bool {
		return f.Spec.Type.Kind == value.Number && f.Spec.Type.Dec >= 0 && f.Spec.Hi == nil && f.Spec.Type.Bits < 80
	}, texts: fixed(strings.Repeat("9", 27))},
	{name: "C7 below its bound", code: diag.CellBounds, fits: func(f *field) bool { return f.Spec.Type.Kind == value.Number && f.Spec.Lo != nil }, texts: func(f *field, _ string) []string {
		return []string{string(appendUnits(nil, f.lo-1, f.dec)), string(appendUnits(nil, f.lo-100_000, f.dec))}
	}},
	{name: "C8 not a date", code: diag.CellDate, fits: kindIs(value.Date), texts: fixed("2023-02-29", "0000-00-00", "1900-01-00", "9999-12-31", "45351", "29/02/2024", "2024年2月9日", "2024-2-30", "2024-06-31 08:00:00")},
	{name: "C8 not a month", code: diag.CellMonth, fits: kindIs(value.Month), texts: fixed("2024-13", "2024/02", "24-02", "45351")},
	{name: "not a truth", code: diag.CellBool, fits: kindIs(value.Bool), texts: fixed("Y", "有", "2", "√")},
	{name: "not a member", code: diag.CellEnum, fits: kindIs(value.Enum), texts: fixed("TEST-OTHER", "其他情形", "99999")},
	{name: "C10 a code with a blank", code: diag.CellCode, fits: kindIs(value.Code), texts: func(_ *field, plain string) []string { return []string{"X 1", plain + " " + plain + "1"} }},
	{name: "C10 an empty element", code: diag.CellEmpty, fits: kindIs(value.List), texts: func(f *field, _ string) []string { return []string{f.Spec.Separator} }},
	{name: "no row of the table", code: diag.CellRef, fits: func(f *field) bool {
		return f.Table >= 0 && f.Spec.Key != nil && f.Spec.Key.Type.Kind == value.Text
	}, texts: fixed("TEST-NONE", "无此代码")},
	{name: "C9 damaged by a spreadsheet", code: diag.CellDamaged, fits: ids, texts: fixed("4.20102199001011E+17", "3.3E+17", "1e+15")},
	{name: "C9 the key twice", code: diag.RowTwice, whole: twice},
	{name: "C9 of no case", code: diag.RowOrphan, whole: orphan, format: CSV},
	{name: "C11 a huge cell", code: diag.CellTooLong, fits: anyField, texts: fixed(strings.Repeat("9", cell.MaxBytes+1)), heavy: true},
	{name: "C2 a line cut off", code: diag.LineNotObject, whole: cutOff, format: JSONLines},
	{name: "S7 a name twice", code: diag.LineNotObject, whole: nameTwice, format: JSONLines},
	{name: "S7 a name that is not declared", code: diag.FieldUnknown, whole: nameExtra, format: JSONLines},
	{name: "S7 another owner", code: diag.OwnerDiffers, whole: otherOwner, format: JSONLines},
	{name: "S7 not a text", code: diag.CellKind, fits: func(f *field) bool { return f.Spec.Type.Kind != value.Number && f.Spec.Type.Kind != value.List }, texts: fixed("12"), whole: noText, format: JSONLines},
}

func anyField(*field) bool { return true }

func moreDecimals(f *field, _ string) []string {
	t := string(appendUnits(nil, max(f.lo, 0)+1, f.dec))
	if f.dec == 0 {
		t += "."
	}
	return []string{t + "5", t + "0001"}
}

// A damage is a class that befalls rows of one record, in one field if it is about cells.
type damage struct {
	*class
	rec   *record
	field *field
}

// damages lists what can befall the rows of a root and those that belong to it, class by
// class: each is as frequent as the others, in however many fields it may be.
func (g *Generator) damages(root *record) [][]damage {
	var out [][]damage
	for i := range classes {
		c := &classes[i]
		if c.format != "" && c.format != g.opt.Format {
			continue
		}
		if list := c.in(root); len(list) > 0 {
			out = append(out, list)
		}
	}
	s := stream(g.seed, 6, uint64(root.ID))
	for i := len(out) - 1; i > 0; i-- {
		j := s.index(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// in lists where a class can befall the rows of a record and those that belong to it.
func (c *class) in(rec *record) []damage {
	var out []damage
	switch {
	case c.fits != nil:
		for _, f := range rec.columns {
			if c.fits(f) && f.Index != rec.OwnerBy {
				out = append(out, damage{c, rec, f})
			}
		}
	case c.possible(rec):
		out = append(out, damage{class: c, rec: rec})
	}
	for _, kid := range rec.kids {
		out = append(out, c.in(kid)...)
	}
	return out
}

// possible reports whether rows of a record as a whole can be malformed in the way of a
// class.
func (c *class) possible(rec *record) bool {
	switch c.whole {
	case orphan:
		return rec.up != nil
	case otherOwner:
		return rec.up != nil && len(rec.up.Key) == 1
	case twice:
		return len(rec.Key) > 0
	case cutOff, nameTwice: // the line is the root's
		return rec.up == nil
	case tooFew:
		return len(rec.columns) > 1
	}
	return true
}

// spoil damages a row of a case: the class whose turn it is, or the next that finds a row
// that it can befall.
func (g *Generator) spoil(r *row, list [][]damage, turn int64, s *source) {
	for i := range int64(len(list)) {
		of := list[(turn+i)%int64(len(list))]
		if of[0].heavy && turn/int64(len(list))%16 != 0 {
			continue
		}
		first := s.index(len(of))
		for j := range of {
			d := &of[(first+j)%len(of)]
			var there []*row
			r.each(func(o *row) {
				if o.of == d.rec && d.befalls(o) {
					there = append(there, o)
				}
			})
			if len(there) == 0 {
				continue
			}
			o := pick(s, there)
			o.damage = d
			if d.hidesKey() {
				o.kids = make([][]*row, len(o.of.kids)) // they would belong to no row that can be read
			}
			return
		}
	}
}

// befalls reports whether a row can be damaged so. A row with nothing in it is passed over
// rather than refused.
func (d *damage) befalls(r *row) bool {
	switch {
	case d.whole == twice:
		return len(r.siblings()) < r.of.MaxRows
	case d.field != nil && d.code == diag.CellEmpty:
		return slices.ContainsFunc(r.of.columns, func(f *field) bool { return f != d.field && r.cells[f.Index].has })
	}
	return true
}

// hidesKey reports whether nobody can tell the key of a row that is damaged so.
func (d *damage) hidesKey() bool {
	return d.whole != inCell && d.whole != twice && d.whole != nameExtra && d.whole != otherOwner && d.whole != noText || d.field != nil && d.field.key
}

// siblings are the rows of one record that belong to the same row.
func (r *row) siblings() []*row {
	if r.up == nil {
		return nil
	}
	for i, kid := range r.up.of.kids {
		if kid == r.of {
			return r.up.kids[i]
		}
	}
	return nil
}
