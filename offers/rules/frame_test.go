package rules_test

import (
	"slices"
	"strings"
	"testing"

	"zeker/offers/rules"
)

// allowance is a law with everything that a frame meets: a limit, a fact that may
// be null, a text, one that only a person can judge, and a chain of outputs.
func allowance(t testing.TB) *rules.Program {
	l := newLaw(t)
	on, born, last := l.date(rules.ReferenceDate), l.date("born"), l.date("last_granted")
	income, wealth := l.euros("income"), l.euros("wealth")
	partner := l.boolean("partner")
	status := l.fact(rules.Fact{Name: "status", Type: rules.Text})
	judged := l.fact(rules.Fact{Name: "no_prospect", Type: rules.Bool, Judged: true})

	age := l.op(rules.AgeOn, born, on)
	ages := l.output("right_age", l.op(rules.And, l.op(rules.GreaterOrEqual, age, l.number(21)), l.op(rules.LessThan, age, l.number(67))))
	poor := l.output("income_was_low", l.op(rules.LessOrEqual, income, l.op(rules.If, partner, l.number(2080_63), l.number(1456_44))))
	little := l.output("little_wealth", l.op(rules.LessOrEqual, wealth, l.op(rules.If, partner, l.number(15540_00), l.number(7770_00))))
	never := l.output("not_lately", l.op(rules.Or, l.op(rules.IsNull, last),
		l.op(rules.GreaterOrEqual, l.op(rules.DiffMonths, last, on), l.number(12))))
	outside := l.output("not_excluded", l.op(rules.Not, l.op(rules.In, status, l.b.Text("detained"), l.b.Text("abroad"))))
	prospect := l.output("no_prospect_of_more", judged)
	right := l.output("right", l.op(rules.And, ages, poor, little, never, outside, prospect))
	_ = right
	l.output("amount", l.op(rules.If, partner, l.number(650_00), l.number(450_00)))
	return l.program(rules.Entry{Name: "allowance", Outputs: []string{"right", "amount", "right_age", "income_was_low", "little_wealth", "not_lately", "not_excluded"}},
		rules.Entry{Name: "right", Outputs: []string{"right"}})
}

// facts sets facts by name; values are days, amounts, 0 and 1.
func set(t testing.TB, f *rules.Frame, p *rules.Program, facts map[string]int64) {
	t.Helper()
	for name, v := range facts {
		if err := f.Know(p.FactIndex(name), v); err != nil {
			t.Fatal(err)
		}
	}
}

// names translates facts to their names.
func names(p *rules.Program, facts []int) []string {
	list := make([]string, len(facts))
	for i, fact := range facts {
		list[i] = p.Facts()[fact].Name
	}
	return list
}

// poorAdult is somebody who has a right, but for what a person has to judge.
func poorAdult() map[string]int64 {
	return map[string]int64{
		rules.ReferenceDate: int64(day("2026-11-16")), "born": int64(day("1986-02-01")), "income": 1456_44, "wealth": 7770_00,
		"partner": 0, "status": -1, "last_granted": int64(day("2025-11-16")),
	}
}

func status(t *testing.T, f *rules.Frame, p *rules.Program, output string) (lo, hi int64, s rules.Status) {
	t.Helper()
	return f.Output(p.OutputIndex(output))
}

