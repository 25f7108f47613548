package server_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/offers"
	"zeker/server"
	"zeker/ui"
)

// part is what of a page stands under one of its headings of level 2.
func (r *reply) part(heading string) string {
	_, rest, found := strings.Cut(r.body, ">"+heading+"</h2>")
	if !found {
		return ""
	}
	part, _, _ := strings.Cut(rest, "<h2")
	return part
}

// The headings of the list of offers.
const (
	groupOpen     = "U kunt nu kiezen"
	groupDone     = "Uw aanvragen"
	groupDeclined = "Hier zei u nee op"
	groupOver     = "De tijd om te kiezen is voorbij"
)

func TestAnOfferStandsWhereItsAnswerPutsIt(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	expect := func(situation, heading string, words ...string) {
		t.Helper()
		got := b.get("/nl/offers")
		for _, group := range []string{groupOpen, groupDone, groupDeclined, groupOver} {
			if in := strings.Contains(got.part(group), "/nl/offers/"+a.offer); in != (group == heading) {
				t.Errorf("%s: the offer stands under %q: %v\n%s", situation, group, in, got.body)
			}
		}
		for _, w := range words {
			if !strings.Contains(got.part(heading), w) {
				t.Errorf("%s: %q does not say %q\n%s", situation, heading, w, got.body)
			}
		}
	}
	expect("no answer", groupOpen, "U staat op de lijst van dit jaar.", "U hoeft niets meer in te vullen", "tot en met 15\u00a0januari\u00a02027")
	b.answer(a, "talk", nil).receipt(t)
	expect("talk", groupOpen, "Uw tijd staat stil", "U wilt eerst praten")
	b.answer(a, "decline", nil).receipt(t)
	expect("decline", groupDeclined, "U zei nee")
	b.answer(a, "accept", nil).receipt(t)
	expect("accept", groupDone, "U kunt nog van gedachten veranderen")
	p.take(t)
	expect("taken", groupDone, "Uw antwoord is al in behandeling")
}

func TestAnOfferWhoseTimeIsOverSaysSo(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	p.day += 61
	if got := b.get("/nl/offers").part(groupOver); !strings.Contains(got, a.offer) || !strings.Contains(got, "Bel ons dan") || strings.Contains(got, "1.100") {
		t.Errorf("the list does not say that the time is over, or still promises money:\n%s", got)
	}
}

// What is not sure, or paid once, is no money a month.
func TestTheTotalHoldsOnlyWhatIsSure(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	a.facts = append(a.facts, longPoor(a.born)...)
	p.invite(a)
	b := p.browser().signIn(a)
	if got := b.get("/nl/offers").body; !strings.Contains(got, "ongeveer €\u00a091 per maand") {
		t.Errorf("the list does not say about what 1,100 a year is in a month:\n%s", got)
	}
	b.answer(a, "decline", nil).receipt(t)
	if got := b.get("/nl/offers").body; strings.Contains(got, "per maand") {
		t.Errorf("the total counts what was declined:\n%s", got)
	}
	c := bram()
	p.invite(c)
	if got := p.browser().signIn(c).get("/nl/offers").body; strings.Contains(got, "per maand") {
		t.Errorf("the total counts what is paid once:\n%s", got)
	}
}

// What would be less beside other money is not added to it, nor what a person has yet to
// decide, what is another authority's, or what was answered.
func TestTheTotalPromisesNoMoreThanCanBeHad(t *testing.T) {
	scheme := func(id string, per offers.Per, decider offers.Decider) *offers.Scheme {
		return &offers.Scheme{ID: id, Per: per, DecidedBy: decider}
	}
	line := func(s *offers.Scheme, state offers.State, amount int64) ui.OfferLine {
		return ui.OfferLine{Offer: offers.Offer{Scheme: s, State: state, Amount: amount}}
	}
	month, year := scheme("month", offers.PerMonth, offers.Municipality), scheme("year", offers.PerYear, offers.Municipality)
	less, once := scheme("less", offers.PerMonth, offers.Municipality), scheme("once", offers.Once, offers.Municipality)
	declined := line(month, offers.Entitled, 1_000_00)
	declined.Answered = &offers.Receipt{Kind: offers.Decline}
	got := server.TotalOf([]ui.OfferLine{
		line(month, offers.Entitled, 100_50), line(year, offers.Entitled, 121_00), line(less, offers.Entitled, 50_00), line(once, offers.Entitled, 475_00),
		line(month, offers.Possible, 900_00), line(scheme("theirs", offers.PerMonth, offers.SVB), offers.Entitled, 800_00), declined,
	}, map[*offers.Scheme][]string{month: {"less"}})
	if got != 110_00 { // 100.50 and a twelfth of 121.00, down to whole euros
		t.Errorf("got %d eurocents a month, want 11000", got)
	}
}

// The list tells of every offer what applying asks.
func TestTheListSaysWhatApplyingAsks(t *testing.T) {
	p := openPortal(t, nil)
	b, c := bram(), cas()
	p.invite(b, c)
	if got := p.browser().signIn(b).get("/nl/offers").part(groupOpen); !strings.Contains(got, "Wij willen nog 2 dingen weten") ||
		!strings.Contains(got, "Uw inkomen was de laatste jaren laag genoeg.") {
		t.Errorf("the list does not count the questions, or say why:\n%s", got)
	}
	if got := p.browser().signIn(c).get("/nl/offers").part(groupOpen); !strings.Contains(got, "U belt ons of komt langs") {
		t.Errorf("the list does not say that an account is needed:\n%s", got)
	}
}

// After a talk the time goes on where it stood.
func TestTheTimeOfATalkIsGivenBack(t *testing.T) {
	p := openPortal(t, nil)
	p.day -= 40 // so that all of it is in one year of law
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	b.answer(a, "talk", nil).receipt(t)
	p.day += 10
	p.clock.pass(10 * 24 * time.Hour)
	b.signIn(a)
	b.answer(a, "decline", nil).receipt(t)
	row, err := p.store.Offer(t.Context(), a.subject, a.offer)
	if err != nil || row.LastDay() != row.Expires+10 {
		t.Errorf("got the last day %d, %v; want 10 days after %d", row.LastDay(), err, row.Expires)
	}
	p.day += 55 // the 65th of 70
	if got := b.answer(a, "accept", url.Values{}); got.status >= 400 {
		t.Errorf("got status %d, want the application taken in the time that was given back", got.status)
	}
	kept, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer)
	if err != nil || kept.Kind != offers.Accept {
		t.Errorf("got %s, %v; want the application", kept.Kind, err)
	}
}
