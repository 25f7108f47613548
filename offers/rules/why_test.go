package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

// tell writes a reason as an indented tree.
func tell(p *rules.Program, w rules.Why, depth int) string {
	name := w.Op.String()
	if w.Op == 0 {
		name = "fact"
	}
	if w.Output >= 0 {
		name = p.Outputs()[w.Output].Name
	}
	if w.Fact >= 0 {
		name = p.Facts()[w.Fact].Name
	}
	line := fmt.Sprintf("%s%s: %s", strings.Repeat("  ", depth), name, map[[2]int64]string{{1, 1}: "met", {0, 0}: "unmet", {0, 1}: "unknown"}[[2]int64{w.Lo, w.Hi}])
	if w.Left.Den > 0 {
		line += fmt.Sprintf(", %s against %s", side(p, w.Left), side(p, w.Right))
		if w.Op == rules.In {
			line = strings.TrimSuffix(line, "0") + fmt.Sprint(w.Among)
		}
		if d, ok := w.Distance(); ok {
			line += fmt.Sprintf(", distance %d", d)
		}
	}
	line += " (" + w.Source.Article + ")\n"
	for _, part := range w.Parts {
		line += tell(p, part, depth+1)
	}
	return line
}

func side(p *rules.Program, s rules.Side) string {
	text := ""
	if s.Fact >= 0 {
		text = p.Facts()[s.Fact].Name + " "
	}
	if s.From >= 0 {
		text = "from " + p.Facts()[s.From].Name + " "
	}
	if s.Type == rules.Date && s.Lo == s.Hi {
		return text + rules.Day(s.Lo).String()
	}
	if s.Lo == s.Hi {
		return text + fmt.Sprint(s.Lo)
	}
	return text + fmt.Sprintf("%d to %d", s.Lo, s.Hi)
}

// TestWhyNamesEveryCondition with its article, the values compared and how far
// they are from the limit.
func TestWhyNamesEveryCondition(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	facts["wealth"], facts["status"] = 7770_01, 0
	delete(facts, "income")
	set(t, f, p, facts)
	if err := f.KnowNull(p.FactIndex("last_granted")); err != nil {
		t.Fatal(err)
	}
	w, err := f.Why(p.OutputIndex("right"))
	if err != nil {
		t.Fatal(err)
	}
	want := `right: unmet (2)
  AND: unmet (2)
    right_age: met (2)
      AND: met (2)
        GREATER_THAN_OR_EQUAL: met, from born 40 against 21, distance -19 (2)
        LESS_THAN: met, from born 40 against 67, distance 27 (2)
    income_was_low: unknown (2)
      LESS_THAN_OR_EQUAL: unknown, income 0 to 1000000000 against 145644 (2)
    little_wealth: unmet (2)
      LESS_THAN_OR_EQUAL: unmet, wealth 777001 against 777000, distance -1 (2)
    not_lately: met (2)
      OR: met (2)
        IS_NULL: met (2)
        GREATER_THAN_OR_EQUAL: unknown, from last_granted -3599 to 3599 against 12 (2)
    not_excluded: unmet (2)
      NOT: unmet (2)
        IN: met, status 0 against [0 1] (2)
    no_prospect_of_more: unknown (2)
      no_prospect: unknown (2)
`
	if got := tell(p, w, 0); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := f.Why(p.OutputIndex("amount")); err == nil {
		t.Error("an amount has a why")
	}
}