// TestOneUnitAroundTheLimits: at the limit yes, one cent or one day over no.
func TestOneUnitAroundTheLimits(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	for name, c := range map[string]struct {
		fact string
		v    int64
		want int64
	}{
		"at every limit":                 {"status", -1, 1},
		"a cent more income":             {"income", 1456_45, 0},
		"a cent more wealth":             {"wealth", 7770_01, 0},
		"granted a day later":            {"last_granted", int64(day("2025-11-17")), 0},
		"21 today":                       {"born", int64(day("2005-11-16")), 1},
		"21 tomorrow":                    {"born", int64(day("2005-11-17")), 0},
		"67 tomorrow":                    {"born", int64(day("1959-11-17")), 1},
		"67 today":                       {"born", int64(day("1959-11-16")), 0},
		"detained":                       {"status", 0, 0},
		"abroad":                         {"status", 1, 0},
		"granted after the day asked on": {"last_granted", int64(day("2027-01-01")), 0},
	} {
		t.Run(name, func(t *testing.T) {
			f.Reset()
			facts := poorAdult()
			facts[c.fact] = c.v
			facts["no_prospect"] = 1
			set(t, f, p, facts)
			for _, evaluate := range []func(int) error{f.Evaluate, f.EvaluateStrictly, f.Decide} {
				if err := evaluate(0); err != nil {
					t.Fatal(err)
				}
				if got, _, s := status(t, f, p, "right"); got != c.want || s != rules.Decided {
					t.Errorf("got %d (%d), want %d", got, s, c.want)
				}
			}
		})
	}
}

// TestWhatIsMissing: only what can still matter is asked, the question that
// settles most first, and never what a person has to judge.
func TestWhatIsMissing(t *testing.T) {
	p := allowance(t)
	right := p.OutputIndex("right")
	for name, c := range map[string]struct {
		without []string
		change  map[string]int64
		missing []string
		judged  []string
		want    rules.Status
	}{
		"nothing missing but a judgement":      {nil, nil, nil, []string{"no_prospect"}, rules.Undecided},
		"no income":                            {[]string{"income"}, nil, []string{"income"}, []string{"no_prospect"}, rules.Undecided},
		"too rich, and the rest is unknown":    {[]string{"income", "status", "last_granted", "partner"}, map[string]int64{"wealth": 20000_00}, nil, nil, rules.Decided},
		"rich for one, not for two":            {[]string{"partner"}, map[string]int64{"wealth": 8000_00}, []string{"partner"}, []string{"no_prospect"}, rules.Undecided},
		"poor enough whoever lives there":      {[]string{"partner"}, map[string]int64{"wealth": 5, "income": 5}, nil, []string{"no_prospect"}, rules.Undecided},
		"too young on the day, date not known": {[]string{rules.ReferenceDate}, nil, []string{rules.ReferenceDate}, []string{"no_prospect"}, rules.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			f := p.NewFrame()
			facts := poorAdult()
			for fact, v := range c.change {
				facts[fact] = v
			}
			for _, fact := range c.without {
				delete(facts, fact)
			}
			set(t, f, p, facts)
			if err := f.Decide(p.EntryIndex("right")); err != nil {
				t.Fatal(err)
			}
			if _, _, got := f.Output(right); got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
			if got := names(p, f.Missing(nil, right)); !slices.Equal(got, c.missing) {
				t.Errorf("missing %v, want %v", got, c.missing)
			}
			if got := names(p, f.Judged(nil, right)); !slices.Equal(got, c.judged) {
				t.Errorf("judged %v, want %v", got, c.judged)
			}
		})
	}
}

// TestUnknownFactsAreNamed: Evaluate asks for a fact where the law comes to it,
// and names it; a part that decides before keeps it from asking.
func TestUnknownFactsAreNamed(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	delete(facts, "wealth")
	set(t, f, p, facts)
	err := f.Evaluate(p.EntryIndex("right"))
	if err == nil || err.Error() != "fact wealth is not known" {
		t.Errorf("got %v", err)
	}
	if _, _, s := status(t, f, p, "right"); s != rules.Undecided {
		t.Errorf("status %d after an error", s)
	}
	set(t, f, p, map[string]int64{"income": 9000_00}) // comes before wealth
	if err := f.Evaluate(p.EntryIndex("right")); err != nil {
		t.Error(err)
	}
	if v, _, s := status(t, f, p, "right"); v != 0 || s != rules.Decided {
		t.Errorf("got %d (%d)", v, s)
	}
}

