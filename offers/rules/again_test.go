package rules_test

import (
	"testing"

	"zeker/offers/rules"
)

// TestEvaluatingAgain: what a frame did last does not outlive what it was told
// since: a fact that is forgotten is missed, also when it is none of the first 64,
// and what a source answered stands above facts that are all known.
func TestEvaluatingAgain(t *testing.T) {
	l := newLaw(t)
	total := l.number(0)
	for i := range 70 {
		total = l.op(rules.Add, total, l.between("fact"+string(rune('A'+i)), 0, 9))
	}
	enough := l.output("enough", l.op(rules.GreaterOrEqual, total, l.number(100)))
	l.output("amount", l.op(rules.If, enough, l.number(5), l.number(0)))
	p := l.program(rules.Entry{Name: "all", Outputs: []string{"enough", "amount"}})
	f := p.NewFrame()
	amount := func() int64 {
		t.Helper()
		if err := f.Evaluate(0); err != nil {
			t.Fatal(err)
		}
		v, _, _ := f.Output(1)
		return v
	}
	for i := range p.Facts() {
		give(t, f, i, 2)
	}
	for _, fact := range []int{0, 69} {
		if got := amount(); got != 5 {
			t.Fatalf("140 of 100: got %d, want 5", got)
		}
		f.Forget(fact)
		if err := f.Evaluate(0); err == nil {
			t.Errorf("fact %d is forgotten and not missed", fact)
		}
		give(t, f, fact, 2)
	}
	if err := f.Criterion(0, false); err != nil {
		t.Fatal(err)
	}
	if got := amount(); got != 0 {
		t.Errorf("answered that it is not enough: got %d, want 0", got)
	}
}

// TestWhatATestSaysIsUsed: after a comparison of two facts the first is known to lie
// on its side of the other, to the last unit.
func TestWhatATestSaysIsUsed(t *testing.T) {
	for _, c := range []struct {
		op    rules.Op
		limit int64 // what is below it and what is not are the two ways
	}{
		{rules.LessThan, 50},
		{rules.LessOrEqual, 51},
		{rules.GreaterThan, 51},
		{rules.GreaterOrEqual, 50},
	} {
		l := newLaw(t)
		a, b := l.between("a", 0, 100), l.between("b", 0, 100)
		// 9 is on no way: the test has said on which side of the limit a is.
		below := func(yes, no int64) rules.Node {
			return l.op(rules.If, l.op(rules.LessThan, a, l.number(c.limit)), l.number(yes), l.number(no))
		}
		yes, no := below(1, 9), below(9, 3)
		if c.op == rules.GreaterThan || c.op == rules.GreaterOrEqual {
			yes, no = below(9, 1), below(3, 9)
		}
		l.output("side", l.op(rules.If, l.op(c.op, a, b), yes, no))
		p := l.program(rules.Entry{Name: "side", Outputs: []string{"side"}})
		f := p.NewFrame()
		give(t, f, p.FactIndex("b"), 50)
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		if lo, hi, _ := f.Output(0); lo != 1 || hi != 3 {
			t.Errorf("%v: got %d to %d, want 1 to 3", c.op, lo, hi)
		}
	}
}
