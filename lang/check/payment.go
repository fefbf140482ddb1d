package check

import (
	"github.com/drgrule/drgrule/lang/diag"
	"github.com/drgrule/drgrule/lang/syntax"
	"github.com/drgrule/drgrule/lang/value"
)

// payment types one version of a payment. A payment that is undetermined is in
// review, so reading it never makes anything undetermined.
func (s *scope) payment(ver *Version) *Fact {
	p := ver.Payment
	if p.Pays == nil {
		return badFact
	}
	when := s.truth(p.When, "when", nil)
	pays := s.amount(ver, p.Pays, when.yes)
	if when.bad || pays.bad {
		return badFact
	}
	out := &Fact{Type: pays.Type, sign: pays.sign.join(nonNegative)}
	if p.Pending != nil {
		pending := s.amount(ver, p.Pending, nil)
		if pending.bad {
			return badFact
		}
		u, ok := s.unify(p.Pending.Span, []syntax.Expr{p.Pays.Expr, p.Pending.Expr}, []*Fact{pays, pending})
		if !ok {
			return badFact
		}
		out.Type = u.Type
		out.sign = out.sign.join(pending.sign)
	}
	return out
}

// amount types what a payment pays: a number of one unit with fixed decimals, money at
// most 2. Points by days, or money per point, are a slip that nothing after it would show.
func (s *scope) amount(ver *Version, f *syntax.Formula, guards []string) *Fact {
	s.formula = f
	x := s.with(guards, f.Expr)
	x = s.c.declaredUnit(ver.Block, f.Expr, x)
	if x.bad {
		return badFact
	}
	s.mustHave(x)
	if len(x.absent) > 0 {
		return badFact
	}
	if x.Type.Kind == value.Never {
		return x
	}
	if x.Type.Kind != value.Number {
		s.report(diag.PaymentType, f.Expr.Span(), x.Type)
		return badFact
	}
	if x.Type.Unit.Composed() {
		s.report(diag.PaymentType, f.Expr.Span(), x.Type.Unit)
		return badFact
	}
	if !s.rounded(x, f, diag.Text{Zh: "支付", En: "the payment"}, diag.Text{Zh: "支付", En: "paid"}) {
		return badFact
	}
	return x
}

// maxMoneyDecimals: money that is paid or put out is in fen.
const maxMoneyDecimals = 2

// rounded checks that a number may leave the formulas: fixed decimals, money in fen,
// and a bounded size.
func (s *scope) rounded(x *Fact, f *syntax.Formula, what, verb diag.Text) bool {
	t := x.Type
	switch {
	case t.Kind != value.Number:
		return true
	case t.Dec == value.Rat:
		s.report(diag.Unrounded, f.Expr.Span(), what, verb)
		return false
	case t.Unit == value.Money && t.Dec > maxMoneyDecimals:
		s.report(diag.TooManyDecimals, f.Expr.Span(), what, t.Dec)
		return false
	case t.Bits > maxOutputBits:
		s.report(diag.NumberTooWide, f.Expr.Span(), maxOutputBits)
		return false
	}
	return true
}

// maxOutputBits bounds numbers that are put out, added up or sorted by.
const maxOutputBits = 127

// replacements resolves `instead_of` once every payment has a type.
func (c *checker) replacements() {
	for _, o := range c.order {
		if o.value == nil || o.value.Kind != PaymentValue {
			continue
		}
		for _, ver := range o.value.Versions {
			c.replaced(o.value, ver)
		}
	}
}

func (c *checker) replaced(v *Value, ver *Version) {
	list := ver.Block.Attr("instead_of")
	for i, name := range ver.Payment.InsteadOf {
		at := list.Value.(*syntax.ListLit).Items[i].Span()
		o := c.objects[name]
		wrong := func(zh, en string) {
			var known []string
			for _, o := range c.order {
				if o.value != nil && o.value.Kind == PaymentValue && o.value != v {
					known = append(known, o.name)
				}
			}
			c.report(diag.ReplacesUnknown, at, name, diag.Text{Zh: zh, En: en}).Suggest(name, known)
		}
		switch {
		case o == nil || o.value == nil || o.value.Kind != PaymentValue:
			wrong("没有这个 payment", "there is no such payment")
		case o.value == v:
			wrong("支付不能替代自己", "a payment cannot replace itself")
		case o.value.fact == nil || o.value.fact.bad || v.fact.bad:
		case o.value.Record != v.Record:
			wrong("它属于另一个记录", "it belongs to another record")
		case o.value.Type.Unit != v.Type.Unit:
			wrong("单位不同", "its unit differs")
		default:
			ver.Payment.Replaces = append(ver.Payment.Replaces, o.value)
			o.value.deps = append(o.value.deps, dependency{v, at})
		}
	}
}
