package ui_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/ui"
)

var (
	inputs = []rules.Fact{
		{Name: "vermogen", Type: rules.Number, Unit: "eurocent", Max: 1_000_000_00},
		{Name: "heeft_partner", Type: rules.Bool, Max: 1},
		{Name: "vorige_keer", Type: rules.Date, Null: true, Max: 80000},
		{Name: "oordeel", Type: rules.Bool, Max: 1, Judged: true},
	}
	scheme = offers.Scheme{Register: []offers.Question{
		{Name: "vermogen", Ask: true}, {Name: "heeft_partner", Ask: true}, {Name: "vorige_keer", Ask: true},
		{Name: "inkomen_was_laag", Criterion: true, Ask: true}, {Name: "op_de_lijst"}, {Name: "oordeel"},
	}}
)

func TestAnswersAreRead(t *testing.T) {
	on, _ := rules.DayOf(2026, 11, 16)
	then, _ := rules.DayOf(2025, 3, 1)
	given := func(name string, v offers.Value) offers.Fact {
		return offers.Fact{Name: name, Value: v, Source: offers.Resident, AsOf: on}
	}
	criterion := given("inkomen_was_laag", offers.Yes)
	criterion.Criterion = true
	tests := []struct {
		situation string
		form      map[string]string
		want      ui.Given
		errors    []ui.FieldError
	}{
		{"nothing but a button", map[string]string{"answer": "decline", "shown": "abc"}, ui.Given{Answer: offers.Decline, Shown: "abc"}, nil},
		{"no button of ours", map[string]string{"answer": "grant"}, ui.Given{}, nil},
		{"the button that computes", map[string]string{"answer": "check"}, ui.Given{}, nil},
		{"an amount and a choice", map[string]string{"answer": "accept", "fact.vermogen": "1.100,50", "fact.heeft_partner": "yes"},
			ui.Given{Answer: offers.Accept, Facts: []offers.Fact{given("vermogen", offers.Number(1_100_50)), given("heeft_partner", offers.Yes)}}, nil},
		{"a date in three parts", map[string]string{"fact.vorige_keer.day": " 1", "fact.vorige_keer.month": "3", "fact.vorige_keer.year": "2025"},
			ui.Given{Facts: []offers.Fact{given("vorige_keer", offers.Number(int64(then)))}}, nil},
		{"there was none", map[string]string{"fact.vorige_keer.none": "1", "fact.vorige_keer.day": "3"},
			ui.Given{Facts: []offers.Fact{given("vorige_keer", offers.Value{Knowledge: offers.Null})}}, nil},
		{"a criterion", map[string]string{"fact.inkomen_was_laag": "yes"}, ui.Given{Facts: []offers.Fact{criterion}}, nil},
		{"half a date, a word and an answer that is not there",
			map[string]string{"fact.vorige_keer.day": "31", "fact.vermogen": "veel", "fact.heeft_partner": "maybe"}, ui.Given{},
			[]ui.FieldError{{Field: "fact.vermogen", Key: "field.amount"}, {Field: "fact.heeft_partner", Key: "field.choice"}, {Field: "fact.vorige_keer", Key: "field.date"}}},
		{"a day that is yet to come", map[string]string{"fact.vorige_keer.day": "17", "fact.vorige_keer.month": "11", "fact.vorige_keer.year": "2026"},
			ui.Given{}, []ui.FieldError{{Field: "fact.vorige_keer", Key: "field.future"}}},
		{"a contest without another value", map[string]string{"contest.op_de_lijst": "1"}, ui.Given{Contested: []string{"op_de_lijst"}}, nil},
		{"values that nobody asked for", map[string]string{"fact.op_de_lijst": "yes", "fact.oordeel": "yes", "fact.bsn": "1"}, ui.Given{}, nil},
		{"a wish", map[string]string{"answer": "talk", "wish": " na vijf uur "}, ui.Given{Answer: offers.Talk, Wish: "na vijf uur"}, nil},
		{"a wish of a book's length", map[string]string{"answer": "talk", "wish": strings.Repeat("é", 1001)},
			ui.Given{Answer: offers.Talk, Wish: strings.Repeat("é", 1001)}, []ui.FieldError{{Field: "wish", Key: "field.wish_too_long"}}},
	}
	for _, test := range tests {
		t.Run(test.situation, func(t *testing.T) {
			o := &offers.Offer{Scheme: &scheme, On: on}
			got, errs := ui.ReadAnswer(o, inputs, func(field string) string { return test.form[field] })
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if !reflect.DeepEqual(errs, test.errors) {
				t.Errorf("errors %v, want %v", errs, test.errors)
			}
		})
	}
}

