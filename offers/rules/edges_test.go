package rules_test

import (
	"fmt"
	"testing"

	"zeker/offers/rules"
)

// TestTheEndsOfTheCalendar: a day may be moved to the last of the year 9999 and
// to the first of the year 1, and no further.
func TestTheEndsOfTheCalendar(t *testing.T) {
	for name, c := range map[string]struct {
		from         string
		months, days int64
		want         bool
	}{
		"to December 9999":      {"9999-11-30", 1, 0, true},
		"past it":               {"9999-12-31", 1, 0, false},
		"to January 1":          {"0001-02-28", -1, 0, true},
		"before it":             {"0001-01-31", -1, 0, false},
		"all of it":             {"0001-01-01", 12 * 9998, 0, true},
		"more than all":         {"0001-01-01", 12*9999 + 1, 0, false},
		"to the last day":       {"9999-12-30", 0, 1, true},
		"past the last day":     {"9999-12-30", 0, 2, false},
		"to the first day":      {"0001-01-02", 0, -1, true},
		"to before the first":   {"0001-01-02", 0, -2, false},
		"to the last, in parts": {"9999-11-30", 1, 1, true},
	} {
		l := newLaw(t)
		d := l.fact(rules.Fact{Name: "d", Type: rules.Date, Min: int64(day(c.from)), Max: int64(day(c.from))})
		zero := l.number(0)
		_, err := l.b.Op(rules.DateAdd, article("2"), d, zero, l.number(c.months), zero, l.number(c.days))
		if (err == nil) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFactsBeyondTheFirstWord: the facts after the sixty-fourth are watched too
// when an entry runs again.
func TestFactsBeyondTheFirstWord(t *testing.T) {
	l := newLaw(t)
	var all []rules.Node
	for i := range 130 {
		all = append(all, l.boolean(fmt.Sprint(i)))
	}
	l.output("few", all[0])
	l.output("all", l.op(rules.And, all...))
	p := l.program(rules.Entry{Name: "few", Outputs: []string{"few"}}, rules.Entry{Name: "all", Outputs: []string{"all"}})
	f := p.NewFrame()
	for i := range all {
		if err := f.Know(i, 1); err != nil {
			t.Fatal(err)
		}
	}
	for _, entry := range []int{1, 1, 0, 0} {
		if err := f.Evaluate(entry); err != nil {
			t.Fatal(err)
		}
	}
	for _, forgotten := range []int{129, 64} {
		if err := f.Evaluate(1); err != nil {
			t.Fatal(err)
		}
		f.Forget(forgotten)
		if err := f.Evaluate(1); err == nil {
			t.Errorf("fact %d is not missed", forgotten)
		}
		if err := f.Evaluate(0); err != nil {
			t.Errorf("fact %d is missed where it is not used: %v", forgotten, err)
		}
		if err := f.Know(forgotten, 1); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAFactOfOneValue is known by any frame that is told it, all at once too.
func TestAFactOfOneValue(t *testing.T) {
	l := newLaw(t)
	l.output("x", l.fact(rules.Fact{Name: "x", Type: rules.Number, Min: 5, Max: 5}))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"x"}})
	f := p.NewFrame()
	if err := f.KnowAll([]int64{5}); err != nil {
		t.Fatal(err)
	}
	if err := f.Evaluate(0); err != nil {
		t.Fatal(err)
	}
	if v, _, _ := f.Output(0); v != 5 {
		t.Errorf("got %d", v)
	}
	for _, v := range []int64{4, 6} {
		if f.KnowAll([]int64{v}) == nil {
			t.Errorf("%d is taken", v)
		}
	}
}

// TestANumberDeclaredAgain is the same output when it has the same value, and an
// error when it has another.
func TestANumberDeclaredAgain(t *testing.T) {
	l := newLaw(t)
	x := l.euros("x")
	l.output("n", x)
	if _, err := l.b.Output("n", article("2"), x); err != nil {
		t.Error(err)
	}
	if _, err := l.b.Output("n", article("2"), l.op(rules.Add, x, l.number(1))); err == nil {
		t.Error("another value is taken")
	}
	if _, err := l.b.Output("n", article("2"), l.b.Bool(true)); err == nil {
		t.Error("another type is taken")
	}
}

// TestRoundingIsNoCliff: where a slope begins just before a whole euro, the first
// cent costs a euro of rounding, as every hundredth after it.
func TestRoundingIsNoCliff(t *testing.T) {
	for name, c := range map[string]struct {
		lost   int64 // more at the place where the slope begins
		cliffs int
	}{"rounding": {0, 0}, "three euros": {300, 1}} {
		l := newLaw(t)
		x := l.fact(rules.Fact{Name: "x", Type: rules.Number, Max: 1000})
		over := l.op(rules.GreaterThan, x, l.number(50))
		left := l.op(rules.If, over, l.op(rules.Subtract, l.number(5050-c.lost), x), l.number(5000))
		l.output("amount", l.must(l.b.Round(rules.Floor, -2, article("2"), left)))
		p := l.program(rules.Entry{Name: "x", Outputs: []string{"amount"}})
		cliffs, err := p.NewFrame().Cliffs(0, 0)
		if err != nil || len(cliffs) != c.cliffs {
			t.Errorf("%s: %v, %v", name, cliffs, err)
		}
	}
}

// TestComparisonsOfTwoFactsNarrowBoth, true or not.
func TestComparisonsOfTwoFactsNarrowBoth(t *testing.T) {
	for name, c := range map[string]struct {
		op       rules.Op
		answer   bool
		x, y     [2]int64 // known to lie in
		lo, hi   int64    // of x then
		lo2, hi2 int64    // of y then
	}{
		"less":              {rules.LessThan, true, [2]int64{0, 100}, [2]int64{10, 20}, 0, 19, 10, 20},
		"not less":          {rules.LessThan, false, [2]int64{0, 15}, [2]int64{10, 20}, 10, 15, 10, 15},
		"at most":           {rules.LessOrEqual, true, [2]int64{15, 100}, [2]int64{10, 20}, 15, 20, 15, 20},
		"not at most":       {rules.LessOrEqual, false, [2]int64{0, 15}, [2]int64{10, 20}, 11, 15, 10, 14},
		"equal":             {rules.Equals, true, [2]int64{0, 15}, [2]int64{10, 20}, 10, 15, 10, 15},
		"not equal":         {rules.Equals, false, [2]int64{0, 15}, [2]int64{10, 20}, 0, 15, 10, 20},
		"more, and nothing": {rules.GreaterThan, true, [2]int64{50, 60}, [2]int64{10, 20}, 50, 60, 10, 20},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLaw(t)
			x, y := l.euros("x"), l.euros("y")
			l.output("answered", l.op(c.op, x, y))
			l.output("x", x)
			l.output("y", y)
			p := l.program(rules.Entry{Name: "x", Outputs: []string{"answered", "x", "y"}})
			f := p.NewFrame()
			for fact, r := range [][2]int64{c.x, c.y} {
				if err := f.KnowRange(fact, r[0], r[1]); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Criterion(0, c.answer); err != nil {
				t.Fatal(err)
			}
			if err := f.Decide(0); err != nil {
				t.Fatal(err)
			}
			lo, hi, _ := f.Output(1)
			lo2, hi2, _ := f.Output(2)
			if lo != c.lo || hi != c.hi || lo2 != c.lo2 || hi2 != c.hi2 {
				t.Errorf("x %d to %d, y %d to %d", lo, hi, lo2, hi2)
			}
		})
	}
}

