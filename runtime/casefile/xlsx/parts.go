package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/runtime/casefile"
)

// A book is what must be known of a workbook before a sheet of it is read.
type book struct {
	parts    map[string]*zip.File
	from1904 bool
	sheets   []sheetEntry
	styles   []style
	shared   []string
}

type sheetEntry struct {
	name, part string
	hidden     bool
}

// openBook reads everything but the sheets.
func openBook(c *io.SectionReader) (*book, error) {
	z, err := zip.NewReader(c, c.Size())
	if err != nil {
		return nil, unreadable("%v", err)
	}
	if len(z.File) > MaxParts {
		return nil, tooLarge("zip: files", MaxParts)
	}
	b := &book{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if b.parts[name] != nil {
			return nil, unreadable("%s: it stands there twice", f.Name)
		}
		b.parts[name] = f
	}
	main := "xl/workbook.xml"
	root, err := b.relations("")
	if err != nil {
		return nil, err
	}
	for _, r := range root {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = r.part
		}
	}
	if b.parts[main] == nil {
		return nil, &casefile.Error{Code: casefile.Spreadsheet}
	}
	relations, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.workbook(main, relations); err != nil {
		return nil, err
	}
	for _, r := range relations {
		switch {
		case strings.HasSuffix(r.kind, "/styles"):
			err = b.readStyles(r.part)
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = b.readShared(r.part)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

type relation struct{ kind, part string }

// relations reads what a part refers to.
func (b *book) relations(of string) (map[string]relation, error) {
	dir, base := path.Split(of)
	out := map[string]relation{}
	err := b.each(path.Join(dir, "_rels", base+".rels"), func(p *part, e xml.StartElement) error {
		if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
			to := attr(e, "Target")
			if !strings.HasPrefix(to, "/") {
				to = path.Join(dir, to)
			}
			out[attr(e, "Id")] = relation{attr(e, "Type"), strings.TrimPrefix(path.Clean(to), "/")}
		}
		return nil
	})
	return out, err
}

// each visits the elements of a part as they begin. A part that is not there has none.
func (b *book) each(name string, visit func(*part, xml.StartElement) error) error {
	f := b.parts[name]
	if f == nil {
		return nil
	}
	p, err := openPart(f)
	if err != nil {
		return err
	}
	defer p.file.Close()
	for {
		t, err := p.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := visit(p, e); err != nil {
				return err
			}
		}
	}
}

func (b *book) workbook(main string, relations map[string]relation) error {
	return b.each(main, func(p *part, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = slices.Contains([]string{"1", "true"}, attr(e, "date1904"))
		case "sheet":
			id := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			r := relations[id]
			if !strings.HasSuffix(r.kind, "/worksheet") { // a chart, a dialog
				return nil
			}
			state := attr(e, "state")
			b.sheets = append(b.sheets, sheetEntry{attr(e, "name"), r.part, state != "" && state != "visible"})
		}
		return nil
	})
}

// readStyles reads which style a cell with a number of a style has.
func (b *book) readStyles(name string) error {
	formats := map[string]string{}
	inCells := false
	return b.each(name, func(p *part, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			formats[attr(e, "numFmtId")] = attr(e, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if !inCells {
				return nil
			}
			id := attr(e, "numFmtId")
			s := plain
			if code, given := formats[id]; given {
				s = custom(code)
			} else if n, err := strconv.Atoi(id); err == nil {
				s = builtin(n)
			}
			b.styles = append(b.styles, s)
		}
		return nil
	})
}

// readShared reads the texts that cells share.
func (b *book) readShared(name string) error {
	size := 0
	return b.each(name, func(p *part, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := p.richText()
		if err != nil {
			return err
		}
		if size += len(text); size > MaxTextBytes {
			return tooLarge(name+": texts", MaxTextBytes)
		}
		if b.shared = append(b.shared, text); len(b.shared) > MaxTexts {
			return tooLarge(name+": texts", MaxTexts)
		}
		return nil
	})
}

// richText reads a text that may consist of runs with formats of their own. How it is
// spoken is no part of it.
func (p *part) richText() (string, error) {
	out := ""
	for depth := p.depth; p.depth >= depth; {
		t, err := p.next()
		if err != nil {
			return "", p.early(err)
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "rPh":
			err = p.skip()
		case e.Name.Local == "t":
			var s string
			s, err = p.text()
			if out += s; len(out) > maxTokenBytes {
				err = tooLarge(p.name+": text", maxTokenBytes)
			}
		}
		if err != nil {
			return "", err
		}
	}
	return unescape(out), nil
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape undoes the way in which workbooks write characters that XML has not.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:6], 16, 16)
		if err != nil {
			return e
		}
		return string(rune(n))
	})
}
