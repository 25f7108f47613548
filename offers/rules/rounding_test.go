package rules_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"zeker/offers/rules"
)

// children is an amount a month for children, in whole euros rounded down: 2,511 or
// 3,214 euros a year for each, less 7.1 % of the income above 28,406 euros.
func children(t testing.TB) *rules.Program {
	l := newLaw(t)
	young, old := l.between("young", 0, 99), l.between("old", 0, 99)
	income := l.between("income", -1_000_000_00, 1_000_000_00)
	most := l.op(rules.Add, l.op(rules.Multiply, young, l.number(2511_00)), l.op(rules.Multiply, old, l.number(3214_00)))
	above := l.op(rules.Max, l.op(rules.Subtract, income, l.number(28406_00)), l.number(0))
	left := l.op(rules.Max, l.op(rules.Subtract, most, l.op(rules.Multiply, l.b.Number(71, 3), above)), l.number(0))
	year := l.must(l.b.Round(rules.Round, -2, article("2"), left))
	l.output("year", year)
	l.output("month", l.must(l.b.Round(rules.Floor, -2, article("2"), l.op(rules.Divide, left, l.number(12)))))
	return l.program(rules.Entry{Name: "children", Outputs: []string{"year", "month"}})
}

// sharers is assistance for who shares costs with others: 40 % and, for each
// person, 30 % of a norm, divided by the persons (Participatiewet art. 22a).
func sharers(t testing.TB) *rules.Program {
	l := newLaw(t)
	persons := l.op(rules.Add, l.between("others", 0, 20), l.number(1))
	norm := l.op(rules.If, l.boolean("old"), l.number(2176_10), l.number(2027_79))
	part := l.op(rules.Add, l.b.Number(4, 1), l.op(rules.Multiply, l.b.Number(3, 1), persons))
	shared := l.must(l.b.Round(rules.Round, 0, article("22a"), l.op(rules.Divide, l.op(rules.Multiply, part, norm), persons)))
	income := l.euros("income")
	right := l.output("right", l.op(rules.LessThan, income, shared))
	l.output("amount", l.op(rules.If, right, l.op(rules.Subtract, shared, income), l.number(0)))
	return l.program(rules.Entry{Name: "sharers", Outputs: []string{"right", "amount"}})
}

// TestWhatIsWholePassesARounding: where ranges see the whole part of a rounding
// apart, what cannot move the rest over an edge is not missing.
func TestWhatIsWholePassesARounding(t *testing.T) {
	for _, c := range []struct {
		situation string
		p         *rules.Program
		income    [2]int64
		known     map[string]int64
		output    string
		want      []string
	}{
		{"cents of income within a euro of the year", children(t), [2]int64{30000_00, 30000_03}, nil, "year", []string{"young", "old"}},
		{"cents of income on the edge of a euro of the year", children(t), [2]int64{28413_04, 28413_05}, nil, "year", []string{"young", "old", "income"}},
		{"cents of income within a euro of the month", children(t), [2]int64{30000_00, 30000_03}, nil, "month", []string{"young", "old"}},
		{"an income without children", children(t), [2]int64{30000_00, 90000_00}, map[string]int64{"young": 0, "old": 0}, "month", nil},
		{"an income above every norm", sharers(t), [2]int64{1523_28, 1523_28}, nil, "right", nil},
		{"an income at the highest norm", sharers(t), [2]int64{1523_26, 1523_26}, map[string]int64{"old": 1}, "right", []string{"others"}},
		{"an income below every norm", sharers(t), [2]int64{646_00, 646_00}, nil, "right", nil},
	} {
		f := c.p.NewFrame()
		if err := f.KnowRange(c.p.FactIndex("income"), c.income[0], c.income[1]); err != nil {
			t.Fatal(err)
		}
		for fact, v := range c.known {
			give(t, f, c.p.FactIndex(fact), v)
		}
		if got := names(c.p, f.Missing(nil, c.p.OutputIndex(c.output))); !slices.Equal(got, c.want) {
			t.Errorf("%s: missing are %v, want %v", c.situation, got, c.want)
		}
	}
}

// TestRoundingInPartsIsRounding: as code such laws give what they give node by node.
func TestRoundingInPartsIsRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	for _, p := range []*rules.Program{children(t), sharers(t)} {
		f := p.NewFrame()
		for range 20_000 {
			for i, fact := range p.Facts() {
				most := fact.Max
				if r.IntN(2) == 0 {
					most = min(most, 60_000_00) // where the limits are
				}
				give(t, f, i, fact.Min+r.Int64N(most-fact.Min+1))
			}
			var got, want [2]int64
			for _, run := range []struct {
				evaluate func(int) error
				to       *[2]int64
			}{{f.Evaluate, &got}, {f.EvaluateStrictly, &want}} {
				if err := run.evaluate(0); err != nil {
					t.Fatal(err)
				}
				for o := range run.to {
					run.to[o], _, _ = f.Output(o)
				}
			}
			if got != want {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	}
}
