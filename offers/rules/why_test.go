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
        GREATER_THAN_OR_EQUAL: met, 40 against 21, distance -19 (2)
        LESS_THAN: met, 40 against 67, distance 27 (2)
    income_was_low: unknown (2)
      LESS_THAN_OR_EQUAL: unknown, income 0 to 1000000000 against 145644 (2)
    little_wealth: unmet (2)
      LESS_THAN_OR_EQUAL: unmet, wealth 777001 against 777000, distance -1 (2)
    not_lately: met (2)
      OR: met (2)
        IS_NULL: met (2)
        GREATER_THAN_OR_EQUAL: unknown, -3599 to 3599 against 12 (2)
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
