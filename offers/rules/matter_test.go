package rules_test

import (
	"slices"
	"testing"

	"zeker/offers/rules"
)

// norms is assistance in small: whoever shares a house gets a lower norm, what a
// partner has above the norm of a couple counts as income, and the income has to be
// below the norm. With so much that the partner has, the norm stands on both sides.
func norms(t testing.TB) *rules.Program {
	l := newLaw(t)
	income, partner := l.between("income", 0, 5000), l.between("partner", 0, 5000)
	norm := l.op(rules.Subtract, l.number(1500), l.op(rules.Multiply, l.number(100), l.between("sharers", 0, 5)))
	for _, of := range []string{"guests", "lodgers", "others", "more"} {
		norm = l.op(rules.Subtract, norm, l.between(of, 0, 1))
	}
	above := l.op(rules.Max, l.number(0), l.op(rules.Add, partner, l.op(rules.Subtract, norm, l.number(2000))))
	here := l.output("here", l.boolean("lives_here"))
	low := l.op(rules.LessThan, l.op(rules.Add, income, above), norm)
	l.output("right", l.op(rules.And, here, low))
	l.output("amount", l.op(rules.Subtract, norm, income)) // to whoever has a right; to others it does not matter
	return l.program(rules.Entry{Name: "norms", Outputs: []string{"right", "amount", "here"}})
}

// cents is a rent that is paid for in part, less a share of the income, in whole tens:
// 480 of the rent and 22 of the income for each 480,000. So a cent of income matters
// when it passes a multiple of 480 alone, whatever the rent is.
func cents(t testing.TB) *rules.Program {
	l := newLaw(t)
	rent, income := l.between("rent", 0, 1_000_000), l.between("income", 0, 1_000_000)
	parts := l.op(rules.Subtract, l.op(rules.Add, l.op(rules.Multiply, rent, l.number(480)), l.number(30_000_000)), l.op(rules.Multiply, income, l.number(22)))
	paid := l.must(l.b.Round(rules.Floor, 0, article("2"), l.op(rules.Divide, l.op(rules.Max, l.number(0), parts), l.number(480_000))))
	l.output("right", l.op(rules.GreaterThan, paid, l.number(0)))
	l.output("amount", paid)
	return l.program(rules.Entry{Name: "cents", Outputs: []string{"right", "amount"}})
}

// limits is a rent that counts up to 300, for a couple after a limit that is higher.
func limits(t testing.TB) *rules.Program {
	l := newLaw(t)
	rent, most := l.between("rent", 0, 1_000_000), l.between("most", 300_000, 500_000)
	counts := func(n rules.Node) rules.Node { return l.op(rules.Min, n, l.number(300_000)) }
	l.output("amount", l.op(rules.If, l.boolean("couple"), counts(l.op(rules.Min, rent, most)), counts(rent)))
	return l.program(rules.Entry{Name: "limits", Outputs: []string{"amount"}})
}

// since is a date that may be null, and counts as long ago then: so it does not matter
// when the other date is long ago too.
func since(t testing.TB) *rules.Program {
	l := newLaw(t)
	on, last := l.date(rules.ReferenceDate), l.date("last")
	old := l.op(rules.If, l.op(rules.IsNull, last), l.op(rules.GreaterThan, l.between("times", 0, 9), l.number(3)),
		l.op(rules.GreaterThan, l.op(rules.AgeOn, last, on), l.number(0)))
	l.output("right", old)
	l.output("amount", l.op(rules.If, old, l.number(100), l.number(0)))
	return l.program(rules.Entry{Name: "since", Outputs: []string{"right", "amount"}})
}