// What somebody so young cannot answer is refused, whether the day of birth is typed or
// was known.
func TestAnswersOfSomebodyTooYoungAreRefused(t *testing.T) {
	on, _ := rules.DayOf(2026, 11, 16)
	fifteen, _ := rules.DayOf(2011, 3, 1)
	inputs := []rules.Fact{{Name: "geboren", Type: rules.Date, Max: 80000}, {Name: "kinderen_van_16", Type: rules.Number, Max: 20}}
	scheme := offers.Scheme{Register: []offers.Question{
		{Name: "geboren", Ask: true}, {Name: "kinderen_van_16", Ask: true, LeastAge: offers.LeastAge{Of: "geboren", Years: 16}},
	}}
	known := offers.Fact{Name: "geboren", Value: offers.Number(int64(fifteen)), Source: "brp"}
	children := map[string]string{"fact.kinderen_van_16": "1"}
	typed := map[string]string{"fact.kinderen_van_16": "1", "fact.geboren.day": "1", "fact.geboren.month": "3", "fact.geboren.year": "2010"}
	for _, test := range []struct {
		situation string
		facts     []*offers.Fact
		form      map[string]string
		refused   bool
	}{
		{"we know that it is somebody of fifteen", []*offers.Fact{&known}, children, true},
		{"somebody of sixteen corrects what we know", []*offers.Fact{&known}, typed, false},
		{"nobody knows the day of birth", nil, children, false},
	} {
		t.Run(test.situation, func(t *testing.T) {
			o := &offers.Offer{Scheme: &scheme, On: on, Facts: test.facts}
			got, errs := ui.ReadAnswer(o, inputs, func(field string) string { return test.form[field] })
			given := slices.ContainsFunc(got.Facts, func(f offers.Fact) bool { return f.Name == "kinderen_van_16" })
			refused := slices.Equal(errs, []ui.FieldError{{Field: "fact.kinderen_van_16", Key: "field.age"}})
			if refused != test.refused || given == test.refused || !refused && len(errs) > 0 {
				t.Errorf("got %+v and errors %v, want refused: %v", got.Facts, errs, test.refused)
			}
		})
	}
}

// Enter in a field presses a form's first button: it may only compute.
func TestEnterAnswersNothing(t *testing.T) {
	w := words(t)
	for _, e := range ui.Examples() {
		if !strings.HasPrefix(e.Name, "offer-") {
			continue
		}
		form := all(all(parse(t, render(t, w, "nl", e)), "main")[0], "form")[0]
		if b := all(form, "button")[0]; attr(b, "value") != ui.AnswerCheck {
			t.Errorf("%s: Enter presses %q", e.Name, attr(b, "value"))
		}
	}
}

func TestOfferPageIsInTheOrderOfThePromise(t *testing.T) {
	page := render(t, words(t), "nl", example(t, "offer-open"))
	order := []string{"U heeft misschien recht", "De gemeente beslist", "Moet u dit ooit terugbetalen?", "Waarom krijgt u dit te zien?",
		"Dit vulden wij al voor u in", "Wij willen nog 3 dingen weten", "Ja, ik vraag dit aan", "Ik wil eerst praten", "Nee, bedankt"}
	last := 0
	for _, words := range order {
		at := strings.Index(page, words)
		if at < last {
			t.Errorf("%q does not stand where it should", words)
		}
		last = max(at, last)
	}
}

func TestAContestIsReadInItsWay(t *testing.T) {
	o := offers.Offer{Scheme: &scheme, Facts: []*offers.Fact{
		{Name: "heeft_partner", Value: offers.No, Source: "brp"}, {Name: "vermogen", Value: offers.Number(1), Source: offers.Resident},
	}}
	asked := []offers.Request{{Fact: "heeft_partner", Source: "brp", Value: offers.Yes}}
	for _, test := range []struct {
		situation, fact, way, value string
		contested, counts           bool
		requests                    []offers.Request
	}{
		{"nothing", "heeft_partner", "", "yes", false, true, nil},
		{"count with mine", "heeft_partner", ui.ContestMine, "yes", true, true, nil},
		{"ask the source", "heeft_partner", ui.ContestSource, "yes", true, false, asked},
		{"both", "heeft_partner", ui.ContestBoth, "yes", true, true, asked},
		{"ask the source, and not know", "heeft_partner", ui.ContestSource, "", true, false, []offers.Request{{Fact: "heeft_partner", Source: "brp"}}},
		{"of what the resident gave", "vermogen", ui.ContestBoth, "3", true, true, nil},
		{"of what nobody knows", "vorige_keer", ui.ContestBoth, "", true, false, nil},
	} {
		form := map[string]string{ui.FieldContest(test.fact): test.way, ui.FieldFact(test.fact): test.value}
		got, errs := ui.ReadAnswer(&o, inputs, func(field string) string { return form[field] })
		if len(errs) > 0 || slices.Contains(got.Contested, test.fact) != test.contested || len(got.Facts) == 1 != test.counts || !slices.Equal(got.Requests, test.requests) {
			t.Errorf("%s: got %+v, %v; want contested %v, counted with %v, %v", test.situation, got, errs, test.contested, test.counts, test.requests)
		}
	}
}