// TestNullHasAMeaningWhereTheLawTestsIt and is an error, with the article, where
// a value is needed.
func TestNullHasAMeaningWhereTheLawTestsIt(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	facts["no_prospect"] = 1
	set(t, f, p, facts)
	if err := f.KnowNull(p.FactIndex("last_granted")); err != nil {
		t.Fatal(err)
	}
	if err := f.Evaluate(0); err != nil {
		t.Fatal(err)
	}
	if v, _, _ := status(t, f, p, "right"); v != 1 {
		t.Error("never granted before, and no right")
	}

	l := newLaw(t)
	last := l.date("last")
	l.op(rules.IsNull, last)
	l.output("recent", l.op(rules.GreaterThan, last, l.b.Date(day("2026-01-01"))))
	p = l.program(rules.Entry{Name: "x", Outputs: []string{"recent"}})
	f = p.NewFrame()
	if err := f.KnowNull(0); err != nil {
		t.Fatal(err)
	}
	for name, evaluate := range map[string]func(int) error{"code": f.Evaluate, "strict": f.EvaluateStrictly, "decide": f.Decide} {
		err := evaluate(0)
		if want := "wet 2026-01-01: article 2: GREATER_THAN: fact last is null"; err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
	if err := f.KnowRange(0, int64(day("2025-12-01")), int64(day("2025-12-31"))); err != nil {
		t.Fatal(err)
	}
	if err := f.Decide(0); err != nil {
		t.Fatal(err)
	}
	if v, _, s := f.Output(0); v != 0 || s != rules.Decided {
		t.Errorf("known to be a day in December: got %d (%d)", v, s)
	}
}

// TestACriterionReplacesAndBounds: yes or no of a source stands for the output,
// and says something of the facts under it.
func TestACriterionReplacesAndBounds(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	delete(facts, "income")
	facts["no_prospect"] = 1
	set(t, f, p, facts)
	low := p.OutputIndex("income_was_low")
	for answer, want := range map[bool]int64{true: 1, false: 0} {
		if err := f.Criterion(low, answer); err != nil {
			t.Fatal(err)
		}
		for name, evaluate := range map[string]func(int) error{"evaluate": f.Evaluate, "decide": f.Decide} {
			if err := evaluate(0); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if v, _, s := status(t, f, p, "right"); v != want || s != rules.Decided {
				t.Errorf("%s with income low %v: got %d (%d)", name, answer, v, s)
			}
		}
		if got := f.Missing(nil, p.OutputIndex("right")); len(got) != 0 {
			t.Errorf("missing %v", names(p, got))
		}
	}
	// The answer no for an income under the limit of two means there is no partner.
	f.Reset()
	delete(facts, "partner")
	facts["income"], facts["wealth"] = 1800_00, 1
	set(t, f, p, facts)
	if err := f.Criterion(low, false); err != nil {
		t.Fatal(err)
	}
	if err := f.Decide(0); err != nil {
		t.Fatal(err)
	}
	if lo, hi, s := status(t, f, p, "amount"); lo != 450_00 || hi != 450_00 || s != rules.Decided {
		t.Errorf("amount %d to %d (%d)", lo, hi, s)
	}
	f.Reset()
	if got := f.Missing(nil, p.OutputIndex("income_was_low")); len(got) != 2 {
		t.Errorf("a frame that was reset still knows: missing %v", names(p, got))
	}
}

// TestAContradictionIsNeverARefusal: a criterion against a known fact leaves the
// right open and says so; the other criteria stay as they are.
func TestAContradictionIsNeverARefusal(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	facts["no_prospect"] = 1
	set(t, f, p, facts)
	for _, output := range []string{"income_was_low", "little_wealth"} {
		if err := f.Criterion(p.OutputIndex(output), output != "income_was_low"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Decide(0); err != nil {
		t.Fatal(err)
	}
	for output, want := range map[string]rules.Status{
		"right": rules.Contradicted, "income_was_low": rules.Contradicted, "little_wealth": rules.Decided, "right_age": rules.Decided, "amount": rules.Decided,
	} {
		if lo, hi, got := status(t, f, p, output); got != want {
			t.Errorf("%s is %d to %d (%d), want %d", output, lo, hi, got, want)
		}
	}
	// Somebody who is certainly too old has no right, whatever contradicts.
	set(t, f, p, map[string]int64{"born": int64(day("1930-01-01"))})
	if err := f.Decide(0); err != nil {
		t.Fatal(err)
	}
	if v, _, s := status(t, f, p, "right"); v != 0 || s != rules.Decided {
		t.Errorf("right is %d (%d)", v, s)
	}
}

// TestAnswersThatContradictEachOther are both not believed.
func TestAnswersThatContradictEachOther(t *testing.T) {
	l := newLaw(t)
	income, other := l.euros("income"), l.euros("other")
	low := l.output("low", l.op(rules.LessOrEqual, income, l.number(100)))
	high := l.output("high", l.op(rules.GreaterThan, income, l.number(200)))
	apart := l.output("apart", l.op(rules.LessThan, other, l.number(5)))
	l.output("any", l.op(rules.Or, low, high))
	l.output("all", l.op(rules.And, apart, low))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"low", "high", "apart", "any", "all"}})
	f := p.NewFrame()
	for _, output := range []int{0, 1, 2} {
		if err := f.Criterion(output, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Decide(0); err != nil {
		t.Fatal(err)
	}
	for output, want := range []rules.Status{rules.Contradicted, rules.Contradicted, rules.Decided, rules.Contradicted, rules.Contradicted} {
		if _, _, got := f.Output(output); got != want {
			t.Errorf("%s: got %d, want %d", p.Outputs()[output].Name, got, want)
		}
	}
}

// TestNothingIsAllocated while evaluating, deciding or asking what is missing.
func TestNothingIsAllocated(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	right := []int{p.OutputIndex("right")}
	list := make([]int, 0, 20)
	values := make([]int64, len(p.Facts()))
	for name, v := range facts {
		values[p.FactIndex(name)] = v
	}
	low := p.OutputIndex("income_was_low")
	for name, work := range map[string]func() error{
		"evaluate": func() error { _ = f.KnowAll(values); return f.Evaluate(0) },
		"strict":   func() error { _ = f.KnowAll(values); return f.EvaluateStrictly(0) },
		"decide":   func() error { f.Reset(); _ = f.Know(3, 1000_00); return f.Decide(0) },
		"criteria": func() error { f.Reset(); _ = f.Know(3, 1000_00); _ = f.Criterion(low, true); return f.Decide(0) },
		"missing":  func() error { f.Reset(); list = f.Missing(list[:0], right...); return nil },
		"judged":   func() error { f.Reset(); list = f.Judged(list[:0], right...); return nil },
	} {
		if many := testing.AllocsPerRun(100, func() {
			if err := work(); err != nil {
				t.Fatal(err)
			}
		}); many != 0 {
			t.Errorf("%s allocates %v times", name, many)
		}
	}
	if !strings.Contains(p.Facts()[0].Name, rules.ReferenceDate) || p.FactIndex("nobody") != -1 || p.OutputIndex("nothing") != -1 || p.EntryIndex("none") != -1 {
		t.Error("names are not found as they should")
	}
}

// TestAResetForgetsAContradiction, also where the law is gone through node by node
// because it may fail.
func TestAResetForgetsAContradiction(t *testing.T) {
	l := newLaw(t)
	share := l.op(rules.Divide, l.euros("income"), l.between("people", 0, 20))
	low := l.output("low", l.op(rules.LessOrEqual, share, l.number(500)))
	l.output("right", l.op(rules.And, low, l.boolean("lives_here")))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"low", "right"}})
	f := p.NewFrame()
	right := p.OutputIndex("right")
	set(t, f, p, map[string]int64{"income": 5000, "people": 2})
	if err := f.Criterion(p.OutputIndex("low"), true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []rules.Status{rules.Contradicted, rules.Undecided} {
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		if _, _, got := f.Output(right); got != want {
			t.Errorf("status %d, want %d", got, want)
		}
		f.Reset()
	}
}

