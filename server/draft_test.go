package server_test

import (
	"crypto/rand"
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/server"
	"zeker/server/store"
	"zeker/ui"
)

// filled is a form of bram's offer with everything that people type, right and wrong.
func filled() url.Values {
	return url.Values{
		"fact.vermogen": {"veel & meer"}, "fact.gemiddeld_maandinkomen": {"1.100,50"}, "contest.gemiddeld_maandinkomen": {"mine"},
		"contest.heeft_partner": {"mine"}, "wish": {`Bel "na" 14 uur — dank`},
	}
}

// lost counts the fields of a form that a page does not hold, or not ticked.
func (r *reply) lost(form url.Values) (lost []string) {
	for field, values := range form {
		want := `name="` + field + `" id="` + field + `" value="mine" checked`
		if !strings.HasPrefix(field, "contest.") {
			want = html.EscapeString(values[0])
		}
		if !strings.Contains(strings.NewReplacer("&#34;", "&quot;", "&#39;", "'").Replace(r.body), strings.ReplaceAll(want, "&#34;", "&quot;")) {
			lost = append(lost, field)
		}
	}
	return lost
}

func (b *browser) press(r *resident, button string, form url.Values, cookie ...string) *reply {
	b.t.Helper()
	if page := b.get("/nl/offers/" + r.offer); page.status == http.StatusOK && !form.Has("whose") {
		form.Set("whose", page.whose(b.t))
	}
	form.Set("answer", button)
	cookies := strings.Join(append(cookie, server.CookieName+"="+b.cookie), "; ")
	return b.do("POST", "/nl/offers/"+r.offer+"/answer", form, "Origin", b.url, "Cookie", cookies)
}

func TestB11WhatWasSavedIsThereAgain(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	b := p.browser().signIn(r)
	got := b.press(r, ui.AnswerSave, filled())
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers/"+r.offer {
		t.Fatalf("got status %d to %q, want 303 to the offer\n%s", got.status, got.header.Get("Location"), got.body)
	}
	b.post("/nl/sign-out", url.Values{})
	page := p.browser().signIn(r).get("/nl/offers/" + r.offer)
	if lost := page.lost(filled()); len(lost) > 0 || !strings.Contains(page.body, "Wij bewaren het tot en met") {
		t.Errorf("0 lost fields are wanted, lost are %q\n%s", lost, page.body)
	}
	if _, err := p.store.LatestAnswer(t.Context(), r.subject, r.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("saving answered: %v", err)
	}
	b.signIn(r).press(r, ui.AnswerDiscard, url.Values{})
	if page := b.get("/nl/offers/" + r.offer); len(page.lost(filled())) != len(filled()) {
		t.Errorf("thrown away, and still there:\n%s", page.body)
	}
}

func TestB11ADraftEndsWithTheAnswer(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	b := p.browser().signIn(r)
	b.press(r, ui.AnswerSave, filled())
	b.answer(r, "decline", nil).receipt(t)
	if page := b.get("/nl/offers/" + r.offer); len(page.lost(filled())) != len(filled()) {
		t.Errorf("answered, and the draft is still there:\n%s", page.body)
	}
}

// B11, B9: pressed a second too late. Nothing is stored, and nothing is lost.
func TestB11WhatCameTooLateIsThereAgain(t *testing.T) {
	for _, button := range []string{"accept", "talk", ui.AnswerSave, ui.AnswerCheck} {
		t.Run(button, func(t *testing.T) {
			p := openPortal(t, nil)
			r, other := bram(), anna()
			p.invite(r, other)
			b := p.browser().signIn(r)
			form := filled()
			form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
			p.clock.pass(900 * time.Second)
			late := b.press(r, button, form)
			if late.status != http.StatusForbidden || !strings.Contains(late.body, "Dit apparaat houdt het een uur vast") {
				t.Fatalf("got status %d; want 403 and what became of it\n%s", late.status, late.body)
			}
			cookie := wellSet(t, late.header.Get("Set-Cookie"))
			if _, err := p.store.LatestAnswer(t.Context(), r.subject, r.offer); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("something was answered: %v", err)
			}
			if _, err := p.store.Draft(t.Context(), r.subject, r.offer, store.BySignIn, p.day); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("something was stored: %v", err)
			}
			carried := cookie.Name + "=" + cookie.Value
			with := func(b *browser, of *resident) *reply {
				return b.do("GET", "/nl/offers/"+of.offer, nil, "Cookie", carried+"; "+server.CookieName+"="+b.cookie)
			}
			if page := with(b.signIn(r), r); len(page.lost(filled())) > 0 || !strings.Contains(page.body, "Het is nog niet verstuurd") {
				t.Errorf("0 lost fields are wanted, lost are %q\n%s", page.lost(filled()), page.body)
			}
			if page := with(p.browser().signIn(other), other); strings.Contains(page.body, "veel &amp; meer") {
				t.Errorf("somebody else sees it:\n%s", page.body)
			}
			saved := b.press(r, ui.AnswerSave, filled(), carried)
			if gone, err := http.ParseSetCookie(saved.header.Get("Set-Cookie")); err != nil || gone.Name != cookie.Name || gone.MaxAge >= 0 {
				t.Errorf("saved: got cookie %q, %v; want it gone", saved.header.Get("Set-Cookie"), err)
			}
		})
	}
}

