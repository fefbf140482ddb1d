package value

import (
	"sort"
	"strconv"
	"strings"

	"github.com/drgrule/drgrule/lang/diag"
)

// A Unit is a product of powers of base units in canonical order. The zero Unit is
// the unit 1, which ratios, weights and counts have.
type Unit struct{ s string }

// The units that every ruleset knows.
var (
	One    = Unit{}
	Money  = Unit{"money"}
	Points = Unit{"points"}
	Days   = Unit{"days"}
	Score  = Unit{"score"}
)

// Rules and English messages call a unit by its name.
var chineseUnits = map[string]string{"money": "元", "points": "点", "days": "天", "score": "分"}

// BaseUnit returns the unit of that name, as a `unit` block declares it.
func BaseUnit(name string) Unit { return Unit{name} }

func (u Unit) powers() map[string]int {
	m := map[string]int{}
	if u.s == "" {
		return m
	}
	for _, f := range strings.Split(u.s, "*") {
		name, exp, ok := strings.Cut(f, "^")
		n := 1
		if ok {
			n, _ = strconv.Atoi(exp)
		}
		m[name] = n
	}
	return m
}

func unitOf(m map[string]int) Unit {
	var parts []string
	for name, n := range m {
		switch n {
		case 0:
		case 1:
			parts = append(parts, name)
		default:
			parts = append(parts, name+"^"+strconv.Itoa(n))
		}
	}
	sort.Strings(parts)
	return Unit{strings.Join(parts, "*")}
}

// Mul returns the unit of a product.
func (u Unit) Mul(v Unit) Unit { return u.combine(v, 1) }

// Div returns the unit of a quotient.
func (u Unit) Div(v Unit) Unit { return u.combine(v, -1) }

// Pow returns the unit of a k-th power.
func (u Unit) Pow(k int) Unit {
	m := u.powers()
	for name := range m {
		m[name] *= k
	}
	return unitOf(m)
}

func (u Unit) combine(v Unit, sign int) Unit {
	if v.s == "" {
		return u
	}
	m := u.powers()
	for name, n := range v.powers() {
		m[name] += sign * n
	}
	return unitOf(m)
}

// Composed reports whether the unit is a product, a quotient or a power of others.
func (u Unit) Composed() bool { return strings.ContainsAny(u.s, "*^") }

// String returns the unit as rules write it, such as money / points.
func (u Unit) String() string { return u.show(func(s string) string { return s }, "ratio") }

// In returns the unit as people call it.
func (u Unit) In(l diag.Lang) string {
	return u.show(func(s string) string {
		if t, ok := chineseUnits[s]; ok && l == diag.Zh {
			return t
		}
		return s
	}, diag.Text{Zh: "无单位", En: "no unit"}.In(l))
}

func (u Unit) show(name func(string) string, one string) string {
	if u.s == "" {
		return one
	}
	var up, down []string
	m := u.powers()
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		for range max(m[n], -m[n]) {
			if m[n] > 0 {
				up = append(up, name(n))
			} else {
				down = append(down, name(n))
			}
		}
	}
	out := strings.Join(up, " * ")
	if len(up) == 0 {
		out = "1"
	}
	for _, d := range down {
		out += " / " + d
	}
	return out
}