// TestSumOfAnAmount: the parts of zorgtoeslag, each to the thousandth of a cent.
func TestSumOfAnAmount(t *testing.T) {
	p := zorgtoeslag(t)
	f := p.NewFrame()
	h := household{on: day("2026-11-16"), born: day("1980-01-01"), insured: true, lawful: true, income: 32_000_00}
	if err := f.KnowAll(h.row(nil)); err != nil {
		t.Fatal(err)
	}
	terms, ok := f.Sum(p.OutputIndex("hoogte"))
	if !ok {
		t.Fatal("not decided")
	}
	got := ""
	for _, term := range terms {
		got += fmt.Sprintf("%d %d %d/%d %d\n", term.Kind, term.Fact, term.Amount, term.Den, term.Factor)
	}
	// 5633.20 fixed (2119 - 1.912 % of 29,736 + 13.73 % of 29,736), less 13.73 % of
	// 32,000, is 1239.60; rounded to 1240.
	want := "1 -1 5633200480/10000 0\n2 6 -4393600000/10000 -1373\n4 -1 399520/10000 0\n"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	f.Forget(6)
	if _, ok := f.Sum(p.OutputIndex("hoogte")); ok {
		t.Error("an amount that is not decided has a sum")
	}
}

// TestPartsAddUp for random laws; and a condition comes out as it is explained.
func TestPartsAddUp(t *testing.T) {
	check(t, 20_000, func(t *rapid.T) {
		r := draw(t)
		f := r.p.NewFrame()
		for i, v := range r.household(t) {
			know(t, f, i, v)
		}
		if err := f.Evaluate(0); err != nil {
			return
		}
		want, _, _ := f.Output(2)
		terms, ok := f.Sum(2)
		total := int64(0)
		for _, term := range terms {
			total += term.Amount
			if term.Kind == rules.OfFact && term.Den != terms[0].Den {
				t.Fatal("the parts have different denominators")
			}
		}
		if !ok || total != want*terms[0].Den {
			t.Fatalf("the parts make %d/%d, the amount is %d: %v", total, terms[0].Den, want, terms)
		}
		for _, output := range []int{0, 1} {
			v, _, _ := f.Output(output)
			w, err := f.Why(output)
			if err != nil || w.Lo != v || w.Hi != v {
				t.Fatalf("explained as %d to %d, %v, and is %d", w.Lo, w.Hi, err, v)
			}
			adds(t, r.p, w)
		}
	})
}

// adds checks that a reason follows from its parts.
func adds(t *rapid.T, p *rules.Program, w rules.Why) {
	lo, hi := int64(1), int64(1)
	switch w.Op {
	case rules.And:
		for _, part := range w.Parts {
			lo, hi = min(lo, part.Lo), min(hi, part.Hi)
		}
	case rules.Or:
		lo, hi = 0, 0
		for _, part := range w.Parts {
			lo, hi = max(lo, part.Lo), max(hi, part.Hi)
		}
	case rules.Not:
		lo, hi = 1-w.Parts[0].Hi, 1-w.Parts[0].Lo
	case rules.LessThan, rules.LessOrEqual, rules.GreaterThan, rules.GreaterOrEqual, rules.Equals, rules.NotEquals:
		if w.Left.Lo != w.Left.Hi || w.Right.Lo != w.Right.Hi {
			return
		}
		d := w.Right.Lo - w.Left.Lo
		lo = bit(map[rules.Op]bool{rules.LessThan: d > 0, rules.LessOrEqual: d >= 0, rules.GreaterThan: d < 0,
			rules.GreaterOrEqual: d <= 0, rules.Equals: d == 0, rules.NotEquals: d != 0}[w.Op])
		hi = lo
	default:
		lo, hi = w.Lo, w.Hi
	}
	if !(lo == w.Lo && hi == w.Hi) && !(w.Lo == 0 && w.Hi == 1) {
		t.Fatalf("%s is %d to %d, and its parts make %d to %d\n%s", w.Op, w.Lo, w.Hi, lo, hi, tell(p, w, 0))
	}
	for _, part := range w.Parts {
		adds(t, p, part)
	}
}