// TestSetsReachTheirLastMember, also when the value is only known to lie there.
func TestSetsReachTheirLastMember(t *testing.T) {
	l := newLaw(t)
	l.output("in", l.op(rules.In, l.euros("x"), l.number(10), l.number(72), l.number(73), l.number(138), l.number(202)))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"in"}})
	f := p.NewFrame()
	for name, c := range map[string]struct {
		from, to int64
		lo, hi   int64
	}{
		"the last of sixty-four":     {73, 73, 1, 1},
		"the last two":               {72, 73, 1, 1},
		"the last and after":         {73, 80, 0, 1},
		"after the last":             {74, 80, 0, 0},
		"sixty-four from the first":  {138, 138, 1, 1},
		"sixty-four from the second": {202, 202, 1, 1},
		"after all":                  {203, 300, 0, 0},
		"the first":                  {10, 10, 1, 1},
		"before the first":           {0, 9, 0, 0},
		"up to the first":            {0, 10, 0, 1},
		"between":                    {11, 71, 0, 0},
	} {
		if err := f.KnowRange(0, c.from, c.to); err != nil {
			t.Fatal(err)
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		if lo, hi, _ := f.Output(0); lo != c.lo || hi != c.hi {
			t.Errorf("%s: %d to %d, want %d to %d", name, lo, hi, c.lo, c.hi)
		}
	}
}

