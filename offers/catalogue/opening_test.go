package catalogue_test

import (
	"slices"
	"testing"

	"zeker/offers/catalogue"
	"zeker/offers/corpus"
	"zeker/offers/municipalities"
	"zeker/offers/schemes"
)

func TestDaysInARowAreOneOpening(t *testing.T) {
	files := embedded(t, municipalities.Files)
	change(t, files, "zonnedijk/municipality.yaml", "[monday, tuesday, wednesday, thursday, friday]", "[monday, wednesday, thursday, sunday]")
	library, err := catalogue.Load(corpus.Files, schemes.Files, files)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := library.Municipality("zonnedijk")
	want := []catalogue.Opening{{1, 1, 540, 1020}, {3, 4, 540, 1020}, {7, 7, 540, 1020}, {4, 4, 1020, 1200}}
	if !slices.Equal(m.Counter.Hours, want) {
		t.Errorf("got %v, want %v", m.Counter.Hours, want)
	}
}