// TestPartsOfTheSameFactAreOne, over the least denominator of all; what is no
// multiple of a fact is a part of its own.
func TestPartsOfTheSameFactAreOne(t *testing.T) {
	l := newLaw(t)
	x, y := l.euros("x"), l.euros("y")
	times := func(a, b rules.Node) rules.Node { return l.op(rules.Multiply, a, b) }
	whole := func(n rules.Node, parts ...int64) rules.Node {
		for _, by := range parts {
			n = l.must(l.b.Round(rules.Floor, 0, article("2"), l.op(rules.Divide, n, l.number(by))))
		}
		return n
	}
	for name, c := range map[string]struct {
		amount rules.Node
		want   string // kind, fact, amount over denominator, factor
	}{
		"twice and three times": {l.op(rules.Add, times(x, l.number(2)), y, times(l.number(3), x)), "1 -1 0/1 0, 2 0 500/1 5, 2 1 70/1 1"},
		"taken off itself":      {l.op(rules.Subtract, y, times(y, l.number(4))), "1 -1 0/1 0, 2 1 -210/1 -3"},
		"a quarter and a sixth": {l.op(rules.Add, whole(x, 4), whole(y, 6)), "1 -1 0/12 0, 2 0 300/12 3, 2 1 140/12 2, 4 -1 -8/12 0"},
		"a product of both":     {l.op(rules.Subtract, l.number(7), times(times(x, y), l.number(3))), "1 -1 7/1 0, 3 -1 -21000/1 0"},
		"the lesser of both":    {l.op(rules.Min, times(x, l.number(2)), l.op(rules.Add, y, l.number(9))), "1 -1 9/1 0, 2 1 70/1 1"},
		"the greater of both":   {l.op(rules.Max, times(x, l.number(2)), l.op(rules.Add, y, l.number(9))), "1 -1 0/1 0, 2 0 200/1 2"},
		"parts as small as can be counted with": {whole(times(y, l.number(999)), 1000, 40_000),
			"1 -1 0/40000000 0, 2 1 69930/40000000 999, 4 -1 -69930/40000000 0"},
		"parts too small to count with": {whole(times(x, l.number(10_000_000)), 6337, 6337), "1 -1 0/6337 0, 3 -1 157803/6337 0, 4 -1 -5715/6337 0"},
		"times what a choice comes to":  {times(x, l.op(rules.If, l.op(rules.LessThan, y, l.number(50)), l.number(3), l.number(4))), "1 -1 0/1 0, 2 0 400/1 4"},
		"a choice, times what is left":  {times(l.op(rules.If, l.op(rules.LessThan, y, l.number(50)), l.number(3), l.number(4)), x), "1 -1 0/1 0, 2 0 400/1 4"},
		"a fact times a fact":           {times(x, y), "1 -1 0/1 0, 3 -1 7000/1 0"},
	} {
		t.Run(name, func(t *testing.T) {
			l.output(name, c.amount)
			p := l.program(rules.Entry{Name: name, Outputs: []string{name}})
			f := p.NewFrame()
			set(t, f, p, map[string]int64{"x": 100, "y": 70})
			terms, ok := f.Sum(p.OutputIndex(name))
			if !ok {
				t.Fatal("not decided")
			}
			var got []string
			for _, term := range terms {
				got = append(got, fmt.Sprintf("%d %d %d/%d %d", term.Kind, term.Fact, term.Amount, term.Den, term.Factor))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}

// TestWhyOfDates: both sides are dates, also where one is computed or stands in
// the law; and the distance is in days.
func TestWhyOfDates(t *testing.T) {
	l := newLaw(t)
	zero := l.number(0)
	moved, limit := l.date("moved"), l.b.Date(day("2026-01-01"))
	later := func(d rules.Node, months, days rules.Node) rules.Node {
		return l.op(rules.DateAdd, d, zero, months, zero, days)
	}
	for name, c := range map[string]struct {
		when rules.Node
		want string
	}{
		"a day before one of the law": {l.op(rules.LessThan, moved, limit), "LESS_THAN: met, moved 2025-12-01 against 2026-01-01, distance 31 (2)"},
		"a day of the law after one":  {l.op(rules.GreaterThan, limit, moved), "LESS_THAN: met, moved 2025-12-01 against 2026-01-01, distance 31 (2)"},
		"the very day":                {l.op(rules.Equals, moved, limit), "EQUALS: unmet, moved 2025-12-01 against 2026-01-01, distance 31 (2)"},
		"at most ten days later":      {l.op(rules.LessOrEqual, later(moved, zero, l.number(10)), limit), "LESS_THAN_OR_EQUAL: met, from moved 2025-12-11 against 2026-01-01, distance 21 (2)"},
		"some days later":             {l.op(rules.LessOrEqual, later(moved, zero, l.between("days", 0, 99)), limit), "LESS_THAN_OR_EQUAL: unmet, 2026-01-20 against 2026-01-01, distance -19 (2)"},
		"months later":                {l.op(rules.GreaterOrEqual, later(moved, l.number(2), zero), limit), "GREATER_THAN_OR_EQUAL: met, from moved 2026-02-01 against 2026-01-01, distance -31 (2)"},
		"either of two days": {l.op(rules.GreaterOrEqual, l.op(rules.If, l.boolean("known"), moved, l.b.Date(day("2020-01-01"))), limit),
			"GREATER_THAN_OR_EQUAL: unmet, from moved 2025-12-01 against 2026-01-01, distance 31 (2)"},
	} {
		t.Run(name, func(t *testing.T) {
			l.output(name, c.when)
			p := l.program(rules.Entry{Name: name, Outputs: []string{name}})
			f := p.NewFrame()
			set(t, f, p, map[string]int64{"moved": int64(day("2025-12-01"))})
			for fact, v := range map[string]int64{"days": 50, "known": 1} {
				if i := p.FactIndex(fact); i >= 0 {
					set(t, f, p, map[string]int64{fact: v})
				}
			}
			w, err := f.Why(p.OutputIndex(name))
			if err != nil {
				t.Fatal(err)
			}
			if got := tell(p, w.Parts[0], 0); got != c.want+"\n" {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestSidesSayWhatTheyComeFrom: a fact under a limit with more decimals is still
// that fact, and what is computed names the one fact that it comes from.
func TestSidesSayWhatTheyComeFrom(t *testing.T) {
	l := newLaw(t)
	x, y, on := l.euros("x"), l.euros("y"), l.date(rules.ReferenceDate)
	sum := l.op(rules.Add, x, y)
	for name, c := range map[string]struct {
		node rules.Node
		want string
	}{
		"a limit with decimals":     {l.op(rules.LessOrEqual, x, l.op(rules.If, l.op(rules.LessThan, y, l.number(7)), l.b.Number(5005, 1), l.b.Number(4005, 1))), "x 200 against 801"},
		"a part of it":              {l.op(rules.LessOrEqual, l.op(rules.Multiply, x, l.number(3)), l.number(500)), "from x 300 against 500"},
		"two of them":               {l.op(rules.LessOrEqual, sum, l.number(500)), "170 against 500"},
		"one that is chosen":        {l.op(rules.LessOrEqual, l.op(rules.If, l.op(rules.LessThan, x, l.number(7)), sum, l.op(rules.Add, y, l.number(1))), l.number(500)), "from y 71 against 500"},
		"one of two, not yet known": {l.op(rules.LessOrEqual, l.op(rules.If, l.boolean("b"), l.op(rules.Add, x, l.number(1)), x), l.number(500)), "100 to 101 against 500"},
		"a day and the day asked":   {l.op(rules.LessThan, l.op(rules.DateAdd, on, l.number(1), l.number(0), l.number(0), l.number(0)), l.b.Date(day("2030-01-01"))), "2027-11-16 against 2030-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			l.output(name, c.node)
			p := l.program(rules.Entry{Name: name, Outputs: []string{name}})
			f := p.NewFrame()
			set(t, f, p, map[string]int64{"x": 100, "y": 70, rules.ReferenceDate: int64(day("2026-11-16"))})
			w, err := f.Why(p.OutputIndex(name))
			if err != nil {
				t.Fatal(err)
			}
			if got := side(p, w.Parts[0].Left) + " against " + side(p, w.Parts[0].Right); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
