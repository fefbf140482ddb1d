package settle

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/ir"
	"github.com/drgrule/drgrule/lang/value"
)

// What a settlement writes is read by people and read back exactly: numbers as decimals
// or, where no decimals show them, as n/d; the parts of a key joined by "/", the elements
// of a list by "|"; where a part has one of these characters a backslash stands before it.

// texts writes and reads values of a program's types.
type texts struct{ prog *ir.Program }

// write shows a value of a type.
func (t texts) write(v value.Value, typ value.Type) string {
	switch v.Kind {
	case value.Ref:
		parts := make([]string, len(v.List))
		for i, p := range v.List {
			parts[i] = escape(t.write(p, t.part(typ.Name, i)), "/@")
		}
		out := strings.Join(parts, "/")
		if v.Int > 0 { // one row of a table itself
			out += "@" + strconv.FormatInt(v.Int, 10)
		}
		return out
	case value.List:
		parts := make([]string, len(v.List))
		for i, e := range v.List {
			parts[i] = escape(t.write(e, *typ.Elem), "|")
		}
		return strings.Join(parts, "|")
	}
	return v.Text(typ)
}

// read is the inverse of write.
func (t texts) read(s string, typ value.Type) (value.Value, bool) {
	switch typ.Kind {
	case value.Bool:
		return value.OfBool(s == "true"), s == "true" || s == "false"
	case value.Number:
		return number(s)
	case value.Date:
		return value.ParseDate(s)
	case value.Month:
		return value.ParseMonth(s)
	case value.Text:
		return value.OfText(s), true
	case value.Code:
		return value.OfCode(s), true
	case value.Enum:
		return value.OfEnum(s), true
	case value.List:
		out := value.OfList()
		if s == "" {
			return out, true
		}
		for _, p := range split(s, '|') {
			e, ok := t.read(unescape(p), *typ.Elem)
			if !ok {
				return value.Value{}, false
			}
			out.List = append(out.List, e)
		}
		return out, true
	case value.Ref:
		return t.readRef(s, typ.Name)
	}
	return value.Value{}, false
}

func (t texts) readRef(s, name string) (value.Value, bool) {
	out := value.OfRef()
	if at := split(s, '@'); len(at) == 2 {
		n, err := strconv.ParseInt(at[1], 10, 64)
		if err != nil {
			return value.Value{}, false
		}
		s, out.Int = at[0], n
	}
	for i, p := range split(s, '/') {
		v, ok := t.read(unescape(p), t.part(name, i))
		if !ok {
			return value.Value{}, false
		}
		out.List = append(out.List, v)
	}
	return out, len(out.List) == t.parts(name)
}

// part is the type of one part of the key of a record or table; Never if there is none.
func (t texts) part(name string, i int) value.Type {
	if r := t.prog.Record(name); r != nil && i < len(r.Key) {
		return r.Fields[r.Key[i]].Spec.Type
	}
	for _, table := range t.prog.Tables {
		if table.Name == name && i < len(table.Key) {
			return table.Columns[table.Key[i]].Type
		}
	}
	return value.Type{}
}

func (t texts) parts(name string) int {
	n := 0
	for ; t.part(name, n).Kind != value.Never; n++ {
	}
	return n
}

// key shows the key of a row of a record.
func (t texts) key(r *ir.Record, k value.Value) string { return t.write(k, value.RefType(r.Name)) }

func number(s string) (value.Value, bool) {
	if strings.Trim(s, "0123456789./-") != "" {
		return value.Value{}, false
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return value.Value{}, false
	}
	return value.OfNum(value.FromRat(r)), true
}

func escape(s, chars string) string {
	var b strings.Builder
	for _, c := range s {
		if c == '\\' || strings.ContainsRune(chars, c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// split cuts at a character that no backslash stands before.
func split(s string, at byte) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case at:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}
