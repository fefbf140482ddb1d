package slot

import (
	"fmt"
	"reflect"
	"testing"
)

// states are representatives of everything that a truth's slot can hold.
var states = map[string]Slot{
	"true": Truth(true), "false": Truth(false),
	"lacks a": Lacking("a"), "lacks b": Lacking("b"), "lacks a, b": Lacking("a", "b"),
	"review r": ForReview("r"), "review s": ForReview("s"),
	"fault 1": Fail(Fault{Code: "DF2001", Node: 1, Rec: -1}), "fault 2": Fail(Fault{Code: "DF2002", Node: 2, Rec: -1}),
	"fault 1, row 1": Fail(Fault{Code: "DF2001", Node: 1, Rec: 0, Row: 1}),
}

func same(a, b Slot) bool {
	if a.State != b.State {
		return false
	}
	switch a.State {
	case Determined:
		return a.Value.True() == b.Value.True()
	case Faulty:
		return a.Fault == b.Fault
	}
	return reflect.DeepEqual(a.Reasons, b.Reasons)
}

func show(s Slot) string { return fmt.Sprintf("%d %v %v %v", s.State, s.Value.Int, s.Reasons, s.Fault) }

// TestTable is the table of states × operators (semantics, clause 2): rows and columns
// are true, false, undetermined, review, fault.
func TestTable(t *testing.T) {
	order := []Slot{Truth(true), Truth(false), Lacking("a"), ForReview("r"), Fail(Fault{Node: 1, Rec: -1})}
	T, F, U, R, X := 0, 1, 2, 3, 4
	and := [5][5]int{
		{T, F, U, R, X},
		{F, F, F, F, F},
		{U, F, U, R, X},
		{R, F, R, R, X},
		{X, F, X, X, X},
	}
	or := [5][5]int{
		{T, T, T, T, T},
		{T, F, U, R, X},
		{T, U, U, R, X},
		{T, R, R, R, X},
		{T, X, X, X, X},
	}
	strict := [5][5]int{ // for two values the caller computes: only the state counts
		{T, T, U, R, X},
		{T, T, U, R, X},
		{U, U, U, R, X},
		{R, R, R, R, X},
		{X, X, X, X, X},
	}
	for i, a := range order {
		for j, b := range order {
			if got := And(a, b); !same(got, order[and[i][j]]) {
				t.Errorf("%s and %s = %s", show(a), show(b), show(got))
			}
			if got := Or(a, b); !same(got, order[or[i][j]]) {
				t.Errorf("%s or %s = %s", show(a), show(b), show(got))
			}
			if got := Strict(a, b); got.State != order[strict[i][j]].State {
				t.Errorf("strict %s, %s = %s", show(a), show(b), show(got))
			}
		}
	}
}

// TestLaws: whatever the operands, their order and grouping do not matter.
func TestLaws(t *testing.T) {
	ops := map[string]func(a, b Slot) Slot{"and": And, "or": Or, "strict": func(a, b Slot) Slot {
		s := Strict(a, b)
		if s.OK() {
			return Truth(true)
		}
		return s
	}}
	for name, op := range ops {
		for an, a := range states {
			if !same(op(a, a), a) && !(name == "strict" && a.OK()) {
				t.Errorf("%s is not idempotent on %s", name, an)
			}
			for bn, b := range states {
				if !same(op(a, b), op(b, a)) {
					t.Errorf("%s does not commute on %s, %s: %s, %s", name, an, bn, show(op(a, b)), show(op(b, a)))
				}
				for cn, c := range states {
					if x, y := op(op(a, b), c), op(a, op(b, c)); !same(x, y) {
						t.Errorf("%s does not associate on %s, %s, %s: %s, %s", name, an, bn, cn, show(x), show(y))
					}
				}
			}
		}
	}
}

func not(s Slot) Slot {
	if s.OK() {
		return Truth(!s.Value.True())
	}
	return s
}

func TestDeMorgan(t *testing.T) {
	for an, a := range states {
		for bn, b := range states {
			if !same(not(And(a, b)), Or(not(a), not(b))) {
				t.Errorf("not (%s and %s)", an, bn)
			}
		}
	}
}

// TestAtLeast compares with every way in which the open truths could turn out: an
// answer that they agree on is the answer, else the states are combined.
func TestAtLeast(t *testing.T) {
	pick := []Slot{Truth(true), Truth(false), Lacking("a"), ForReview("r")}
	for code := range 4 * 4 * 4 * 4 {
		var truths []Slot
		var open []int
		rest := Slot{}
		for i, c := 0, code; i < 4; i, c = i+1, c/4 {
			truths = append(truths, pick[c%4])
			if !pick[c%4].OK() {
				open = append(open, i)
				rest = Strict(rest, pick[c%4])
			}
		}
		for n := range 6 {
			answers := map[bool]bool{}
			for mask := range 1 << len(open) {
				held := 0
				for i, s := range truths {
					yes := s.Is(true)
					for k, o := range open {
						if o == i {
							yes = mask>>k&1 == 1
						}
					}
					if yes {
						held++
					}
				}
				answers[held >= n] = true
			}
			want := rest
			if len(answers) == 1 {
				want = Truth(answers[true])
			}
			if got := AtLeast(n, truths); !same(got, want) {
				t.Errorf("at least %d of %v: %s, want %s", n, truths, show(got), show(want))
			}
		}
	}
}

func TestSettle(t *testing.T) {
	if got := Settle(Lacking("b", "a", "why:not published")); got.State != InReview || !reflect.DeepEqual(got.Reasons, []string{"missing:a", "missing:b", "not published"}) {
		t.Errorf("Settle = %s", show(got))
	}
	for name, s := range states {
		if s.State != Undetermined && !same(Settle(s), s) {
			t.Errorf("Settle changes %s", name)
		}
	}
}
