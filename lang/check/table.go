package check

import (
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/fn"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

var emptyLibrary = fn.NewLibrary(nil, nil)

// maxTableProblems bounds the diagnostics of one table file.
const maxTableProblems = 20

// declareTables reads the columns of every table, then the keys that references
// hold, then the rows.
func (c *checker) declareTables() {
	for _, o := range c.order {
		if b := o.blocks[0]; b.Kind == "table" {
			o.table = c.table(o.name, b)
		}
	}
	for _, o := range c.order {
		if o.table != nil {
			for _, f := range o.table.Columns {
				c.resolveRef(f)
			}
		}
	}
	for _, o := range c.order {
		if o.table != nil {
			for _, f := range o.table.Columns {
				c.keySpec(f)
			}
		}
	}
	for _, r := range c.info.Records {
		for _, f := range r.Fields {
			c.keySpec(f)
		}
	}
	for _, o := range c.order {
		if o.table != nil {
			c.fill(o.table, o.blocks[0])
		}
	}
	for _, o := range c.order {
		if o.table != nil {
			c.tableRefs(o.table)
		}
	}
}

func (c *checker) table(name string, b block) *Table {
	t := &Table{
		Name: name, Title: textOf(b.Attr("title")), From: -1, Through: -1,
		Sample: isTrue(b.Attr("sample")), Source: c.provenance(b.Block, b.prefix), Block: b.Block,
	}
	if a := b.Attr("columns"); a != nil {
		for _, p := range a.Value.(*syntax.ObjectLit).Pairs {
			c.column(t, p, b.prefix)
		}
	}
	a, columns := b.Attr("key"), b.Attr("columns")
	if a == nil || columns == nil || len(t.Columns) == 0 && faulty(columns.Value) {
		c.objects[name].unsoundKey = true // what is missing or wrong has been told
		return t
	}
	c.noKey(name, b.Block, a)
	for _, it := range a.Value.(*syntax.ListLit).Items {
		k := it.(*syntax.StrLit).Value
		f := t.Column(k)
		if f == nil || f.Spec.Optional || f.Spec.Unknown || f.Index == t.From || f.Index == t.Through {
			d := c.report(diag.KeyField, it.Span(), k, name).Suggest(k, fieldNames(t.Columns))
			if f != nil && (f.Index == t.From || f.Index == t.Through) {
				d.Note("日期不写进键：同一个键可以有几行，日期互不重叠", "dates are no part of the key: one key may have several rows whose dates do not overlap")
			}
			c.objects[name].unsoundKey = true
			continue
		}
		t.Key = append(t.Key, f.Index)
	}
	for _, f := range t.Columns {
		if f.Spec.Type.Prefix {
			if len(t.Key) == 0 || t.Key[len(t.Key)-1] != f.Index {
				c.report(diag.ColumnPlace, f.Span, "prefix")
			}
			t.Prefix = true
		}
	}
	return t
}

// dateOfRows recognises the type of a column that gives rows their dates.
func dateOfRows(l syntax.Lit) (*syntax.Word, *syntax.ObjectLit) {
	obj, _ := l.(*syntax.ObjectLit)
	if obj != nil {
		l = obj.Get("type")
	}
	if w, ok := l.(*syntax.Word); ok && (w.Name == "from" || w.Name == "through") {
		return w, obj
	}
	return nil, nil
}

func (c *checker) column(t *Table, p syntax.Pair, prefix string) {
	if code := fieldNameProblem(p.Key); code != "" {
		c.report(code, p.KeySpan, p.Key)
	}
	f := &Field{Name: p.Key, Span: p.KeySpan, Index: len(t.Columns), digits: -1}
	if w, obj := dateOfRows(p.Value); w != nil {
		at := &t.From
		if w.Name == "through" {
			at = &t.Through
		}
		f.Spec = cell.Spec{Type: value.DateType, Optional: true}
		if *at >= 0 {
			c.report(diag.ColumnPlace, w.Span(), w.Name)
			f.Spec = cell.Spec{Type: value.NeverType}
		} else {
			*at = f.Index
		}
		if obj != nil {
			c.fieldAttrs(f, obj)
		}
	} else {
		f = c.field(p, prefix)
		if f.Spec.Unknown || f.Is != nil || f.Back != "" {
			c.report(diag.FieldShape, p.KeySpan, p.Key, "type", diag.Text{Zh: "表的列不能是 unknown，也没有 is 和 back", En: "a column is not `unknown` and has no `is` or `back`"})
			f.Spec, f.Is, f.Back = cell.Spec{Type: value.NeverType}, nil, ""
		}
		f.Index = len(t.Columns)
	}
	t.Columns = append(t.Columns, f)
}

// fill reads the rows of a table and builds its index.
func (c *checker) fill(t *Table, b block) {
	if len(t.Columns) == 0 {
		return
	}
	file, rows := b.Attr("file"), b.Attr("rows")
	if (file == nil) == (rows == nil) {
		c.shape(b.Block, diag.TableSource, b.NameSpan, t.Name)
		return
	}
	read := c.sound(func() {
		if rows != nil {
			c.inlineRows(t, rows.Value.(*syntax.ListLit))
		} else {
			c.fileRows(t, b, file)
		}
	})
	whole := !slices.ContainsFunc(t.Columns, func(f *Field) bool { return f.Spec.Type.Kind == value.Never })
	if read && whole && !c.objects[t.Name].unsoundKey {
		c.indexTable(t)
	}
}

func (c *checker) inlineRows(t *Table, list *syntax.ListLit) {
	for i, it := range list.Items {
		row := Row{Line: i + 1, Span: it.Span()}
		texts := make([]syntax.Lit, len(t.Columns))
		switch v := it.(type) {
		case *syntax.ListLit:
			if len(v.Items) != len(t.Columns) {
				c.report(diag.TableRowWidth, v.Span(), len(v.Items), len(t.Columns), strings.Join(fieldNames(t.Columns), ", "))
				continue
			}
			copy(texts, v.Items)
		case *syntax.ObjectLit:
			if !c.objectRow(t, v, texts) {
				continue
			}
		case *syntax.BadLit:
			continue
		default:
			c.report(diag.TableRowWidth, it.Span(), 1, len(t.Columns), strings.Join(fieldNames(t.Columns), ", "))
			continue
		}
		c.addRow(t, row, func(f *Field) (value.Value, bool, diag.Code, diag.Span) {
			l := texts[f.Index]
			if l != nil && faulty(l) {
				return value.Value{}, false, told, l.Span()
			}
			if l == nil {
				v, ok, code := f.Spec.Parse("")
				return v, ok, code, it.Span()
			}
			v, ok, code := litCell(f.Spec, l)
			return v, ok, code, l.Span()
		})
	}
}

func (c *checker) objectRow(t *Table, v *syntax.ObjectLit, texts []syntax.Lit) bool {
	ok := !v.Faulty
	for _, p := range v.Pairs {
		f := t.Column(p.Key)
		if f == nil {
			c.report(diag.UnknownMember, p.KeySpan, t.Name, p.Key, strings.Join(fieldNames(t.Columns), ", ")).Suggest(p.Key, fieldNames(t.Columns))
			ok = false
			continue
		}
		texts[f.Index] = p.Value
	}
	return ok
}

// told stands for a cell whose mistake has a diagnostic already.
const told = diag.Code("told")

// litCell reads a literal of the rules as a cell. Numbers and truth values stand as
// they are, everything else in quotes; "" is an empty cell; lists may be written as
// lists.
func litCell(spec cell.Spec, l syntax.Lit) (value.Value, bool, diag.Code) {
	ok := false
	switch l := l.(type) {
	case *syntax.StrLit:
		ok = spec.Type.Kind != value.Number && spec.Type.Kind != value.Bool || l.Value == ""
	case *syntax.NumLit:
		ok = spec.Type.Kind == value.Number
	case *syntax.BoolLit:
		ok = spec.Type.Kind == value.Bool
	}
	if ok {
		return spec.Parse(litText(l))
	}
	list, ok := l.(*syntax.ListLit)
	if !ok || spec.Type.Kind != value.List {
		return value.Value{}, false, diag.CellKind
	}
	elem := spec
	elem.Type, elem.Optional = *spec.Type.Elem, false
	out := value.Value{Kind: value.List}
	for _, it := range list.Items {
		v, _, code := litCell(elem, it)
		if code != "" {
			return value.Value{}, false, code
		}
		out.List = append(out.List, v)
	}
	return out, true, ""
}

var fileProblems = map[error]diag.Text{
	cell.ErrCROnly: {Zh: "各行只以 CR 结尾", En: "its lines end in CR alone"},
	cell.ErrHeader: {Zh: "表头的引号不配对", En: "the quotes of the header do not match"},
}

// openRows decodes the CSV file that an attribute names, and reads its header; nil rows
// if it cannot be read, which it reports.
func (c *checker) openRows(b block, a *syntax.Attr) ([]byte, *cell.Rows) {
	raw, err := b.data.Table(textOf(a))
	if err != nil {
		c.report(diag.TableFileMissing, a.Value.Span(), textOf(a))
		return nil, nil
	}
	if len(raw) > syntax.MaxTableBytes.Max {
		c.report(diag.TableTooLarge, a.Value.Span(), syntax.MaxTableBytes.Max, len(raw))
		return nil, nil
	}
	enc := map[string]cell.Encoding{"utf8": cell.UTF8, "gb18030": cell.GB18030}[textOf(b.Attr("encoding"))]
	text, _ := cell.Decode(raw, enc)
	rows, err := cell.NewRows(text)
	if problem, bad := fileProblems[err]; bad {
		c.report(diag.TableFileShape, a.Value.Span(), problem)
		return nil, nil
	}
	if len(rows.Header) == 0 {
		c.report(diag.TableFileShape, a.Value.Span(), diag.Text{Zh: "文件是空的", En: "the file is empty"})
		return nil, nil
	}
	return text, rows
}

// fileRows reads the CSV file of a table. Cells are read as those of case files.
func (c *checker) fileRows(t *Table, b block, a *syntax.Attr) {
	text, rows := c.openRows(b, a)
	if rows == nil {
		return
	}
	t.file = diag.NewFile(path.Join(b.data.Name, textOf(a)), text)
	at, ok := c.header(t, rows.Header, a)
	for ok {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if len(t.Rows) >= syntax.MaxTableRows.Max {
			c.report(diag.TableTooManyRows, a.Value.Span(), syntax.MaxTableRows.Max)
			return
		}
		_, start := t.file.Line(row.Line)
		line, _ := t.file.Line(row.Line)
		span := diag.Span{File: t.file, Lo: start, Hi: start + len(line)}
		if row.Problem != "" {
			c.report(diag.TableCell, span, t.Name, row.Line, "", row.Problem.Info().Message)
			return
		}
		before := len(c.diags)
		c.addRow(t, Row{Line: row.Line, Span: span}, func(f *Field) (value.Value, bool, diag.Code, diag.Span) {
			text := ""
			if at[f.Index] >= 0 {
				text = row.Cells[at[f.Index]]
			}
			v, present, code := f.Spec.Parse(text)
			return v, present, code, span
		})
		if len(c.diags) > before && len(c.diags)-before > maxTableProblems {
			return
		}
	}
}

// header finds the cell of each column: by the names that the column declares for
// files, then by its own, as in case files.
func (c *checker) header(t *Table, header []string, a *syntax.Attr) ([]int, bool) {
	at := make([]int, len(t.Columns))
	ok := true
	for i, f := range t.Columns {
		at[i] = -1
		for _, name := range append(slices.Clone(f.Columns), f.Name) {
			j := slices.Index(header, name)
			if j < 0 {
				continue
			}
			at[i] = j
			if slices.Contains(header[j+1:], name) {
				c.report(diag.TableFileShape, a.Value.Span(), diag.Text{Zh: "表头有两列同名：" + name, En: "two columns are called " + name})
				ok = false
			}
			break
		}
		if at[i] < 0 && !f.Spec.Optional {
			c.report(diag.TableHeader, a.Value.Span(), f.Name, strings.Join(header, ", ")).Suggest(f.Name, header)
			ok = false
		}
	}
	return at, ok
}

func (c *checker) addRow(t *Table, row Row, cellOf func(*Field) (value.Value, bool, diag.Code, diag.Span)) {
	row.From, row.Until = Always, Never
	good := true
	for _, f := range t.Columns {
		if f.Spec.Type.Kind == value.Never {
			good = false
			continue
		}
		v, present, code, span := cellOf(f)
		if code != "" {
			good = false
			if code != told && c.countTable(t.Name) < maxTableProblems {
				c.report(diag.TableCell, span, t.Name, row.Line, f.Name, code.Info().Message)
			}
		}
		row.Cells, row.Present = append(row.Cells, v), append(row.Present, present)
		switch {
		case f.Index == t.From && present:
			row.From = v.Int
		case f.Index == t.Through && present:
			row.Until = v.Int + 1
		}
	}
	if good && row.From >= row.Until {
		c.report(diag.DatesReversed, row.Span)
		good = false
	}
	if good {
		t.Rows = append(t.Rows, row)
	}
}

// countTable counts the cell diagnostics of a table so far.
func (c *checker) countTable(name string) int {
	n := 0
	for _, d := range c.diags {
		if d.Code == diag.TableCell && d.Args[0] == name {
			n++
		}
	}
	return n
}

func (r Row) key(cols []int) string {
	parts := make([]value.Value, len(cols))
	for i, k := range cols {
		parts[i] = r.Cells[k]
	}
	return value.Key(parts...)
}

func (r Row) overlaps(s Row) bool { return r.From < s.Until && s.From < r.Until }

func (t *Table) overlapNote() diag.Text {
	if t.Dated() {
		return diag.Text{Zh: "，日期也重叠", En: " and overlapping dates"}
	}
	return diag.Text{}
}

// indexTable finds rows that the same key would match at one date.
func (c *checker) indexTable(t *Table) {
	t.index = make(map[string][]int, len(t.Rows))
	for i, r := range t.Rows {
		k := r.key(t.Key)
		for _, j := range t.index[k] {
			if r.overlaps(t.Rows[j]) {
				c.report(diag.TableKeyTwice, r.Span, t.Name, t.Rows[j].Line, r.Line, t.overlapNote()).Label(t.Rows[j].Span, "同键的行", "the row with the same key")
				return
			}
		}
		t.index[k] = append(t.index[k], i)
	}
	if t.Prefix {
		c.prefixOverlaps(t)
	}
}

func (c *checker) prefixOverlaps(t *Table) {
	last := t.Key[len(t.Key)-1]
	var lengths []int
	for _, r := range t.Rows {
		lengths = append(lengths, len(r.Cells[last].Str))
	}
	slices.Sort(lengths)
	lengths = slices.Compact(lengths)
	for i, r := range t.Rows {
		code := r.Cells[last].Str
		for _, n := range lengths {
			if n >= len(code) {
				break
			}
			shorter := r
			shorter.Cells = slices.Clone(r.Cells)
			shorter.Cells[last] = value.OfCode(code[:n])
			for _, j := range t.index[shorter.key(t.Key)] {
				if r.overlaps(t.Rows[j]) {
					c.report(diag.PrefixOverlap, t.Rows[i].Span, t.Name, t.Rows[j].Line, r.Line, t.overlapNote()).Label(t.Rows[j].Span, "较短的前缀", "the shorter prefix")
					return
				}
			}
		}
	}
}

// tableRefs checks that the codes in reference columns exist.
func (c *checker) tableRefs(t *Table) {
	for _, f := range t.Columns {
		target := c.objects[f.Spec.Type.Name]
		if f.Spec.Type.Kind != value.Ref || target == nil || target.table == nil || target.table.index == nil {
			continue
		}
		missing := 0
		for _, r := range t.Rows {
			if !r.Present[f.Index] || target.table.index[value.Key(r.Cells[f.Index].List...)] != nil {
				continue
			}
			if missing++; missing <= maxTableProblems {
				c.report(diag.TableRefMissing, r.Span, t.Name, r.Line, f.Name, target.name)
			}
		}
	}
}
