package catalogue_test

import (
	"fmt"
	"slices"
	"testing"

	"zeker/offers"
)

// allowed is what the law lets a card answer, by category and in the order of
// [offers.Events]. A category without a row has no scheme yet.
var allowed = map[offers.Category][len(offers.Events)]offers.Certainty{
	// Participatiewet 78gg(6) forbids a revision to the household's detriment and
	// states no exception. The only grant of which this can be said.
	offers.Final: {
		offers.CertainlyNot, offers.CertainlyNot, offers.CertainlyNot, offers.CertainlyNot, offers.CertainlyNot, offers.CertainlyNot,
	},
	// Participatiewet 36 judges a past period, and 35 a cost as it was when it was
	// made. What was not told must be reclaimed (58(1)), what was granted wrongly
	// otherwise may be (58(2)).
	offers.FixedAtReferenceDate: {
		offers.InPrincipleNot, offers.MustReclaim, offers.MayReclaim, offers.InPrincipleNot, offers.InPrincipleNot, offers.MustReclaim,
	},
	// Participatiewet 17, 32, 34, 54 and 58: each month by itself.
	offers.RunningPw: {
		offers.FromTheChange, offers.MustReclaim, offers.MayReclaim, offers.FromTheChange, offers.FromTheChange, offers.MustReclaim,
	},
	// Awir 24 and 26: the difference with the year is owed, whoever made the mistake.
	// Awir 7(3) looks at assets on 1 January.
	offers.AdvanceYearly: {
		offers.SettledLater, offers.SettledLater, offers.SettledLater, offers.SettledLater, offers.NextYear, offers.SettledLater,
	},
	// Toeslagenwet 11a, 12 and 20: recovered whatever the cause. There is no test of
	// assets.
	offers.MustRecover: {
		offers.FromTheChange, offers.MustReclaim, offers.MustReclaim, offers.FromTheChange, offers.InPrincipleNot, offers.MustReclaim,
	},
	// What was remitted does not come back because of later income. No rule was found
	// on anything else.
	offers.Remission: {
		offers.InPrincipleNot, offers.NotFound, offers.NotFound, offers.NotFound, offers.NotFound, offers.NotFound,
	},
}

// certainties are all of them, from the mildest to the gravest.
var certainties = []offers.Certainty{
	offers.CertainlyNot, offers.InPrincipleNot, offers.NextYear, offers.FromTheChange, offers.NotFound, offers.MayReclaim,
	offers.SettledLater, offers.MustReclaim,
}

// disagreements are the answers of a card that differ from the law of its category.
func disagreements(s *offers.Scheme) (list []string) {
	want, ok := allowed[s.Repayment.Category]
	if !ok {
		return []string{fmt.Sprintf("%s: the table has no row for the category %s", s.ID, s.Repayment.Category)}
	}
	for i, e := range offers.Events {
		if got := s.Repayment.Answers[i].Certainty; got != want[i] {
			list = append(list, fmt.Sprintf("%s: %s is answered with %q, and the law says %q", s.ID, e, got, want[i]))
		}
	}
	return list
}

// cards are the schemes of all municipalities, each once: a card's answers do not
// depend on the year or the place.
func cards(t *testing.T) map[string]offers.Scheme {
	t.Helper()
	l, all := library(t), map[string]offers.Scheme{}
	for _, id := range l.Municipalities() {
		for _, p := range town(t, l, id).Periods {
			for i := range p.Schemes {
				all[p.Schemes[i].ID] = p.Schemes[i]
			}
		}
	}
	return all
}

func TestCardsAnswerWhatTheLawOfTheirCategorySays(t *testing.T) {
	for _, s := range cards(t) {
		for _, d := range disagreements(&s) {
			t.Error(d)
		}
	}
}

func TestNoAnswerCanBeMadeMilderUnseen(t *testing.T) {
	for _, s := range cards(t) {
		for i, e := range offers.Events {
			said := s.Repayment.Answers[i].Certainty
			for _, milder := range certainties[:max(slices.Index(certainties, said), 0)] {
				changed := s
				changed.Repayment.Answers[i].Certainty = milder
				if len(disagreements(&changed)) == 0 {
					t.Errorf("%s: %s was changed from %s to %s, and the table agrees", s.ID, e, said, milder)
				}
			}
		}
	}
}

// A word without a rank would be compared with nothing.
func TestOnlyAFinalGrantIsCertain(t *testing.T) {
	for category, row := range allowed {
		for i, c := range row {
			if !slices.Contains(certainties, c) {
				t.Errorf("%s: %s has no rank", category, c)
			}
			if c == offers.CertainlyNot && category != offers.Final {
				t.Errorf("%s: %s is answered with certainty, and only a final grant may be", category, offers.Events[i])
			}
		}
	}
}
