package catalogue_test

import (
	"errors"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
)

// TestCases runs every readable case of every scheme.
func TestCases(t *testing.T) {
	l := library(t)
	for _, scheme := range l.Schemes() {
		for _, c := range l.Cases(scheme) {
			t.Run(scheme+": "+c.Situation, func(t *testing.T) { run(t, l, &c) })
		}
	}
}

func run(t *testing.T, l *catalogue.Library, c *catalogue.Case) {
	town, err := l.Catalogue(c.Municipality)
	if err != nil {
		t.Fatal(err)
	}
	offer, err := offers.Make(town, c.Scheme, &c.Record, c.On)
	if c.NoLaw {
		if !errors.Is(err, offers.ErrNoLaw) && !errors.Is(err, offers.ErrNoScheme) {
			t.Fatalf("got %s, error %v; want no law", offer.State, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if offer.State != c.State || offer.Amount != c.Amount {
		t.Errorf("got %s and %d eurocents, want %s and %d; missing %v, judged %v", offer.State, offer.Amount, c.State, c.Amount, offer.Missing, offer.Judged)
	}
	if !slices.Equal(offer.Missing, c.Missing) {
		t.Errorf("missing: got %v, want %v, the best question first", offer.Missing, c.Missing)
	}
	if got, want := sorted(offer.Judged), sorted(c.Judged); !slices.Equal(got, want) {
		t.Errorf("judged: got %v, want %v", got, want)
	}
	for _, want := range c.Reasons {
		i := slices.IndexFunc(offer.Reasons, func(r *offers.Reason) bool { return r.Output == want.Output })
		if i < 0 {
			t.Errorf("no reason about %s", want.Output)
		} else if got := offer.Reasons[i].Outcome; got != want.Outcome {
			t.Errorf("%s: got %s, want %s", want.Output, got, want.Outcome)
		}
	}
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}
