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
	"zeker/ui"
)

// open opens the page of an offer, and gives the form of an answer to it with what is
// filled in.
func (b *browser) open(r *resident, typed url.Values) url.Values {
	b.t.Helper()
	form := b.get("/nl/offers/"+r.offer).form(b.t, "")
	for field, value := range typed {
		form[field] = value
	}
	return form
}

func TestWhatGoesIsShownBeforeItIsStored(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	form := page.open(b, url.Values{"fact.vermogen": {"1.200,50"}, "fact.uitgesloten_artikel_13": {"no"}, "wish": {"bel na vier"}, "more": {"kanarie"}})
	sending := page.press(b, "accept", form)
	for _, want := range []string{
		"Dit gaat naar de gemeente", "Dit is de aanvraag van Bram van Lent", "475", "€\u00a01.200,50", "Dit heeft u zelf ingevuld.", "Dit kregen wij van UWV.",
		"Alleen in een paar gevallen", "Het geld gaat naar de rekening die wij al van u kennen.",
		`name="fact.vermogen" value="1.200,50"`, `name="wish" value="bel na vier"`, "Ik vraag dit aan", "Terug, ik wil iets veranderen",
	} {
		if sending.status != http.StatusOK || !strings.Contains(sending.body, want) {
			t.Errorf("got status %d, want 200 and %q\n%s", sending.status, want, sending.body)
		}
	}
	if strings.Contains(sending.body, "kanarie") {
		t.Error("the page carries a field that no page of ours has")
	}
	form.Set("shown", sending.shown(t))
	back := page.press(b, ui.AnswerBack, form)
	for _, want := range []string{`value="1.200,50"`, "bel na vier", `value="accept"`} {
		if back.status != http.StatusOK || !strings.Contains(back.body, want) {
			t.Errorf("back: got status %d, want 200 and %q\n%s", back.status, want, back.body)
		}
	}
	if _, err := p.store.LatestAnswer(t.Context(), b.subject, b.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
	form.Set("shown", back.shown(t))
	form.Set("shown", page.press(b, "accept", form).shown(t))
	number, _ := page.press(b, ui.AnswerConfirm, form).receipt(t)
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

// What we had goes along under what the resident says that it is, and is named so.
func TestWhatWeHadStandsUnderWhatTheResidentSays(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	sending := page.press(b, "accept", page.open(b, url.Values{"contest.heeft_partner": {"mine"}, "fact.heeft_partner": {"yes"}}))
	const own, ours = "<dt>Heeft u een partner?</dt><dd>Ja", "<dt>Wat wij hadden</dt><dd>Nee"
	_, after, found := strings.Cut(sending.body, own)
	next := strings.Index(after, "<dt>")
	if !found || strings.Contains(after, "<dt>Heeft u een partner?") || next < 0 || !strings.HasPrefix(after[next:], ours) {
		t.Errorf("%q is not followed by %q\n%s", own, ours, sending.body)
	}
}

// An application names what it leaves open, and goes all the same.
func TestAnApplicationMayLeaveQuestionsOpen(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	form := page.open(b, nil)
	sending := page.press(b, "accept", form)
	for _, want := range []string{"Dit laat u open", "Uw geld en bezit", "Dat mag.", "Wij weten nog niet of u hier recht op heeft."} {
		if !strings.Contains(sending.body, want) {
			t.Errorf("the page lacks %q\n%s", want, sending.body)
		}
	}
	form.Set("shown", sending.shown(t))
	page.press(b, ui.AnswerConfirm, form).receipt(t)
	if kept := p.latest(b); kept.Kind != offers.Accept || kept.State != offers.Open {
		t.Errorf("got %s of %s, want an application that is open", kept.Kind, kept.State)
	}
}

// sourcesChanged is how a page begins that says what others changed.
const sourcesChanged = "Wij weten nu iets anders dan net."

// However often somebody thinks again, nothing typed is lost, and nothing goes but what
// the page shows.
func TestEveryChangeOfMindIsShownBeforeItGoes(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	page := p.browser().signIn(b)
	form := page.open(b, url.Values{"fact.vermogen": {"1"}, "fact.uitgesloten_artikel_13": {"no"}, "wish": {"bel na vier"}})
	got := page.press(b, "accept", form)
	for _, change := range []struct{ field, value, amount string }{
		{"fact.heeft_partner", "yes", "680"}, {"fact.heeft_partner", "no", "475"}, {"fact.heeft_kinderen_ten_laste", "yes", "610"},
	} {
		form.Set(change.field, change.value)
		form.Set("shown", got.shown(t))
		got = page.press(b, ui.AnswerConfirm, form) // which the page that was shown is not
		for _, want := range []string{sendButton, change.amount, "bel na vier"} {
			if got.status != http.StatusOK || !strings.Contains(got.body, want) || strings.Contains(got.body, sourcesChanged) {
				t.Errorf("%s is %s: got status %d, want 200 and %q\n%s", change.field, change.value, got.status, want, got.body)
			}
		}
	}
	form.Set("fact.vermogen", "2") // which makes no difference
	form.Set("shown", got.shown(t))
	page.press(b, ui.AnswerConfirm, form).receipt(t)
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
	got := page.press(b, ui.AnswerConfirm, form)
	if got.status != http.StatusConflict || !strings.Contains(got.body, sourcesChanged) || strings.Contains(got.body, sendButton) {
		t.Errorf("got status %d, want 409 and that what we know changed\n%s", got.status, got.body)
	}
	form.Set("shown", got.shown(t))
	form.Set("shown", page.press(b, "accept", form).shown(t)) // what was typed makes a difference
	page.press(b, ui.AnswerConfirm, form).receipt(t)
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
	form := b.get("/nl/offers/"+a.offer).form(t, "accept")
	person, err := p.store.Resident(t.Context(), a.subject)
	if err != nil {
		t.Fatal(err)
	}
	person.Record.Facts[0].Value = offers.No // the register was put right meanwhile
	if err := p.store.Import(t.Context(), store.Import{File: "newer", Purge: p.day + 400, People: []offers.Person{person}}); err != nil {
		t.Fatal(err)
	}
	got := b.post("/nl/offers/"+a.offer+"/answer", form)
	if got.status != http.StatusConflict || got.shown(t) == form.Get("shown") || !strings.Contains(got.body, sourcesChanged) {
		t.Errorf("got status %d, want 409 and the new offer\n%s", got.status, got.body)
	}
	if _, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
}

// Who applied, and comes back to the offer, changes what they applied for; who took it back,
// said no or wants to talk applies.
func TestWhoAppliedChangesTheApplication(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	for _, test := range []struct {
		answer  string // that was given before
		changes bool
	}{{"", false}, {"talk", false}, {"accept", true}, {"withdraw", false}, {"decline", false}} {
		if test.answer != "" {
			b.answer(a, test.answer, nil)
		}
		offer := b.get("/nl/offers/" + a.offer)
		sending := b.press(a, "accept", b.open(a, url.Values{"contest.staat_op_lijst_alleenverdieners": {"source"}}))
		for page, words := range map[*reply][2]string{
			offer:   {"Ja, ik vraag dit aan", "Ja, ik verander mijn aanvraag"},
			sending: {"Kijk het nog één keer na", "Zo verandert uw aanvraag"},
		} {
			if strings.Contains(page.body, words[0]) == test.changes || strings.Contains(page.body, words[1]) != test.changes {
				t.Errorf("after %q: want %q, and not the other\n%s", test.answer, words, page.body)
			}
		}
	}
}