func TestB11WhatIsTooMuchToHoldIsTold(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	form := filled()
	form.Set("whose", p.browser().signIn(r).get("/nl/offers/"+r.offer).whose(t))
	b := p.browser() // the session is gone
	form.Set("wish", strings.Repeat("Zo veel woorden passen echt, want 2000 is het meest. ", 38)[:2000])
	if got := b.press(r, "talk", form); !strings.Contains(got.body, "Dit apparaat houdt het een uur vast") {
		t.Errorf("the longest wish is not held: %s", got.body)
	}
	var noise strings.Builder
	for range 350 {
		noise.WriteString(rand.Text())
	}
	form.Set("wish", noise.String())
	if got := b.press(r, "talk", form); !strings.Contains(got.body, "Het was te veel om vast te houden") || got.header.Get("Set-Cookie") != "" {
		t.Errorf("got cookie %.40q; want none, and a word about it\n%s", got.header.Get("Set-Cookie"), got.body)
	}
	if got := b.post("/nl/opt-out", url.Values{"choice": {"out"}}); got.header.Get("Set-Cookie") != "" {
		t.Errorf("another form is held: %q", got.header.Get("Set-Cookie"))
	}
}

// waysIn are the visitors that an offer may have.
func (p *portal) waysIn(r *resident) map[string]func() *browser {
	first, second := p.helperOf(r, "helper"), p.helperOf(r, "helper")
	return map[string]func() *browser{
		"with the letter": func() *browser { return p.browser().signIn(r) },
		"signed in":       func() *browser { return p.pose("0") },
		"a helper":        func() *browser { return &browser{p, p.sessionOf(first)} },
		"another helper":  func() *browser { return &browser{p, p.sessionOf(second)} },
	}
}

// B11: in one browser, within the hour, what one typed too late is there again for the
// same visitor, come in the same way, and for nobody else.
func TestB11WhatOneTypedAnotherDoesNotSee(t *testing.T) {
	r := bram()
	p := openPortalWith(t, posing(r))
	p.invite(r)
	enter := p.waysIn(r)
	for name, come := range enter {
		b, form := come(), filled()
		form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
		p.clock.pass(900 * time.Second)
		late := b.press(r, "accept", form)
		if late.status != http.StatusForbidden || !strings.Contains(late.body, "Dit apparaat houdt het een uur vast") {
			t.Fatalf("%s: got status %d; want 403 and what became of it\n%s", name, late.status, late.body)
		}
		carried := wellSet(t, late.header.Get("Set-Cookie"))
		for other, come := range enter {
			b := come()
			page := b.do("GET", "/nl/offers/"+r.offer, nil, "Cookie", carried.Name+"="+carried.Value+"; "+server.CookieName+"="+b.cookie)
			lost := len(page.lost(filled()))
			if other == name && lost > 0 {
				t.Errorf("%s: come back, and %d fields are lost", name, lost)
			}
			if other != name && lost != len(filled()) {
				t.Errorf("%s: %s sees it", name, other)
			}
		}
	}
}

// A form that does not say whose it is, or lies, is held for nobody.
func TestB11AFormOfNobodyIsHeldForNobody(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	for _, tag := range []string{"", "%%%"} {
		form := filled()
		form.Set("whose", tag)
		if got := p.browser().press(r, "talk", form); got.header.Get("Set-Cookie") != "" || strings.Contains(got.body, "Wat u net invulde") {
			t.Errorf("tag %q: got cookie %q\n%s", tag, got.header.Get("Set-Cookie"), got.body)
		}
	}
}

