package rules_test

import (
	"fmt"
	"slices"
	"testing"

	"zeker/offers/rules"
)

// questions asks a household in some order until the right and the amount are
// decided, and returns how many answers that took.
func questions(t testing.TB, f *rules.Frame, h *household, outputs []int, next func(missing []int) int) int {
	f.Reset()
	row := h.row(nil)
	if err := f.Know(0, row[0]); err != nil {
		t.Fatal(err)
	}
	for asked := 0; ; asked++ {
		missing := f.Missing(nil, outputs...)
		if len(missing) == 0 {
			return asked
		}
		fact := next(missing)
		if err := f.Know(fact, row[fact]); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOrderAsksLess of people it did not learn from than the order of the
// program, and counts what Missing asks.
func TestOrderAsksLess(t *testing.T) {
	plain := zorgtoeslag(t)
	all := households(1200)
	learned, others := all[:200], all[200:]
	order, err := plain.Order(0, population(plain, learned, 0))
	if err != nil {
		t.Fatal(err)
	}
	people := population(plain, others, 0)
	want, err := plain.Questions(0, people, order)
	if err != nil {
		t.Fatal(err)
	}
	best, file := 0, 0
	f := zorgtoeslag(t, names(plain, order)...).NewFrame()
	outputs := []int{plain.OutputIndex("heeft_recht"), plain.OutputIndex("hoogte")}
	for i := range others {
		best += questions(t, f, &others[i], outputs, func(missing []int) int { return missing[0] })
		file += questions(t, f, &others[i], outputs, func(missing []int) int { return slices.Min(missing) })
	}
	per := func(n int) float64 { return float64(n) / float64(len(others)) }
	t.Logf("questions in the mean: best first %.2f, in the order of the program %.2f, all %d; %v", per(best), per(file), len(order), names(plain, order))
	if best != want {
		t.Errorf("Missing asks %d questions, Questions counts %d", best, want)
	}
	if best >= file || file >= len(order)*len(others) {
		t.Errorf("best first takes %d questions, the order of the program %d, all %d", best, file, len(order)*len(others))
	}
}

// TestOrderIsTheBestOfAll for a law that is small enough to try every order.
func TestOrderIsTheBestOfAll(t *testing.T) {
	p := zorgtoeslag(t)
	people := population(p, households(40), 0)
	// Known of everybody, so that six questions are left.
	yes, born := int64(1), int64(day("1980-01-01"))
	people.Facts[p.FactIndex("geboortedatum")] = rules.Column{Same: &born}
	people.Facts[p.FactIndex("is_verzekerd")] = rules.Column{Same: &yes}
	people.Facts[p.FactIndex("verblijft_rechtmatig")] = rules.Column{Same: &yes}
	order, err := p.Order(0, people)
	if err != nil {
		t.Fatal(err)
	}
	count := func(order []int) int {
		n, err := p.Questions(0, people, order)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	least, tried := count(order), 0
	var try func(done, rest []int)
	try = func(done, rest []int) {
		if len(rest) == 0 {
			if n := count(done); n < least {
				t.Errorf("%v takes %d questions, %v only %d", names(p, order), least, names(p, done), n)
			}
			tried++
		}
		for i := range rest {
			try(append(slices.Clone(done), rest[i]), slices.Delete(slices.Clone(rest), i, i+1))
		}
	}
	try(nil, order)
	if tried != 720 {
		t.Errorf("%d orders tried, want 720", tried)
	}
}

// TestOrderOfPeopleWhoDoNotKnow: each is asked once, and what they do not know is
// not asked again.
func TestOrderOfPeopleWhoDoNotKnow(t *testing.T) {
	p := zorgtoeslag(t)
	people := population(p, households(10), 0)
	for fact := range people.Facts[1:] {
		people.Facts[1+fact] = rules.Column{} // known of nobody
	}
	order, err := p.Order(0, people)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.Questions(0, people, order); err != nil || n != 9*10 {
		t.Errorf("%d questions, %v; want all 9 of all 10", n, err)
	}
	// Who has never had a grant says so: that is an answer.
	p = allowance(t)
	on, never := int64(day("2026-11-16")), []uint64{1<<3 - 1}
	people = &rules.Columns{Rows: 3, Facts: make([]rules.Column, len(p.Facts()))}
	people.Facts[p.FactIndex(rules.ReferenceDate)] = rules.Column{Same: &on}
	last := p.FactIndex("last_granted")
	people.Facts[last] = rules.Column{Null: never}
	order, err = p.Order(0, people)
	if err != nil || !slices.Contains(order, last) || slices.Contains(order, p.FactIndex("no_prospect")) {
		t.Errorf("%v, %v; want last_granted, and not what a person judges", names(p, order), err)
	}
}

// TestOrderRefuses what no population is.
func TestOrderRefuses(t *testing.T) {
	p := zorgtoeslag(t)
	good := population(p, households(5), 0)
	outside := int64(-1)
	with := func(fact int, c rules.Column) *rules.Columns {
		facts := slices.Clone(good.Facts)
		facts[fact] = c
		return &rules.Columns{Rows: good.Rows, Facts: facts}
	}
	income := p.FactIndex("inkomen")
	for situation, people := range map[string]*rules.Columns{
		"too few columns":                {Rows: 5},
		"an income that cannot be":       with(income, rules.Column{Whole: []int64{-1, -1, -1, -1, -1}}),
		"everybody's income cannot be":   with(income, rules.Column{Same: &outside}),
		"null that means nothing":        with(income, rules.Column{Null: []uint64{1}}),
		"a column shorter than the rows": with(income, rules.Column{Whole: []int64{1}}),
	} {
		t.Run(situation, func(t *testing.T) {
			if order, err := p.Order(0, people); err == nil {
				t.Errorf("ordered %v", order)
			}
			if n, err := p.Questions(0, people, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}); err == nil {
				t.Errorf("counted %d", n)
			}
		})
	}
	if n, err := p.Questions(0, good, []int{income}); err == nil {
		t.Errorf("counted %d in an order that lacks questions", n)
	}
}

// TestOrderOfManyQuestions: of up to 64, and no more.
func TestOrderOfManyQuestions(t *testing.T) {
	for many, want := range map[int]bool{64: true, 65: false} {
		l := newLaw(t)
		people := &rules.Columns{Rows: 1}
		var all []rules.Node
		var order []int
		for i := range many {
			all, order = append(all, l.boolean(fmt.Sprint(i))), append(order, i)
			people.Facts = append(people.Facts, rules.Column{Bytes: []uint8{1}})
		}
		l.output("all", l.op(rules.And, all...))
		p := l.program(rules.Entry{Name: "x", Outputs: []string{"all"}})
		if n, err := p.Questions(0, people, order); (err == nil) != want || want && n != many {
			t.Errorf("%d questions: counted %d, %v", many, n, err)
		}
	}
}

// TestAskOfAnotherVersion: names that this version of the law does not read are
// passed over, and facts without a place come last.
func TestAskOfAnotherVersion(t *testing.T) {
	p, _, err := rules.Decode(zorgtoeslag(t, "schoenmaat", "vermogen", "inkomen").AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	f := p.NewFrame()
	set(t, f, p, map[string]int64{rules.ReferenceDate: int64(day("2026-11-16")), "heeft_partner": 0})
	got := names(p, f.Missing(nil, p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")))
	want := []string{"vermogen", "inkomen", "geboortedatum", "is_verzekerd", "verblijft_rechtmatig"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
