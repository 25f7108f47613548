package server_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

func TestWhatIsFilledInIsShownBeforeItIsStored(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	typed := url.Values{"fact.vermogen": {"1.200,50"}, "fact.uitgesloten_artikel_13": {"no"}}
	first := page.answer(b, "accept", typed)
	for _, want := range []string{`1.200,50`, byAnswers, "475", "Ja, zo vraag ik het aan"} {
		if first.status != http.StatusOK || !strings.Contains(first.body, want) {
			t.Fatalf("got status %d, want 200 and %q\n%s", first.status, want, first.body)
		}
	}
	if _, err := p.store.LatestAnswer(t.Context(), b.subject, b.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
	typed.Set("answer", "accept")
	typed.Set("shown", first.shown(t))
	number, _ := page.post("/nl/offers/"+b.offer+"/answer", typed).receipt(t)
	kept, err := p.store.Receipt(t.Context(), b.subject, number)
	if err != nil {
		t.Fatal(err)
	}
	if kept.State != offers.Possible {
		t.Errorf("got state %s, want possible", kept.State)
	}
	i := slices.IndexFunc(kept.Facts, func(f offers.Fact) bool { return f.Name == "vermogen" })
	if i < 0 || kept.Facts[i].Source != offers.Resident || kept.Facts[i].Value != offers.Number(1_200_50) {
		t.Errorf("got facts %+v, want what was typed", kept.Facts)
	}
}

// byAnswers is the heading over what the resident's own answers come to, and
// sourcesChanged how a page begins that says what others changed.
const (
	byAnswers      = "Met uw antwoorden komt dit eruit"
	sourcesChanged = "Wij weten nu iets anders dan net."
)

// However often somebody thinks again, nothing typed is lost, and one press applies
// for what the page shows.
func TestEveryChangeOfMindIsShownOnce(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	form := url.Values{"fact.vermogen": {"1"}, "fact.uitgesloten_artikel_13": {"no"}, "wish": {"bel na vier"}}
	got := page.answer(b, "accept", form)
	form.Set("answer", "accept")
	for _, change := range []struct{ field, value, amount string }{
		{"fact.heeft_partner", "yes", "680"}, {"fact.heeft_partner", "no", "475"}, {"fact.heeft_kinderen_ten_laste", "yes", "610"},
	} {
		form.Set(change.field, change.value)
		form.Set("shown", got.shown(t))
		got = page.post("/nl/offers/"+b.offer+"/answer", form)
		for _, want := range []string{byAnswers, change.amount, "bel na vier"} {
			if got.status != http.StatusOK || !strings.Contains(got.body, want) || strings.Contains(got.body, sourcesChanged) {
				t.Errorf("%s is %s: got status %d, want 200 and %q\n%s", change.field, change.value, got.status, want, got.body)
			}
		}
	}
	form.Set("fact.vermogen", "2") // which makes no difference
	form.Set("shown", got.shown(t))
	page.post("/nl/offers/"+b.offer+"/answer", form).receipt(t)
}

// What others changed meanwhile is told as that, whatever was filled in besides.
func TestWhatSourcesChangedIsNotPutOnTheResident(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	form := url.Values{"answer": {"accept"}, "fact.vermogen": {"1"}, "fact.uitgesloten_artikel_13": {"no"}}
	form.Set("shown", page.get("/nl/offers/"+b.offer).shown(t))
	b.facts[4].Value = offers.Number(1_100_01) // gemiddeld_maandinkomen
	person := offers.Person{BSN: b.bsn, Name: b.name, Born: b.born, Reference: p.day, Record: offers.Record{Facts: b.facts}}
	if err := p.store.Import(t.Context(), store.Import{File: "newer", Purge: p.day + 400, People: []offers.Person{person}}); err != nil {
		t.Fatal(err)
	}
	got := page.post("/nl/offers/"+b.offer+"/answer", form)
	if got.status != http.StatusConflict || !strings.Contains(got.body, sourcesChanged) || strings.Contains(got.body, byAnswers) {
		t.Errorf("got status %d, want 409 and that what we know changed\n%s", got.status, got.body)
	}
	form.Set("shown", got.shown(t))
	page.post("/nl/offers/"+b.offer+"/answer", form).receipt(t)
}

func TestTheCheckButtonStoresNothing(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	got := page.answer(b, "check", url.Values{"fact.vermogen": {"300"}, "fact.uitgesloten_artikel_13": {"no"}})
	if got.status != http.StatusOK || !strings.Contains(got.body, `value="300"`) {
		t.Errorf("got status %d, want the page with what was typed\n%s", got.status, got.body)
	}
	if got.shown(t) == page.get("/nl/offers/"+b.offer).shown(t) {
		t.Error("the page worked out with what was typed carries the mark of the one without")
	}
	if _, err := p.store.LatestAnswer(t.Context(), b.subject, b.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
}

func TestWrongValuesComeBackTogether(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	for _, kind := range []string{"accept", "check"} {
		got := page.answer(b, kind, url.Values{"fact.vermogen": {"veel & <b>meer</b>"}, "fact.uitgesloten_artikel_13": {"misschien"}})
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, "veel &amp; &lt;b&gt;meer") ||
			!strings.Contains(got.body, `href="#fact.vermogen`) || !strings.Contains(got.body, `href="#fact.uitgesloten_artikel_13`) {
			t.Errorf("%s: got status %d; want 400, two errors and what was typed\n%s", kind, got.status, got.body)
		}
	}
}

func TestB13OnlyWhatTheRegisterLetsAResidentGiveCounts(t *testing.T) {
	p := openPortal(t, nil)
	c := cas()
	p.invite(c)
	b := p.browser().signIn(c)
	// The municipality knows no account, whatever the browser says.
	got := b.answer(c, "accept", url.Values{"fact.rekening_bekend": {"yes"}, "rekening": {ownNumber}, "account": {ownNumber}})
	if got.status != http.StatusForbidden {
		t.Errorf("got status %d, want 403\n%s", got.status, got.body)
	}
	if _, err := p.store.LatestAnswer(t.Context(), c.subject, c.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
}

func TestAnOfferThatChangedIsShownFirst(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	shown := b.get("/nl/offers/" + a.offer).shown(t)
	person, err := p.store.Resident(t.Context(), a.subject)
	if err != nil {
		t.Fatal(err)
	}
	person.Record.Facts[0].Value = offers.No // the register was put right meanwhile
	if err := p.store.Import(t.Context(), store.Import{File: "newer", Purge: p.day + 400, People: []offers.Person{person}}); err != nil {
		t.Fatal(err)
	}
	got := b.post("/nl/offers/"+a.offer+"/answer", url.Values{"answer": {"accept"}, "shown": {shown}})
	if got.status != http.StatusConflict || got.shown(t) == shown || !strings.Contains(got.body, sourcesChanged) {
		t.Errorf("got status %d, want 409 and the new offer\n%s", got.status, got.body)
	}
	if _, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
}