// A helper has no drafts here: what they want to keep their own browser holds.
func TestB11WhatAHelperSavesTheirBrowserHolds(t *testing.T) {
	r := bram()
	p := openPortalWith(t, posing(r))
	p.invite(r)
	b := &browser{p, p.sessionOf(p.helperOf(r, "helper"))}
	form := filled()
	form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
	got := b.press(r, ui.AnswerSave, form)
	if got.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303 to the offer\n%s", got.status, got.body)
	}
	carried := wellSet(t, got.header.Get("Set-Cookie"))
	page := b.do("GET", "/nl/offers/"+r.offer, nil, "Cookie", carried.Name+"="+carried.Value+"; "+server.CookieName+"="+b.cookie)
	if lost := page.lost(filled()); len(lost) > 0 {
		t.Errorf("lost are %q", lost)
	}
	for _, door := range []store.Door{store.ByLetter, store.BySignIn, store.ByHelper} {
		if _, err := p.store.Draft(t.Context(), r.subject, r.offer, door, p.day); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: something was stored: %v", door, err)
		}
	}
}

// otherVisit is what a page says after a form came that another visitor was given.
const otherVisit = "Dat was de pagina van een ander bezoek"

// B11: somebody came in, in another tab of the same browser, while another's page was
// open: what was typed there is nobody's answer, and only whose it is finds it again.
func TestB11AFormOfAnotherVisitIsNoAnswer(t *testing.T) {
	r := bram()
	p := openPortalWith(t, posing(r))
	p.invite(r)
	enter := p.waysIn(r)
	for name, come := range enter {
		for other, comeOther := range enter {
			if other == name {
				continue
			}
			theirs, here := come(), comeOther()
			for _, button := range []string{"accept", ui.AnswerConfirm, "decline", "decline_year", "talk", "withdraw", ui.AnswerSave, ui.AnswerDiscard, ui.AnswerCheck, ui.AnswerAlone} {
				form := filled()
				form.Set("shown", here.get("/nl/offers/"+r.offer).shown(t))
				form.Set("whose", theirs.get("/nl/offers/"+r.offer).whose(t))
				got := here.press(r, button, form)
				if got.status != http.StatusConflict || !strings.Contains(got.body, otherVisit) || len(got.lost(filled())) != len(filled()) {
					t.Fatalf("%s, in the session of %s, %s: got status %d; want 409 and a page without what was typed\n%s", name, other, button, got.status, got.body)
				}
				carried := wellSet(t, got.header.Get("Set-Cookie"))
				if page := here.getWith("/nl/offers/"+r.offer, carried); len(page.lost(filled())) != len(filled()) {
					t.Errorf("%s sees what %s typed", other, name)
				}
				if page := theirs.getWith("/nl/offers/"+r.offer, carried); len(page.lost(filled())) > 0 {
					t.Errorf("what %s typed is lost: %q", name, page.lost(filled()))
				}
			}
		}
	}
	p.answeredNothing(r)
}

// answeredNothing checks that nothing of an offer's form is stored.
func (p *portal) answeredNothing(r *resident) {
	p.t.Helper()
	if got, err := p.store.LatestAnswer(p.t.Context(), r.subject, r.offer); !errors.Is(err, store.ErrNotFound) {
		p.t.Errorf("got answer %q, %v; want none", got.Kind, err)
	}
	if _, err := p.store.Draft(p.t.Context(), r.subject, r.offer, store.BySignIn, p.day); !errors.Is(err, store.ErrNotFound) {
		p.t.Errorf("something was saved: %v", err)
	}
}

// B11: the same of the list and of a receipt, and of a form that does not say whose it is.
func TestB11WhatAnotherVisitTakesBackStays(t *testing.T) {
	r := bram()
	p := openPortalWith(t, posing(r))
	p.invite(r)
	b := p.browser().signIn(r)
	helper := &browser{p, p.sessionOf(p.helperOf(r, "helper"))}
	number, _ := b.answer(r, "decline", nil).receipt(t)
	nameless := b.get("/nl/offers").form(t, "withdraw")
	nameless.Del("whose")
	for name, form := range map[string]url.Values{
		"list":     helper.get("/nl/offers").form(t, "withdraw"),
		"receipt":  helper.get("/nl/receipts/"+number).form(t, "withdraw"),
		"nameless": nameless,
	} {
		if got := b.post("/nl/offers/"+r.offer+"/answer", form); got.status != http.StatusConflict || !strings.Contains(got.body, otherVisit) {
			t.Errorf("%s: got status %d, want 409\n%s", name, got.status, got.body)
		}
	}
	if kept := p.latest(r); kept.Number != number {
		t.Errorf("got %s as the answer that counts, want the no", kept.Kind)
	}
	for _, page := range []string{"offers", "receipts"} {
		path := "/nl/" + page
		if page == "receipts" {
			path += "/" + number
		}
		b.post("/nl/offers/"+r.offer+"/answer", b.get(path).form(t, "withdraw"))
		if kept := p.latest(r); kept.Kind != "withdraw" {
			t.Errorf("%s: got %s, want their own no taken back", path, kept.Kind)
		}
		number, _ = b.answer(r, "decline", nil).receipt(t)
	}
}