// TestWhatCancelsOutIsNotAsked: a fact that ranges alone would ask for, and that
// makes no difference to anybody, is not missing; and where nothing is, the outputs
// are decided.
func TestWhatCancelsOutIsNotAsked(t *testing.T) {
	for name, c := range map[string]struct {
		p       *rules.Program
		known   map[string]int64
		within  map[string][2]int64
		here    bool // answered by a source
		missing []string
		right   int64
		amount  int64
	}{
		"the norm falls out":                               {norms(t), map[string]int64{"income": 500, "partner": 1800, "guests": 0, "lodgers": 0, "others": 0, "more": 0, "lives_here": 1}, nil, false, nil, 0, 0},
		"the norm and whether one lives here fall out":     {norms(t), map[string]int64{"income": 500, "partner": 1800, "guests": 0, "lodgers": 0, "others": 0, "more": 0}, nil, false, nil, 0, 0},
		"the norm falls out, a source says who lives here": {norms(t), map[string]int64{"income": 500, "partner": 1800, "guests": 0, "lodgers": 0, "others": 0, "more": 0}, nil, true, nil, 0, 0},
		"the norm matters":                                 {norms(t), map[string]int64{"income": 500, "partner": 800, "guests": 0, "lodgers": 0, "others": 0, "more": 0, "lives_here": 1}, nil, false, []string{"sharers"}, 1, 0},
		"as many open as are looked into":                  {norms(t), map[string]int64{"income": 500, "partner": 1800, "more": 0, "lives_here": 1}, nil, false, nil, 0, 0},
		"more open than is looked into": {norms(t), map[string]int64{"income": 500, "partner": 1800, "lives_here": 1}, nil, false,
			[]string{"sharers", "guests", "lodgers", "others", "more"}, 0, 0},
		"cents that no rent makes count":   {cents(t), nil, map[string][2]int64{"income": {100, 101}}, false, []string{"rent"}, 1, 0},
		"cents that some rent makes count": {cents(t), nil, map[string][2]int64{"income": {109, 110}}, false, []string{"rent", "income"}, 1, 0},
		"a higher limit first":             {limits(t), map[string]int64{"most": 400_000}, nil, false, []string{"rent"}, 0, 0},
		"long ago, or never":               {since(t), map[string]int64{rules.ReferenceDate: int64(day("2026-11-16"))}, nil, false, []string{"times", "last"}, 0, 0},
		"long ago, or often enough": {since(t), map[string]int64{rules.ReferenceDate: int64(day("2026-11-16")), "times": 5},
			map[string][2]int64{"last": {int64(day("2001-01-01")), int64(day("2011-01-01"))}}, false, nil, 1, 100},
		"not long ago": {since(t), map[string]int64{rules.ReferenceDate: int64(day("2026-11-16")), "times": 5}, nil, false, []string{"last"}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := c.p.NewFrame()
			set(t, f, c.p, c.known)
			for fact, in := range c.within {
				if err := f.KnowRange(c.p.FactIndex(fact), in[0], in[1]); err != nil {
					t.Fatal(err)
				}
			}
			if c.here {
				if err := f.Criterion(c.p.OutputIndex("here"), true); err != nil {
					t.Fatal(err)
				}
			}
			outputs := []int{c.p.OutputIndex("right"), c.p.OutputIndex("amount")}
			outputs = slices.DeleteFunc(outputs, func(o int) bool { return o < 0 })
			missing := names(c.p, f.Missing(nil, outputs...))
			slices.Sort(missing)
			slices.Sort(c.missing)
			if !slices.Equal(missing, c.missing) {
				t.Errorf("missing %v, want %v", missing, c.missing)
			}
			if right, _, known := f.Output(outputs[0]); len(missing) == 0 && (known != rules.Decided || right != c.right) {
				t.Errorf("nothing is missing: got %d (%d), want %d", right, known, c.right)
			}
			if amount, _, known := f.Output(outputs[len(outputs)-1]); c.amount > 0 && (known != rules.Decided || amount != c.amount) {
				t.Errorf("nothing is missing: got the amount %d (%d), want %d", amount, known, c.amount)
			}
		})
	}
}
