package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zeker/offers"
	"zeker/offers/rules"
)

// anyFact draws a fact, sensible or not.
var anyFact = rapid.Custom(func(t *rapid.T) offers.Fact {
	day := rapid.Map(rapid.Int32(), func(n int32) rules.Day { return rules.Day(n) })
	word := rapid.OneOf(rapid.SampledFrom([]string{"", "vermogen", "brp", "resident"}), rapid.String())
	return offers.Fact{
		Name: word.Draw(t, "name"), Source: word.Draw(t, "source"), Ground: word.Draw(t, "ground"),
		Criterion: rapid.Bool().Draw(t, "criterion"), Contested: rapid.Bool().Draw(t, "contested"), Doubt: rapid.Bool().Draw(t, "doubt"),
		Value: offers.Value{
			Knowledge: rapid.SampledFrom([]offers.Knowledge{offers.Unknown, offers.Known, offers.Null}).Draw(t, "knowledge"),
			N:         rapid.Int64().Draw(t, "n"), Text: word.Draw(t, "text"),
		},
		AsOf: day.Draw(t, "as of"), From: day.Draw(t, "from"), Until: day.Draw(t, "until"),
	}
})

func TestFactsAreReadBackWhole(t *testing.T) {
	reader := new(factReader) // keeps words from one record to the next
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(anyFact, 0, 20).Draw(t, "facts")
		text := appendFacts(nil, facts)
		got := offers.Record{Facts: []offers.Fact{{Name: "of somebody else", Contested: true}}}
		if err := reader.record(text, &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Facts)+len(facts) > 0 && !reflect.DeepEqual(got.Facts, facts) {
			t.Fatalf("got %+v, want %+v", got.Facts, facts)
		}
		for cut := range text {
			if err := reader.record(text[:cut], &got); err == nil {
				t.Fatalf("the first %d bytes of %d were read as facts", cut, len(text))
			}
		}
		if err := reader.record(append(text, 0), &got); err == nil {
			t.Fatal("a byte too many was not noticed")
		}
	})
}

func FuzzFacts(f *testing.F) {
	f.Add(appendFacts(nil, []offers.Fact{{Name: "vermogen", Value: offers.Number(5), From: 1}}))
	f.Fuzz(func(t *testing.T, text []byte) {
		var r offers.Record
		if err := new(factReader).record(text, &r); err != nil && strings.Contains(err.Error(), string(text)) && len(text) > 3 {
			t.Errorf("the error quotes what was read: %v", err)
		}
	})
}

// Facts that an older portal imported are pressed JSON.
func TestFactsOfOlderImportsAreRead(t *testing.T) {
	want := offers.Record{Facts: []offers.Fact{{Name: "vermogen", Value: offers.Number(5), Source: "brp", AsOf: 3}}}
	for _, r := range []offers.Record{want, {}} {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		got := offers.Record{Facts: []offers.Fact{{Name: "of somebody else", Contested: true}}}
		if err := new(factReader).record(press(text), &got); err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("got %+v, %v; want %+v", got, err, r)
		}
	}
}
