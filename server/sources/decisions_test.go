package sources_test

import (
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server/sources"
)

const granted = `{"receipt":"8XTC-31VN-4F7K-9M2Q","sent":"2026-11-10","outcome":"granted"}`

func TestDecisionsAreReadWhole(t *testing.T) {
	file := granted + "\n\n" + strings.NewReplacer("8XTC", "9XTC", "granted", "partly").Replace(granted)
	got, err := sources.ReadDecisions("f", strings.NewReader(file), on)
	want := []offers.Decision{
		{Number: "8XTC-31VN-4F7K-9M2Q", Sent: day(t, "2026-11-10"), Outcome: offers.Granted},
		{Number: "9XTC-31VN-4F7K-9M2Q", Sent: day(t, "2026-11-10"), Outcome: offers.Partly},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

// Each line is a situation: what stands in the file, and the whole error.
func TestMistakesInDecisionsAreNamedWithTheirPlace(t *testing.T) {
	for situation, test := range map[string]struct{ file, want string }{
		"no object":      {`[]`, `f:1:1: a decision must be an object: {"name": value, ...}`},
		"nothing":        {`{"receipt":"a","sent":"2026-11-10"}`, `f:1:1: the column "outcome" is missing: every decision needs one`},
		"unknown column": {strings.Replace(granted, "sent", "send", 1), "f:1:1: the column \"sent\" is missing: every decision needs one\nf:1:34: there is no column \"send\": the columns are receipt, sent, outcome"},
		"no number":      {strings.Replace(granted, "8XTC-31VN-4F7K-9M2Q", "", 1), `f:1:12: a receipt must be a text: the number that stands on the receipt and in the application`},
		"twice":          {granted + "\n" + granted, `f:2:12: this receipt stands on line 1 too: keep the decision that counts`},
		"to come":        {strings.Replace(granted, "11-10", "11-17", 1), `f:1:41: sent is after the day of the import, 2026-11-16: give it once the decision was sent`},
		"no such day":    {strings.Replace(granted, "11-10", "11-31", 1), `f:1:41: sent must be a date that exists: "YYYY-MM-DD"`},
		"other outcome":  {strings.Replace(granted, "granted", "toegekend", 1), `f:1:64: outcome must be "granted", "partly" or "refused"`},
	} {
		t.Run(situation, func(t *testing.T) {
			got, err := sources.ReadDecisions("f", strings.NewReader(test.file), on)
			if got != nil || err == nil || err.Error() != test.want {
				t.Errorf("got  %v, %v\nwant %s", got, err, test.want)
			}
		})
	}
}
