package conformance

import (
	"errors"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/drgrule/drgrule/lang"
	"github.com/drgrule/drgrule/lang/check"
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
	"github.com/drgrule/drgrule/stdlib"
)

// templates make one formula of others. E is what is replaced and S another of its kind and
// unit; B is a truth, N and M are numbers of one unit, D and C dates, O what may be none, U
// what may be unreported.
var templates = map[value.Kind][]string{
	value.Bool: {
		"not (E)", "((E) and (S))", "((E) or (S))", "((N) < (M))", "((N) >= (M) >= (N))", "((N) == (M))", "((N) in [M, N])", "has(O)", "known(U)", "(has(O) and (E))", "((D) < (C))", "((D) != (C))",
		"any([N, M], # > (N))", "all([D, C], # <= (C))", "((E) == (S))", "(known(U) or (E))", "(not has(O) or (E))", "((B) ? refuse('fuzz') : (E))", "(let fuzz = N; fuzz > (M))", "((N) > 0 ? (M) / (N) > 1 : (E))",
	},
	value.Number: {
		"((E) + (S))", "((E) - (S))", "-(E)", "+(E)", "max(E, S)", "min(E, S, S)", "clamp(E, S, S)", "abs(E)", "((E) * 2)", "((E) * 0.5)", "((E) / 4)", "round((E) / 3, 2)", "round(E, 0)", "floor(E)", "ceil(E)",
		"divide((E) * 2, 2, S)", "((S) > 0 ? (E) / (S) * (S) : (E))", "((S) != 0 and (B) ? (E) * (S) / (S) : (S))", "sum([E, S], #)", "(find([E, S], # > (S)) ?? (S))", "(let fuzz = E; fuzz + fuzz)",
		"((let fuzz = E; fuzz) ?? (S))", "(count([N, M], # == (N)) > 1 ? (E) : (S))", "(has(O) ? (E) : (S))", "round(-(E), 1, up)", "(2 ^ 3 * (E))",
	},
	value.Date: {"((E) + 1)", "max(E, S)", "add_months(E, 1)", "(find([E, S], # > (S)) ?? (E))"},
}

// anyKind are templates for every kind of formula.
var anyKind = []string{
	"(S)", "((B) ? (E) : (S))", "(if B { E } else { S })", "((E) ?? (S))", "(((E) ?? (S)) ?? (S))", "(let fuzz = E; fuzz)", "(let fuzz = S; (B) ? fuzz : (E))", "((let fuzz = E; fuzz) ?? (S))", "((B) ? (E) : none)",
	"(((B) ? (E) : none) ?? (S))", "(((B) ? (E) : unknown('fuzz')) ?? (S))", "((B) ? (E) : refuse('fuzz'))", "((B) ? (E) : review('fuzz'))", "((B) ? (E) : unknown('fuzz'))", "(has(O) ? (E) : (S))", "(known(U) ? (S) : (E))",
	"(find([E, S], true) ?? (S))",
}

// A part is a part of some formula of a text.
type part struct {
	span     diag.Span
	typ      value.Type
	optional bool
	unknown  bool
}

// mutate changes formulas of a text, step by step, as long as it compiles.
func mutate(r *rand.Rand, text string, tables fstest.MapFS) string {
	parts, ok := formulaParts(text, tables)
	if !ok {
		return text
	}
	for range 1 + r.IntN(4) {
		for range 8 {
			next := mutateOnce(r, text, parts)
			if more, ok := formulaParts(next, tables); ok {
				text, parts = next, more
				break
			}
		}
	}
	return text
}

func mutateOnce(r *rand.Rand, text string, parts []part) string {
	if len(parts) == 0 {
		return text
	}
	pick := func(ok func(p part) bool) string {
		var found []part
		for _, p := range parts {
			if ok(p) {
				found = append(found, p)
			}
		}
		if len(found) == 0 {
			return "none"
		}
		return found[r.IntN(len(found))].span.Text()
	}
	alike := func(a value.Type) func(part) bool {
		return func(p part) bool { return p.typ.Kind == a.Kind && p.typ.Unit == a.Unit && p.typ.Name == a.Name }
	}
	kind := func(k value.Kind) func(part) bool { return func(p part) bool { return p.typ.Kind == k } }
	at := parts[r.IntN(len(parts))]
	list := slices.Concat(templates[at.typ.Kind], anyKind)
	template := list[r.IntN(len(list))]
	unit := value.One
	for _, p := range parts {
		if p.typ.Kind == value.Number && r.IntN(3) == 0 {
			unit = p.typ.Unit
		}
	}
	number := alike(value.Type{Kind: value.Number, Unit: unit})
	var b strings.Builder
	for i := 0; i < len(template); i++ {
		c := template[i]
		inWord := i > 0 && letter(template[i-1]) || i+1 < len(template) && letter(template[i+1])
		switch {
		case inWord:
			b.WriteByte(c)
		case c == 'E':
			b.WriteString(at.span.Text())
		case c == 'S':
			b.WriteString(pick(alike(at.typ)))
		case c == 'B':
			b.WriteString(pick(kind(value.Bool)))
		case c == 'N' || c == 'M':
			b.WriteString(pick(number))
		case c == 'D' || c == 'C':
			b.WriteString(pick(kind(value.Date)))
		case c == 'O':
			b.WriteString(pick(func(p part) bool { return p.optional }))
		case c == 'U':
			b.WriteString(pick(func(p part) bool { return p.unknown }))
		default:
			b.WriteByte(c)
		}
	}
	return text[:at.span.Lo] + b.String() + text[at.span.Hi:]
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '\'' }

// formulaParts compiles a text and lists the parts of its formulas with what is known of
// them. ok is false if the text does not compile.
func formulaParts(text string, tables fstest.MapFS) (parts []part, ok bool) {
	f := diag.NewFile("rules.hcl", []byte(text))
	dir := &lang.Dir{Files: []*diag.File{f}, Table: func(p string) ([]byte, error) {
		if t := tables[path.Join("r", p)]; t != nil {
			return t.Data, nil
		}
		return nil, errors.New("no such file")
	}}
	defer func() {
		if recover() != nil { // a defect of the compiler: fuzzOne shows it
			parts, ok = nil, true
		}
	}()
	out, err := lang.Compile(lang.Input{
		Entry: "r", Library: stdlib.Library(), Options: check.Options{},
		Open:   func(string) (*lang.Dir, error) { return dir, nil },
		Module: func(string) (*lang.Dir, error) { return nil, errors.New("no modules here") },
	})
	if err != nil || out.Program == nil {
		return nil, false
	}
	for e, fact := range out.Info.Facts {
		s := e.Span()
		if s.File != f || s.Lo >= s.Hi || s.Hi > len(text) || strings.ContainsAny(s.Text(), "\n\"") || fact.Use.Kind == check.WordUse {
			continue
		}
		if _, pred := e.(*syntax.Pred); !pred {
			parts = append(parts, part{s, fact.Type, fact.Optional, fact.MayBeUnknown()})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { // facts are a map: draw from one order
		if a.span.Lo != b.span.Lo {
			return a.span.Lo - b.span.Lo
		}
		if a.span.Hi != b.span.Hi {
			return a.span.Hi - b.span.Hi
		}
		return int(a.typ.Kind) - int(b.typ.Kind)
	})
	return parts, true
}
