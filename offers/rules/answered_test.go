package rules_test

import (
	"testing"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

// TestAnswersLeaveNoMoreOpen: what is known without the true answers of sources
// is known with them.
func TestAnswersLeaveNoMoreOpen(t *testing.T) {
	check(t, 50_000, func(t *rapid.T) {
		r := draw(t)
		list := r.household(t)
		want, err := r.want(r.outputs, list)
		if err != nil {
			return
		}
		f := r.p.NewFrame()
		for i, v := range list {
			if rapid.Bool().Draw(t, "known") {
				know(t, f, i, v)
			}
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		var lo, hi [3]int64
		for o := range want {
			lo[o], hi[o], _ = f.Output(o)
		}
		for _, o := range []int{0, 1} {
			if rapid.Bool().Draw(t, "answered") {
				if err := f.Criterion(o, want[o] != 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		for o := range want {
			if from, to, _ := f.Output(o); from < lo[o] || to > hi[o] {
				t.Fatalf("output %d is %d to %d, and with answers %d to %d\n%s", o, lo[o], hi[o], from, to, r.p.Dump(0))
			}
		}
	})
}

// TestAnAnswerThatShowsAFailureLeavesNoMoreOpen: who lives alone gets more, and how much
// is null. That cannot be computed, and what the rest comes to is known as before.
func TestAnAnswerThatShowsAFailureLeavesNoMoreOpen(t *testing.T) {
	l := newLaw(t)
	alone := l.output("alone", l.boolean("lives_alone"))
	more := l.fact(rules.Fact{Name: "more", Type: rules.Number, Max: 20, Null: true})
	rent := l.op(rules.If, alone, more, l.between("base", 0, 20))
	l.output("amount", l.op(rules.If, l.boolean("rents"), rent, l.between("other", 0, 1000)))
	p := l.program(rules.Entry{Name: "rent", Outputs: []string{"alone", "amount"}})
	f := p.NewFrame()
	set(t, f, p, map[string]int64{"other": 5})
	if err := f.KnowNull(p.FactIndex("more")); err != nil {
		t.Fatal(err)
	}
	amount := p.OutputIndex("amount")
	left := func() (lo, hi int64) {
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		lo, hi, _ = f.Output(amount)
		return lo, hi
	}
	if lo, hi := left(); lo != 0 || hi != 20 {
		t.Errorf("by the facts alone it is %d to %d, want 0 to 20", lo, hi)
	}
	if err := f.Criterion(p.OutputIndex("alone"), true); err != nil {
		t.Fatal(err)
	}
	if lo, hi := left(); lo < 0 || hi > 20 {
		t.Errorf("with an answer it is %d to %d, want no more than 0 to 20", lo, hi)
	}
}
