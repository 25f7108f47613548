package offers_test

import (
	"slices"
	"testing"

	"zeker/offers"
)

// TestA5WhatIsInDoubtRefusesNobody: a value that its source doubts decides nothing, to
// nobody's good or harm. It is asked, and who is asked is approached.
func TestA5WhatIsInDoubtRefusesNobody(t *testing.T) {
	c, on := zonnedijk(t), day(t, "2026-11-16")
	for _, test := range []struct {
		fact string
		says offers.Value
	}{
		{"woont_in_gemeente", offers.No}, {"gemiddeld_maandinkomen", offers.Number(900_000)},
		{"geboortedatum", offers.Number(int64(day(t, "2010-01-01")))}, {"heeft_partner", offers.Yes},
	} {
		facts := with(known(t), resident("vermogen", offers.Number(0)), resident("uitgesloten_artikel_13", offers.No)).Facts
		at := slices.IndexFunc(facts, func(f offers.Fact) bool { return f.Name == test.fact })
		facts[at].Value, facts[at].Doubt = test.says, true
		without := slices.Delete(slices.Clone(facts), at, at+1)
		got := must(offers.Make(c, income, &offers.Record{Facts: facts}, on))(t)
		want := must(offers.Make(c, income, &offers.Record{Facts: without}, on))(t)
		if got.State != want.State || got.State == offers.NotEntitled || got.Amount != want.Amount || !slices.Equal(got.Missing, want.Missing) {
			t.Errorf("%s: got %s, %d, missing %v; want %s, %d, %v as if it were not known",
				test.fact, got.State, got.Amount, got.Missing, want.State, want.Amount, want.Missing)
		}
		if got.Class != offers.ClassInvitation || !slices.Contains(got.Missing, test.fact) {
			t.Errorf("%s: got %s, missing %v; want an invitation that asks it", test.fact, got.Class, got.Missing)
		}
		if !slices.ContainsFunc(got.Facts, func(f *offers.Fact) bool { return f.Name == test.fact && f.Doubt }) {
			t.Errorf("%s: the offer does not show what is in doubt", test.fact)
		}
		said := append(slices.Clone(facts), resident(test.fact, known(t)[slices.IndexFunc(known(t), func(f offers.Fact) bool { return f.Name == test.fact })].Value))
		if got := must(offers.Make(c, income, &offers.Record{Facts: said}, on))(t); got.State != offers.Possible {
			t.Errorf("%s: got %s by what the resident says, want possible", test.fact, got.State)
		}
	}
}
