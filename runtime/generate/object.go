package generate

import (
	"slices"

	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/runtime/casefile"
)

// object writes a row as one line, with the rows that belong to it nested in it.
func (w *writer) object(r *row, s *source) error {
	o := w.files[r.of.ID]
	times := 1
	if r.damage != nil && r.damage.whole == twice {
		times = 2
	}
	w.nested(o, r, s)
	if r.damage != nil && r.damage.whole == cutOff {
		o.buf = o.buf[:len(o.buf)-1]
	}
	line := slices.Clone(o.buf)
	for range times {
		o.buf = append(o.buf[:0], line...)
		o.rows++
		if err := o.end(); err != nil {
			return err
		}
		var err error
		r.each(func(k *row) {
			if k.damage != nil && err == nil {
				err = w.refuse(k, o, w.column(k))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) nested(o *out, r *row, s *source) {
	d := r.damage
	o.buf = append(o.buf, '{')
	cells := w.cells(r, s)
	for i, f := range r.of.columns {
		switch {
		case f.Index == r.of.OwnerBy && r.up != nil:
			if d != nil && d.whole == otherOwner {
				o.jsonMember(f.Name, "TEST-NONE", false)
			}
		case d != nil && d.field == f && d.whole == noText:
			o.jsonMember(f.Heading(), cells[i], true)
		case d != nil && d.field == f && cells[i] != "":
			o.jsonMember(f.Heading(), cells[i], false)
		default:
			o.jsonMember(f.Heading(), cells[i], f.Spec.Type.Kind == value.Number)
		}
	}
	if d != nil && d.whole == nameTwice {
		o.jsonMember("TEST_EXTRA", "1", false)
		o.jsonMember("TEST_EXTRA", "1", false)
	}
	if d != nil && d.whole == nameExtra {
		o.jsonMember(extraName, "1", false)
	}
	for i, kid := range r.of.kids {
		if len(o.buf) > 0 && o.buf[len(o.buf)-1] != '{' {
			o.buf = append(o.buf, ", "...)
		}
		o.jsonText(casefile.NestName(kid.Record))
		o.buf = append(o.buf, ": ["...)
		for j, k := range r.kids[i] {
			if j > 0 {
				o.buf = append(o.buf, ", "...)
			}
			w.nested(o, k, s)
			if k.damage != nil && k.damage.whole == twice {
				o.buf = append(o.buf, ", "...)
				w.nested(o, k, s)
			}
		}
		o.buf = append(o.buf, ']')
	}
	o.buf = append(o.buf, '}')
}
