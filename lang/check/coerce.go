package check

import (
	"slices"
	"strings"

	"github.com/drgrule/drgrule/lang/cell"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// coerce gives a literal text the type that its place needs: a member of an
// enumeration, a code, a row of a table. It returns nil when there is nothing to
// convert. The converted constant is kept for the lowering.
func (s *scope) coerce(e syntax.Expr, f *Fact, t value.Type) *Fact {
	switch e := e.(type) {
	case *syntax.Str:
		return s.coerceText(e, t)
	case *syntax.List:
		return s.coerceList(e, f, t)
	case *syntax.Cond:
		return s.coerceParts(e, f, t, e.A, e.B)
	case *syntax.Let:
		return s.coerceParts(e, f, t, e.Body)
	case *syntax.Binary:
		if e.Op == "??" {
			return s.coerceParts(e, f, t, e.X, e.Y)
		}
	}
	return nil
}

func (s *scope) coerceText(e *syntax.Str, t value.Type) *Fact {
	var v value.Value
	switch t.Kind {
	case value.Enum:
		if !slices.Contains(t.Members, e.Value) {
			s.report(diag.BadMember, e.Span(), e.Value, strings.Join(t.Members, ", ")).Suggest(e.Value, t.Members)
			return badFact
		}
		v = value.OfEnum(e.Value)
	case value.Code:
		spec := cell.Spec{Type: t}
		if cs := s.c.codes[t.Name]; cs != nil {
			spec.Codes = &cs.Codes
		}
		parsed, _, code := spec.Parse(e.Value)
		if code != "" {
			s.report(diag.TextCompare, e.Span(), e.Value, t.Name)
			return badFact
		}
		v = parsed
	case value.Ref:
		ref, ok := s.rowLiteral(e, t)
		if !ok {
			return nil
		}
		v = ref
	default:
		return nil
	}
	return s.keep(e, &Fact{Type: t, Const: &v})
}

// rowLiteral reads a text as the key of a table's row.
func (s *scope) rowLiteral(e *syntax.Str, t value.Type) (value.Value, bool) {
	key := s.c.keyFields(t.Name)
	if len(key) != 1 {
		return value.Value{}, false
	}
	v, _, code := key[0].Spec.Parse(e.Value)
	if code != "" {
		return value.Value{}, false
	}
	ref := value.OfRef(v)
	if o := s.c.objects[t.Name]; o.table != nil && o.table.index != nil && o.table.index[value.Key(v)] == nil {
		s.report(diag.UnknownRow, e.Span(), e.Value, t.Name).Suggest(e.Value, s.c.keyTexts(o.table))
	}
	return ref, true
}

func (s *scope) coerceList(e *syntax.List, f *Fact, t value.Type) *Fact {
	if t.Kind != value.List || f.Type.Kind != value.List || len(e.Items) == 0 {
		return nil
	}
	changed := false
	for _, it := range e.Items {
		g := s.coerce(it, s.factOf(it), *t.Elem)
		if g == nil {
			continue
		}
		if g.bad {
			return badFact
		}
		changed = true
	}
	if !changed {
		return nil
	}
	out := *f
	out.Type = value.ListType(*t.Elem)
	return s.keep(e, &out)
}

// coerceParts converts the results of branches.
func (s *scope) coerceParts(e syntax.Expr, f *Fact, t value.Type, parts ...syntax.Expr) *Fact {
	if f.Type.Kind != value.Text || t.Kind == value.Text {
		return nil
	}
	for _, p := range parts {
		pf := s.factOf(p)
		if pf.Type.Kind == value.Never && !pf.bad {
			continue
		}
		g := s.coerce(p, pf, t)
		if g == nil {
			return nil
		}
		if g.bad {
			return badFact
		}
	}
	out := *f
	out.Type = t
	return s.keep(e, &out)
}

// assign checks that a value may stand where a specification asks for a type. It
// returns the fact as it stands there.
func (s *scope) assign(spec cell.Spec, f *Fact, e syntax.Expr, what string) *Fact {
	if f.bad {
		return badFact
	}
	t := spec.Type
	if g := s.coerce(e, f, t); g != nil {
		return g
	}
	u := f.Type
	ok := u.Kind == t.Kind && u.Name == t.Name
	switch {
	case u.Kind == value.Never || t.Kind == value.Never:
		return f
	case t.Kind == value.Number && u.Kind == value.Number:
		if f.Free {
			g := *f
			g.Type.Unit = t.Unit
			return &g
		}
		if u.Unit != t.Unit {
			s.report(diag.UnitMismatch, e.Span(), what, t.Unit, u.Unit)
			return badFact
		}
	case t.Kind == value.Enum && u.Kind == value.Enum:
		ok = true
		for _, m := range u.Members {
			ok = ok && slices.Contains(t.Members, m)
		}
	case t.Kind == value.List && u.Kind == value.List:
		ok = u.Elem.Kind == t.Elem.Kind && u.Elem.Name == t.Elem.Name || u.Elem.Kind == value.Never
	}
	if !ok {
		s.report(diag.TypeMismatch, e.Span(), what, t, u)
		return badFact
	}
	return f
}