// TestAnAnswerLeavesTheOtherBranchOut: when a source answered something, too, only
// the branch that is taken is asked for.
func TestAnAnswerLeavesTheOtherBranchOut(t *testing.T) {
	l := newLaw(t)
	low := l.output("low", l.op(rules.LessOrEqual, l.euros("savings"), l.number(500)))
	counted := l.op(rules.If, l.boolean("partner"), l.euros("income_partner"), l.euros("income"))
	l.output("amount", l.op(rules.If, low, counted, l.number(0)))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"low", "amount"}})
	f := p.NewFrame()
	for partner, want := range []string{"income", "income_partner"} {
		set(t, f, p, map[string]int64{"partner": int64(partner)})
		if err := f.Criterion(p.OutputIndex("low"), true); err != nil {
			t.Fatal(err)
		}
		if got := names(p, f.Missing(nil, p.OutputIndex("amount"))); !slices.Equal(got, []string{want}) {
			t.Errorf("partner %d: missing %v, want %s", partner, got, want)
		}
	}
}

// TestWhatADivisionAndADayLeaveOpen: without a fact, nothing is said that a value
// of it could contradict, and what every value agrees on is said.
func TestWhatADivisionAndADayLeaveOpen(t *testing.T) {
	const open, no, yes = -1, 0, 1
	for name, c := range map[string]struct {
		build func(l *law) rules.Node
		want  int64
	}{
		"a share of fifty is sixty": {func(l *law) rules.Node {
			return l.op(rules.GreaterThan, l.op(rules.Divide, l.number(50), l.between("people", 0, 10)), l.number(60))
		}, no},
		"a share of fifty is fifty": {func(l *law) rules.Node {
			return l.op(rules.GreaterOrEqual, l.op(rules.Divide, l.number(50), l.between("people", 0, 10)), l.number(50))
		}, open},
		"a debt shared is over sixty": {func(l *law) rules.Node {
			return l.op(rules.LessThan, l.op(rules.Divide, l.number(50), l.between("people", -10, 0)), l.number(-60))
		}, no},
		"a debt shared is fifty": {func(l *law) rules.Node {
			return l.op(rules.LessOrEqual, l.op(rules.Divide, l.number(50), l.between("people", -10, 0)), l.number(-50))
		}, open},
		"a day of 2024 is not after it": {func(l *law) rules.Node {
			return l.op(rules.LessOrEqual, l.op(rules.DateOf, l.number(2024), l.between("month", 1, 12), l.between("day", 1, 28)), l.b.Date(day("2024-12-31")))
		}, yes},
		"a day of 2024 is in its second half": {func(l *law) rules.Node {
			return l.op(rules.GreaterThan, l.op(rules.DateOf, l.number(2024), l.between("month", 1, 12), l.between("day", 1, 28)), l.b.Date(day("2024-06-30")))
		}, open},
		"a day of 2024 is before it": {func(l *law) rules.Node {
			return l.op(rules.LessThan, l.op(rules.DateOf, l.number(2024), l.between("month", 1, 12), l.between("day", 1, 28)), l.b.Date(day("2024-01-01")))
		}, no},
		"a day of no year is before the year 1": {func(l *law) rules.Node {
			return l.op(rules.LessThan, l.op(rules.DateOf, l.between("year", -5, 9999), l.number(1), l.number(1)), l.b.Date(day("0001-01-01")))
		}, no},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLaw(t)
			l.output("so", c.build(l))
			p := l.program(rules.Entry{Name: "x", Outputs: []string{"so"}})
			f := p.NewFrame()
			if err := f.Decide(0); err != nil {
				t.Fatal(err)
			}
			lo, hi, _ := f.Output(0)
			if got := choose(lo == hi, lo, open); got != c.want {
				t.Errorf("%d to %d, want %d", lo, hi, c.want)
			}
		})
	}
}