// TestAPartBeforeADecidingOneIsLookedAt: "x and no" is no, and yet the law asks
// for x first.
func TestAPartBeforeADecidingOneIsLookedAt(t *testing.T) {
	l := newLaw(t)
	l.output("no", l.op(rules.And, l.boolean("x"), l.b.Bool(false)))
	l.output("nothing", l.op(rules.Multiply, l.euros("y"), l.number(0)))
	p := l.program(rules.Entry{Name: "no", Outputs: []string{"no"}}, rules.Entry{Name: "nothing", Outputs: []string{"nothing"}})
	f := p.NewFrame()
	for entry := range 2 {
		if err := f.Evaluate(entry); err == nil {
			t.Errorf("entry %d does not ask", entry)
		}
		if err := f.Decide(entry); err != nil {
			t.Error(err)
		}
		if lo, hi, s := f.Output(entry); lo != 0 || hi != 0 || s != rules.Decided {
			t.Errorf("entry %d: %d to %d (%d)", entry, lo, hi, s)
		}
	}
}

// TestABirthdayBetweenTwoSums: the test of an age near a birthday is done apart
// from other steps, and what was added up before it is still there after it.
func TestABirthdayBetweenTwoSums(t *testing.T) {
	l := newLaw(t)
	on, born, x, y := l.date(rules.ReferenceDate), l.date("born"), l.euros("x"), l.euros("y")
	sum := l.op(rules.Add, x, y)
	old := l.op(rules.GreaterOrEqual, l.op(rules.AgeOn, born, on), l.number(18))
	l.output("amount", l.op(rules.If, old, l.op(rules.Multiply, sum, l.number(3)), l.op(rules.Multiply, sum, l.number(7))))
	l.output("sum", sum)
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"sum", "amount"}})
	f := p.NewFrame()
	for name, c := range map[string]struct {
		born string
		want int64
	}{
		"18 today": {"2008-11-16", 330}, "18 tomorrow": {"2008-11-17", 770}, "18 long ago": {"1950-01-01", 330}, "a child": {"2020-01-01", 770},
	} {
		set(t, f, p, map[string]int64{rules.ReferenceDate: int64(day("2026-11-16")), "born": int64(day(c.born)), "x": 10, "y": 100})
		if err := f.Evaluate(0); err != nil {
			t.Fatal(err)
		}
		if v, _, _ := f.Output(0); v != c.want {
			t.Errorf("%s: got %d, want %d", name, v, c.want)
		}
	}
}

// TestWhatIsNotTheEndIsPastIt: behind a test that a value is not the least, or not
// the greatest, that it can be, it is known to be further.
func TestWhatIsNotTheEndIsPastIt(t *testing.T) {
	for name, end := range map[string]int64{"least": 5, "greatest": 9, "neither": 7} {
		for _, op := range []rules.Op{rules.Equals, rules.NotEquals} {
			l := newLaw(t)
			x := l.between("x", 5, 9)
			again := l.op(rules.If, l.op(choose(end == 5, rules.LessOrEqual, rules.GreaterOrEqual), x, l.number(end)), l.number(100), l.number(2))
			is := l.op(op, x, l.number(end))
			yes, no := l.number(3), again
			if op == rules.NotEquals {
				yes, no = no, yes
			}
			l.output("it", l.op(rules.If, is, yes, no))
			f := l.program(rules.Entry{Name: "x", Outputs: []string{"it"}}).NewFrame()
			if err := f.Decide(0); err != nil {
				t.Fatal(err)
			}
			want := choose[int64](name == "neither", 100, 3)
			if lo, hi, _ := f.Output(0); lo != 2 || hi != want {
				t.Errorf("%v the %s: %d to %d, want 2 to %d", op, name, lo, hi, want)
			}
		}
	}
}
